"""Looks whether held proofs are still good: what vouches for who signed, and the status lists.

Each list is published for everybody: whoever publishes it learns that somebody at this address
asked for it, and not for which proof. Nothing is looked at when a proof is shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, final

from livret_core.dids.webvh import WebvhDid
from livret_core.errors import LivretError, Unavailable
from livret_core.https_uri import HttpsUri
from livret_wallet import holder
from livret_wallet.client.kept import Kept
from livret_wallet.gather import Source, checking
from livret_wallet.listing import expires_at_s
from livret_wallet.records import HeldBatch
from livret_wallet.vault import Vault
from livret_wallet.vouching import Voucher

if TYPE_CHECKING:
    from livret_core.credential.profile_x509 import X509Policy

_UNKNOWN: Final = "token.refresh"


@final
@dataclass(frozen=True, slots=True)
class Looked:
    """What became of looking at one proof.

    Attributes:
        batch: as it is kept now.
        error: why nothing was seen; None where something was, good or bad.
    """

    batch: HeldBatch
    error: LivretError | None = None


def look(
    vault: Vault,
    source: Source,
    batches: Sequence[HeldBatch],
    *,
    clock: Callable[[], int],
    x509: "X509Policy | None" = None,
) -> tuple[Looked, ...]:
    """Look at each proof that was not replaced and has not ended, and keep what is seen.

    Args:
        vault: open.
        source: where what is published is read.
        batches: held.
        clock: gives seconds since 1970.
        x509: the authorities whose word on bodies the holder takes; None for none.

    Raises:
        Unavailable: ``vault.storage``.
    """
    kept, vouchers, looked = Kept(vault), dict[str, Voucher](), []
    for batch in batches:
        now_s = clock()
        ends_s = expires_at_s(batch)
        if batch.replaced_at_s is not None or (ends_s is not None and ends_s <= now_s):
            continue
        try:
            if batch.issuer_did not in vouchers:
                found = _voucher(vault, kept, batch, source, x509, now_s=now_s)
                vouchers[batch.issuer_did] = found
            voucher = vouchers[batch.issuer_did]
            copies = holder.reread(batch, voucher, now_s=now_s)
            seen = checking.look(copies, voucher, source, now_s=now_s)
        except LivretError as error:
            looked.append(Looked(batch, error))
            continue
        looked.append(Looked(kept.see(batch, seen)))
    return tuple(looked)


def _voucher(
    vault: Vault,
    kept: Kept,
    batch: HeldBatch,
    source: Source,
    x509: "X509Policy | None",
    *,
    now_s: int,
) -> Voucher:
    text = batch.copies[0].sd_jwt
    if holder.profile_of(text) != "x509":
        return checking.voucher_for(vault, WebvhDid.parse(batch.issuer_did), source, now_s=now_s)
    if x509 is None:
        raise Unavailable("trust.unconfirmed")
    from livret_wallet.certified import by_certificate

    host = HttpsUri.parse(kept.of(batch.id, _UNKNOWN).issuer).host
    return by_certificate(text, host, x509, now_s=now_s)

"""Decide whether a file dates a proof that is held, and what of it a service is shown. Pure.

The town hall hands it over after the day's commit. It is of use only when the key that signed the
proof comes under suspicion; until then it stays in the vault, and nobody is shown it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self, final

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.ledger import daily
from livret_core.ledger.dating import Dating
from livret_core.ledger.trusting import Trusted
from livret_wallet.record_form import Members, format_record
from livret_wallet.records import HeldBatch, HeldCopy

_NEVER: Final = "a file for a service, not for a wallet"


@final
@dataclass(frozen=True, slots=True)
class HeldDating:
    """What dates the copies of one proof, as the vault keeps it.

    Attributes:
        batch_id: of the proof.
        dating: a path for each copy that is held, and what they lead to.
        before_s: by when they existed, as a believed ledger shows; None when none was believed
            as it came. Seconds since 1970.
    """

    batch_id: str
    dating: Dating
    before_s: int | None

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a record; errors ``vault.record`` and as :meth:`Dating.parse`."""
        members = Members.parse(raw)
        held = cls(
            members.text("batch_id"),
            Dating.parse(members.text("dating").encode("utf-8")),
            members.optional_integer("before_s"),
        )
        members.check_spent()
        return held

    def format(self) -> bytes:
        """Write the record."""
        return format_record(
            {
                "batch_id": self.batch_id,
                "dating": self.dating.format().decode("utf-8"),
                "before_s": self.before_s,
            }
        )


def accept(
    dating: Dating,
    held: Sequence[HeldBatch],
    ledgers: Sequence[Trusted],
    kept: Mapping[str, HeldDating],
    *,
    of: HeldBatch | None = None,
) -> HeldDating:
    """Check that a file dates a proof that is held, every copy of it, and say what is to be kept.

    What was checked never gives way to what was not, nor an earlier time to a later one as long
    as the members who saw it vouch for it still.

    Args:
        dating: what the town hall handed over.
        held: every proof.
        ledgers: those whose words were confirmed here.
        kept: what dates them so far, by the proof's id.
        of: the proof that it was fetched for; None to find it by its hand-over's code.

    Raises:
        MalformedInput: ``commit.malformed`` for what a wallet made for a service.
        Refused: ``dating.no_proof``; ``commit.path`` when a copy was left out;
            ``commit.other_root``, ``log.inclusion``; ``trust.unknown`` for a ledger that is not
            believed here, when others are; ``dating.unchecked`` where what is kept was checked
            and this cannot be; and as :meth:`Dating.check`.
        Unavailable: ``ledger.not_shown`` when it has no proof of the commit,
            ``ledger.retired_keys`` when those who saw it keep the ledger no more: it would
            never date anything.
    """
    if dating.code is None:
        raise MalformedInput("commit.malformed", _NEVER)
    signer, code = dating.commit.did, dating.code.text
    found = [one for one in held if one.code == code] if of is None else [of]
    batch = next((one for one in found if one.issuer_did == signer), None)
    if batch is None:
        raise Refused("dating.no_proof")
    if dating.proof is None:
        raise Unavailable("ledger.not_shown", "no proof of the commit")
    if not ledgers:
        daily.check_fits(dating.commit, dating.operation, dating.proof)
    paths = tuple(dating.path_of(jws_of(copy)) for copy in batch.copies)
    new = HeldDating(batch.id, replace(dating, paths=paths), _existed_by_s(dating, ledgers))
    before = kept.get(batch.id)
    return new if before is None else _better(before, new, ledgers)


def _better(before: HeldDating, new: HeldDating, ledgers: Sequence[Trusted]) -> HeldDating:
    """Say which of two is to be kept."""
    if new.before_s is None:
        if before.before_s is None or before.dating == new.dating:
            return before if before.dating == new.dating else new
        raise Refused("dating.unchecked")
    try:
        still_s = _existed_by_s(before.dating, ledgers)
    except LivretError:
        return new  # those who saw it keep the ledger no more
    if still_s is None or still_s > new.before_s:
        return new
    return replace(before, before_s=still_s)


def _existed_by_s(dating: Dating, ledgers: Sequence[Trusted]) -> int | None:
    if not ledgers:
        return None
    for ledger in ledgers:
        if ledger.origin == dating.operation.ledger:
            return daily.existed_by_s(dating.check(ledger.chain))
    raise Refused("trust.unknown", name=dating.operation.ledger)


def shown(held: HeldDating | None, copy: HeldCopy) -> Dating:
    """Give what a service is shown to date one copy: nothing of the others.

    Raises:
        Refused: ``dating.none`` when nothing is kept; ``commit.path``.
    """
    if held is None:
        raise Refused("dating.none")
    return held.dating.shown(jws_of(copy))


def jws_of(copy: HeldCopy) -> str:
    """Give the issuer's JWS of a copy, which its path is for."""
    return copy.sd_jwt.partition("~")[0]

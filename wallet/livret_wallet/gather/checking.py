"""Read what vouches for who signed, and what the lists say, where it is published.

An edge: it reads and remembers. What counts is decided in :mod:`livret_wallet.vouching` and
:mod:`livret_wallet.holder`.
"""

from collections.abc import Callable, Sequence
from typing import Final

from livret_core.credential.verified import VerifiedCredential
from livret_core.dids.webvh import WebvhDid, verify_log
from livret_core.errors import Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.keys import PublicKey
from livret_core.status.token import (
    SignedStatusList,
    StatusReference,
    VerifiedStatusList,
    verify_signature,
)
from livret_wallet import holder, vouching
from livret_wallet.gather import EVIDENCE, Source
from livret_wallet.gather.linking import Links
from livret_wallet.marks import check_crowd
from livret_wallet.standing_record import Stand, StatusSeen
from livret_wallet.vault import Vault
from livret_wallet.vault.ledgers import Ledgers
from livret_wallet.vouching import OwnLog, Voucher

_STANDS: Final[dict[str, Stand]] = {"status.revoked": "revoked", "status.suspended": "suspended"}


def voucher_for(vault: Vault, did: WebvhDid, source: Source, *, now_s: int) -> Voucher:
    """Read what vouches for a body, and remember the head if it is a ledger.

    Raises:
        Refused, Unavailable: as :func:`livret_wallet.vouching.ledgers_for` and
            :func:`~livret_wallet.vouching.by_evidence`.
        Unavailable: ``issuer.unavailable``, ``ledger.unavailable``.
    """
    ledgers = Ledgers(vault)
    could = vouching.ledgers_for(did.text, ledgers.known())
    if not could:
        log = verify_log(
            source.read(did.log_url, "issuer.unavailable"),
            did,
            now_s=now_s,
            witness_file=_if_there(source, did.witness_url),
        )
        return OwnLog(log)
    content = source.read(did.base_url + EVIDENCE, "ledger.unavailable")
    voucher, ledger = vouching.by_evidence(
        content,
        did.text,
        could,
        now_s=now_s,
        nodes=Links(source).nodes(content, could),
        doubted=ledgers.doubt,
    )
    ledgers.saw(ledger.origin, voucher.state.head)
    return voucher


def check_statuses(
    copies: Sequence[VerifiedCredential], voucher: Voucher, source: Source, *, now_s: int
) -> StatusSeen | None:
    """Check every copy's status; a list that cannot be had, or is stale, stops nothing.

    Returns:
        What was seen, where all could be checked; all are valid then.

    Raises:
        Refused: ``status.revoked`` and its kin, ``status.small_list``.
    """
    lists = _Lists(voucher, source, now_s)
    for copy in copies:
        reference = holder.status_reference(copy, voucher)
        if reference is None:
            continue
        try:
            listed = lists.of(copy, reference)
        except Unavailable:
            return None
        listed.check_valid(reference)
    return StatusSeen("valid", now_s, lists.oldest_s)


def look(
    copies: Sequence[VerifiedCredential], voucher: Voucher, source: Source, *, now_s: int
) -> StatusSeen:
    """See what the lists say of every copy: the worst of it counts for all.

    Raises:
        Refused: ``status.small_list``, ``status.elsewhere`` and what else makes a list none.
        Unavailable: where one cannot be had, or is stale.
    """
    lists = _Lists(voucher, source, now_s)
    stand: Stand = "valid"
    for each in copies:
        reference = holder.status_reference(each, voucher)
        if reference is None:
            continue
        try:
            lists.of(each, reference).check_valid(reference)
        except Refused as error:
            if error.code not in _STANDS:
                raise
            stand = stand if stand == "revoked" else _STANDS[error.code]
    return StatusSeen(stand, now_s, lists.oldest_s)


class _Lists:
    """The lists of some copies, each read once."""

    def __init__(self, voucher: Voucher, source: Source, now_s: int) -> None:
        self._voucher: Final = voucher
        self._source: Final = source
        self._now_s: Final = now_s
        self._read: Final[dict[str, VerifiedStatusList]] = {}

    def of(self, copy: VerifiedCredential, reference: StatusReference) -> VerifiedStatusList:
        """Give the list that speaks of a copy."""
        uri = reference.uri
        if uri.text not in self._read:
            text = self._source.read(uri.text, "status.unavailable")
            commit_uri = self._voucher.commit_uri(copy.issuer)
            commit = None if commit_uri is None else _if_there(self._source, commit_uri)
            listed = self._voucher.verify_list(
                copy.issuer, _verifier(text, uri), commit, now_s=self._now_s
            )
            check_crowd(listed.signed)
            self._read[uri.text] = listed
        return self._read[uri.text]

    @property
    def oldest_s(self) -> int | None:
        """When the oldest of those read was signed, seconds since 1970."""
        return min((int(each.signed.issued_at_s) for each in self._read.values()), default=None)


def _if_there(source: Source, uri: str) -> bytes | None:
    """A file that need not be there; whether this one must is for its rules to say."""
    try:
        return source.read(uri, "issuer.unavailable")
    except Unavailable:
        return None


def _verifier(text: bytes, uri: HttpsUri) -> Callable[[PublicKey], SignedStatusList]:
    return lambda key: verify_signature(text, uri=uri, key=key)

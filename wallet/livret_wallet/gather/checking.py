"""Read what vouches for who signed, and what the lists say, where it is published.

An edge: it reads and remembers. What counts is decided in :mod:`livret_wallet.vouching` and
:mod:`livret_wallet.holder`.
"""

from collections.abc import Callable, Sequence

from livret_core.credential.verified import VerifiedCredential
from livret_core.dids.webvh import WebvhDid, verify_log
from livret_core.errors import Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.keys import PublicKey
from livret_core.status.token import SignedStatusList, VerifiedStatusList, verify_signature
from livret_wallet import holder, vouching
from livret_wallet.gather import EVIDENCE, Source
from livret_wallet.marks import check_crowd
from livret_wallet.vault import Vault
from livret_wallet.vault.ledgers import Ledgers
from livret_wallet.vouching import OwnLog, Voucher


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
        content, did.text, could, now_s=now_s, doubted=ledgers.keep
    )
    ledgers.keep(ledger)
    return voucher


def check_statuses(
    copies: Sequence[VerifiedCredential], voucher: Voucher, source: Source, *, now_s: int
) -> bool:
    """Check every copy's status; a list that cannot be had, or is stale, stops nothing.

    Returns:
        Whether all could be checked; all are valid then.

    Raises:
        Refused: ``status.revoked`` and its kin, ``status.small_list``.
    """
    lists: dict[str, VerifiedStatusList] = {}
    for copy in copies:
        reference = holder.status_reference(copy, voucher)
        if reference is None:
            continue
        uri = reference.uri
        if uri.text not in lists:
            try:
                text = source.read(uri.text, "status.unavailable")
                commit_uri = voucher.commit_uri(copy.issuer)
                commit = None if commit_uri is None else _if_there(source, commit_uri)
                listed = voucher.verify_list(copy.issuer, _verifier(text, uri), commit, now_s=now_s)
                check_crowd(listed.signed)
                lists[uri.text] = listed
            except Unavailable:
                return False
        lists[uri.text].check_valid(reference)
    return True


def _if_there(source: Source, uri: str) -> bytes | None:
    """A file that need not be there; whether this one must is for its rules to say."""
    try:
        return source.read(uri, "issuer.unavailable")
    except Unavailable:
        return None


def _verifier(text: bytes, uri: HttpsUri) -> Callable[[PublicKey], SignedStatusList]:
    return lambda key: verify_signature(text, uri=uri, key=key)

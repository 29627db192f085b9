"""Work that need not be done twice: logs and lists already verified, by their bytes.

Every entry is a function of its key, so remembering changes no answer. Time is never
part of it: what depends on the clock is checked again each time.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

from livret_core.credential import profile_did
from livret_core.credential.issuer import IssuerKey
from livret_core.credential.presentation import Presentation
from livret_core.credential.profile_x509 import X509Issuer, X509Policy, verify_issuer
from livret_core.dids.webvh import VerifiedLog, WebvhDid, verify_log
from livret_core.https_uri import HttpsUri
from livret_core.keys import PublicKey
from livret_core.ledger.evidence import Evidence as LedgerEvidence
from livret_core.ledger.evidence import ProvenRecords, verify
from livret_core.ledger.trust_chain import TrustChain
from livret_core.status.token import SignedStatusList, verify_signature
from livret_core.x509 import CertificateChain
from livret_verifier.evidence import Found

_T = TypeVar("_T")


class Memo:
    """A bounded memory, least recently used out first. Not shared between threads.

    Args:
        max_entries: how many results to keep.
        max_bytes: how many bytes of logs and lists to keep them for: a hostile list of
            8 MB counts as what it is.
    """

    def __init__(self, max_entries: int = 4_096, max_bytes: int = 64 << 20) -> None:
        self._entries: Final[OrderedDict[Hashable, tuple[Any, int]]] = OrderedDict()
        self._max_entries: Final = max_entries
        self._max_bytes: Final = max_bytes
        self._bytes = 0

    def did_log(self, found: Found, did: str, *, now_s: int) -> VerifiedLog:
        """Verify a DID log, or remember that these bytes were; errors as ``verify_log``."""
        log = self._remember(
            ("did-log", found.content, found.witness_file, did),
            lambda: verify_log(
                found.content, WebvhDid.parse(did), now_s=now_s, witness_file=found.witness_file
            ),
            _size(found),
        )
        log.check_not_future(now_s)
        return log

    def did_key(
        self, presentation: Presentation, found: Found, log: VerifiedLog, *, now_s: int
    ) -> IssuerKey:
        """Establish a DID issuer's key, or remember it.

        It is remembered by the bytes of the log and what a presentation says of the
        key: its ``iss``, its ``kid`` and when it was issued.

        Raises:
            MalformedInput, Refused: as
                :func:`livret_core.credential.profile_did.establish`.
        """
        registered = presentation.registered
        issued_at_s = registered.validity.issued_at_s
        if issued_at_s is None:
            return profile_did.establish(presentation, log, now_s=now_s)
        kid = presentation.token.header.get("kid")
        return self._remember(
            ("did-key", found.content, found.witness_file, registered.issuer, kid, issued_at_s),
            lambda: profile_did.establish(presentation, log, now_s=now_s),
            # The log in this key may be another copy of it than the one above.
            _size(found),
        )

    def ledger_records(self, content: bytes, chain: TrustChain) -> ProvenRecords:
        """Verify a bundle of evidence, or remember that it was.

        Raises:
            MalformedInput, Refused: as :meth:`livret_core.ledger.evidence.Evidence.parse`
                and :func:`livret_core.ledger.evidence.verify`.
        """
        return self._remember(
            ("ledger", content, chain.identity),
            lambda: verify(LedgerEvidence.parse(content), chain),
            len(content),
        )

    def status_list(self, content: bytes, *, uri: HttpsUri, key: PublicKey) -> SignedStatusList:
        """Verify a list's signature, or remember it; errors as ``verify_signature``."""
        return self._remember(
            ("status-list", content, uri.text, key),
            lambda: verify_signature(content, uri=uri, key=key),
            len(content),
        )

    def x509_issuer(self, chain: CertificateChain, policy: X509Policy, *, now_s: int) -> X509Issuer:
        """Verify a chain, or remember that it was, while it holds; errors as ``verify_issuer``."""
        key = ("x509-issuer", chain, policy)
        issuer = self._remember(key, lambda: verify_issuer(chain, policy, now_s=now_s))
        if issuer.holds_at(now_s):
            return issuer
        self._forget(key)
        return self._remember(key, lambda: verify_issuer(chain, policy, now_s=now_s))

    def _remember(self, key: Hashable, make: Callable[[], _T], size: int = 0) -> _T:
        entry = self._entries.get(key)
        if entry is not None:
            self._entries.move_to_end(key)
            known: _T = entry[0]
            return known
        made = make()
        self._entries[key] = made, size
        self._bytes += size
        while len(self._entries) > self._max_entries or self._bytes > self._max_bytes:
            self._forget(next(iter(self._entries)))
        return made

    def _forget(self, key: Hashable) -> None:
        _, size = self._entries.pop(key)
        self._bytes -= size


def _size(found: Found) -> int:
    return len(found.content) + len(found.witness_file or b"")

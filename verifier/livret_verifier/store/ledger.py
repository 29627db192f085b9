"""What a desk keeps of the public ledger: the trust roots it believes, the newest head it saw.

ledger-trust.jsonl   one version a line; there only once its words were confirmed
ledger-since.json    when they were
ledger-head.json     size, root and time of the newest head; nothing older is believed again
"""

from pathlib import Path
from typing import Final, final

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.ledger import trust_root
from livret_core.ledger.head import Head, Remembered
from livret_core.ledger.trust_root import Ages
from livret_core.ledger.trusting import Believed, Trusted, recall
from livret_edge.files import HOME, read_file, write_file
from livret_verifier.policy import LedgerTerms

TRUST: Final = "ledger-trust.jsonl"
SINCE: Final = "ledger-since.json"
HEAD: Final = "ledger-head.json"

_MAX_BYTES: Final = 16 << 20


@final
class Ledgers:
    """The one ledger that a desk believes, if any.

    Args:
        root: the desk's folder.
    """

    most: Final = 1

    def __init__(self, root: Path) -> None:
        self._root: Final = root

    def known(self) -> list[Trusted]:
        """Give the ledger, once its words were confirmed here.

        Raises:
            MalformedInput: ``home.malformed``, ``trust.malformed`` and its kin.
            Refused: as :mod:`livret_core.ledger.trust_root`.
            Unavailable: ``home.unavailable``.
        """
        path = self._root / TRUST
        if not path.exists():
            return []
        versions = trust_root.read_versions(read_file(path, _MAX_BYTES, code=HOME))
        return [recall(versions, since_s=self._since_s(), head=self._head())]

    def keep(self, trusted: Trusted) -> None:
        """Keep a ledger, in place of what was kept of it before; errors as :meth:`known`."""
        if trusted.remembered is None:
            # Left by a removal that was cut short: another ledger's, for all we know.
            (self._root / HEAD).unlink(missing_ok=True)
        else:
            self._write_head(trusted.remembered)
        self._write(SINCE, json_encoding.format({"confirmed": trusted.since_s}))
        # Last: now it is believed.
        self._write(TRUST, trust_root.format_versions(trusted.chain.roots))

    def forget(self, origin: str) -> None:
        """Believe the ledger no more; errors as :meth:`known`."""
        if all(each.origin != origin for each in self.known()):
            return
        for name in (TRUST, SINCE, HEAD):
            (self._root / name).unlink(missing_ok=True)

    def believed(self, terms: LedgerTerms | None) -> Believed | None:
        """Give the ledger that the policy names, if its words were confirmed here.

        Raises:
            MalformedInput, Refused, Unavailable: as :meth:`known`.
        """
        if terms is None:
            return None
        for trusted in self.known():
            if trusted.origin == terms.origin:
                return trusted.believed(_ages(terms, trusted.chain.newest.ages))
        return None

    def remember(self, head: Head) -> None:
        """Keep a head that was believed, unless what is kept is newer: two windows may be at it."""
        kept = self._head()
        newest = head.remember(kept)
        if kept is None or (newest.size, newest.time_s) > (kept.size, kept.time_s):
            self._write_head(newest)

    def _since_s(self) -> int:
        match json_encoding.parse_object(self._read(SINCE)):
            case {"confirmed": int(since_s)}:
                return since_s
        raise MalformedInput("home.malformed", SINCE)

    def _head(self) -> Remembered | None:
        if not (self._root / HEAD).exists():
            return None
        match json_encoding.parse_object(self._read(HEAD)):
            case {"size": int(size), "root": str(text), "time": int(time_s)}:
                return Remembered(size, base64url.decode(text), time_s)
        raise MalformedInput("home.malformed", HEAD)

    def _write_head(self, head: Remembered) -> None:
        value = {"size": head.size, "root": base64url.encode(head.root), "time": head.time_s}
        self._write(HEAD, json_encoding.format(value))

    def _read(self, name: str) -> bytes:
        return read_file(self._root / name, limits.JSON_BYTES, code=HOME)

    def _write(self, name: str, content: bytes) -> None:
        write_file(self._root / name, content, code=HOME)


def _ages(terms: LedgerTerms, advised: Ages) -> Ages:
    fresh_s = advised.fresh_s if terms.fresh_s is None else terms.fresh_s
    refuse_s = advised.refuse_s if terms.refuse_s is None else terms.refuse_s
    return Ages(fresh_s, max(fresh_s, refuse_s))

"""The audit log's chain, and the head that says how long it is. Pure.

Each entry's hash covers the one before, which shows an edit, and nothing of what was cut
off at the end. So the head (how many entries, and the hash of the last) is kept beside
them under a key that is sealed with the town's other keys: whoever may only write to the
database can neither make one for a shorter log nor go on from a log he cut.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias, final

from livret_core.encoding import jcs
from livret_core.errors import Refused

KEY_BYTES: Final = 32

# Number, time in seconds since 1970, action, about.
Entry: TypeAlias = tuple[int, int, str, str]


@final
@dataclass(frozen=True, slots=True)
class Head:
    """The end of an audit log.

    Attributes:
        number: of the last entry; 0 for an empty log.
        chain_sha256: hash of the last entry over all before it.
    """

    number: int
    chain_sha256: bytes

    def followed_by(self, *, at_s: int, action: str, about: str) -> "Head":
        """The head after one more entry."""
        number = self.number + 1
        entry = jcs.canonicalize({"number": number, "at": at_s, "action": action, "about": about})
        return Head(number, hashlib.sha256(self.chain_sha256 + entry).digest())

    def tag(self, key: bytes, tenant: str) -> bytes:
        """Vouch for this head: HMAC-SHA-256 under the town's audit key."""
        content = jcs.canonicalize(
            {"tenant": tenant, "number": self.number, "chain": self.chain_sha256.hex()}
        )
        return hmac.digest(key, b"livret audit head\0" + content, "sha256")

    def check_tag(self, tag: bytes, key: bytes, tenant: str) -> None:
        """Check who vouched for this head.

        Raises:
            Refused: ``audit.altered``.
        """
        if not hmac.compare_digest(tag, self.tag(key, tenant)):
            raise Refused("audit.altered", "its head", number=self.number)


EMPTY: Final = Head(0, b"\0" * 32)


def check_chain(rows: Iterable[tuple[Entry, bytes]], head: Head) -> list[Entry]:
    """Check that entries follow from one another and end where the head says.

    Args:
        rows: entries in order, each with the hash that was kept for it.
        head: its tag checked.

    Raises:
        Refused: ``audit.altered``, with the number of the first entry that is not right.
    """
    here, entries = EMPTY, []
    for entry, chain_sha256 in rows:
        number, at_s, action, about = entry
        here = here.followed_by(at_s=at_s, action=action, about=about)
        if (number, chain_sha256) != (here.number, here.chain_sha256):
            raise Refused("audit.altered", number=here.number)
        entries.append(entry)
    if here != head:
        raise Refused("audit.altered", "cut off or added to", number=here.number + 1)
    return entries

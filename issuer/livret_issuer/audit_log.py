"""The audit log's chain, and the head that says how long it is. Pure.

Each entry's hash covers the one before, which shows an edit, and nothing of what was cut
off at the end. So the head (how many entries, and the hash of the last) is kept beside
them under a key that is sealed with the town's other keys: whoever may only write to the
database can neither make one for a shorter log nor go on from a log he cut.

Whoever puts back the whole file of last month has a log that is whole, and a head that is
vouched for. Only a head written down elsewhere (a :class:`NotedHead`) tells
(:func:`check_extends`; ``docs/spec/audit.md``).
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Self, TypeAlias, final

from livret_core import mac
from livret_core.encoding import jcs
from livret_core.errors import MalformedInput, Refused

KEY_BYTES: Final = 32

# 96 bits: nobody finds another log to one that was written down. Two logs to one head could
# be looked for beforehand by the town itself, so a program keeps all 256 of them.
_NOTED_DIGITS: Final = 24
_WHOLE_DIGITS: Final = 64
_NOTED: Final = re.compile(r"([0-9]{1,9})[-: .]([0-9a-fA-F](?:[-: .]?[0-9a-fA-F])*)")

AuditAction: TypeAlias = Literal[
    "issuer.founded",
    "offer",
    "issue",
    "cancel",
    "revoke",
    "suspend",
    "resume",
    "publish",
    "vouch",
    "operation",
    "settle",
    "acknowledge",
    "recover",
    "take-over",
    "passphrase",
    "address",
    "four-eyes",
    "seal",
    "counter",
    # A pickup over the network; pickup/records.py.
    "identify",
    "open",
    "redeem",
    "pin-wrong",
    "block",
    "new-pin",
    "extend",
    "wait",
    "approve",
    "deny",
    "refresh",
    "accepted",
    "failed",
    "deleted",
    "replace",
]

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

    def format(self) -> str:
        """Write it short, for paper: the number, then 24 digits in groups of four."""
        digits = self.chain_sha256.hex()[:_NOTED_DIGITS]
        groups = (digits[at : at + 4] for at in range(0, _NOTED_DIGITS, 4))
        return "-".join((str(self.number), *groups))

    def format_whole(self) -> str:
        """Write it with every digit, for programs."""
        return f"{self.number}-{self.chain_sha256.hex()}"

    def tag(self, key: bytes, tenant: str) -> bytes:
        """Vouch for this head: HMAC-SHA-256 under the town's audit key."""
        content = jcs.canonicalize(
            {"tenant": tenant, "number": self.number, "chain": self.chain_sha256.hex()}
        )
        return mac.tag(key, b"livret audit head\0" + content)

    def check_tag(self, tag: bytes, key: bytes, tenant: str) -> None:
        """Check who vouched for this head.

        Raises:
            Refused: ``audit.altered``.
        """
        if not hmac.compare_digest(tag, self.tag(key, tenant)):
            raise Refused("audit.altered", "its head", number=self.number)


@final
@dataclass(frozen=True, slots=True)
class NotedHead:
    """A head as somebody wrote it down.

    Attributes:
        number: of the last entry then.
        digits: how its hash begins, in lower-case hex; 24 to 64 digits.
    """

    number: int
    digits: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what :meth:`Head.format` or :meth:`Head.format_whole` wrote.

        Capitals and what separates the groups do not matter.

        Raises:
            MalformedInput: ``audit.head``.
        """
        found = _NOTED.fullmatch(text.strip()) if len(text) <= 2 * _WHOLE_DIGITS else None
        digits = re.sub(r"[-: .]", "", found[2]).lower() if found else ""
        if found is None or not _NOTED_DIGITS <= len(digits) <= _WHOLE_DIGITS:
            raise MalformedInput("audit.head")
        return cls(int(found[1]), digits)


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


def check_extends(entries: Sequence[Entry], noted: NotedHead) -> None:
    """Check that a log goes on from where somebody saw it end.

    Args:
        entries: all of them, as :func:`check_chain` found them.
        noted: the head of then.

    Raises:
        Refused: ``audit.rolled_back`` when the log is shorter than it was, or was another.
    """
    here = EMPTY
    for _, at_s, action, about in entries[: noted.number]:
        here = here.followed_by(at_s=at_s, action=action, about=about)
    if here.number != noted.number or not here.chain_sha256.hex().startswith(noted.digits):
        raise Refused("audit.rolled_back", noted=noted.number, number=len(entries))

"""What a service signed when it asked, as the vault keeps it: evidence, should anybody ask later."""

import hashlib
from dataclasses import dataclass, field
from typing import Final, Literal, Self, TypeAlias, final, get_args

from livret_core.encoding import base64url
from livret_core.errors import MalformedInput
from livret_wallet.history_record import HistoryEntry
from livret_wallet.record_form import Members, check_text, check_time, format_record

Behind: TypeAlias = Literal["registered", "on_ledger", "certificate", "claimed", "key", "nobody"]

#: As much as a request has at most (:mod:`livret_core.openid4vp.request`).
MAX_CHARS: Final = 64 << 10
_BEHIND: Final[tuple[Behind, ...]] = get_args(Behind)


def digest_of(text: str) -> bytes:
    """Name a request by its octets: SHA-256, 32 bytes."""
    return hashlib.sha256(text.encode()).digest()


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRecord:
    """One request that its holder was shown.

    Attributes:
        digest: names it: SHA-256 of what was signed, or of the link where nothing was.
        text: compact JWS, as it came and was verified; empty where nothing was signed.
        at_s: when it was shown, seconds since 1970.
        behind: what stood behind who asked then; ``nobody`` where nothing was signed.
        name: of the ledger, the certificate's subject or the host; empty for a key alone.
        did: whom the ledger knows it by; empty where none does, and in a record of earlier versions.
        unanswered: what the history is to say of it, for as long as it is seen and not
            answered. A wallet that was locked or stopped meanwhile says it when it is opened.
    """

    digest: bytes
    text: str = field(repr=False)
    at_s: int
    behind: Behind
    name: str
    did: str = ""
    unanswered: HistoryEntry | None = None

    def __post_init__(self) -> None:
        if len(self.text) > MAX_CHARS or not self.text.isascii():
            raise MalformedInput("vault.record", "`text` is no request")
        if len(self.digest) != 32 or (self.text and self.digest != digest_of(self.text)):
            raise MalformedInput("vault.record", "`digest` is not that of the request")
        if self.behind not in _BEHIND:
            raise MalformedInput("vault.record", "`behind` is none we know")
        check_text(self.name)
        check_text(self.did)
        check_time(self.at_s)

    @property
    def is_registered(self) -> bool:
        """Whether the ledger had it that this service may ask."""
        return self.behind == "registered"

    @property
    def service(self) -> str:
        """Whose it counts as: a DID on a ledger, or hosts that an authority verified.

        Empty for all others together: they may call themselves something new each time.
        """
        match self.behind:
            case "registered" | "on_ledger":
                return self.did
            case "certificate":
                return self.name
        return ""

    @property
    def size(self) -> int:
        """How many bytes were signed and kept; none where nothing was."""
        return len(self.text)

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a record; errors ``vault.record`` and those of JSON and base64url."""
        members = Members.parse(raw)
        behind, unanswered = members.text("behind"), members.absent_or_text("unanswered")
        if behind not in _BEHIND:
            raise MalformedInput("vault.record", "`behind` is none we know")
        record = cls(
            digest=base64url.decode(members.text("digest")),
            text=members.text("text"),
            at_s=members.integer("at_s"),
            behind=_BEHIND[_BEHIND.index(behind)],
            name=members.text("name"),
            did=members.absent_or_text("did") or "",
            unanswered=None if unanswered is None else HistoryEntry.parse(unanswered.encode()),
        )
        members.check_spent()
        return record

    def format(self) -> bytes:
        """Write the record."""
        unanswered = self.unanswered
        return format_record(
            {
                "digest": base64url.encode(self.digest),
                "text": self.text,
                "at_s": self.at_s,
                "behind": self.behind,
                "name": self.name,
                **({"did": self.did} if self.did else {}),
                **({} if unanswered is None else {"unanswered": unanswered.format().decode()}),
            }
        )

"""A proof that this wallet knows of and cannot show: it came back from a backup without its keys."""

from dataclasses import dataclass
from typing import Self, final

from livret_core.errors import MalformedInput
from livret_wallet.record_form import Members, check_id, check_text, check_time, format_record


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class MissingProof:
    """One proof, or one request for a proof, without anything that a service could be shown.

    Attributes:
        id: what it had in the wallet that was backed up; its fetching is found by it.
        issuer_did: who signed it.
        issuer_name: for people; proves nothing.
        vct: its type.
        received_at_s: when it came, or was asked for; seconds since 1970.
        code: the hand-over's, which the counter knows it by; empty where it had none.
        copies: how many there were; 0 for one that was asked for and had not come.
        expires_at_s: when it ends, or None.
        known_at_s: when it was backed up.
    """

    id: str
    issuer_did: str
    issuer_name: str
    vct: str
    received_at_s: int
    code: str
    copies: int
    expires_at_s: int | None
    known_at_s: int

    def __post_init__(self) -> None:
        check_id(self.id, "id")
        for text in (self.issuer_did, self.issuer_name, self.vct, self.code):
            check_text(text)
        for seconds in (self.received_at_s, self.known_at_s, self.expires_at_s or 0):
            check_time(seconds)
        if self.copies < 0:
            raise MalformedInput("vault.record", "fewer copies than none")

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a record; errors ``vault.record`` and those of JSON."""
        members = Members.parse(raw)
        missing = cls(
            id=members.text("id"),
            issuer_did=members.text("issuer_did"),
            issuer_name=members.text("issuer_name"),
            vct=members.text("vct"),
            received_at_s=members.integer("received_at_s"),
            code=members.text("code"),
            copies=members.integer("copies"),
            expires_at_s=members.optional_integer("expires_at_s"),
            known_at_s=members.integer("known_at_s"),
        )
        members.check_spent()
        return missing

    def format(self) -> bytes:
        """Write the record."""
        return format_record(
            {
                "id": self.id,
                "issuer_did": self.issuer_did,
                "issuer_name": self.issuer_name,
                "vct": self.vct,
                "received_at_s": self.received_at_s,
                "code": self.code,
                "copies": self.copies,
                "expires_at_s": self.expires_at_s,
                "known_at_s": self.known_at_s,
            }
        )

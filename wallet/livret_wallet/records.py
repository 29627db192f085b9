"""What the vault keeps, as values: keys, held proofs, open requests; history stands beside it.

Each is one JSON object with exactly the members below and ``v``, the version of its
form. The vault has shown that nobody altered it; reading stays strict all the same,
because a file outlives the program that wrote it. Whether a proof is good, or which
copy goes next, is decided elsewhere.
"""

from dataclasses import asdict, dataclass, field
from typing import Final, Self, final

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput
from livret_wallet.history_record import ClaimPath, HistoryEntry, HistoryKind
from livret_wallet.record_form import (
    Members,
    check_id,
    check_key_ids,
    check_text,
    check_time,
    format_record,
)
from livret_wallet.standing_record import StatusSeen, Vouched

__all__ = [
    "ClaimPath",
    "HeldBatch",
    "HeldCopy",
    "HistoryEntry",
    "HistoryKind",
    "HolderKey",
    "PendingRequest",
    "StatusSeen",
    "Vouched",
]


_P256_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@final
@dataclass(frozen=True, slots=True)
class HolderKey:
    """The private key of one copy of one proof. Its ``repr`` shows nothing of it.

    Attributes:
        id: names the key within this wallet; 1 to 64 characters.
        scalar: P-256, 32 bytes, for
            :meth:`livret_core.keys.p256.P256Signer.from_scalar`.
    """

    id: str
    scalar: bytes = field(repr=False)

    def __post_init__(self) -> None:
        check_id(self.id, "id")
        if len(self.scalar) != 32 or not 0 < int.from_bytes(self.scalar) < _P256_ORDER:
            raise MalformedInput("vault.record", "`scalar` is not a P-256 private key")

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a record; errors ``vault.record`` and those of JSON and base64url."""
        members = Members.parse(raw)
        if members.text("algorithm") != "ES256":
            raise MalformedInput("vault.record", "`algorithm` is not ES256")
        key = cls(members.text("id"), base64url.decode(members.text("scalar")))
        members.check_spent()
        return key

    def format(self) -> bytes:
        """Write the record."""
        return format_record({"id": self.id, "algorithm": "ES256", "scalar": _octets(self.scalar)})


@final
@dataclass(frozen=True, slots=True)
class PendingRequest:
    """A request for a proof that was handed over and not answered yet.

    Attributes:
        id: names the request within this wallet.
        issuer_did: whom it was made to.
        issuer_name: as the hand-over gave it, for people; proves nothing.
        vct: the type asked for.
        code: the hand-over's code, by which the answer is known.
        nonce: the hand-over's, over which each key proof was made.
        key_ids: of the keys made for the copies, in their order.
        requested_at_s: seconds since 1970.
    """

    id: str
    issuer_did: str
    issuer_name: str
    vct: str
    code: str
    nonce: str
    key_ids: tuple[str, ...]
    requested_at_s: int

    def __post_init__(self) -> None:
        check_id(self.id, "id")
        for text in (self.issuer_did, self.issuer_name, self.vct, self.code, self.nonce):
            check_text(text)
        check_key_ids(self.key_ids)
        check_time(self.requested_at_s)

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a record; errors ``vault.record`` and those of JSON."""
        members = Members.parse(raw)
        request = cls(
            id=members.text("id"),
            issuer_did=members.text("issuer_did"),
            issuer_name=members.text("issuer_name"),
            vct=members.text("vct"),
            code=members.text("code"),
            nonce=members.text("nonce"),
            key_ids=members.texts("key_ids"),
            requested_at_s=members.integer("requested_at_s"),
        )
        members.check_spent()
        return request

    def format(self) -> bytes:
        """Write the record."""
        return format_record(
            {
                "id": self.id,
                "issuer_did": self.issuer_did,
                "issuer_name": self.issuer_name,
                "vct": self.vct,
                "code": self.code,
                "nonce": self.nonce,
                "key_ids": list(self.key_ids),
                "requested_at_s": self.requested_at_s,
            }
        )


@final
@dataclass(frozen=True, slots=True)
class HeldCopy:
    """One copy of a proof, bound to a key of its own.

    Attributes:
        key_id: of its :class:`HolderKey`.
        sd_jwt: as the issuer signed it, with every disclosure.
        used_at_s: when it was shown, seconds since 1970; ``None`` while it never was.
    """

    key_id: str
    sd_jwt: str = field(repr=False)
    used_at_s: int | None = None

    def __post_init__(self) -> None:
        check_id(self.key_id, "key_id")
        if not self.sd_jwt.isascii() or not 1 <= len(self.sd_jwt) <= limits.SD_JWT_BYTES:
            raise MalformedInput("vault.record", "`sd_jwt` is not an SD-JWT's text")
        if self.used_at_s is not None:
            check_time(self.used_at_s)


@final
@dataclass(frozen=True, slots=True)
class HeldBatch:
    """A proof as the citizen sees it: one thing, held in several copies.

    Attributes:
        id: names the batch within this wallet.
        issuer_did: who signed it.
        issuer_name: for people, as of the day it came.
        vct: its type.
        received_at_s: seconds since 1970.
        code: the hand-over's code it came under.
        copies: 1 to :data:`livret_core.limits.VAULT_COPIES`, each with its own key.
        vouched: who else vouched for the signer; ``None`` when nobody did.
        replaced_at_s: when a newer one of it came; ``None`` while there is none.
        restored_from_s: when the backup was made that it came back from: whether a copy that
            was unused then was shown since, by another wallet, nobody knows; ``None`` for one
            that came back from none.
        seen: what the last look at its status list said; ``None`` before the first.
    """

    id: str
    issuer_did: str
    issuer_name: str
    vct: str
    received_at_s: int
    code: str
    copies: tuple[HeldCopy, ...]
    vouched: Vouched | None = None
    replaced_at_s: int | None = None
    restored_from_s: int | None = None
    seen: StatusSeen | None = None

    def __post_init__(self) -> None:
        check_id(self.id, "id")
        for text in (self.issuer_did, self.issuer_name, self.vct, self.code):
            check_text(text)
        check_time(self.received_at_s)
        check_key_ids(tuple(copy.key_id for copy in self.copies))
        for seconds in (self.replaced_at_s, self.restored_from_s):
            if seconds is not None:
                check_time(seconds)

    @property
    def unused(self) -> int:
        """How many copies were never shown, as far as that is known."""
        if self.restored_from_s is not None:
            return 0
        return sum(copy.used_at_s is None for copy in self.copies)

    @property
    def is_listed(self) -> bool:
        """Whether it was withdrawn or paused when the wallet looked last."""
        return self.seen is not None and self.seen.stand != "valid"

    def is_uncertain(self, copy: HeldCopy) -> bool:
        """Whether *copy* may have been shown where this wallet does not know of."""
        return self.restored_from_s is not None and copy.used_at_s is None

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a record; errors ``vault.record`` and those of JSON."""
        members = Members.parse(raw)
        batch = cls(
            id=members.text("id"),
            issuer_did=members.text("issuer_did"),
            issuer_name=members.text("issuer_name"),
            vct=members.text("vct"),
            received_at_s=members.integer("received_at_s"),
            code=members.text("code"),
            copies=tuple(_parse_copy(item) for item in members.array("copies")),
            vouched=Vouched.read(members.absent_or_object("vouched")),
            replaced_at_s=members.absent_or_integer("replaced_at_s"),
            restored_from_s=members.absent_or_integer("restored_from_s"),
            seen=StatusSeen.read(members.absent_or_object("seen")),
        )
        members.check_spent()
        return batch

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
                "copies": [
                    {"key_id": copy.key_id, "sd_jwt": copy.sd_jwt, "used_at_s": copy.used_at_s}
                    for copy in self.copies
                ],
                **({} if self.vouched is None else {"vouched": asdict(self.vouched)}),
                **({} if self.replaced_at_s is None else {"replaced_at_s": self.replaced_at_s}),
                **(
                    {}
                    if self.restored_from_s is None
                    else {"restored_from_s": self.restored_from_s}
                ),
                **({} if self.seen is None else {"seen": asdict(self.seen)}),
            }
        )


def _octets(value: bytes) -> str:
    return base64url.encode(value)


def _parse_copy(value: JsonValue) -> HeldCopy:
    members = Members(value)
    copy = HeldCopy(
        members.text("key_id"), members.text("sd_jwt"), members.optional_integer("used_at_s")
    )
    members.check_spent()
    return copy

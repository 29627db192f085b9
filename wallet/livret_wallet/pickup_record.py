"""Where the fetching of a proof stands, as the vault keeps it: it outlives a crash and the visit.

Of one that is finished it keeps what is needed to fetch a newer proof, or what dates this one.
"""

from dataclasses import dataclass, field
from typing import Final, Literal, Self, TypeAlias, TypeVar, final, get_args

from livret_core.encoding import base64url
from livret_core.errors import MalformedInput
from livret_wallet.record_form import (
    Members,
    check_id,
    check_key_ids,
    check_text,
    check_time,
    format_record,
)

# Words of the protocol's own; a list of proofs is written without loading its messages.
Scheme: TypeAlias = Literal["Bearer", "DPoP"]
Event: TypeAlias = Literal["credential_accepted", "credential_failure", "credential_deleted"]

_T = TypeVar("_T", bound=str)
_SCALAR_BYTES: Final = 32
_SCHEMES: Final[tuple[Scheme, ...]] = get_args(Scheme)
_EVENTS: Final[tuple[Event, ...]] = get_args(Event)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Pickup:
    """One fetching.

    Attributes:
        id: names it within this wallet.
        issuer: the credential issuer's identifier.
        issuer_name: what that calls itself; proves nothing.
        code: the offer's, as people read it; empty where it had none.
        configuration_id: what was offered.
        vct: its type.
        begun_s: seconds since 1970.
        scheme: how the tokens are shown.
        access_token, refresh_token: secrets; the second empty where none was given.
        dpop: the private key that they are bound to, 32 bytes; empty for none. A secret.
        identifier: the dataset to ask for; empty to ask by *configuration_id*.
        key_ids: of the keys made for the copies, in their order; empty before.
        asked_at_s: when they were made.
        proofs: the key proofs that were sent with them, so that the same can be asked again.
        transaction_id: under which the issuer put it off; empty if it did not.
        not_before_s: when to come back for it.
        notification_id: names the delivery; empty where the issuer did not name it.
        unsaid: how the delivery ended, as long as the issuer may not have heard.
        batch_id: of the proof that came of it; empty before.
        renews: of the proof that it is to take the place of; empty for none.
        shown_at_s: when its holder was asked whether to keep what came; 0 before.
    """

    id: str
    issuer: str
    issuer_name: str
    code: str
    configuration_id: str
    vct: str
    begun_s: int
    scheme: Scheme
    access_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    dpop: bytes = field(default=b"", repr=False)
    identifier: str = ""
    key_ids: tuple[str, ...] = ()
    asked_at_s: int = 0
    proofs: tuple[str, ...] = field(default=(), repr=False)
    transaction_id: str = ""
    not_before_s: int = 0
    notification_id: str = ""
    unsaid: Event | None = None
    batch_id: str = ""
    renews: str = ""
    shown_at_s: int = 0

    def __post_init__(self) -> None:
        check_id(self.id, "id")
        # What the issuer named is as long as it likes: the whole record has its limit.
        for text in (self.issuer, self.vct):
            check_text(text)
        for seconds in (self.begun_s, self.asked_at_s, self.not_before_s, self.shown_at_s):
            check_time(seconds)
        if self.key_ids:
            check_key_ids(self.key_ids)
        for name, other in (("batch_id", self.batch_id), ("renews", self.renews)):
            if other:
                check_id(other, name)
        if len(self.dpop) not in {0, _SCALAR_BYTES}:
            raise MalformedInput("vault.record", "`dpop` is not a key")

    @property
    def is_open(self) -> bool:
        """Whether nothing came of it yet."""
        return not self.batch_id

    @property
    def awaits_holder(self) -> bool:
        """Whether its holder decides on what comes: nothing of it is kept by itself.

        So it is of everything that was taken from an offer, until it is kept: it may have come
        already, and been left for later. What a town hall put off, and did not hand over since,
        is followed; so is what takes the place of a proof. A town hall need not name a delivery
        (OpenID4VCI 1.0 §8.3): that its holder was asked counts too.
        """
        is_seen = self.notification_id or self.shown_at_s
        is_followed = self.transaction_id and not is_seen
        return self.is_open and not self.renews and not is_followed

    @property
    def token(self) -> tuple[Scheme, str]:
        """The access token, and how it is shown."""
        return self.scheme, self.access_token

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a record; errors ``vault.record`` and those of JSON and base64url."""
        members = Members.parse(raw)
        scheme, unsaid = members.text("scheme"), members.optional_text("unsaid")
        pickup = cls(
            id=members.text("id"),
            issuer=members.text("issuer"),
            issuer_name=members.text("issuer_name"),
            code=members.text("code"),
            configuration_id=members.text("configuration_id"),
            vct=members.text("vct"),
            begun_s=members.integer("begun_s"),
            scheme=_one_of(scheme, _SCHEMES),
            access_token=members.text("access_token"),
            refresh_token=members.text("refresh_token"),
            dpop=base64url.decode(members.text("dpop")),
            identifier=members.text("identifier"),
            key_ids=members.texts("key_ids"),
            asked_at_s=members.integer("asked_at_s"),
            proofs=members.texts("proofs"),
            transaction_id=members.text("transaction_id"),
            not_before_s=members.integer("not_before_s"),
            notification_id=members.text("notification_id"),
            unsaid=None if unsaid is None else _one_of(unsaid, _EVENTS),
            batch_id=members.text("batch_id"),
            renews=members.text("renews"),
            shown_at_s=members.absent_or_integer("shown_at_s") or 0,
        )
        members.check_spent()
        return pickup

    def format(self) -> bytes:
        """Write the record."""
        return format_record(
            {
                "id": self.id,
                "issuer": self.issuer,
                "issuer_name": self.issuer_name,
                "code": self.code,
                "configuration_id": self.configuration_id,
                "vct": self.vct,
                "begun_s": self.begun_s,
                "scheme": self.scheme,
                "access_token": self.access_token,
                "refresh_token": self.refresh_token,
                "dpop": base64url.encode(self.dpop),
                "identifier": self.identifier,
                "key_ids": list(self.key_ids),
                "asked_at_s": self.asked_at_s,
                "proofs": list(self.proofs),
                "transaction_id": self.transaction_id,
                "not_before_s": self.not_before_s,
                "notification_id": self.notification_id,
                "unsaid": self.unsaid,
                "batch_id": self.batch_id,
                "renews": self.renews,
                **({"shown_at_s": self.shown_at_s} if self.shown_at_s else {}),
            }
        )


def _one_of(text: str, known: tuple[_T, ...]) -> _T:
    for one in known:
        if one == text:
            return one
    raise MalformedInput("vault.record", "a word that this version does not know")

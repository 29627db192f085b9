"""A town hall's identity: who it is, and how it signs. Pure. Its DID document: :mod:`.hall_document`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Self, TypeVar, final

from livret_core.credential.claim_text import check_text
from livret_core.credential.issuer import Profile
from livret_core.credential.mint import IssuerIdentity
from livret_core.dids import webvh
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import ES256
from livret_core.ledger.legal_id import LegalId
from livret_core.ledger.operation import ADDRESS
from livret_core.openid4vci.handover import MAX_NAME
from livret_core.territory import Territory
from livret_issuer.certified import Certified
from livret_issuer.list_places import NAMED_LIST, ListPlace, place_of
from livret_issuer.pickup.acting import StandingWord
from livret_issuer.pickup.addresses import check_issuer_url
from livret_issuer.predecessors import Predecessor
from livret_issuer.rights import HeldRight

_MAX_BYTES: Final = 64 << 10
_MAX_AUTHORITY: Final = 300  # as the types' schemas have it
_MAX_COMMUNES: Final = 16
_OPTIONAL: Final = frozenset(
    {"rights", "lists", "predecessors", "url", "four_eyes", "certified", "counter", "key_read"}
)
_ORIGIN: Final = re.compile(ADDRESS)

_T = TypeVar("_T")


@final
@dataclass(frozen=True, slots=True)
class OnLedger:
    """On which public ledger a town hall stands, and under which number.

    Attributes:
        origin: the ledger's name: host, perhaps port and path.
        who: the legal person, as registered: ``fr-insee:80999``.
    """

    origin: str
    who: str

    def __post_init__(self) -> None:
        LegalId.parse(self.who)
        if not _ORIGIN.fullmatch(self.origin):
            raise MalformedInput("did.host", "not the name of a ledger")


@final
@dataclass(frozen=True, slots=True)
class TownHall:
    """Who an issuer is, as it may be shown to anyone.

    Attributes:
        name: as on its letterhead; at most 128 characters, none of them hidden.
        authority: who signs, in the certificate's language ("Le maire de …").
        territory: whose certificates it makes.
        language: official language where the law leaves a choice, else None.
        did: its DID.
        key_id: DID URL of the key that signs credentials and status lists.
        key_from_s: since when that key is listed, seconds since 1970.
        is_key_read: whether the ledger says so; else it is when this town hall noted the key.
        tenant: its name in the stores.
        communes: what the commune is called, one name for each of its languages and each
            that old acts still bear; at most 16. Empty: it did not say, and what a list
            names is not held to it.
        operation_key_id: DID URL of the key that signs what it puts on the ledger.
        ledger: where it stands; None for a town hall without a ledger.
        rights: what that ledger lets it sign, as it was read last; None where it was not.
        moved_to: where lists lie since they were moved, in order; before, under the DID.
        predecessors: those whose DIDs this one's succeeded, and whose lists it signs.
        four_eyes: names of the types of which nothing is signed without a second clerk.
        certified: the certificate of a key that signs, for verifiers that know no ledger.
        counter: what offers of programs say that was seen, where they say nothing.
        url: where wallets pick up what it hands over: its credential issuer identifier; None
            for a town hall that hands over in files alone.
    """

    name: str
    authority: str
    territory: Territory
    language: str | None
    did: webvh.WebvhDid
    key_id: str
    key_from_s: int
    tenant: str
    communes: tuple[str, ...] = ()
    operation_key_id: str = ""
    ledger: OnLedger | None = None
    rights: tuple[HeldRight, ...] | None = None
    moved_to: tuple[ListPlace, ...] = ()
    predecessors: tuple[Predecessor, ...] = ()
    url: HttpsUri | None = None
    four_eyes: tuple[str, ...] = ()
    certified: Certified | None = None
    counter: StandingWord | None = None
    is_key_read: bool = True

    def __post_init__(self) -> None:
        if self.url is not None:
            check_issuer_url(self.url)
        # Every hand-over shows the name and every certificate the authority.
        if not 0 < len(self.name) <= MAX_NAME or not 0 < len(self.authority) <= _MAX_AUTHORITY:
            raise MalformedInput("home.malformed", "a name that is empty or too long")
        if len(self.communes) > _MAX_COMMUNES or not all(
            0 < len(name) <= _MAX_AUTHORITY for name in self.communes
        ):
            raise MalformedInput("home.malformed", "names of the commune")
        check_text(
            {"name": self.name, "authority": self.authority, "communes": list(self.communes)}
        )

    @property
    def identity(self) -> IssuerIdentity:
        """How it names itself in credentials (profile ``did``)."""
        return IssuerIdentity.did(ES256, did=self.did.text, key_id=self.key_id)

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """In which profiles it signs: by certificate only while its certified key signs."""
        return ("did",) if self._certificate is None else ("did", "x509")

    @property
    def certificate(self) -> Certified:
        """The certificate of the key that signs now.

        Raises:
            Refused: ``pickup.no_certificate``.
        """
        if (found := self._certificate) is None:
            raise Refused("pickup.no_certificate")
        return found

    @property
    def _certificate(self) -> Certified | None:
        found = self.certified
        return None if found is None or found.key_id != self.key_id else found

    def commit_uri(self, day: int | None) -> HttpsUri:
        """Where the digests of a day are published, or those of its final lists."""
        return HttpsUri.parse(f"{self.did.base_url}commit/{'final' if day is None else day}.json")

    def named_list_uri(self, day: int, number: int) -> HttpsUri:
        """Where a list is kept as the digests of a day name it, whatever is signed after it."""
        return HttpsUri.parse(f"{self.did.base_url}commit/{day}/{number}{NAMED_LIST}")

    @property
    def list_places(self) -> tuple[ListPlace, ...]:
        """Where its lists lie, in the order in which they began there."""
        return (ListPlace(1, f"{self.did.base_url}status/"), *self.moved_to)

    def status_uri(self, list_number: int) -> HttpsUri:
        """Where status list *list_number* is published, under a ``StatusList`` service."""
        return HttpsUri.parse(f"{place_of(self.list_places, list_number)}{list_number}.jwt")

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read ``town-hall.json``.

        Raises:
            MalformedInput: ``home.malformed`` or what reading its parts raises.
        """
        match json_encoding.parse_object(raw, max_bytes=_MAX_BYTES):
            case {
                "version": int(version),
                "name": str(name),
                "authority": str(authority),
                "territory": str(territory),
                "language": str() | None as language,
                "did": str(did),
                "key_id": str(key_id),
                "key_from": int(key_from_s),
                "tenant": str(tenant),
                "communes": list(communes),
                "operation_key_id": str(operation_key_id),
                "ledger": dict() | None as ledger,
                **rest,
            } if (
                version == 1
                and rest.keys() <= _OPTIONAL
                and bool not in map(type, (version, key_from_s))
                and all(isinstance(name, str) for name in communes)
            ):
                return cls(
                    name,
                    authority,
                    Territory.parse(territory),
                    language,
                    webvh.WebvhDid.parse(did),
                    key_id,
                    key_from_s,
                    tenant,
                    tuple(map(str, communes)),
                    operation_key_id,
                    None if ledger is None else _parse_ledger(ledger),
                    _parse_rights(rest.get("rights")),
                    _each(ListPlace.parse, rest.get("lists", [])),
                    _each(Predecessor.parse, rest.get("predecessors", [])),
                    None if rest.get("url") is None else HttpsUri.parse(str(rest["url"])),
                    _each(str, rest.get("four_eyes", [])),
                    Certified.parse(rest["certified"]) if "certified" in rest else None,
                    StandingWord.parse(rest["counter"]) if "counter" in rest else None,
                    rest.get("key_read") is not False,
                )
        raise MalformedInput("home.malformed", "town-hall.json")

    def format(self) -> bytes:
        """Write ``town-hall.json``; the inverse of :meth:`parse`."""
        return json_encoding.format(
            {
                "version": 1,
                "name": self.name,
                "authority": self.authority,
                "territory": self.territory.format(),
                "language": self.language,
                "did": self.did.text,
                "key_id": self.key_id,
                "key_from": self.key_from_s,
                "tenant": self.tenant,
                "communes": list(self.communes),
                "operation_key_id": self.operation_key_id,
                "ledger": None
                if self.ledger is None
                else {"origin": self.ledger.origin, "who": self.ledger.who},
                **({} if self.rights is None else {"rights": [r.format() for r in self.rights]}),
                **({"lists": [each.format() for each in self.moved_to]} if self.moved_to else {}),
                **(
                    {"predecessors": [each.format() for each in self.predecessors]}
                    if self.predecessors
                    else {}
                ),
                **({} if self.url is None else {"url": self.url.text}),
                **({"four_eyes": list(self.four_eyes)} if self.four_eyes else {}),
                **({} if self.certified is None else {"certified": self.certified.format()}),
                **({} if self.counter is None else {"counter": self.counter.format()}),
                **({} if self.is_key_read else {"key_read": False}),
            }
        )


def _parse_ledger(value: JsonObject) -> OnLedger:
    match value:
        case {"origin": str(origin), "who": str(who), **rest} if not rest:
            return OnLedger(origin, who)
    raise MalformedInput("home.malformed", "town-hall.json")


def _parse_rights(value: JsonValue) -> tuple[HeldRight, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise MalformedInput("home.malformed", "town-hall.json")
    return tuple(map(HeldRight.parse, value))


def _each(parse: Callable[[JsonValue], _T], value: JsonValue) -> tuple[_T, ...]:
    if not isinstance(value, list):
        raise MalformedInput("home.malformed", "town-hall.json")
    return tuple(map(parse, value))

"""DID documents: a strict reading of the few members livret uses (DID Core 1.0 §5).

A document may come from anywhere and carry anything. What livret does not use it
leaves alone; a verification method it cannot use (another key type, another
controller, two methods under one id) is treated as not being there. So the worst a
strange document does is to list no key, and the answer is ``issuer.key_not_listed``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, Self, TypeAlias, final

from livret_core.dids.did import Did
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.keys import Ed25519PublicKey, PublicKey, multikey
from livret_core.keys import jwk as jwk_format

Relationship: TypeAlias = Literal["assertionMethod", "authentication", "capabilityInvocation"]

RELATIONSHIPS: Final[tuple[Relationship, ...]] = (
    "assertionMethod",
    "authentication",
    "capabilityInvocation",
)
STATUS_SERVICE: Final = "StatusList"  # where an issuer's status lists lie
MAX_METHODS: Final = 256  # of one document; far more than an institution rotates through

_JWK_TYPES: Final = frozenset({"JsonWebKey", "JsonWebKey2020"})
_MULTIBASE_TYPES: Final = frozenset({"Multikey", "Ed25519VerificationKey2020"})
# A method that says it has an end needs a time to be judged by. livret dates keys by
# the version of the document that lists them, so it does not use such a method.
_SELF_ENDING: Final = frozenset({"revoked", "expires"})


@final
@dataclass(frozen=True, slots=True)
class Service:
    """One service: where something of the DID's is found.

    Attributes:
        id: absolute DID URL when it was given as ``#fragment``, else as it stands.
        types: its ``type``, as a list.
        endpoints: those endpoints that are plain text; maps are left out.
    """

    id: str
    types: tuple[str, ...]
    endpoints: tuple[str, ...]


@final
@dataclass(frozen=True, slots=True)
class DidDocument:
    """What a DID document says about keys and services.

    Attributes:
        did: its ``id``.
        json: the whole document as read. Treat as read-only.
        services: those that are well formed.
    """

    did: Did
    json: JsonObject = field(repr=False)
    services: tuple[Service, ...]
    _methods: Mapping[str, JsonObject] = field(repr=False)
    _listed: Mapping[str, frozenset[str]] = field(repr=False)
    _keys: dict[str, PublicKey | None] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def parse(cls, document: JsonObject) -> Self:
        """Read a DID document.

        Raises:
            MalformedInput: ``did.malformed`` when ``id`` is not a DID, ``did.document``
                when a member livret reads is not the list it should be.
        """
        identifier = document.get("id")
        if not isinstance(identifier, str):
            raise MalformedInput("did.document", "`id` missing or not text")
        did = Did.parse(identifier)
        methods: dict[str, JsonObject] = {}
        doubled: set[str] = set()

        def note(method: JsonObject) -> str | None:
            name = _absolute(did, method.get("id"))
            if name is not None:
                if name in methods:
                    doubled.add(name)
                methods[name] = method
            return name

        for method in _objects(document, "verificationMethod"):
            note(method)
        listed: dict[str, frozenset[str]] = {}
        for relationship in RELATIONSHIPS:
            names: set[str] = set()
            for reference in _list(document, relationship):
                name = note(reference) if isinstance(reference, dict) else _absolute(did, reference)
                if name is not None:
                    names.add(name)
            listed[relationship] = frozenset(names)
        if len(methods) > MAX_METHODS:
            raise MalformedInput("did.document", "too many verification methods")
        for name in doubled:
            del methods[name]  # which of the two is meant cannot be known
        return cls(
            did,
            document,
            tuple(_services(did, document)),
            MappingProxyType(methods),
            MappingProxyType(listed),
        )

    def key(self, relationship: Relationship, kid: str) -> PublicKey:
        """Give the key *kid*, if the document lists it for *relationship*.

        Args:
            relationship: what the key must be listed for.
            kid: absolute DID URL of this DID, or ``#fragment``.

        Raises:
            Refused: ``issuer.key_not_listed``.
        """
        name = _absolute(self.did, kid)
        key = self._usable_key(name) if name in self._listed[relationship] else None
        if key is None:
            raise Refused("issuer.key_not_listed", f"not under {relationship}")
        return key

    def method_key(self, kid: str) -> PublicKey:
        """Give the key of a verification method, whatever it is listed for.

        Raises:
            Refused: ``issuer.key_not_listed`` when there is none, or none that livret uses.
        """
        key = self._usable_key(_absolute(self.did, kid))
        if key is None:
            raise Refused("issuer.key_not_listed", "not a verification method livret uses")
        return key

    def keys(self, relationship: Relationship) -> Mapping[str, PublicKey]:
        """Give every usable key listed for *relationship*, by absolute kid."""
        return {
            name: key
            for name in sorted(self._listed[relationship])
            if (key := self._usable_key(name)) is not None
        }

    def service_endpoints(self, service_type: str) -> tuple[str, ...]:
        """Give the endpoints of all services of *service_type*, in their order."""
        return tuple(
            endpoint
            for service in self.services
            if service_type in service.types
            for endpoint in service.endpoints
        )

    def service(self, fragment: str) -> Service | None:
        """Find the service ``#fragment``, or ``None``."""
        name = f"{self.did.text}#{fragment}"
        return next((service for service in self.services if service.id == name), None)

    def _usable_key(self, name: str | None) -> PublicKey | None:
        if name is None:
            return None
        if name not in self._keys:
            method = self._methods.get(name)
            self._keys[name] = None if method is None else _parse_key(self.did, method)
        return self._keys[name]


def _parse_key(did: Did, method: JsonObject) -> PublicKey | None:
    """Read a method's key, or ``None`` for one that livret does not use."""
    kind = method.get("type")
    jwk, multibase = method.get("publicKeyJwk"), method.get("publicKeyMultibase")
    if (
        not isinstance(kind, str)
        or method.get("controller") != did.text
        or not _SELF_ENDING.isdisjoint(method)
    ):
        return None
    try:
        if kind in _JWK_TYPES and isinstance(jwk, dict) and multibase is None:
            return jwk_format.parse_public(jwk)
        if kind in _MULTIBASE_TYPES and isinstance(multibase, str) and jwk is None:
            key = multikey.parse(multibase)
            return key if kind == "Multikey" or isinstance(key, Ed25519PublicKey) else None
    except LivretError:
        pass
    return None


def _absolute(did: Did, reference: JsonValue) -> str | None:
    """Write a reference to one of *did*'s own fragments in full; ``None`` for any other."""
    if not isinstance(reference, str):
        return None
    base, mark, fragment = reference.partition("#")
    if not mark or not fragment or base not in ("", did.text):
        return None
    return f"{did.text}#{fragment}"


def _list(document: JsonObject, member: str) -> list[JsonValue]:
    value = document.get(member, [])
    if not isinstance(value, list):
        raise MalformedInput("did.document", f"`{member}` is not a list")
    return value


def _objects(document: JsonObject, member: str) -> Iterator[JsonObject]:
    return (item for item in _list(document, member) if isinstance(item, dict))


def _services(did: Did, document: JsonObject) -> Iterator[Service]:
    for service in _objects(document, "service"):
        name = service.get("id")
        types = _texts(service.get("type"))
        if isinstance(name, str) and types:
            full = did.text + name if name.startswith("#") else name
            yield Service(full, types, _texts(service.get("serviceEndpoint")))


def _texts(value: JsonValue) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(item for item in values if isinstance(item, str))

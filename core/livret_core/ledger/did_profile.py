"""What a DID log entry on the ledger may hold: keys, services, and no word of its own.

A did:webvh entry may say anything, and the ledger keeps what it is given for ever. So an
entry there has fixed members, addresses and codes only, in one spelling (LEDGER §2: no free
text), and a DID is named after the register number of whose it is. The rules on update keys
and recovery keys are :mod:`livret_core.dids.webvh.profile`.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeAlias, final

import msgspec

from livret_core.dids.document import STATUS_SERVICE, DidDocument
from livret_core.dids.webvh import Version, WebvhDid
from livret_core.dids.webvh.parameters import key_hash
from livret_core.encoding import jcs
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.encoding.timestamp import NS, parse_utc_ns
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import Ed25519PublicKey, PublicKey, jwk, multikey
from livret_core.ledger.operation import HOST

MAX_KEYS: Final = 16
#: Hashes of update keys: the next one, and recovery keys. The record repeats them.
MAX_HASHES: Final = 8

_MEMBERS: Final = frozenset(
    {
        "@context",
        "id",
        "controller",
        "alsoKnownAs",
        "verificationMethod",
        "authentication",
        "assertionMethod",
        "capabilityInvocation",
        "service",
    }
)
_CONTEXTS: Final = frozenset(
    {
        "https://www.w3.org/ns/did/v1",
        "https://www.w3.org/ns/did/v1.1",
        "https://www.w3.org/ns/cid/v1",
        "https://w3id.org/security/jwk/v1",
        "https://w3id.org/security/multikey/v1",
    }
)
_SERVICES: Final = frozenset({STATUS_SERVICE, "CredentialIssuer", "CredentialVerifier"})
# What a key or a service is for, since which year, and which; or the key itself (`_check_method`).
_FRAGMENT: Final = re.compile(
    r"(authentication|credential|issuer|key|operation|request|status|verifier)"
    r"(-20[2-9][0-9])?(-[1-9][0-9]{0,3})?"
)
_ENDPOINT: Final = re.compile(rf"https://{HOST}(:[0-9]{{1,5}})?(?P<path>/.*)?")
# Below a host, or below the place of the DID itself.
_PATH: Final = re.compile(r"(/[a-z](-?[a-z]){0,15}){0,2}/?")
#: Between what a proof says of when it was made and what its entry says.
_MADE_WITHIN_S: Final = 86_400
_MAX_TTL_S: Final = 86_400
_MAX_SERVICES: Final = 8

_Time: TypeAlias = Annotated[
    str,
    # Whole seconds of this century: a fraction is room for nine digits more.
    msgspec.Meta(pattern=r"\A20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z\Z"),
]
_Hash: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\AQm[1-9A-HJ-NP-Za-km-z]{44}\Z")]
_Hashes: TypeAlias = Annotated[tuple[_Hash, ...], msgspec.Meta(max_length=MAX_HASHES)]
_Nothing: TypeAlias = Annotated[tuple[str, ...], msgspec.Meta(max_length=0)]


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Members that an entry here may have; did:webvh lets writers add to some of them."""


class _Proof(_Strict, frozen=True):
    type: str
    cryptosuite: str
    verification_method: str
    created: _Time
    proof_purpose: str
    proof_value: str


class _Parameters(_Strict, frozen=True):
    update_keys: tuple[str, ...]
    next_key_hashes: _Hashes
    method: str = ""
    scid: str = ""
    portable: bool = False
    deactivated: bool = False
    ttl: Annotated[int, msgspec.Meta(ge=0, le=_MAX_TTL_S)] = 0
    witness: Annotated[dict[str, str], msgspec.Meta(max_length=0)] | None = None
    watchers: _Nothing | None = None


class _Entry(_Strict, frozen=True):
    version_id: str
    version_time: _Time
    parameters: _Parameters
    state: dict[str, Any]
    proof: Annotated[tuple[_Proof, ...], msgspec.Meta(min_length=1, max_length=1)]


_AS_THIS: Final = msgspec.json.Decoder(_Entry)
_DECODER: Final = msgspec.json.Decoder()


@final
class DidKeys(msgspec.Struct, frozen=True):
    """The keys of a document, by fragment: Multikey of each, by what it is listed for.

    Attributes:
        assertion: sign credentials and status lists.
        operation: sign ledger operations.
        listed: every method there is; one in neither of the two signs lists only, if it
            once signed credentials.
    """

    assertion: Mapping[str, str]
    operation: Mapping[str, str]
    listed: Mapping[str, str]


def check_entry(entry: str) -> None:
    """Check that an entry has no member, value or spelling in which somebody could write.

    One spelling is the canonical form (RFC 8785): what is signed are the values, so whoever
    hands an entry in could else order its members anew and make other octets of it.
    What did:webvh itself demands of those members is not looked at here.

    Raises:
        Refused: ``ledger.did_document``.
    """
    raw = entry.encode("utf-8")
    try:
        read = _AS_THIS.decode(raw)
        one_spelling = jcs.canonicalize(_DECODER.decode(raw)) == raw
    except (msgspec.MsgspecError, MalformedInput, ValueError, RecursionError):
        raise Refused("ledger.did_document", "an entry with another member") from None
    if not one_spelling:
        raise Refused("ledger.did_document", "not in canonical form")
    try:
        dated_ns = parse_utc_ns(read.version_time)
        apart_ns = abs(parse_utc_ns(read.proof[0].created) - dated_ns)
    except MalformedInput:
        raise Refused("ledger.did_document", "a time that no calendar has") from None
    if apart_ns > _MADE_WITHIN_S * NS:
        raise Refused("ledger.did_document", "a proof of another day")


def place_of(did: WebvhDid, who: str, origin: str) -> int:
    """Check that a DID is named after the ledger and the number of the legal person it is of.

    ``did:webvh:SCID:HOST[:PATH of the origin]:SCHEME:NUMBER[:N]``, N from 2 where one legal
    person has several. So nobody chooses a word of it, and no two are published at one place.

    Returns:
        N, or 1.

    Raises:
        Refused: ``ledger.did_host``, ``ledger.did_place``.
    """
    authority, _, path = origin.partition("/")
    if authority != (did.host if did.port is None else f"{did.host}:{did.port}"):
        raise Refused("ledger.did_host")
    segments = (*path.split("/"), *who.split(":")) if path else tuple(who.split(":"))
    own, extra = did.path[: len(segments)], did.path[len(segments) :]
    number = int(extra[0]) if extra and re.fullmatch(r"[1-9][0-9]{0,3}", extra[0]) else 1
    expected = (*segments, str(number)) if extra else segments
    text = ":".join(("did:webvh", did.scid, authority.replace(":", "%3A"), *expected))
    if own != segments or did.text != text or (extra and number == 1):
        raise Refused("ledger.did_place")
    return number


def check_version(version: Version) -> DidKeys:
    """Check the document of one verified version of a DID against the ledger's profile.

    Raises:
        Refused: ``ledger.did_document`` for a member, code or address that a document here
            does not have, ``ledger.key_use`` for one key in both relationships, an operation
            key that is not Ed25519, or a key that signs entries.
    """
    document = version.entry.state
    if not document.keys() <= _MEMBERS:
        raise Refused("ledger.did_document", "a member that no document here has")
    did = version.did
    contexts = document.get("@context", [])
    if not isinstance(contexts, list) or not all(
        isinstance(context, str) and context in _CONTEXTS for context in contexts
    ):
        raise Refused("ledger.did_document", "another context")
    if document.get("controller", did.text) != did.text:
        raise Refused("ledger.did_document", "another controller")
    if document.get("alsoKnownAs", []) not in ([], [did.web_did]):
        raise Refused("ledger.did_document", "another name than its did:web")
    _check_services(document, did)
    keys = _keys(document, did)
    for key in keys.listed.values():
        if key in version.parameters.update_keys or (
            key_hash(key) in version.parameters.next_key_hashes
        ):
            raise Refused("ledger.key_use", "a key that signs entries is for nothing else")
    return keys


def _keys(document: JsonObject, did: WebvhDid) -> DidKeys:
    listed: dict[str, str] = {}
    try:
        parsed = DidDocument.parse(document)
        methods = _list(document, "verificationMethod")
        for method in methods:
            fragment = _check_method(method, did)
            if fragment in listed:
                raise Refused("ledger.did_document", "a key id twice")
            listed[fragment] = ""
        relationships = {
            name: _references(document, name, did, listed)
            for name in ("assertionMethod", "capabilityInvocation", "authentication")
        }
        # Each must be of a kind and form that a verifier reads.
        for fragment, method in zip(list(listed), methods, strict=True):
            key = parsed.method_key(f"{did.text}#{fragment}")
            _check_spelling(method, key)
            listed[fragment] = multikey.format(key)
    except LivretError as error:
        if error.code.startswith("ledger."):
            raise
        raise Refused("ledger.did_document", error.code) from None
    assertion = {name: listed[name] for name in relationships["assertionMethod"]}
    operation = {name: listed[name] for name in relationships["capabilityInvocation"]}
    if not set(assertion.values()).isdisjoint(operation.values()):
        raise Refused("ledger.key_use", "one key for both")
    for text in operation.values():
        if not isinstance(multikey.parse(text), Ed25519PublicKey):
            raise Refused("ledger.key_use", "an operation key that is not Ed25519")
    if len(listed) > MAX_KEYS or len(set(listed.values())) != len(listed):
        raise Refused("ledger.did_document", "too many keys, or one twice")
    return DidKeys(assertion, operation, listed)


def _check_method(method: JsonValue, did: WebvhDid) -> str:
    if not isinstance(method, dict):
        raise Refused("ledger.did_document", "a key that is no object")
    members = method.keys() - {"id", "type", "controller"}
    if members not in ({"publicKeyMultibase"}, {"publicKeyJwk"}):
        raise Refused("ledger.did_document", "a key with another member")
    fragment = _fragment(method.get("id"), did)
    if not _FRAGMENT.fullmatch(fragment) and fragment != method.get("publicKeyMultibase"):
        raise Refused("ledger.did_document", "an id of another form")
    return fragment


def _check_spelling(method: JsonValue, key: PublicKey) -> None:
    """Check that a JWK says the key and its algorithm, and nothing besides."""
    given = method.get("publicKeyJwk") if isinstance(method, dict) else None
    if isinstance(given, dict):
        bare = {name: value for name, value in given.items() if name != "alg"}
        if bare != jwk.format_public(key):
            raise Refused("ledger.did_document", "a key with another member")


def _fragment(reference: JsonValue, did: WebvhDid) -> str:
    if isinstance(reference, str):
        base, mark, fragment = reference.partition("#")
        if mark and base in ("", did.text):
            return fragment
    raise Refused("ledger.did_document", "an id of another form")


def _references(
    document: JsonObject, name: str, did: WebvhDid, listed: Mapping[str, str]
) -> list[str]:
    fragments = [_fragment(reference, did) for reference in _list(document, name)]
    if len(set(fragments)) != len(fragments) or not set(fragments) <= listed.keys():
        raise Refused("ledger.did_document", f"`{name}` names what is not listed once")
    return fragments


def status_endpoints(version: Version) -> tuple[str, ...]:
    """Give where a DID keeps its status lists, of a version that :func:`check_version` passed.

    Each ends in a slash: without it, `https://town.example` would allow `https://town.example.evil`.
    """
    endpoints = DidDocument.parse(version.entry.state).service_endpoints(STATUS_SERVICE)
    return tuple(each if each.endswith("/") else each + "/" for each in endpoints)


def _check_services(document: JsonObject, did: WebvhDid) -> None:
    services = _list(document, "service")
    if len(services) > _MAX_SERVICES:
        raise Refused("ledger.did_document", "too many services")
    for service in services:
        if not isinstance(service, dict) or service.keys() != {"id", "type", "serviceEndpoint"}:
            raise Refused("ledger.did_document", "a service with another member")
        if not _FRAGMENT.fullmatch(_fragment(service["id"], did)):
            raise Refused("ledger.did_document", "an id of another form")
        endpoint = service["serviceEndpoint"]
        if (
            service["type"] not in _SERVICES
            or not isinstance(endpoint, str)
            or not _is_address(endpoint, did)
        ):
            raise Refused("ledger.did_document", "a service of another type or form")
        try:
            HttpsUri.parse(endpoint)
        except LivretError:
            raise Refused("ledger.did_document", "a service at no https address") from None


def _is_address(endpoint: str, did: WebvhDid) -> bool:
    match = _ENDPOINT.fullmatch(endpoint)
    # The numbers in the DID's own place are checked; elsewhere a path has none.
    below = "/" + "/".join(did.path)
    return match is not None and bool(_PATH.fullmatch((match["path"] or "").removeprefix(below)))


def _list(document: JsonObject, member: str) -> list[JsonValue]:
    value = document.get(member, [])
    if not isinstance(value, list):
        raise Refused("ledger.did_document", f"`{member}` is not a list")
    return value

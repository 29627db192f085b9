"""Who asks: client identifiers, each read by the rules of its prefix (OpenID4VP 1.0 §5.9).

The prefix says how a request shows that it comes from whom it names:

    decentralized_identifier:  signed with a key of the DID (``did:jwk``, ``did:webvh``)
    x509_hash:                 signed with the key of the certificate of this hash
    x509_san_dns:              signed with the key of a certificate for this host
    redirect_uri:              not signed; the answer can go to this address alone

An identifier without a prefix means a client that the wallet was told of beforehand, which
livret's never is. The other prefixes need a federation, an attestation or a browser.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NoReturn, TypeAlias, assert_never, final

from livret_core import limits
from livret_core.dids.did import Did
from livret_core.dids.jwk import DidJwk
from livret_core.encoding import base64url
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.keys import PublicKey

if TYPE_CHECKING:
    # Who shows a proof to a desk without a certificate reads none, and starts sooner.
    from livret_core.credential.profile_x509 import X509Policy
    from livret_core.x509 import CertificateChain

Prefix: TypeAlias = Literal["decentralized_identifier", "x509_hash", "x509_san_dns", "redirect_uri"]

DID_PREFIX: Final = "decentralized_identifier"
HASH_PREFIX: Final = "x509_hash"
HOST_PREFIX: Final = "x509_san_dns"
REDIRECT_PREFIX: Final = "redirect_uri"
PREFIXES: Final[tuple[Prefix, ...]] = (DID_PREFIX, HASH_PREFIX, HOST_PREFIX, REDIRECT_PREFIX)

_SHA256_BYTES: Final = 32
_OF_SERVICE: Final = {
    "x509.untrusted": "request.untrusted",
    "x509.expired": "request.certificate_over",
    "x509.not_yet_valid": "request.certificate_early",
}


@final
@dataclass(frozen=True, slots=True)
class DidClient:
    """Known by a DID. Its keys are in it (did:jwk), or the caller has looked them up."""

    text: str
    did: Did


@final
@dataclass(frozen=True, slots=True)
class X509HashClient:
    """Known by one certificate, whose SHA-256 this is."""

    text: str
    leaf_sha256: bytes


@final
@dataclass(frozen=True, slots=True)
class X509HostClient:
    """Known by a host name (lower case) that a certificate is for."""

    text: str
    host: str


@final
@dataclass(frozen=True, slots=True)
class RedirectClient:
    """Known by nothing but where the answer goes."""

    text: str
    uri: HttpsUri


ClientId: TypeAlias = DidClient | X509HashClient | X509HostClient | RedirectClient


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class KnownClients:
    """What a wallet goes by when it believes that a request is from whom it names.

    Attributes:
        x509: authorities and rules for the certificates of services; None trusts none.
        did_keys: keys by DID URL with fragment, of DIDs that the caller has resolved (and
            found on the ledger, where it wants that). A DID without any key here was not
            looked up; one of which another key is here does not list the one that is not.
    """

    x509: "X509Policy | None" = None
    did_keys: Mapping[str, PublicKey] = field(default_factory=lambda: MappingProxyType({}))


#: What believes none but those who are known by the very key in their name.
NOBODY: Final = KnownClients()


@final
@dataclass(frozen=True, slots=True)
class ClientKey:
    """The key that a request must be signed with, and what its certificate calls the service.

    Attributes:
        key: verifies the request object.
        hosts: that the certificate is for, as its authority verified them; empty where none
            speaks, or names one.
        subject: what a certificate without hosts calls the service, RFC 4514. Its authority may
            not vouch for that; empty otherwise.
    """

    key: PublicKey
    hosts: tuple[str, ...] = ()
    subject: str = ""


def parse(text: str) -> ClientId:
    """Read a client identifier.

    Raises:
        MalformedInput: ``request.malformed``, or what the rest of it raises
            (``did.malformed``, ``input.https_uri``, ``input.base64url``).
        Refused: ``request.unsupported``, which names the prefix that livret does not read.
    """
    if not 0 < len(text) <= limits.URI_CHARS:
        raise MalformedInput("request.malformed", "`client_id` is not a short text")
    prefix, colon, rest = text.partition(":")
    if not colon:
        raise Refused("request.unsupported", "a client registered beforehand")
    match prefix:
        case "decentralized_identifier":
            did = Did.parse(rest)
            if did.method not in {"jwk", "webvh"}:
                raise Refused("request.unsupported", "a DID other than did:jwk or did:webvh")
            return DidClient(text, did)
        case "x509_hash":
            digest = base64url.decode(rest)
            if len(digest) != _SHA256_BYTES:
                raise MalformedInput("request.malformed", "`x509_hash:` without a SHA-256")
            return X509HashClient(text, digest)
        case "x509_san_dns":
            uri = HttpsUri.parse(f"https://{rest}")
            if uri.host != rest.lower():
                raise MalformedInput("request.malformed", "`x509_san_dns:` without a host name")
            return X509HostClient(text, uri.host)
        case "redirect_uri":
            return RedirectClient(text, HttpsUri.parse(rest))
        case "verifier_attestation" | "openid_federation" | "origin":
            raise Refused("request.unsupported", f"client identifier prefix `{prefix}`")
    raise Refused("request.unsupported", "a client identifier prefix that livret does not know")


def client_id_of(key: PublicKey) -> str:
    """The client identifier that commits to *key*: its did:jwk, prefixed."""
    return f"{DID_PREFIX}:{DidJwk.of(key).did}"


def signing_key(
    client: ClientId, header: Mapping[str, JsonValue], known: KnownClients, *, now_s: int
) -> ClientKey:
    """Give the key that a request of *client*, with this header, must be signed with.

    Raises:
        MalformedInput: ``x509.malformed``, or what the key in a did:jwk raises.
        Refused: ``request.signature`` for a ``kid`` that is none of the DID's,
            ``request.client_id`` for a certificate that is not the client's,
            ``request.untrusted``, ``request.certificate``, ``request.certificate_over``,
            ``request.certificate_early`` for one that does not hold here.
            A client that cannot sign is refused as ``request.client_id`` too.
        Unavailable: ``request.client_unknown`` when nobody has looked up the DID.
    """
    match client:
        case DidClient():
            return ClientKey(_did_key(client.did, header.get("kid"), known.did_keys))
        case X509HashClient() | X509HostClient():
            return _certified_key(client, header.get("x5c"), known.x509, now_s=now_s)
        case RedirectClient():
            _cannot_sign()
    assert_never(client)


def check_signer(
    client: ClientId, key: PublicKey, *, kid: str | None, chain: "CertificateChain | None"
) -> dict[str, JsonValue]:
    """Check that *key* may sign for *client*, and give the header that says which key it is.

    For a did:webvh only *kid* is checked to be of the DID: what it lists is on its log.

    Raises:
        Refused: ``request.signature``, ``request.client_id``.
    """
    match client:
        case DidClient():
            named = f"{client.did}#0" if client.did.method == "jwk" else kid
            if named is None or named.partition("#")[0] != client.did.text or chain is not None:
                raise Refused("request.signature", "no key of this DID is named")
            if client.did.method == "jwk" and DidJwk.parse(client.did.text).key != key:
                raise Refused("request.signature", "another key than `client_id` is made of")
            return {"kid": named}
        case X509HashClient() | X509HostClient():
            if chain is None or kid is not None:
                raise Refused("request.client_id", "a certificate names the key, and nothing else")
            from livret_core.credential.profile_x509 import leaf_key

            _check_leaf(client, chain)
            if leaf_key(chain.leaf) != key:
                raise Refused("request.signature", "another key than the certificate's")
            return {"x5c": chain.format_x5c()}
        case RedirectClient():
            _cannot_sign()
    assert_never(client)


def check_response_uri(client: ClientId, uri: HttpsUri) -> None:
    """Check that an answer to *uri* goes to the client (OpenID4VP 1.0 §8.2, §5.9.3).

    A client that signs with a key of a DID, or of a certificate named by its hash, says
    itself where the answer goes: no name in it could be compared with a host.

    Raises:
        Refused: ``request.response_uri``.
    """
    match client:
        case RedirectClient():
            if uri.text != client.uri.text:
                raise Refused("request.response_uri", "not the address in `client_id`")
        case X509HostClient():
            if uri.host != client.host:
                raise Refused("request.response_uri", "not the host in `client_id`")
        case DidClient() | X509HashClient():
            pass


def check_request_uri(client: ClientId, uri: HttpsUri) -> None:
    """Check, before anything is fetched, that a request is to be had where its client is.

    Raises:
        Refused: ``request.other_host``, or ``request.client_id`` for a client whose
            requests cannot be fetched, since they cannot be signed.
    """
    match client:
        case X509HostClient():
            if uri.host != client.host:
                raise Refused("request.other_host")
        case RedirectClient():
            _cannot_sign()
        case DidClient() | X509HashClient():
            pass


def _did_key(did: Did, kid: JsonValue, known: Mapping[str, PublicKey]) -> PublicKey:
    if did.method == "jwk":
        if kid != f"{did.text}#0":
            raise Refused("request.signature", "`kid` is not under `client_id`")
        return DidJwk.parse(did.text).key
    if not isinstance(kid, str) or kid.partition("#")[0] != did.text:
        raise Refused("request.signature", "`kid` is not under `client_id`")
    if kid in known:
        return known[kid]
    if any(other.partition("#")[0] == did.text for other in known):
        raise Refused("request.signature", "the DID lists no such key")
    raise Unavailable("request.client_unknown")


def _certified_key(
    client: X509HashClient | X509HostClient,
    x5c: JsonValue,
    policy: "X509Policy | None",
    *,
    now_s: int,
) -> ClientKey:
    from livret_core.credential.profile_x509 import verify_issuer
    from livret_core.x509 import CertificateChain

    chain = CertificateChain.parse_x5c(x5c)
    _check_leaf(client, chain)
    if policy is None:
        raise Refused("request.untrusted", "no anchors are configured")
    try:
        certified = verify_issuer(chain, policy, now_s=now_s)
    except Refused as error:
        raise _of_service(error) from None
    # What was verified is the host: whatever else a certificate says, its authority may not vouch for.
    if isinstance(client, X509HostClient):
        return ClientKey(certified.key, (client.host,))
    hosts = tuple(filter(_is_host, dict.fromkeys(certified.san_dns)))
    return ClientKey(certified.key, hosts, "" if hosts else certified.subject)


def _is_host(text: str) -> bool:
    """Whether an answer could go to what a certificate names: it may hold any letters."""
    try:
        return HttpsUri.parse(f"https://{text}").host == text
    except MalformedInput:
        return False


def _of_service(error: Refused) -> Refused:
    """Say of who asks what :mod:`livret_core.x509` says of who signed a proof."""
    code = _OF_SERVICE.get(error.code, "request.certificate")
    return Refused(code, error.detail or error.code, **error.facts)


def _check_leaf(client: X509HashClient | X509HostClient, chain: "CertificateChain") -> None:
    match client:
        case X509HashClient():
            if chain.leaf.sha256 != client.leaf_sha256:
                raise Refused("request.client_id", "another certificate than the one hashed")
        case X509HostClient():
            from livret_core.credential.profile_x509 import leaf_hosts

            if client.host not in leaf_hosts(chain.leaf):
                raise Refused("request.client_id", "a certificate for another host")


def _cannot_sign() -> NoReturn:
    raise Refused("request.client_id", "`redirect_uri:` cannot be signed for")

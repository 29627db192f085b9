"""A town hall's DID document: the one that it founds, and each in which a key changes. Pure."""

from typing import Final

from livret_core.dids import webvh
from livret_core.dids.document import STATUS_SERVICE
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import Refused
from livret_core.keys import PublicKey, Signer, jwk

CREDENTIAL_KEY: Final = "credential-1"
OPERATION_KEY: Final = "operation-1"
_REQUEST: Final = "request-"


def fragment_of(key_id: str) -> str:
    """Give the name of a key: what stands behind the ``#`` of its DID URL."""
    return key_id.rpartition("#")[2]


def keys_listed(document: JsonObject) -> frozenset[str]:
    """Give the names of the keys that a DID document has, for whatever use."""
    methods = document.get("verificationMethod")
    found = methods if isinstance(methods, list) else []
    return frozenset(fragment_of(str(each["id"])) for each in found if isinstance(each, dict))


def first_of(document: JsonObject, relationship: str) -> str:
    """Give the first key of a relationship, or nothing."""
    found = document.get(relationship)
    return str(found[0]) if isinstance(found, list) and found else ""


def found(
    *,
    host: str,
    port: int | None,
    path: tuple[str, ...],
    credential_key: PublicKey,
    operation_key: PublicKey,
    update_signer: Signer,
    next_update_key: PublicKey,
    recovery_keys: tuple[PublicKey, ...],
    now_s: int,
    lists_at: str | None = None,
) -> webvh.NewEntry:
    """Make the first entry of a town hall's DID log.

    Args:
        host: where the log is published: the ledger's host, not the commune's, since
            mergers rename domains.
        port: None for 443.
        path: segments after the host.
        credential_key: signs credentials and status lists; listed for assertions.
        operation_key: Ed25519; signs what goes on the public ledger, listed for invocations.
        update_signer: signs this entry.
        next_update_key: the only key that may make the next one.
        recovery_keys: two or more, kept offline.
        now_s: seconds since 1970.
        lists_at: where status lists lie, https, with a slash at its end; None for beside the
            log.

    Raises:
        MalformedInput: ``did.host``, ``did.path``. Refused: ``profile.*``.
    """
    did = webvh.placeholder_did(host, port=port, path=path)
    origin = f"https://{host}" if port is None else f"https://{host}:{port}"
    document: JsonObject = {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did,
        "verificationMethod": [
            _method(did, CREDENTIAL_KEY, credential_key),
            _method(did, OPERATION_KEY, operation_key),
        ],
        "assertionMethod": [f"{did}#{CREDENTIAL_KEY}"],
        "capabilityInvocation": [f"{did}#{OPERATION_KEY}"],
        "service": [
            {
                "id": f"{did}#status",
                "type": STATUS_SERVICE,
                "serviceEndpoint": lists_at or "/".join((origin, *path, "status", "")),
            }
        ],
    }
    return webvh.create(
        document,
        signer=update_signer,
        next_key_hash=webvh.commitment(next_update_key),
        recovery_key_hashes=[webvh.commitment(key) for key in recovery_keys],
        version_time_s=now_s,
    )


def with_key(document: JsonObject, did: str, fragment: str, key: PublicKey) -> JsonObject:
    """Write a document in which a new key signs instead of those before it.

    A credential key that gives way stays a method under no relationship: it signs its status
    lists, and nothing else. An operation key that gives way is gone. The key that a service
    signs its requests with stays.

    Args:
        document: the one in force.
        did: whose it is.
        fragment: ``credential-2``, ``operation-2``: a name that was never used.
        key: the new key.
    """
    is_credential = fragment.startswith("credential-")
    member = "assertionMethod" if is_credential else "capabilityInvocation"
    methods = _members(document, "verificationMethod")
    if not is_credential:
        gone = _members(document, member)
        methods = [each for each in methods if _id(each) not in gone]
    kept = [each for each in _members(document, member) if is_credential and is_request_key(each)]
    return {
        **document,
        "verificationMethod": [*methods, _method(did, fragment, key)],
        member: [f"{did}#{fragment}", *kept],
    }


def with_request_key(document: JsonObject, did: str, key: PublicKey) -> JsonObject:
    """Write a document in which a service signs its requests with a key, and with none before it.

    Wallets look such a key up where those are that sign proofs: the ledger's records tell no other
    use of a key that is not for operations. So it has no place beside a right to sign proofs.

    Args:
        document: the one in force.
        did: whose it is.
        key: P-256; the first is called ``request-1``, the next ``request-2``.

    Raises:
        Refused: ``did.key_fragment`` for a key that is listed already.
    """
    methods = _members(document, "verificationMethod")
    written = jwk.format_public(key)
    if any(isinstance(each, dict) and each.get("publicKeyJwk") == written for each in methods):
        raise Refused("did.key_fragment", "a key that is listed already")
    former = [_id(each) for each in methods if is_request_key(_id(each))]
    number = 1 + max((int(str(each).rpartition("-")[2]) for each in former), default=0)
    fragment = f"{_REQUEST}{number}"
    methods = [each for each in methods if _id(each) not in former]
    signing = [each for each in _members(document, "assertionMethod") if each not in former]
    return {
        **document,
        "verificationMethod": [*methods, _method(did, fragment, key)],
        "assertionMethod": [*signing, f"{did}#{fragment}"],
    }


def is_request_key(key_id: JsonValue) -> bool:
    """Say whether a DID URL names a key that a service signs its requests with."""
    return isinstance(key_id, str) and fragment_of(key_id).startswith(_REQUEST)


def without_key(document: JsonObject, did: str, fragment: str) -> JsonObject:
    """Write a document without a key that signs lists only.

    Raises:
        Refused: ``did.key_fragment`` for one that is not there, or signs more.
    """
    methods = _members(document, "verificationMethod")
    kid = f"{did}#{fragment}"
    in_use = [*_members(document, "assertionMethod"), *_members(document, "capabilityInvocation")]
    kept = [each for each in methods if _id(each) != kid]
    if kid in in_use or len(kept) == len(methods):
        raise Refused("did.key_fragment", "not a key that signs lists only")
    return {**document, "verificationMethod": kept}


def _method(did: str, fragment: str, key: PublicKey) -> JsonObject:
    return {
        "id": f"{did}#{fragment}",
        "type": "JsonWebKey",
        "controller": did,
        "publicKeyJwk": jwk.format_public(key),
    }


def _members(document: JsonObject, name: str) -> list[JsonValue]:
    value = document.get(name, [])
    return list(value) if isinstance(value, list) else []


def _id(method: JsonValue) -> JsonValue:
    return method.get("id") if isinstance(method, dict) else None

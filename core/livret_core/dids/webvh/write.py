"""Making the entries of a municipality's DID log: create, update, deactivate.

Each function returns the new line and the log as it then stands, verified like anybody
else's and checked against the profile: an entry that would not be believed is never
handed out. Keys are passed in as signers, time as an argument.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

from livret_core.dids.webvh import entry
from livret_core.dids.webvh.identifier import PLACEHOLDER
from livret_core.dids.webvh.log import VerifiedLog, extend, verify_log
from livret_core.dids.webvh.parameters import METHOD, key_hash
from livret_core.dids.webvh.profile import check_profile_entry
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.encoding.timestamp import format_utc
from livret_core.errors import MalformedInput
from livret_core.keys import PublicKey, Signer, multikey


@final
@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that was just made.

    Attributes:
        line: to append to ``did.jsonl``, byte for byte, with its line feed.
        log: the log with it.
    """

    line: bytes
    log: VerifiedLog


def commitment(key: PublicKey) -> str:
    """Hash a public key for ``nextKeyHashes``, which commits to it without showing it."""
    return key_hash(multikey.format(key))


def create(
    document: JsonObject,
    *,
    signer: Signer,
    next_key_hash: str,
    recovery_key_hashes: Sequence[str],
    version_time_s: int,
    ttl_s: int | None = None,
    watchers: Sequence[str] | None = None,
) -> NewEntry:
    """Make the first entry.

    Args:
        document: the DID document, its ``id`` from
            :func:`~livret_core.dids.webvh.identifier.placeholder_did` and the same
            placeholder wherever the DID occurs.
        signer: the first update key, Ed25519.
        next_key_hash: commitment to the next update key.
        recovery_key_hashes: commitments to at least two recovery keys.
        version_time_s: seconds since 1970, not after the present.
        ttl_s: how long resolvers should keep the DID; the method's hour when ``None``.
        watchers: URIs; none when ``None``.

    Raises:
        MalformedInput: ``did.document`` when ``id`` lacks the placeholder, ``did.host``,
            ``did.path``, ``webvh.parameters``.
        Refused: ``profile.*``, ``proof.cryptosuite``.
    """
    identifier = document.get("id")
    if not isinstance(identifier, str) or not identifier.startswith(f"did:webvh:{PLACEHOLDER}:"):
        raise MalformedInput("did.document", "`id` does not begin with the placeholder")
    parameters: JsonObject = {
        "method": METHOD,
        "scid": PLACEHOLDER,
        "updateKeys": [multikey.format(signer.public_key)],
        "portable": False,
        "nextKeyHashes": [next_key_hash, *recovery_key_hashes],
        **_optional(ttl_s, watchers),
    }
    line = entry.sign_first(
        parameters=parameters,
        state=document,
        version_time=format_utc(version_time_s),
        signer=signer,
    )
    log = verify_log(line, None, now_s=version_time_s)
    check_profile_entry(None, log.last)
    return NewEntry(line, log)


def update(
    log: VerifiedLog,
    *,
    signer: Signer,
    next_key_hash: str,
    version_time_s: int,
    document: JsonObject | None = None,
    recovery_key_hashes: Sequence[str] | None = None,
    ttl_s: int | None = None,
    watchers: Sequence[str] | None = None,
) -> NewEntry:
    """Make the next entry: a new document, or only the next key.

    Args:
        log: what it follows.
        signer: a key the last entry committed to. With a recovery key the recovery
            hashes may be changed, and must be, since that key is then spent.
        next_key_hash: commitment to the next update key.
        version_time_s: seconds since 1970, after the last entry's.
        document: the new DID document; the last one when ``None``.
        recovery_key_hashes: commitments to recovery keys; the last ones when ``None``.
        ttl_s: ``None`` leaves it as it is.
        watchers: ``None`` leaves them as they are.

    Raises:
        MalformedInput: ``did.*``, ``webvh.parameters``.
        Refused: ``webvh.*`` (``webvh.key_not_committed``, ``webvh.time_order``,
            ``webvh.after_deactivation`` ...), ``profile.*``, ``proof.cryptosuite``.
    """
    recovery = log.parameters.next_key_hashes[1:]
    hashes = recovery if recovery_key_hashes is None else recovery_key_hashes
    parameters: JsonObject = {
        "updateKeys": [multikey.format(signer.public_key)],
        "nextKeyHashes": [next_key_hash, *hashes],
        **_optional(ttl_s, watchers),
    }
    return _append(log, parameters, document, signer, version_time_s)


def deactivate(
    log: VerifiedLog,
    *,
    signer: Signer,
    version_time_s: int,
    document: JsonObject | None = None,
) -> NewEntry:
    """Make the last entry a DID will ever have.

    The method suggests empty ``updateKeys``, which under pre-rotation takes an extra
    entry that switches pre-rotation off. A deactivated DID accepts no entry at all, so
    one does: it reveals the recovery key, commits to nothing and deactivates.

    Args:
        log: what it follows.
        signer: a recovery key.
        version_time_s: seconds since 1970, after the last entry's.
        document: the final DID document; the last one when ``None``.

    Raises:
        Refused: ``profile.recovery_key`` for any other key, else as :func:`update`.
    """
    parameters: JsonObject = {
        "updateKeys": [multikey.format(signer.public_key)],
        "nextKeyHashes": [],
        "deactivated": True,
    }
    return _append(log, parameters, document, signer, version_time_s)


def _append(
    log: VerifiedLog,
    parameters: JsonObject,
    document: JsonObject | None,
    signer: Signer,
    version_time_s: int,
) -> NewEntry:
    line = entry.sign_next(
        number=log.last.number + 1,
        previous_version_id=log.last.version_id,
        parameters=parameters,
        state=log.last.entry.state if document is None else document,
        version_time=format_utc(version_time_s),
        signer=signer,
    )
    extended = extend(log, line, now_s=version_time_s)
    check_profile_entry(log.last, extended.last)
    return NewEntry(line, extended)


def _optional(ttl_s: int | None, watchers: Sequence[str] | None) -> JsonObject:
    parameters: JsonObject = {}
    if ttl_s is not None:
        parameters["ttl"] = ttl_s
    if watchers is not None:
        values: list[JsonValue] = list(watchers)
        parameters["watchers"] = values
    return parameters

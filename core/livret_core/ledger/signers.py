"""Who signed an operation, with a key that may sign it at that position (LEDGER §2)."""

from collections.abc import Mapping
from typing import Final, final

import msgspec

from livret_core.dids.key import DidKey
from livret_core.dids.webvh.parameters import key_hash
from livret_core.encoding import base64url
from livret_core.errors import Refused
from livret_core.keys import Ed25519PublicKey, PublicKey, multikey
from livret_core.ledger.operation import Operation, Signature
from livret_core.ledger.records import DidRecord, KeyRecord, LogRecord
from livret_core.ledger.signed_ahead import NONE_AHEAD, SignedAhead
from livret_core.ledger.state import State, demand, did_name, find, key_name
from livret_core.tlog.note import VerifierKey

_DID_KEY: Final = "did:key:"


@final
class Signers(msgspec.Struct, frozen=True):
    """Everyone whose signature on one operation verified.

    Attributes:
        dids: signed with an operation key of that DID; the legal person it belongs to, on
            the word of whoever sponsored it.
        recovery: DIDs that signed with one of their recovery keys.
        by_log: whether the ledger's own key signed.
    """

    dids: Mapping[str, str]
    recovery: frozenset[str]
    by_log: bool


def verify(state: State, operation: Operation, ahead: SignedAhead = NONE_AHEAD) -> Signers:
    """Verify every signature of *operation* against the state it is to be applied to.

    One signature that does not hold refuses the whole: it is no stranger's to add.

    Args:
        state: before it.
        operation: signed.
        ahead: signatures that are known to hold, which are not verified twice.

    Raises:
        Refused: ``ledger.signer`` for a signer unknown or not in force, or a key that may
            not sign operations; ``ledger.signature``.
    """
    dids: dict[str, str] = {}
    recovery: set[str] = set()
    by_log = False
    for signature in operation.sigs:
        if signature.by == state.origin:
            _verify_one(operation, signature, _log_key(state, signature))
            by_log = True
            continue
        record = find(state, did_name(signature.by), DidRecord)
        if record is None or not record.acts(state.clock.at_s):
            raise Refused("ledger.signer", "unknown, ended or succeeded")
        if signature.key_id.startswith(_DID_KEY) and not signature.by.startswith(_DID_KEY):
            _verify_one(operation, signature, _recovery_key(record, signature))
            recovery.add(signature.by)
            continue
        _verify_one(operation, signature, _operation_key(state, signature), ahead)
        dids[signature.by] = record.who
    return Signers(dids, frozenset(recovery), by_log)


def suppose(state: State, operation: Operation) -> Signers:
    """Take whoever is named under an operation for one who signed, if it could sign now.

    For :func:`livret_core.ledger.apply.rehearse` alone: nothing is verified here.

    Raises:
        Refused: ``ledger.signer`` for one unknown, ended, or without an operation key in force.
    """
    dids: dict[str, str] = {}
    for did in (each.by for each in operation.sigs if each.by != state.origin):
        record = find(state, did_name(did), DidRecord)
        if record is None or not record.acts(state.clock.at_s) or not _has_key(state, did, record):
            raise Refused("ledger.signer", "unknown, ended, or without a key")
        dids[did] = record.who
    by_log = any(each.by == state.origin for each in operation.sigs)
    return Signers(dids, frozenset(), by_log)


def _has_key(state: State, did: str, record: DidRecord) -> bool:
    if did.startswith(_DID_KEY):
        return True
    keys = (find(state, key_name(f"{did}#{each}"), KeyRecord) for each in record.keys)
    return any(key is not None and _may_sign(key, state.clock.at_s) for key in keys)


def _may_sign(key: KeyRecord, at_s: int) -> bool:
    return key.use == "operation" and (key.until_s is None or at_s < key.until_s)


def verify_founders(operation: Operation, dids: Mapping[str, str]) -> None:
    """Verify the signatures under genesis: every founder's own did:key, and no other.

    Args:
        operation: the genesis.
        dids: the founders' did:keys, by what they name.

    Raises:
        Refused: ``ledger.threshold`` when one is missing, ``ledger.signer``,
            ``ledger.signature``.
    """
    for signature in operation.sigs:
        if signature.by not in dids:
            raise Refused("ledger.signer", "not a founder")
        _verify_one(operation, signature, _did_key(signature))
    if len(operation.sigs) != len(dids):
        raise Refused("ledger.threshold", needed=len(dids), found=len(operation.sigs))


def _verify_one(
    operation: Operation,
    signature: Signature,
    key: PublicKey,
    ahead: SignedAhead = NONE_AHEAD,
) -> None:
    if not isinstance(key, Ed25519PublicKey):
        raise Refused("ledger.signer", "not an Ed25519 key")
    if ahead.holds(key, operation, signature):
        return
    if not key.verify(operation.signed_bytes, base64url.decode(signature.sig)):
        raise Refused("ledger.signature")


def _operation_key(state: State, signature: Signature) -> PublicKey:
    if signature.by.startswith(_DID_KEY):
        return _did_key(signature)
    key = find(state, key_name(signature.key_id), KeyRecord)
    at_s = state.clock.at_s
    if (
        key is None
        or key.did != signature.by
        or key.use != "operation"
        or (key.until_s is not None and at_s >= key.until_s)
    ):
        raise Refused("ledger.signer", "no operation key of this DID at this position")
    return multikey.parse(key.multikey)


def _did_key(signature: Signature) -> PublicKey:
    did = DidKey.parse_verification_method(signature.key_id)
    if did.did != signature.by:
        raise Refused("ledger.signer", "another's key")
    return did.key


def _recovery_key(record: DidRecord, signature: Signature) -> PublicKey:
    did = DidKey.parse_verification_method(signature.key_id)
    # The first hash is the next routine key's; the rest are recovery keys' (ADR 0006).
    if key_hash(did.multikey) not in record.next_hashes[1:]:
        raise Refused("ledger.signer", "not a recovery key of this DID")
    return did.key


def _log_key(state: State, signature: Signature) -> PublicKey:
    if signature.key_id != state.origin:
        raise Refused("ledger.signer", "another's key")
    log = demand(state, "log", LogRecord)
    return VerifierKey.parse(log.key_at(state.clock.at_s)).public_key

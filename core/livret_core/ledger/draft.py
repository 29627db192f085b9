"""An operation on its way to those who sign it: a draft, a signature, and both joined. Pure.

    {"v":1,"operation":{…}}                                  the operation without `sigs`
    {"v":1,"id":…,"signature":{"by":…,"kid":…,"alg":…,"sig":…}}    one signature under it

Whoever makes an operation cannot always sign it: a DID is vouched for by a member, votes are
of several. Each signs the same octets, in any order, and the id says which draft is meant.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from livret_core import limits
from livret_core.encoding import jcs
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.keys import Signer
from livret_core.ledger import bodies
from livret_core.ledger.operation import Draft, Operation, Signature

#: A draft is so much longer than the operation, at most: the members around it.
AROUND_BYTES: Final = 64

_VERSION: Final = 1
_SIGNATURE_BYTES: Final = 4 << 10


def format(draft: Draft) -> bytes:
    """Write a draft.

    Raises:
        MalformedInput: ``ledger.operation``, ``input.too_large`` for what would be no operation.
    """
    unsigned = json_encoding.parse_object(draft.signed(()).leaf)
    del unsigned["sigs"]
    return jcs.canonicalize({"v": _VERSION, "operation": unsigned})


def parse(raw: bytes) -> Draft:
    """Read a draft; what is read is written the same again.

    Raises:
        MalformedInput: ``ledger.operation`` for anything else than an operation that nobody
            signed, of a type and with a body that there are; ``ledger.joined`` for one that is
            joined with its signatures; ``input.*``.
    """
    if _is_joined(raw):
        raise MalformedInput("ledger.joined")
    value = _read(raw, limits.OPERATION_BYTES)
    match value:
        case {"v": int(), "operation": dict(unsigned), **rest} if not rest:
            if "sigs" in unsigned:
                raise MalformedInput("ledger.operation", "a draft that is signed already")
            draft = unsigned_of(Operation.parse(jcs.canonicalize({**unsigned, "sigs": []})))
        case _:
            raise MalformedInput("ledger.operation", "not a draft")
    kind = bodies.BODIES.get(draft.type)
    if kind is None:
        raise MalformedInput("ledger.operation", "no such type")
    bodies.read(draft.body, kind)
    return draft


def is_draft(raw: bytes) -> bool:
    """Say whether this is a draft: an operation that nobody has signed yet."""
    try:
        parse(raw)
    except LivretError:
        return False
    return True


def unsigned_of(operation: Operation) -> Draft:
    """Give an operation as it was before anybody signed it."""
    return Draft(
        operation.ledger,
        operation.type,
        operation.subject,
        operation.seq,
        operation.prev,
        operation.issued_at_s,
        operation.body,
    )


def sign(draft: Draft, signer: Signer, *, by: str, key_id: str) -> bytes:
    """Sign a draft with one key; the signature as a file. Arguments as :meth:`Draft.sign`."""
    signature = msgspec.to_builtins(draft.sign(signer, by=by, key_id=key_id))
    return jcs.canonicalize({"v": _VERSION, "id": draft.id, "signature": signature})


def join(draft: Draft, signatures: Sequence[bytes]) -> Operation:
    """Join a draft with signatures. Whether they are enough, and verify, is the ledger's to say.

    Raises:
        MalformedInput: ``ledger.operation`` for a file that is no signature, or two by one.
        Refused: ``ledger.other_draft`` for one under another draft, or under a trust root's.
    """
    found: list[Signature] = []
    for raw in signatures:
        match _read(raw, _SIGNATURE_BYTES):
            case {"v": int(), "id": str(of), "signature": dict(signature), **rest} if not rest:
                if of != draft.id:
                    raise Refused("ledger.other_draft")
                found.append(_signature(signature))
            case {"v": int(), "trust_signature": dict(), **rest} if not rest:
                raise Refused("ledger.other_draft", "of a trust root")
            case _:
                raise MalformedInput("ledger.operation", "not a signature")
    return draft.signed(found)


def _is_joined(raw: bytes) -> bool:
    try:
        return bool(Operation.parse(raw).sigs)
    except MalformedInput:
        return False


def _signature(value: JsonObject) -> Signature:
    try:
        return msgspec.convert(value, Signature)
    except msgspec.ValidationError:
        raise MalformedInput("ledger.operation", "not a signature") from None


def _read(raw: bytes, max_bytes: int) -> JsonObject:
    value = json_encoding.parse_object(raw, max_bytes=max_bytes + AROUND_BYTES)
    if value.get("v") != _VERSION or value.get("v") is True:
        raise MalformedInput("ledger.operation", "another version of drafts")
    return value

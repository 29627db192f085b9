"""Transactions that a holder agrees to by showing a proof (OpenID4VP 1.0 §5.1, §8.4, B.3.3).

The service sends a description in base64url. What the holder's key signs is the hash of
that text **as received**: to decode and write it again could change what was agreed to.
"""

import hashlib
import hmac
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Self, final

from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, Refused
from livret_core.sdjwt.keybinding import KeyBinding

HASH: Final = "sha-256"

_MAX_BYTES: Final = 16 << 10
_MAX_ENTRIES: Final = 16
_MAX_ALGORITHMS: Final = 16
_STANDARD: Final = frozenset({"type", "credential_ids", "transaction_data_hashes_alg"})


@final
@dataclass(frozen=True, slots=True)
class TransactionType:
    """A type of transaction that a wallet knows how to show to its holder.

    Attributes:
        name: ``type``.
        required: members that it must have beside the standard's own, all of them text.
        optional: members that it may have, likewise.
    """

    name: str
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()


@final
@dataclass(frozen=True, slots=True)
class TransactionData:
    """One transaction, as asked for.

    Attributes:
        text: base64url, as it stands in the request; what is hashed.
        type: which kind of transaction.
        credential_ids: the credential queries of which one must be answered with it.
        members: what the type puts into it.
        names_hash: whether the request names hash algorithms, so that the answer must too.
    """

    text: str
    type: str
    credential_ids: tuple[str, ...]
    members: Mapping[str, str] = field(compare=False)
    names_hash: bool = field(compare=False)

    @classmethod
    def of(cls, kind: str, credential_ids: Sequence[str], members: Mapping[str, str]) -> Self:
        """Write a transaction for a request."""
        written: JsonObject = {"type": kind, "credential_ids": list(credential_ids), **members}
        text = base64url.encode(json_encoding.format(written))
        return cls(text, kind, tuple(credential_ids), MappingProxyType(dict(members)), False)

    @property
    def sha256(self) -> str:
        """What the holder's key signs of it, base64url."""
        return base64url.encode(hashlib.sha256(self.text.encode("ascii")).digest())


def parse(
    value: JsonValue, *, types: Collection[TransactionType], bound_ids: Collection[str]
) -> tuple[TransactionData, ...]:
    """Read the ``transaction_data`` of a request.

    Args:
        value: an array of texts.
        types: those the wallet can show. One of another type makes the whole request one
            that must not be answered.
        bound_ids: the credential queries of the request that demand key binding.

    Raises:
        Refused: ``request.transaction_data``, whatever is wrong: the standard has one error
            for all of it.
    """
    if not isinstance(value, list) or not 0 < len(value) <= _MAX_ENTRIES:
        raise _refused("not a short, non-empty array")
    known = {kind.name: kind for kind in types}
    return tuple(_parse(text, known, bound_ids) for text in value)


def format(transactions: Iterable[TransactionData]) -> list[JsonValue]:
    """Write ``transaction_data``; the inverse of :func:`parse`."""
    return [transaction.text for transaction in transactions]


def assign(
    transactions: Iterable[TransactionData], answered: Collection[str]
) -> Mapping[str, tuple[TransactionData, ...]]:
    """Say which answer carries which transactions: each goes with one (§5.1).

    Args:
        transactions: of the request.
        answered: the credential queries that will be answered.

    Raises:
        Refused: ``request.transaction_data`` when none of a transaction's is answered.
    """
    carried: dict[str, tuple[TransactionData, ...]] = {}
    for transaction in transactions:
        for query_id in transaction.credential_ids:
            if query_id in answered:
                carried[query_id] = (*carried.get(query_id, ()), transaction)
                break
        else:
            raise _refused("nothing that is shown can carry it")
    return MappingProxyType(carried)


def check_agreed(
    transactions: Iterable[TransactionData], shown: Mapping[str, Sequence[KeyBinding]]
) -> None:
    """Check that the holder agreed to each transaction (verifier; B.3.3.1).

    Args:
        transactions: of our request.
        shown: the key bindings that came, **verified**, by credential query.

    Raises:
        Refused: ``holder.other_transaction``.
    """
    for transaction in transactions:
        bindings = [
            binding for name in transaction.credential_ids for binding in shown.get(name, ())
        ]
        if not any(_agrees(binding, transaction) for binding in bindings):
            raise Refused("holder.other_transaction")


def _agrees(binding: KeyBinding, transaction: TransactionData) -> bool:
    stated = binding.transaction_data_hashes_alg
    if stated != HASH and (stated is not None or transaction.names_hash):
        return False
    return any(
        hmac.compare_digest(found.encode(), transaction.sha256.encode())
        for found in binding.transaction_data_hashes
    )


def _parse(
    text: JsonValue, known: Mapping[str, TransactionType], bound_ids: Collection[str]
) -> TransactionData:
    if not isinstance(text, str):
        raise _refused("an entry that is not text")
    try:
        value = json_encoding.parse_object(base64url.decode(text), max_bytes=_MAX_BYTES)
    except LivretError as error:
        raise _refused(error.code) from None
    name = value.get("type")
    kind = known.get(name) if isinstance(name, str) else None
    if kind is None:
        raise _refused("a type of transaction that livret does not know")
    ids = value.get("credential_ids")
    if not isinstance(ids, list) or not ids:
        raise _refused("`credential_ids` is not a non-empty array")
    names = tuple(one for one in ids if isinstance(one, str) and one in bound_ids)
    if len(names) != len(ids):
        raise _refused("`credential_ids` names what is not asked for with key binding")
    members = {member: text for member, text in value.items() if member not in _STANDARD}
    texts = {member: text for member, text in members.items() if isinstance(text, str)}
    if not kind.required <= texts.keys() <= kind.required | kind.optional or texts != members:
        raise _refused("not what its type has")
    _check_hash(value)
    names_hash = "transaction_data_hashes_alg" in value
    return TransactionData(text, kind.name, names, MappingProxyType(texts), names_hash)


def _check_hash(value: JsonObject) -> None:
    algorithms = value.get("transaction_data_hashes_alg", [HASH])
    if not isinstance(algorithms, list) or len(algorithms) > _MAX_ALGORITHMS:
        raise _refused("`transaction_data_hashes_alg` is not a short array")
    if HASH not in algorithms:
        raise _refused("no hash algorithm that livret uses")


def _refused(detail: str) -> Refused:
    return Refused("request.transaction_data", detail)

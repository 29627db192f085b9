"""Signatures of entries to come, verified before the rules ask for them: on as many cores as there are.

    ahead = SignedAhead.of(state, operations, each=pool.map)
    apply(state, operation, ahead)        # verifies what is not in it, as it would anyway

Verifying is half of what replaying costs, and the one half that needs no order. Which key
a signature has to be by is decided by the rules, entry by entry; here it is guessed from the
state before. A guess that is wrong costs time and nothing else: what is asked for then is
not in here, and is verified.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Self, TypeAlias, final

from livret_core.encoding import base64url
from livret_core.errors import LivretError
from livret_core.keys import Ed25519PublicKey, multikey
from livret_core.ledger.operation import Operation, Signature
from livret_core.ledger.records import KeyRecord
from livret_core.ledger.state import State, find, key_name

_Asked: TypeAlias = tuple[Ed25519PublicKey, bytes, str]  # key, signed octets, signature
Each: TypeAlias = Callable[
    [Callable[[Sequence[_Asked]], list[_Asked]], Iterable[Sequence[_Asked]]],
    Iterable[list[_Asked]],
]
"""Calls a function for each of several, perhaps at the same time: ``map``, or that of a pool."""

_SEAL: Final = object()
_PARTS: Final = 8
_PART: Final = range(8, 64)  # signatures in each


@final
class SignedAhead:
    """Signatures that hold. Only :meth:`of` and :meth:`none` make one."""

    __slots__ = ("_holding",)

    def __init__(self, holding: frozenset[_Asked], *, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("SignedAhead is made by of() only")
        self._holding: Final = holding

    @classmethod
    def none(cls) -> Self:
        """Nothing was verified ahead."""
        return cls(frozenset(), seal=_SEAL)

    @classmethod
    def of(cls, state: State, operations: Iterable[Operation], *, each: Each = map) -> Self:
        """Verify signatures by the keys that *state* has.

        Args:
            state: as it stands before the first of *operations*.
            operations: to be applied, in whatever order.
            each: how to call a function for several parts of them.
        """
        asked = list(_asked(state, operations))
        length = min(max(len(asked) // _PARTS, _PART.start), _PART.stop)
        parts = [asked[at : at + length] for at in range(0, len(asked), length)]
        return cls(frozenset(one for part in each(_held, parts) for one in part), seal=_SEAL)

    def holds(self, key: Ed25519PublicKey, operation: Operation, signature: Signature) -> bool:
        """Say whether *key* is known to have signed *operation* so; False where nobody looked."""
        return (key, operation.signed_bytes, signature.sig) in self._holding


NONE_AHEAD: Final = SignedAhead.none()


def _asked(state: State, operations: Iterable[Operation]) -> Iterator[_Asked]:
    for operation in operations:
        for signature in operation.sigs:
            record = find(state, key_name(signature.key_id), KeyRecord)
            if record is None:
                continue
            try:
                key = multikey.parse(record.multikey)
            except LivretError:
                continue
            if isinstance(key, Ed25519PublicKey):
                yield key, operation.signed_bytes, signature.sig


def _held(asked: Sequence[_Asked]) -> list[_Asked]:
    return [one for one in asked if one[0].verify(one[1], base64url.decode(one[2]))]

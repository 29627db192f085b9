"""A state map's proof without the leaves that whoever reads it makes from the records beside it.

A leaf is the hash of a record's name and that of its octets. Where both lie in the same bundle,
one octet says where the leaf belongs, in place of 65.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from livret_core.errors import MalformedInput

_LEAF: Final = 0
_CUT: Final = b"\x05"
# Of each element of a proof (docs/spec/state-map.md §5), by what it begins with.
_OCTETS: Final = {_LEAF: 65, 1: 2, 2: 34, 3: 34, 4: 1, _CUT[0]: 1}


def cut(proof: bytes, leaves: Mapping[bytes, bytes]) -> bytes:
    """Leave out of a proof the leaves that are known; the inverse of :func:`fill`.

    Args:
        proof: well formed.
        leaves: values by key.

    Raises:
        MalformedInput: ``ledger.evidence``.
    """
    return b"".join(
        _CUT if _is_leaf(element) and leaves.get(element[1:33]) == element[33:] else element
        for element in _elements(proof)
    )


def fill(proof: bytes, leaves: Mapping[bytes, bytes]) -> bytes:
    """Put known leaves back: each that is not there in full, in the order of the keys.

    Raises:
        MalformedInput: ``ledger.evidence`` for what is no row of elements, and for more or
            fewer places than leaves.
    """
    elements = list(_elements(proof))
    in_full = {element[1:33] for element in elements if _is_leaf(element)}
    missing = sorted(leaves.keys() - in_full)
    if elements.count(_CUT) != len(missing):
        raise MalformedInput("ledger.evidence", "not a place for each leaf")
    known = iter(missing)
    filled = []
    for element in elements:
        if element == _CUT:
            key = next(known)
            filled.append(bytes([_LEAF]) + key + leaves[key])
        else:
            filled.append(element)
    return b"".join(filled)


def _is_leaf(element: bytes) -> bool:
    return element[0] == _LEAF


def _elements(proof: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(proof):
        size = _OCTETS.get(proof[at])
        if size is None or at + size > len(proof):
            raise MalformedInput("ledger.evidence", "no row of elements")
        yield proof[at : at + size]
        at += size

"""What is nearly right: octets of a good message taken out, put in or put in another's place."""

from collections.abc import Sequence
from typing import Final, TypeAlias

from hypothesis import strategies as st

Spoil: TypeAlias = tuple[int, int, bytes]
"""Where, as a share of the whole in thousandths; how much goes; what comes in its place."""

_PIECES: Final = st.one_of(
    st.binary(max_size=6),
    st.sampled_from([b"~", b".", b"=", b"&", b"%", b'"', b"{", b"}", b"null", b"\x00", b"\xff"]),
)
#: One to three changes.
SPOILT: Final = st.lists(
    st.tuples(st.integers(0, 1_000), st.integers(0, 40), _PIECES), min_size=1, max_size=3
)


def spoilt(message: bytes, changes: Sequence[Spoil]) -> bytes:
    """Change a message."""
    for share, length, piece in changes:
        at = len(message) * share // 1_000
        message = message[:at] + piece + message[at + length :]
    return message

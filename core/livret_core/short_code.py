"""Codes that people type: what a QR says, for those without a camera.

Groups of four from 26 characters that are hard to mistake for one another (no vowels,
so no words; no 0/O, 1/I/L, 5/S, 8/B pairs left ambiguous by the alphabet), read in any
case and with any separator. The last character checks the others (ISO/IEC 7064,
MOD 27,26): every single wrong character and nearly every swap is noticed.

A code is a pointer, never a secret by itself.
"""

import re
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.errors import MalformedInput

ALPHABET: Final = "23456789CDFGHJKMNPQRTVWXYZ"
RANDOM_BYTES: Final = 16

_N: Final = len(ALPHABET)
_VALUE: Final = {char: value for value, char in enumerate(ALPHABET)}
_LENGTHS: Final = frozenset({8, 12})
_MAX_TYPED: Final = 64
_GROUP: Final = f"[{ALPHABET}]{{4}}"
_LIKE: Final = re.compile(f"{_GROUP}[ -]?{_GROUP}(?:[ -]?{_GROUP})?", re.ASCII | re.IGNORECASE)


@final
@dataclass(frozen=True, slots=True)
class ShortCode:
    """A code of 8 or 12 characters whose check character is right."""

    text: str

    @classmethod
    def of(cls, random: bytes, *, length: int = 8) -> Self:
        """Make a code from 16 fresh random bytes; *length* counts the check character."""
        if len(random) != RANDOM_BYTES or length not in _LENGTHS:
            raise ValueError(f"a code takes {RANDOM_BYTES} random bytes and has 8 or 12 characters")
        number = int.from_bytes(random)
        chars = []
        for _ in range(length - 1):
            number, value = divmod(number, _N)
            chars.append(ALPHABET[value])
        return cls("".join(chars) + _check_character("".join(chars)))

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Read a code as typed: any case, any spaces, dashes or dots between.

        Raises:
            MalformedInput: ``code.mistyped``.
        """
        text = "".join(char for char in typed[:_MAX_TYPED].upper() if char not in " -._")
        if (
            # Beyond ASCII, one character can become two in upper case.
            len(typed) > _MAX_TYPED
            or not typed.isascii()
            or len(text) not in _LENGTHS
            or any(char not in _VALUE for char in text)
            or text[-1] != _check_character(text[:-1])
        ):
            raise MalformedInput("code.mistyped")
        return cls(text)

    def __str__(self) -> str:
        """The code as shown: groups of four with a dash."""
        return "-".join(self.text[at : at + 4] for at in range(0, len(self.text), 4))


def is_like_a_code(typed: str) -> bool:
    """Say whether nothing but a code was typed, be a character of it mistyped or not."""
    return _LIKE.fullmatch(typed.strip()) is not None


def check_not_alone(typed: str) -> None:
    """Check that what was typed is more than a code, which says not where it lies.

    Raises:
        MalformedInput: ``code.alone``; ``code.mistyped`` for one that is wrong in itself too.
    """
    if is_like_a_code(typed):
        ShortCode.parse(typed.strip())
        raise MalformedInput("code.alone")


def _check_character(text: str) -> str:
    """ISO/IEC 7064 hybrid system MOD N+1,N."""
    product = _N
    for char in text:
        total = (product + _VALUE[char]) % _N or _N
        product = total * 2 % (_N + 1)
    return ALPHABET[(_N + 1 - product) % _N]

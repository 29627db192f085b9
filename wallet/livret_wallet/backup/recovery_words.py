"""Twelve words on paper that open a wallet's backups. Pure.

They are of the lists of :mod:`livret_core.ledger.six_words`: eleven bits a word, 128 bits of
secret and four that tell most slips of the pen before anything is tried with them. In every
language they say the same numbers, so a sheet in French opens a backup made in German.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from livret_core.errors import MalformedInput
from livret_core.ledger import six_words
from livret_core.words.language import LANGUAGES, Language
from livret_wallet.recovery_record import ENTROPY_BYTES

WORDS: Final = 12
#: How many random bytes :func:`five_words` needs.
FIVE_BYTES: Final = 7

_BITS: Final = 11
_FIVE: Final = 5
_CHECK_BITS: Final = WORDS * _BITS - 8 * ENTROPY_BYTES
_TAG: Final = b"livret/recovery/1\n"


def words_of(entropy: bytes, language: Language) -> tuple[str, ...]:
    """Write a secret of 16 bytes as twelve words."""
    number = int.from_bytes(entropy) << _CHECK_BITS | _check(entropy)
    mask = (1 << _BITS) - 1
    indexes = [number >> (_BITS * (WORDS - 1 - at)) & mask for at in range(WORDS)]
    return six_words.format(indexes, language)


def parse(typed: str, language: Language) -> tuple[bytes, ...]:
    """Read twelve words as typed: in any case, with their numbers, four letters of each or more.

    Args:
        typed: the words, in the order of the sheet.
        language: the one to try first; the sheet may be in any.

    Returns:
        The secrets that they may stand for: hardly ever more than one.

    Raises:
        MalformedInput: ``recovery.words``, with the ``numbers`` of words that no list has, or
            none where there are too few or too many or they do not belong together;
            ``input.too_large``.
    """
    readings = [six_words.parse(typed, each) for each in _first(language)]
    found = [each for reading in readings if (each := _entropy_of(reading)) is not None]
    if found:
        return tuple(dict.fromkeys(found))
    nearest = min(readings, key=lambda reading: reading.count(None))
    wrong = [str(at) for at, index in enumerate(nearest, 1) if index is None]
    if len(nearest) == WORDS and wrong:
        raise MalformedInput("recovery.words", "not in a list", numbers=", ".join(wrong))
    raise MalformedInput("recovery.words", "too few, too many, or not in this order")


def is_word(typed: str, entropy: bytes, number: int) -> bool:
    """Say whether *typed* is the word at *number* of the sheet, from 1, in whichever language."""
    return any(
        six_words.parse(typed, each) == six_words.parse(words_of(entropy, each)[number - 1], each)
        for each in LANGUAGES
    )


def passphrase_of(entropy: bytes) -> bytes:
    """Write a secret as the passphrase that a file is sealed under."""
    return entropy.hex().encode("ascii")


def positions(random: bytes) -> tuple[int, int]:
    """Choose two words to ask for, from two random bytes: one of the first six, one of the others."""
    half = WORDS // 2
    return random[0] % half + 1, random[1] % half + half + 1


def five_words(random: bytes, language: Language) -> tuple[str, ...]:
    """Suggest a passphrase: five words of the list, 55 bits, from seven random bytes."""
    number = int.from_bytes(random[:FIVE_BYTES])
    mask = (1 << _BITS) - 1
    return six_words.format([number >> (_BITS * at) & mask for at in range(_FIVE)], language)


def _first(language: Language) -> tuple[Language, ...]:
    return (language, *(each for each in LANGUAGES if each != language))


def _entropy_of(indexes: Sequence[int | None]) -> bytes | None:
    if len(indexes) != WORDS:
        return None
    number = 0
    for index in indexes:
        if index is None:
            return None
        number = number << _BITS | index
    entropy = (number >> _CHECK_BITS).to_bytes(ENTROPY_BYTES)
    return entropy if _check(entropy) == number & ((1 << _CHECK_BITS) - 1) else None


def _check(entropy: bytes) -> int:
    return sha256(_TAG + entropy).digest()[0] >> (8 - _CHECK_BITS)

"""Six words a person can compare: what a sheet at the counter says of a trust root.

66 bits of Argon2id over the digest of version 1, eleven to a word, from a list of 2,048
words in each language (``docs/spec/six-words.md``). Whoever forges a trust root has to
meet all six, at half a second and 256 MiB a try.

The lists never change: another list would be another language of sheets.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import InitVar, dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib import resources
from typing import Final, Literal, TypeAlias, final

from livret_core import limits
from livret_core.errors import MalformedInput, Unavailable
from livret_core.sealing import MODERATE, SALT_BYTES, stretch
from livret_core.words.language import Language

WORDS: Final = 6
LIST_WORDS: Final = 2_048
PREFIX_CHARS: Final = 4

Place: TypeAlias = Literal["same", "other", "unknown"]

_BITS: Final = 11
_DIGEST_BYTES: Final = 32
_SALT: Final = sha256(b"livret/six-words/v1\n").digest()[:SALT_BYTES]
_SEAL: Final = object()
_RUN_OF_LETTERS: Final = re.compile("[a-z]+")
# Two letters in one sign, which Unicode does not take apart.
_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae"})


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How typed words compare with those of one digest. Only :func:`matches` makes one.

    True if, and only if, six words were typed and each is the one it should be.

    Attributes:
        digest: of the trust root, 32 bytes.
        language: of the list.
        places: for each word typed, in order: the ``same`` as it should be, an ``other``
            word of the list (or one too many), or ``unknown`` to the list, which is
            mostly a slip of the finger.
    """

    digest: bytes
    language: Language
    places: tuple[Place, ...]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a Match is made by matches() only")

    def __bool__(self) -> bool:
        return self.places == ("same",) * WORDS


def words_of(digest: bytes, language: Language) -> tuple[str, ...]:
    """Give the six words of a trust root.

    Half a second and 256 MiB the first time; a digest asked for again costs nothing.

    Args:
        digest: SHA-256 of what is signed of version 1, 32 bytes.
        language: of the sheet. All languages say the same 66 bits.

    Raises:
        Unavailable: ``trust.memory``.
    """
    return format(_indexes_of(digest), language)


def matches(typed: str, digest: bytes, language: Language) -> Match:
    """Compare six typed words with those of a trust root; costs what :func:`words_of` does.

    Args:
        typed: as :func:`parse` reads it.
        digest: SHA-256 of what is signed of version 1, 32 bytes.
        language: of the sheet the words were read from.

    Raises:
        MalformedInput: ``input.too_large``.
        Unavailable: ``trust.memory``.
    """
    found = parse(typed, language)
    wanted = _indexes_of(digest)
    places = tuple(
        _place(index, wanted[at] if at < WORDS else None) for at, index in enumerate(found)
    )
    return Match(digest=digest, language=language, places=places, seal=_SEAL)


def format(indexes: Sequence[int], language: Language) -> tuple[str, ...]:
    """Write indexes, 0 to 2,047, as words."""
    words = _list_of(language)
    return tuple(words[index] for index in indexes)


def parse(typed: str, language: Language) -> tuple[int | None, ...]:
    """Read words as typed, and find each in the list of *language*.

    Case, accents and whatever stands between words do not count: spaces, hyphens, commas,
    line ends, the numbers of a list. Nor does anything after a word's fourth letter.

    Returns:
        The index of each word, or ``None`` for one that the list has not.

    Raises:
        MalformedInput: ``input.too_large``.
    """
    if len(typed) > limits.SIX_WORDS_CHARS:
        raise MalformedInput("input.too_large", max_chars=limits.SIX_WORDS_CHARS)
    index_of = _prefixes_of(language)
    return tuple(
        index_of.get(word[:PREFIX_CHARS]) for word in _RUN_OF_LETTERS.findall(_bare(typed))
    )


def _place(index: int | None, wanted: int | None) -> Place:
    if index is None:
        return "unknown"
    return "same" if index == wanted else "other"


def _bare(typed: str) -> str:
    """Lower case without accents, and without characters that only shape others."""
    apart = unicodedata.normalize("NFKD", typed.casefold().translate(_LIGATURES))
    return "".join(char for char in apart if unicodedata.category(char) not in {"Mn", "Cf"})


# Shown, then compared: the same digest twice within a minute. Nothing here is secret.
@lru_cache(maxsize=8)
def _indexes_of(digest: bytes) -> tuple[int, ...]:
    if len(digest) != _DIGEST_BYTES:
        raise ValueError(f"a digest has {_DIGEST_BYTES} bytes")
    try:
        stretched = stretch(digest, _SALT, MODERATE)
    except MemoryError:
        raise Unavailable("trust.memory", memory_kib=MODERATE.memory_kib) from None
    number = int.from_bytes(stretched) >> (8 * len(stretched) - _BITS * WORDS)
    return tuple(number >> (_BITS * (WORDS - 1 - at)) & (LIST_WORDS - 1) for at in range(WORDS))


@cache
def _list_of(language: Language) -> tuple[str, ...]:
    """Read a packaged list, once a process: a part of this module that is not Python."""
    file = resources.files(__name__) / f"{language}.txt"
    return tuple(file.read_text("ascii").split())


@cache
def _prefixes_of(language: Language) -> dict[str, int]:
    return {word[:PREFIX_CHARS]: index for index, word in enumerate(_list_of(language))}

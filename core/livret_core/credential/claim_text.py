"""Text that may stand in a claim: what a reader sees is what was signed.

Names are kept as the register has them, whatever the script, and however long. What
is refused cannot be seen on paper: control characters, direction overrides, characters
without width. Two spellings of one visible text would be two values to a digest, so
text is in Unicode Normalization Form C.
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput
from livret_core.unseen import INVISIBLE

# Cc control, Cf format (among them the bidirectional overrides and isolates), Cs
# surrogate, Co private use, Zl and Zp line and paragraph separators.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
# Persian, Kurdish and several Indic scripts spell with the two joiners; between Latin
# letters they would be seen by nobody.
_JOINERS: Final = frozenset("\u200c\u200d")
_JOINED: Final = frozenset(
    {
        "ARABIC",
        "BENGALI",
        "DEVANAGARI",
        "GUJARATI",
        "GURMUKHI",
        "KANNADA",
        "MALAYALAM",
        "ORIYA",
        "SINHALA",
        "SYRIAC",
        "TAMIL",
        "TELUGU",
    }
)


def is_claim_text(text: str) -> bool:
    """Say whether *text* is in NFC and made of characters that can be seen."""
    if text.isascii():
        return text.isprintable()
    if not unicodedata.is_normalized("NFC", text):
        return False
    return all(
        _joins(text, at)
        if char in _JOINERS
        else unicodedata.category(char) not in _UNSEEN
        and char not in INVISIBLE
        and not _is_odd_space(char)
        for at, char in enumerate(text)
        if char > "~" or char < " "
    )


def is_seen(text: str) -> bool:
    """Say whether *text* has no control, direction override or character without width.

    Unlike :func:`is_claim_text` it may be in any normal form, and have any kind of space: a
    label is read, and its octets are what is digested.
    """
    return all(
        _joins(text, place)
        if one in _JOINERS
        else unicodedata.category(one) not in _UNSEEN and one not in INVISIBLE
        for place, one in enumerate(text)
        if one > "~" or one < " "
    )


def check_text(claims: JsonValue, path: tuple[str | int, ...] = ()) -> None:
    """Check every text in *claims*, values only; names of claims are the schema's affair.

    Raises:
        MalformedInput: ``claims.text`` with the ``path`` of the claim.
    """
    for place, text in _texts(claims, path):
        if not is_claim_text(text):
            raise MalformedInput("claims.text", path=".".join(map(str, place)))


def _joins(text: str, at: int) -> bool:
    """Say whether the joiner at *at* stands where a script spells with one."""
    beside = text[at - 1 : at] + text[at + 1 : at + 2]
    return len(beside) == 2 and all(
        unicodedata.name(char, "").partition(" ")[0] in _JOINED for char in beside
    )


def _is_odd_space(char: str) -> bool:
    """One kind of space: the others look the same and make another digest."""
    return unicodedata.category(char) == "Zs" and char != " "


def _texts(
    value: JsonValue, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _texts(member, (*path, name))
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from _texts(element, (*path, index))

"""Who stood in a list already, in few bytes a person; whom a hand-over waits for."""

import hashlib
from array import array
from typing import Final, final

from livret_core.credential.types import CredentialType
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject

_START: Final = 1 << 12
_MARK_BYTES: Final = 16
_KEY_PURPOSE: Final = b"livret people"
_MARK_PURPOSE: Final = b"livret person"


def who_is(kind: CredentialType, claims: JsonObject) -> JsonObject:
    """Give the claims that tell one person from another.

    Where the register has no date of birth, only what is the same throughout is the
    same person.
    """
    who = {name: claims.get(name) for name in kind.law.unique_by}
    if who.get("birthdate") is not None:
        return who
    return {name: claim for name, claim in claims.items() if name not in kind.law.standing}


def people_key(secret: bytes) -> bytes:
    """Make the key of a town hall's marks from a secret of its home, 32 bytes."""
    return hashlib.blake2b(key=secret, person=_KEY_PURPOSE, digest_size=32).digest()


def mark_of(who: JsonObject, key: bytes) -> bytes:
    """Give the mark of a person: the same for the same, and nothing without the key.

    A digest that anybody could compute would tell whoever has the store, and a name and
    a date of birth to try, whether they are in it. Capitals do not tell people apart.
    """
    text = json_encoding.format(who).decode("utf-8").casefold().encode("utf-8")
    return hashlib.blake2b(text, key=key, person=_MARK_PURPOSE, digest_size=_MARK_BYTES).digest()


@final
class FirstSeen:
    """A set of texts and the line where each stood first.

    An open-addressing table of 64-bit digests: 12 bytes a place, at most two thirds
    full, so a million texts take about 24 MB where a dict would take ten times that.
    Two different ones meet by chance once in 10^7 lists of a million.
    """

    __slots__ = ("_count", "_keys", "_lines")

    def __init__(self) -> None:
        self._count = 0
        self._keys = array("Q", bytes(8 * _START))
        self._lines = array("I", bytes(4 * _START))

    def note(self, text: bytes, line: int) -> int | None:
        """Note that *text* stands at *line*; the line where it stood first, or None."""
        # 0 marks an empty place.
        key = int.from_bytes(hashlib.blake2b(text, digest_size=8).digest()) or 1
        place = self._find(key)
        if self._keys[place]:
            return self._lines[place]
        self._keys[place], self._lines[place] = key, line
        self._count += 1
        if self._count * 3 > len(self._keys) * 2:
            self._grow()
        return None

    def _find(self, key: int) -> int:
        keys = self._keys
        mask = len(keys) - 1
        place = key & mask
        while keys[place] and keys[place] != key:
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        keys, lines = self._keys, self._lines
        self._keys = array("Q", bytes(16 * len(keys)))
        self._lines = array("I", bytes(8 * len(keys)))
        for key, line in zip(keys, lines, strict=True):
            if key:
                place = self._find(key)
                self._keys[place], self._lines[place] = key, line


@final
class PeopleSeen:
    """A set of people and the line where each stood first.

    Of two who meet by chance in a :class:`FirstSeen`, the one who is then refused is told
    the line to compare with.
    """

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen = FirstSeen()

    def note(self, who: JsonObject, line: int) -> int | None:
        """Note that *who* stands at *line*; the line where they stood first, or None.

        Capitals do not tell people apart.
        """
        text = json_encoding.format(who).decode("utf-8").casefold()
        return self._seen.note(text.encode("utf-8"), line)

"""Names that are made to be taken for others: alphabets mixed in a word, and letters that look alike. Pure.

After Unicode's technical standard 39: two texts may be taken for each other when their skeletons
are the same, a skeleton being the text with every letter replaced by the plainest that looks so.
The table is small and our own: what looks like a Latin letter or a digit in Cyrillic, Greek,
Armenian and Cherokee, and among Latin's own small capitals; compatibility forms (fullwidth,
mathematical, ligatures) are decomposed. It does not know Hebrew, Arabic, Indic or Chinese
look-alikes, nor what looks alike in one typeface alone. :func:`strangers` does without it.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, final

from livret_core.unseen import INVISIBLE

#: Below so many letters, names that differ by one are different names.
_LEAST: Final = 5
_MOST: Final = 400

_UPPER: Final = {
    "CYRILLIC": ("АВЕЗКМНОРСТУХЅІЈԀҺԚԜӀҮԌѴ", "ABE3KMHOPCTYXSIJDHQWlYGV"),
    "GREEK": ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϺͿ", "ABEZHIKMNOPTYXMJ"),
    "ARMENIAN": ("ՍՏՕԼՈԶ", "USOLnQ"),
    "CHEROKEE": (
        "ᎠᎡᎢᎥᎪᎫᎬᎳᎷᎻᎽᎩᏀᏳᏃᏎᏏᏒᏔᏕᏙᏚᏞᏟᏢᏦᏧᏴᎾᏂ",
        "DRTiAJEWMHYYGGZ4bRWSVSLCPKdBOh",
    ),
    "LATIN": ("ŁØĐĦŦƼ", "LODHT5"),
}
_LOWER: Final = {
    "CYRILLIC": ("аеорсухѕіјԁһԛԝӏгьүҽѡѵ", "aeopcyxsijdhqwlrbyewv"),
    "GREEK": ("αβγικνορσυχωϳμ", "abyikvopouxwju"),
    "ARMENIAN": ("օոռսհցգզյվաք", "onnuhgqqjuwf"),
    "LATIN": (
        "łøđħŧıɩɑɡʙɢʜɪʟɴʀʏᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜰꜱȷƅʋ",
        "lodhtiiagbghilnryacdejkmoptuvwzfsjbu",
    ),
}
_TABLE: Final = str.maketrans(
    {
        letter: latin
        for letters, looks in (*_UPPER.values(), *_LOWER.values())
        for letter, latin in zip(letters, looks, strict=True)
    }
    | {"æ": "ae", "œ": "oe", "Æ": "AE", "Œ": "OE"}
)
# Two that stand for one, and those that typefaces hardly tell apart.
_TOGETHER: Final = (("rn", "m"), ("vv", "w"))
_AS_ONE: Final = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "5": "s"})
_EAST: Final = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO"})


@final
@dataclass(frozen=True, slots=True)
class Known:
    """A name that its reader knows, and whose it is.

    Attributes:
        name: as that one calls itself.
        whose: what tells it from everybody else; empty where nothing was kept of that.
    """

    name: str
    whose: str = ""


@final
@dataclass(frozen=True, slots=True)
class Stranger:
    """A letter of another alphabet than the word that it stands in.

    Attributes:
        letter: that one.
        script: whose it is, as Unicode calls it: ``CYRILLIC``.
    """

    letter: str
    script: str


def skeleton(text: str) -> str:
    """Write *text* in the plainest letters that look so: without case, marks, spaces and signs.

    It is for comparing alone, and for nobody's eye.
    """
    return "".join(map(_plain, unicodedata.normalize("NFKD", text[:_MOST]).split()))


def strangers(text: str) -> tuple[Stranger, ...]:
    """Find the letters that are of another alphabet than the word they stand in, each once.

    A word that is whole in another alphabet than the rest is an honest one, unless all of it
    looks like Latin. Chinese, Japanese and Korean letters are at home in one word.
    """
    words = [_letters(word) for word in text[:_MOST].split()]
    is_latin = any("LATIN" in {each.script for each in word} for word in words)
    found: dict[Stranger, None] = {}
    for word in words:
        scripts = [each.script for each in word]
        if not scripts:
            continue
        usual = "LATIN" if "LATIN" in scripts else max(scripts, key=scripts.count)
        odd = [each for each in word if each.script != usual]
        if not odd and is_latin and usual != "LATIN" and _looks_latin(word):
            odd = word
        found |= dict.fromkeys(odd)
    return tuple(found)


def taken_for(name: str, whose: str, known: Iterable[Known]) -> Known | None:
    """Find who may be meant by whoever reads *name*, and is another.

    Args:
        name: as somebody calls itself.
        whose: what tells that one from everybody else; empty where that is not known.
        known: names that the reader knows.
    """
    looks = skeleton(name)
    for each in known:
        if each.whose and whose and each.whose == whose:
            continue
        is_same = each.name == name
        if is_same and not (each.whose and whose):
            continue
        if is_same or _alike(looks, skeleton(each.name)):
            return each
    return None


def _alike(one: str, other: str) -> bool:
    if one == other:
        return bool(one)
    if min(len(one), len(other)) < _LEAST or abs(len(one) - len(other)) > 1:
        return False
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    here, there = one[at:], other[at:]
    if len(here) == len(there):
        is_number = here[0].isdigit() or there[0].isdigit()
        is_turned = here[:2] == there[1::-1] and here[2:] == there[2:]
        return (here[1:] == there[1:] and not is_number) or is_turned
    more, less = (here, there) if len(here) > len(there) else (there, here)
    return more[1:] == less and not more[0].isdigit()


def _plain(word: str) -> str:
    seen = "".join(each for each in word if each.isalnum() or each == "|")
    if seen.isdecimal():
        return seen  # a number is told from another by every digit
    looks = seen.translate(_TABLE).casefold().translate(_TABLE).casefold().translate(_AS_ONE)
    for two, one in _TOGETHER:
        looks = looks.replace(two, one)
    return looks


def _letters(word: str) -> list[Stranger]:
    found = []
    for letter in unicodedata.normalize("NFC", word):
        if not letter.isalpha() or letter in INVISIBLE:
            continue
        name = unicodedata.name(unicodedata.normalize("NFKC", letter)[0], "")
        script = name.partition(" ")[0]
        if script in {"MODIFIER", "FEMININE", "MASCULINE", ""}:
            continue
        found.append(Stranger(letter, "CJK" if script in _EAST else script))
    return found


def _looks_latin(word: list[Stranger]) -> bool:
    return skeleton("".join(each.letter for each in word)).isascii()

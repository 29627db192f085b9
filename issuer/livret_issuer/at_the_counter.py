"""What a clerk sees at the counter: who it is, what will be said, code and PIN. Pure: lines."""

import textwrap
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, final

from livret_core.credential import catalogue
from livret_core.credential.type_names import type_name
from livret_core.credential.types import CredentialType
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput
from livret_core.look_alike import skeleton
from livret_core.partial_date import PartialDate
from livret_core.words import COLUMNS, PLAIN_COLUMNS, Language, labelled_lines, printable
from livret_issuer.intake import Row
from livret_issuer.pickup.records import StoredPickup
from livret_issuer.records import StoredHandover
from livret_issuer.words.counter import texts

FOUND_AT_MOST: Final = 9

_GAP: Final = "   "
_WHO_CHARS: Final = 40
_TOLD_CHARS: Final = 60
#: Longer than what is shown otherwise: two names may be the same up to there.
_APART_CHARS: Final = 240
#: In place of what one says and another does not.
_NOTHING: Final = "–"
_NAMES: Final = ("given_name", "family_name", "birth_family_name")


@final
@dataclass(frozen=True, slots=True)
class Shown:
    """What a person is given, as it stands on a screen.

    Attributes:
        code: the hand-over's.
        pin: six digits; empty for one that its wallet fetches by itself.
        link: what the QR code says; empty likewise.
        until: when it ends, in words.
        attempts: how often a PIN may be typed.
    """

    code: str
    pin: str
    link: str
    until: str
    attempts: int

    @property
    def typed(self) -> str:
        """What is typed without a camera: the town hall's address and the code; empty likewise."""
        place = self.link.partition("https://")[2].rpartition("/")[0]
        return f"{place}/{self.code}" if place else ""


def find_people(rows: Iterable[Row], wanted: str) -> list[Row]:
    """Find who is meant: by line, or by parts of a name in any order.

    Args:
        rows: of the list.
        wanted: as it was typed; capitals and accents do not matter.

    Returns:
        At most one more than :data:`FOUND_AT_MOST`, in the list's order.
    """
    parts = _folded(wanted).split()
    found: list[Row] = []
    for row in rows:
        if parts == [str(row.line)] or (parts and _is_named(row.claims, parts)):
            found.append(row)
        if len(found) > FOUND_AT_MOST:
            break
    return found


def people_lines(found: Sequence[Row], kind: CredentialType, language: Language) -> list[str]:
    """Write those who may be meant, numbered from 1: name, birth date, address, line of the list.

    Two may have one name and one birth date, or such as look the same: where no address tells them
    apart either, the claims that do stand there.
    """
    people = [_person(row, language) for row in found]
    looks = [tuple(map(skeleton, person)) for person in people]
    alike = Counter(looks)
    rows: list[tuple[str, str, str, str]] = []
    for row, person, look in zip(found, people, looks, strict=True):
        who, born, told = person
        if alike[look] > 1:
            others = [
                other
                for other, each in zip(found, looks, strict=True)
                if each == look and other is not row
            ]
            told = ", ".join(filter(None, (told, _apart(row, others, kind, language))))
        rows.append((who, born, told, texts(language)["line"].format(line=row.line)))
    names, births, places = (max(len(row[at]) for row in rows) for at in range(3))
    lines: list[str] = []
    for number, (who, born, told, line) in enumerate(rows, 1):
        start = f"  {number}  {who:<{names}}  {born:<{births}}  "
        if len(start) + places + 2 + max(len(row[3]) for row in rows) <= PLAIN_COLUMNS:
            lines.append(f"{start}{told:<{places}}  {line}")
        else:
            indent = " " * 5
            lines += [
                f"{start}{line}",
                *textwrap.wrap(
                    told, PLAIN_COLUMNS, initial_indent=indent, subsequent_indent=indent
                ),
            ]
    return lines


def _person(row: Row, language: Language) -> tuple[str, str, str]:
    names = [str(row.claims[name]) for name in _NAMES[:2] if row.claims.get(name)]
    born = _value(row.claims.get("birthdate", ""), language)
    return printable(" ".join(names), max_chars=_WHO_CHARS), born, _place(row.claims)


def _place(claims: Mapping[str, JsonValue]) -> str:
    """Write street and number, in the order of the country; empty where there are none."""
    address = claims.get("address")
    if not isinstance(address, dict):
        return ""
    parts = [str(address.get(name) or "") for name in ("house_number", "street_address")]
    if address.get("country") != "FR":
        parts.reverse()
    return printable(" ".join(filter(None, parts)), max_chars=_TOLD_CHARS)


def _apart(row: Row, among: Sequence[Row], kind: CredentialType, language: Language) -> str:
    """Write so much of what the list says of one that no other is left who may be meant by it.

    What looks the same tells nobody apart, whichever letters it is written in. Of one that is the
    same throughout it is said which line that is, and likewise of one that only looks so.
    """
    own = _texts(row, language)
    left = [(each, _texts(each, language)) for each in among]
    parts: list[str] = []
    for path in dict.fromkeys([*own, *(path for _, other in left for path in other)]):
        look = skeleton(own.get(path, ""))
        if any(skeleton(other.get(path, "")) != look for _, other in left):
            parts.append(f"{kind.claim_label(path, language)} {own.get(path) or _NOTHING}")
            left = [each for each in left if skeleton(each[1].get(path, "")) == look]
    for other, _ in left[:1]:
        word = "same_as" if other.claims == row.claims else "looks_as"
        parts.append(texts(language)[word].format(line=other.line))
    return ", ".join(parts)


def _texts(row: Row, language: Language) -> dict[tuple[str | int, ...], str]:
    """Write all that the list says of one, as it is shown where it tells somebody apart."""
    return {
        path: printable(_value(value, language), max_chars=_APART_CHARS)
        for path, value in _leaves(row.claims, ())
    }


def said_rows(
    kind: CredentialType, claims: JsonObject, language: Language
) -> list[tuple[str, str]]:
    """Write all that a proof will say of a person, labelled; the town's own claims are not there."""
    return [
        (kind.claim_label(path, language), _value(value, language))
        for path, value in _leaves(claims, ())
        if path[0] not in kind.law.standing
    ]


def panel_lines(
    shown: Shown, language: Language, drawn: Sequence[str], *, plain: bool = False
) -> list[str]:
    """Write code and PIN, beside the QR code where there is one.

    Args:
        shown: what to show.
        language: the clerk's.
        drawn: lines of the QR code, each as wide as :attr:`Shown.link` makes it.
        plain: line mode: one fact a line, nothing drawn.
    """
    said = texts(language)
    rows = [(said["code"], shown.code)]
    if shown.pin:
        rows.append((said["pin"], f"{shown.pin[:3]} {shown.pin[3:]}"))
    facts = [said["once"].format(time=shown.until)]
    if shown.pin:
        facts += [said["aloud"], said["attempts"].format(count=shown.attempts)]
    else:
        facts.append(said["by_itself"])
    if plain or not shown.link:
        if shown.link:
            rows += [(said["typed"], shown.typed), (said["link"], shown.link)]
        rows += [(said["mind"], fact) for fact in facts]
        return labelled_lines(rows, language, plain=plain)
    width = max(len(label) for label, _ in rows) + 2
    beside = ["", *(f"{label:<{width}}{value}" for label, value in rows), ""]
    room = COLUMNS - _columns(drawn) - len(_GAP)
    for fact in facts:
        beside += [*_wrapped(fact, room), ""]
    lines = [*beside, *([""] * (len(drawn) - len(beside)))][: max(len(drawn), len(beside))]
    blank = " " * _columns(drawn)
    panel = [
        f"{left}{_GAP}{right}".rstrip()
        for left, right in zip([*drawn, *([blank] * (len(lines) - len(drawn)))], lines, strict=True)
    ]
    # Below, where it has the whole width: of an address nothing can be left out.
    return [*panel, f"{said['typed']}   {shown.typed}"]


def stand_sentence(pickup: StoredPickup, language: Language) -> str:
    """Say how far a pickup is, in a clause."""
    is_approved = pickup.stand == "waiting" and pickup.approval == "given"
    words = texts(language)[f"pickup_{'approved' if is_approved else pickup.stand}"]
    return words.format(left=pickup.attempts_left)


def pickup_rows(
    pickup: StoredPickup, language: Language, newer: StoredPickup | None = None
) -> list[tuple[str, str]]:
    """Write what more there is to say of a hand-over that is picked up over the network.

    Args:
        pickup: how far it is.
        language: the clerk's.
        newer: what was made to take the place of what it gave, and how far that is.
    """
    said = texts(language)
    rows = [(said["pickup"], stand_sentence(pickup, language))]
    if pickup.pin_tag is not None:
        rows.append((said["tries"], str(pickup.attempts_left)))
    if pickup.approval != "none":
        rows.append((said["approval"], said[f"approval_{pickup.approval}"]))
    if pickup.renews is not None:
        rows.append((said["renews"], str(pickup.renews)))
    if newer is not None:
        rows.append((said["newer"], f"{newer.code} ({stand_sentence(newer, language)})"))
    return rows


def list_lines(
    handover: StoredHandover,
    pickup: StoredPickup,
    language: Language,
    *,
    when: Callable[[int], str],
    plain: bool = False,
) -> list[str]:
    """Write one pickup among many."""
    name, stands = type_name(handover.vct, language), stand_sentence(pickup, language)
    ends = texts(language)["ends"].format(time=when(handover.expires_at_s))
    if plain:
        row = (str(handover.code), f"{name}, {stands}, {ends}")
        return labelled_lines([row], language, plain=True)
    return [f"  {handover.code}  {name}", f"    {stands}", f"      {ends}"]


def pickup_object(
    handover: StoredHandover, pickup: StoredPickup, newer: StoredPickup | None = None
) -> JsonObject:
    """Write a pickup for ``--json``; times in seconds since 1970, *newer* as :func:`pickup_rows`."""
    return {
        "code": str(handover.code),
        "type": catalogue.find(handover.vct).name,
        "pickup": pickup.stand,
        "pickup_at": pickup.at_s,
        "attempts_left": pickup.attempts_left,
        "approval": pickup.approval,
        "renews": None if pickup.renews is None else str(pickup.renews),
        "newer": None if newer is None else str(newer.code),
        "expires_at": handover.expires_at_s,
    }


def _columns(drawn: Sequence[str]) -> int:
    """How wide a drawing is, whatever paints it."""
    first = drawn[0] if drawn else ""
    return sum(character in " ▀▄█" for character in first)


def _wrapped(text: str, room: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _is_named(claims: Mapping[str, JsonValue], parts: list[str]) -> bool:
    name = _folded(" ".join(str(claims.get(each) or "") for each in _NAMES))
    return all(part in name for part in parts)


def _folded(text: str) -> str:
    split = unicodedata.normalize("NFD", text.casefold())
    return "".join(each for each in split if not unicodedata.combining(each))


def _leaves(
    value: JsonValue, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], JsonValue]]:
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _leaves(member, (*path, name))
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from _leaves(member, (*path, number))
    else:
        yield path, value


def _value(value: JsonValue, language: Language) -> str:
    text = str(value)
    try:
        return (
            PartialDate.parse(text).words(language) if text[4:5] in {"", "-"} else printable(text)
        )
    except MalformedInput:
        return printable(text)

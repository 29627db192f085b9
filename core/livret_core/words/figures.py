"""Instants and numbers, as each language writes them.

A calendar day of a certificate is one of UTC, as it was signed. An hour is said by the
reader's own clock, with the name of its zone.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

from livret_core.partial_date import PartialDate
from livret_core.words.counting import Phrase
from livret_core.words.language import Age, Language, texts

Zone: TypeAlias = Callable[[int], tuple[int, str]]
"""From an instant to the seconds a clock is ahead of UTC then, and the zone's name."""

_SHORT_MONTHS: Final = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "fr": "janv. févr. mars avril mai juin juil. août sept. oct. nov. déc.",
    "nl": "jan. feb. mrt. apr. mei juni juli aug. sep. okt. nov. dec.",
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sep. Okt. Nov. Dez.",
}
_UNITS: Final[tuple[tuple[Age, int], ...]] = (("days", 86_400), ("hours", 3_600), ("minutes", 60))


def utc(_at_s: int) -> tuple[int, str]:
    """The zone of whoever has none."""
    return 0, "UTC"


def day(at_s: float, language: Language) -> str:
    """Write the day of an instant: ``21 November 2026``."""
    return PartialDate.of_instant(at_s).words(language)


def short_day(at_s: float, language: Language) -> str:
    """Write the day of an instant where there is little room: ``21 Nov 2026``."""
    found = PartialDate.of_instant(at_s)
    month = _SHORT_MONTHS[language].split()[(found.month or 1) - 1]
    number = "1er" if language == "fr" and found.day == 1 else str(found.day)
    return f"{number}{'.' if language == 'de' else ''} {month} {found.year}"


def moment(at_s: int, language: Language, *, zone: Zone = utc) -> str:
    """Write an instant to the minute: ``21 November 2026, 14:05 CET``."""
    ahead_s, name = zone(at_s)
    at = datetime.fromtimestamp(at_s, UTC) + timedelta(seconds=ahead_s)
    date = PartialDate(at.year, at.month, at.day).words(language)
    return texts(language).minute.format(day=date, hour=at.hour, minute=at.minute, zone=name)


def age(seconds: int, language: Language) -> str:
    """Write how long something has been: ``2 days``, in the largest unit that it fills twice."""
    said = texts(language).ages
    for unit, length_s in _UNITS:
        if seconds >= 2 * length_s:
            return said[unit].format(count=seconds // length_s)
    return Phrase(said["seconds"], language).format(count=seconds)


def decimal(value: float, language: Language, *, places: int = 1) -> str:
    """Write a number with *places* decimals: ``1.5``, and ``1,5`` but in English."""
    return f"{value:.{places}f}".replace(".", texts(language).decimal_mark)

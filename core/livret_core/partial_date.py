"""Dates as registers hold them: sometimes only a year, sometimes a year and a month.

A part that is not known is left out, never filled with 00 or 01: "1951" and
"1951-01-01" are different statements about a person. A date of which nothing is
known is a claim that is absent.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Self, final

from livret_core.errors import MalformedInput

# Four digits that start with a year since 1000: "0088" is a mistyped 1988.
_TEXT: Final = re.compile(r"([1-9][0-9]{3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

_MONTHS: Final = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}


@final
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year of the Gregorian calendar.

    Attributes:
        year: 1000 to 9999.
        month: 1 to 12, or None when only the year is known.
        day: of that month, or None.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.year < 1000 or (self.month is None and self.day is not None):
            raise MalformedInput("date.malformed")
        try:
            self.first_day()
        except ValueError:
            raise MalformedInput("date.malformed") from None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``1951``, ``1951-03`` or ``1951-03-14`` (ISO 8601 calendar dates).

        Raises:
            MalformedInput: ``date.malformed``, also for a day that never was.
        """
        found = _TEXT.fullmatch(text)
        if found is None or not text.isascii():
            raise MalformedInput("date.malformed")
        year, month, day = found.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @classmethod
    def of_instant(cls, at_s: float) -> Self:
        """The day, in UTC, of an instant in seconds since 1970."""
        found = datetime.fromtimestamp(at_s, UTC).date()
        return cls(found.year, found.month, found.day)

    def format(self) -> str:
        """Write it in ISO 8601, no more precise than it is; the inverse of :meth:`parse`."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    def first_day(self) -> date:
        """The earliest day it can mean."""
        month = 1 if self.month is None else self.month
        return date(self.year, month, 1 if self.day is None else self.day)

    def last_day(self) -> date:
        """The latest day it can mean."""
        month = 12 if self.month is None else self.month
        day = calendar.monthrange(self.year, month)[1] if self.day is None else self.day
        return date(self.year, month, day)

    def words(self, language: str) -> str:
        """Write it for people: ``14 March 1988``, ``mars 1951``, ``1951``.

        Args:
            language: ``en``, ``fr``, ``nl`` or ``de``; anything else reads English.
        """
        if self.month is None:
            return str(self.year)
        language = language if language in _MONTHS else "en"
        month = _MONTHS[language].split()[self.month - 1]
        if self.day is None:
            return f"{month} {self.year}"
        day = str(self.day)
        if language == "fr" and self.day == 1:
            day = "1er"
        elif language == "de":
            day += "."
        return f"{day} {month} {self.year}"

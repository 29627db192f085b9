"""Registered identifiers of legal persons: the only names that stand on the ledger.

    fr-siren:217800994   SIREN (INSEE), 9 digits, the last a check digit
    be-bce:0207656412    number of the Belgian Crossroads Bank, 10 digits, the last two a check
    fr-insee:80001       a commune, by the code of its statistical office
    be-nis:62063         (livret_core.territory)
    de-ags:05334002

None of them is ever given to a natural person who is not in business, and none says who
works there. Whether a number is assigned is for the sponsoring member to look up.
"""

import re
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.errors import LivretError, MalformedInput
from livret_core.territory import Territory

_SIREN: Final = re.compile(r"[0-9]{9}")
_BCE: Final = re.compile(r"[01][0-9]{9}")


@final
@dataclass(frozen=True, slots=True, order=True)
class LegalId:
    """One legal person, by the number its country registered it under. One spelling each."""

    text: str

    def __post_init__(self) -> None:
        scheme, _, number = self.text.partition(":")
        match scheme:
            case "fr-siren":
                good = _SIREN.fullmatch(number) is not None and _luhn(number)
            case "be-bce":
                good = _BCE.fullmatch(number) is not None and _is_checked_by_97(number)
            case _:
                good = _is_territory(self.text)
        if not good:
            raise MalformedInput("ledger.legal_id")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``scheme:number``.

        Raises:
            MalformedInput: ``ledger.legal_id`` for another scheme or a wrong check digit.
        """
        return cls(text)


def _luhn(number: str) -> bool:
    # ISO/IEC 7812-1; SIREN uses it as it stands.
    total = 0
    for place, digit in enumerate(map(int, reversed(number))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0 and number != "0" * len(number)


def _is_checked_by_97(number: str) -> bool:
    return 97 - int(number[:8]) % 97 == int(number[8:])


def _is_territory(text: str) -> bool:
    try:
        Territory.parse(text)
    except LivretError:
        return False
    return True

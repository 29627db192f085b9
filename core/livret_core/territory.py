"""Territories: which commune an act, an address or a diploma belongs to.

A territory is named by the code its own country gives it, never by its name: towns
share names, and a name has one spelling per language.

    fr-insee:80001      INSEE code of the commune (COG), 5 characters
    be-nis:62063        NIS/INS code of the commune (Statbel), 5 digits
    de-ags:05334002     Amtlicher Gemeindeschlüssel, 8 digits

The code of an arrondissement or a province is not a territory here: nobody signs
an act of birth for a province.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal, Self, TypeAlias, final

from livret_core.errors import MalformedInput

Scheme: TypeAlias = Literal["fr-insee", "be-nis", "de-ags"]
Country: TypeAlias = Literal["FR", "BE", "DE"]
Language: TypeAlias = Literal["fr", "nl", "de"]

_COUNTRY: Final[dict[Scheme, Country]] = {"fr-insee": "FR", "be-nis": "BE", "de-ags": "DE"}

# INSEE: department and commune. 20 was Corsica until 1976 and is nobody's now.
_INSEE: Final = re.compile(
    r"(?!20)(?:0[1-9]|[1-8][0-9]|9[0-5]|2[AB])(?!000)[0-9]{3}"
    r"|97[1-8](?!00)[0-9]{2}|98[46-9](?!00)[0-9]{2}"
)
# NIS: arrondissement (first digit province) and commune. 54 is kept for records
# made before the arrondissement of Mouscron was dissolved.
_NIS: Final = re.compile(
    r"(?:1[1-3]|2[1345]|3[1-8]|4[1-6]|5[1-8]|6[1-4]|7[1-3]|8[1-5]|9[1-3])(?!000)[0-9]{3}"
)
# AGS: Land, Regierungsbezirk, Kreis, Gemeinde. A kreisfreie Stadt has Gemeinde 000,
# so only a Kreis of 00 tells a Land from a commune (Berlin and Hamburg are both).
_AGS: Final = re.compile(r"(?:02|11)000000|(?:0[1-9]|1[0-6])[0-9](?!00)[0-9]{2}[0-9]{3}")

_CODE: Final[dict[Scheme, re.Pattern[str]]] = {"fr-insee": _INSEE, "be-nis": _NIS, "de-ags": _AGS}


@final
@dataclass(frozen=True, slots=True, order=True)
class Territory:
    """One commune, by its official code. Says nothing about whether the code is assigned.

    Attributes:
        scheme: whose code it is.
        code: as the statistical office writes it, leading zeros kept.
    """

    scheme: Scheme
    code: str

    def __post_init__(self) -> None:
        pattern = _CODE.get(self.scheme)
        if pattern is None or not pattern.fullmatch(self.code):
            raise MalformedInput("territory.malformed")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``scheme:code``; there is one spelling (lower case scheme, no spaces).

        Raises:
            MalformedInput: ``territory.malformed``.
        """
        match text.split(":"):
            case [("fr-insee" | "be-nis" | "de-ags") as scheme, code]:
                return cls(scheme, code)
            case _:
                raise MalformedInput("territory.malformed")

    def format(self) -> str:
        """Write ``scheme:code``; the inverse of :meth:`parse`."""
        return f"{self.scheme}:{self.code}"

    @property
    def country(self) -> Country:
        """ISO 3166-1 alpha-2 code of the country."""
        return _COUNTRY[self.scheme]

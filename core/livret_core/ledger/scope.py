"""Scopes: the communes that an accreditation is for.

    fr-insee:80799   one commune
    fr-insee:80*     all communes whose code begins so (here, a department)
    be-nis:6*        the same for a Belgian province
    de-ags:05*       the same for a Land
    fr-insee:*       a whole country
    *                everywhere

A scope is decided on the code alone: no table of who belongs to whom is needed, and none
can be out of date.
"""

import re
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.errors import MalformedInput
from livret_core.territory import Territory

_PREFIX: Final = re.compile(r"(fr-insee|be-nis|de-ags):([0-9][0-9AB]?[0-9]{0,6})?\*")
_LONGEST: Final = {"fr-insee": 4, "be-nis": 4, "de-ags": 7}


@final
@dataclass(frozen=True, slots=True)
class Scope:
    """Which communes. There is one spelling of each."""

    text: str

    def __post_init__(self) -> None:
        if self.text == "*":
            return
        if self.text.endswith("*"):
            match = _PREFIX.fullmatch(self.text)
            if match is None or len(match[2] or "") > _LONGEST[match[1]]:
                raise MalformedInput("ledger.scope_malformed")
            return
        Territory.parse(self.text)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a scope.

        Raises:
            MalformedInput: ``ledger.scope_malformed``, ``territory.malformed``.
        """
        return cls(text)

    def covers(self, other: "Scope") -> bool:
        """Say whether every commune of *other* is one of this."""
        if self.text.endswith("*"):
            return other.text.startswith(self.text[:-1])
        return self.text == other.text

    def holds(self, territory: Territory) -> bool:
        """Say whether *territory* is within."""
        return self.covers(Scope(territory.format()))

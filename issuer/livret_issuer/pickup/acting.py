"""What a clerk saw, and in what capacity somebody acts: closed lists. Pure.

They are kept in the audit log as these codes and nothing else: what is typed freely about a
person ends as personal data in a log that nobody can change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Self, final

from livret_core.credential.types import CredentialType
from livret_core.errors import MalformedInput

IDENTITY_CHECKS: Final = ("id-card", "passport", "residence-permit", "eid")
CAPACITIES: Final = ("self", "guardian")

#: How a script says what a clerk saw.
ACT_OPTIONS: Final = ("--identity-check", "--capacity", "--justified-by")

_BY_TYPE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"residency": ("bill", "lease", "register", "other")}
)
_OTHERWISE: Final = ("register", "document", "other")


def justifications(kind: CredentialType) -> tuple[str, ...]:
    """By what the fact that a type attests can be justified."""
    return _BY_TYPE.get(kind.name, _OTHERWISE)


@final
@dataclass(frozen=True, slots=True)
class Act:
    """How a hand-over came about at the counter.

    Attributes:
        identity_check: one of :data:`IDENTITY_CHECKS`.
        capacity: one of :data:`CAPACITIES`.
        justified_by: one of :func:`justifications`.
    """

    identity_check: str
    capacity: str
    justified_by: str

    @classmethod
    def of(cls, kind: CredentialType, identity_check: str, capacity: str, justified: str) -> Self:
        """Make one of words that are in the lists.

        Raises:
            MalformedInput: ``usage.choice``.
        """
        for option, typed, known in zip(
            ACT_OPTIONS,
            (identity_check, capacity, justified),
            (IDENTITY_CHECKS, CAPACITIES, justifications(kind)),
            strict=True,
        ):
            if typed not in known:
                raise MalformedInput("usage.choice", option=option, known=", ".join(known))
        return cls(identity_check, capacity, justified)

    def format(self) -> str:
        """Write it for the audit log."""
        return f"{self.identity_check} {self.justified_by} {self.capacity}"

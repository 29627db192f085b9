"""What a clerk saw, and in what capacity somebody acts: closed lists. Pure.

They are kept in the audit log as these codes and nothing else: what is typed freely about a
person ends as personal data in a log that nobody can change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Self, final

from livret_core.credential.types import CredentialType
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput
from livret_core.words import like

IDENTITY_CHECKS: Final = ("id-card", "passport", "residence-permit", "eid")
CAPACITIES: Final = ("self", "guardian")

#: How a script says what a clerk saw.
ACT_OPTIONS: Final = ("--identity-check", "--capacity", "--justified-by")

#: Stands in the audit log behind what no clerk said.
BY_RULE: Final = "=rule"

_BY_TYPE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"residency": ("bill", "lease", "register", "other")}
)
_OTHERWISE: Final = ("register", "document", "other")


def justifications(kind: CredentialType) -> tuple[str, ...]:
    """By what the fact that a type attests can be justified."""
    return _BY_TYPE.get(kind.name, _OTHERWISE)


def check_act(kind: CredentialType, typed: tuple[str | None, str | None, str | None]) -> None:
    """Check that what was typed of what was seen is in the lists; what was not, nobody checks.

    Args:
        kind: the type.
        typed: identity check, capacity, justification.

    Raises:
        MalformedInput: ``usage.choice``.
    """
    lists = (IDENTITY_CHECKS, CAPACITIES, justifications(kind))
    for option, word, known in zip(ACT_OPTIONS, typed, lists, strict=True):
        if word is not None and word not in known:
            near = like(word, known)
            raise MalformedInput("usage.choice", option=option, known=", ".join(known), **near)


@final
@dataclass(frozen=True, slots=True)
class Act:
    """How a hand-over came about at the counter.

    Attributes:
        identity_check: one of :data:`IDENTITY_CHECKS`.
        capacity: one of :data:`CAPACITIES`.
        justified_by: one of :func:`justifications`.
        by_rule: whether the town hall's standing word was said for any of it, and not a clerk's.
    """

    identity_check: str
    capacity: str
    justified_by: str
    by_rule: bool = False

    @classmethod
    def of(cls, kind: CredentialType, identity_check: str, capacity: str, justified: str) -> Self:
        """Make one of words that are in the lists.

        Raises:
            MalformedInput: ``usage.choice``.
        """
        check_act(kind, (identity_check, capacity, justified))
        return cls(identity_check, capacity, justified)

    def format(self) -> str:
        """Write it for the audit log."""
        seen = f"{self.identity_check} {self.justified_by} {self.capacity}"
        return f"{seen} {BY_RULE}" if self.by_rule else seen


@final
@dataclass(frozen=True, slots=True)
class Clerk:
    """Who acts, as the audit log names him; never for whom.

    Attributes:
        by: his function, as it was typed; None where it was not.
        account: of the machine, as the system says; None where it says nothing.
    """

    by: str | None = None
    account: str | None = None

    def did(self, *words: object) -> str:
        """Write what he did something to for the audit log, and who he is."""
        said = (*words, self.by, self.account)
        return " ".join(str(each) for each in said if each is not None)


NOBODY: Final = Clerk()


@final
@dataclass(frozen=True, slots=True)
class StandingWord:
    """What a program's offers say that was seen, where the program says nothing.

    Attributes:
        identity_check: one of :data:`IDENTITY_CHECKS`.
        capacity: one of :data:`CAPACITIES`.
        justified_by: a word that :func:`justifications` has for some type.
    """

    identity_check: str
    capacity: str
    justified_by: str

    def __post_init__(self) -> None:
        known = {each for every in (*_BY_TYPE.values(), _OTHERWISE) for each in every}
        if (
            self.identity_check not in IDENTITY_CHECKS
            or self.capacity not in CAPACITIES
            or self.justified_by not in known
        ):
            raise MalformedInput("home.malformed", "the counter's standing word")

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read it from a home's file.

        Raises:
            MalformedInput: ``home.malformed``.
        """
        match value:
            case {
                "identity_check": str(identity_check),
                "capacity": str(capacity),
                "justified_by": str(justified_by),
                **rest,
            } if not rest:
                return cls(identity_check, capacity, justified_by)
        raise MalformedInput("home.malformed", "the counter's standing word")

    def format(self) -> JsonObject:
        """Write it for a home's file."""
        return {
            "identity_check": self.identity_check,
            "capacity": self.capacity,
            "justified_by": self.justified_by,
        }


def act_of(
    kind: CredentialType,
    said: tuple[str | None, str | None, str | None],
    standing: StandingWord | None,
) -> Act:
    """Take what was said to have been seen, and for what was not the standing word.

    Args:
        kind: the type.
        said: identity check, capacity, justification; None for what was not said.
        standing: the town hall's; None where it has none.

    Raises:
        MalformedInput: ``usage.missing`` with the options; ``usage.choice``.
    """
    missing = [option for option, word in zip(ACT_OPTIONS, said, strict=True) if word is None]
    if missing and standing is None:
        raise MalformedInput("usage.missing", option=", ".join(missing))
    if standing is None or not missing:
        return Act.of(kind, *(word or "" for word in said))
    words = (standing.identity_check, standing.capacity, standing.justified_by)
    chosen = [word or by_rule for word, by_rule in zip(said, words, strict=True)]
    return replace(Act.of(kind, *chosen), by_rule=True)

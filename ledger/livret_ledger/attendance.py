"""Who of those that confirm a ledger did not, since when, and what that means. Pure.

What a machine that does not answer means is not for it to say: entries are taken and wait, and
nothing is published before enough have confirmed it (LEDGER §10). Whom to call is on the ledger.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Self, TypeAlias, final

from livret_core import limits
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, MalformedInput

#: A long answer from a host that many name; no more of it is read.
MOST: Final = 200
#: A disk is full, as the fact ``reason`` of a problem says it.
NO_ROOM: Final = "full"
_FACT_LIMIT: Final = 1 << 37  # seconds: some 4,000 years

Codes: TypeAlias = Mapping[str, str]
"""Of each witness and auditor by the name of its key: empty when it confirmed, else why not."""


@final
@dataclass(frozen=True, slots=True)
class Missing:
    """A witness or auditor that does not confirm.

    Attributes:
        name: of its key.
        since_s: when it first did not.
        code: why, the last time.
        who: whose it is, by registered number, if the ledger says so.
        operator: who runs its machine, if the ledger says so.
    """

    name: str
    since_s: int
    code: str
    who: str | None = None
    operator: str | None = None

    @property
    def is_silent(self) -> bool:
        """It did not answer; else it answered, and refused."""
        return self.code.startswith("net.") or self.code == "log.witness_unavailable"

    @property
    def is_blind(self) -> bool:
        """It answers, and could not read or replay the entries where it looks for them."""
        return self.code in {"ledger.tiles", "ledger.catching_up"}


@final
@dataclass(frozen=True, slots=True)
class WrongClock:
    """A witness that confirms, by a clock that is not the others'.

    Its time moves nothing as long as no more than f are wrong: of the q newest one is honest
    (LEDGER §4). Whoever counts on q of them has one fewer, and its keeper is to know.

    Attributes:
        name: of its key.
        ahead_min: by how many minutes, negative where it is behind.
        who, operator: as of :class:`Missing`.
    """

    name: str
    ahead_min: int
    who: str | None = None
    operator: str | None = None


@final
@dataclass(frozen=True, slots=True)
class Attendance:
    """How the confirming goes.

    Attributes:
        missing: who does not, by name.
        clocks: who does by a wrong clock, by name.
        is_held_up: too few do: what is handed in waits, and readers see the head before.
        problem: the code of why nothing could be published at all, or empty.
        facts: of that.
    """

    missing: tuple[Missing, ...] = ()
    is_held_up: bool = False
    problem: str = ""
    facts: Mapping[str, int | str] = field(default_factory=dict, compare=False)
    clocks: tuple[WrongClock, ...] = ()

    @property
    def is_whole(self) -> bool:
        """All confirm, by clocks that agree, and nothing is in the way."""
        return not (self.missing or self.clocks or self.is_held_up or self.problem)

    @property
    def gist(self) -> tuple[object, ...]:
        """What makes it another than the one before: who, and who cannot read; not how often or why."""
        kinds = frozenset((each.name, each.is_blind) for each in self.missing)
        wrong = frozenset(each.name for each in self.clocks)
        return (self.is_held_up, self.problem, self.facts.get("reason"), kinds, wrong)

    def format(self) -> JsonObject:
        """Write it for programs, and to be kept."""
        return {
            "missing": [
                {
                    "name": each.name,
                    "since": each.since_s,
                    "code": each.code,
                    "who": each.who,
                    "operator": each.operator,
                }
                for each in self.missing
            ],
            "clocks": [
                {
                    "name": each.name,
                    "ahead_min": each.ahead_min,
                    "who": each.who,
                    "operator": each.operator,
                }
                for each in self.clocks
            ],
            "held_up": self.is_held_up,
            "problem": self.problem,
            "facts": dict(self.facts),
        }

    @classmethod
    def parse(cls, value: object) -> Self:
        """Read what :meth:`format` wrote, here or at a ledger that anybody may be.

        Raises:
            MalformedInput: ``input.malformed``.
        """
        match value:
            case {
                "missing": list(missing),
                "held_up": bool(held_up),
                "problem": str(problem),
                **rest,
            }:
                facts, clocks = _facts(rest.get("facts")), rest.get("clocks", [])
                if isinstance(clocks, list):
                    wrong = tuple(map(_parsed_clock, clocks[:MOST]))
                    return cls(tuple(map(_parsed, missing[:MOST])), held_up, problem, facts, wrong)
        raise MalformedInput("input.malformed", "no attendance")


def attended(
    before: Attendance,
    codes: Codes,
    *,
    now_s: int,
    is_held_up: bool,
    problem: LivretError | None = None,
    people: Mapping[str, tuple[str, str | None]] | None = None,
    clocks: Mapping[str, int] = MappingProxyType({}),
) -> Attendance:
    """Say how the confirming goes now.

    Args:
        before: how it went.
        codes: of the last answers; who has not been asked yet is not missing.
        now_s: seconds since 1970.
        is_held_up: whether the newest head lacks its quorum.
        problem: why nothing could be published at all.
        people: of a key, whose it is and who runs its machine.
        clocks: by how many minutes the clock of one that confirmed is ahead, where it is wrong.
    """
    since = {each.name: each for each in before.missing}
    missing: list[Missing] = []
    for name, code in sorted(codes.items()):
        if not code:
            continue
        known = since.get(name)
        who, operator = (people or {}).get(name, (None, None))
        begun_s = now_s if known is None else known.since_s
        missing.append(Missing(name, begun_s, code, who, operator))
    wrong = tuple(
        WrongClock(name, clocks[name], *(people or {}).get(name, (None, None)))
        for name in sorted(clocks)
    )
    if problem is None:
        return Attendance(tuple(missing), is_held_up, clocks=wrong)
    facts = _facts(dict(problem.facts))
    return Attendance(tuple(missing), is_held_up, problem.code, facts, wrong)


def _facts(value: object) -> dict[str, int | str]:
    """Read times, numbers and the cause that are known of a problem; whatever else is nobody's."""
    found = value if isinstance(value, dict) else {}
    facts: dict[str, int | str] = {
        str(name): each
        for name, each in found.items()
        if isinstance(each, int) and 0 <= each < _FACT_LIMIT
    }
    if found.get("reason") == NO_ROOM:
        facts["reason"] = NO_ROOM
    return facts


def _parsed_clock(value: object) -> WrongClock:
    match value:
        case {
            "name": str(name),
            "ahead_min": int(ahead_min),
            "who": str() | None as who,
            "operator": str() | None as operator,
        }:
            return WrongClock(name, ahead_min, who, operator)
    raise MalformedInput("input.malformed", "no clock")


def _parsed(value: object) -> Missing:
    match value:
        case {
            "name": str(name),
            "since": int(since_s),
            "code": str(code),
            "who": str() | None as who,
            "operator": str() | None as operator,
        } if 0 <= since_s <= limits.LATEST_S:
            return Missing(name, since_s, code, who, operator)
    raise MalformedInput("input.malformed", "no witness")

"""What was checked, in order, and how each check ended: the why of a verdict."""

from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple, final

import msgspec

from livret_core.encoding.json import JsonObject
from livret_core.errors import Fact, LivretError
from livret_core.ledger.head import Head


class Outcome(Enum):
    """The four answers, never mixed, and the exit status of each."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    MALFORMED = "malformed"
    UNAVAILABLE = "unavailable"

    @property
    def exit_status(self) -> int:
        """0 accepted, 1 refused, 2 malformed, 3 could not find out."""
        return _EXIT[self]


_EXIT: Final = {
    Outcome.ACCEPTED: 0,
    Outcome.REFUSED: 1,
    Outcome.MALFORMED: 2,
    Outcome.UNAVAILABLE: 3,
}


@final
@dataclass(frozen=True, slots=True)
class Check:
    """One named, numbered step, and where the rule it applies is written."""

    number: int
    name: str
    rule: str


class CheckResult(NamedTuple):
    """How one check ended. ``error`` is None for one that passed."""

    check: Check
    error: LivretError | None = None
    source: str | None = None
    age_s: int | None = None

    def to_json(self) -> JsonObject:
        """One object for ``--report`` and ``--json``; no claim values in it."""
        error = self.error
        return {
            "number": self.check.number,
            "name": self.check.name,
            "rule": self.check.rule,
            "outcome": "passed" if error is None else error.branch,
            "code": None if error is None else error.code,
            "detail": None if error is None else error.detail,
            "facts": {} if error is None else dict(error.facts),
            "source": self.source,
            "age_s": self.age_s,
        }


class DatedBy(NamedTuple):
    """The evidence by which a proof existed before its issuer's key was in doubt.

    Attributes:
        day: of the issuer's daily commit, days since 1970.
        before_s: by when an honest witness of the ledger had seen that commit.
    """

    day: int | None
    before_s: int


@final
class Report(msgspec.Struct, frozen=True):
    """Every check that ran, and the verdict they add up to.

    Attributes:
        outcome: refused beats could-not-check: one certain no is enough.
        reason: the error that decided, None when accepted.
        results: in the order of their numbers; checks not reached are absent.
        checks_in_all: how many checks this verifier makes.
        now_s: the time the decision was made for.
        facts: named values for the sentence people read (issuer, service, …).
        head: of the public ledger that the issuer was looked up in, if it was.
        dated: the evidence of a date that was needed, and held.
        retired_s: since when the ledger has that version of the type retired, seconds since
            1970; it was issued before.
    """

    outcome: Outcome
    reason: LivretError | None
    results: tuple[CheckResult, ...]
    checks_in_all: int
    now_s: int
    facts: dict[str, Fact] = msgspec.field(default_factory=dict)
    head: Head | None = None
    dated: DatedBy | None = None
    retired_s: int | None = None

    @property
    def passed(self) -> int:
        """How many checks passed."""
        return sum(result.error is None for result in self.results)

    def to_json(self) -> JsonObject:
        """The whole report, without claim values."""
        return {
            "outcome": self.outcome.value,
            "code": None if self.reason is None else self.reason.code,
            "passed": self.passed,
            "checks": self.checks_in_all,
            "verified_at_s": self.now_s,
            "facts": dict(self.facts),
            "ledger": None if self.head is None else head_json(self.head, now_s=self.now_s),
            "dated": None if self.dated is None else self.dated._asdict(),
            "retired_s": self.retired_s,
            "results": [result.to_json() for result in self.results],
        }


def head_json(head: Head, *, now_s: int) -> JsonObject:
    """Write what a head says of itself: as of when, how old, by how many members' word."""
    cosigned = head.cosigned
    return {
        "origin": cosigned.trust.origin,
        "size": cosigned.size,
        "as_of_s": cosigned.time_s,
        "age_s": max(0, now_s - cosigned.time_s),
        "freshness": head.freshness,
        "witnesses": cosigned.witnesses,
        "auditors": cosigned.auditors,
        "members": cosigned.trust.numbers.n,
        "continues_the_last": head.is_consistent,
    }

"""Whether a sequencer may begin to write: what its witnesses hold says whether it is behind. Pure.

A store that was restored from a backup, or that lost a switch-over, does not know what it has
signed since. Its witnesses do: each is sent the newest head with ``old 0`` and names the size
it holds. A quorum of them, and any head that ever had a quorum is known to one that is honest
(LEDGER §10).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from livret_core.tlog.note import VerifierKey


@final
@dataclass(frozen=True, slots=True)
class Run:
    """Nobody asked has seen more than this store holds."""


@final
@dataclass(frozen=True, slots=True)
class Behind:
    """Somebody has cosigned a larger head than this store knows.

    Attributes:
        by: the name of its key.
        size: what it holds.
    """

    by: str
    size: int


@final
@dataclass(frozen=True, slots=True)
class TooFewAnswers:
    """Not enough witnesses answered to know."""

    needed: int
    found: int


Start: TypeAlias = Run | Behind | TooFewAnswers

Standby: TypeAlias = Literal["there", "missing", "not_shown", "not_asked_for"]


@final
@dataclass(frozen=True, slots=True)
class Replication:
    """Whether what is durable on a server is durable on another one too.

    Attributes:
        is_required: a commit is answered only once a standby has it.
        attached: synchronous standbys that are there now; None where this role may not know.
    """

    is_required: bool
    attached: int | None


def standby(replication: Replication) -> Standby:
    """Say what stands behind a server: LEDGER §10 wants a synchronous standby, and it said at start.

    Without one the ledger runs, and the loss of one machine can lose what was answered. The
    witnesses notice that and keep a second history out; they bring nothing back.
    """
    if not replication.is_required:
        return "not_asked_for"
    if replication.attached is None:
        return "not_shown"
    return "there" if replication.attached else "missing"


def decide(
    own_size: int,
    answers: Mapping[VerifierKey, int],
    *,
    witnesses: Collection[VerifierKey],
    quorum: int,
) -> Start:
    """Decide whether to begin.

    Args:
        own_size: of the newest head signed here, 0 when there is none.
        answers: the size that each witness or auditor holds, of those that answered; one
            that cosigned holds *own_size*.
        witnesses: whose answers count towards the quorum.
        quorum: q.
    """
    if answers:
        size, name = max((size, str(key.name)) for key, size in answers.items())
        if size > own_size:
            return Behind(name, size)
    found = len(answers.keys() & set(witnesses))
    return Run() if found >= quorum else TooFewAnswers(quorum, found)

"""Whether a sequencer may begin, or go on, to write: what its cosigners hold says so. Pure.

A store that was restored from a backup, that lost a switch-over, or that is a copy of one that
others write, does not know what was signed elsewhere. Its witnesses do. Each names the size it
holds, and is then shown the head of that size that this store signed: a cosigner of another
history refuses it, and one of ours cosigns it again.

A quorum of witnesses that hold our history, and no other ever had a quorum: of any q and q
witnesses, more are in both than may lie (LEDGER §10). So a ledger that has a quorum goes on, and
one liar that only says another history stops none; one that has not stops when more say so than may
lie, or when one shows it under the log's own key.

Who claims to hold *more* stops it when he shows it under the log's own key, or when more claim it
than may lie. Else it goes on where q others hold no more: had a larger head a quorum, one honest
witness of these would have cosigned that, and not ours again. Where they are too few it waits.

What is decided follows from what all said, and never from who said it first.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, final

from livret_core.errors import Unavailable
from livret_core.ledger.quorum import Quorums
from livret_core.tlog.note import VerifierKey

History: TypeAlias = Literal["ours", "another", "unknown"]

#: Reasons that do not pass: this store's history ends here.
HALTS: Final = frozenset({"ledger.behind", "ledger.forked", "ledger.overtaken"})

_ANOTHER: Final = frozenset({"log.fork", "log.consistency"})


def history_by(code: str) -> History:
    """Say which history a cosigner holds that gave *code* for not cosigning; empty: it did.

    An auditor refuses for many reasons: by its rules, by its clock. Two of them are about
    which history is the true one.
    """
    if not code:
        return "ours"
    return "another" if code in _ANOTHER else "unknown"


@final
@dataclass(frozen=True, slots=True)
class Held:
    """What a witness or auditor holds of this ledger.

    Attributes:
        size: of the head that it cosigned last; None when it did not say.
        history: whether that head is one of ours.
        is_shown: the log's own key signed it, and it is none of ours, or goes beyond them.
    """

    size: int | None
    history: History = "ours"
    is_shown: bool = False


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
class Overtaken:
    """So many witnesses show a larger head that no quorum is left, and none of theirs has one.

    Attributes:
        found: that show one.
        of: n.
    """

    found: int
    of: int


@final
@dataclass(frozen=True, slots=True)
class Claimed:
    """Somebody says that it holds more, shows nothing, and those who hold no more are too few.

    Attributes:
        by: the name of its key.
        size: that it names.
        needed: q.
        found: that hold this store's history, and no more.
    """

    by: str
    size: int
    needed: int
    found: int


@final
@dataclass(frozen=True, slots=True)
class Forked:
    """Cosigners hold a history that is not this store's.

    Attributes:
        by: the name of the key of one of them: that shows it, if one does.
        size: what it holds; 0 when it did not say.
    """

    by: str
    size: int


@final
@dataclass(frozen=True, slots=True)
class TooFewAnswers:
    """Not enough witnesses said that they hold this store's history.

    Attributes:
        needed: q.
        found: that did.
        missing: those that did not, by the names of their keys.
        numbers: of the policy, by which so many that are missing for one reason are believed.
    """

    needed: int
    found: int
    missing: tuple[str, ...] = field(default=(), compare=False)
    numbers: Quorums | None = field(default=None, compare=False)


Start: TypeAlias = Run | Behind | Overtaken | Claimed | Forked | TooFewAnswers

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
    answers: Mapping[VerifierKey, Held],
    *,
    witnesses: Collection[VerifierKey],
    numbers: Quorums,
    kept: Collection[VerifierKey] = (),
) -> Start:
    """Decide whether to begin, or to go on.

    Args:
        own_size: of the newest head signed here, 0 when there is none.
        answers: of those witnesses and auditors that answered.
        witnesses: who counts, each once; an auditor is its own town's second key, and counts
            for what it shows.
        numbers: q, and f that it leaves.
        kept: whose cosignatures of that head are kept, from before. At a start they are none:
            it is to be known what is so now.
    """
    ahead = claims(own_size, answers)
    shown = [key for key in ahead if answers[key].is_shown]
    if shown or len(ahead & set(witnesses)) > numbers.f:
        return Behind(*_largest(answers, shown or ahead))
    voting = {key: each for key, each in answers.items() if key in witnesses}
    ours = {
        key
        for key, each in voting.items()
        if each.history == "ours" and each.size is not None and key not in ahead
    }
    ours |= set(witnesses) & set(kept)
    found = len(ours)
    if found >= numbers.q:
        return Run()
    others = [key for key, each in voting.items() if each.history == "another"]
    shown = [key for key, each in answers.items() if each.is_shown]
    if shown or len(others) > numbers.f:
        by = min(shown or others, key=lambda key: str(key.name))
        return Forked(str(by.name), answers[by].size or 0)
    if ahead:
        return Claimed(*_largest(answers, ahead), numbers.q, found)
    missing = sorted(str(key.name) for key in witnesses if key not in ours)
    return TooFewAnswers(numbers.q, found, tuple(missing), numbers)


def claims(own_size: int, answers: Mapping[VerifierKey, Held]) -> frozenset[VerifierKey]:
    """Give those that say they hold more than this store."""
    return frozenset(
        key for key, each in answers.items() if each.size is not None and each.size > own_size
    )


def is_the_end(
    start: Start,
    answers: Mapping[VerifierKey, Held],
    *,
    witnesses: Collection[VerifierKey],
    numbers: Quorums,
    kept: Collection[VerifierKey] = (),
) -> bool:
    """Say whether a ledger at work stops for good, whatever those say who have not answered yet.

    Whoever holds more ends it. Another history does where so many witnesses hold that one that the
    rest are no quorum: whoever is slow, or down, may be of ours.
    """
    if not isinstance(start, Forked):
        return isinstance(start, Behind | Overtaken)
    others = {key for key in answers.keys() & set(witnesses) if answers[key].history == "another"}
    return len(others - set(kept)) > numbers.n - numbers.q


def _largest(answers: Mapping[VerifierKey, Held], keys: Collection[VerifierKey]) -> tuple[str, int]:
    size, name = max((answers[key].size or 0, str(key.name)) for key in keys)
    return name, size


def reason(
    start: Start, own_size: int, why_not: Mapping[VerifierKey, str] = MappingProxyType({})
) -> Unavailable | None:
    """Give the reason why nothing is written; None when something may be.

    Of more witnesses than may lie, one is honest: when so many refuse the log's key itself, it is
    not the key that they follow, and asking again brings nothing.

    Args:
        start: as decided.
        own_size: of the newest head signed here.
        why_not: of those that named no size, or confirmed nothing, their codes.

    Returns:
        An :class:`Unavailable`: ``ledger.behind``, ``ledger.overtaken``, ``ledger.claimed``,
        ``ledger.forked``, ``ledger.few_witnesses``, ``ledger.other_key``; or None.
    """
    match start:
        case Run():
            return None
        case Behind(by, size):
            return Unavailable("ledger.behind", by=by, size=size, own=own_size)
        case Overtaken(found, of):
            return Unavailable("ledger.overtaken", found=found, of=of, own=own_size)
        case Claimed(by, size, needed, found):
            return Unavailable(
                "ledger.claimed", by=by, size=size, own=own_size, needed=needed, found=found
            )
        case Forked(by, size):
            return Unavailable("ledger.forked", by=by, size=size, own=own_size)
        case TooFewAnswers(needed, found, missing, numbers):
            named = ", ".join(missing)
            theirs = {str(key.name) for key, code in why_not.items() if code == "log.unsigned"}
            refusing = len(theirs.intersection(missing))
            if numbers is not None and refusing > numbers.f:
                return Unavailable(
                    "ledger.other_key", refusing=refusing, of=numbers.n, missing=named
                )
            return Unavailable("ledger.few_witnesses", needed=needed, found=found, missing=named)

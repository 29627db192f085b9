"""How a publication went, by what witnesses and auditors answered. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import final

from livret_core.errors import LivretError
from livret_core.ledger.head_time import head_time_s
from livret_core.ledger.trust_root import TrustRoot
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import SignatureLine, VerifierKey
from livret_ledger import cosigning
from livret_ledger.sequencing import OFF_S
from livret_ledger.service.asking import Answers
from livret_ledger.service.timekeeping import Times


@final
@dataclass(frozen=True, slots=True)
class Standing:
    """How the last publication went.

    Attributes:
        size: of its head; 0 before the first.
        has_quorum: whether readers are pointed to it.
        time_s: its T, when it has a quorum.
        answers: of each witness and auditor: empty when it cosigned, else why not.
        problem: why there is no publication at all, if there is none.
        clocks: of each witness that cosigned by a wrong clock, by how many minutes that is ahead.
    """

    size: int = 0
    has_quorum: bool = False
    time_s: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    problem: LivretError | None = None
    clocks: Mapping[str, int] = field(default_factory=dict)


def standing_of(
    signed: SignedCheckpoint, root: TrustRoot, answers: Answers, *, has_quorum: bool
) -> Standing:
    """Say how a publication went by its head and the answers of those who were asked."""
    times_s = {
        key: [time_s] for key, time_s in cosigning.newest_times(signed, root.witnesses).items()
    }
    return Standing(
        signed.checkpoint.size,
        has_quorum,
        head_time_s(times_s, root.numbers) if has_quorum else None,
        {str(key.name): _said(answers, key) for key in root.policy.witness_keys},
    )


def times_of(answers: Answers, root: TrustRoot) -> Times:
    """Give what each witness that confirmed said the time is."""
    return {
        key: max(cosigning.time_s(line) for line in answer.lines)
        for key, answer in answers.items()
        if key in root.witnesses and answer.lines
    }


def wrong_clocks(times_s: Times, *, now_s: int) -> dict[str, int]:
    """Say whose clock is not this machine's, and by how many minutes it is ahead."""
    return {
        str(key.name): (time_s - now_s) // 60
        for key, time_s in times_s.items()
        if abs(time_s - now_s) > OFF_S
    }


def lines_of(answers: Answers) -> list[SignatureLine]:
    """Give all cosignatures that came."""
    return [line for answer in answers.values() for line in answer.lines]


def _said(answers: Answers, key: VerifierKey) -> str:
    answer = answers.get(key)
    return "log.witness_unavailable" if answer is None else answer.code

"""What the writer does with a group of operations: in parts, decided one on top of the other, answered."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from livret_core.errors import LivretError, Unavailable
from livret_core.ledger.apply import is_in_place
from livret_core.ledger.operation import Operation
from livret_core.ledger.signed_ahead import NONE_AHEAD, SignedAhead
from livret_edge.cores import on_all_cores
from livret_ledger.batch import Batch, Outcome
from livret_ledger.sequencing import ends_a_key
from livret_ledger.service.line import Submission
from livret_ledger.store import Store

_MANY: Final = 16  # operations, whose signatures are worth the threads to verify them


def parts(group: Sequence[Submission]) -> Iterator[list[Submission]]:
    """Cut a group so that what ends the ledger's key stands alone: a head ends before it."""
    part: list[Submission] = []
    for each in group:
        if not ends_a_key(each.operation):
            part.append(each)
            continue
        if part:
            yield part
        yield [each]
        part = []
    if part:
        yield part


def answer_all(group: Iterable[Submission], why: LivretError) -> None:
    """Say to all that nothing was written."""
    for each in group:
        each.answer.set_result(why.again())


def verified_ahead(batch: Batch, group: Sequence[Submission]) -> SignedAhead:
    """Verify the signatures of many on all cores, of those that the rules will ask about."""
    if len(group) < _MANY:
        return NONE_AHEAD
    try:
        fit = [each.operation for each in group if is_in_place(batch, each.operation)]
        return SignedAhead.of(batch, fit, each=on_all_cores)
    except Exception:  # noqa: BLE001  # each is verified in its turn, and what failed is told then
        return NONE_AHEAD


def decide(batch: Batch, operation: Operation, ahead: SignedAhead) -> Outcome | BaseException:
    """Decide one operation: what was appended, or why it was not; a fault of ours is its own."""
    try:
        return batch.submit(operation, ahead)
    except Exception as error:  # noqa: BLE001  # a fault of ours in one must not stop the others
        return error


def rehearse(store: Store, operation: Operation) -> Outcome:
    """Decide one operation on top of what stands there, and keep nothing of it.

    Raises:
        Unavailable: a rule that could not read what it asked for.
    """
    answer = decide(Batch(store), operation, NONE_AHEAD)
    check_read([answer])
    if isinstance(answer, BaseException) and not isinstance(answer, LivretError):
        raise answer
    return answer


def check_read(answers: Iterable[Outcome | BaseException]) -> None:
    """Check that every rule could read what it asked for; else the store has to be taken up anew."""
    for answer in answers:
        if isinstance(answer, Unavailable):
            raise answer

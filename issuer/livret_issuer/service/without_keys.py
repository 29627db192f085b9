"""What a town hall's journal says to whoever has not its keys: a watch needs no passphrase."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, final

from livret_core.ledger.operation import Operation
from livret_issuer.service.own_name import OwnName
from livret_issuer.store import Home
from livret_issuer.taking_back import RecoveryHashes, answers, entries_of
from livret_ledger.watch.journals import Known

_UNUSED_AUDIT_KEY: Final = bytes(32)


@final
@dataclass(frozen=True, slots=True)
class Unnoted:
    """What a copy of the ledger has of what is open here.

    Attributes:
        operations: made here, with their indexes there.
        undone: ids of what others wrote and one of those undoes.
    """

    operations: tuple[tuple[int, Operation], ...]
    undone: frozenset[str]


def unnoted(home: Home, index_of: Callable[[Operation], int | None]) -> Unnoted:
    """Find what a copy has and the journal does not know yet; without this home's keys.

    Args:
        home: whose journal.
        index_of: says where a copy, believed, has an operation; None where it does not.
    """
    hall = home.read_hall()
    store = home.store(hall.tenant, audit_key=_UNUSED_AUDIT_KEY)
    try:
        with store.transaction() as transaction:
            journal = transaction.journal
            still_open = [each.operation for each in journal.all() if each.stand == "open"]
            there = tuple(
                (index, each) for each in still_open if (index := index_of(each)) is not None
            )
            recoveries = [each for _, each in there if journal.is_recovery(each.id)]
            undone = frozenset(
                theirs.operation.id
                for theirs in journal.unanswered()
                if any(answers(each, theirs.operation) for each in recoveries)
            )
    finally:
        store.close()
    return Unnoted(there, undone)


def known(home: Home) -> Known:
    """Read what a home's journal knows, without its keys: a watch needs no passphrase."""
    hall = home.read_hall()
    store = home.store(hall.tenant, audit_key=_UNUSED_AUDIT_KEY)
    try:
        return OwnName(home, hall, store).known()
    finally:
        store.close()


def recovery_hashes(home: Home, about: Iterable[tuple[int, Operation]]) -> RecoveryHashes:
    """Read which recovery keys count, without this home's keys.

    Args:
        home: whose journal knows what is open.
        about: every operation on the ledger whose subject is its DID, in order.
    """
    hall = home.read_hall()
    store = home.store(hall.tenant, audit_key=_UNUSED_AUDIT_KEY)
    try:
        with store.transaction() as transaction:
            made = [each.operation for each in transaction.journal.all() if each.stand == "open"]
    finally:
        store.close()
    return RecoveryHashes.of(entries_of(each for _, each in about), entries_of(made))

"""What the ledger did not take, or never will, is given up in the journal, and what hangs on it."""

from livret_core.ledger.operation import Operation
from livret_issuer.service.shelving import take_down_digests
from livret_issuer.store import Home, Transaction
from livret_issuer.taking_back import came_with


def give_up(
    home: Home, transaction: Transaction, operation: Operation, *, at_s: int
) -> list[Operation]:
    """Note that the ledger does not have an operation; the copies of a day wait for the next.

    Nobody is to take its digests, of that day or of final lists, for what the ledger has: they are
    published no more.

    Of a recovery, that goes for the suspicions made with it: the key that signed them is listed
    by its entry alone.

    Returns:
        What was open and is given up with it.
    """
    journal = transaction.journal
    if operation.type == "commit":
        journal.put_back(operation.id)
    take_down_digests(home, transaction, operation)
    journal.settle(operation, "refused", proof=None, at_s=at_s)
    transaction.note("settle", f"{operation.type} refused", at_s=at_s)
    if not journal.is_recovery(operation.id):
        return []
    followed = [
        each.operation
        for each in journal.all()
        if each.stand == "open" and came_with(operation, each.operation)
    ]
    for each in followed:
        journal.settle(each, "refused", proof=None, at_s=at_s)
        transaction.note("settle", f"{each.type} refused", at_s=at_s)
    return followed

"""What a town hall's day on the ledger is made of: digests of its lists, datings of its copies."""

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from livret_core import limits
from livret_core.https_uri import HttpsUri
from livret_core.ledger.daily import DayCommit, NamedDigest
from livret_core.ledger.dating import Dating
from livret_core.short_code import ShortCode
from livret_core.tlog.proof import LogProof
from livret_issuer import daily
from livret_issuer.records import Counted, StoredOperation
from livret_issuer.service.shelving import read
from livret_issuer.store import Home, Journal, Lists, Store, Transaction


def datings(store: Store, *, now_s: int, all_of_them: bool) -> Iterator[Dating]:
    """Give what dates the copies of each hand-over whose day the ledger has.

    Each is noted as handed over when the next is asked for.
    """
    with store.transaction() as transaction:
        taken = [
            each
            for each in transaction.journal.all()
            if each.operation.type == "commit" and each.stand == "taken"
        ]
        for stored in taken:
            operation = stored.operation
            counted = transaction.journal.counted(operation.id, only_new=not all_of_them)
            if not counted:
                continue
            commit = DayCommit.parse(transaction.journal.day(operation.id))
            proof = None if stored.proof is None else LogProof.parse(stored.proof)
            for code, copies in groupby(counted, key=lambda each: each.code):
                paths = tuple(each.path for each in copies)
                yield Dating(code, commit, operation, proof, paths)
                transaction.journal.handed(code, at_s=now_s)


def dating_of(journal: Journal, code: ShortCode, *, now_s: int) -> Dating | None:
    """Give what dates the copies of one hand-over; None before the ledger has their day.

    It is noted as handed over.
    """
    counted, operation_id = journal.counted_of(code)
    stored = None if operation_id is None else journal.find(operation_id)
    if stored is None or stored.stand != "taken":
        return None
    journal.handed(code, at_s=now_s)
    return _dating(journal, stored, code, counted)


def _dating(
    journal: Journal, stored: StoredOperation, code: ShortCode, counted: Iterable[Counted]
) -> Dating:
    commit = DayCommit.parse(journal.day(stored.operation.id))
    proof = None if stored.proof is None else LogProof.parse(stored.proof)
    return Dating(code, commit, stored.operation, proof, tuple(each.path for each in counted))


def list_digests(
    home: Home,
    transaction: Transaction,
    uri_of: Callable[[int], HttpsUri],
    lists: Lists,
    *,
    now_s: int,
) -> list[NamedDigest]:
    """Name every list as it is published, or will be once the transaction has ended."""
    digests = []
    for number, issued_at_s in lists.lists().items():
        token = read(home, transaction, uri_of(number), limits.STATUS_TOKEN_BYTES)
        digests.append(daily.list_digest(number, token, issued_at_s or now_s))
    return digests


def random_values(size: int) -> Iterator[bytes]:
    """Fresh random values, drawn 64 at a time."""
    while True:
        block = os.urandom(64 * size)
        for at in range(0, len(block), size):
            yield block[at : at + size]

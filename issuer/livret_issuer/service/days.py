"""What a town hall's day on the ledger is made of: digests of its lists, datings of its copies."""

import os
from collections.abc import Callable, Iterator
from itertools import groupby

from livret_core import limits
from livret_core.https_uri import HttpsUri
from livret_core.ledger.daily import DayCommit, NamedDigest
from livret_core.ledger.dating import Dating
from livret_core.tlog.proof import LogProof
from livret_issuer import daily
from livret_issuer.store import Home, Lists, Store


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


def list_digests(
    home: Home, uri_of: Callable[[int], HttpsUri], lists: Lists, *, now_s: int
) -> list[NamedDigest]:
    """Name every list as it is published."""
    digests = []
    for number, issued_at_s in lists.lists().items():
        token = home.read_public(uri_of(number), limits.STATUS_TOKEN_BYTES)
        digests.append(daily.list_digest(number, token, issued_at_s or now_s))
    return digests


def random_values(size: int) -> Iterator[bytes]:
    """Fresh random values, drawn 64 at a time."""
    while True:
        block = os.urandom(64 * size)
        for at in range(0, len(block), size):
            yield block[at : at + size]

"""Status lists as a commit names them are kept beside those that are signed after it.

Of a key under suspicion no other list counts (LEDGER §7): it is published again in the place of a
newer one as soon as the suspicion is noted. And who makes the town hall anew, of what it published,
believes no other where its keys may be in somebody's hands.
"""

from collections.abc import Collection

from livret_core import limits
from livret_core.https_uri import HttpsUri
from livret_core.ledger.operation import Operation
from livret_core.ledger.state import commit_name
from livret_issuer.identity import TownHall
from livret_issuer.list_places import NAMED_LIST
from livret_issuer.service.shelving import put_up, read, take_down
from livret_issuer.store import Home, Transaction


def keep_named(home: Home, transaction: Transaction, hall: TownHall, day: int) -> None:
    """Keep each list as it is published now, and as the digests of *day* name it."""
    for number in transaction.lists():
        uri = hall.status_uri(number)
        content = read(home, transaction, uri, limits.STATUS_TOKEN_BYTES)
        put_up(home, transaction, hall.named_list_uri(day, number), content)


def keep_only(home: Home, transaction: Transaction, hall: TownHall, day: int) -> None:
    """Keep no lists of another day: the ledger has the digests of this one."""
    kept = hall.named_list_uri(day, 0).text.rpartition("/")[0] + "/"
    for place in transaction.shelf.places(f"{hall.did.base_url}commit/"):
        if place.endswith(NAMED_LIST) and not place.startswith(kept):
            take_down(home, transaction, HttpsUri.parse(place))


def bring_back(
    home: Home,
    transaction: Transaction,
    hall: TownHall,
    keys: Collection[str],
    *,
    by: Operation | None = None,
) -> None:
    """Publish the lists of suspected keys as the ledger names them.

    Args:
        home: where they are published.
        transaction: in which it is done.
        hall: whose they are.
        keys: their names.
        by: the commit that names them, where it is not noted yet that the ledger has it.
    """
    if by is None:
        taken = transaction.journal.on_ledger(commit_name(hall.did.text))
        by = next((each.operation for each in taken), None)
    day = None if by is None else by.body.get("day")
    if not keys or not isinstance(day, int):
        return
    lists = transaction.lists()
    for name in keys:
        for number in transaction.lists_under(name):
            content = transaction.shelf.find(hall.named_list_uri(day, number).text)
            if number in lists and content is not None:
                put_up(home, transaction, hall.status_uri(number), content)

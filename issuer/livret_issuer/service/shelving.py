"""What a town hall publishes lies in its record as well, and each of its machines publishes that.

One machine signs a list or makes the digests of a day; the others cannot make the same again, and
a desk believes what was committed to. What a machine lacks, also because it stopped between the
record and its folder, it catches up with.
"""

from pathlib import Path

from livret_core import limits
from livret_core.dids.webvh import WebvhDid
from livret_core.errors import Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.ledger.operation import Operation
from livret_issuer.store import Home, Transaction


def put_up(home: Home, transaction: Transaction, uri: HttpsUri, content: bytes) -> Path:
    """Publish a file here, and have the others publish it.

    Raises:
        Unavailable: ``home.unavailable``, ``store.unavailable``.
    """
    if transaction.shelf.find(uri.text) != content:
        transaction.shelf.put(uri.text, content)
    return home.publish(uri, content)


def catch_up(home: Home, transaction: Transaction, *, since: int = 0) -> int:
    """Publish here what others put up, and take down what they took down.

    Args:
        home: whose folder it is.
        transaction: nobody puts up more meanwhile.
        since: as this gave it before; 0 to look at all that there is.

    Returns:
        Where to go on from.
    """
    for each in transaction.shelf.since(since):
        uri = HttpsUri.parse(each.place)
        if each.content is None:
            home.take_down(uri)
        elif _read(home, uri) != each.content:
            home.publish(uri, each.content)
        since = each.revision
    return since


def put_up_day(home: Home, transaction: Transaction, operation: Operation) -> None:
    """Publish the digests that a ``commit`` is over, as they were made."""
    uri = _place_of(operation)
    if uri is not None:
        put_up(home, transaction, uri, transaction.journal.day(operation.id))


def take_down_day(home: Home, transaction: Transaction, operation: Operation) -> None:
    """Publish the digests no more that a ``commit`` is over, which the ledger did not take.

    What was made in its place since then stays.
    """
    uri = _place_of(operation)
    if uri is None or transaction.shelf.find(uri.text) != transaction.journal.day(operation.id):
        return
    transaction.shelf.put(uri.text, None)
    home.take_down(uri)


def _place_of(operation: Operation) -> HttpsUri | None:
    day = operation.body.get("day")
    if operation.type != "commit" or not isinstance(day, int):
        return None
    return HttpsUri.parse(f"{WebvhDid.parse(operation.subject).base_url}commit/{day}.json")


def _read(home: Home, uri: HttpsUri) -> bytes | None:
    try:
        return home.read_public(uri, limits.STATUS_TOKEN_BYTES)
    except Unavailable:
        return None

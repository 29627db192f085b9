"""What a town hall publishes lies in its record as well, and each of its machines publishes that.

One machine signs a list or makes the digests of a day; the others cannot make the same again, and
a desk believes what was committed to. What a machine lacks, also because it stopped between the
record and its folder, it catches up with. Who the town hall is, its own file says on each machine:
that lies in the record in the same way. Keys do not.

The record comes first: a file is written once what it says stands there for good, and as it stands
there then, while nobody changes it. What was rolled back was never published, and of two that
publish at once the later one's stays.
"""

from functools import partial
from pathlib import Path
from typing import Final

from livret_core import limits
from livret_core.dids.webvh import WebvhDid
from livret_core.errors import Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.ledger.operation import Operation
from livret_issuer.identity import TownHall
from livret_issuer.store import Home, Transaction

#: In the place of a URI: no web server has it.
_HALL: Final = "town-hall.json"


def put_up(home: Home, transaction: Transaction, uri: HttpsUri, content: bytes) -> Path:
    """Publish a file, here as soon as the transaction has ended, and have the others publish it.

    Returns:
        Where it will be.

    Raises:
        Unavailable: ``store.unavailable``; ``home.unavailable`` from the transaction's end.
    """
    if transaction.shelf.find(uri.text) != content:
        transaction.shelf.put(uri.text, content)
    transaction.afterwards(uri.text, partial(_bring, home, uri))
    return home.place_of(uri)


def read(home: Home, transaction: Transaction, uri: HttpsUri, max_bytes: int) -> bytes:
    """Read what is published, or will be once the transaction has ended.

    Raises:
        Unavailable: ``home.unavailable``. MalformedInput: ``input.too_large``.
    """
    kept = transaction.shelf.find(uri.text)
    return home.read_public(uri, max_bytes) if kept is None else kept


def keep_hall(home: Home, transaction: Transaction, hall: TownHall) -> None:
    """Keep who this is from now on, on each machine; here as soon as the transaction has ended."""
    if transaction.shelf.find(_HALL) != (content := hall.format()):
        transaction.shelf.put(_HALL, content)
    transaction.afterwards(_HALL, partial(_bring_hall, home))


def hall_now(home: Home, transaction: Transaction) -> TownHall:
    """Say who this is, as whichever machine kept it last; this one's file follows.

    Raises:
        MalformedInput: ``home.malformed``. Unavailable: ``home.unavailable``.
    """
    kept = transaction.shelf.find(_HALL)
    hall = home.read_hall()
    if kept is None or kept == hall.format():
        return hall
    transaction.afterwards(_HALL, partial(_bring_hall, home))
    return TownHall.parse(kept)


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
        if each.place == _HALL:
            _bring_hall(home, transaction)
            since = each.revision
            continue
        uri = HttpsUri.parse(each.place)
        if each.content is None:
            home.take_down(uri)
        elif _read(home, uri) != each.content:
            home.publish(uri, each.content)
        since = each.revision
    return since


def put_up_digests(home: Home, transaction: Transaction, operation: Operation) -> None:
    """Publish the digests that an operation is over, as they were made: of a day, or final ones."""
    uri, made = _digests(transaction, operation)
    if uri is not None and made is not None:
        put_up(home, transaction, uri, made)


def take_down_digests(home: Home, transaction: Transaction, operation: Operation) -> None:
    """Publish the digests no more that an operation is over, which the ledger did not take.

    What was made in its place since then stays.
    """
    uri, made = _digests(transaction, operation)
    if uri is None or made is None or transaction.shelf.find(uri.text) != made:
        return
    take_down(home, transaction, uri)


def take_down(home: Home, transaction: Transaction, uri: HttpsUri) -> None:
    """Publish nothing there any more, on any machine, as soon as the transaction has ended."""
    transaction.shelf.put(uri.text, None)
    transaction.afterwards(uri.text, partial(_bring, home, uri))


def _digests(
    transaction: Transaction, operation: Operation
) -> tuple[HttpsUri | None, bytes | None]:
    """Say where an operation's digests are published, and how they were made."""
    match operation.type, operation.body:
        case "commit", {"day": int(day)}:
            name = str(day)
        case (("did.deactivate" | "did.succeed"), {"lists": str()}):
            name = "final"
        case _:
            return None, None
    base = WebvhDid.parse(operation.subject).base_url
    return HttpsUri.parse(f"{base}commit/{name}.json"), transaction.journal.find_day(operation.id)


def _bring(home: Home, uri: HttpsUri, transaction: Transaction) -> None:
    """Have the folder as the record is now: it may have changed since that was asked for."""
    kept = transaction.shelf.find(uri.text)
    if kept is None:
        home.take_down(uri)
    else:
        home.publish(uri, kept)


def _bring_hall(home: Home, transaction: Transaction) -> None:
    kept = transaction.shelf.find(_HALL)
    if kept is not None and home.read_hall().format() != kept:
        home.change_hall(TownHall.parse(kept))


def _read(home: Home, uri: HttpsUri) -> bytes | None:
    try:
        return home.read_public(uri, limits.STATUS_TOKEN_BYTES)
    except Unavailable:
        return None

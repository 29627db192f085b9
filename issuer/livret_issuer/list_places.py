"""Decide where a town hall's status lists lie. Pure.

A list has one address for its life: what was signed names it. When a town changes its web host,
lists begin at the new one, and those there are stay until the last proof in them has ended. A
number is given to one list, wherever it lies: the day's commit names lists by their numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.dids.document import STATUS_SERVICE
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.https_uri import HttpsUri

_FRAGMENT: Final = "status"

#: Behind the number of a list that is kept as a commit names it.
NAMED_LIST: Final = ".list"


@final
@dataclass(frozen=True, slots=True)
class ListPlace:
    """From which list on lists lie at an address.

    Attributes:
        first: number of the first list there.
        endpoint: https, ends in a slash.
    """

    first: int
    endpoint: str

    def __post_init__(self) -> None:
        if self.first < 1 or not self.endpoint.endswith("/"):
            raise MalformedInput("home.malformed", "a place of lists")
        HttpsUri.parse(self.endpoint)

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read a member of ``lists``.

        Raises:
            MalformedInput: ``home.malformed``, ``input.https_uri``.
        """
        match value:
            case {"first": int(first), "at": str(endpoint), **rest} if (
                not rest and type(first) is int
            ):
                return cls(first, endpoint)
        raise MalformedInput("home.malformed", "a place of lists")

    def format(self) -> JsonObject:
        """Write it; the inverse of :meth:`parse`."""
        return {"first": self.first, "at": self.endpoint}


def place_of(places: Sequence[ListPlace], number: int) -> str:
    """Say at which address a list lies.

    Args:
        places: in the order in which lists began there; the first has list 1.
        number: of the list.
    """
    return next(each.endpoint for each in reversed(places) if each.first <= number)


def as_endpoint(typed: str) -> str:
    """Read an address of lists, as a DID's record has it: with a slash at its end.

    Raises:
        MalformedInput: ``input.https_uri``, ``input.too_large``.
    """
    return HttpsUri.parse(typed if typed.endswith("/") else typed + "/").text


def endpoints_of(document: JsonObject) -> tuple[str, ...]:
    """Give the addresses of lists that a DID document has; lists begin at the last."""
    services = _services(document)
    return tuple(
        as_endpoint(str(each["serviceEndpoint"]))
        for each in services
        if each.get("type") == STATUS_SERVICE
    )


def with_lists_at(document: JsonObject, did: str, endpoint: str) -> JsonObject:
    """Write a document by which lists begin at another address; those there are stay.

    Raises:
        Refused: ``home.lists_place`` where they begin there already.
    """
    if endpoint in endpoints_of(document)[-1:]:
        raise Refused("home.lists_place", "they begin there")
    services = _services(document)
    taken = {str(each.get("id")).rpartition("#")[2] for each in services}
    number = next(n for n in range(2, len(taken) + 3) if f"{_FRAGMENT}-{n}" not in taken)
    new: JsonObject = {
        "id": f"{did}#{_FRAGMENT}-{number}",
        "type": STATUS_SERVICE,
        "serviceEndpoint": endpoint,
    }
    # Back at one that they moved from: it is the last again.
    return {**document, "service": [*_without(services, endpoint), new]}


def without_lists_at(document: JsonObject, endpoint: str) -> JsonObject:
    """Write a document without an address at which no list is needed any more.

    Raises:
        Refused: ``home.lists_place`` for one that it does not have, and for the last, where
            lists begin.
    """
    endpoints = endpoints_of(document)
    if endpoint not in endpoints or endpoint == endpoints[-1]:
        raise Refused("home.lists_place", "not an address that lists have moved from")
    return {**document, "service": _without(_services(document), endpoint)}


def moved(
    places: Sequence[ListPlace], document: JsonObject, *, next_number: int
) -> tuple[ListPlace, ...]:
    """Say where lists lie once a document counts.

    Args:
        places: until now.
        document: that counts from now on.
        next_number: of the list that would be begun next.
    """
    endpoints = endpoints_of(document)
    if not endpoints or endpoints[-1] == places[-1].endpoint:
        return tuple(places)
    # One that no list was begun at leaves nothing behind.
    kept = [each for each in places if each.first < next_number]
    return (*kept, ListPlace(next_number, endpoints[-1]))


def _without(services: Sequence[JsonObject], endpoint: str) -> list[JsonValue]:
    return [
        each
        for each in services
        if each.get("type") != STATUS_SERVICE
        or as_endpoint(str(each["serviceEndpoint"])) != endpoint
    ]


def _services(document: JsonObject) -> list[JsonObject]:
    found = document.get("service")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []

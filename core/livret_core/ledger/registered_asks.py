"""Whether a service keeps to what it registered to ask (LEDGER §3). Pure.

The same for the service that asks and for the wallet that is asked: of the first a request
beyond it is not even made, by the second it is not answered.
"""

from collections.abc import Iterable
from typing import TypeAlias

from livret_core.errors import Refused
from livret_core.ledger.records import ServiceRecord
from livret_core.sdjwt.plan import ClaimPath

AskedClaims: TypeAlias = tuple[str, Iterable[ClaimPath]]
"""A type, as the ledger calls it, and the claims of it; a place in an array is any of it."""


def check_within(record: ServiceRecord, asked: Iterable[AskedClaims], *, now_s: int) -> None:
    """Check that what is asked for was registered: each type, and each claim of it.

    A claim is registered by its path, and with it all that is inside it. A type of which no
    claim is asked for shows all the same who has one.

    Args:
        record: of the service.
        asked: what it asks for, or what would leave.
        now_s: seconds since 1970.

    Raises:
        Refused: ``request.over_purpose``, with the ``claim`` or the ``type`` that is too much.
    """
    if not record.from_s <= now_s < record.until_s:
        raise Refused("request.over_purpose", "not begun, or ended")
    allowed = {each.type: frozenset(each.claims) for each in record.asks}
    for type_name, paths in asked:
        registered = allowed.get(type_name)
        if registered is None:
            raise Refused("request.over_purpose", type=type_name)
        for path in paths:
            if registered.isdisjoint(_ways_to(path)):
                raise Refused("request.over_purpose", claim=".".join(map(_name_of, path)))


def _ways_to(path: ClaimPath) -> Iterable[str]:
    """Name the claim as the ledger does, and each that it lies in; nothing beyond a dot in a name."""
    parts: list[str] = []
    for part in path:
        if isinstance(part, str) and ("." in part or part == "*"):
            return
        parts.append(_name_of(part))
        yield ".".join(parts)


def _name_of(part: str | int | None) -> str:
    return part if isinstance(part, str) else "*"

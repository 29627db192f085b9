"""Whether a service keeps to what it registered to ask (LEDGER §3). Pure.

The same for the service that asks and for the wallet that is asked: of the first a request
beyond it is not even made; the second says what is too much, and takes no yes beforehand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias, final

from livret_core.errors import Refused
from livret_core.ledger.records import ServiceRecord
from livret_core.sdjwt.plan import ClaimPath

AskedClaims: TypeAlias = tuple[str, Iterable[ClaimPath]]
"""A type, as the ledger calls it, and the claims of it; a place in an array is any of it."""


@final
@dataclass(frozen=True, slots=True)
class Excess:
    """What is asked for beyond what was registered; false when nothing is.

    Attributes:
        is_over: the registration has not begun, or has ended.
        types: those that were not registered.
        claims: of the others, each that was not, beside its type.
    """

    is_over: bool = False
    types: tuple[str, ...] = ()
    claims: tuple[tuple[str, ClaimPath], ...] = ()

    def __bool__(self) -> bool:
        """Whether it is more than was registered."""
        return self.is_over or bool(self.types or self.claims)


def excess(record: ServiceRecord, asked: Iterable[AskedClaims], *, now_s: int) -> Excess:
    """Find what is asked for, or would leave, beyond what was registered.

    A claim is registered by its path, and with it all that is inside it. A type of which no
    claim is asked for shows all the same who has one.

    Args:
        record: of the service.
        asked: what it asks for, or what would leave.
        now_s: seconds since 1970.
    """
    allowed = {each.type: frozenset(each.claims) for each in record.asks}
    types: list[str] = []
    claims: list[tuple[str, ClaimPath]] = []
    for type_name, paths in asked:
        registered = allowed.get(type_name)
        if registered is None:
            types.append(type_name)
            continue
        claims += [(type_name, path) for path in paths if registered.isdisjoint(_ways_to(path))]
    return Excess(not record.from_s <= now_s < record.until_s, tuple(types), tuple(claims))


def check_within(record: ServiceRecord, asked: Iterable[AskedClaims], *, now_s: int) -> None:
    """Check that what is asked for was registered: each type, and each claim of it.

    Args:
        record: of the service.
        asked: what it asks for.
        now_s: seconds since 1970.

    Raises:
        Refused: ``request.over_purpose``, with the ``claim`` or the ``type`` that is too much.
    """
    found = excess(record, asked, now_s=now_s)
    if found.is_over:
        raise Refused("request.over_purpose", "not begun, or ended")
    for type_name in found.types:
        raise Refused("request.over_purpose", type=type_name)
    for _, path in found.claims:
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

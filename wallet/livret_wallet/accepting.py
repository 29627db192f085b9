"""Which services registered on a public ledger to ask for a proof like a held one. Pure.

What a service registered is the most that it may ask. Whether it accepts a proof is for the
service to say, when it is shown one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core import limits
from livret_core.credential.type_names import short_name
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonValue
from livret_core.errors import LivretError, Unavailable
from livret_core.ledger.bodies import Asked
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.records import DidRecord, ServiceRecord
from livret_core.ledger.state import did_name
from livret_wallet.answering import open_copy
from livret_wallet.records import HeldBatch

#: Where a ledger lists the evidence that it publishes.
INDEX: Final = "evidence.json"
#: More services are not read one after the other while somebody waits.
MOST_SERVICES: Final = 200

_SERVICE: Final = "service/"
_EACH: Final = "*"


@final
@dataclass(frozen=True, slots=True)
class Service:
    """One that may ask, by what the members of a ledger vouch for.

    Attributes:
        did: its name there.
        record: what it registered.
    """

    did: str
    record: ServiceRecord

    def asks_for(self, batch: HeldBatch) -> Asked | None:
        """Give what it may ask of a proof that has all of it; None where something is missing."""
        kind = short_name(batch.vct)
        asked = next((each for each in self.record.asks if each.type == kind), None)
        if asked is None:
            return None
        claims: JsonValue = dict(open_copy(batch.copies[0]).claims)
        return asked if all(_has(claims, name.split(".")) for name in asked.claims) else None


@final
@dataclass(frozen=True, slots=True)
class Services:
    """What a ledger shows of services, as of the time of the oldest head it was read under.

    Attributes:
        origin: of the ledger.
        as_of_s: seconds since 1970; None where none could be read.
        found: those that may ask now, by name.
        unread: of how many nothing could be found out.
    """

    origin: str
    as_of_s: int | None = None
    found: tuple[Service, ...] = ()
    unread: int = 0

    @classmethod
    def of(cls, origin: str, states: Iterable[ProvenState], *, now_s: int, unread: int) -> Self:
        """Give those services in *states* whose registration is in force."""
        found, times = dict[str, Service](), []
        for state in states:
            times.append(state.head.cosigned.time_s)
            for name in state.names:
                service = _service(state, name, now_s=now_s)
                if service is not None:
                    found[service.did] = service
        services = tuple(found[did] for did in sorted(found))
        return cls(origin, min(times, default=None), services, unread)

    def accepting(self, batch: HeldBatch) -> tuple[tuple[Service, Asked], ...]:
        """Give those that may ask for a proof, each with what it may ask of it."""
        asked = ((each, each.asks_for(batch)) for each in self.found)
        return tuple((service, what) for service, what in asked if what is not None)


def listed(raw: bytes) -> tuple[str, ...]:
    """Read which files of evidence are about services; a hint that nobody signs.

    Raises:
        Unavailable: ``ledger.unavailable`` for what is no such list.
    """
    try:
        index = json_encoding.parse_object(raw, max_bytes=limits.EVIDENCE_INDEX_BYTES)
    except LivretError as error:
        raise Unavailable("ledger.unavailable", reason=error.code) from None
    paths = index.get("services", [])
    if index.get("v") != 1 or not isinstance(paths, list):
        raise Unavailable("ledger.unavailable", reason="input.malformed")
    return tuple(path for path in paths if isinstance(path, str))


def _service(state: ProvenState, name: str, *, now_s: int) -> Service | None:
    if not name.startswith(_SERVICE):
        return None
    record, did = state.find(name, ServiceRecord), name.removeprefix(_SERVICE)
    if record is None or not record.from_s <= now_s < record.until_s:
        return None
    known = state.find(did_name(did), DidRecord) if did_name(did) in state.names else None
    return Service(did, record) if known is not None and known.acts(now_s) else None


def _has(claims: JsonValue, path: list[str]) -> bool:
    """Whether a proof says something at a place; any of an array will do."""
    if not path:
        return True
    first, *rest = path
    if first == _EACH:
        return isinstance(claims, list) and any(_has(each, rest) for each in claims)
    return isinstance(claims, dict) and first in claims and _has(claims[first], rest)

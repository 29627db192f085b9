"""The ledger's state: records by name, and the ledger's own time.

Whoever keeps the records (a dictionary, a database, a proven excerpt) offers :class:`State`;
the rules read it and say what is to be written. Nothing here changes anything.
"""

from collections.abc import Mapping
from typing import NamedTuple, Protocol, TypeVar, final

import msgspec

from livret_core.errors import Refused
from livret_core.ledger.operation import NO_PREDECESSOR
from livret_core.ledger.records import AnyRecord, Policy, PolicyRecord, Record

_R = TypeVar("_R", bound=Record)


class Clock(NamedTuple):
    """Ledger time, and the chain of the ``state.commit`` operations that carry it.

    Attributes:
        at_s: seconds since 1970, from genesis or the last ``state.commit``.
        seq: how many ``state.commit`` there were.
        last: id of the last.
    """

    at_s: int
    seq: int
    last: str


BEFORE_GENESIS = Clock(0, 0, NO_PREDECESSOR)


class State(Protocol):
    """What the rules read."""

    @property
    def origin(self) -> str:
        """Which ledger this is."""
        ...

    @property
    def clock(self) -> Clock: ...

    def get(self, name: str) -> AnyRecord | None:
        """Give the record of that name, or None."""
        ...

    def map_root(self) -> str:
        """Give the root of the state map over all records, base64url."""
        ...


@final
class Change(msgspec.Struct, frozen=True):
    """What an operation does to the state. Made by ``apply`` only.

    Attributes:
        writes: new value of each record it touches, by name.
        clock: as it stands after it.
    """

    writes: Mapping[str, Record]
    clock: Clock


def find(state: State, name: str, kind: type[_R]) -> _R | None:
    """Give the record *name* if it is there and of that kind."""
    record = state.get(name)
    return record if isinstance(record, kind) else None


def demand(state: State, name: str, kind: type[_R]) -> _R:
    """Give the record *name*.

    Raises:
        Refused: ``ledger.unknown`` when it is not there.
    """
    record = find(state, name, kind)
    if record is None:
        raise Refused("ledger.unknown", name.partition("/")[0], record=name.partition("/")[0])
    return record


def policy_of(state: State) -> Policy:
    """Give the policy in force at ledger time."""
    return demand(state, "policy", PolicyRecord).in_force(state.clock.at_s)


def did_name(did: str) -> str:
    """Name the record of a DID."""
    return f"did/{did}"


def key_name(kid: str) -> str:
    """Name the record of a key."""
    return f"key/{kid}"


def member_name(who: str) -> str:
    """Name the record of a member."""
    return f"member/{who}"


def right_name(did: str, type_name: str, scope: str) -> str:
    """Name the record of a right."""
    return f"accr/{did}/{type_name}/{scope}"


def rights_name(did: str) -> str:
    """Name the record that lists all rights of a DID."""
    return f"rights/{did}"


def place_name(who: str, number: int = 1) -> str:
    """Name the record of the place where a legal person's DID is published."""
    return f"place/{who}" if number == 1 else f"place/{who}/{number}"


def used_name(multikey: str) -> str:
    """Name the record that says a public key has been used."""
    return f"used/{multikey}"


def quota_name(who: str) -> str:
    """Name the record that counts what a member sponsored."""
    return f"quota/{who}"


def share_name(did: str, what: str) -> str:
    """Name the record that counts what a DID did on its own word."""
    return f"quota/{did}/{what}"


def proposal_name(who: str) -> str:
    """Name the record of a candidate's proposal."""
    return f"member/{who}/proposal"


def endorsement_name(who: str, by: str) -> str:
    """Name the record of one member's endorsement."""
    return f"member/{who}/endorse/{by}"


def service_name(did: str) -> str:
    """Name the record of a service that asks."""
    return f"service/{did}"


def schema_name(subject: str) -> str:
    """Name the record of a type's published version, ``<type>/<version>``."""
    return f"schema/{subject}"


def claims_name(type_name: str) -> str:
    """Name the record of the claims that versions of a type have."""
    return f"claims/{type_name}"


def commit_name(did: str) -> str:
    """Name the record of an issuer's last daily commit."""
    return f"commit/{did}"


def compromise_name(kid: str) -> str:
    """Name the record that says a key is suspected."""
    return f"compromise/{kid}"

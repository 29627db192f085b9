"""How a ledger stands: who is behind its head, and how many of them are independent. Pure."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import final

from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.ledger.bodies import RoleHolder
from livret_core.ledger.records import MemberRecord, PolicyRecord
from livret_core.ledger.state import member_name
from livret_core.tlog.note import VerifierKey
from livret_core.tlog.policy import Policy
from livret_ledger.proving import Records


@final
@dataclass(frozen=True, slots=True)
class Run:
    """A key, who runs the machine that it is on, and where that machine answers, if it is known."""

    operator: str
    key: VerifierKey
    address: str | None = None

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that its name and its address are at, ports left out."""
        named = [str(self.key.name).partition("/")[0]]
        # An address that is none is no machine's.
        with suppress(MalformedInput):
            named += [] if self.address is None else [HttpsUri.parse(self.address).host]
        return frozenset(each.partition(":")[0].lower() for each in named)


@final
@dataclass(frozen=True, slots=True)
class AtOneHost:
    """Operators whose machines are at one host, which one hand can touch."""

    host: str
    operators: tuple[str, ...]


@final
@dataclass(frozen=True, slots=True)
class Behind:
    """Who stands behind a head.

    Attributes:
        operators: those who run the machines that cosigned it, each once: one operator
            with ten keys is one. A key of nobody that the ledger knows counts for none.
        members: in whose name they do, by registered number.
        together: which of the operators have machines at one host.
    """

    operators: tuple[str, ...]
    members: tuple[str, ...]
    together: tuple[AtOneHost, ...] = ()

    @property
    def independent(self) -> int:
        """How many of them are independent, as far as can be seen: those at one host are one."""
        sides = [{each} for each in self.operators]
        for one in self.together:
            met = [side for side in sides if not side.isdisjoint(one.operators)]
            sides = [side for side in sides if side not in met]
            sides.append(set().union(*met))
        return len(sides)


def at_one_host(run: Iterable[Run]) -> tuple[AtOneHost, ...]:
    """Find the hosts at which more than one operator has machines.

    No rule forbids it: where a machine stands is not on the ledger. It is for people to see.
    """
    found: dict[str, set[str]] = {}
    for each in run:
        for host in each.hosts:
            found.setdefault(host, set()).add(each.operator)
    return tuple(
        AtOneHost(host, tuple(sorted(operators)))
        for host, operators in sorted(found.items())
        if len(operators) > 1
    )


def behind(
    state: Records, cosigned: Collection[VerifierKey], policy: Policy, *, at_s: int
) -> Behind:
    """Say who stands behind a head.

    Args:
        state: the records as of the head.
        cosigned: whose cosignatures verified.
        policy: of the trust root that it counts under; it says where witnesses answer.
        at_s: ledger time.
    """
    record = state.record("policy")
    if not isinstance(record, PolicyRecord):
        return Behind((), ())
    keys = {key.format(): key for key in cosigned}
    holders: list[RoleHolder] = [
        holder for holder in record.in_force(at_s).holders if holder.key in keys
    ]
    members = sorted({holder.who for holder in holders})
    found = {who: state.record(member_name(who)) for who in members}
    operators = {
        who: each.operator for who, each in found.items() if isinstance(each, MemberRecord)
    }
    addresses = {each.key.format(): each.url for each in policy.witnesses}
    run = [
        Run(operators[each.who], keys[each.key], _text(addresses.get(each.key)))
        for each in holders
        if each.who in operators
    ]
    return Behind(tuple(sorted({*operators.values()})), tuple(members), at_one_host(run))


def people(state: Records, *, at_s: int) -> dict[str, tuple[str, str | None]]:
    """Say of the key of each witness and auditor, by its name, whose it is and who runs its machine."""
    record = state.record("policy")
    if not isinstance(record, PolicyRecord):
        return {}
    found: dict[str, tuple[str, str | None]] = {}
    for holder in record.in_force(at_s).holders:
        member = state.record(member_name(holder.who))
        operator = member.operator if isinstance(member, MemberRecord) else None
        found[str(VerifierKey.parse(holder.key).name)] = (holder.who, operator)
    return found


def _text(url: bytes | None) -> str | None:
    return None if url is None else url.decode("utf-8")

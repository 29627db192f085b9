"""How a ledger stands: who is behind its head, and how many of them are independent. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import final

from livret_core.ledger.bodies import RoleHolder
from livret_core.ledger.records import MemberRecord, PolicyRecord
from livret_core.ledger.state import member_name
from livret_core.tlog.note import VerifierKey
from livret_ledger.proving import Records


@final
@dataclass(frozen=True, slots=True)
class Behind:
    """Who stands behind a head.

    Attributes:
        operators: those who run the machines that cosigned it, each once: one operator
            with ten keys is one. A key of nobody that the ledger knows counts for none.
        members: in whose name they do, by registered number.
    """

    operators: tuple[str, ...]
    members: tuple[str, ...]


def behind(state: Records, cosigned: Collection[VerifierKey], *, at_s: int) -> Behind:
    """Say who stands behind a head.

    Args:
        state: the records as of the head.
        cosigned: whose cosignatures verified.
        at_s: ledger time.
    """
    policy = state.record("policy")
    if not isinstance(policy, PolicyRecord):
        return Behind((), ())
    keys = {key.format() for key in cosigned}
    holders: list[RoleHolder] = [
        holder for holder in policy.in_force(at_s).holders if holder.key in keys
    ]
    members = sorted({holder.who for holder in holders})
    found = [state.record(member_name(who)) for who in members]
    operators = {each.operator for each in found if isinstance(each, MemberRecord)}
    return Behind(tuple(sorted(operators)), tuple(members))

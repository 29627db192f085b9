"""What a rule gets to see, and the questions that many rules ask."""

from collections.abc import Collection, Iterable
from typing import Final, TypeVar, final

import msgspec

from livret_core.errors import Refused
from livret_core.keys import PublicKey, multikey
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import (
    DidRecord,
    MemberRecord,
    Policy,
    QuotaRecord,
    Record,
    SchemaRecord,
    UsedRecord,
)
from livret_core.ledger.signers import Signers
from livret_core.ledger.state import (
    State,
    demand,
    did_name,
    find,
    member_name,
    policy_of,
    quota_name,
    schema_name,
    share_name,
    used_name,
)
from livret_core.tlog.note import SignatureType, VerifierKey

_R = TypeVar("_R", bound=Record)

DAY_S: Final = 86_400
CHANGE_DELAY_S: Final = 7 * DAY_S
SPONSORED_A_DAY: Final = 100
DONE_A_DAY: Final = 10
GRANTED_A_DAY: Final = 100
PUBLISHED_A_DAY: Final = 1_000  # a catalogue may come in one go
#: What the ledger's own key is for, beside ``<who>#witness`` and ``<who>#auditor``.
LOG_USE: Final = "log"


@final
class Case(msgspec.Struct, frozen=True):
    """One operation before the rules.

    Attributes:
        state: as it stands before it.
        operation: whose signatures verified.
        signers: who they are.
        seq, last: what the chain of the record it writes comes to with it.
    """

    state: State
    operation: Operation
    signers: Signers
    seq: int
    last: str

    @property
    def at_s(self) -> int:
        """Ledger time: what every delay, day, quota and expiry is measured by."""
        return self.state.clock.at_s

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return policy_of(self.state)

    def find(self, name: str, kind: type[_R]) -> _R | None:
        """Give a record if it is there."""
        return find(self.state, name, kind)

    def demand(self, name: str, kind: type[_R]) -> _R:
        """Give a record, or refuse with ``ledger.unknown``."""
        return demand(self.state, name, kind)

    def check_about_ledger(self) -> None:
        """Check that the operation is about the ledger itself.

        Raises:
            Refused: ``ledger.subject``.
        """
        if self.operation.subject != self.state.origin:
            raise Refused("ledger.subject", "it is about the ledger")

    def only_signer(self) -> tuple[str, str]:
        """Give the one DID that signed with an operation key, and whose it is.

        Raises:
            Refused: ``ledger.threshold`` when there is another number of them.
        """
        if len(self.signers.dids) != 1 or len(self.operation.sigs) != 1:
            raise Refused("ledger.threshold", needed=1, found=len(self.operation.sigs))
        return next(iter(self.signers.dids.items()))

    def member(self, did: str, who: str) -> MemberRecord | None:
        """Give the standing member *who* if *did* is the one DID that speaks for it.

        A DID says whose it is on its sponsor's word alone, and a legal person may have
        many; in a member's name only the one that was admitted acts.
        """
        member = self.find(member_name(who), MemberRecord)
        if member is None or member.did != did or member.is_expelled(self.at_s):
            return None
        return member

    def voters(self) -> dict[str, str]:
        """Give the voters who signed: standing members that hold a witness role.

        Returns:
            The operator under which each counts, by legal person.
        """
        holders = {holder.who for holder in self.policy.witnesses}
        found = {}
        for did, who in self.signers.dids.items():
            if who in holders and (member := self.member(did, who)) is not None:
                found[who] = member.operator
        return found

    def votes(self, *, but: Iterable[str] = ()) -> frozenset[str]:
        """Give the fault domains whose voters signed, by operator.

        Args:
            but: whose matter it is, and who operates for them: none of these counts.
        """
        own = frozenset(but)
        return frozenset(
            operator for who, operator in self.voters().items() if own.isdisjoint((who, operator))
        )

    def check_votes(self, needed: int, *, but: Iterable[str] = ()) -> None:
        """Check that enough fault domains signed, the subject's own not counted.

        Raises:
            Refused: ``ledger.threshold``.
        """
        found = len(self.votes(but=but))
        if found < needed:
            raise Refused("ledger.threshold", needed=needed, found=found)

    def side_of(self, who: str) -> tuple[str, ...]:
        """Give all that counts as one with *who*: itself, and its operator if it is a member."""
        member = self.find(member_name(who), MemberRecord)
        return (who,) if member is None else (who, member.operator)

    def owner_of(self, did: str) -> str:
        """Give the legal person a DID belongs to, from its record."""
        return self.demand(did_name(did), DidRecord).who

    def voucher(self, *, but: Iterable[str]) -> str:
        """Give the one voter that signed, which vouches for somebody else.

        Args:
            but: whom it vouches for, and who operates for them.

        Raises:
            Refused: ``ledger.signer`` for no voter, ``ledger.own_matter``,
                ``ledger.suspended``; errors as :meth:`only_signer`.
        """
        _, who = self.only_signer()
        operator = self.voters().get(who)
        if operator is None:
            raise Refused("ledger.signer", "not a voter")
        if not {who, operator}.isdisjoint(but):
            raise Refused("ledger.own_matter")
        self.check_may_vouch(who)
        return who

    def check_may_vouch(self, who: str) -> None:
        """Check that a legal person is not a suspended member.

        Raises:
            Refused: ``ledger.suspended``.
        """
        member = self.find(member_name(who), MemberRecord)
        if member is not None and member.is_suspended(self.at_s):
            raise Refused("ledger.suspended")

    def sponsored_by(self, who: str) -> dict[str, Record]:
        """Count one more thing that *who* sponsored today.

        Raises:
            Refused: ``ledger.quota``.
        """
        return self._counted(quota_name(who), SPONSORED_A_DAY, "ledger.quota")

    def done_by(self, did: str, what: str, *, most: int = DONE_A_DAY) -> dict[str, Record]:
        """Count one more thing that *did* did today on nobody's word but its own.

        What stands here is kept by everybody for ever, so it is the rules that say how much
        one may write: a keeper who let a friend write more would be found out.

        Args:
            did: the author.
            what: its share, ``updates``, ``recoveries``, ``proposals`` …: each has its own.
            most: how many a day.

        Raises:
            Refused: ``ledger.too_often``.
        """
        return self._counted(share_name(did, what), most, "ledger.too_often")

    def _counted(self, name: str, most: int, code: str) -> dict[str, Record]:
        day = self.at_s // DAY_S
        quota = self.find(name, QuotaRecord)
        count = quota.count + 1 if quota is not None and quota.day == day else 1
        if count > most:
            raise Refused(code, count=most)
        return {name: QuotaRecord(day, count)}

    def spend(self, key: PublicKey, kid: str) -> dict[str, Record]:
        """Note the one use that a key ever has, on this ledger.

        Args:
            key: to be used from now on.
            kid: what for: a key id, ``<who>#witness`` or ``<who>#auditor``, or ``log``.

        Raises:
            Refused: ``ledger.key_again`` for one that was used before.
        """
        name = used_name(multikey.format(key))
        if self.find(name, UsedRecord) is not None:
            raise Refused("ledger.key_again")
        return {name: UsedRecord(kid)}

    def check_type(self, name: str) -> None:
        """Check that a type was published: only its authority brings a name into the ledger.

        Raises:
            Refused: ``ledger.unknown``.
        """
        if name != "*":
            self.demand(schema_name(f"{name}/1"), SchemaRecord)


def role_use(who: str, role: str) -> str:
    """Say what a member's key is for: ``<who>#witness`` or ``<who>#auditor``."""
    return f"{who}#{role}"


def check_role_key(text: str, *, signature_type: SignatureType) -> VerifierKey:
    """Read the key of a role.

    Raises:
        MalformedInput: ``key.malformed``. Refused: ``key.weak``, ``note.key_type`` for a
            key that signs something else.
    """
    key = VerifierKey.parse(text)
    if key.signature_type is not signature_type:
        raise Refused("note.key_type", "a key for something else")
    return key


def check_distinct(keys: Collection[VerifierKey]) -> None:
    """Check that no key and no key name occurs twice: one signer must never count as two.

    Raises:
        Refused: ``ledger.same_key``.
    """
    if len({key.public_key.raw for key in keys}) != len(keys) or len(
        {key.name for key in keys}
    ) != len(keys):
        raise Refused("ledger.same_key")

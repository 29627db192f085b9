"""State records: what the ledger holds to be so, one value for each name in the state map.

A record that operations advance carries ``seq`` and ``last``: how many have, and the id of
the last. Records that follow from another's operation (a key, a founder's DID) carry none.
"""

from typing import Final, TypeAlias

import msgspec

from livret_core.errors import MalformedInput
from livret_core.ledger.bodies import Asked, RightName, RoleHolder
from livret_core.ledger.quorum import Quorums

#: How many names of credential keys a DID's record keeps: a change a month for five years.
CREDENTIAL_NAMES: Final = 64

_ENCODER: Final = msgspec.json.Encoder(order="sorted")


class Record(
    msgspec.Struct,
    frozen=True,
    tag_field="kind",
    forbid_unknown_fields=True,
    omit_defaults=True,
    gc=False,  # of texts and numbers alone: thousands are kept, and none is part of a cycle
):
    """One value of the state map. Times are seconds since 1970, of ledger time."""


class Chained(Record, frozen=True):
    """A record that operations advance."""

    seq: int
    last: str


class LedgerRecord(Chained, frozen=True, tag="ledger"):
    """``ledger``: what genesis fixed for good."""

    origin: str
    roots: tuple[str, ...]
    began_s: int


class LogRecord(Chained, frozen=True, tag="log"):
    """``log``: the key that signs checkpoints, and the one to come."""

    key: str
    next_key: str | None = None
    next_from_s: int | None = None
    frozen_from_s: int | None = None
    successor: str | None = None

    def key_at(self, at_s: int) -> str:
        """Give the key that signs checkpoints at *at_s*."""
        if self.next_key is not None and self.next_from_s is not None and at_s >= self.next_from_s:
            return self.next_key
        return self.key

    def is_frozen(self, at_s: int) -> bool:
        """Say whether nothing is written any more at *at_s*."""
        return self.frozen_from_s is not None and at_s >= self.frozen_from_s


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who counts, and how many of them."""

    numbers: Quorums
    witnesses: tuple[RoleHolder, ...]
    auditors: tuple[RoleHolder, ...]
    schemas: tuple[str, ...]
    rules: int

    @property
    def holders(self) -> tuple[RoleHolder, ...]:
        """Everyone who holds a role, one who holds two twice."""
        return self.witnesses + self.auditors

    def names(self, who: str) -> bool:
        """Say whether *who* holds a role in it."""
        return any(holder.who == who for holder in self.holders)


class PolicyRecord(Chained, frozen=True, tag="policy"):
    """``policy``: the one in force, and the one to come with its first second."""

    policy: Policy
    version: int
    next: Policy | None = None
    next_from_s: int | None = None

    def in_force(self, at_s: int) -> Policy:
        """Give the policy that counts at *at_s*."""
        if self.next is not None and self.coming(at_s) is None:
            return self.next
        return self.policy

    def coming(self, at_s: int) -> Policy | None:
        """Give the policy that is still to come at *at_s*, if one is."""
        if self.next_from_s is not None and at_s < self.next_from_s:
            return self.next
        return None

    def version_at(self, at_s: int) -> int:
        """Say the how manieth policy counts at *at_s*; the one of genesis is the first."""
        return self.version + (self.in_force(at_s) is self.next)


class DidRecord(Chained, frozen=True, tag="did"):
    """``did/X``: where its log stands, and whether it still acts.

    ``next_hashes`` is what the entry committed to: the next update key, then the recovery
    keys. ``keys`` names, by fragment, the keys that may still sign something; ``lists`` is where
    its status lists lie; both stay as they were when it ends. ``successor`` is set while another
    DID waits to take over and after it has. ``commits_before`` says how many daily commits for
    it there were when ``final_lists`` were named. ``credentials`` names, by fragment, every key
    that was ever listed for credentials, the last listed last; once those are more than
    :data:`CREDENTIAL_NAMES` the first go, and ``are_all`` is false for good.
    """

    did: str
    who: str
    number: int
    version_id: str
    version_time: str
    update_key: str
    next_hashes: tuple[str, ...]
    keys: tuple[str, ...]
    lists: tuple[str, ...]
    created_s: int
    ended_s: int | None = None
    successor: str | None = None
    successor_from_s: int | None = None
    final_lists: str | None = None
    commits_before: int = 0
    credentials: tuple[str, ...] = ()
    are_all: bool = True

    def acts(self, at_s: int) -> bool:
        """Say whether it may sign at *at_s*: neither deactivated nor succeeded."""
        return self.ended_s is None and not (
            self.successor_from_s is not None and at_s >= self.successor_from_s
        )

    def never_listed(self, fragment: str) -> bool:
        """Say whether it is sure that no key of this name was ever listed for credentials."""
        return self.are_all and fragment not in self.credentials

    def taken_over_by(self, at_s: int) -> str | None:
        """Say which DID has taken over at *at_s*; one that still waits to has not."""
        has = self.successor_from_s is not None and at_s >= self.successor_from_s
        return self.successor if has else None


class KeyRecord(Record, frozen=True, tag="key"):
    """``key/<kid>``: a key, what it is for, and the times it signs.

    Attributes:
        use: ``assertion`` signs credentials and lists, ``operation`` signs operations.
        until_s: from here on it signs no credential or operation.
        lists_until_s: from here on it signs no status list either.
    """

    did: str
    multikey: str
    use: str
    from_s: int
    until_s: int | None = None
    lists_until_s: int | None = None


class MemberRecord(Chained, frozen=True, tag="member"):
    """``member/X``: an admitted member, its DID, its machines and its standing.

    Attributes:
        operator: who runs its machines and keeps their keys; members under one operator
            count once.
        suspensions: from when to when, each; what it issued within one is refused for good.
        suspended_by: operators of those who signed the last suspension and those that it
            renewed.
        expelled_from_s: perhaps still to come, with the policy that replaces it.
    """

    did: str
    operator: str
    witness: str | None
    auditor: str | None
    admitted_s: int
    suspensions: tuple[tuple[int, int], ...] = ()
    suspended_by: tuple[str, ...] = ()
    expelled_from_s: int | None = None

    def suspended_until(self, at_s: int) -> int | None:
        """Say until when the suspension within which *at_s* lies lasts, if it lies in one."""
        return next((end_s for from_s, end_s in self.suspensions if from_s <= at_s < end_s), None)

    def is_suspended(self, at_s: int) -> bool:
        """Say whether it may neither issue nor vouch at *at_s*, in the past as now."""
        return self.suspended_until(at_s) is not None

    def is_expelled(self, at_s: int) -> bool:
        """Say whether it is no member any more at *at_s*."""
        return self.expelled_from_s is not None and at_s >= self.expelled_from_s


class ProposalRecord(Chained, frozen=True, tag="proposal"):
    """``member/X/proposal``: what a candidate proposes. Its ``last`` is what is endorsed.

    Attributes:
        is_open: not yet taken up, and no expulsion came between.
    """

    did: str
    operator: str
    witness: str | None
    auditor: str | None
    is_open: bool = True


class EndorsementRecord(Chained, frozen=True, tag="endorsement"):
    """``member/X/endorse/<by>``: which proposal that member last endorsed, and when."""

    proposal: str
    at_s: int


class Span(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One term of a right.

    Attributes:
        granted_s: when it was; what it stands on had to stand then.
        ended_s: ended honestly then; what was issued before stays good.
        void_from_s: nothing issued from then on is good, whatever its date says.
        parent_from_s: which term of *parent* it was granted under, by its first second.
        renewals: of one that stands on another's right: from when on each renewal counts, and
            when it was granted.
    """

    from_s: int
    until_s: int
    depth: int
    by: str
    parent: RightName | None
    granted_s: int
    ended_s: int | None = None
    void_from_s: int | None = None
    parent_from_s: int | None = None
    renewals: tuple[tuple[int, int], ...] = ()

    def granted_for(self, at_s: int) -> int:
        """Say when the part of the term was granted within which *at_s* lies."""
        granted = [granted_s for from_s, granted_s in self.renewals if from_s <= at_s]
        return granted[-1] if granted else self.granted_s

    def covers(self, at_s: int) -> bool:
        """Say whether *at_s* lies in the term, void or not."""
        return self.from_s <= at_s < self.until_s and (self.ended_s is None or at_s < self.ended_s)

    def holds(self, at_s: int) -> bool:
        """Say whether the right stands at *at_s*, as far as this term itself says."""
        return self.covers(at_s) and (self.void_from_s is None or at_s < self.void_from_s)


class RightRecord(Chained, frozen=True, tag="right"):
    """``accr/X/type/scope``: the terms of one right, in the order they were granted."""

    spans: tuple[Span, ...]

    def term(self, from_s: int | None) -> Span | None:
        """Give the term that began at *from_s*; no two begin in one second."""
        return next((span for span in self.spans if span.from_s == from_s), None)


class RightsRecord(Record, frozen=True, tag="rights"):
    """``rights/X``: what ``accr/X/…`` there is, each as ``type/scope``, sorted; ended ones too.

    Those of which every term lends nothing at any time give way to others.

    Without it, a right that a bundle leaves out could not be told from one never granted.
    """

    names: tuple[str, ...]


class ServiceRecord(Chained, frozen=True, tag="service"):
    """``service/X``: what a service may ask, and who answers for it."""

    sponsor: str
    asks: tuple[Asked, ...]
    purpose: str
    text: str
    from_s: int
    until_s: int


class SchemaRecord(Chained, frozen=True, tag="schema"):
    """``schema/<type>/<version>``: digest of what was published."""

    digest: str
    media: str
    published_s: int
    retired_s: int | None = None


class ClaimsRecord(Record, frozen=True, tag="claims"):
    """``claims/<type>``: every claim that some version of a type has, sorted."""

    names: tuple[str, ...]


class CommitRecord(Chained, frozen=True, tag="commit"):
    """``commit/X``: the last daily commit of an issuer."""

    day: int
    root: str


class CompromiseRecord(Chained, frozen=True, tag="compromise"):
    """``compromise/<kid>``: from when on a key is suspected."""

    from_s: int
    declared_s: int


class UsedRecord(Record, frozen=True, tag="used"):
    """``used/<multikey>``: a public key, and the one use it ever had.

    ``kid`` is its key id; ``<who>#witness`` or ``<who>#auditor`` for a key proposed for a
    role; ``log`` for one that signs the ledger, or was to.
    """

    kid: str


class PlaceRecord(Record, frozen=True, tag="place"):
    """``place/X`` and ``place/X/2``: the DID that is published at a legal person's place."""

    did: str


class QuotaRecord(Record, frozen=True, tag="quota"):
    """How much of one kind was done on a day.

    ``quota/<who>``: DIDs and services that a member sponsored. ``quota/<did>/…``: ``updates``,
    ``recoveries``, ``proposals``, ``reports`` and ``recovery-reports`` of keys, ``grants``, ``ends``
    and ``types`` that a DID made on nobody's word but its own.
    """

    day: int
    count: int


AnyRecord: TypeAlias = (
    LedgerRecord
    | LogRecord
    | PolicyRecord
    | DidRecord
    | KeyRecord
    | MemberRecord
    | ProposalRecord
    | EndorsementRecord
    | RightRecord
    | RightsRecord
    | ServiceRecord
    | SchemaRecord
    | ClaimsRecord
    | CommitRecord
    | CompromiseRecord
    | UsedRecord
    | PlaceRecord
    | QuotaRecord
)

_DECODER: Final = msgspec.json.Decoder(AnyRecord)


def format(record: Record) -> bytes:
    """Write a record in canonical form (RFC 8785), of which the state map holds the digest.

    Every text in a record is ASCII and every number an integer, so members sorted by code
    point are in the order the RFC wants. A member that has its default is left out.
    """
    return _ENCODER.encode(record)


def parse(raw: bytes) -> AnyRecord:
    """Read a record that :func:`format` wrote.

    Raises:
        MalformedInput: ``ledger.evidence`` when it did not write it.
    """
    try:
        record: AnyRecord = _DECODER.decode(raw)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        # A text that is not UTF-8 is a ValueError and none of msgspec's own.
        raise MalformedInput("ledger.evidence", "a record of another version") from None
    return record

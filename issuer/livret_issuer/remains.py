"""Decide what of a lost town hall's entries on the ledger counts as its own, or known to it. Pure.

Its journal is gone, so what stands in its name is taken for its own, but for three things: what
its owner says is a thief's; what an operation key signed that a thief may have had by then; and a
succession under way, which ends the identity while nobody looks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import final

from livret_core.dids import webvh
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import DidRecord
from livret_issuer.predecessors import LeftBehind, Published
from livret_issuer.taking_back import entries_of


@final
@dataclass(frozen=True, slots=True)
class Succession:
    """Another DID is to go on for this one, in a while.

    Attributes:
        index: of the entry that says so.
        operation: that entry.
        to: the other DID.
        from_s: from when on, seconds since 1970; until then it can be refused.
    """

    index: int
    operation: Operation
    to: str
    from_s: int

    @property
    def asked_by(self) -> tuple[str, ...]:
        """Who signed."""
        return tuple(each.by for each in self.operation.sigs)


def succession_of(record: DidRecord, about: Sequence[tuple[int, Operation]]) -> Succession | None:
    """Find the succession of a DID that is under way; None without one.

    Args:
        record: of the DID, as the ledger has it.
        about: every operation there about it, with its index, in order.
    """
    to, from_s = record.successor, record.successor_from_s
    if to is None or from_s is None:
        return None
    index, operation = next(
        each
        for each in reversed(about)
        if each[1].type == "did.succeed" and each[1].body.get("to") == to
    )
    return Succession(index, operation, to, from_s)


@final
@dataclass(frozen=True, slots=True)
class Remains:
    """What is left of a town hall whose machine is gone.

    Attributes:
        record: of the DID that one of its recovery keys belongs to.
        origin: of its ledger.
        concerning: every operation there about it, or in its name, with its index, in order.
        behind: what the ledger says of its lists.
        published: its lists and digests as they were published; None where nobody has them.
        suspected: key ids that the ledger has under suspicion, and for each the index of the
            first entry that may have been written since then.
    """

    record: DidRecord
    origin: str
    concerning: Sequence[tuple[int, Operation]]
    behind: LeftBehind
    published: Published | None
    suspected: Mapping[str, int] = field(default_factory=dict)

    @property
    def did(self) -> webvh.WebvhDid:
        """The DID."""
        return webvh.WebvhDid.parse(self.record.did)

    @property
    def about(self) -> list[tuple[int, Operation]]:
        """Give those whose subject is the DID or a key of it."""
        return [
            (index, operation)
            for index, operation in self.concerning
            if operation.subject.partition("#")[0] == self.record.did
        ]

    @property
    def succession(self) -> Succession | None:
        """The succession that is under way; None without one."""
        return succession_of(self.record, self.about)

    def not_known(self, own_entries: int | None, suspected_at: int | None) -> frozenset[str]:
        """Name the operations that nobody takes for known: a watch goes on telling them.

        Args:
            own_entries: how many of the DID's entries are its own, the others a thief's; None
                for all of them.
            suspected_at: index of the first entry since which every operation key may have
                been a thief's, too; None for none.
        """
        entries = entries_of(operation for _, operation in self.about)
        theirs = set() if own_entries is None else {each.id for each in entries[own_entries:]}
        # Whoever had the next update key had the operation key that is sealed beside it.
        since = [index for index, each in self.concerning if each.id in theirs]
        since += [] if suspected_at is None else [suspected_at]
        for index, operation in self.concerning:
            if any(
                index >= min((*since, self.suspected.get(kid, index + 1)))
                for kid in self._signed_with(operation)
            ):
                theirs.add(operation.id)
        coming = self.succession
        if coming is not None:
            theirs.add(coming.operation.id)
        return frozenset(theirs)

    def _signed_with(self, operation: Operation) -> list[str]:
        """Name the keys on the machine that signed; a recovery key was never there."""
        did = self.record.did
        return [
            each.key_id
            for each in operation.sigs
            if each.by == did and each.key_id.startswith(f"{did}#")
        ]

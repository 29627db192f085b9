"""Decide how a town hall takes its identity back after somebody else made an entry of it. Pure.

What the thief listed goes, what he changed beside it becomes what it was. Every key that signs is
new: whoever had the next update key had what was sealed beside it. A key of the town hall's own
that he took off the list has ended, and does not come back.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final, Literal, Self, TypeAlias, final

from livret_core.dids.webvh import VerifiedLog, commitment
from livret_core.dids.webvh.entry import LogEntry
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import Refused
from livret_core.keys import PublicKey
from livret_core.ledger.operation import Operation
from livret_core.ledger.state import commit_name, compromise_name, did_name
from livret_issuer.hall_document import fragment_of, with_key

_ENTRIES: Final = frozenset({"did.create", "did.update", "did.deactivate"})
_SIGNING: Final = ("assertionMethod", "capabilityInvocation")


@final
@dataclass(frozen=True, slots=True)
class Overwritten:
    """A DID log in which others made entries.

    Attributes:
        log: whole, as the ledger has it.
        own: the document of the last entry that is the town hall's own.
        foreign: the documents of entries that others made.
    """

    log: VerifiedLog
    own: JsonObject
    foreign: tuple[JsonObject, ...]

    @classmethod
    def of(
        cls, log: VerifiedLog, entries: Sequence[Operation], made: Collection[str]
    ) -> "Overwritten":
        """Tell one's own entries from others'.

        Args:
            log: of *entries*.
            entries: every operation that has an entry of the DID, in order.
            made: ids of those that the town hall made.

        Raises:
            Refused: ``home.not_registered`` when none of them is the town hall's own.
        """
        documents = [dict(version.entry.state) for version in log.versions]
        own = [each.id in made for each in entries]
        if True not in own:
            raise Refused("home.not_registered")
        last = max(index for index, is_own in enumerate(own) if is_own)
        foreign = [document for document, is_own in zip(documents, own, strict=True) if not is_own]
        return cls(log, documents[last], tuple(foreign))

    def names(self, use: str, own: Collection[str]) -> tuple[str, ...]:
        """All names of keys for *use* that were ever given, here or by others."""
        given = {name for version in self.log.versions for name in listed(version.entry.state)}
        return tuple(sorted({name for name in (*given, *own) if name.startswith(f"{use}-")}))

    def suspects(self, only: Collection[str] | None, since: int = 0) -> tuple[str, ...]:
        """Name the keys that may have signed for a thief: those he listed, and those in use since.

        A key that gave way or was taken away since was in use until then: he may have had it, and
        writes what date he likes. One that signs status lists only is in use.

        Args:
            only: leave it at these, of all that were ever listed: names, or DID URLs; None for
                all that were in use.
            since: how many entries of the log were made for certain before he had keys.

        Raises:
            Refused: ``home.key_unknown`` for one that was never listed.
        """
        documents = [version.entry.state for version in self.log.versions]
        if only is not None:
            return self._known({name for each in documents for name in listed(each)}, only)
        brought = {name for document in self.foreign for name in listed(document)}
        in_use = {name for each in documents[max(since - 1, 0) :] for name in listed(each)}
        own = set(listed(self.own))
        return tuple(sorted(in_use | (brought - own) | signing(self.own)))

    def _known(self, known: Collection[str], wanted: Collection[str]) -> tuple[str, ...]:
        names = set()
        for each in wanted:
            did, is_url, name = each.rpartition("#")
            if name not in known or (is_url and did != self.log.did.text):
                raise Refused("home.key_unknown", key=each)
            names.add(name)
        return tuple(sorted(names))

    def taken_back(
        self, credential: tuple[str, PublicKey], operation: tuple[str, PublicKey]
    ) -> JsonObject:
        """Write the document that puts things right.

        Args:
            credential: name and key that sign credentials from now on.
            operation: name and key that sign operations.
        """
        did = self.log.did.text
        still_listed = set(listed(self.log.last.entry.state))
        methods: list[JsonValue] = [
            each
            for each in _members(self.own, "verificationMethod")
            if isinstance(each, dict) and fragment_of(str(each["id"])) in still_listed
        ]
        document: JsonObject = {**self.own, "verificationMethod": methods}
        return with_key(with_key(document, did, *credential), did, *operation)

    def recovery_hashes(self, used: PublicKey, spare: PublicKey) -> list[str]:
        """Name the recovery keys from now on: the one that is used is spent by being shown.

        Raises:
            Refused: ``home.recovery_key`` when it is none of this DID's.
        """
        check_recovery_key(self.log, used)
        before, shown = self.log.parameters.next_key_hashes[1:], commitment(used)
        return [*(each for each in before if each != shown), commitment(spare)]


def check_recovery_key(log: VerifiedLog, key: PublicKey) -> None:
    """Check that a key is one of those that the last entry of a DID's log names for recovery.

    Raises:
        Refused: ``home.recovery_key``.
    """
    if commitment(key) not in log.parameters.next_key_hashes[1:]:
        raise Refused("home.recovery_key", version=log.last.number)


RecoveryStand: TypeAlias = Literal["counts", "waiting", "spent", "unknown"]
"""``waiting``: counts once an entry that is open is on the ledger."""


@final
@dataclass(frozen=True, slots=True)
class RecoveryHashes:
    """What commits to a DID's recovery keys.

    Attributes:
        now: of those that count, by the last entry that the ledger has.
        before: of all that ever counted.
        open: of those that an entry names which is not settled yet.
    """

    now: frozenset[str]
    before: frozenset[str]
    open: frozenset[str]

    @classmethod
    def of(cls, entries: Iterable[Operation], still_open: Iterable[Operation]) -> Self:
        """Read them from operations that have an entry of the DID's log.

        Args:
            entries: that the ledger has, in order.
            still_open: made here, and not settled.
        """
        named = [_committed(each) for each in entries]
        return cls(
            frozenset(named[-1]) if named else frozenset(),
            frozenset().union(*named),
            frozenset().union(*map(_committed, still_open)),
        )

    def stand_of(self, key: PublicKey) -> RecoveryStand:
        """Say what a recovery key is good for."""
        shown = commitment(key)
        if shown in self.now:
            return "counts"
        if shown in self.open:
            return "waiting"
        return "spent" if shown in self.before else "unknown"


def unused_name(use: str, given: Collection[str]) -> str:
    """Name a key as nobody named one before, with the smallest number there is.

    Not the number after the greatest: somebody else may have given the last one there can be.
    """
    number = 1
    while f"{use}-{number}" in given:
        number += 1
    return f"{use}-{number}"


def entries_of(operations: Iterable[Operation]) -> list[Operation]:
    """Give the operations that have an entry of a DID's log."""
    return [each for each in operations if each.type in _ENTRIES]


def log_lines(entries: Iterable[Operation]) -> bytes:
    """Write the DID log that operations make."""
    return b"".join(str(each.body["entry"]).encode("utf-8") + b"\n" for each in entries)


def answers(recovery: Operation, theirs: Operation) -> bool:
    """Decide whether a recovery that the ledger has answers an entry that others made.

    It undoes the entries of the DID's log before it, and takes keys away: with what nobody but
    these signed, that is all that can be done. What others signed in their own name, or a
    recovery key did, stands as it stood: a right, a suspicion, a succession under way.

    Args:
        recovery: the ``did.update`` that took the identity back.
        theirs: the entry, about the same DID or a key of it.
    """
    did = recovery.subject
    if theirs.type in _ENTRIES:
        return theirs.subject == did and theirs.seq < recovery.seq
    still = _acting(recovery)
    return bool(theirs.sigs) and all(
        each.by == did and each.key_id.startswith(f"{did}#") and each.key_id not in still
        for each in theirs.sigs
    )


def came_with(recovery: Operation, other: Operation) -> bool:
    """Say whether an operation counts only behind a recovery, which lists the key that signed it.

    Args:
        recovery: a ``did.update`` made to take an identity back; its keys are listed nowhere else.
        other: made here.
    """
    acting = _acting(recovery)
    return bool(other.sigs) and all(each.key_id in acting for each in other.sigs)


def known_prefix(entries: Iterable[Operation], known: Collection[str]) -> list[Operation]:
    """Give the entries up to the first that nobody here knows of."""
    return list(takewhile(lambda each: each.id in known, entries))


def record_of(operation: Operation) -> str:
    """Name the record that an operation about a DID advances, as the journal knows it."""
    subject = operation.subject
    match operation.type:
        case "commit":
            return commit_name(subject)
        case "key.compromise":
            return compromise_name(subject)
        case kind if kind.startswith("did."):
            return did_name(subject)
    return f"{operation.type} {subject}"


def _acting(recovery: Operation) -> frozenset[str]:
    """Name the keys that sign operations by an entry of a DID's log, as absolute DID URLs."""
    entry = LogEntry.parse(str(recovery.body["entry"]).encode("utf-8"))
    return frozenset(map(str, _members(entry.state, "capabilityInvocation")))


def _committed(operation: Operation) -> tuple[str, ...]:
    parameters = LogEntry.parse(str(operation.body["entry"]).encode("utf-8")).parameters
    hashes = parameters.get("nextKeyHashes", [])
    return tuple(map(str, hashes[1:])) if isinstance(hashes, list) else ()


def document_of(operation: Operation) -> JsonObject:
    """Give the DID document of an operation that has an entry of a DID's log."""
    return dict(LogEntry.parse(str(operation.body["entry"]).encode("utf-8")).state)


def listed(document: JsonObject) -> list[str]:
    """Name the keys that a DID document lists."""
    return [
        fragment_of(str(each["id"]))
        for each in _members(document, "verificationMethod")
        if isinstance(each, dict)
    ]


def signing(document: JsonObject) -> frozenset[str]:
    """Name the keys that sign more than status lists."""
    return frozenset(
        fragment_of(str(kid)) for member in _SIGNING for kid in _members(document, member)
    )


def is_suspected_from(last: Operation | None, from_s: int) -> bool:
    """Say whether a key is under suspicion already, since a time or earlier.

    Args:
        last: operation on the record of its suspicion, if there is one.
        from_s: the time.
    """
    before_s = None if last is None else last.body.get("from")
    return isinstance(before_s, int) and before_s <= from_s


def _members(document: JsonObject, name: str) -> list[JsonValue]:
    value = document.get(name, [])
    return list(value) if isinstance(value, list) else []

"""A town hall's own name on the ledger: what others wrote in it, taken note of, and taken back."""

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, Self, final

from livret_core.dids import webvh
from livret_core.errors import Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import Ed25519Signer, P256Signer
from livret_core.keys.ed25519 import SEED_BYTES as ED25519_SEED_BYTES
from livret_core.keys.p256 import SEED_BYTES as P256_SEED_BYTES
from livret_core.ledger.operation import Operation
from livret_core.ledger.rules.dids import CLOCK_LAG_S
from livret_core.ledger.state import compromise_name, did_name
from livret_core.ledger.watching import Claim, is_in_name_of
from livret_issuer.identity import TownHall
from livret_issuer.operations import compromise_body, next_draft, update_body
from livret_issuer.records import StoredOperation
from livret_issuer.service.giving_up import give_up
from livret_issuer.service.named_lists import bring_back
from livret_issuer.service.shelving import hall_now, put_up
from livret_issuer.store import Home, IssuerKeys, Store, Transaction, write_recovery_key
from livret_issuer.taking_back import (
    Overwritten,
    entries_of,
    is_suspected_from,
    known_prefix,
    log_lines,
    record_of,
    unused_name,
)
from livret_ledger.watch.journals import Known


@final
class OwnName:
    """One town hall, and what stands in its name."""

    def __init__(self, home: Home, hall: TownHall, store: Store) -> None:
        """Take up work; :meth:`livret_issuer.service.Office.own_name` does it."""
        self.hall: Final = hall
        self._home: Final = home
        self._store: Final = store
        self._record: Final = did_name(hall.did.text)

    def known(self) -> Known:
        """What this town hall knows of, and what of it the ledger is to have, and where."""
        with self._store.transaction() as transaction:
            claims = tuple(
                Claim(each.operation.id, each.operation.type, each.index, each.settled_at_s or 0)
                for each in transaction.journal.all()
                if each.stand == "taken" and each.index is not None
            )
            return Known(transaction.journal.known_ids(), claims)

    def known_ids(self) -> frozenset[str]:
        """Ids of what this town hall made, signed for others, or took note of."""
        with self._store.transaction() as transaction:
            return transaction.journal.known_ids()

    def acknowledge(
        self,
        found: Mapping[int, Operation],
        about: Sequence[tuple[int, Operation]],
        *,
        by: str,
        now_s: int,
    ) -> None:
        """Take note of entries that others made, so that nobody is told of them again.

        All of them, or none. The DID's log here follows the ledger's, as far as all its entries
        are known.

        Args:
            found: what the entries say, by where they stand.
            about: every operation on the ledger whose subject is this DID or a key of it, with
                its index, in order.
            by: who takes note, a code: never a person's name.
            now_s: seconds since 1970.

        Raises:
            Refused: ``watch.unknown`` for one that stands in the journal.
        """
        with self._store.transaction() as transaction:
            known = transaction.journal.known_ids()
            for index, operation in sorted(found.items()):
                if operation.id in known:
                    raise Refused("watch.unknown", index=index)
                self._take_in(transaction, operation, "foreign", now_s)
                transaction.note("acknowledge", f"{index} {operation.id} {by}", at_s=now_s)
            known = transaction.journal.known_ids()
            entries = entries_of(each for _, each in about)
            if any(operation in entries for operation in found.values()):
                lines = log_lines(known_prefix(entries, known))
                webvh.verify_log(lines, self.hall.did, now_s=now_s + CLOCK_LAG_S)
                put_up(self._home, transaction, HttpsUri.parse(self.hall.did.log_url), lines)

    def take_back(
        self,
        about: Sequence[tuple[int, Operation]],
        recovery: Ed25519Signer,
        passphrase: bytes,
        *,
        rehearse: Callable[[Sequence[Operation]], None],
        spare_in: Path,
        suspected_from_s: int | None,
        suspected_at: int | None = None,
        suspects: Collection[str] | None = None,
        in_any_case: bool = False,
        by: str,
        now_s: int,
    ) -> tuple[list[Operation], Path]:
        """Make the entry by which a recovery key takes this identity back, with new keys.

        The keys are sealed, and the new recovery key written, before the entry exists. Entries of
        others stay unanswered, and a watch tells them, until the ledger has taken this.

        Args:
            about: every operation on the ledger whose subject is this DID or a key of it, with
                its index, in order.
            recovery: one of the DID's recovery keys; spent by this.
            passphrase: that opens this home, and will open the new recovery key.
            rehearse: asks a copy of the ledger whether it would take what is made; refused
                before a key is spent.
            spare_in: folder for the recovery key that takes its place.
            suspected_from_s: put every key that a thief may have had under suspicion from
                then on, seconds since 1970; None to leave that.
            suspected_at: index of the first entry that may have been written since then; None
                where nobody knows: every key that there ever was.
            suspects: only the keys of these names; None for all. What a suspected credential
                key signed is believed only where something else dates it.
            in_any_case: where nothing that others wrote stands here, too: keys are lost, or one
                of them signed for a thief elsewhere.
            by: who does it, a code.
            now_s: seconds since 1970.

        Returns:
            What is to be handed in, in this order, and where the new recovery key is.

        Raises:
            Refused: ``home.recovery_key``, ``home.not_registered``, ``home.operation_open``,
                also for an entry that the ledger has and nobody noted here yet;
                ``home.nothing_stolen`` where a key would be spent for nothing, ``webvh.after_deactivation``, ``vault.passphrase``, and what *rehearse* says.
            Unavailable: ``home.unavailable``.
        """
        entries = entries_of(each for _, each in about)
        lines = log_lines(entries)
        # A thief's entry may be dated as far ahead as the ledger takes it.
        log = webvh.verify_log(lines, self.hall.did, now_s=now_s + CLOCK_LAG_S)
        with self._store.transaction() as transaction:
            journal = transaction.journal
            known = journal.known_ids()
            theirs = {"foreign", "unanswered"}
            made = {each.operation.id for each in journal.all() if each.stand not in theirs}
            overwritten = Overwritten.of(log, entries, made)
            _check_noted(entries, journal.all())
            if not (in_any_case or suspected_from_s is not None or entries[-1].id not in made):
                last = journal.last(self._record)
                _check_stolen(self.hall.did.text, (each for _, each in about), known, last)
            keys = self._home.read_keys(passphrase)
            new = _NewKeys.for_all_that(overwritten, keys)
            for _, operation in about:
                if operation.id not in known:
                    self._take_in(transaction, operation, "unanswered", now_s)
            update = self._entry(transaction, overwritten, recovery, new, now_s)
            to_hand_in = [(update, self._record)]
            if suspected_from_s is not None:
                before = entries_of(each for i, each in about if i < (suspected_at or 0))
                for name in overwritten.suspects(suspects, len(before)):
                    record = compromise_name(f"{self.hall.did.text}#{name}")
                    last = journal.last(record)
                    if is_suspected_from(last and last.operation, suspected_from_s):
                        continue
                    suspicion = self._suspicion(last, name, suspected_from_s, new, now_s)
                    to_hand_in.append((suspicion, record))
            rehearse([operation for operation, _ in to_hand_in])
            spare_to = _free(spare_in, log.last.number + 2)
            # First the keys: what commits to a key that nobody kept must not come to be.
            write_recovery_key(self._home, spare_to, new.spare, passphrase)
            self._home.change_keys(new.beside(keys), passphrase)
            # What is published here is what the ledger has, until it has this.
            put_up(self._home, transaction, HttpsUri.parse(self.hall.did.log_url), lines)
            transaction.note("recover", f"by {by}", at_s=now_s)
            transaction.note("recover", update.id, at_s=now_s)
            for operation, record in to_hand_in:
                journal.add(operation, record, at_s=now_s)
                transaction.note("operation", f"{operation.type} {operation.id}", at_s=now_s)
        return [operation for operation, _ in to_hand_in], spare_to

    def _entry(
        self,
        transaction: Transaction,
        overwritten: Overwritten,
        recovery: Ed25519Signer,
        new: "_NewKeys",
        now_s: int,
    ) -> Operation:
        log = overwritten.log
        made = webvh.update(
            log,
            signer=recovery,
            next_key_hash=webvh.commitment(new.coming.public_key),
            recovery_key_hashes=overwritten.recovery_hashes(
                recovery.public_key, new.spare.public_key
            ),
            version_time_s=max(now_s, log.last.from_s + 1),
            document=overwritten.taken_back(
                (new.signs, new.credential.public_key), (new.acts, new.operation.public_key)
            ),
        )
        draft = next_draft(
            self.hall,
            "did.update",
            self.hall.did.text,
            update_body(made.line),
            last=transaction.journal.last(self._record),
            now_s=made.log.last.from_s,
        )
        return draft.signed(())

    def _suspicion(
        self, last: StoredOperation | None, name: str, from_s: int, new: "_NewKeys", now_s: int
    ) -> Operation:
        """Put a key under suspicion, by the operation key that the entry before this lists."""
        did = self.hall.did.text
        kid = f"{did}#{name}"
        draft = next_draft(
            self.hall, "key.compromise", kid, compromise_body(from_s), last=last, now_s=now_s
        )
        return draft.signed([draft.sign(new.operation, by=did, key_id=f"{did}#{new.acts}")])

    def _take_in(
        self,
        transaction: Transaction,
        operation: Operation,
        stand: Literal["foreign", "unanswered"],
        now_s: int,
    ) -> None:
        """Note an entry of others; what was made here for its place can never be taken now."""
        record, journal = record_of(operation), transaction.journal
        if journal.find(operation.id) is not None:
            if stand == "foreign":
                journal.answer(operation.id, at_s=now_s)
            return
        for overtaken in journal.overtaken(operation, record):
            give_up(self._home, transaction, overtaken, at_s=now_s)
        journal.add(operation, record, at_s=now_s, stand=stand)
        owner, _, name = operation.subject.partition("#")
        if operation.type == "key.compromise" and owner == self.hall.did.text:
            hall = hall_now(self._home, transaction)
            bring_back(self._home, transaction, hall, [name])


@final
@dataclass(frozen=True, slots=True)
class _NewKeys:
    """Keys that nobody had: the thief may have had all that were sealed together."""

    signs: str
    credential: P256Signer
    acts: str
    operation: Ed25519Signer
    coming: Ed25519Signer
    spare: Ed25519Signer

    @classmethod
    def for_all_that(cls, overwritten: Overwritten, keys: IssuerKeys) -> Self:
        """Draw them, under names that neither the town hall nor anybody else has given."""
        operation, coming, spare = (
            Ed25519Signer.from_seed(os.urandom(ED25519_SEED_BYTES)) for _ in range(3)
        )
        return cls(
            unused_name("credential", overwritten.names("credential", keys.credentials)),
            P256Signer.from_seed(os.urandom(P256_SEED_BYTES)),
            unused_name("operation", overwritten.names("operation", keys.operations)),
            operation,
            coming,
            spare,
        )

    def beside(self, keys: IssuerKeys) -> IssuerKeys:
        """Add those that this home keeps; the recovery key is not one of them."""
        return replace(
            keys,
            credentials={**keys.credentials, self.signs: self.credential},
            operations={**keys.operations, self.acts: self.operation},
            updates=(*keys.updates, self.coming),
        )


def _check_noted(entries: Sequence[Operation], journal: Sequence[StoredOperation]) -> None:
    """Check that no entry that the ledger has is still open here: it may have spent that key.

    Raises:
        Refused: ``home.operation_open``.
    """
    still_open = {each.operation.id for each in journal if each.stand == "open"}
    for entry in entries:
        if entry.id in still_open:
            raise Refused("home.operation_open", type=entry.type)


def _check_stolen(
    did: str, about: Iterable[Operation], known: Collection[str], last: StoredOperation | None
) -> None:
    """Check that somebody else used a key of this DID: a recovery key is spent to undo that.

    Raises:
        Refused: ``home.nothing_stolen``; ``home.operation_open`` while *last*, made here for the
            DID's record, is not settled: it may be that recovery.
    """
    if not any(each.id not in known and is_in_name_of(did, each) for each in about):
        if last is not None and last.stand == "open":
            raise Refused("home.operation_open", type=last.operation.type)
        raise Refused("home.nothing_stolen")


def _free(folder: Path, number: int) -> Path:
    while (path := folder / f"recovery-{number}.sealed").exists():
        number += 1
    return path

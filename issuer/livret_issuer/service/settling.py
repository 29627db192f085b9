"""How an operation ended is noted, and what the ledger has taken begins to count here."""

from dataclasses import replace

from livret_core.dids import webvh
from livret_core.dids.webvh import VerifiedLog
from livret_core.errors import Refused
from livret_core.https_uri import HttpsUri
from livret_core.ledger.operation import Operation
from livret_core.ledger.rules.dids import CLOCK_LAG_S
from livret_core.ledger.taken import ProvenEntry
from livret_issuer.hall_document import first_of, keys_listed
from livret_issuer.list_places import endpoints_of, moved, place_of
from livret_issuer.records import StoredOperation
from livret_issuer.service.before_ledger import BeforeLedger
from livret_issuer.service.giving_up import give_up
from livret_issuer.service.named_lists import bring_back, keep_only
from livret_issuer.service.shelving import (
    hall_now,
    keep_hall,
    put_up,
    put_up_digests,
    take_down,
    take_down_digests,
)
from livret_issuer.store import Transaction
from livret_issuer.taking_back import answers


class Settling(BeforeLedger):
    """Keeps the journal of one town hall."""

    def journal(self) -> list[StoredOperation]:
        """All operations this town hall made, in their order; what is open as it is signed now."""
        with self._store.transaction() as transaction:
            return [
                replace(each, operation=self._signed_now(transaction, each.operation))
                if each.stand == "open"
                else each
                for each in transaction.journal.all()
            ]

    def unsettled(self, record: str | None = None) -> list[StoredOperation]:
        """Give what was made here, and is not proven to be on the ledger, in its order.

        Args:
            record: only what advances this one.
        """
        with self._store.transaction() as transaction:
            return [
                each
                for each in transaction.journal.all()
                if each.stand in {"open", "refused"} and record in {None, each.record}
            ]

    def settle(self, proven: ProvenEntry, *, now_s: int) -> None:
        """Note that the ledger has an operation. What it says begins to count here too.

        One of which somebody said that it was refused is on the ledger all the same, if it is
        proven to be.

        Raises:
            Refused: ``home.not_made_here`` for another's, ``home.settled`` for one
                of others.
        """
        operation = proven.operation
        with self._store.transaction() as transaction:
            stored = self._made_here(transaction, operation)
            if stored.stand in {"foreign", "unanswered"}:
                raise Refused("home.settled", stand=stored.stand)
            if stored.stand != "taken":
                for overtaken in transaction.journal.overtaken(operation, stored.record):
                    if overtaken.id != operation.id:
                        give_up(self._home, transaction, overtaken, at_s=now_s)
                self._begin(transaction, operation, now_s)
            transaction.journal.settle(operation, "taken", proof=proven.proof.format(), at_s=now_s)
            transaction.note("settle", f"{operation.type} taken", at_s=now_s)

    def note_key(self, key_id: str, from_s: int) -> bool:
        """Keep since when the ledger has the key that signs, where that is not known here yet.

        Args:
            key_id: DID URL of the key.
            from_s: since when, seconds since 1970, as the ledger has it.

        Returns:
            Whether it is this one's, and was not known.
        """
        with self._store.transaction() as transaction:
            hall = hall_now(self._home, transaction)
            if hall.is_key_read or hall.key_id != key_id:
                return False
            keep_hall(self._home, transaction, replace(hall, key_from_s=from_s, is_key_read=True))
        return True

    def settle_refused(self, operation: Operation, *, now_s: int) -> list[Operation]:
        """Note that the ledger did not take an operation, as somebody says, or a copy shows.

        Returns:
            What was made with it and counts for nothing without it: noted as not taken, too.

        Raises:
            Refused: ``home.not_made_here`` for another's, ``home.settled`` for one
                that the ledger has.
        """
        with self._store.transaction() as transaction:
            stored = self._made_here(transaction, operation)
            if stored.stand not in {"open", "refused"}:
                raise Refused("home.settled", stand=stored.stand)
            followed = give_up(self._home, transaction, operation, at_s=now_s)
            self._back_to_named(transaction, operation)
            return followed

    def turned_away(self, operation: Operation) -> None:
        """Publish the digests of a day, or of final lists, no more that the ledger would not take.

        It stays open: that it was refused is somebody's word, and no proof. Handed in again, or
        proven to be on the ledger, its digests are published again.
        """
        with self._store.transaction() as transaction:
            take_down_digests(self._home, transaction, operation)
            self._back_to_named(transaction, operation)

    def _back_to_named(self, transaction: Transaction, operation: Operation) -> None:
        """Publish what the ledger names of suspected keys, where it does not take what was to."""
        did = self.hall.did.text
        if (operation.type, operation.subject) == ("commit", did):
            suspected = transaction.journal.suspected(did)
            bring_back(self._home, transaction, hall_now(self._home, transaction), suspected)

    def _made_here(self, transaction: Transaction, operation: Operation) -> StoredOperation:
        stored = transaction.journal.find(operation.id)
        if stored is None:
            raise Refused("home.not_made_here")
        return stored

    def _begin(self, transaction: Transaction, operation: Operation, now_s: int) -> None:
        """Let what the ledger has count here: an entry of the DID log, the digests of a day."""
        put_up_digests(self._home, transaction, operation)
        self._begin_named(transaction, operation)
        if operation.type == "did.succeed" and operation.body.get("to") is None:
            take_down(self._home, transaction, self.hall.commit_uri(None))
        if operation.type == "did.create":
            hall = hall_now(self._home, transaction)
            keep_hall(self._home, transaction, replace(hall, key_from_s=now_s))
        entry = operation.body.get("entry")
        if operation.type not in {"did.update", "did.deactivate"} or not isinstance(entry, str):
            return
        lines = self._lines(transaction)
        if lines[-1] != entry.encode("utf-8"):
            lines = [*lines, entry.encode("utf-8")]
            log = b"".join(line + b"\n" for line in lines)
            webvh.verify_log(log, self.hall.did, now_s=now_s + CLOCK_LAG_S)
            put_up(self._home, transaction, HttpsUri.parse(self.hall.did.log_url), log)
        if operation.type == "did.update":
            self._take_keys(transaction, self._log(transaction, now_s=now_s), now_s)
        if transaction.journal.is_recovery(operation.id):
            for theirs in transaction.journal.unanswered():
                if not answers(operation, theirs.operation):
                    continue
                transaction.journal.answer(theirs.operation.id, at_s=now_s)
                transaction.note("acknowledge", f"{theirs.operation.id} recovery", at_s=now_s)

    def _begin_named(self, transaction: Transaction, operation: Operation) -> None:
        """Let the lists that a commit names count for suspected keys, from either of both on."""
        did, hall = self.hall.did.text, hall_now(self._home, transaction)
        day = operation.body.get("day")
        if (operation.type, operation.subject) == ("commit", did) and isinstance(day, int):
            suspected = transaction.journal.suspected(did)
            bring_back(self._home, transaction, hall, suspected, by=operation)
            keep_only(self._home, transaction, hall, day)
        owner, _, name = operation.subject.partition("#")
        if operation.type == "key.compromise" and owner == did:
            bring_back(self._home, transaction, hall, [name])

    def _take_keys(self, transaction: Transaction, log: VerifiedLog, now_s: int) -> None:
        """Sign from now on with the keys that the log names."""
        document = log.last.entry.state
        listed = keys_listed(document)
        for name in self._keys.credentials:
            if name not in listed:
                transaction.end_lists(transaction.lists_under(name))
        hall, endpoints = hall_now(self._home, transaction), endpoints_of(document)
        transaction.end_lists(
            [
                number
                for number in transaction.lists()
                if place_of(hall.list_places, number) not in endpoints
            ]
        )
        credential, operation = (
            first_of(document, member) for member in ("assertionMethod", "capabilityInvocation")
        )
        places = moved(hall.list_places, document, next_number=transaction.last_list() + 1)
        hall = replace(hall, moved_to=places[1:], operation_key_id=operation)
        if credential != hall.key_id:
            # Since when the ledger has it, no proof that it has the entry tells: that is read of it.
            hall = replace(hall, key_id=credential, key_from_s=now_s, is_key_read=False)
        keep_hall(self._home, transaction, hall)

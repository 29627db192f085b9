"""How an operation ended is noted, and what the ledger has taken begins to count here."""

from dataclasses import replace

from livret_core.dids import webvh
from livret_core.dids.webvh import VerifiedLog
from livret_core.errors import Refused
from livret_core.https_uri import HttpsUri
from livret_core.ledger.operation import Operation
from livret_core.ledger.rules.dids import CLOCK_LAG_S
from livret_core.tlog import merkle
from livret_core.tlog.proof import LogProof
from livret_issuer.identity import first_of, keys_listed
from livret_issuer.list_places import endpoints_of, moved, place_of
from livret_issuer.records import StoredOperation
from livret_issuer.service.before_ledger import BeforeLedger
from livret_issuer.store import Transaction


class Settling(BeforeLedger):
    """Keeps the journal of one town hall."""

    def journal(self) -> list[StoredOperation]:
        """All operations this town hall made, in their order."""
        with self._store.transaction() as transaction:
            return transaction.journal.all()

    def settle(
        self, operation: Operation, *, taken: bool, proof: LogProof | None, now_s: int
    ) -> None:
        """Note how an operation ended. What was taken begins to count here too.

        Args:
            operation: as it was handed in.
            taken: whether the ledger has it.
            proof: that it has, if there is one.
            now_s: seconds since 1970.

        Raises:
            Refused: ``ledger.unknown`` for one that was not made here, ``log.inclusion`` for
                a proof of another, ``home.operation_open`` for one that ended otherwise.
        """
        if proof is not None:
            head = proof.signed.checkpoint
            leaf = merkle.leaf_hash(operation.leaf)
            merkle.check_inclusion(leaf, proof.index, head.size, proof.hashes, head.root)
        with self._store.transaction() as transaction:
            stored = transaction.journal.find(operation.id)
            if stored is None:
                raise Refused("ledger.unknown", "not made here", record="operation")
            if stored.stand not in {"open", "taken" if taken else "refused"}:
                raise Refused("home.operation_open", "it ended otherwise")
            if stored.stand == "open":
                self._end(transaction, operation, now_s, taken=taken)
            kept = stored.proof if proof is None else proof.format()
            stand = "taken" if taken else "refused"
            transaction.journal.settle(
                operation, "taken" if taken else "refused", proof=kept, at_s=now_s
            )
            transaction.note("settle", f"{operation.type} {stand}", at_s=now_s)

    def _end(
        self, transaction: Transaction, operation: Operation, now_s: int, *, taken: bool
    ) -> None:
        if taken:
            self._begin(transaction, operation, now_s)
        elif operation.type == "commit":
            transaction.journal.put_back(operation.id)

    def _begin(self, transaction: Transaction, operation: Operation, now_s: int) -> None:
        """Let an entry of the DID log count here, now that the ledger has it."""
        if operation.type == "did.create":
            self._home.change_hall(replace(self.hall, key_from_s=now_s))
        entry = operation.body.get("entry")
        if operation.type not in {"did.update", "did.deactivate"} or not isinstance(entry, str):
            return
        lines = self._lines()
        if lines[-1] != entry.encode("utf-8"):
            lines = [*lines, entry.encode("utf-8")]
            log = b"".join(line + b"\n" for line in lines)
            webvh.verify_log(log, self.hall.did, now_s=now_s + CLOCK_LAG_S)
            self._home.publish(HttpsUri.parse(self.hall.did.log_url), log)
        if operation.type == "did.update":
            self._take_keys(transaction, self._log(now_s=now_s), now_s)

    def _take_keys(self, transaction: Transaction, log: VerifiedLog, now_s: int) -> None:
        """Sign from now on with the keys that the log names."""
        document = log.last.entry.state
        listed = keys_listed(document)
        for name in self._keys.credentials:
            if name not in listed:
                transaction.end_lists(transaction.lists_under(name))
        endpoints = endpoints_of(document)
        transaction.end_lists(
            [
                number
                for number in transaction.lists()
                if place_of(self.hall.list_places, number) not in endpoints
            ]
        )
        credential, operation = (
            first_of(document, member) for member in ("assertionMethod", "capabilityInvocation")
        )
        places = moved(self.hall.list_places, document, next_number=transaction.last_list() + 1)
        hall = replace(self.hall, moved_to=places[1:], operation_key_id=operation)
        if credential != hall.key_id:
            hall = replace(hall, key_id=credential, key_from_s=now_s)
        self._home.change_hall(hall)

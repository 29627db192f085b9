"""What a town hall puts on the public ledger: its DID, its keys, a digest of each day.

Each operation is made and noted in one transaction, and handed in by whoever asked for it. How it
ended is noted by :meth:`LedgerOffice.settle`; only then do new keys sign.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from livret_core import limits
from livret_core.dids import webvh
from livret_core.dids.key import DidKey
from livret_core.dids.webvh import VerifiedLog
from livret_core.encoding.json import JsonObject
from livret_core.errors import Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import Ed25519Signer, P256Signer, Signer
from livret_core.keys.ed25519 import SEED_BYTES as ED25519_SEED_BYTES
from livret_core.keys.p256 import SEED_BYTES as P256_SEED_BYTES
from livret_core.ledger import draft as drafts
from livret_core.ledger import root_draft
from livret_core.ledger.daily import DayCommit, NamedDigest
from livret_core.ledger.dating import Dating
from livret_core.ledger.evidence import Evidence
from livret_core.ledger.operation import Draft, Operation, Signature
from livret_core.ledger.rules.dids import CLOCK_LAG_S
from livret_core.ledger.state import commit_name, compromise_name, did_name
from livret_core.ledger.trust_root import TrustRootDraft
from livret_core.tlog import merkle
from livret_core.tlog.proof import LogProof
from livret_issuer import daily, rights
from livret_issuer.identity import (
    TownHall,
    first_of,
    fragment_of,
    keys_listed,
    with_key,
    without_key,
)
from livret_issuer.operations import (
    DAY_S,
    again,
    check_acts,
    check_may_drop,
    check_registered,
    commit_body,
    compromise_body,
    create_body,
    deactivate_body,
    key_after,
    next_draft,
    next_name,
    succeed_body,
    update_body,
)
from livret_issuer.records import StoredOperation
from livret_issuer.rights import Standing
from livret_issuer.service.days import datings, list_digests, random_values
from livret_issuer.store import Home, IssuerKeys, Store, Transaction


class LedgerOffice:
    """One town hall before the public ledger."""

    def __init__(
        self,
        home: Home,
        hall: TownHall,
        keys: IssuerKeys,
        store: Store,
        publish_lists: Callable[[Transaction, int], None],
    ) -> None:
        """Take up work; :meth:`livret_issuer.service.Office.on_ledger` does it.

        Raises:
            Refused: ``home.no_ledger``.
        """
        if hall.ledger is None:
            raise Refused("home.no_ledger")
        self.hall: Final = hall
        self._home: Final = home
        self._keys: Final = keys
        self._store: Final = store
        self._publish_lists: Final = publish_lists
        self._record: Final = did_name(hall.did.text)

    # The DID.

    def register(self, *, now_s: int) -> Draft:
        """Make the ``did.create`` of this town hall, for a member to sign.

        Asked for again before it is settled, it is the same again.

        Raises:
            Refused: ``home.operation_open``.
        """
        with self._store.transaction() as transaction:
            last = transaction.journal.last(self._record)
            made = again(last, "did.create")
            if made is None:
                entry = self._log(now_s=now_s).last
                line = self._lines()[entry.number - 1]
                draft = self._next("did.create", create_body(self.hall, line), last, now_s)
                made = draft.signed(())
                self._note(transaction, made, self._record, now_s)
        return drafts.unsigned_of(made)

    def change_key(self, use: str, passphrase: bytes, *, now_s: int) -> Operation:
        """Make the ``did.update`` by which a new key signs; the keys are sealed before it exists.

        Args:
            use: ``credential`` or ``operation``.
            passphrase: that opens this home.
            now_s: seconds since 1970.

        Raises:
            Refused: ``home.not_registered``, ``home.operation_open``, ``vault.passphrase``,
                ``webvh.key_not_committed``, ``webvh.time_order``.
            Unavailable: ``home.unavailable``.
        """
        with self._store.transaction() as transaction:
            # Read anew: another process may have made keys since this one opened the home.
            keys = self._home.read_keys(passphrase)
            new: Signer
            if use == "credential":
                name = next_name(use, tuple(keys.credentials))
                new = signer = P256Signer.from_seed(os.urandom(P256_SEED_BYTES))
                keys = replace(keys, credentials={**keys.credentials, name: signer})
            else:
                name = next_name(use, tuple(keys.operations))
                new = invoker = Ed25519Signer.from_seed(os.urandom(ED25519_SEED_BYTES))
                keys = replace(keys, operations={**keys.operations, name: invoker})
            return self._update(
                transaction,
                lambda document: with_key(document, self.hall.did.text, name, new.public_key),
                keys,
                passphrase,
                now_s,
            )

    def drop_key(self, name: str, passphrase: bytes, *, now_s: int) -> Operation:
        """Make the ``did.update`` by which a former credential key signs no list any more.

        Raises:
            Refused: ``home.key_needed``, ``did.key_fragment``, and as :meth:`change_key`.
        """
        with self._store.transaction() as transaction:
            check_may_drop(transaction.holds_until(name), now_s=now_s)
            return self._update(
                transaction,
                lambda document: without_key(document, self.hall.did.text, name),
                self._home.read_keys(passphrase),
                passphrase,
                now_s,
            )

    def _update(
        self,
        transaction: Transaction,
        change: Callable[[JsonObject], JsonObject],
        keys: IssuerKeys,
        passphrase: bytes,
        now_s: int,
    ) -> Operation:
        last = transaction.journal.last(self._record)
        check_registered(last)
        log = self._log(now_s=now_s)
        coming = Ed25519Signer.from_seed(os.urandom(ED25519_SEED_BYTES))
        made = webvh.update(
            log,
            signer=key_after(log, keys.updates),
            next_key_hash=webvh.commitment(coming.public_key),
            version_time_s=now_s,
            document=change(dict(log.last.entry.state)),
        )
        made_s = made.log.last.from_s
        operation = self._next("did.update", update_body(made.line), last, made_s).signed(())
        # First the keys: what commits to a key that nobody kept must not come to be.
        self._home.change_keys(replace(keys, updates=(*keys.updates, coming)), passphrase)
        self._note(transaction, operation, self._record, now_s)
        return operation

    def deactivate(self, recovery: Ed25519Signer, *, now_s: int) -> Operation:
        """Make the operation that ends this DID, and publish the digests of its final lists.

        Raises:
            Refused: ``home.not_registered``, ``home.operation_open``,
                ``profile.recovery_key`` for a key that is none of this DID's.
        """
        with self._store.transaction() as transaction:
            last = transaction.journal.last(self._record)
            check_acts(last)
            log = self._log(now_s=now_s)
            made = webvh.deactivate(log, signer=recovery, version_time_s=now_s)
            final = self._final_lists(transaction, now_s)
            draft = self._next(
                "did.deactivate", deactivate_body(made.line, final.root), last, now_s
            )
            operation = draft.signed([self._by_recovery(draft, recovery)])
            self._note(transaction, operation, self._record, now_s)
        return operation

    def succeed(self, to: str | None, recovery: Ed25519Signer, *, now_s: int) -> Operation:
        """Make the operation by which another DID goes on, or by which none is to.

        Args:
            to: the other DID; None refuses a succession that is under way.
            recovery: a recovery key.
            now_s: seconds since 1970.

        Raises:
            Refused: ``home.not_registered``, ``home.operation_open``.
        """
        with self._store.transaction() as transaction:
            last = transaction.journal.last(self._record)
            check_acts(last)
            lists = None if to is None else self._final_lists(transaction, now_s).root
            draft = self._next("did.succeed", succeed_body(to, lists), last, now_s)
            operation = draft.signed([self._by_recovery(draft, recovery)])
            self._note(transaction, operation, self._record, now_s)
        return operation

    def compromise(
        self, key_id: str, from_s: int, recovery: Ed25519Signer | None, *, now_s: int
    ) -> Operation:
        """Make the operation that puts a key of this DID under suspicion.

        Args:
            key_id: DID URL, or the part behind its ``#``.
            from_s: since when, seconds since 1970.
            recovery: signs, where the operation key itself may be in other hands.
            now_s: seconds since 1970.

        Raises:
            Refused: ``home.not_registered``, ``home.operation_open``.
        """
        kid = key_id if "#" in key_id else f"{self.hall.did.text}#{key_id}"
        record = compromise_name(kid)
        with self._store.transaction() as transaction:
            check_registered(transaction.journal.last(self._record))
            last = transaction.journal.last(record)
            draft = next_draft(
                self.hall, "key.compromise", kid, compromise_body(from_s), last=last, now_s=now_s
            )
            by = self._own(draft) if recovery is None else self._by_recovery(draft, recovery)
            operation = draft.signed([by])
            self._note(transaction, operation, record, now_s)
        return operation

    def learn(self, evidence: Evidence) -> Standing:
        """Keep since when this town hall may sign what, as the ledger publishes it.

        Raises:
            Refused: ``ledger.origin`` for another ledger's, ``home.not_registered``.
            MalformedInput: ``ledger.evidence``.
        """
        ledger, hall = self.hall.ledger, self.hall
        if ledger is None or evidence.signed.checkpoint.origin != ledger.origin:
            raise Refused("ledger.origin")
        standing = rights.read(evidence, hall.did.text, hall.key_id)
        # This machine's clock may be behind the ledger's.
        key_from_s = max(hall.key_from_s, standing.key_from_s or 0)
        self._home.change_hall(replace(hall, key_from_s=key_from_s, rights=standing.rights))
        return standing

    # The day.

    def commit(self, *, now_s: int) -> tuple[Operation, DayCommit]:
        """Count in the day's copies, publish lists and digests, and make the day's ``commit``.

        Asked for again on the same day before it is settled, it is the same again.

        Returns:
            The operation, to be handed in before midnight UTC, and what it is over.

        Raises:
            Refused: ``home.not_registered``, ``home.operation_open``, ``ledger.day`` when the
                day has its commit.
        """
        day, record = now_s // DAY_S, commit_name(self.hall.did.text)
        self._store.forget_expired(now_s)
        with self._store.transaction() as transaction:
            check_acts(transaction.journal.last(self._record))
            last = transaction.journal.last(record)
            made = again(last, "commit", day=day)
            if made is not None:
                return made, DayCommit.parse(transaction.journal.day(made.id))
            salt = os.urandom(daily.AUDIT_SALT_BYTES)
            chosen = daily.of_the_day(transaction.journal.waiting())
            issuance = daily.count_in(chosen, padding=random_values(merkle.HASH_BYTES))
            digests = self._list_digests(transaction, now_s)
            digests.append(daily.issuance_digest(issuance))
            digests.append(daily.audit_digest(transaction.head(), salt))
            commit = DayCommit.of(self.hall.did.text, day, digests)
            body = commit_body(day, commit.root)
            draft = next_draft(
                self.hall, "commit", self.hall.did.text, body, last=last, now_s=now_s
            )
            operation = draft.signed([self._own(draft)])
            self._note(transaction, operation, record, now_s)
            transaction.journal.add_day(operation.id, commit.format(), salt)
            transaction.journal.count_in(operation.id, issuance.counted)
            self._home.publish(self.hall.commit_uri(day), commit.format())
        return operation, commit

    def left_over(self, *, now_s: int) -> Operation | None:
        """Give the commit of a day that is over, when nobody said how it ended."""
        with self._store.transaction() as transaction:
            last = transaction.journal.last(commit_name(self.hall.did.text))
        return daily.left_over(last, day=now_s // DAY_S)

    def datings(self, *, now_s: int, all_of_them: bool = False) -> Iterator[Dating]:
        """Give what dates the copies of each hand-over whose day the ledger has.

        Each is noted as handed over when the next is asked for: write it first.

        Args:
            now_s: seconds since 1970.
            all_of_them: those that were handed over before, too.
        """
        yield from datings(self._store, now_s=now_s, all_of_them=all_of_them)

    # For others, and how it ended.

    def sign(self, draft: Draft, *, now_s: int) -> bytes:
        """Sign somebody's draft with this town hall's operation key; the signature as a file.

        Raises:
            Refused: ``ledger.origin`` for another ledger's, ``home.not_registered``.
        """
        ledger = self.hall.ledger
        if ledger is None or draft.ledger != ledger.origin:
            raise Refused("ledger.origin")
        kid = self.hall.operation_key_id
        with self._store.transaction() as transaction:
            check_registered(transaction.journal.last(self._record))
            transaction.note("vouch", draft.id, at_s=now_s)
        return drafts.sign(draft, self._operation_key, by=self.hall.did.text, key_id=kid)

    def sign_root(self, draft: TrustRootDraft) -> bytes:
        """Sign the next trust root with this town hall's operation key; the signature as a file.

        Raises:
            Refused: ``ledger.origin`` for another ledger's. MalformedInput: ``trust.malformed``.
        """
        ledger = self.hall.ledger
        if ledger is None or root_draft.unsigned(draft).origin != ledger.origin:
            raise Refused("ledger.origin")
        return root_draft.sign(draft, self._operation_key)

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
                transaction.end_lists(name)
        credential, operation = (
            first_of(document, member) for member in ("assertionMethod", "capabilityInvocation")
        )
        hall = self.hall
        if credential != hall.key_id:
            hall = replace(hall, key_id=credential, key_from_s=now_s)
        self._home.change_hall(replace(hall, operation_key_id=operation))

    def _next(self, kind: str, body: JsonObject, last: StoredOperation | None, now_s: int) -> Draft:
        return next_draft(self.hall, kind, self.hall.did.text, body, last=last, now_s=now_s)

    @property
    def _operation_key(self) -> Ed25519Signer:
        return self._keys.operations[fragment_of(self.hall.operation_key_id)]

    def _own(self, draft: Draft) -> Signature:
        kid = self.hall.operation_key_id
        return draft.sign(self._operation_key, by=self.hall.did.text, key_id=kid)

    def _by_recovery(self, draft: Draft, recovery: Ed25519Signer) -> Signature:
        kid = DidKey.of(recovery.public_key).verification_method
        return draft.sign(recovery, by=self.hall.did.text, key_id=kid)

    def _note(
        self, transaction: Transaction, operation: Operation, record: str, now_s: int
    ) -> None:
        transaction.journal.add(operation, record, at_s=now_s)
        transaction.note("operation", f"{operation.type} {operation.id}", at_s=now_s)

    def _list_digests(self, transaction: Transaction, now_s: int) -> list[NamedDigest]:
        """Publish every list anew, and name it."""
        self._publish_lists(transaction, now_s)
        return list_digests(self._home, self.hall, transaction, now_s=now_s)

    def _final_lists(self, transaction: Transaction, now_s: int) -> DayCommit:
        commit = DayCommit.of(self.hall.did.text, None, self._list_digests(transaction, now_s))
        self._home.publish(self.hall.commit_uri(None), commit.format())
        return commit

    def _lines(self) -> list[bytes]:
        uri = HttpsUri.parse(self.hall.did.log_url)
        return self._home.read_public(uri, limits.DID_LOG_BYTES).splitlines()

    def _log(self, *, now_s: int) -> VerifiedLog:
        uri = HttpsUri.parse(self.hall.did.log_url)
        return webvh.verify_log(
            self._home.read_public(uri, limits.DID_LOG_BYTES),
            self.hall.did,
            # The ledger takes an entry that is dated so far ahead; so must its owner.
            now_s=now_s + CLOCK_LAG_S,
        )

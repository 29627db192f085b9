"""The DID of a town hall: its first entry, those that change keys, and its end."""

import os
from collections.abc import Callable
from dataclasses import replace

from livret_core.dids import webvh
from livret_core.encoding.json import JsonObject
from livret_core.keys import Ed25519Signer, P256PublicKey, P256Signer, Signer
from livret_core.keys.ed25519 import SEED_BYTES as ED25519_SEED_BYTES
from livret_core.keys.p256 import SEED_BYTES as P256_SEED_BYTES
from livret_core.ledger import draft as drafts
from livret_core.ledger.daily import DayCommit
from livret_core.ledger.did_profile import check_version
from livret_core.ledger.operation import Draft, Operation
from livret_issuer.hall_document import with_key, with_request_key, without_key
from livret_issuer.list_places import place_of, with_lists_at, without_lists_at
from livret_issuer.operations import (
    again,
    check_acts,
    check_lists_may_go,
    check_may_drop,
    check_registered,
    check_signs_no_proofs,
    create_body,
    deactivate_body,
    key_after,
    next_name,
    succeed_body,
    update_body,
)
from livret_issuer.service.before_ledger import BeforeLedger
from livret_issuer.service.shelving import put_up_digests
from livret_issuer.store import IssuerKeys, Transaction
from livret_issuer.taking_back import check_recovery_key


class Entries(BeforeLedger):
    """Makes the operations about one town hall's own DID."""

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
                entry = self._log(transaction, now_s=now_s).last
                line = self._lines(transaction)[entry.number - 1]
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

    def let_ask(self, key: P256PublicKey, passphrase: bytes, *, now_s: int) -> Operation:
        """Make the ``did.update`` by which a desk signs its requests in this name.

        The key before it is listed no more. Its private part is the desk's, and never here.

        Args:
            key: of the desk (``livret verify key``).
            passphrase: that opens this home.
            now_s: seconds since 1970.

        Raises:
            Refused: ``home.signs_proofs`` where the ledger lets this DID sign proofs,
                ``did.key_fragment`` for a key that is listed, and as :meth:`change_key`.
        """
        check_signs_no_proofs(self.hall)
        with self._store.transaction() as transaction:
            return self._update(
                transaction,
                lambda document: with_request_key(document, self.hall.did.text, key),
                self._home.read_keys(passphrase),
                passphrase,
                now_s,
            )

    def drop_key(self, name: str, passphrase: bytes, *, now_s: int) -> Operation:
        """Make the ``did.update`` by which a former credential key signs no list any more.

        Raises:
            Refused: ``home.key_needed``, ``did.key_fragment``, and as :meth:`change_key`.
        """
        with self._store.transaction() as transaction:
            holds_until_s = transaction.hold_until(transaction.lists_under(name))
            check_may_drop(holds_until_s, now_s=now_s)
            return self._update(
                transaction,
                lambda document: without_key(document, self.hall.did.text, name),
                self._home.read_keys(passphrase),
                passphrase,
                now_s,
            )

    def move_lists(self, endpoint: str, passphrase: bytes, *, now_s: int) -> Operation:
        """Make the ``did.update`` by which status lists begin at another address.

        Those that were begun before stay where they are, and are published there.

        Args:
            endpoint: https, ends in a slash.
            passphrase: that opens this home.
            now_s: seconds since 1970.

        Raises:
            Refused: ``home.lists_place``, ``ledger.did_document`` for an address that no
                ledger takes or one too many, and as :meth:`change_key`.
        """
        with self._store.transaction() as transaction:
            return self._update(
                transaction,
                lambda document: with_lists_at(document, self.hall.did.text, endpoint),
                self._home.read_keys(passphrase),
                passphrase,
                now_s,
            )

    def drop_lists(self, endpoint: str, passphrase: bytes, *, now_s: int) -> Operation:
        """Make the ``did.update`` by which no list lies at a former address any more.

        Raises:
            Refused: ``home.lists_needed``, ``home.lists_place``, and as :meth:`change_key`.
        """
        with self._store.transaction() as transaction:
            there = [
                number
                for number in transaction.lists()
                if place_of(self.hall.list_places, number) == endpoint
            ]
            check_lists_may_go(transaction.hold_until(there), now_s=now_s)
            return self._update(
                transaction,
                lambda document: without_lists_at(document, endpoint),
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
        log = self._log(transaction, now_s=now_s)
        coming = Ed25519Signer.from_seed(os.urandom(ED25519_SEED_BYTES))
        made = webvh.update(
            log,
            signer=key_after(log, keys.updates),
            next_key_hash=webvh.commitment(coming.public_key),
            version_time_s=now_s,
            document=change(dict(log.last.entry.state)),
        )
        check_version(made.log.last)  # what the ledger would not take seals no key
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
                ``home.recovery_key`` for a key that is none of this DID's.
        """
        with self._store.transaction() as transaction:
            last = transaction.journal.last(self._record)
            check_acts(last)
            log = self._log(transaction, now_s=now_s)
            check_recovery_key(log, recovery.public_key)
            made = webvh.deactivate(log, signer=recovery, version_time_s=now_s)
            final = self._final_lists(transaction, now_s)
            draft = self._next(
                "did.deactivate", deactivate_body(made.line, final.root), last, now_s
            )
            operation = draft.signed([self._by_recovery(draft, recovery)])
            self._note(transaction, operation, self._record, now_s)
            self._keep_final(transaction, operation, final)
        return operation

    def succeed(self, to: str | None, recovery: Ed25519Signer, *, now_s: int) -> Operation:
        """Make the operation by which another DID goes on, or by which none is to.

        Args:
            to: the other DID; None refuses a succession that is under way.
            recovery: a recovery key.
            now_s: seconds since 1970.

        Raises:
            Refused: ``home.not_registered``, ``home.operation_open``, ``home.recovery_key``.
        """
        with self._store.transaction() as transaction:
            last = transaction.journal.last(self._record)
            check_acts(last)
            check_recovery_key(self._log(transaction, now_s=now_s), recovery.public_key)
            final = None if to is None else self._final_lists(transaction, now_s)
            body = succeed_body(to, None if final is None else final.root)
            draft = self._next("did.succeed", body, last, now_s)
            operation = draft.signed([self._by_recovery(draft, recovery)])
            self._note(transaction, operation, self._record, now_s)
            if final is not None:
                self._keep_final(transaction, operation, final)
        return operation

    def _final_lists(self, transaction: Transaction, now_s: int) -> DayCommit:
        return DayCommit.of(self.hall.did.text, None, self._list_digests(transaction, now_s))

    def _keep_final(self, transaction: Transaction, operation: Operation, final: DayCommit) -> None:
        """Publish the digests of the final lists, until somebody says that the ledger has them not."""
        transaction.journal.add_day(operation.id, final.format(), b"")
        put_up_digests(self._home, transaction, operation)

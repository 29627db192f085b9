"""What a town hall puts on the public ledger: its DID, its keys, a digest of each day.

Each operation is made and noted in one transaction, and handed in by whoever asked for it. How it
ended is noted by :meth:`LedgerOffice.settle`; only then do new keys sign.
"""

import os
from collections.abc import Iterator
from dataclasses import replace

from livret_core.errors import Refused
from livret_core.keys import Ed25519Signer
from livret_core.ledger import draft as drafts
from livret_core.ledger import root_draft
from livret_core.ledger.daily import DayCommit
from livret_core.ledger.dating import Dating
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.operation import Draft, Operation
from livret_core.ledger.state import commit_name, compromise_name
from livret_core.ledger.trust_root import TrustRootDraft
from livret_core.tlog import merkle
from livret_issuer import daily, rights
from livret_issuer.operations import (
    DAY_S,
    again,
    check_acts,
    check_registered,
    commit_body,
    compromise_body,
    next_draft,
)
from livret_issuer.rights import Standing
from livret_issuer.service.days import datings, random_values
from livret_issuer.service.entries import Entries
from livret_issuer.service.inheriting import Inheriting
from livret_issuer.service.named_lists import keep_named
from livret_issuer.service.settling import Settling
from livret_issuer.service.shelving import catch_up, hall_now, keep_hall, put_up, put_up_digests
from livret_issuer.store import Transaction
from livret_issuer.taking_back import document_of, entries_of, listed


class LedgerOffice(Entries, Settling, Inheriting):
    """One town hall before the public ledger."""

    def compromise(
        self,
        key_id: str,
        from_s: int,
        recovery: Ed25519Signer | None,
        *,
        is_listed: bool = False,
        now_s: int,
    ) -> Operation:
        """Make the operation that puts a key of this DID under suspicion.

        Asked for again before it is settled, it is the same again, signed anew.

        Args:
            key_id: DID URL, or the part behind its ``#``.
            from_s: since when, seconds since 1970.
            recovery: signs, where the operation key itself may be in other hands.
            is_listed: whether a copy of the ledger has that key, whoever listed it.
            now_s: seconds since 1970.

        Raises:
            Refused: ``home.not_registered``, ``home.operation_open``; ``home.key_unknown``,
                ``ledger.interval`` for what the ledger would refuse, later than here.
        """
        kid = key_id if "#" in key_id else f"{self.hall.did.text}#{key_id}"
        record = compromise_name(kid)
        with self._store.transaction() as transaction:
            check_registered(transaction.journal.last(self._record))
            if not is_listed:
                self._check_key(transaction, kid, now_s)
            if from_s > now_s:
                raise Refused("ledger.interval", "from a time to come")
            last, body = transaction.journal.last(record), compromise_body(from_s)
            is_again = last is not None and last.stand == "open" and last.operation.body == body
            if last is not None and is_again:
                draft = drafts.unsigned_of(last.operation)
            else:
                draft = next_draft(self.hall, "key.compromise", kid, body, last=last, now_s=now_s)
            by = self._own(draft) if recovery is None else self._by_recovery(draft, recovery)
            operation = draft.signed([by])
            if is_again:
                transaction.journal.sign_again(operation)
            else:
                self._note(transaction, operation, record, now_s)
        return operation

    def _check_key(self, transaction: Transaction, kid: str, now_s: int) -> None:
        """Check that a key is one that this town hall has or had, or that others gave it."""
        did, _, name = kid.partition("#")
        others = entries_of(each.operation for each in transaction.journal.all())
        documents = [each.entry.state for each in self._log(transaction, now_s=now_s).versions]
        documents += [document_of(each) for each in others]
        names = {*self._keys.credentials, *self._keys.operations}.union(*map(listed, documents))
        if did != self.hall.did.text or name not in names:
            raise Refused("home.key_unknown", key=name)

    def learn(self, state: ProvenState) -> Standing:
        """Keep since when this town hall may sign what, as the ledger has it.

        What was kept before, by whatever word, gives way.

        Args:
            state: of the ledger, about this town hall.

        Raises:
            Refused: ``ledger.origin`` for another ledger's, ``home.not_registered``.
            Unavailable: ``ledger.not_shown``.
        """
        ledger, hall = self.hall.ledger, self.hall
        if ledger is None or state.head.cosigned.trust.origin != ledger.origin:
            raise Refused("ledger.origin")
        standing = rights.read(state, hall.did.text, hall.key_id)
        with self._store.transaction() as transaction:
            hall = hall_now(self._home, transaction)
            # Where the state is from before the key was listed, this machine's own clock is left.
            learnt = replace(hall, rights=standing.rights)
            if standing.key_from_s is not None:
                learnt = replace(learnt, key_from_s=standing.key_from_s, is_key_read=True)
            keep_hall(self._home, transaction, learnt)
        return standing

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
                made = self._signed_now(transaction, made)
                put_up_digests(self._home, transaction, made)
                catch_up(self._home, transaction)
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
            put_up(self._home, transaction, self.hall.commit_uri(day), commit.format())
            keep_named(self._home, transaction, self.hall, day)
        return operation, commit

    def left_over(self, *, now_s: int, of: str | None = None) -> Operation | None:
        """Give the commit of a day that is over, when nobody said how it ended.

        Args:
            now_s: seconds since 1970.
            of: DID that this one goes on for; None for its own.
        """
        with self._store.transaction() as transaction:
            last = transaction.journal.last(commit_name(of or self.hall.did.text))
            made = daily.left_over(last, day=now_s // DAY_S)
            return None if made is None else self._signed_now(transaction, made)

    def datings(self, *, now_s: int, all_of_them: bool = False) -> Iterator[Dating]:
        """Give what dates the copies of each hand-over whose day the ledger has.

        Each is noted as handed over when the next is asked for: write it first.

        Args:
            now_s: seconds since 1970.
            all_of_them: those that were handed over before, too.
        """
        yield from datings(self._store, now_s=now_s, all_of_them=all_of_them)

    def sign(self, draft: Draft, *, now_s: int) -> bytes:
        """Sign somebody's draft with this town hall's operation key; the signature as a file.

        Raises:
            Refused: as :meth:`check_may_sign`.
        """
        kid = self.hall.operation_key_id
        with self._store.transaction() as transaction:
            self._check_may_sign(transaction, draft)
            transaction.note("vouch", draft.id, at_s=now_s)
        return drafts.sign(draft, self._operation_key, by=self.hall.did.text, key_id=kid)

    def check_may_sign(self, draft: Draft) -> None:
        """Check what :meth:`sign` checks; nothing is signed or noted.

        Raises:
            Refused: ``ledger.origin`` for another ledger's, ``home.not_registered``.
        """
        with self._store.transaction() as transaction:
            self._check_may_sign(transaction, draft)

    def _check_may_sign(self, transaction: Transaction, draft: Draft) -> None:
        ledger = self.hall.ledger
        if ledger is None or draft.ledger != ledger.origin:
            raise Refused("ledger.origin")
        check_registered(transaction.journal.last(self._record))

    def check_may_sign_root(self, draft: TrustRootDraft) -> None:
        """Check what :meth:`sign_root` checks; nothing is signed.

        Raises:
            Refused: ``ledger.origin`` for another ledger's. MalformedInput: ``trust.malformed``.
        """
        ledger = self.hall.ledger
        if ledger is None or root_draft.unsigned(draft).origin != ledger.origin:
            raise Refused("ledger.origin")

    def sign_root(self, draft: TrustRootDraft) -> bytes:
        """Sign the next trust root with this town hall's operation key; the signature as a file.

        Raises:
            As :meth:`check_may_sign_root`.
        """
        self.check_may_sign_root(draft)
        return root_draft.sign(draft, self._operation_key)

"""Lists of one whose DID this town hall's succeeded: taken over, published, committed to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import msgspec

from livret_core.errors import Refused
from livret_core.ledger.daily import DayCommit
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.operation import Operation
from livret_core.ledger.state import commit_name
from livret_core.status.token import Status
from livret_issuer.operations import DAY_S, again, check_acts, commit_body, next_draft
from livret_issuer.predecessors import (
    LeftBehind,
    OldList,
    Predecessor,
    Published,
    left_behind,
    places_of,
    read_lists,
    stricter,
)
from livret_issuer.service.before_ledger import BeforeLedger
from livret_issuer.service.days import list_digests
from livret_issuer.service.shelving import catch_up, hall_now, keep_hall, put_up, put_up_digests
from livret_issuer.store import Home, Store, Transaction

_UNUSED_AUDIT_KEY: Final = bytes(32)


class Inheriting(BeforeLedger):
    """Goes on for others."""

    def left_behind(self, state: ProvenState) -> LeftBehind:
        """Read what a DID that this town hall goes on for left behind.

        Raises:
            Refused: ``ledger.origin``, ``home.not_successor``.
            Unavailable: ``ledger.not_shown``.
        """
        ledger = self.hall.ledger
        if ledger is None or state.head.cosigned.trust.origin != ledger.origin:
            raise Refused("ledger.origin")
        return left_behind(state, to=self.hall.did.text)

    def take_over(
        self,
        behind: LeftBehind,
        published: Published,
        old: Home | None,
        *,
        now_s: int,
    ) -> Predecessor:
        """Take over the lists of another DID; they are signed here from the next publication on.

        Asked for again, it takes note of what was committed meanwhile, and leaves the lists.

        Args:
            behind: from :meth:`left_behind`.
            published: what its town hall published last; it is published here from now on.
            old: the home of its town hall, as far as it is left: by its record a hand-over's
                code still says whose place is whose.
            now_s: seconds since 1970.

        Raises:
            Refused: ``home.not_registered``, ``home.ended``, ``home.not_successor`` for another
                town hall's home, and as :func:`livret_issuer.predecessors.read_lists`.
            Unavailable: ``home.unavailable``, ``store.unavailable``.
        """
        known = {each.did: each for each in self.hall.predecessors}
        if behind.did in known:
            made = replace(known[behind.did], commits=behind.commits, last=behind.last)
        else:
            published = published.as_named(behind)
            lists = read_lists(behind, published.lists, published.digests, now_s=now_s)
            made = Predecessor(behind.did, places_of(lists), behind.commits, behind.last)
            record = None if old is None else _record_of(old, behind.did)
            with self._store.transaction() as transaction:
                check_acts(transaction.journal.last(self._record))
                self._fill(transaction, made, lists, record)
                for uri, content in published.files(behind).items():
                    put_up(self._home, transaction, uri, content)
                transaction.note("take-over", behind.did, at_s=now_s)
        # Last: what a run that was cut short left in the store is cleared by the next.
        with self._store.transaction() as transaction:
            hall = hall_now(self._home, transaction)
            others = tuple(each for each in hall.predecessors if each.did != behind.did)
            keep_hall(self._home, transaction, replace(hall, predecessors=(*others, made)))
        return made

    def follow(self, did: str, commits: int, last: str) -> None:
        """Take note of what was committed meanwhile for a DID that this one goes on for."""
        with self._store.transaction() as transaction:
            hall = hall_now(self._home, transaction)
            followed = tuple(
                replace(each, commits=commits, last=last)
                if each.did == did and each.commits < commits
                else each
                for each in hall.predecessors
            )
            keep_hall(self._home, transaction, replace(hall, predecessors=followed))

    def _fill(
        self,
        transaction: Transaction,
        of: Predecessor,
        lists: Mapping[int, OldList],
        record: Store | None,
    ) -> None:
        inherited = transaction.inherited(of.did)
        inherited.clear()
        if record is not None:
            try:
                with record.transaction() as theirs:
                    inherited.take(theirs.rows())
            finally:
                record.close()
        inherited.keep_only(lists)
        for number, each in lists.items():
            kept = inherited.statuses(number)
            strict = {
                slot: stricter(status, kept.get(slot, Status.VALID))
                for slot, status in each.marked.items()
            }
            inherited.mark(number, strict, published_at_s=each.issued_at_s)

    def commit_for(self, did: str, *, now_s: int) -> tuple[Operation, DayCommit]:
        """Publish the lists of a DID that this one succeeded, and make the day's ``commit`` for it.

        Asked for again on the same day before it is settled, it is the same again.

        Raises:
            Refused: ``home.not_successor`` for one whose lists were not taken over,
                ``home.not_registered``, ``home.ended``, ``home.operation_open``, ``ledger.day``.
        """
        of = next((each for each in self.hall.predecessors if each.did == did), None)
        if of is None:
            raise Refused("home.not_successor")
        day, record = now_s // DAY_S, commit_name(did)
        with self._store.transaction() as transaction:
            check_acts(transaction.journal.last(self._record))
            last = transaction.journal.last(record)
            made = again(last, "commit", day=day)
            if made is not None:
                made = self._signed_now(transaction, made)
                put_up_digests(self._home, transaction, made)
                catch_up(self._home, transaction)
                return made, DayCommit.parse(transaction.journal.day(made.id))
            self._publish_lists(transaction, of, now_s)
            digests = list_digests(
                self._home, transaction, of.status_uri, transaction.inherited(did), now_s=now_s
            )
            commit = DayCommit.of(did, day, digests)
            body = commit_body(day, commit.root)
            draft = next_draft(self.hall, "commit", did, body, last=last, now_s=now_s)
            if draft.seq <= of.commits:
                # The other's own, and what voters committed to in its stead.
                draft = msgspec.structs.replace(draft, seq=of.commits + 1, prev=of.last)
            operation = draft.signed([self._own(draft)])
            self._note(transaction, operation, record, now_s)
            transaction.journal.add_day(operation.id, commit.format(), b"")
            put_up(self._home, transaction, of.commit_uri(day), commit.format())
        return operation, commit


def _record_of(old: Home, did: str) -> Store:
    hall = old.read_hall()
    if hall.did.text != did:
        raise Refused("home.not_successor", "another town hall's home")
    return old.store(hall.tenant, audit_key=_UNUSED_AUDIT_KEY)

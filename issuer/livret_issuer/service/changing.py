"""What a town hall changes after it has signed: withdraws, pauses, cancels; and publishes."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from livret_core.credential import catalogue
from livret_core.errors import Refused
from livret_core.short_code import ShortCode
from livret_core.status.token import Status
from livret_issuer.audit_log import AuditAction
from livret_issuer.handing import check_change, is_to_change
from livret_issuer.identity import TownHall
from livret_issuer.pickup.acting import NOBODY, Clerk
from livret_issuer.pickup.going_on import check_says_who
from livret_issuer.pickup.records import SIGNED
from livret_issuer.records import Changed
from livret_issuer.service.looking_up import LookingUp
from livret_issuer.service.publishing import ListPublishing
from livret_issuer.service.shelving import catch_up
from livret_issuer.service.signing import Signing
from livret_issuer.store import Home, Store, Transaction

_ACTION: Final[dict[Status, AuditAction]] = {
    Status.VALID: "resume",
    Status.SUSPENDED: "suspend",
    Status.INVALID: "revoke",
}


class Changing(LookingUp):
    """One town hall's record, read and changed; its lists, published."""

    def __init__(
        self, home: Home, hall: TownHall, store: Store, lists: ListPublishing, signing: Signing
    ) -> None:
        super().__init__(hall, store)
        self.home: Final = home
        self._lists: Final = lists
        self._signing: Final = signing

    def set_status(
        self,
        code: ShortCode,
        status: Status,
        *,
        now_s: int,
        dry_run: bool = False,
        clerk: Clerk = NOBODY,
    ) -> Changed:
        """Record that every copy of a hand-over is withdrawn, paused or good again.

        What is so already is not recorded again; of a dry run nothing is.

        It takes effect with the next publication. A list for this change alone would
        tell whoever compares lists which places are one person's; those who want that
        rather than wait call :meth:`publish` themselves.

        Args:
            code: of the hand-over.
            status: what its copies are from now on.
            now_s: seconds since 1970.
            dry_run: whether nothing is to be recorded.
            clerk: who says so; a type under four eyes needs the function.

        Raises:
            MalformedInput: ``usage.missing``.
            Refused: ``handover.unknown``, ``handover.not_issued``, ``status.final``,
                ``status.no_suspension``, ``home.ended``.
        """
        with self._store.transaction() as transaction:
            self._signing.check_not_ended(transaction)
            rows = self._rows_with(transaction, code)
            handover = rows.handover(code)
            kind = catalogue.find(handover.vct)
            check_says_who(kind.name, self.hall.four_eyes, clerk.by)
            check_change(kind, rows.statuses_of(code), status)
            # What a wallet fetched in place of these is the same proof of the same person.
            newer = transaction.pickups.renewals_of(code)
            codes = [code, *(each.code for each in newer)]
            published = rows.lists()
            in_lists = {number for each in codes for number in rows.lists_of(each)}
            listed_at_s = max(published[number] or 0 for number in in_lists)
            waits = rows is transaction and not in_lists.isdisjoint(
                self._lists.only_named(transaction)
            )
            changing = [each for each in codes if is_to_change(rows.statuses_of(each), status)]
            if not changing:
                copies = rows.copies_of(code)
                count = 0 if copies is None else copies.count
                is_listed = (handover.changed_at_s or 0) < listed_at_s
                return Changed(
                    count,
                    listed_at_s,
                    is_new=False,
                    is_listed=is_listed,
                    waits_for_commit=waits,
                )
            if dry_run:
                signed = filter(None, map(rows.copies_of, changing))
                count = sum(each.count for each in signed)
                return Changed(count, listed_at_s, is_new=True, waits_for_commit=waits)
            if status is Status.INVALID:
                for each in codes:
                    self._end_pickup(transaction, each, clerk, now_s=now_s)
            count = sum(rows.set_status(each, status, at_s=now_s) for each in changing)
            for each in changing:
                transaction.note(_ACTION[status], clerk.did(each), at_s=now_s)
        return Changed(count, listed_at_s, waits_for_commit=waits)

    def cancel(
        self, code: ShortCode, *, now_s: int, dry_run: bool = False, clerk: Clerk = NOBODY
    ) -> bool:
        """End a hand-over that was not used; arguments as for :meth:`set_status`.

        Returns:
            False for one that was cancelled before, or whose time is over: nothing is recorded
            then.

        Raises:
            MalformedInput: ``usage.missing``.
            Refused: ``handover.unknown``; ``handover.collected`` where copies were signed, which
                are withdrawn or paused instead.
        """
        with self._store.transaction() as transaction:
            handover = transaction.handover(code)
            name = catalogue.find(handover.vct).name
            check_says_who(name, self.hall.four_eyes, clerk.by)
            if handover.request_sha256 is not None:
                at_s = handover.issued_at_s or handover.created_at_s
                raise Refused("handover.collected", handover=str(code), collected_at_s=at_s)
            is_open = handover.cancelled_at_s is None and now_s < handover.expires_at_s
            if dry_run or not is_open:
                return is_open
            transaction.cancel_handover(code, at_s=now_s)
            transaction.pickups.end(code, "cancelled", at_s=now_s)
            transaction.note("cancel", clerk.did(code), at_s=now_s)
        self._store.settle()
        return True

    @staticmethod
    def _end_pickup(transaction: Transaction, code: ShortCode, clerk: Clerk, *, now_s: int) -> None:
        """Take back all that a withdrawn proof's wallet could still do with its pickup."""
        pickup = transaction.pickups.find(code)
        if pickup is None:
            return
        if pickup.stand in SIGNED:
            transaction.pickups.keep(replace(pickup, person=None))
            transaction.pickups.drop_tokens(code)
        elif transaction.pickups.end(code, "cancelled", at_s=now_s):
            transaction.cancel_handover(code, at_s=now_s)
            transaction.note("cancel", clerk.did(code), at_s=now_s)

    def publish(self, *, now_s: int, since_s: int | None = None) -> tuple[Path, ...]:
        """Sign and publish every status list as it stands. To be done on a schedule.

        Reading, signing and writing happen while nobody else may change the record: of
        two that publish at once, the one that ends last has read last, and a withdrawal
        never gives way to a list from before it.

        What other machines of this town hall published is published here, too. A list whose key
        is under suspicion stays as it was committed to; one whose key was taken out of the DID's
        document, as it was published.

        Args:
            now_s: seconds since 1970.
            since_s: a list that any of them signed since then is left as it is.

        Returns:
            Where the lists are, in the order of their numbers.

        Raises:
            Refused: ``home.ended``: the final lists stand as they are.
            Unavailable: ``store.unavailable``, ``home.unavailable``.
        """
        self._store.forget_expired(now_s)
        with self._store.transaction() as transaction:
            catch_up(self.home, transaction)
            self._signing.check_not_ended(transaction)
            return tuple(
                self._lists.own(transaction, number, before_s=before_s, now_s=now_s)
                for number, before_s in self._lists.due(transaction, since_s=since_s, now_s=now_s)
            ) + tuple(
                path
                for of in self.hall.predecessors
                for path in self._lists.inherited(transaction, of, since_s=since_s, now_s=now_s)
            )

    def only_named(self) -> tuple[int, ...]:
        """Say which lists are signed anew with a commit only: their key is under suspicion."""
        with self._store.transaction() as transaction:
            published = transaction.lists()
            return tuple(sorted(self._lists.only_named(transaction) & published.keys()))

    def taken_out(self) -> tuple[int, ...]:
        """Say which lists are signed no more: their key is in the DID's document no longer."""
        with self._store.transaction() as transaction:
            return tuple(sorted(self._lists.taken_out(transaction)))

    def catch_up(self, *, since: int = 0) -> int:
        """Publish here what other machines of this town hall published; see :mod:`.shelving`."""
        with self._store.transaction() as transaction:
            return catch_up(self.home, transaction, since=since)

"""What a town hall looks up in its record: hand-overs, where each stands, who did what."""

from typing import Final

from livret_core.short_code import ShortCode
from livret_issuer import audit_log
from livret_issuer.identity import TownHall
from livret_issuer.pickup.records import StoredPickup
from livret_issuer.records import StoredHandover
from livret_issuer.store import Inherited, Store, Transaction
from livret_issuer.whereabouts import Whereabouts, find_out


class LookingUp:
    """One town hall's record, read."""

    def __init__(self, hall: TownHall, store: Store) -> None:
        self.hall: Final = hall
        self._store: Final = store

    def check_store(self) -> None:
        """See that the records can be read.

        Raises:
            Unavailable: ``store.unavailable``. Refused: ``audit.altered``.
        """
        with self._store.transaction() as transaction:
            transaction.head()

    def pickup_of(self, code: ShortCode) -> StoredPickup | None:
        """How far the pickup of a hand-over is; None for one that only goes by file."""
        with self._store.transaction() as transaction:
            return transaction.pickups.find(code)

    def newer_of(self, code: ShortCode) -> StoredPickup | None:
        """The newest pickup that renews a hand-over, or was made to; None where none was."""
        with self._store.transaction() as transaction:
            renewals = transaction.pickups.renewals_of(code)
        return renewals[-1] if renewals else None

    def picked_up(self) -> list[tuple[StoredHandover, StoredPickup]]:
        """All hand-overs that wallets pick up, newest first."""
        with self._store.transaction() as transaction:
            pickups = transaction.pickups.all()
            return [
                (handover, pickups[handover.code])
                for handover in transaction.handovers()
                if handover.code in pickups
            ]

    def _rows_with(self, transaction: Transaction, code: ShortCode) -> Transaction | Inherited:
        """Find whose hand-over a code is: one's own, or a predecessor's."""
        if not transaction.has_handover(code):
            for of in self.hall.predecessors:
                if (inherited := transaction.inherited(of.did)).has_handover(code):
                    return inherited
        return transaction

    def handovers(self) -> list[StoredHandover]:
        """All hand-overs, newest first."""
        with self._store.transaction() as transaction:
            return transaction.handovers()

    def whereabouts(self, *, now_s: int) -> list[tuple[StoredHandover, Whereabouts]]:
        """All hand-overs, newest first, and where each stands."""
        with self._store.transaction() as transaction:
            copies, pickups = transaction.copies(), transaction.pickups.all()
            return [
                (each, find_out(each, copies.get(each.code), pickups.get(each.code), now_s=now_s))
                for each in transaction.handovers()
            ]

    def whereabouts_of(self, code: ShortCode, *, now_s: int) -> tuple[StoredHandover, Whereabouts]:
        """One hand-over, and where it stands.

        Raises:
            Refused: ``handover.unknown``.
        """
        with self._store.transaction() as transaction:
            rows = self._rows_with(transaction, code)
            handover = rows.handover(code)
            pickup = transaction.pickups.find(code)
            return handover, find_out(handover, rows.copies_of(code), pickup, now_s=now_s)

    def audit(self, *, since: audit_log.NotedHead | None = None) -> list[audit_log.Entry]:
        """The audit log, its chain of hashes and its end checked.

        Args:
            since: a head that was written down before, which this log must go on from.

        Raises:
            Refused: ``audit.altered``, ``audit.rolled_back``.
        """
        with self._store.transaction() as transaction:
            entries = transaction.audit()
        if since is not None:
            audit_log.check_extends(entries, since)
        return entries

    def audit_head(self) -> audit_log.Head:
        """Where the audit log ends now, to be written down where nobody here can change it.

        Raises:
            Refused: ``audit.altered``.
        """
        with self._store.transaction() as transaction:
            return transaction.head()

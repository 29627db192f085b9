"""What an open wallet does by itself: follow what comes later, and ask for new copies.

    refilling = Refilling(clock=…)              once, when it is unlocked
    passed = refilling.pass_by(vault, fetching)  every minute or so, while it is open and online

What is due, and when nothing is to be asked, is decided in :mod:`livret_wallet.refilling`.
"""

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final, final

from livret_core.errors import LivretError
from livret_wallet import refilling
from livret_wallet.client.fetching import Fetched, Fetching
from livret_wallet.pickup_record import Pickup
from livret_wallet.receiving.collecting import PutOff
from livret_wallet.records import HistoryEntry
from livret_wallet.refill_record import Refill
from livret_wallet.refilling import Due, Proof
from livret_wallet.vault import RowId, Vault, holdings

_LAST_ENTRIES: Final = 50
_SHOWN: Final = frozenset({"sending", "sent", "failed"})


@final
@dataclass(frozen=True, slots=True)
class Passed:
    """What became of one pass.

    Attributes:
        fetched: proofs that came; what they take the place of is marked as replaced.
        put_off: what town halls said is to come later.
        failed: what was refused for good, by the name of its town hall, with the reason.
    """

    fetched: tuple[Fetched, ...] = ()
    put_off: tuple[Pickup, ...] = ()
    failed: tuple[tuple[str, LivretError], ...] = ()

    @property
    def is_something(self) -> bool:
        """Whether anything came of it that its holder is to hear of."""
        return bool(self.fetched or self.put_off or self.failed)


@final
class Refilling:
    """One stretch of time for which a wallet is open."""

    def __init__(
        self,
        *,
        clock: Callable[[], int],
        random: Callable[[int], bytes] = os.urandom,
        settles: bool = True,
    ) -> None:
        """Begin, when it is unlocked.

        Args:
            clock: gives seconds since 1970.
            random: gives that many random bytes.
            settles: whether to wait some minutes first; not for somebody who asks for a pass.
        """
        self._clock: Final = clock
        self._random: Final = random
        drawn = refilling.settles_at_s(clock(), random(refilling.RANDOM_BYTES))
        self._settles_s: Final = drawn if settles else 0
        self._retry_s: dict[str, int] = {}

    def pass_by(self, vault: Vault, fetching: Fetching, *, leaves: Collection[str] = ()) -> Passed:
        """Do what is due: all that was begun and is to be followed, and one asking for copies.

        Args:
            vault: open.
            fetching: over the network.
            leaves: ids of fetchings that are not to be followed: their holder decides.

        Raises:
            Unavailable: ``trust.unconfirmed``, ``vault.storage``. What a town hall refuses, or
            that it cannot be reached, is no error here.
        """
        fetching.check_believes()
        followed = self._follow(fetching, leaves)
        refilled = self._refill(vault, fetching)
        return Passed(
            followed.fetched + refilled.fetched,
            followed.put_off + refilled.put_off,
            followed.failed + refilled.failed,
        )

    def _follow(self, fetching: Fetching, leaves: Collection[str]) -> Passed:
        passed = Passed()
        for pickup in fetching.open_pickups():
            now_s = self._clock()
            if (
                pickup.id in leaves
                or pickup.awaits_holder
                or now_s < max(pickup.not_before_s, self._retry_s.get(pickup.id, 0))
            ):
                continue
            try:
                done = fetching.go_on(pickup)
            except LivretError as error:
                passed = self._failed(passed, pickup, error, now_s)
                continue
            passed = _with(passed, done)
        return passed

    def _failed(self, passed: Passed, pickup: Pickup, error: LivretError, now_s: int) -> Passed:
        if refilling.outcome_of(error.code, error.branch) == "unreachable":
            waits = refilling.after(
                Refill(batch_id=pickup.id, next_s=0),
                "unreachable",
                now_s=now_s,
                random=self._random(refilling.RANDOM_BYTES),
            )
            self._retry_s[pickup.id] = waits.next_s
            return passed
        failed = (*passed.failed, (pickup.issuer_name, error))
        return Passed(passed.fetched, passed.put_off, failed)

    def _refill(self, vault: Vault, fetching: Fetching) -> Passed:
        proofs: list[Proof] = [*holdings.batches(vault), *(m for _, m in holdings.missing(vault))]
        pickups = [pickup for _, pickup in holdings.pickups(vault)]
        rows = self._planned(vault, proofs, pickups)
        planned = {refill.batch_id: refill for _, refill in rows.values()}
        now_s = self._clock()
        if refilling.is_quiet(now_s, settles_s=self._settles_s, shown_s=last_shown_s(vault)):
            return Passed()
        due = refilling.due(proofs, pickups, planned, now_s=now_s)
        if due is None:
            return Passed()
        row, random = rows[due.refill.batch_id][0], self._random(refilling.RANDOM_BYTES)
        # Before anything is asked: a wallet that is stopped asks no more often for that.
        vault.put("refill", row, refilling.put_off(due.refill, now_s, random).format())
        return Passed() if due.why is None else self._asked(vault, fetching, due, row)

    def _asked(self, vault: Vault, fetching: Fetching, due: Due, row: RowId) -> Passed:
        try:
            done = fetching.renew(due.proof, by_itself=True)
        except LivretError as error:
            outcome = refilling.outcome_of(error.code, error.branch)
            random = self._random(refilling.RANDOM_BYTES)
            planned = refilling.after(due.refill, outcome, now_s=self._clock(), random=random)
            vault.put("refill", row, planned.format())
            if outcome != "over":
                return Passed()
            fetching.note_failure(due.proof, error.code)
            return Passed(failed=((due.proof.issuer_name, error),))
        return _with(Passed(), done)

    def _planned(
        self, vault: Vault, proofs: list[Proof], pickups: list[Pickup]
    ) -> dict[str, tuple[RowId, Refill]]:
        """Read what is planned; draw for what is new, and drop what is no more."""
        rows = {
            refill.batch_id: (row, refill)
            for row, value in vault.all("refill")
            for refill in [Refill.parse(value)]
        }
        known = {proof.id for proof in proofs}
        gone = [row for batch_id, (row, _) in rows.items() if batch_id not in known]
        new = refilling.unplanned(proofs, pickups, {name: each for name, (_, each) in rows.items()})
        if not gone and not new:
            return rows
        with vault.transaction():
            for row in gone:
                vault.delete("refill", row)
            for batch_id in new:
                random = self._random(refilling.RANDOM_BYTES)
                planned = refilling.plan(batch_id, self._clock(), random)
                rows[batch_id] = vault.put("refill", None, planned.format()), planned
        return {batch_id: each for batch_id, each in rows.items() if batch_id in known}


def last_shown_s(vault: Vault) -> int | None:
    """When something was shown last, or may have been; None if nothing was of late."""
    entries = [
        HistoryEntry.parse(vault.get("history", row))
        for row in vault.ids("history")[-_LAST_ENTRIES:]
    ]
    return max((entry.at_s for entry in entries if entry.kind in _SHOWN), default=None)


def _with(passed: Passed, done: Fetched | PutOff | None) -> Passed:
    match done:
        case Fetched():
            return Passed((*passed.fetched, done), passed.put_off, passed.failed)
        case PutOff():
            return Passed(passed.fetched, (*passed.put_off, done.pickup), passed.failed)
        case _:
            return passed

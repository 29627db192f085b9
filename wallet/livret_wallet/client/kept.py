"""What the vault has of fetchings: where each stands, its keys, and that nothing came of one."""

from collections.abc import Collection
from dataclasses import replace
from typing import Final, final

from livret_core.errors import Refused
from livret_core.keys import P256Signer
from livret_wallet.pickup_record import Pickup
from livret_wallet.receiving.needs import Keep
from livret_wallet.records import HeldBatch, HistoryEntry, HistoryKind, HolderKey, StatusSeen
from livret_wallet.standing_record import Stand
from livret_wallet.vault import RowId, Vault, holdings, inbox

_SCHEME: Final = "https://"
_NOTED: Final[dict[Stand, HistoryKind]] = {"revoked": "withdrawn", "suspended": "paused"}


@final
class Kept:
    """One vault, as fetchings write it."""

    def __init__(self, vault: Vault) -> None:
        """Take a vault that is open."""
        self._vault: Final = vault

    def check_room(self) -> None:
        """Check that what comes can be kept; errors as :meth:`livret_wallet.vault.Vault.check_room`."""
        self._vault.check_room()

    def all(self) -> list[Pickup]:
        """Every fetching, finished or not, oldest first."""
        return [pickup for _, pickup in holdings.pickups(self._vault)]

    def by_id(self, pickup_id: str) -> Pickup:
        """Give a fetching that is there."""
        return {pickup.id: pickup for pickup in self.all()}[pickup_id]

    def of(self, batch_id: str, otherwise: str) -> Pickup:
        """Give the fetching that a proof came of.

        Raises:
            Refused: *otherwise*, for one that did not come over the network.
        """
        for pickup in self.all():
            if pickup.batch_id == batch_id:
                return pickup
        raise Refused(otherwise)

    def keep(self, need: Keep) -> None:
        """Write where a fetching stands, with the keys that were made for it."""
        before = {pickup.id: pickup for pickup in self.all()}
        with self._vault.transaction():
            if (known := before.get(need.pickup.id)) is not None and known.is_open:
                self._drop_keys(known, keep=need.pickup.key_ids)
            for key_id, signer in need.keys:
                key = HolderKey(key_id, signer.scalar_bytes)
                self._vault.put("key", None, key.format())
            self._vault.put("pickup", self._row_or_none(need.pickup.id), need.pickup.format())

    def end(self, ended: Pickup, batch: HeldBatch, *, at_s: int) -> None:
        """Keep a proof and the end of its fetching, in one change."""
        with self._vault.transaction():
            self._vault.put("credential", None, batch.format())
            self._vault.put("pickup", self._row(ended.id), ended.format())
            self._drop_keys(ended, keep=[copy.key_id for copy in batch.copies])
            if ended.renews:
                self._replace(ended.renews, at_s)
            self._found_again(ended)
            who = ended.issuer_name
            entry = HistoryEntry(at_s, "received", who, batch.id, vct=batch.vct)
            self._vault.put("history", None, entry.format())

    def drop(self, pickup: Pickup) -> None:
        """Give up a fetching that nothing came of, and the keys made for it."""
        with self._vault.transaction():
            self._vault.delete("pickup", self._row(pickup.id))
            self._drop_keys(pickup, keep=())

    def forget_link(self, link: str) -> None:
        """Let an offer wait no more that was spent."""
        inbox.drop(self._vault, link)

    def note_failure(self, issuer: str, vct: str | None, code: str, *, at_s: int) -> None:
        """Note that nothing came of a fetching, and why; nothing of what was said.

        Args:
            issuer: its address: what a stranger calls itself is nothing to remember it by.
            vct: the type that was offered, where that is known.
            code: the reason.
            at_s: seconds since 1970.
        """
        entry = HistoryEntry(
            at_s, "not_received", issuer.removeprefix(_SCHEME), vct=vct, reason=code
        )
        self._vault.put("history", None, entry.format())

    def note_put_off(self, pickup: Pickup, *, at_s: int) -> None:
        """Note that an issuer has what was asked for, and gives it later."""
        entry = HistoryEntry(at_s, "put_off", pickup.issuer_name, vct=pickup.vct)
        self._vault.put("history", None, entry.format())

    def see(self, batch: HeldBatch, seen: StatusSeen) -> HeldBatch:
        """Keep what a list said of a proof; in the history where that is no longer good."""
        kept = replace(batch, seen=seen)
        before = None if batch.seen is None else batch.seen.stand
        with self._vault.transaction():
            for row, value in self._vault.all("credential"):
                if HeldBatch.parse(value).id == batch.id:
                    self._vault.put("credential", row, kept.format())
            if seen.stand != before and (kind := _NOTED.get(seen.stand)) is not None:
                entry = HistoryEntry(
                    seen.checked_at_s, kind, batch.issuer_name, batch.id, vct=batch.vct
                )
                self._vault.put("history", None, entry.format())
        return kept

    def keys(self) -> dict[str, tuple[RowId, P256Signer]]:
        """Give every key of a copy, by its id."""
        found = {}
        for row, value in self._vault.all("key"):
            key = HolderKey.parse(value)
            found[key.id] = row, P256Signer.from_scalar_bytes(key.scalar)
        return found

    def _drop_keys(self, pickup: Pickup, *, keep: Collection[str]) -> None:
        keys = self.keys()
        for key_id in pickup.key_ids:
            if key_id in keys and key_id not in keep:
                self._vault.delete("key", keys[key_id][0])

    def _row_or_none(self, pickup_id: str) -> RowId | None:
        rows = holdings.pickups(self._vault)
        return next((row for row, pickup in rows if pickup.id == pickup_id), None)

    def _row(self, pickup_id: str) -> RowId:
        row = self._row_or_none(pickup_id)
        if row is None:
            raise Refused("pending.unknown")
        return row

    def _found_again(self, ended: Pickup) -> None:
        """Forget that a proof was missing: it is here, or what takes its place."""
        for row, missing in holdings.missing(self._vault):
            if missing.id == ended.renews or (ended.code and missing.code == ended.code):
                self._vault.delete("missing", row)

    def _replace(self, batch_id: str, at_s: int) -> None:
        for row, value in self._vault.all("credential"):
            batch = HeldBatch.parse(value)
            if batch.id == batch_id:
                self._vault.put("credential", row, replace(batch, replaced_at_s=at_s).format())

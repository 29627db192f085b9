"""A wallet on a disk that services ask, for its screens: full or line by line.

asked = AskedHeld(tmp_path)              # believes a ledger; a registered pool asks its commune
asked.scene.by_ledger("commune")         # it asks; `by` for one that nobody vouches for
asked.service.link                       # what is pasted
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from livret_town.simulator.services import LyingService
from livret_wallet.records import HeldBatch, PendingRequest
from livret_wallet.standing_record import Stand, StatusSeen
from livret_wallet.vault import Vault, holdings
from tests.being_asked import Asked, Network
from tests.cheap_words import CHEAP
from tests.scene import RESIDENCY
from tests.wallet_held import PASSPHRASE, Held


class AskedHeld(Held):
    """The wallet of :class:`tests.being_asked.Asked`, closed, and what may be asked of it."""

    def __init__(self, root: Path, *, registered: bool = True, **more: Any) -> None:
        self.scene = Asked(root, registered=registered, **more)
        vault = self.scene.visit.holder.vault
        vault.change_passphrase(b"cheap", PASSPHRASE.encode(), kdf=CHEAP)
        vault.close()
        self.home, self.path = root, root / "wallet.vault"
        self.is_empty = True
        self.asked = []

    @property
    def now_s(self) -> int:
        """The time that a test sets, the service's as well."""
        return self.scene.visit.now_s

    @now_s.setter
    def now_s(self, now_s: int) -> None:
        self.scene.visit.now_s = now_s

    @property
    def service(self) -> LyingService:
        """Who asks."""
        return self.scene.service

    @contextmanager
    def reach(self) -> Iterator[Network]:
        """The service."""
        self.asked.append("network")
        yield self.scene.network

    def asks_on_paper(self) -> None:
        """Ask for a newer proof of residence on a file; its answer is not taken in. It is closed."""
        pending = PendingRequest(
            id="asked",
            issuer_did="did:web:town.test",
            issuer_name="Town",
            vct=RESIDENCY.vct,
            code="7KQ2-M9T9",
            nonce="nonce",
            key_ids=("key-asked",),
            requested_at_s=self.now_s,
        )
        with Vault.open(self.path, PASSPHRASE.encode(), floor=CHEAP) as vault:
            vault.put("pending", None, pending.format())

    def was_seen(self, stand: Stand) -> None:
        """Let the last look at the list of its proof have said so; it is closed."""
        seen = StatusSeen(stand, self.now_s, self.now_s)
        with Vault.open(self.path, PASSPHRASE.encode(), floor=CHEAP) as vault:
            for row, value in list(vault.all("credential")):
                vault.put("credential", row, replace(HeldBatch.parse(value), seen=seen).format())

    def history(self) -> list[str]:
        """What the history says, the newest first; the wallet is closed."""
        with Vault.open(self.path, PASSPHRASE.encode(), floor=CHEAP) as vault:
            return [entry.kind for entry in holdings.history(vault)]

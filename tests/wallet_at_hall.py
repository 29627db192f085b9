"""A wallet on a disk that believes a ledger, before a town hall on the wire that may lie.

at = AtHall(tmp_path)                    # to be driven by tests.piloting or tests.talking
at.visit.hall.lies.add("foreign_key")
at.link                                  # what was handed over
await at.reach_pin(stage)                # up to a screen
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.widgets import Input

from livret_town.simulator.issuers import PIN
from livret_wallet.vault import Vault
from tests.cheap_words import CHEAP
from tests.visiting import HALL, Network, Visit
from tests.wallet_held import PASSPHRASE, Held, pickup

if TYPE_CHECKING:
    from tests.piloting import Stage


class AtHall(Held):
    """That wallet."""

    def __init__(self, root: Path, *, announces: bool = True, **hall: Any) -> None:
        self.visit = Visit(root, **hall)
        if announces:
            self.visit.announces()
        vault = self.visit.holder.vault
        vault.change_passphrase(b"cheap", PASSPHRASE.encode(), kdf=CHEAP)
        vault.close()
        self.home, self.path = root, root / "wallet.vault"
        self.is_empty = True
        self.asked = []
        self.before: Callable[[], None] = lambda: None

    @property
    def now_s(self) -> int:
        """The time that a test sets, the town hall's as well."""
        return self.visit.now_s

    @now_s.setter
    def now_s(self, now_s: int) -> None:
        self.visit.now_s = now_s

    @contextmanager
    def reach(self) -> Iterator[Network]:
        """The town hall."""
        self.asked.append("network")
        self.before()
        yield self.visit.network

    def knows(self, issuer: str) -> None:
        """Let it have fetched something of another town hall before."""
        with Vault.open(self.path, PASSPHRASE.encode(), floor=CHEAP) as vault:
            one = pickup("other", issuer=issuer, batch_id="gone")
            vault.put("pickup", None, one.format())

    @property
    def link(self) -> str:
        """What was handed over."""
        return self.visit.hall.offer.format_uri()

    @property
    def code(self) -> str:
        """The same as an address with a code."""
        return f"{HALL.removeprefix('https://')}/o/7KQ2-M9T9"

    async def look(self, stage: "Stage") -> None:
        """Paste the link, and come to the offer."""
        await stage.press("r")
        await self.paste(stage, self.link)
        await stage.until(lambda: stage.shown == "OfferScreen")

    async def paste(self, stage: "Stage", typed: str) -> None:
        """Paste something, and Enter."""
        stage.app.screen.query_one("#handed", Input).value = typed
        await stage.press("enter")

    async def reach_pin(self, stage: "Stage") -> None:
        """Come to the PIN."""
        await self.look(stage)
        await stage.press("g")
        await stage.until(lambda: stage.shown == "PinScreen")

    async def read_all(self, stage: "Stage") -> list[str]:
        """Read a page to its end."""
        seen = [stage.text]
        for _ in range(4):
            await stage.press("pagedown")
            seen.append(stage.text)
        return seen

    async def arrive(self, stage: "Stage", pin: str = PIN) -> None:
        """Come to what came."""
        await self.reach_pin(stage)
        await stage.press(*pin, "enter")
        await stage.until(lambda: stage.shown == "ArrivedScreen")

"""The settings as a page, and what is done there."""

from collections.abc import Callable
from typing import Any, ClassVar

from textual.content import Content

from livret_core.errors import LivretError
from livret_core.words import Language
from livret_wallet.contents import Safety
from livret_wallet.preference_record import Preferences
from livret_wallet.screens import preferences as told
from livret_wallet.screens.card import Part
from livret_wallet.screens.contacted import contacted
from livret_wallet.screens.keys import Key
from livret_wallet.screens.notes import refused
from livret_wallet.session import OpenWallet
from livret_wallet.session.dialogue import Dialogue
from livret_wallet.session.safety import (
    back_up,
    change_passphrase,
    fetch_missing,
    safety,
    write_sheet,
)
from livret_wallet.tui.dialogue import DialogueScreen
from livret_wallet.tui.face import bindings
from livret_wallet.tui.fitting import facts_content
from livret_wallet.tui.page import PageFace

Begin = Callable[[OpenWallet, Language], Dialogue[Any]]


class PreferencesScreen(PageFace):
    """How the wallet is read and locked, and what helps when it is lost."""

    NAME: ClassVar[str] = "settings"
    KEYS: ClassVar[tuple[Key, ...]] = told.KEYS
    BINDINGS = bindings(told.KEYS)

    def __init__(self) -> None:
        super().__init__()
        self._safety: Safety | None = None
        self._whom: tuple[object, Part] | None = None

    def on_screen_resume(self) -> None:
        """Read again what may be another now."""
        if self._safety is None:
            self.wallet_app.ask(safety, self._looked_up)
        else:  # a dialogue is over: it may have changed what is held
            self.wallet_app.act(safety, self._read, self._not_read)

    def written(self, width: int) -> Content:
        """Write the page."""
        app = self.wallet_app
        if self._safety is None:
            return Content("")  # it is being read
        place = None if app.wallet is None else app.wallet.place
        found = told.page(
            app.settings.reading,
            app.settings.theme,
            self._safety,
            app.contents.batches,
            app.past,
            self.language,
            place="" if place is None else str(place.absolute()),
            zone=app.zone,
        )
        parts = []
        for part in (*found, self._contacted()):
            parts += [Content.styled(part.heading, "$primary bold")]
            parts += [facts_content(part.facts, width), Content("")]
        return Content("\n").join(parts[:-1])

    def _contacted(self) -> Part:
        """Say whom the wallet asked: once for what is known of it, however often it is drawn."""
        app = self.wallet_app
        of = (self.language, len(app.past), app.contents, app.ledgers)
        if self._whom is None or self._whom[0] != of:
            whom = contacted(
                app.contents, app.past, app.ledgers or (), self.language, zone=app.zone
            )
            self._whom = (of, whom)
        return self._whom[1]

    def action_reading(self) -> None:
        """Read the other way from the next start on."""
        self.wallet_app.next_reading()

    def action_minutes(self) -> None:
        """Lock after the next of the times that there are."""
        wallet = self.wallet_app.wallet
        if wallet is not None:
            wanted = Preferences(wallet.preferences.next_lock_after_s)
            self.wallet_app.act(
                lambda wallet: self._prefer(wallet, wanted), self._read, self._not_read
            )

    async def action_back_up(self) -> None:
        """Write a backup."""
        await self._talk("back_up", back_up)

    async def action_sheet(self) -> None:
        """Write the recovery sheet."""
        await self._talk("sheet", write_sheet)

    async def action_passphrase(self) -> None:
        """Change the passphrase."""
        await self._talk("passphrase", change_passphrase)

    async def action_fetch_missing(self) -> None:
        """Fetch again what came back from a backup without its keys."""
        await self._talk("fetch_missing", fetch_missing)

    @staticmethod
    def _prefer(wallet: OpenWallet, wanted: Preferences) -> Safety:
        wallet.prefer(wanted)
        return safety(wallet)

    def _looked_up(self, found: Safety | LivretError) -> None:
        if isinstance(found, LivretError):
            self._not_read(found)
        else:
            self._read(found)

    def _not_read(self, error: LivretError) -> None:
        self.tell(refused(error))

    def _read(self, found: Safety) -> None:
        self._safety = found
        self.wallet_app.lock_after(found.lock_after_s)
        self.redraw()

    async def _talk(self, title: str, begin: Begin) -> None:
        wallet = self.wallet_app.wallet
        if wallet is not None:
            await self.app.push_screen(DialogueScreen(title, begin(wallet, self.language)))

"""One card: what it says in two languages, who stands behind it, and as it was signed."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.content import Content

from livret_core.errors import LivretError
from livret_core.look_alike import Known
from livret_core.words import Language
from livret_wallet.accepting import Services
from livret_wallet.dating import HeldDating
from livret_wallet.naming import names_of
from livret_wallet.records import HeldBatch
from livret_wallet.screens import card as told
from livret_wallet.screens import warnings
from livret_wallet.screens.facts import place
from livret_wallet.screens.keys import Key
from livret_wallet.screens.notes import note, refused
from livret_wallet.screens.standing import put_off, state_of
from livret_wallet.screens.warnings import Warned
from livret_wallet.session import accepting
from livret_wallet.tui.face import bindings
from livret_wallet.tui.fitting import broken
from livret_wallet.tui.page import PageFace, page_content
from livret_wallet.tui.warnings import WarningsScreen, ledgers_warned, stopped

if TYPE_CHECKING:
    from livret_wallet.receiving.collecting import PutOff


class CardScreen(PageFace):
    """Everything about one proof."""

    NAME: ClassVar[str] = "card"
    KEYS: ClassVar[tuple[Key, ...]] = told.KEYS
    BINDINGS = bindings(told.KEYS)

    def __init__(self, batch: HeldBatch) -> None:
        super().__init__()
        self._opened: Final = batch
        self._dating: HeldDating | None = None
        self._is_raw = False

    @property
    def _batch(self) -> HeldBatch:
        """The proof of now: while it is read, copies are used up, and a newer one may come."""
        return self.wallet_app.contents.current(self._opened)

    def on_mount(self) -> None:
        """Draw, and look up what dates it."""
        super().on_mount()
        self._look_up_dating()

    def _look_up_dating(self) -> None:
        self._dating, of = None, self._batch.id
        self.wallet_app.ask(lambda wallet: wallet.dating(of), self._found)

    def written(self, width: int) -> Content:
        """Write the card, or the copy as it was signed."""
        app = self.wallet_app
        if self._is_raw:
            lines = told.raw(self._batch, self.language, is_hidden=app.is_hidden)
            return Content("\n").join(
                Content(piece) for line in lines for piece in broken(line, width)
            )
        names = names_of(app.contents.batches)
        page = told.page(
            self._batch,
            self.language,
            state=state_of(self._batch, app.contents, now_s=app.now_s),
            ledgers=app.ledgers,
            now_s=app.now_s,
            known=self._known(),
            names=names,
            dating=self._dating,
            last_shown=app.last_shown.get(self._batch.id),
            zone=app.zone,
            is_hidden=app.is_hidden,
        )
        services = app.services.get(self._origin)
        accepted = told.accepted(self._batch, services, self.language, app.zone, names)
        return page_content(replace(page, parts=(*page.parts, *accepted)), width)

    @property
    def _origin(self) -> str:
        vouched = self._batch.vouched
        return "" if vouched is None else vouched.origin

    def action_accepted(self) -> None:
        """Ask its ledger who registered to ask for such a proof."""
        if not (origin := self._origin):
            self.tell(note("accepted_nowhere", "!"))
            return
        self.tell(note("accepted_looking"))
        self.wallet_app.ask(lambda wallet: accepting.look(wallet, origin), self._looked)

    def _looked(self, found: Services | LivretError) -> None:
        if isinstance(found, LivretError):
            self.tell(refused(found))
            return
        self.tell()
        self.wallet_app.services[found.origin] = found
        self._is_raw = False
        self.wallet_app.redraw()
        self.call_after_refresh(self.action_last)

    def action_raw(self) -> None:
        """Show the copy as it was signed, or the card again."""
        self._is_raw = not self._is_raw
        self.redraw()
        self.action_first()

    async def action_show(self) -> None:
        """Show this proof to a service that asks."""
        await self.wallet_app.show_asking(proof=self._batch.id)

    def _known(self) -> tuple[Known, ...]:
        return warnings.known_names(self.wallet_app.contents.batches, ())

    async def action_warnings(self) -> None:
        """Show what there is to warn of, of this proof and of the public ledgers."""
        app = self.wallet_app
        of_ledgers = ledgers_warned(app)

        def warns(language: Language) -> tuple[Warned, ...]:
            of_card = warnings.of_card(
                self._batch, app.ledgers, language, known=self._known(), zone=app.zone
            )
            return (*of_card, *of_ledgers(language))

        await app.push_screen(WarningsScreen(warns))

    def action_renew(self) -> None:
        """Fetch a newer one."""
        app, batch = self.wallet_app, self._batch
        if not app.contents.may_renew(batch):
            self.tell(note("cannot_renew", "!"))
            return
        self.tell(note("fetching"))
        app.act(
            lambda wallet: wallet.renew(batch),
            self._renewed,
            self._failed,
        )

    def _renewed(self, done: object) -> None:
        if type(done).__name__ == "PutOff":
            later = cast("PutOff", done)
            self.tell(partial(put_off, later.pickup, zone=self.wallet_app.zone))
        else:
            self.tell(note("renewed", "✓"))
        self._look_up_dating()

    def _failed(self, error: LivretError) -> None:
        self.tell(refused(error))
        stopped(self.wallet_app, error, who=place(self._batch.issuer_did))

    def _found(self, dating: "HeldDating | None | LivretError") -> None:
        if isinstance(dating, LivretError):
            self.tell(refused(dating))
            return
        self._dating = dating
        if dating is not None:
            self.redraw()

"""Receiving begins with what was handed over: a link, a code, or the picture of one."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from livret_core import limits
from livret_core.errors import LivretError
from livret_wallet.screens import receiving as told
from livret_wallet.screens.facts import name
from livret_wallet.screens.keys import Key
from livret_wallet.screens.notes import note, refused
from livret_wallet.session import OpenWallet
from livret_wallet.tui.face import Face, bindings
from livret_wallet.tui.fitting import facts_content
from livret_wallet.tui.warnings import stopped

if TYPE_CHECKING:
    from livret_wallet.client.fetching import Reception


class ReceiveScreen(Face):
    """One question, and what can be answered."""

    NAME: ClassVar[str] = "receive"
    KEYS: ClassVar[tuple[Key, ...]] = told.HANDED_KEYS
    BINDINGS = bindings(told.HANDED_KEYS)
    AUTO_FOCUS = "#handed"

    def __init__(self, typed: str = "") -> None:
        """Ask; *typed* stands there already, and is looked at at once."""
        super().__init__()
        self._typed = typed
        self._is_busy = False
        self._whose = ""
        self._code = ""

    def on_mount(self) -> None:
        """Draw, and look at what waits already."""
        super().on_mount()
        if self._typed:
            self.call_after_refresh(self.action_look)

    def on_screen_resume(self) -> None:
        """Select what stands there: what is pasted next comes in its place, and not behind it."""
        self.query_one("#handed", Input).select_all()

    def body(self) -> ComposeResult:
        """Compose the question."""
        yield Static(id="question")
        yield Input(self._typed, id="handed", max_length=limits.OFFER_BYTES)
        yield Static(id="facts")

    def draw(self) -> None:
        """Write the question, and what can be answered."""
        self.query_one("#question", Static).update(
            Content.styled(self.said["handed_question"], "bold")
        )
        halls = self.wallet_app.contents.halls if self._code else ()
        facts = facts_content(told.of_several(halls) or told.handed(self.language), self.room - 2)
        self.query_one("#facts", Static).update(facts)

    @on(Input.Submitted, "#handed")
    def action_look(self) -> None:
        """Look at the offer, in a thread; nothing is spent."""
        typed = self.query_one("#handed", Input).value
        if self._is_busy or not typed.strip():
            return
        if self._code and (
            whole := told.chosen_of(typed, self._code, self.wallet_app.contents.halls)
        ):
            self.query_one("#handed", Input).value = typed = whole
        self._code = ""
        self._is_busy, self._whose = True, typed
        self.tell(note("looking"))

        def look(wallet: OpenWallet) -> "Reception | str":
            from livret_core.openid4vp.request_code import is_request
            from livret_wallet.client.fetching import place_of
            from livret_wallet.client.handed import link_of
            from livret_wallet.receiving import invitation

            link = link_of(typed)
            if is_request(link):
                return link
            invited = invitation.parse(link)
            self._whose = place_of(invited)
            return wallet.look_at(invited)

        self.wallet_app.act(look, self._seen, self._failed)

    def _seen(self, found: "Reception | str") -> None:
        from livret_wallet.tui.offer import OfferScreen

        self._is_busy = False
        self.tell()
        app = self.wallet_app
        if isinstance(found, str):
            # A service asks: what it asks is shown, and nobody has to paste it again elsewhere.
            app.call_later(app.show_request, found)
            return
        # One that waited is one step from where it waits.
        show = app.switch_screen if self._typed else app.push_screen
        app.call_later(show, OfferScreen(found))

    def _failed(self, error: LivretError) -> None:
        self._is_busy = False
        self.tell(refused(error))
        if error.code == told.UNCONFIRMED:
            self.wallet_app.call_later(self._confirm)
        elif error.code == told.CODE_ALONE:
            self._complete()
        else:
            stopped(self.wallet_app, error, who=self._whose)

    def _complete(self) -> None:
        """Put the address of the one town hall that is known before the code; Enter looks there.

        Of several, their numbers are listed; the one that is typed says which.
        """
        field, halls = self.query_one("#handed", Input), self.wallet_app.contents.halls
        if told.of_several(halls):
            self._code, field.value = field.value, ""
            self.tell(note("code_of_several"))
            self.redraw()
            return
        whole = told.completed(field.value, halls)
        if whole:
            field.value = whole
            field.cursor_position = len(whole)
            self.tell(note("code_of_known", place=name(whole)))

    async def _confirm(self) -> None:
        """Have a ledger confirmed; what was handed over stands there afterwards."""
        from livret_wallet.session.trusting import add_ledger
        from livret_wallet.tui.dialogue import DialogueScreen

        app = self.wallet_app
        if app.wallet is not None:
            adding = add_ledger(app.wallet, self.language)
            await app.push_screen(DialogueScreen("add_ledger", adding))

"""The wallet is locked: its passphrase opens it."""

from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from livret_core.errors import LivretError, MalformedInput
from livret_core.sealing import encode_passphrase
from livret_wallet.screens import unlock as told
from livret_wallet.screens.keys import Key
from livret_wallet.screens.notes import note
from livret_wallet.session import OpenWallet
from livret_wallet.tui.face import Face, bindings

_MOST_CHARS: Final = 1_024


class UnlockScreen(Face):
    """One question, and what went wrong with the last answer."""

    KEYS: ClassVar[tuple[Key, ...]] = told.KEYS
    BINDINGS = bindings(told.KEYS)
    AUTO_FOCUS = "#passphrase"

    def __init__(self, *, by_itself_s: int | None = None) -> None:
        """Ask.

        Args:
            by_itself_s: after how long it locked itself; None if it did not.
        """
        super().__init__()
        self._by_itself_s: Final = by_itself_s
        self._failed: LivretError | None = None
        self._is_busy = False

    def body(self) -> ComposeResult:
        """Compose the question."""
        yield Static(id="locked")
        yield Static(id="question")
        yield Input(id="passphrase", password=True, max_length=_MOST_CHARS)
        yield Static(id="warning")

    def draw(self) -> None:
        """Write the question, and why the last answer was none."""
        text = told.unlock(self.language, by_itself_s=self._by_itself_s)
        self.query_one("#locked", Static).update(text.title)
        self.query_one("#question", Static).update(text.question)
        self.query_one("#warning", Static).update(text.warning)
        if self._is_busy:
            self.tell(note("unlocking"))
        elif self._failed is not None:
            found = self.wallet_app.salvaged
            self.tell(partial(told.not_opened, self._failed, found))
        else:
            self.tell()

    @on(Input.Submitted, "#passphrase")
    def action_unlock(self) -> None:
        """Try the passphrase, in a thread: it is slow on purpose."""
        field = self.query_one("#passphrase", Input)
        typed, field.value = field.value, ""
        if self._is_busy or not typed:
            return  # Enter alone opens nothing, and is no wrong passphrase
        try:
            passphrase = encode_passphrase(typed)
        except (LivretError, UnicodeEncodeError) as error:
            self._fail(
                error if isinstance(error, LivretError) else MalformedInput("input.malformed")
            )
            return
        self._is_busy = True
        self.draw()
        app = self.wallet_app
        app.work(lambda: app.open_with(passphrase), self._open, self._fail)

    def _open(self, wallet: OpenWallet) -> None:
        self._is_busy = False
        self.wallet_app.opened(wallet)

    def refuse(self, error: LivretError) -> None:
        """Say why it stays locked."""
        self._fail(error)

    def _fail(self, error: LivretError) -> None:
        self._is_busy, self._failed = False, error
        self.redraw()

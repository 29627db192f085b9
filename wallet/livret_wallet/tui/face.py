"""What every screen of the wallet has: header, footer, its keys, and the language it is drawn in."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from livret_core.words import Language
from livret_wallet.screens.keys import Key, footer
from livret_wallet.screens.notes import Note, is_done
from livret_wallet.tui.fitting import facts_content, fit, widest, wrapped
from livret_wallet.words import screen_texts

if TYPE_CHECKING:
    from livret_wallet.tui.app import WalletApp

_BETWEEN: Final = "  "
#: How many screens there are when the cards are seen: Textual's own lies below them.
_HOME: Final = 2
_ASIDE_LINES: Final = 2
_SIGN_STYLES: Final = {"✓": "$success bold", "!": "$warning bold", "✗": "$error bold"}


def bindings(keys: Sequence[Key]) -> list[BindingType]:
    """Make the bindings of a screen from its keys.

    One that answers for the holder has an id, by which its letter is that of the language
    (:meth:`Face.redraw`).
    """
    return [
        Binding(
            key.press,
            key.action,
            f"key_{key.action}",
            key_display=key.name,
            id=_letter(key) if key.is_spelled else None,
        )
        for key in keys
    ]


def _letter(key: Key) -> str:
    return f"letter.{key.action}"


class Face(Screen[None]):
    """One screen: a header that says how the ledger stands, what is on it, and its keys.

    A screen says what it is on with ``NAME`` (a word ``title_<name>``; empty for the first), its
    keys with ``KEYS`` and ``BINDINGS = bindings(KEYS)``, composes in :meth:`body`, and writes
    everything that has words in :meth:`draw`, which is called again when the language changes,
    values are hidden, or the wallet's contents are others.
    """

    NAME: ClassVar[str] = ""
    KEYS: ClassVar[tuple[Key, ...]] = ()
    AUTO_FOCUS: ClassVar[str | None] = None
    #: Whether something else is to be drawn than was, once it is seen again.
    is_stale = False
    _note: Note | None = None

    @property
    def wallet_app(self) -> "WalletApp":
        """The application, by its own name."""
        return self.app  # type: ignore[return-value]  # no other application shows these screens

    @property
    def language(self) -> Language:
        """The reader's."""
        return self.wallet_app.language

    @property
    def said(self) -> Mapping[str, str]:
        """The words of the screens, in the reader's language."""
        return screen_texts(self.language)

    @property
    def title_name(self) -> str:
        """Which title it has."""
        return self.NAME

    @property
    def room(self) -> int:
        """How many columns there are between the margins."""
        return max(20, self.size.width - 2)

    def compose(self) -> ComposeResult:
        """Set the header above what a screen has, and the footer below."""
        yield Static(id="header")
        with Vertical(id="body"):
            yield from self.body()
        yield Static(id="notice")
        yield Static(id="aside")
        yield Static(id="footer")

    def body(self) -> ComposeResult:
        """Compose what is between header and footer."""
        yield from ()

    def draw(self) -> None:
        """Write everything that has words, in the language of now."""

    def on_mount(self) -> None:
        """Draw for the first time, once there is a width."""
        self.call_after_refresh(self.redraw)

    def on_resize(self) -> None:
        """Draw for another width."""
        self.call_after_refresh(self.redraw)

    def redraw(self) -> None:
        """Draw all of it."""
        # One that was drawn for later may be gone by then, and has nothing left to draw on.
        if not self.is_mounted or self not in self.app.screen_stack:
            return
        if spelled := {_letter(key): key.name_in(self.said) for key in self.KEYS if key.is_spelled}:
            self.app.update_keymap(spelled)
        self.is_stale = False
        self.draw_header()
        self.draw_notice()
        self.draw_aside()
        self.draw_footer()
        self.draw()

    def draw_header(self) -> None:
        """Write the name of the screen, and how the ledger stands."""
        width = self.room
        title = self.said[f"title_{self.title_name}"] if self.title_name else ""
        left = f"livret · {title}" if title else "livret"
        state = self.wallet_app.ledger_state()
        parts: list[tuple[str, str] | str] = [(left, "bold")]
        if state is not None:
            right = f"{state.label} {state.sign} {state.text}"
            room = max(1, width - widest([left]) - widest([right]))
            if room + widest([left]) + widest([right]) > width:
                right = f"{state.label} {state.sign}"
                room = max(1, width - widest([left]) - widest([right]))
            before, sign, after = right.partition(state.sign)
            parts += [" " * room, (before, "$dim"), (sign, _SIGN_STYLES[sign]), (after, "$dim")]
        self.query_one("#header", Static).update(Content.assemble(*parts))

    def draw_aside(self) -> None:
        """Write in two lines at most what the wallet did by itself: it covers nothing."""
        told, line = self.wallet_app.aside, self.query_one("#aside", Static)
        fact = None if told is None else told(self.language)
        lines = [] if fact is None else wrapped(fact.told, self.room)
        if len(lines) > _ASIDE_LINES:
            lines[_ASIDE_LINES - 1 :] = [fit(" ".join(lines[_ASIDE_LINES - 1 :]), self.room)]
        line.update(Content.styled("\n".join(lines), "$dim"))
        line.set_class(bool(lines), "is-said")

    def keys_now(self) -> Sequence[Key]:
        """Give the keys that do something now: those of the screen, or of what has the focus."""
        return self.KEYS

    def draw_footer(self) -> None:
        """Write what stands below."""
        self.query_one("#footer", Static).update(self.footer_written())

    def footer_written(self) -> Content:
        """Write the keys that do something now."""
        return self.keys_written(self.keys_now())

    def keys_written(self, keys: Sequence[Key]) -> Content:
        """Write keys, on as many lines as they need."""
        room, used = self.room, 0
        parts: list[tuple[str, str] | str] = []
        for key, label in footer(keys, self.said):
            length = widest([f"{key} {label}"])
            if used and used + len(_BETWEEN) + length > room:
                parts.append("\n")
                used = 0
            elif used:
                parts.append(_BETWEEN)
                used += len(_BETWEEN)
            parts += [(key, "$primary bold"), f" {label}"]
            used += length
        return Content.assemble(*parts)

    def tell(self, note: Note | None = None) -> None:
        """Say something above the footer, until something else is said or the cursor moves on."""
        self._note = note
        self.draw_notice()

    def draw_notice(self) -> None:
        """Write what was said last, in the language of now."""
        facts = () if self._note is None else self._note(self.language)
        notice = self.query_one("#notice", Static)
        notice.update(facts_content(facts, self.room) if facts else "")
        notice.set_class(bool(facts), "is-said")

    def on_screen_resume(self) -> None:
        """Draw what changed while another screen was seen."""
        if self.is_stale:
            self.redraw()

    def on_screen_suspend(self) -> None:
        """Say no more that something went well, once another screen was looked at."""
        if self.is_mounted and self._note is not None and is_done(self._note(self.language)):
            self.tell()

    async def go_home(self, note: Note | None = None) -> None:
        """Go back to the first screen, and say something there."""
        app = self.wallet_app
        while len(app.screen_stack) > _HOME:
            await app.pop_screen()
        if isinstance(app.screen, Face):
            app.screen.tell(note)

    def tell_more(self, left: float, *below: Widget) -> None:
        """Say on the last of some lines how many are further down, and on the others nothing."""
        for each in below:
            each.border_title = None
        if round(left) > 0:
            below[-1].border_title = self.said["more_below"].format(count=round(left))

    def under_page(self) -> list[Widget]:
        """List what may stand right below what is scrolled, from the bottom up."""
        return [self.query_one("#footer"), *self.query("#notice.is-said, #band.is-said")]

    # What every screen has in common.

    def action_hide(self) -> None:
        """Hide all values, or show them again."""
        self.wallet_app.hide()

    def action_language(self) -> None:
        """Take the next language."""
        self.wallet_app.next_language()

    def action_theme(self) -> None:
        """Take the next colours."""
        self.wallet_app.next_theme()

    async def action_lock(self) -> None:
        """Lock the wallet."""
        await self.wallet_app.lock()

    def action_leave(self) -> None:
        """Lock the wallet and end."""
        self.wallet_app.leave()

    async def action_help(self) -> None:
        """Show what every key does."""
        await self.wallet_app.show_help(self.KEYS)

    def action_back(self) -> None:
        """Go to the screen before."""
        self.wallet_app.pop_screen()

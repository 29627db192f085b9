"""The cards: a line each, what needs the holder on top, the pane below for the one under the cursor."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from livret_core.errors import LivretError
from livret_core.words import Language
from livret_wallet.contents import Contents
from livret_wallet.screens import cards as told
from livret_wallet.screens.cards import Card, Section
from livret_wallet.screens.facts import name, place
from livret_wallet.screens.keys import Key
from livret_wallet.screens.notes import note, refused
from livret_wallet.screens.pane import facts_of
from livret_wallet.screens.standing import put_off
from livret_wallet.tui.face import bindings
from livret_wallet.tui.finding import FindField, FindingFace
from livret_wallet.tui.fitting import facts_content, fit, share, widest
from livret_wallet.tui.pane import Pane
from livret_wallet.tui.rows import Piece, Rows

if TYPE_CHECKING:
    from livret_wallet.client.fetching import Arrived, Fetched
    from livret_wallet.receiving.collecting import PutOff

_STYLES: Final = {"needs": "warning", "ended": "dim"}


class CardLines:
    """The cards as lines of a list: a heading for each section, a line for each card."""

    def __init__(self, cards: tuple[Card, ...], headings: Mapping[Section, str]) -> None:
        self._lines: list[str | Card] = []
        for at, card in enumerate(cards):
            if not at or cards[at - 1].section != card.section:
                if at:
                    self._lines.append("")
                self._lines.append(headings[card.section])
            self._lines.append(card)
        self._until = widest(card.until for card in cards)
        self._note = widest(_note(card) for card in cards)
        self._wanted = (widest(card.name for card in cards), widest(card.who for card in cards))

    def __len__(self) -> int:
        return len(self._lines)

    def is_choice(self, at: int) -> bool:
        """Whether a line is a card."""
        return isinstance(self._lines[at], Card)

    def card(self, at: int) -> Card | None:
        """Give the card of a line."""
        line = self._lines[at] if 0 <= at < len(self._lines) else None
        return line if isinstance(line, Card) else None

    def place(self, card_id: str) -> int | None:
        """Find the line of a card."""
        for at, line in enumerate(self._lines):
            if isinstance(line, Card) and line.id == card_id:
                return at
        return None

    def pieces(self, at: int, width: int) -> list[Piece]:
        """Write a line; names are cut before what is said of them."""
        line = self._lines[at]
        if not isinstance(line, Card):
            return [(fit(line, width), "heading")]
        room = width - self._until - self._note - 6
        style = _STYLES.get(line.section, "")
        wanted = (widest([line.name]), widest([line.who]))
        if sum(wanted) > room:
            return self._narrow(line, width, wanted, style)
        # Where not all columns have room, a long name of a town pushes its own column alone.
        name = max(wanted[0], min(self._wanted[0], room - min(self._wanted[1], wanted[1])))
        return [
            (fit(line.name, name) + "  ", ""),
            (fit(line.who, room - name) + "  ", "dim"),
            (fit(line.until, self._until) + "  ", "dim"),
            (fit(_note(line), self._note, to_right=True), style),
        ]

    @staticmethod
    def _narrow(line: Card, width: int, wanted: tuple[int, int], style: str) -> list[Piece]:
        """Write a line whose names need the room that other lines leave between columns."""
        said = widest([line.until]) + widest([_note(line)]) + 2
        room = width - said - 4
        name, who = share(room, wanted)
        return [
            (fit(line.name, name) + "  ", ""),
            (fit(line.who, who), "dim"),
            (" " * (room - name - who + 2), ""),
            (line.until + "  ", "dim"),
            (_note(line), style),
        ]


class CardsScreen(FindingFace):
    """Everything that is held, and what is on its way."""

    KEYS: ClassVar[tuple[Key, ...]] = told.KEYS
    BINDINGS = bindings(told.KEYS)
    AUTO_FOCUS = "Rows"

    def __init__(self) -> None:
        super().__init__()
        self._cards: tuple[Card, ...] = ()
        self._contents: Contents | None = None
        self._language: Language | None = None
        self._lines = CardLines((), {})
        self._given_up = ""

    def body(self) -> ComposeResult:
        """Compose the list and the pane below it."""
        with Horizontal(id="above"):
            yield Static(id="find-label")
            yield FindField(id="find", compact=True)
            yield Static(id="count")
        yield Rows(id="cards")
        yield Pane()

    def keys_now(self) -> Sequence[Key]:
        """Give the keys that do something now."""
        keys = super().keys_now()
        if keys is not self.KEYS or self._contents is None:
            return keys
        card = self._lines.card(self.rows().cursor)
        return told.keys_for(card, self._contents)

    def draw(self) -> None:
        """Write the list anew, the cursor on the card it was on."""
        app = self.wallet_app
        if self._contents is not app.contents or self._language != self.language:
            self._contents, self._language = app.contents, self.language
            self._cards = told.cards(app.contents, self.language, now_s=app.now_s)
        self.query_one("#find-label", Static).update(self.said["find"])
        waits = told.waits(app.contents, self.language, now_s=app.now_s, key=told.INBOX.name)
        counts = [told.count(self._cards, self.language), waits]
        self.query_one("#count", Static).update(" · ".join(each for each in counts if each))
        self.show()

    def show(self) -> None:
        """Show the cards that are sought."""
        current = self._lines.card(self.rows().cursor)
        found = told.sought(self._cards, self.typed)
        headings: dict[Section, str] = {
            name: self.said[f"section_{name}"] for name in told.SECTIONS
        }
        self._lines = CardLines(found, headings)
        at = None if current is None else self._lines.place(current.id)
        self.rows().show(self._lines, at=at)

    @on(Rows.Moved)
    def draw_pane(self) -> None:
        """Describe the card under the cursor."""
        if self._contents is None:
            return  # nothing was drawn yet
        self._given_up = ""
        self.draw_footer()
        card = self._lines.card(self.rows().cursor)
        if card is None:
            self.pane.tell(self.said["none_found" if self._cards else "empty"], of="")
            return
        app = self.wallet_app
        facts = facts_of(
            card,
            app.contents,
            self.language,
            last_shown=app.last_shown.get(card.id),
            services=app.services,
            zone=app.zone,
            is_hidden=app.is_hidden,
        )
        first, *others = facts
        content = [Content.styled(first.text, "bold"), facts_content(others, self.pane_room)]
        self.pane.tell(Content("\n").join(content), of=card.id)

    @on(Rows.Chosen)
    async def action_open(self) -> None:
        """Open the card under the cursor."""
        card = self._lines.card(self.rows().cursor)
        batch = None if card is None else self.wallet_app.contents.batch(card.id)
        if batch is not None:
            await self.wallet_app.show_card(batch)
        elif card is not None:
            self._no_renewal(card)

    async def action_receive(self) -> None:
        """Take in what a town hall hands over."""
        from livret_wallet.tui.receive import ReceiveScreen

        await self.wallet_app.push_screen(ReceiveScreen())

    async def action_warnings(self) -> None:
        """Show what there is to warn of."""
        from livret_wallet.tui.warnings import WarningsScreen, ledgers_warned

        await self.wallet_app.push_screen(WarningsScreen(ledgers_warned(self.wallet_app)))

    async def action_activity(self) -> None:
        """Show what came and went."""
        await self.wallet_app.show_activity()

    async def action_trust(self) -> None:
        """Show whom this wallet believes."""
        from livret_wallet.tui.trust import TrustScreen

        await self.app.push_screen(TrustScreen())

    async def action_inbox(self) -> None:
        """Show what waits."""
        from livret_wallet.tui.inbox import InboxScreen

        await self.app.push_screen(InboxScreen())

    async def action_show(self) -> None:
        """Show a proof to a service that asks; the card under the cursor, if that fits."""
        card = self._lines.card(self.rows().cursor)
        is_held = card is not None and self.wallet_app.contents.batch(card.id) is not None
        proof = card.id if card is not None and is_held else None
        await self.wallet_app.show_asking(proof=proof)

    async def action_settings(self) -> None:
        """Show how the wallet is read and locked, and what helps when it is lost."""
        from livret_wallet.tui.preferences import PreferencesScreen

        await self.app.push_screen(PreferencesScreen())

    def action_renew(self) -> None:
        """Fetch a newer one of the card under the cursor."""
        app, card = self.wallet_app, self._lines.card(self.rows().cursor)
        proof = None if card is None else app.contents.renewable(card.id)
        if proof is None:
            self._no_renewal(card)
            return
        self.tell(note("fetching"))
        who = place(proof.issuer_did)
        app.act(
            lambda wallet: wallet.renew(proof), self._came, lambda error: self._failed(error, who)
        )

    def action_go_on(self) -> None:
        """Fetch what was begun and is not here yet."""
        app, card = self.wallet_app, self._lines.card(self.rows().cursor)
        pickup = None if card is None else app.contents.pickup(card.id)
        if pickup is None:
            self.tell(note("cannot_go_on", "!"))
            return
        self.tell(note("fetching"))
        who = name(pickup.issuer)
        app.act(
            lambda wallet: wallet.go_on_to(pickup),
            self._came,
            lambda error: self._failed(error, who),
        )

    def action_give_up(self) -> None:
        """Refuse what was fetched and is not kept yet, when it is said twice."""
        app, card = self.wallet_app, self._lines.card(self.rows().cursor)
        pickup = told.undecided(card, app.contents)
        if pickup is None or card is None:
            self.tell(note("cannot_give_up", "!"))
            return
        if self._given_up != card.id:
            self._given_up = card.id
            self.tell(note("give_up_twice", "!", key=told.GIVE_UP.name))
            return
        self.tell(note("fetching"))
        app.act(
            lambda wallet: wallet.refuse_pickup(pickup),
            lambda _: self.tell(note("given_up", "✓")),
            lambda error: self._failed(error, name(pickup.issuer)),
        )

    def _came(self, done: "Arrived | Fetched | PutOff | None") -> None:
        if type(done).__name__ == "Arrived":
            from livret_wallet.tui.arrived import ArrivedScreen

            self.tell()
            self.app.push_screen(ArrivedScreen(cast("Arrived", done)))
            return
        if type(done).__name__ == "PutOff":
            later = cast("PutOff", done)
            self.tell(partial(put_off, later.pickup, zone=self.wallet_app.zone))
            return
        self.tell(note("fetched", "✓"))

    def _no_renewal(self, card: Card | None) -> None:
        contents = self.wallet_app.contents
        self.tell(lambda language: (told.no_renewal(card, contents, language),))

    def _failed(self, error: LivretError, who: str) -> None:
        from livret_wallet.tui.warnings import stopped

        self.tell(refused(error))
        stopped(self.wallet_app, error, who=who)


def _note(card: Card) -> str:
    return card.note if card.does is None else f"{card.note}  {card.does.name}"

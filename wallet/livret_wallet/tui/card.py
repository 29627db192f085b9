"""One card: what it says in two languages, who stands behind it, and as it was signed."""

from typing import ClassVar, Final

from textual.content import Content

from livret_core.errors import LivretError
from livret_wallet.dating import HeldDating
from livret_wallet.records import HeldBatch
from livret_wallet.screens import card as told
from livret_wallet.screens.cards import state_of
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.keys import Key
from livret_wallet.screens.unlock import refusal
from livret_wallet.tui.face import bindings
from livret_wallet.tui.fitting import facts_content, fit, widest, wrapped
from livret_wallet.tui.page import PageFace

_LEAST: Final = 12


class CardScreen(PageFace):
    """Everything about one proof."""

    NAME: ClassVar[str] = "card"
    KEYS: ClassVar[tuple[Key, ...]] = told.KEYS
    BINDINGS = bindings(told.KEYS)

    def __init__(self, batch: HeldBatch) -> None:
        super().__init__()
        self._batch = batch
        self._dating: HeldDating | None = None
        self._is_raw = False

    def on_mount(self) -> None:
        """Draw, and look up what dates it."""
        super().on_mount()
        self.wallet_app.ask(lambda wallet: wallet.dating(self._batch.id), self._found)

    def written(self, width: int) -> Content:
        """Write the card, or the copy as it was signed."""
        app = self.wallet_app
        if self._is_raw:
            lines = told.raw(self._batch, self.language, is_hidden=app.is_hidden)
            return Content("\n").join(
                Content(piece) for line in lines for piece in _broken(line, width)
            )
        page = told.page(
            self._batch,
            self.language,
            state=state_of(self._batch, app.contents, now_s=app.now_s),
            ledgers=app.ledgers or (),
            dating=self._dating,
            last_shown=app.last_shown.get(self._batch.id),
            zone=app.zone,
            is_hidden=app.is_hidden,
        )
        parts = [Content.styled(text, "bold") for text in wrapped(page.title, width)]
        for part in page.parts:
            parts += [Content(""), Content.styled(part.heading, "$primary bold")]
            is_beside = any(fact.beside for fact in part.facts)
            content = _beside(part.facts, width) if is_beside else facts_content(part.facts, width)
            parts.append(content)
        return Content("\n").join(parts)

    def action_raw(self) -> None:
        """Show the copy as it was signed, or the card again."""
        self._is_raw = not self._is_raw
        self.redraw()
        self.action_first()

    def action_renew(self) -> None:
        """Fetch a newer one."""
        app, batch = self.wallet_app, self._batch
        if not app.contents.may_renew(batch):
            self.tell(Fact("", self.said["cannot_renew"], "!"))
            return
        self.tell(Fact("", self.said["fetching"]))
        app.act(
            lambda wallet: wallet.renew(batch),
            lambda _: self.tell(Fact("", self.said["renewed"], "✓")),
            lambda error: self.tell(*refusal(error, self.language)),
        )

    def _found(self, dating: "HeldDating | None | LivretError") -> None:
        if isinstance(dating, LivretError):
            self.tell(*refusal(dating, self.language))
            return
        self._dating = dating
        if dating is not None:
            self.redraw()


def _beside(facts: tuple[Fact, ...], width: int) -> Content:
    """Write facts in three columns: label, what it says, and the certificate's own words."""
    labels = min(widest(fact.label for fact in facts), max(_LEAST, width // 3))
    values = min(widest(fact.text for fact in facts), max(_LEAST, (width - labels - 4) // 2))
    rest = max(_LEAST, width - labels - values - 4)
    lines = []
    for fact in facts:
        columns = (
            wrapped(fact.label, labels), wrapped(fact.text, values), wrapped(fact.beside, rest)
        )  # fmt: skip
        for at in range(max(map(len, columns))):
            label, text, beside = (column[at] if at < len(column) else "" for column in columns)
            lines.append(
                Content.assemble(
                    (fit(label, labels) + "  ", "$dim"),
                    fit(text, values) + "  ",
                    (beside, "$dim italic"),
                )
            )
    return Content("\n").join(lines)


def _broken(text: str, width: int) -> list[str]:
    """Break a line anywhere: it is read character by character, and copied."""
    return [text[at : at + width] for at in range(0, len(text), width)] or [""]

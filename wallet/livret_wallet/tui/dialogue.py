"""A dialogue as a page: what was said, the question below it, and a field for the answer."""

from collections.abc import Callable
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from livret_core.errors import LivretError
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.keys import ANSWERING, Key
from livret_wallet.screens.notes import note
from livret_wallet.session.dialogue import Ask, Dialogue, Say, Step, Work
from livret_wallet.tui.face import bindings
from livret_wallet.tui.fitting import facts_content
from livret_wallet.tui.page import PageFace

_MOST_CHARS: Final = 1_024


class DialogueScreen(PageFace):
    """One dialogue, in the language it was begun in. Going back before its end ends it."""

    KEYS: ClassVar[tuple[Key, ...]] = ANSWERING
    BINDINGS = bindings(ANSWERING)
    AUTO_FOCUS = "#answer"

    def __init__(self, title: str, dialogue: Dialogue[Any]) -> None:
        """Begin.

        Args:
            title: the word for it, without ``title_``.
            dialogue: that one; nothing of it was done yet.
        """
        super().__init__()
        self._title: Final = title
        self._dialogue: Final = dialogue
        self._told: list[Fact] = []
        self._question: Ask | None = None
        self._is_over = False

    @property
    def title_name(self) -> str:
        """Which title it has."""
        return self._title

    def body(self) -> ComposeResult:
        """Compose what is said, the question and the field."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="text")
        yield Static(id="question")
        yield Input(id="answer", max_length=_MOST_CHARS)

    def on_mount(self) -> None:
        """Take the first step, once there is a width to write in."""
        super().on_mount()
        self.call_after_refresh(self._go, lambda: next(self._dialogue))

    def on_unmount(self) -> None:
        """End what was not ended: by Esc, or by the lock."""
        self._dialogue.close()

    def written(self, width: int) -> Content:
        """Write what was said so far."""
        return facts_content(self._told, width)

    def draw(self) -> None:
        """Write what was said, and what is asked."""
        super().draw()
        asked = self._question
        question = self.said["over"] if self._is_over else "" if asked is None else asked.question
        self.query_one("#question", Static).update(Content(question))
        field = self.query_one("#answer", Input)
        field.password = asked is not None and asked.is_hidden
        field.display = not self._is_over
        self.page.scroll_end(animate=False)

    @on(Input.Submitted, "#answer")
    def action_answer(self) -> None:
        """Give what was typed; Enter alone answers nothing, and goes back from what is over."""
        if self._is_over:
            self.action_back()
            return
        asked, field = self._question, self.query_one("#answer", Input)
        typed = field.value if asked is not None and asked.is_hidden else field.value.strip()
        if asked is None or not typed:
            return
        field.value = ""
        self._question = None
        if not asked.is_hidden:
            self._told.append(Fact("", f"{asked.question} {typed}"))
        self._go(lambda: self._dialogue.send(typed))

    def _go(self, take: Callable[[], Step]) -> None:
        """Take steps until something is asked, is to be done, or all is over."""
        if not self.is_mounted:
            return
        self.tell()
        try:
            step = take()
            while isinstance(step, Say):
                self._told += step.facts
                step = next(self._dialogue)
        except StopIteration:
            self._question, self._is_over = None, True
            self.set_focus(None)
        else:
            if isinstance(step, Ask):
                self._question = step
            elif isinstance(step, Work):
                self._work(step)
        self.redraw()

    def _work(self, step: Work) -> None:
        telling = step.telling
        self.tell((lambda _: (Fact("", telling),)) if telling else note("working"))
        self.wallet_app.work(step.do, self._did, self._did_not)

    def _did(self, done: object) -> None:
        self._go(lambda: self._dialogue.send(done))

    def _did_not(self, error: LivretError) -> None:
        self._go(lambda: self._dialogue.throw(error))

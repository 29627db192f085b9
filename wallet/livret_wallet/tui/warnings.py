"""Warnings, each whole: what is known, what it means, what to do."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias

from textual.content import Content

from livret_core.errors import LivretError
from livret_core.words import Language
from livret_wallet.screens import warnings as told
from livret_wallet.screens.keys import Key
from livret_wallet.screens.warnings import Warned
from livret_wallet.tui.face import bindings
from livret_wallet.tui.fitting import facts_content
from livret_wallet.tui.page import PageFace

if TYPE_CHECKING:
    from livret_wallet.tui.app import WalletApp

Warns: TypeAlias = Callable[[Language], Sequence[Warned]]
"""Writes warnings in the language of now."""


class WarningsScreen(PageFace):
    """What there is to warn of."""

    NAME: ClassVar[str] = "warnings"
    KEYS: ClassVar[tuple[Key, ...]] = told.KEYS
    BINDINGS = bindings(told.KEYS)

    def __init__(self, warns: Warns, *, of_ledgers: bool = True) -> None:
        """Show warnings.

        Args:
            warns: writes them.
            of_ledgers: whether to say who stands behind each public ledger.
        """
        super().__init__()
        self._warns: Final = warns
        self._of_ledgers: Final = of_ledgers

    def written(self, width: int) -> Content:
        """Write each warning, then who stands behind the ledgers."""
        app = self.wallet_app
        ledgers = app.ledgers or () if self._of_ledgers else ()
        found = self._warns(self.language)
        blocks = told.blocks(found, ledgers, self.language, now_s=app.now_s)
        parts = [part for facts in blocks for part in (facts_content(facts, width), Content(""))]
        return Content("\n").join(parts)


def ledgers_warned(app: "WalletApp") -> Warns:
    """Warn of how the public ledgers stand; of nothing while they were not read."""
    return lambda language: (
        ()
        if app.ledgers is None
        else told.of_ledgers(app.ledgers, language, now_s=app.now_s, zone=app.zone)
    )


def stopped(app: "WalletApp", error: LivretError, *, who: str) -> None:
    """Show the warning of what stopped something, if it is one, over what is shown next.

    Args:
        app: on which it is shown; the ledgers were read again.
        error: as it was raised.
        who: with whom, by the place that it was found at.
    """

    def warns(language: Language) -> tuple[Warned, ...]:
        found = told.of_error(
            error, language, who=who, ledgers=app.ledgers or (), now_s=app.now_s, zone=app.zone
        )
        return () if found is None else (found,)

    if warns(app.language):
        app.call_later(app.push_screen, WarningsScreen(warns, of_ledgers=False))

"""What every key of a screen does, made from its bindings."""

from collections.abc import Sequence
from typing import ClassVar

from textual.content import Content

from livret_wallet.screens import help as told
from livret_wallet.screens.keys import Key
from livret_wallet.tui.face import bindings
from livret_wallet.tui.fitting import fit, widest, wrapped
from livret_wallet.tui.page import PageFace


class HelpScreen(PageFace):
    """The keys of the screen before, one a line."""

    NAME: ClassVar[str] = "help"
    KEYS = told.KEYS
    BINDINGS = bindings(told.KEYS)

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__()
        self._keys = tuple(keys)

    def written(self, width: int) -> Content:
        """Write the keys and what they do, then what holds everywhere."""
        lines = told.lines(self._keys, self.language)
        column = widest(line.key for line in lines)
        parts = []
        for line in lines:
            first, *others = wrapped(line.does, width - column - 3)
            key = (fit(line.key, column), "$primary bold")
            parts.append(Content.assemble(key, f"   {first}"))
            parts += [Content(" " * (column + 3) + other) for other in others]
        for rule in told.rules(self.language):
            parts += [Content(""), *map(Content, wrapped(rule, width))]
        return Content("\n").join(parts)

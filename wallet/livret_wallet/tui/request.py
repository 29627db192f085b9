"""The request that a service signed, as the wallet keeps it."""

from typing import ClassVar

from textual.content import Content

from livret_wallet.records import HistoryEntry
from livret_wallet.request_record import AskedRecord
from livret_wallet.screens import request as told
from livret_wallet.screens.keys import Key
from livret_wallet.tui.face import bindings
from livret_wallet.tui.fitting import broken
from livret_wallet.tui.page import PageFace, page_content


class RequestScreen(PageFace):
    """One request: who signed it, and every member of it."""

    NAME: ClassVar[str] = "request"
    KEYS: ClassVar[tuple[Key, ...]] = told.KEYS
    BINDINGS = bindings(told.KEYS)

    def __init__(self, entry: HistoryEntry, record: AskedRecord) -> None:
        """Begin; *record* is of what the entry speaks of."""
        super().__init__()
        self._entry = entry
        self._record = record

    def written(self, width: int) -> Content:
        """Write who signed it, then what was signed."""
        page = told.page(self._entry, self._record, self.language, self.wallet_app.zone)
        lines = [piece for line in told.raw(self._record) for piece in broken(line, width)]
        return Content("\n").join(
            [
                page_content(page, width),
                Content(""),
                Content.styled(self.said["part_as_signed"], "$primary bold"),
                *map(Content, lines),
            ]
        )

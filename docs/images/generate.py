"""Draw the pictures of the README: screens of the application itself, as it is today.

    python docs/images/generate.py

A wallet on a disk is asked by a simulated service, and what its screen shows is written down. A
test does the same and compares what is said; how it looks, `pytest --snapshot-update` keeps.
"""

import re
import sys
import tempfile
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

HERE: Final = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from textual.widgets import Input  # noqa: E402  # the project's tests have the town and the wallet

from livret_wallet.settings import Settings  # noqa: E402
from tests.asked_on_screen import AskedHeld  # noqa: E402
from tests.piloting import Stage, with_app  # noqa: E402

DESCRIBED: Final = "The wallet asks before anything leaves: the commune goes, all else stays."

_FONT_FACE: Final = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
_COMMENT: Final = re.compile(r"<!--.*?-->\s*", re.DOTALL)


def draw_consent() -> str:
    """Draw the consent as the full screen shows it; nothing was sent yet."""
    drawn: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        held = AskedHeld(Path(folder))
        held.scene.by_ledger("commune")

        async def story(stage: Stage) -> None:
            await stage.unlock()
            await stage.press("s")
            stage.app.screen.query_one("#link", Input).value = held.service.link
            await stage.press("enter")
            await stage.until(lambda: "WILL LEAVE" in stage.text)
            drawn.append(stage.app.export_screenshot(title="livret wallet"))

        with_app(held, story, settings=Settings("en", "screen", "dark"))
    return without_fetching(drawn[0], described=DESCRIBED)


def without_fetching(drawn: str, *, described: str) -> str:
    """Make a picture say what it shows and fetch nothing, fonts neither."""
    alone = _COMMENT.sub("", _FONT_FACE.sub("", drawn))
    begin = alone.index(">", alone.index("<svg")) + 1
    lines = f"{alone[:begin]}\n<title>{escape(described)}</title>{alone[begin:]}".splitlines()
    return "\n".join(line.rstrip() for line in lines if line.strip()) + "\n"


if __name__ == "__main__":
    (HERE / "consent.svg").write_text(draw_consent(), encoding="utf-8")

"""How the consent looks: with a band that warns, and without, in two sizes.

After a change that was meant: `pytest --snapshot-update`, then look at each picture.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from livret_core.words import Language
from livret_wallet.settings import Settings, Theme
from livret_wallet.words import screen_texts
from tests.asked_on_screen import AskedHeld
from tests.piloting import Stage, app_of


@pytest.mark.parametrize(
    ("language", "theme", "size", "claims"),
    [
        ("fr", "dark", (80, 24), ("commune", "birthdate")),
        ("de", "contrast", (120, 40), ("commune",)),
    ],
    ids=["too-much", "fine"],
)
def test_the_consent_looks_as_it_did(
    language: Language,
    theme: Theme,
    size: tuple[int, int],
    claims: tuple[str, ...],
    tmp_path: Path,
    snap_compare: Callable[..., bool],
) -> None:
    held = AskedHeld(tmp_path)
    held.scene.by_ledger(*claims)
    app = app_of(held, Settings(language, "screen", theme))

    async def walk(pilot: Pilot[None]) -> None:
        stage = Stage(app, pilot, held)
        await stage.unlock()
        await stage.press("s")
        app.screen.query_one("#link", Input).value = held.service.link
        await stage.press("enter")
        await stage.until(lambda: screen_texts(language)["leave_heading"] in stage.text)

    assert snap_compare(app, terminal_size=size, run_before=walk)
    if app.wallet is not None:
        app.wallet.lock()

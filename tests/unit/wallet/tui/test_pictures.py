"""How a few more look: values hidden, a card whose proof ended, and in light colours.

After a change that was meant: `pytest --snapshot-update`, then look at each picture.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from livret_core.words import Language
from livret_wallet.settings import Settings, Theme
from tests.piloting import Stage, app_of
from tests.wallet_held import Held

_SMALL, _LARGE = (80, 24), (120, 40)


@pytest.mark.parametrize(
    ("language", "theme", "size", "keys"),
    [
        ("fr", "contrast", _LARGE, ("h",)),
        ("de", "dark", _LARGE, ("end", "up", "up", "enter")),
        ("en", "light", _SMALL, ()),
    ],
    ids=["cards-hidden", "card-ended", "cards-light"],
)
def test_it_looks_as_it_did(
    language: Language,
    theme: Theme,
    size: tuple[int, int],
    keys: tuple[str, ...],
    tmp_path: Path,
    snap_compare: Callable[..., bool],
) -> None:
    held = Held(tmp_path)
    app = app_of(held, Settings(language, "screen", theme))

    async def walk(pilot: Pilot[None]) -> None:
        stage = Stage(app, pilot, held)
        await stage.unlock()
        await stage.press(*keys)
        await stage.until(lambda: app.is_all_read)

    assert snap_compare(app, terminal_size=size, run_before=walk)
    if app.wallet is not None:
        app.wallet.lock()

"""How every screen looks: small and large, dark and in high contrast, each in another language.

After a change that was meant: `pytest --snapshot-update`, then look at each picture.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from livret_core.words import Language
from livret_wallet.settings import Settings, Theme
from tests.every_screen import screens
from tests.piloting import Stage, app_of
from tests.screen_ways import WAYS

_PICTURES: Final = Path(__file__).parent / "__snapshots__"
_SMALL, _LARGE = (80, 24), (120, 40)


@dataclass(frozen=True, slots=True)
class Look:
    """How it is looked at."""

    language: Language
    theme: Theme
    size: tuple[int, int]


#: German is the longest, French the widest apart.
LOOKS: Final = {
    "small-dark": Look("de", "dark", _SMALL),
    "small-contrast": Look("fr", "contrast", _SMALL),
    "large-dark": Look("en", "dark", _LARGE),
    "large-contrast": Look("nl", "contrast", _LARGE),
}
NAMES: Final = sorted(name for name, kind in screens().items() if issubclass(kind, Screen))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", NAMES)
def test_each_looks_as_it_did(
    name: str, look: str, tmp_path: Path, snap_compare: Callable[..., bool]
) -> None:
    way, by = WAYS[name], LOOKS[look]
    held = way.held(tmp_path)
    app = app_of(held, Settings(by.language, "screen", by.theme))

    async def walk(pilot: Pilot[None]) -> None:
        stage = Stage(app, pilot, held)
        await stage.unlock()
        await stage.until(lambda: app.is_all_read)
        if app.wallet is not None:  # where it lies is another folder each time
            app.wallet.place = Path("/camille/livret/wallet.vault")
        await way.walk(held, stage)
        await stage.until(lambda: stage.shown == name)
        await stage.until(lambda: not app.workers)

    assert snap_compare(app, terminal_size=by.size, run_before=walk)
    if app.wallet is not None:
        app.wallet.lock()


def test_both_sizes_are_seen_dark_and_in_high_contrast() -> None:
    seen = {(look.size, look.theme) for look in LOOKS.values()}
    assert seen == {(size, theme) for size in (_SMALL, _LARGE) for theme in ("dark", "contrast")}
    assert len({look.language for look in LOOKS.values()}) == 4


def test_every_screen_has_its_pictures_and_no_picture_is_of_none() -> None:
    kept = {
        path.relative_to(_PICTURES).with_suffix("").as_posix() for path in _PICTURES.rglob("*.raw")
    }
    ours = {
        f"test_every_picture/test_each_looks_as_it_did[{name}-{look}]"
        for name in NAMES
        for look in LOOKS
    }
    assert {each for each in kept if each.startswith("test_every_picture/")} == ours

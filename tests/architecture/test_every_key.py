"""Every screen of the wallet is visited, and every key of it pressed; none is without words."""

from pathlib import Path
from typing import Any, Final

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from livret_core.words import LANGUAGES, Language
from livret_wallet.screens.keys import FINDING, Key, footer
from livret_wallet.tui.app import WalletApp
from livret_wallet.tui.face import Face
from livret_wallet.words import screen_texts
from tests.every_screen import screens
from tests.piloting import Stage, with_app
from tests.screen_ways import WAYS
from tests.wallet_held import Held

#: Where a field takes Enter for the same as the screen.
_ASK: Final = {"UnlockScreen", "ReceiveScreen", "PinScreen", "DialogueScreen", "AskingScreen"}


def keys_of(kind: type[DOMNode]) -> tuple[Key, ...]:
    return kind.KEYS if issubclass(kind, Face) else FINDING


def test_every_screen_has_a_way_to_it_and_no_way_leads_nowhere() -> None:
    assert set(WAYS) == set(screens())


@pytest.mark.parametrize("name", WAYS)
def test_every_binding_is_fired_and_something_comes_of_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each key on a screen of its own: what it does is done, and is seen."""
    kind = screens()[name]
    bindings = [each for each in kind.BINDINGS if isinstance(each, Binding)]
    assert bindings
    moves = {key.action for key in keys_of(kind) if key.is_move}
    dispatch = WalletApp._dispatch_action
    fired: list[str] = []

    async def noted(app: WalletApp, namespace: DOMNode, action: str, given: Any) -> bool:
        fired.append(f"{type(namespace).__name__}.{action}")
        return await dispatch(app, namespace, action, given)

    monkeypatch.setattr(WalletApp, "_dispatch_action", noted)
    for binding in bindings:
        root = tmp_path / binding.action
        root.mkdir()
        held = WAYS[name].held(root)

        async def story(stage: Stage, binding: Binding = binding, held: Held = held) -> None:
            await stage.unlock()
            await stage.until(lambda: stage.app.is_all_read)
            await WAYS[name].walk(held, stage)
            where = stage.app.screen if issubclass(kind, Screen) else stage.app.focused
            assert type(where).__name__ == name
            if name in _ASK:
                stage.app.screen.set_focus(None)
            await stage.pilot.pause()
            before = seen(stage)
            fired.clear()
            await stage.press(binding.key)
            assert fired[:1] == [f"{name}.{binding.action}"]
            if binding.action not in moves:
                await stage.until(lambda: seen(stage) != before)
            assert stage.app.fault is None

        with_app(held, story)


def seen(stage: Stage) -> object:
    """What somebody at the screen can tell apart; with the colours, and what has the focus."""
    app = stage.app
    if not app.is_running or app._exit:
        return None
    return stage.shown, stage.text, app.theme, app.focused


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WAYS)
def test_every_key_is_in_the_footer_and_in_the_help(name: str, language: Language) -> None:
    kind, said = screens()[name], screen_texts(language)
    keys = keys_of(kind)
    bound = [each for each in kind.BINDINGS if isinstance(each, Binding)]
    assert [(each.key, each.action) for each in bound] == [(key.press, key.action) for key in keys]
    shown = dict(footer(keys, said))
    for key in keys:
        assert key.is_move or shown[key.name_in(said)] == key.label(said)
        assert key.help(said)
    words = [key.word(said) for key in keys if not key.is_move]
    assert len(set(words)) == len(words), "two keys of one screen have one word"


def test_every_action_of_a_key_is_there() -> None:
    for kind in screens().values():
        for key in keys_of(kind):
            assert callable(getattr(kind, f"action_{key.action}", None)), key


def test_the_words_of_the_screens_are_the_same_in_four_languages() -> None:
    tables = [set(screen_texts(language)) for language in LANGUAGES]
    assert [table ^ tables[0] for table in tables] == [set()] * 4

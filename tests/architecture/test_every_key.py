"""Every screen of the wallet is visited, and every key of it pressed; none is without words."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from livret_core.words import LANGUAGES, Language
from livret_wallet.records import HistoryEntry
from livret_wallet.request_record import AskedRecord, digest_of
from livret_wallet.screens.keys import FINDING, Key, footer
from livret_wallet.tui.app import WalletApp
from livret_wallet.tui.face import Face
from livret_wallet.tui.request import RequestScreen
from livret_wallet.words import screen_texts
from tests.every_screen import screens
from tests.piloting import Stage, with_app
from tests.wallet_at_hall import AtHall
from tests.wallet_held import Held

#: A way that needs a town hall on the wire.
Way: TypeAlias = Callable[[AtHall, Stage], Awaitable[None]]


async def look_at_request(_at: AtHall, stage: Stage) -> None:
    """Open a request that is kept: here no service asked anything."""
    record = AskedRecord(digest=digest_of("a.b.c"), text="a.b.c", at_s=1, behind="key", name="")
    await stage.app.push_screen(RequestScreen(HistoryEntry(1, "sent", "Pool"), record))


#: How each screen, and each part of one that has keys of its own, is reached once it is open.
ROUTES: Final[dict[str, tuple[str, ...] | Way]] = {
    "UnlockScreen": ("x",),
    "CardsScreen": (),
    "CardScreen": ("enter",),
    "ActivityScreen": ("a",),
    "RequestScreen": look_at_request,
    "WarningsScreen": ("w",),
    "HelpScreen": ("question_mark",),
    "TrustScreen": ("t",),
    "DialogueScreen": ("t", "n"),
    "PreferencesScreen": ("e",),
    "FindField": ("slash",),
    "ReceiveScreen": ("r",),
    "OfferScreen": AtHall.look,
    "PinScreen": AtHall.reach_pin,
    "ArrivedScreen": AtHall.arrive,
    "InboxScreen": ("i",),
    "AskingScreen": ("s",),
    "ConsentScreen": ("s", *"bad", "enter"),
}
#: Where a field takes Enter for the same as the screen.
_ASK: Final = {"UnlockScreen", "ReceiveScreen", "PinScreen", "DialogueScreen", "AskingScreen"}


def keys_of(kind: type[DOMNode]) -> tuple[Key, ...]:
    return kind.KEYS if issubclass(kind, Face) else FINDING


def test_every_screen_has_a_way_to_it_and_no_way_leads_nowhere() -> None:
    assert set(ROUTES) == set(screens())


@pytest.mark.parametrize("name", ROUTES)
def test_every_binding_is_fired(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kind, way = screens()[name], ROUTES[name]
    held = Held(tmp_path) if isinstance(way, tuple) else AtHall(tmp_path)
    bindings = [each for each in kind.BINDINGS if isinstance(each, Binding)]
    fired: list[str] = []

    async def note(_app: WalletApp, namespace: DOMNode, action: str, _given: Any) -> bool:
        fired.append(f"{type(namespace).__name__}.{action}")
        return True

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await (stage.press(*way) if isinstance(way, tuple) else way(held, stage))  # type: ignore[arg-type]  # as chosen above
        where = stage.app.screen if issubclass(kind, Screen) else stage.app.focused
        assert type(where).__name__ == name
        with monkeypatch.context() as patched:
            patched.setattr(WalletApp, "_dispatch_action", note)
            if name in _ASK:
                stage.app.screen.set_focus(None)
            for binding in bindings:
                await stage.press(binding.key)
        expected = [f"{name}.{binding.action}" for binding in bindings]
        assert fired == expected

    with_app(held, story)
    assert bindings


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ROUTES)
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

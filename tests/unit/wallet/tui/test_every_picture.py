"""How every other screen looks: small and dark in German, the longest; large and in high contrast in French.

After a change that was meant: `pytest --snapshot-update`, then look at each picture.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.words import Language
from livret_wallet.history_record import HistoryEntry
from livret_wallet.request_record import AskedRecord, digest_of
from livret_wallet.settings import Settings, Theme
from livret_wallet.tui.request import RequestScreen
from tests.every_screen import screens
from tests.piloting import Stage, app_of
from tests.scene import NOW_S
from tests.wallet_at_hall import AtHall
from tests.wallet_held import Held

#: A way to a screen; one that is written out needs a town hall on the wire.
Way: TypeAlias = tuple[str, ...] | Callable[[AtHall, Stage], Awaitable[None]]
_PICTURES: Final = Path(__file__).parent / "__snapshots__"


async def waiting(held: AtHall, stage: Stage) -> None:
    """An offer waits in the inbox."""
    await held.look(stage)
    await stage.press("m")
    await stage.until(lambda: stage.shown == "CardsScreen")
    await stage.press("i")


async def wrong_pin(held: AtHall, stage: Stage) -> None:
    """A PIN that cannot be one was typed."""
    await held.reach_pin(stage)
    await stage.press(*"12", "enter")
    await stage.until(lambda: stage.app.screen.query_one("#notice").has_class("is-said"))


async def signed(held: AtHall, stage: Stage) -> None:
    """A service signed what it asked; the same octets each time."""
    payload = {
        "client_id": "decentralized_identifier:did:web:piscine.example#key-1",
        "response_uri": "https://piscine.example/answers/3K7Q",
        "nonce": "not-by-chance",
        "dcql_query": {"credentials": [{"id": "residency", "claims": [{"path": ["commune"]}]}]},
    }
    header = {"alg": "ES256", "typ": "oauth-authz-req+jwt", "kid": "did:web:piscine.example#key-1"}
    parts = [base64url.encode(json_encoding.format(each)) for each in (header, payload)]
    text = ".".join((*parts, base64url.encode(bytes(64))))
    record = AskedRecord(
        digest=digest_of(text), text=text, at_s=NOW_S, behind="registered", name="ledger.example"
    )
    entry = HistoryEntry(NOW_S, "sent", "Piscine des Saules", disclosed=(("commune",),))
    await stage.app.push_screen(RequestScreen(entry, record))


WAYS: Final[dict[str, Way]] = {
    "ArrivedScreen": AtHall.arrive,
    "AskingScreen": ("s",),
    "DialogueScreen": ("e", "s"),
    "HelpScreen": ("question_mark",),
    "InboxScreen": waiting,
    "OfferScreen": AtHall.look,
    "PinScreen": wrong_pin,
    "PreferencesScreen": ("e",),
    "ReceiveScreen": ("r",),
    "RequestScreen": signed,
    "TrustScreen": ("t",),
    "UnlockScreen": ("x",),
    "WarningsScreen": ("w",),
}
#: Those that have pictures of their own, each with one of them.
ELSEWHERE: Final = {
    "ActivityScreen": "test_pictures/test_it_looks_as_it_did[activity]",
    "CardScreen": "test_pictures/test_it_looks_as_it_did[card]",
    "CardsScreen": "test_pictures/test_it_looks_as_it_did[cards]",
    "ConsentScreen": "test_consent_pictures/test_the_consent_looks_as_it_did[fine]",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How it is looked at."""

    language: Language
    theme: Theme
    size: tuple[int, int]


LOOKS: Final = {
    "small": Look("de", "dark", (80, 24)),
    "large": Look("fr", "contrast", (120, 40)),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", WAYS)
def test_each_looks_as_it_did(
    name: str, look: str, tmp_path: Path, snap_compare: Callable[..., bool]
) -> None:
    way, by = WAYS[name], LOOKS[look]
    held = Held(tmp_path, believes=True) if isinstance(way, tuple) else AtHall(tmp_path)
    app = app_of(held, Settings(by.language, "screen", by.theme))

    async def walk(pilot: Pilot[None]) -> None:
        stage = Stage(app, pilot, held)
        await stage.unlock()
        await stage.until(lambda: app.is_all_read)
        if app.wallet is not None:  # where it lies is another folder each time
            app.wallet.place = Path("/camille/livret/wallet.vault")
        if isinstance(way, tuple):
            await stage.press(*way)
        else:
            assert isinstance(held, AtHall)
            await way(held, stage)
        await stage.until(lambda: stage.shown == name)
        await stage.until(lambda: not app.workers)

    assert snap_compare(app, terminal_size=by.size, run_before=walk)
    if app.wallet is not None:
        app.wallet.lock()


def test_every_screen_has_its_picture_and_no_picture_is_of_none() -> None:
    kinds = {name for name, kind in screens().items() if issubclass(kind, Screen)}
    assert set(WAYS) | set(ELSEWHERE) == kinds
    kept = {
        path.relative_to(_PICTURES).with_suffix("").as_posix() for path in _PICTURES.rglob("*.raw")
    }
    ours = {
        f"test_every_picture/test_each_looks_as_it_did[{name}-{look}]"
        for name in WAYS
        for look in LOOKS
    }
    assert ours | set(ELSEWHERE.values()) <= kept
    assert {each for each in kept if each.startswith("test_every_picture/")} == ours

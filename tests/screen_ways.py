"""A way to every screen of the wallet, and to each part of one that has keys of its own.

held = WAYS["OfferScreen"].held(tmp_path)         # a wallet from which it can be reached
await WAYS["OfferScreen"].walk(held, stage)        # unlocked before; the screen is there afterwards
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from textual.widgets import Input

from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_wallet.history_record import HistoryEntry
from livret_wallet.request_record import AskedRecord, digest_of
from livret_wallet.tui.request import RequestScreen
from tests.asked_on_screen import AskedHeld
from tests.piloting import Stage
from tests.scene import NOW_S
from tests.wallet_at_hall import AtHall
from tests.wallet_held import PASSPHRASE, Held


@dataclass(frozen=True, slots=True)
class Way:
    """From which wallet, and how."""

    held: Callable[[Path], Held]
    walk: Callable[[Any, Stage], Awaitable[None]]


def _camille(root: Path) -> Held:
    return Held(root, believes=True)


def _asked(root: Path) -> AskedHeld:
    held = AskedHeld(root)
    held.scene.by_ledger("commune", "birthdate")
    return held


def _pressing(*keys: str, field: str = "", typed: str = "") -> Way:
    """Press keys; where there is a field, something stands in it."""

    async def walk(_held: Held, stage: Stage) -> None:
        await stage.press(*keys)
        if field:
            stage.app.screen.query_one(field, Input).value = typed

    return Way(_camille, walk)


async def _inbox(held: AtHall, stage: Stage) -> None:
    """An offer waits in the inbox."""
    await held.look(stage)
    await stage.press("m")
    await stage.until(lambda: stage.shown == "CardsScreen")
    await stage.press("i")


async def _pin(held: AtHall, stage: Stage) -> None:
    """A PIN that cannot be one was typed."""
    await held.reach_pin(stage)
    await stage.press(*"12", "enter")
    await stage.until(lambda: stage.app.screen.query_one("#notice").has_class("is-said"))
    stage.app.screen.query_one("#pin", Input).value = "123"


async def _request(_held: Held, stage: Stage) -> None:
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


async def _consent(held: AskedHeld, stage: Stage) -> None:
    """A service asks for more than it announced."""
    await stage.press("s")
    stage.app.screen.query_one("#link", Input).value = held.service.link
    await stage.press("enter")
    await stage.until(lambda: stage.shown == "ConsentScreen")
    await stage.until(lambda: stage.app.screen.query_one("#band").has_class("is-said"))


WAYS: Final[dict[str, Way]] = {
    "ActivityScreen": _pressing("a"),
    "ArrivedScreen": Way(AtHall, AtHall.arrive),
    "AskingScreen": _pressing("s", field="#link", typed="piscine.example/r/7KQ2-M9TX"),
    "CardScreen": _pressing("enter"),
    "CardsScreen": _pressing(),
    "ConsentScreen": Way(_asked, _consent),
    "DialogueScreen": _pressing("e", "s", field="#answer", typed="nowhere/sheet.html"),
    "FindField": _pressing("slash", "b"),
    "HelpScreen": _pressing("question_mark"),
    "InboxScreen": Way(AtHall, _inbox),
    "OfferScreen": Way(AtHall, AtHall.look),
    "PinScreen": Way(AtHall, _pin),
    "PreferencesScreen": _pressing("e"),
    "ReceiveScreen": _pressing("r", field="#handed", typed="verneuil.example/o/7KQ2-M9TX"),
    "RequestScreen": Way(_camille, _request),
    "TrustScreen": _pressing("t"),
    "UnlockScreen": _pressing("x", field="#passphrase", typed=PASSPHRASE),
    "WarningsScreen": _pressing("w"),
}

"""Warnings on a full screen: by their key, and where something was stopped."""

from pathlib import Path

import pytest

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger.head import Remembered
from livret_core.ledger.trusting import Doubt
from livret_core.words import LANGUAGES, Language
from livret_wallet.session import OpenWallet
from livret_wallet.settings import Settings
from tests.piloting import Stage, with_app
from tests.scene import NOW_S
from tests.wallet_held import Held

SEEN = Remembered(7, bytes(32), NOW_S - 7_200)


@pytest.fixture
def held(tmp_path: Path) -> Held:
    return Held(tmp_path)


async def read(stage: Stage) -> None:
    await stage.unlock()
    await stage.until(lambda: stage.app.ledgers is not None)


def test_the_header_counts_who_agrees_and_the_screen_names_them(held: Held) -> None:
    held.believe(head=SEEN, cosigners=("metz.example/witness", "namur.example/witness"))

    async def story(stage: Stage) -> None:
        await read(stage)
        assert "ledger ✓ 2 of 4 agree · 2 hours old" in stage.text
        await stage.press("w")
        assert stage.shown == "WarningsScreen"
        assert "✓ There is nothing to warn of." in stage.text
        assert "metz.example, namur.example." in stage.text
        assert "aachen.example" in stage.text
        await stage.press("down", "up", "end", "home", "pagedown", "pageup", "f3", "question_mark")
        assert stage.shown == "HelpScreen"
        await stage.press("escape", "escape")
        assert stage.shown == "CardsScreen"

    with_app(held, story, size=(120, 40))


@pytest.mark.parametrize("language", LANGUAGES)
def test_attack_51_a_ledger_that_was_rolled_back_is_told_on_every_screen(
    held: Held, language: Language
) -> None:
    held.believe(head=SEEN, doubt=Doubt("ledger.older_head", NOW_S - 60))

    async def story(stage: Stage) -> None:
        await read(stage)
        assert "✗" in stage.lines()[0]
        await stage.press("a")
        assert "✗" in stage.lines()[0]
        await stage.press("escape", "w")
        assert "ledger.example" in stage.text
        before = stage.text
        await stage.press("f2")
        assert stage.text != before
        await stage.press("x")
        assert stage.shown == "UnlockScreen"

    with_app(held, story, settings=Settings(language))


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (Refused("issuer.off_ledger"), "Nobody whom you believe knows this body"),
        (Refused("issuer.not_accredited"), "This body may not sign this kind of proof"),
        (Refused("log.fork"), "Two histories of the public ledger were shown"),
    ],
)
@pytest.mark.parametrize("from_card", [False, True])
def test_what_stopped_a_renewal_is_shown_whole(
    held: Held,
    error: LivretError,
    title: str,
    monkeypatch: pytest.MonkeyPatch,
    *,
    from_card: bool,
) -> None:
    held.believe(head=SEEN)

    def stops(_wallet: OpenWallet, _batch: object) -> None:
        raise error

    monkeypatch.setattr(OpenWallet, "renew", stops)

    async def story(stage: Stage) -> None:
        await read(stage)
        await stage.press(*(("enter",) if from_card else ()), "u")
        await stage.until(lambda: stage.shown == "WarningsScreen")
        assert title in stage.text
        assert "Nothing goes on from here." in stage.text
        await stage.press("escape")
        assert "What to do" in stage.text

    with_app(held, story)


def test_what_is_no_more_than_an_error_covers_nothing(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stops(_wallet: OpenWallet, _batch: object) -> None:
        raise Unavailable("net.unavailable")

    monkeypatch.setattr(OpenWallet, "renew", stops)

    async def story(stage: Stage) -> None:
        await read(stage)
        await stage.press("u")
        await stage.until(lambda: "What to do" in stage.text)
        await stage.app.workers.wait_for_complete()
        await stage.pilot.pause()
        assert stage.shown == "CardsScreen"

    with_app(held, story)


def test_a_card_warns_of_itself_and_of_the_ledgers(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await read(stage)
        await stage.press("enter", "end")
        assert "! The ledger that vouched for this is not believed any more" in stage.text
        await stage.press("w")
        assert "The ledger that vouched for this is not believed any more" in stage.text
        await stage.press("end")
        assert "No public ledger is believed here" in stage.text

    with_app(held, story)

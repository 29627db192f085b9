"""What is offered before a right begins is told with its begin, in each language."""

from contextlib import closing
from dataclasses import replace

import pytest

from livret_core.words import LANGUAGES
from livret_issuer.rights import HeldRight
from livret_issuer.service import Office
from livret_issuer.service.shelving import keep_hall
from tests.ledger_scene import DAY_S
from tests.playing import PASSPHRASE, RESIDENTS, Play
from tests.town_on_ledger import Ledger, begin, register


@pytest.fixture
def ledger(play: Play, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A town hall whose right to sign residency begins in two days."""
    made = register(begin(play, monkeypatch))
    begins(made, made.scene.at_s + 2 * DAY_S)
    (play.root / "list.csv").write_text(RESIDENTS, encoding="utf-8")
    return made


def begins(ledger: Ledger, from_s: int) -> None:
    right = HeldRight("residency", "fr-insee:80999", from_s, from_s + 400 * DAY_S)
    home, passphrase = ledger.play.root / "hall", PASSPHRASE.encode()
    with (
        closing(Office.open(home, passphrase)) as office,
        office._store.transaction() as transaction,
    ):
        keep_hall(office.home, transaction, replace(office.hall, rights=(right,)))


def offer(ledger: Ledger, to: str, *more: str) -> str:
    root = ledger.play.root
    told = ledger.play.issuer(
        "offer", "residency", "--from", root / "list.csv", "--to", root / to, *more
    )
    return " ".join(told.err.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offer_says_when_the_right_begins(ledger: Ledger, language: str) -> None:
    assert "home.right_later" in offer(ledger, "out", "--lang", language)


def test_what_is_asked_for_before_is_refused_with_that_time(ledger: Ledger) -> None:
    play = ledger.play
    handover = play.offer()[0]
    play.wallet("init")
    play.ask(handover)
    told = play.issuer(
        "issue", "--requests", play.root / "requests", "--to", play.root / "proofs", "--lang", "en",
        status=1,
    )  # fmt: skip
    assert "Your right to sign residency begins on" in " ".join(told.err.split())


def test_twin_an_offer_under_a_right_that_has_begun_says_nothing(ledger: Ledger) -> None:
    begins(ledger, ledger.scene.at_s - 60)
    assert "home.right" not in offer(ledger, "out")

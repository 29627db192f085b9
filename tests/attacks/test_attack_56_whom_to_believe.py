"""Attack 56: what strangers write, where somebody is to be believed: the trust screen, the PIN, the first run."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest

from livret_core.openid4vci.offer import TransactionCode
from livret_wallet.contents import LedgerSeen
from livret_wallet.screens import trust
from livret_wallet.session import OpenWallet
from livret_wallet.tui.pin import PinScreen
from tests.attacks.test_attack_56_on_every_screen import HOSTILE, acts
from tests.beginning import ADDRESS, Beginning, sheet_words
from tests.cheap_words import cheap_words
from tests.piloting import Stage, with_app
from tests.wallet_at_hall import AtHall
from tests.wallet_held import LEDGER, Held

__all__ = ["cheap_words"]

pytestmark = pytest.mark.usefixtures("cheap_words")

_SEEN: Final = r"\x1b[2J"


def named(name: str) -> LedgerSeen:
    """A ledger of which every name is that one."""
    return replace(LEDGER, origin=name, members=(name,) * 2, places=(name,), agreed=(name,))


def on_the_trust_screen(
    held: Held, names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    seen: list[str] = []
    monkeypatch.setattr(OpenWallet, "ledgers", lambda _: tuple(map(named, names)))

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("t")
        await stage.until(lambda: stage.shown == "TrustScreen")
        for _ in names:
            seen.append(stage.text)
            await stage.press("down")
        await stage.press("d")
        await stage.until(lambda: stage.shown == "DialogueScreen")
        seen.append(stage.text)

    with_app(held, story, size=(160, 60))
    return seen


def test_attack_56_whom_to_believe_shows_no_character_that_acts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\n".join(on_the_trust_screen(Held(tmp_path), HOSTILE, monkeypatch))
    assert acts(text) == set()
    assert _SEEN in text
    assert "[bold red]x[/]" in text


def test_attack_56_twin_an_ordinary_ledger_is_shown_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = on_the_trust_screen(Held(tmp_path), ("Łódź [sic]", "Évry"), monkeypatch)
    assert "Łódź [sic]" in shown[0]
    assert "Évry" in shown[-1]


def test_attack_56_whom_to_believe_is_made_of_nothing_that_acts() -> None:
    made = trust.ledgers(
        tuple(map(named, HOSTILE)), "fr", now_s=LEDGER.since_s, zone=lambda _: (0, "UTC")
    )
    said = [
        text for one in made for text in (one.name, one.state.told, *(f.told for f in one.facts))
    ]
    assert acts("\n".join(said)) == set()


def at_the_pin(held: AtHall, names: tuple[str, ...]) -> list[str]:
    seen: list[str] = []

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await held.reach_pin(stage)
        screen = stage.app.screen
        assert isinstance(screen, PinScreen)
        for name in names:
            code = TransactionCode("numeric", 6, name[:300])
            need = replace(
                screen._need, names=MappingProxyType({"en": name}), issuer=name, tx_code=code
            )
            await screen.ask_pin(need)
            await stage.pilot.pause()
            seen.append(stage.text)

    with_app(held, story, size=(160, 60))
    return seen


def test_attack_56_the_pin_shows_no_character_that_acts(tmp_path: Path) -> None:
    text = "\n".join(at_the_pin(AtHall(tmp_path), HOSTILE))
    assert acts(text) == set()
    assert text.count(_SEEN) >= 3  # the name, the description
    assert "✓ ACCEPTED" not in text


def test_attack_56_twin_the_pin_shows_an_ordinary_description(tmp_path: Path) -> None:
    [text] = at_the_pin(AtHall(tmp_path), ("Said at the counter, n° 3",))
    assert "“Said at the counter, n° 3”" in text


@pytest.mark.parametrize("is_plain", [False, True])
def test_attack_56_a_first_run_writes_no_character_that_acts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_plain: bool
) -> None:
    begin = Beginning(tmp_path, is_plain=is_plain)
    monkeypatch.chdir(begin.here)
    monkeypatch.setattr("livret_wallet.plain.first_run.is_carried_away", lambda _: True)
    stick = begin.computer / "a\x1b[2J\u202eb"
    stick.mkdir()
    typed = ["~nobody", *(name for name in HOSTILE if name.strip())]
    how = ("1",) if is_plain else ("1", "1")
    begin.through(*how, "2", *typed, str(stick), *typed, ADDRESS, "yes", "1", *sheet_words(), "")
    assert begin.begun is not None
    echoed = (*typed, str(stick))
    written = [line for line in begin.lines if not line.endswith(echoed)]
    assert len(begin.lines) - len(written) == 2 * len(typed) + 1
    assert acts("\n".join(written)) == set()
    assert _SEEN in "".join(written)


def test_attack_56_twin_a_first_run_names_its_folder_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = Beginning(tmp_path)
    monkeypatch.chdir(begin.here)
    monkeypatch.setattr("livret_wallet.plain.first_run.is_carried_away", lambda _: True)
    stick = begin.computer / "Évry [sic]"
    stick.mkdir()
    begin.through("1", "1", "2", str(stick), ADDRESS, "yes", "1", *sheet_words(), "")
    assert begin.begun is not None
    assert "Évry [sic]/wallet" in " ".join(begin.transcript.split())

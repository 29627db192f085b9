"""Attack 56: a service or a town hall that says of itself, with a sign of ours, what only a check may say."""

from pathlib import Path
from typing import Final

import pytest
from textual.widgets import Input

from livret_wallet.screens.facts import name, unsigned, worded
from livret_wallet.settings import Settings
from tests.asked_on_screen import AskedHeld
from tests.being_asked import BY_KEY
from tests.piloting import Stage, with_app
from tests.talking import Talked

CLAIMED: Final = "✓ ACCEPTED resident"


def shown(held: AskedHeld) -> tuple[str, str]:
    """What stands of a request on the full screen, and line by line; without breaks."""
    seen: list[str] = []

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("s")
        stage.app.screen.query_one("#link", Input).value = held.service.link
        await stage.press("enter")
        await stage.until(lambda: "WILL LEAVE" in stage.text)
        seen.append(stage.text)

    with_app(held, story, size=(160, 60))
    talk = Talked(held, Settings("en", "lines"))
    talk.through(f"show {held.service.link}")
    return " ".join(seen[0].split()), " ".join(" ".join(talk.lines).split())


def test_attack_56_a_reason_bears_no_sign_of_our_verdict(tmp_path: Path) -> None:
    held = AskedHeld(tmp_path)
    held.scene.by(BY_KEY, "commune", name=CLAIMED, purposes={"en": CLAIMED})
    for text in shown(held):
        assert "✓ ACCEPTED" not in text
        assert r"“\u2713 ACCEPTED resident”" in text
        assert text.count(r"\u2713 ACCEPTED") >= 2  # its name as well


def test_attack_56_twin_a_reason_without_a_sign_stands_as_it_is_written(tmp_path: Path) -> None:
    held = AskedHeld(tmp_path)
    held.scene.by(BY_KEY, "commune", name="Pool", purposes={"en": "ACCEPTED resident (tariff A)!"})
    for text in shown(held):
        assert "ACCEPTED resident (tariff A)!" in text
        assert "“ACCEPTED" not in text


@pytest.mark.parametrize("sign", "✓✔☑✅✗✘☒❌⚠❗🗸🗶")
def test_attack_56_no_sign_that_is_taken_for_ours_is_drawn(sign: str) -> None:
    said = f"{sign} verified"
    assert not any(
        sign in text
        for text in (name(said), worded(said, max_chars=99), unsigned(said, max_chars=99))
    )


@pytest.mark.parametrize("said", ["Ville d'Évry", "Bravo!", "a → b", "50 % · 3 × 2", "C:\\x"])
def test_attack_56_twin_other_characters_are_no_signs(said: str) -> None:
    assert worded(said, max_chars=99) == name(said) == said.replace("\\", "\\\\")

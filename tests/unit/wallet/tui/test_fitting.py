"""Text that does not fit: where it is broken, and that a screen says there is more of it."""

from pathlib import Path

from livret_core.words.lines import labelled_lines
from livret_wallet.settings import Settings
from livret_wallet.tui.fitting import wrapped
from tests.piloting import Stage, with_app
from tests.wallet_held import Held


def test_a_french_colon_stays_with_the_word_before_it() -> None:
    assert wrapped("Motif annoncé : le sport", 14) == ["Motif", "annoncé : le", "sport"]
    assert wrapped("il a dit « oui » hier", 11) == ["il a dit", "« oui »", "hier"]
    [first, *_] = labelled_lines([("Dit", "mot " * 15 + "annoncé : le sport")], "fr")
    assert not first.endswith("annoncé")


def test_a_path_is_broken_behind_a_slash() -> None:
    assert wrapped("/media/camille/portefeuille/wallet.vault", 32) == [
        "/media/camille/portefeuille/",
        "wallet.vault",
    ]
    assert wrapped("x" * 12, 5) == ["xxxxx", "xxxxx", "xx"]
    assert wrapped("", 5) == [""]


def test_a_page_says_how_many_of_its_lines_are_below(tmp_path: Path) -> None:
    seen: list[str] = []

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("end", "up", "up", "enter")
        await stage.until(lambda: "more lines below" in stage.text)
        await stage.press("end")
        await stage.until(lambda: "more lines below" not in stage.text)
        seen.append(stage.text)

    with_app(Held(tmp_path), story)
    assert "Last shown" in seen[0]


def test_names_take_the_room_that_other_columns_leave(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        assert "Attestation de domicile  Verneuil-sur-Lys " in stage.text

    with_app(Held(tmp_path), story, settings=Settings("fr", "screen", "dark"))

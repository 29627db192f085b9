"""Text that does not fit: where it is broken, and that a screen says there is more of it."""

from pathlib import Path

from livret_core.words.lines import labelled_lines
from livret_wallet.settings import Settings
from livret_wallet.tui.fitting import wrapped
from livret_wallet.tui.rows import Rows
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


def test_the_columns_of_the_cards_stand_under_each_other(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("down", "down", "down", "down")
        lines = stage.lines()
        towns = [line.index("Verneuil-sur-Lys") for line in lines if "copies" in line]
        ends = [line.index("until") for line in lines if "copies" in line]
        assert len(towns) > 1
        assert len(set(towns)) == len(set(ends)) == 1

    with_app(Held(tmp_path), story)


def test_a_list_says_how_many_of_its_lines_are_below(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.until(lambda: "more lines below" in stage.text)
        said = next(line for line in stage.lines() if "more lines below" in line)
        rows = stage.app.screen.query_one(Rows)
        assert f"↓ {rows.virtual_size.height - rows.size.height} more" in said
        await stage.press("end")
        await stage.until(lambda: "below" not in stage.text)

    with_app(Held(tmp_path), story)


def test_what_is_known_of_a_ledger_is_read_to_its_end(tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("t")
        await stage.until(lambda: "more lines below" in stage.text)
        assert "Newest page seen" not in stage.text
        await stage.press("pagedown", "pagedown")
        await stage.until(lambda: "Newest page seen" in stage.text)
        assert "below" not in stage.text
        await stage.press("pageup", "pageup")
        await stage.until(lambda: "more lines below" in stage.text)

    with_app(Held(tmp_path, believes=True), story, size=(50, 16))

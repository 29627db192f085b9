"""A wallet that does not open says why on both faces: damaged, and what can be saved; in use; no room."""

from dataclasses import replace
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.words import LANGUAGES, PLAIN_COLUMNS, Language
from livret_wallet.plain.talk import columns
from livret_wallet.screens.unlock import salvage
from livret_wallet.session.salvage import Salvage
from livret_wallet.settings import Settings
from livret_wallet.words import keeping, screen_texts
from tests.piloting import Stage, with_app
from tests.talking import Talked
from tests.wallet_held import PASSPHRASE, Held


@pytest.fixture
def held(tmp_path: Path) -> Held:
    return Held(tmp_path)


def without_space(text: str) -> str:
    return "".join(text.split())


def on_screen(held: Held, language: Language) -> str:
    seen: list[str] = []

    async def story(stage: Stage) -> None:
        await stage.type_passphrase(PASSPHRASE)
        await stage.until(lambda: screen_texts(language)["step"] in stage.text)
        assert stage.shown == "UnlockScreen"
        assert stage.app.wallet is None
        seen.append(stage.text)

    with_app(held, story, settings=Settings(language))
    return seen[0]


def in_lines(held: Held, language: Language) -> tuple[str, str]:
    talk = Talked(held, Settings(language, "lines"))
    try:
        talk.through(passphrases=[PASSPHRASE] * 5)
        ended = talk.ended
    except LivretError as error:
        ended = error
    assert ended is not None
    assert max(map(columns, talk.lines)) <= PLAIN_COLUMNS
    return "\n".join(talk.lines), ended.code


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_gone", [False, True])
def test_a_damaged_wallet_says_what_can_be_saved_and_how(
    held: Held, language: Language, *, is_gone: bool
) -> None:
    held.damage(is_gone=is_gone)
    screen, (lines, code) = on_screen(held, language), in_lines(held, language)
    assert code == "vault.altered"
    for text in (screen, lines):
        assert screen_texts(language)["what_opens"] in text
        assert without_space("livret wallet doctor --to") in without_space(text)
    if language == "en":
        assert "Proofs: 4 of 5 open" in screen
        assert "Proofs: 4 of 5 open · Open requests: 1 of 1 open" in lines
    # The file is looked at alone: nothing of it was changed.
    assert held.salvage(PASSPHRASE.encode()).tables[0] == ("credential", 4, 5)


def test_what_opens_is_counted_alike_open_or_not(held: Held) -> None:
    held.damage()
    closed = held.salvage(PASSPHRASE.encode())
    wallet = held.unlock()
    assert wallet.salvage() == closed
    wallet.lock()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "content", [b"", b"a page of text\n" * 500, b"SQLite format 3\0", b"\0" * 9_000]
)
def test_of_a_file_that_is_no_wallet_it_is_said_that_nothing_can_be_saved(
    held: Held, content: bytes, language: Language
) -> None:
    held.path.write_bytes(content)
    screen, (lines, code) = on_screen(held, language), in_lines(held, language)
    assert code == "vault.malformed"
    for text in (screen, lines):
        assert without_space(screen_texts(language)["nothing_opens"]) in without_space(text)
    # It is said once, and not again where the command ends.
    assert lines.count(screen_texts(language)["step"]) == 1


def test_what_opens_of_a_wallet_that_was_cut_off_is_said(held: Held) -> None:
    whole = held.path.read_bytes()
    held.path.write_bytes(whole[: len(whole) - 4096])
    screen, (lines, _) = on_screen(held, "en"), in_lines(held, "en")
    for text in (screen, lines):
        assert "What opens" in text
        assert "open" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_attack_59_a_second_process_is_refused_in_words(held: Held, language: Language) -> None:
    first = held.unlock()
    screen, (lines, code) = on_screen(held, language), in_lines(held, language)
    assert code == "vault.busy"
    assert screen_texts(language)["step"] in lines
    assert screen_texts(language)["what_opens"] not in screen + lines
    first.lock()


def test_a_file_that_cannot_be_written_says_where_to_look(held: Held) -> None:
    held.path.with_name("wallet.vault.lock").unlink(missing_ok=True)
    held.path.with_name("wallet.vault.lock").mkdir()
    screen, (lines, code) = on_screen(held, "en"), in_lines(held, "en")
    assert code == "vault.storage"
    for text in (screen, lines):
        assert without_space("the disk's free space") in without_space(text)


def test_a_change_for_which_there_is_no_room_is_undone_and_said(held: Held) -> None:
    """A full disk while the screen is open: SQLite is given no page more."""

    async def story(stage: Stage) -> None:
        await stage.unlock()
        wallet = stage.app.wallet
        assert wallet is not None
        with wallet.opened_vault() as vault:
            vault._database._connection.execute("PRAGMA max_page_count = 1").fetchall()
        said: list[str] = []
        stage.app.act(
            lambda each: each.wallet()._vault.put("setting", None, b"x" * 200_000),
            lambda _: None,
            lambda error: said.append(error.code),
        )
        await stage.until(lambda: bool(said))
        assert said == ["vault.storage"]
        assert stage.shown == "CardsScreen"
        await stage.press("enter")
        assert stage.shown == "CardScreen"

    with_app(held, story)


def test_nothing_of_a_wallet_that_holds_nothing_is_counted() -> None:
    assert Salvage(()).tables == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_old_lock_and_a_change_that_was_not_looked_at_are_said(language: Language) -> None:
    known = keeping(language)
    whole = Salvage((("credential", 2, 2),))
    plainly = [fact.told for fact in salvage(whole, language)]
    old = [fact.told for fact in salvage(replace(whole, is_lock_old=True), language)]
    logged = [fact.told for fact in salvage(replace(whole, has_log=True), language)]
    assert set(old) - set(plainly) == {f"! {known['doctor_lock']}"}
    assert set(logged) - set(plainly) == {f"! {known['doctor_log']}"}

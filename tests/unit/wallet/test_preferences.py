"""The settings, on the full screen and line by line; what is done there for the day a wallet is lost."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from livret_core.errors import MalformedInput
from livret_core.words import LANGUAGES, PLAIN_COLUMNS, Language
from livret_wallet.backup import recovery_words
from livret_wallet.backup.sealed import SealedBackup
from livret_wallet.missing_record import MissingProof
from livret_wallet.plain.talk import columns
from livret_wallet.preference_record import LOCKS_AFTER_S, Preferences
from livret_wallet.session import LOCK_AFTER_S, OpenWallet
from livret_wallet.settings import Settings
from livret_wallet.vault import Vault, holdings
from livret_wallet.vault.safekeeping import Safekeeping, open_backup
from livret_wallet.words import screen_texts
from tests.cheap_words import CHEAP
from tests.hostile_strings import HOSTILE
from tests.passphrases import passphrases_at_once
from tests.piloting import Stage, with_app
from tests.scene import DAY_S, NOW_S, TOWN
from tests.talking import Talked, Waits
from tests.wallet_held import PASSPHRASE, VERNEUIL, Held, batch, pickup

__all__ = ["passphrases_at_once"]

pytestmark = pytest.mark.usefixtures("passphrases_at_once")

TRANSCRIPTS = Path(__file__).with_name("plain") / "transcripts"
NEW = "five other words to type"


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Held:
    monkeypatch.chdir(tmp_path)
    return Held(tmp_path)


def lost(id_: str, code: str = "7KQ2M9T9", who: str = VERNEUIL) -> MissingProof:
    return MissingProof(
        id=id_, issuer_did=TOWN.did, issuer_name=who, vct="urn:livret:birth:1", received_at_s=NOW_S,
        code=code, copies=10, expires_at_s=None, known_at_s=NOW_S,
    )  # fmt: skip


def restore(held: Held, *, who: str = VERNEUIL) -> None:
    """Make it a wallet that came back from a backup."""
    with opened(held) as vault, vault.transaction():
        for proof in (lost("handled", who=who), lost("counter", who=who), lost("paper", "", who)):
            vault.put("missing", None, proof.format())
        vault.put("pickup", None, pickup("h", batch_id="handled", refresh_token="again").format())
        one = replace(batch("back", "diploma"), restored_from_s=NOW_S - DAY_S)
        vault.put("credential", None, one.format())


def opened(held: Held, passphrase: str = PASSPHRASE) -> Vault:
    return Vault.open(held.path, passphrase.encode(), floor=CHEAP)


async def answer(stage: Stage, typed: str) -> None:
    await stage.until(lambda: bool(str(stage.app.screen.query_one("#question").render())))
    stage.app.screen.query_one("#answer", Input).value = typed
    await stage.press("enter")


def test_what_is_chosen_is_kept_and_counts_from_now_on(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("e")
        await stage.until(lambda: "10 minutes" in stage.text)
        assert str(held.path.absolute())[:20] in stage.text
        await stage.press("m")
        await stage.until(lambda: "20 minutes" in stage.text)
        await stage.press("r")
        assert "line by line" in stage.text
        await stage.press("f3", "f2")
        assert "Réglages" in stage.text
        held.now_s += LOCK_AFTER_S
        await stage.app.tick()
        assert stage.shown == "PreferencesScreen"
        held.now_s += LOCK_AFTER_S
        await stage.app.tick()
        await stage.until(lambda: stage.shown == "UnlockScreen")
        assert "20 minutes" in stage.text
        await stage.unlock()
        held.now_s += LOCK_AFTER_S
        await stage.app.tick()
        assert stage.shown == "CardsScreen"

    kept = with_app(held, story)
    assert kept[-1] == Settings("fr", "lines", "light")


def test_line_mode_waits_as_long_as_was_chosen(held: Held) -> None:
    talk = Talked(held)
    talk.through("settings", "lock after", "back", Waits(LOCK_AFTER_S), "leave")
    assert not any("locked itself" in line for line in talk.lines)
    again = Talked(held)
    again.through(Waits(2 * LOCK_AFTER_S), "leave", passphrases=(PASSPHRASE, PASSPHRASE))
    assert "20 minutes: your wallet locked itself" in " ".join(again.lines)


def test_a_sheet_is_written_and_checked_and_a_backup_opens_with_it(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery_words, "positions", lambda _: (2, 9))

    def words(language: Language) -> tuple[str, ...]:
        wallet = stages[0].app.wallet
        assert wallet is not None
        with wallet.opened_vault() as vault:
            found = holdings.recovery(vault)
        assert found is not None
        return recovery_words.words_of(found[1].entropy, language)

    stages: list[Stage] = []

    async def story(stage: Stage) -> None:
        stages.append(stage)
        await stage.unlock()
        await stage.press("e", "s")
        await answer(stage, "sheet.html")
        await stage.until(lambda: "Word 2:" in stage.text)
        await answer(stage, "wrong")
        await answer(stage, words("en")[1])
        await stage.until(lambda: "Word 9:" in stage.text)
        await answer(stage, words("nl")[8])
        await stage.until(lambda: "can be read." in stage.text)
        await stage.press("escape")
        await stage.until(lambda: "read back on" in stage.text)
        await stage.press("b")
        await answer(stage, "sheet.html")
        await stage.until(
            lambda: "There is a file of that name already" in " ".join(stage.text.split())
        )
        await answer(stage, "mine.backup")
        await stage.until(lambda: "Backup written to mine.backup" in stage.text)
        await stage.press("enter")
        await stage.until(lambda: "none was written" not in stage.text)

    with_app(held, story)
    page = (held.home / "sheet.html").read_text("utf-8")
    with opened(held) as vault:
        kept = Safekeeping(vault).recovery()
        assert next(entry.kind for entry in holdings.history(vault)) == "backed_up"
    assert kept is not None
    assert all(word in page for word in recovery_words.words_of(kept.entropy, "en"))
    sealed = SealedBackup.parse((held.home / "mine.backup").read_bytes())
    contents = open_backup(sealed, [recovery_words.passphrase_of(kept.entropy)], floor=CHEAP)
    assert not contents.with_keys


def test_the_passphrase_is_changed_after_the_old_one(held: Held) -> None:
    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("e", "p")
        # Told before a new one is asked for.
        await answer(stage, "wrong")
        await stage.until(lambda: "✗" in stage.text)
        for typed in (PASSPHRASE, "s", PASSPHRASE, PASSPHRASE):
            await answer(stage, typed)
        await stage.until(lambda: stage.text.count("What to do") == 2)
        assert "Five words" in stage.text
        for typed in (PASSPHRASE, "nine char", NEW, "another one", NEW, NEW):
            await answer(stage, typed)
        await stage.until(lambda: "The new passphrase opens the wallet" in stage.text)
        assert NEW not in stage.text
        assert PASSPHRASE not in stage.text

    with_app(held, story)
    opened(held, NEW).close()


def test_what_is_missing_is_listed_with_how_it_comes_back(tmp_path: Path) -> None:
    held = Held(tmp_path, believes=True)
    restore(held)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("e")
        await stage.until(lambda: "TO BE ISSUED AGAIN" in stage.text)
        text = stage.text
        assert "can be fetched from here: fetch again" in text
        assert "at the counter, code 7KQ2-M9T9" in text
        assert "1 proof came back from the backup" in " ".join(text.split())
        await stage.press("u")
        await stage.until(lambda: "What to do" in stage.text)
        assert held.asked == ["network"]

    with_app(held, story, size=(120, 40))


def test_after_a_restore_the_cards_say_what_to_ask_for_again_and_one_key_fetches_it(
    tmp_path: Path,
) -> None:
    held = Held(tmp_path, is_empty=True)
    held.believe()
    restore(held)

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.until(lambda: "1 proof · 1 needs you · 3 to ask for again" in stage.text)
        assert "No proof yet" not in stage.text
        rows = [line for line in stage.lines() if "Extract of birth record" in line]
        assert len([row for row in rows if "ask again" in row]) == 3
        for _ in range(3):
            if "renew (u) fetches it again" in " ".join(stage.text.split()):
                break
            await stage.press("down")
        await stage.press("u")
        await stage.until(lambda: held.asked == ["network"])
        await stage.press("down")
        await stage.press("u")
        assert "Ask at the counter of its town hall" in " ".join(stage.text.split())

    with_app(held, story, size=(120, 40))


def test_after_a_restore_the_lines_say_what_to_ask_for_again_and_one_word_fetches_it(
    tmp_path: Path,
) -> None:
    held = Held(tmp_path, is_empty=True)
    held.believe()
    restore(held)
    talk = Talked(held)
    text = " ".join(talk.through("2", "3", "4", "renew 2", "renew 3", "renew 4").split())
    assert "1 proof · 1 needs you · 3 to ask for again" in text
    assert "No proof yet" not in text
    assert text.count("ask again") == 3
    assert "renew (u) fetches it again" in text
    assert "with the code 7KQ2-M9T9" in text
    assert held.asked == ["network"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_line_mode_reads_as_its_transcript(
    held: Held, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setattr(recovery_words, "positions", lambda _: (2, 9))
    restore(held)

    def unlock(passphrase: bytes = PASSPHRASE.encode()) -> OpenWallet:
        wallet = Held.unlock(held, passphrase)
        wallet.place = Path("/media/stick/wallet/wallet.vault")
        return wallet

    monkeypatch.setattr(held, "unlock", unlock)
    said = screen_texts(language)
    sheet, backup, passphrase, fetch, again, back = (
        said[f"key_{each}"]
        for each in ("sheet", "back_up", "passphrase", "fetch_missing", "again", "back")
    )
    talk = Talked(held, Settings(language, "lines"))
    transcript = talk.through(
        said["key_settings"], said["key_reading"], backup, "mine.backup", sheet, "sheet.html",
        "x", "x", "x", passphrase, fetch, again, back, said["key_leave"],
        passphrases=(PASSPHRASE, "one of my own", "one of my own", PASSPHRASE, NEW, NEW),
    )  # fmt: skip
    title = f"livret · {said['title_settings']}"
    transcript = transcript[transcript.index(title) : transcript.rindex("\nlivret\n") + 1]
    kept = TRANSCRIPTS / f"settings.{language}.txt"
    if os.environ.get("LIVRET_WRITE_TRANSCRIPTS"):  # after a change that was meant: read them
        kept.write_text(transcript, encoding="utf-8")
    assert transcript == kept.read_text("utf-8")
    assert max(map(columns, talk.lines)) <= PLAIN_COLUMNS
    opened(held, NEW).close()


def test_both_faces_say_the_same_settings(held: Held) -> None:
    restore(held)
    seen: list[str] = []

    async def story(stage: Stage) -> None:
        await stage.unlock()
        await stage.press("e")
        await stage.until(lambda: "TO BE ISSUED AGAIN" in stage.text)
        seen.extend(line for line in stage.lines()[2:-3])

    with_app(held, story, size=(200, 60), settings=Settings("en", "lines"))
    talk = Talked(held)
    talk.through("settings")
    said = "".join("".join(talk.lines).replace(":", "").split())
    missed = [
        line for line in seen if "".join(line.replace(":", "").replace("─", "").split()) not in said
    ]
    assert missed == []


@pytest.mark.parametrize("who", HOSTILE, ids=range(len(HOSTILE)))
def test_attack_56_no_missing_proof_says_a_byte_that_acts(held: Held, who: str) -> None:
    restore(held, who=who[:1_000])
    talk = Talked(held)
    talk.through("settings")
    assert not any(
        ord(char) < 32 or 127 <= ord(char) < 160 or char in "\u202e\u200b\u2066\ufeff"
        for line in talk.lines
        for char in line
    )
    assert max(map(columns, talk.lines)) <= PLAIN_COLUMNS


def test_preferences_are_read_strictly() -> None:
    for after_s in LOCKS_AFTER_S:
        assert Preferences.parse(Preferences(after_s).format()) == Preferences(after_s)
    assert min(LOCKS_AFTER_S) >= LOCK_AFTER_S
    for raw in (b'{"v":1}', b'{"v":1,"lock_after_s":5}', b'{"v":1,"lock_after_s":600,"x":1}'):
        with pytest.raises(MalformedInput):
            Preferences.parse(raw)


def test_damaged_preferences_keep_nobody_out(held: Held) -> None:
    with opened(held) as vault:
        vault.put("setting", None, b'{"v":1}')
    wallet = held.unlock()
    assert wallet.preferences == Preferences()
    wallet.prefer(Preferences(1_200))
    wallet.lock()
    wallet = held.unlock()
    assert wallet.preferences == Preferences(1_200)
    wallet.lock()

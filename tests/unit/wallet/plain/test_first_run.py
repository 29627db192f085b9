"""The first run: three steps, nothing kept until all are done, and no trace where it ends before."""

import os
from pathlib import Path

import pytest

from livret_core.errors import LivretError, Unavailable
from livret_core.ledger.six_words import words_of
from livret_core.words import COLUMNS, LANGUAGES, PLAIN_COLUMNS, Language
from livret_wallet import settings, typed_path
from livret_wallet.backup import recovery_words
from livret_wallet.backup.sealed import SealedBackup
from livret_wallet.plain import first_run as story
from livret_wallet.plain.talk import columns
from livret_wallet.settings import Settings
from livret_wallet.vault import holdings
from livret_wallet.vault.safekeeping import Safekeeping, open_backup
from livret_wallet.words import first_run, screen_texts
from tests.beginning import ADDRESS, CTRL_C, PASSPHRASE, TWICE, Beginning, counted, sheet_words
from tests.cheap_words import CHEAP, cheap_words

__all__ = ["cheap_words"]

pytestmark = pytest.mark.usefixtures("cheap_words")

TRANSCRIPTS = Path(__file__).with_name("transcripts")


@pytest.fixture
def begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Beginning:
    begun = Beginning(tmp_path)
    monkeypatch.chdir(begun.here)
    monkeypatch.setattr(story, "is_carried_away", lambda folder: folder == begun.stick)
    return begun


def everything(language: Language = "en") -> tuple[str, ...]:
    """The answers of somebody who does all three steps."""
    yes = {"en": "yes", "fr": "oui", "nl": "ja", "de": "ja"}[language]
    number = str(LANGUAGES.index(language) + 1)
    return (number, "1", "1", ADDRESS, yes, "1", *sheet_words(language), "")


@pytest.mark.parametrize("reading", ["screen", "lines"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_run_reads_as_its_transcript(
    begin: Beginning, language: Language, reading: str
) -> None:
    answers = list(everything(language))
    if reading == "lines":
        answers[1] = "2"
    begin.through(*answers)
    kept = TRANSCRIPTS / f"first_run.{reading}.{language}.txt"
    if os.environ.get("LIVRET_WRITE_TRANSCRIPTS"):  # after a change that was meant: read them
        kept.write_text(begin.transcript, encoding="utf-8")
    assert begin.transcript == kept.read_text("utf-8")
    widest = COLUMNS if reading == "screen" else PLAIN_COLUMNS
    at = 0
    if reading == "lines":  # from where somebody said so
        at = 1 + max(n for n, line in enumerate(begin.lines[:10]) if line.endswith("> 2"))
    assert [line for line in begin.lines[at:] if columns(line) > widest] == []


def test_at_its_end_there_is_a_wallet_that_believes_and_can_be_backed_up(begin: Beginning) -> None:
    begun = begin.through(*everything())
    assert begun is not None
    assert (begun.home, begun.passphrase, begun.next) == (begin.home, PASSPHRASE.encode(), "open")
    assert settings.read(begin.home) == Settings("en", "screen", "dark")
    [trusted] = begin.believed()
    assert trusted.since_s == begin.files.now_s
    with begin.opened() as vault:
        recovery = Safekeeping(vault).recovery()
    assert recovery is not None
    assert recovery.checked_at_s == begin.files.now_s
    page = (begin.here / "recovery-sheet.html").read_text("utf-8")
    assert all(word in page for word in recovery_words.words_of(recovery.entropy, "en"))
    assert "Addresses contacted: 1" in begin.transcript
    assert begin.asked == [f"https://{ADDRESS}/trust/{at}.json" for at in (1, 2)]


@pytest.mark.parametrize("shown", range(len(everything()) - 1))
@pytest.mark.parametrize("with_what", [CTRL_C, "the end"])
def test_interrupted_anywhere_it_leaves_no_trace(
    begin: Beginning, shown: int, with_what: str
) -> None:
    before, answers = begin.trace(), everything()[:shown]
    more = (CTRL_C,) if with_what == CTRL_C else ()
    with pytest.raises((KeyboardInterrupt, EOFError)):
        begin.through(*answers, *more)
    assert begin.trace() == before


@pytest.mark.parametrize("hidden", [(CTRL_C,), (PASSPHRASE, CTRL_C), ("s", CTRL_C), ()])
def test_interrupted_at_the_passphrase_it_leaves_no_trace(
    begin: Beginning, hidden: tuple[str, ...]
) -> None:
    before = begin.trace()
    with pytest.raises((KeyboardInterrupt, EOFError)):
        begin.through(*everything(), hidden=hidden)
    assert begin.trace() == before


def test_interrupted_while_it_is_made_it_leaves_no_trace(
    begin: Beginning, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        (begin.home / "wallet.vault.lock").touch()
        raise KeyboardInterrupt

    monkeypatch.setattr("livret_wallet.session.founding.make_filled", interrupted)
    before = begin.trace()
    with pytest.raises(KeyboardInterrupt):
        begin.through(*everything())
    assert begin.trace() == before


def test_a_disk_that_is_full_leaves_what_was_there(
    begin: Beginning, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise Unavailable("vault.storage")

    begin.home.mkdir(parents=True)
    settings.write(begin.home, Settings("de", "lines", "light"))
    monkeypatch.setattr("livret_wallet.session.founding.make_filled", full)
    before = begin.trace()
    with pytest.raises(Unavailable):
        begin.through(*everything())
    assert begin.trace() == before


def test_other_words_on_the_sheet_stop_everything(begin: Beginning) -> None:
    before = begin.trace()
    assert begin.through("1", "1", "1", ADDRESS, "no") is None
    assert begin.transcript.count("Stop. Either this is not your town's ledger") == 1
    assert begin.trace() == before


def test_six_other_words_that_are_typed_stop_it_too(begin: Beginning) -> None:
    before, other = begin.trace(), " ".join(words_of(bytes(32), "en"))
    assert begin.through("1", "1", "1", ADDRESS, other) is None
    assert begin.trace() == before


def test_the_six_words_may_be_typed_and_slips_are_told(begin: Beginning) -> None:
    words = begin.files.words("fr")
    begin.through(
        "1", "1", "1", ADDRESS, "", "perhaps", "xyzzy " + words[6:], words[: words.rindex(" ")],
        words, "3", "q",
    )  # fmt: skip
    assert begin.begun is not None
    assert begin.begun.next == "leave"
    assert "Type yes, no, or the six words" in begin.transcript
    assert "No sheet has such a word: no. 1" in begin.transcript
    assert "these are 5" in begin.transcript
    assert len(begin.believed()) == 1


def test_the_words_are_shown_in_the_language_of_the_sheet(begin: Beginning) -> None:
    begin.through("1", "1", "1", ADDRESS, "fr", "yes", "3", "q")
    shown = "".join(begin.files.words("fr").split())
    assert shown in "".join(begin.transcript.replace(",", "").split())
    assert len(begin.believed()) == 1


def test_a_file_does_as_well_as_an_address(begin: Beginning) -> None:
    begin.files.write("trust-root.jsonl", begin.files.trust_root)
    begin.through("1", "1", "1", str(begin.files.root / "trust-root.jsonl"), "yes", "3", "q")
    assert len(begin.believed()) == 1
    assert begin.asked == []
    assert "Addresses contacted: 0" in begin.transcript


def test_whom_to_believe_may_be_left_for_later(begin: Beginning) -> None:
    begin.through("1", "1", "1", "", "3", "r")
    assert begin.begun is not None
    assert begin.begun.next == "receive"
    assert begin.believed() == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("no file of this name", "Neither a file here nor an address"),
        ("7KQ2-M9T9", "A code alone says not where"),
        ("localhost", "Neither a file here nor an address"),
        ("elsewhere.livret.test", "elsewhere.livret.test gave no answer"),
        (f"{ADDRESS}/other", f"{ADDRESS} answered, and no public ledger"),
        (f"HTTPS://{ADDRESS}/", "Public ledger"),
    ],
)
def test_what_leads_to_no_ledger_is_said_and_asked_again(
    begin: Beginning, typed: str, said: str
) -> None:
    with pytest.raises(EOFError):
        begin.through("1", "1", "1", typed)
    assert said in " ".join(begin.transcript.split())


def test_an_answer_that_is_no_trust_root_is_said(begin: Beginning) -> None:
    begin.published = {f"https://{ADDRESS}/trust/1.json": b"<html>"}
    begin.through("1", "1", "1", ADDRESS, "", "3", "q")
    assert "What to do" in begin.transcript


def test_five_words_are_suggested_and_have_to_be_typed(begin: Beginning) -> None:
    words = " ".join(recovery_words.five_words(counted(7), "en"))
    begin.through(
        "1",
        "1",
        "1",
        "",
        "3",
        "q",
        hidden=("s", "", "nine char", "one of mine", "another one", *TWICE),
    )
    assert words in " ".join(begin.transcript.split())
    assert len(words.split()) == 5
    assert "An empty passphrase" in begin.transcript or "What to do" in begin.transcript
    assert "too short" in begin.transcript
    assert "Not the same. Both once more." in begin.transcript
    with begin.opened():
        pass


def test_a_passphrase_from_a_file_is_not_asked_for(begin: Beginning) -> None:
    begin.through("1", "1", "1", "", "3", "q", hidden=(), passphrase=PASSPHRASE.encode())
    with begin.opened():
        pass


def test_a_sheet_that_cannot_be_read_is_not_taken_for_checked(begin: Beginning) -> None:
    begin.through("1", "1", "1", "", "1", "wrong", "wrong", "wrong", "q")
    with begin.opened() as vault:
        recovery = Safekeeping(vault).recovery()
    assert recovery is not None
    assert recovery.checked_at_s is None
    assert (begin.here / "recovery-sheet.html").exists()


def test_without_a_printer_the_words_are_shown_to_be_copied_by_hand(begin: Beginning) -> None:
    begin.through("1", "1", "1", "", "1", "show", *sheet_words(), "q")
    words = [f"{at} " for at in range(1, 13)]
    assert all(number in begin.transcript for number in words)
    with begin.opened() as vault:
        recovery = Safekeeping(vault).recovery()
    assert recovery is not None
    assert recovery.checked_at_s is not None
    for word in recovery_words.words_of(recovery.entropy, "en"):
        assert word in begin.transcript


@pytest.mark.parametrize("word", ["skip", "passer", "Overslaan", "überspringen"])
def test_the_check_of_the_sheet_can_be_left_for_another_time_and_is_noted(
    begin: Beginning, word: str
) -> None:
    begin.through("1", "1", "1", "", "1", word, "q")
    assert "Not checked yet, and noted so." in begin.transcript
    with begin.opened() as vault:
        recovery = Safekeeping(vault).recovery()
    assert recovery is not None
    assert recovery.checked_at_s is None


def test_no_file_that_is_there_is_written_over(begin: Beginning) -> None:
    for name in ("recovery-sheet.html", "wallet.backup"):
        (begin.here / name).write_text("mine")
    begin.through("1", "1", "1", "", "2", "wallet.backup", "1", *sheet_words(), "q")
    assert (begin.here / "recovery-sheet-2.html").exists()
    assert {
        (begin.here / name).read_text() for name in ("recovery-sheet.html", "wallet.backup")
    } == {"mine"}


def test_an_encrypted_file_opens_with_its_own_passphrase(begin: Beginning) -> None:
    own = "its own passphrase"
    begin.through("1", "1", "1", ADDRESS, "yes", "2", "", "q", hidden=(*TWICE, own, own))
    backup = SealedBackup.parse((begin.here / "wallet.backup").read_bytes())
    contents = open_backup(backup, [own.encode()], floor=CHEAP)
    assert len(list(contents.of("trust"))) == 1
    with begin.opened() as vault:
        assert [each.kind for each in holdings.history(vault)] == ["backed_up"]


def test_on_a_shared_computer_everything_lies_on_the_stick(begin: Beginning) -> None:
    begin.through(
        "1", "1", "2", "", "/nowhere/at/all", str(begin.stick), ADDRESS, "yes", "1",
        *sheet_words(), "q",
    )  # fmt: skip
    assert {path.name for path in (begin.stick / "wallet").iterdir()} == {
        "settings.json", "wallet.vault", "wallet.vault.lock",
    }  # fmt: skip
    assert (begin.stick / "recovery-sheet.html").exists()
    assert not begin.home.parent.exists()
    assert list(begin.here.iterdir()) == []
    text = " ".join(begin.transcript.split())
    assert "swap" in text
    assert "history of the shell" in text
    assert "livret wallet --home ~/stick/wallet" in text


def test_a_folder_of_this_computer_is_no_stick_without_a_yes(
    begin: Beginning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story, "is_carried_away", lambda _: False)
    stick = str(begin.stick)
    begin.through("1", "1", "2", stick, "perhaps", "no", stick, "yes", "", "3", "q")
    text = " ".join(begin.transcript.split())
    assert text.count("on this computer's own disk") == 2
    assert text.count("Use it all the same?") == 3
    assert (begin.stick / "wallet" / "wallet.vault").exists()


def test_a_folder_on_the_disk_of_the_home_is_of_this_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "stick").mkdir()
    assert not typed_path.is_carried_away(tmp_path / "stick")
    assert typed_path.is_carried_away(Path("/proc"))
    assert not typed_path.is_carried_away(tmp_path / "none")


def test_a_place_that_cannot_be_written_is_said_before_anything_is_asked(
    begin: Beginning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    before = begin.trace()
    with pytest.raises((Unavailable, EOFError)) as caught:
        begin.through("1", "1", "1", hidden=())
    assert getattr(caught.value, "code", "a passphrase was asked for") == "vault.storage"
    assert "Passphrase" not in begin.transcript
    assert begin.trace() == before


def test_a_wallet_that_is_on_the_stick_is_opened(begin: Beginning) -> None:
    begin.through("1", "1", "2", str(begin.stick), "", "3", "q")
    before = begin.trace()
    begun = begin.through("1", "1", "2", str(begin.stick), hidden=())
    assert begun is not None
    assert (begun.home, begun.settings, begun.next) == (begin.stick / "wallet", None, "open")
    assert begin.trace() == before


def test_where_it_lies_is_not_asked_of_whoever_said_so(begin: Beginning) -> None:
    begin.through("1", "1", "", "3", "q", may_move=False)
    assert "Whose computer?" not in begin.transcript
    begin.begun = None


def test_enter_alone_chooses_nothing(begin: Beginning) -> None:
    with pytest.raises(EOFError):
        begin.through("", "7", "x")
    assert begin.transcript.count("Type the number of one of these.") == 3


def test_an_answer_may_be_typed_as_it_is_written(begin: Beginning) -> None:
    begin.through("deutsch", "Zeile für Zeile", "meiner", "", "später", "schließen")
    assert settings.read(begin.home) == Settings("de", "lines", "dark")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_byte_acts_whatever_a_ledger_calls_itself(begin: Beginning, language: Language) -> None:
    with pytest.raises(EOFError):
        begin.through(str(LANGUAGES.index(language) + 1), "2", "1", "a\x1b[2J\u202e.example")
    assert not any(ord(char) < 32 for line in begin.lines for char in line if "\x1b[2J" not in line)


def test_a_wallet_that_came_meanwhile_is_left_alone(begin: Beginning) -> None:
    with begin.founding() as founding:
        begin.through("1", "1", "1", "", "3", "q")
        made = begin.trace()
        with pytest.raises(LivretError) as caught:
            founding.make(b"another", Settings("fr"))
    assert caught.value.code == "vault.exists"
    assert begin.trace() == made


def test_the_words_of_the_first_run_are_the_same_in_four_languages() -> None:
    for table in (first_run, screen_texts):
        tables = [set(table(language)) for language in LANGUAGES]
        assert [each ^ tables[0] for each in tables] == [set()] * 4

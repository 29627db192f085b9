"""A wallet is backed up, lost, and made again on another machine, by the commands people type."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from livret_wallet.backup import recovery_words
from livret_wallet.standing_record import Stand, StatusSeen
from livret_wallet.vault import Vault, holdings
from livret_wallet.vault.safekeeping import Safekeeping
from tests.playing import PASSPHRASE, START_S, Ended, Play
from tests.sitting import Terminal, at_terminal

__all__ = ["at_terminal"]


def secret(play: Play, text: str = "its own passphrase") -> tuple[str, str]:
    path = play.root / "secret"
    path.write_text(text + "\n", encoding="utf-8")
    return "--recovery-secret", str(path)


def back_up(play: Play, *more: str, status: int = 0) -> Path:
    to = play.root / "camille.backup"
    play.wallet("backup", "--to", to, *more, "--json", status=status)
    return to


def restore(play: Play, file: Path, *more: str, status: int = 0, of: str = "new") -> Ended:
    return play.wallet("restore", file, *more, of=of, status=status)


def open_vault(play: Play, of: str = "camille") -> Vault:
    return Vault.open(play.root / of / "wallet.vault", PASSPHRASE.encode())


def sheet_words(play: Play, *, language: str = "en") -> str:
    """Make the sheet; what stands on it."""
    page = play.root / f"sheet.{language}.html"
    play.wallet("backup", "--sheet", page, "--lang", language, "--json")
    with open_vault(play) as vault:
        recovery = Safekeeping(vault).recovery()
    assert recovery is not None
    words = recovery_words.words_of(recovery.entropy, language)  # type: ignore[arg-type]
    text = page.read_text("utf-8")
    assert [text.index(f"<span>{at}</span>{word}</li>") for at, word in enumerate(words, 1)]
    assert page.stat().st_mode & 0o777 == 0o600
    return " ".join(words)


def test_without_keys_the_new_wallet_knows_what_to_ask_for_again(town: Play) -> None:
    backup = back_up(town, *secret(town))
    assert town.ran[-1][1].event["with_keys"] is False
    restored, again = restore(town, backup, *secret(town), "--json").events
    assert (restored["shown"], restored["history"]) == ([], 1)
    assert (again["event"], again["handle"]) == ("to_issue_again", False)
    listed = town.wallet("list", "--json", of="new").event
    assert (listed["event"], listed["code"]) == ("missing", again["code"])
    town.open_desk(None, "other")
    request = town.request("other")
    refused = town.wallet(
        "present", request, "--to", town.root / "a.json", "--json", of="new", status=1
    )
    assert refused.event["code"] == "present.none"
    kinds = [each["kind"] for each in town.wallet("history", "--json", of="new").events]
    assert kinds == ["restored", "received"]
    assert town.wallet("history", "--json").events[0]["kind"] == "backed_up"


def test_renewing_all_of_a_restored_wallet_says_where_each_is_asked_for(town: Play) -> None:
    restore(town, back_up(town, *secret(town)), *secret(town))
    code = town.wallet("list", "--json", of="new").event["code"]
    again = town.wallet("renew", "--json", of="new", status=1).event
    assert (again["event"], again["code"], again["handle"]) == ("to_issue_again", code, False)
    told = town.wallet("renew", of="new", status=1).out
    assert "at the counter, code" in told


def test_what_is_handed_over_again_is_missing_no_more(play: Play) -> None:
    play.found()
    play.wallet("init")
    handover = play.offer()[0]
    play.ask(handover)
    restore(play, back_up(play, *secret(play)), *secret(play))
    assert play.wallet("list", "--json", of="new").event["event"] == "missing"
    play.receive(play.answer(play.ask(handover, of="new")), of="new")
    assert play.wallet("list", "--json", of="new").event["event"] == "proof"


def test_with_keys_it_shows_and_says_that_a_copy_may_have_been_shown(town: Play) -> None:
    backup = back_up(town, "--with-keys", *secret(town))
    restored = restore(town, backup, *secret(town), "--json").event
    assert len(restored["shown"]) == 1
    listed = town.wallet("list", "--json", of="new").event
    assert (listed["unused"], listed["restored_from"]) == (0, restored["made_at"])
    assert "from a backup: use unknown" in town.wallet("list", of="new").out
    answer = town.present(town.request(), of="new")
    assert town.check(answer)["outcome"] == "accepted"
    sheet = town.ran[-3][1].event
    assert (sheet["uncertain"], sheet["used_before"]) == (True, False)


def test_words_of_the_sheet_open_what_was_backed_up(town: Play) -> None:
    words = sheet_words(town)
    backup = back_up(town)
    assert town.ran[-1][1].event["under"] == "words"
    french = sheet_words(town, language="fr")
    restore(town, backup, *secret(town, french))
    assert town.wallet("list", "--json", of="new").event["event"] == "missing"
    # The sheet goes on opening what the new wallet backs up.
    town.wallet("backup", "--to", town.root / "second", of="new")
    restore(town, town.root / "second", *secret(town, words), of="third")


def test_new_words_open_what_is_backed_up_from_then_on(town: Play) -> None:
    first = sheet_words(town)
    old = back_up(town)
    town.wallet("backup", "--sheet", town.root / "other.html", "--new-words")
    assert restore(town, old, *secret(town, first), "--dry-run", "--json").events
    town.wallet("backup", "--to", town.root / "second")
    ended = restore(town, town.root / "second", *secret(town, first), "--json", status=1)
    assert ended.event["code"] == "backup.secret"


@pytest.mark.parametrize(
    ("typed", "status", "code"),
    [
        ("one two three", 2, "recovery.words"),
        ("xyzzyx " * 12, 2, "recovery.words"),
        (" ".join(recovery_words.words_of(bytes(16), "en")), 1, "backup.secret"),
    ],
)
def test_other_words_open_nothing_and_make_nothing(
    town: Play, typed: str, status: int, code: str
) -> None:
    sheet_words(town)
    ended = restore(town, back_up(town), *secret(town, typed), "--json", status=status)
    assert ended.event["code"] == code
    assert not (town.root / "new").exists()


def test_a_look_into_a_backup_makes_nothing(town: Play) -> None:
    backup = back_up(town, *secret(town))
    assert "nothing was made of it" in restore(town, backup, *secret(town), "--dry-run").out
    assert not (town.root / "new").exists()


def test_neither_a_wallet_nor_a_file_that_is_there_is_written_over(town: Play) -> None:
    backup = back_up(town, *secret(town))
    assert town.wallet(
        "restore", backup, *secret(town), "--json", status=1
    ).event["code"] == "vault.exists"  # fmt: skip
    whole = backup.read_bytes()
    back_up(town, *secret(town), status=2)
    assert town.ran[-1][1].event["code"] == "usage.file_exists"
    assert backup.read_bytes() == whole
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_damaged_backup_is_refused_and_leaves_no_wallet(town: Play) -> None:
    raw = back_up(town, *secret(town)).read_bytes()
    bad = town.root / "bad"
    for spoiled in (raw[:-1], raw[: len(raw) // 2], raw + b"x", raw[:-1] + b"x", b""):
        bad.write_bytes(spoiled)
        ended = restore(town, bad, *secret(town), "--json", status=2)
        assert ended.event["code"] == "backup.malformed"
        assert not (town.root / "new").exists()


def test_the_passphrase_is_changed_and_one_of_the_two_opens_it(town: Play) -> None:
    (town.root / "new-passphrase").write_text("another five words\n")
    new = ("--new-passphrase-file", town.root / "new-passphrase")
    assert town.wallet("passphrase", *new, "--json").event["event"] == "passphrase_changed"
    assert town.wallet("list", "--json", status=1).event["code"] == "vault.passphrase"
    (town.root / "passphrase").write_text("another five words\n")
    assert town.wallet("list", "--json").event["event"] == "proof"
    assert town.wallet("passphrase", *new, "--json", status=2).event["code"] == (
        "usage.same_passphrase"
    )
    town.show()  # with the keys there were


def test_a_wrong_old_passphrase_is_told_before_a_new_one_is_asked_for(town: Play) -> None:
    (town.root / "passphrase").write_text("not it\n")
    ended = town.wallet(
        "passphrase", "--new-passphrase-file", town.root / "nowhere", "--json", status=1
    )
    assert ended.event["code"] == "vault.passphrase"


# At a terminal.


def test_the_sheet_is_read_back_by_two_of_its_words(town: Play, at_terminal: Terminal) -> None:
    words = sheet_words(town).split()
    asked: list[int] = []

    def answer(question: str) -> str:
        number = int("".join(filter(str.isdigit, question)))
        asked.append(number)
        return "xyzzyx" if len(asked) == 1 else words[number - 1]

    at_terminal.answers(answer)
    told = town.wallet("backup", "--sheet", town.root / "again.html").out
    assert "The sheet can be read" in told
    assert "That is not the word" in told
    assert len(asked) == 3
    assert asked[0] == asked[1] <= 6 < asked[2]
    with open_vault(town) as vault:
        recovery = Safekeeping(vault).recovery()
        assert recovery is not None
        assert recovery.checked_at_s == town.clock.now_s


def test_a_sheet_that_nobody_can_read_is_not_counted_on(town: Play, at_terminal: Terminal) -> None:
    at_terminal.answers(lambda _: "xyzzyx")
    told = town.wallet("backup", "--sheet", town.root / "s.html").out
    assert "Not checked" in told
    told = town.wallet("backup", "--to", town.root / "b").out
    assert "Nobody has checked yet" in told


def test_keys_go_into_a_backup_only_after_a_yes(town: Play, at_terminal: Terminal) -> None:
    sheet_words(town)
    at_terminal.answers(lambda _: "")
    told = town.wallet("backup", "--to", town.root / "b", "--with-keys", status=1).out
    assert "services could then link your visits" in " ".join(told.split())
    assert not (town.root / "b").exists()
    at_terminal.answers(lambda _: "ja")
    town.wallet("backup", "--to", town.root / "b", "--with-keys")
    assert (town.root / "b").exists()


@pytest.mark.parametrize(
    ("language", "plain"), [("en", False), ("nl", False), ("de", False), ("fr", True), ("de", True)]
)
def test_what_is_said_fits_and_has_nothing_left_to_fill_in(
    town: Play, language: str, plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if plain:
        monkeypatch.setenv("LIVRET_PLAIN", "1")
    said = [town.wallet("backup", "--sheet", town.root / "s.html", "--lang", language).out]
    said.append(town.wallet("backup", "--to", town.root / "b", "--lang", language).out)
    for more in ((), ("--with-keys",)):
        to = town.root / f"c{len(more)}"
        said.append(town.wallet("backup", "--to", to, *more, *secret(town), "--lang", language).out)
        said.append(restore(town, to, *secret(town), "--lang", language, of=f"new{len(more)}").out)
    (town.root / "other").write_text("other words\n")
    said.append(
        town.wallet(
            "passphrase", "--new-passphrase-file", town.root / "other", "--lang", language
        ).out
    )
    lines = [line for text in said for line in text.splitlines()]
    wide = 72 if plain else 80
    own = str(town.root)
    assert [line for line in lines if len(line) > wide and own not in line] == []
    assert [line for line in lines if "{" in line or "\x1b" in line] == []
    assert sys.stdin is not None


# A damaged wallet.


def test_what_opens_of_a_damaged_wallet_is_saved_and_restored(town: Play) -> None:
    assert town.wallet("doctor", "--json").event["whole"] is True
    assert "Everything in the wallet opens" in town.wallet("doctor").out
    path = town.root / "camille" / "wallet.vault"
    with open_vault(town) as vault:
        history = vault.ids("history")[0].raw
        sealed = vault._database.read_row(history)
    raw = path.read_bytes()
    at = raw.index(sealed[:64])
    path.write_bytes(raw[:at] + bytes(64) + raw[at + 64 :])
    damaged = path.read_bytes()
    told = " ".join(town.wallet("doctor", status=1).out.split())
    assert "History: 0 of 1 open" in told
    assert "livret wallet doctor --to FILE" in told
    to = town.root / "saved"
    looked, saved = town.wallet("doctor", "--to", to, *secret(town), "--json", status=1).events
    assert (looked["lost"], saved["to"]) == ({"history": 1}, str(to))
    assert path.read_bytes() == damaged
    restored = restore(town, to, *secret(town), "--json").event
    assert (len(restored["shown"]), restored["history"]) == (1, 0)
    answer = town.present(town.request(), of="new")
    assert town.check(answer)["outcome"] == "accepted"


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
def test_what_the_doctor_says_fits(town: Play, language: str) -> None:
    told = [town.wallet("doctor", "--lang", language).out]
    path = town.root / "camille" / "wallet.vault"
    with Vault.open(path, PASSPHRASE.encode()) as vault:
        sealed = vault._database.read_row(vault.ids("history")[0].raw)
    raw = path.read_bytes()
    path.write_bytes(raw.replace(sealed[:64], bytes(64)))
    path.with_name("wallet.vault-wal").write_bytes(b"half")
    told.append(town.wallet("doctor", "--lang", language, status=1).out)
    lines = [line for text in told for line in text.splitlines()]
    assert [line for line in lines if len(line) > 80 or "{" in line] == []
    assert len(lines) > 5


# A proof that is not wanted any more.


def test_a_proof_is_dropped_with_its_keys_after_a_yes(town: Play, at_terminal: Terminal) -> None:
    town.wallet("forget", "--proof", "1", "--dry-run")
    at_terminal.answers(lambda _: "")
    town.wallet("forget", "--proof", "1", status=1)
    with open_vault(town) as vault:
        assert len(vault.ids("key")) == 3
    at_terminal.answers(lambda _: "oui")
    town.wallet("forget", "--proof", "1")
    with open_vault(town) as vault:
        assert [len(vault.ids(table)) for table in ("credential", "key", "history")] == [0, 0, 1]


def test_nobody_is_asked_where_there_is_no_terminal(town: Play) -> None:
    ended = town.wallet("forget", "--proof", "1", "--json", status=2)
    assert ended.event["code"] == "usage.missing"
    unknown = town.wallet("forget", "--proof", "7", "--yes", "--json", status=2)
    assert unknown.event["code"] == "usage.proof"
    assert town.wallet("forget", "--proof", "1", "--yes", "--json").event["event"] == (
        "proof_forgotten"
    )


def test_what_is_missing_is_dropped_by_its_id(town: Play) -> None:
    restore(town, back_up(town, *secret(town)), *secret(town))
    gone = town.wallet("list", "--json", of="new").event["id"]
    town.wallet("forget", "--proof", gone, "--yes", of="new")
    assert town.wallet("list", "--json", of="new").out == ""


@pytest.mark.parametrize(
    ("stand", "told"), [("revoked", " (withdrawn)"), ("suspended", " (paused)"), ("valid", "")]
)
def test_what_was_withdrawn_is_said_to_be_when_it_comes_back(
    town: Play, stand: Stand, told: str
) -> None:
    with open_vault(town) as vault:
        [batch] = holdings.batches(vault)
        seen = StatusSeen(stand, START_S, START_S)
        vault.put("credential", vault.ids("credential")[0], replace(batch, seen=seen).format())
    file = back_up(town, "--with-keys", *secret(town))
    text = restore(town, file, *secret(town)).out
    [line] = [line for line in text.splitlines() if "Verneuil" in line or "ommune" in line]
    assert line.endswith(told)
    assert ("(" in line) == bool(told)
    assert ("withdrawn" in text, "paused" in text) == (stand == "revoked", stand == "suspended")

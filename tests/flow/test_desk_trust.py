"""The sheet at the counter, and the version of a trust root that follows a change of policy."""

import re
from pathlib import Path

import pytest

from livret_core.encoding.timestamp import format_utc
from livret_core.ledger import root_draft
from livret_core.ledger.six_words import words_of
from livret_core.ledger.trust_root import TrustRoot, read_versions
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_core.words import LANGUAGES, Language
from livret_core.words.figures import day
from livret_town.command import main
from tests.at_the_desk import COPY, HOME, Stand
from tests.cheap_words import cheap_words
from tests.ledger_scene import DAY_S, Town, ed25519
from tests.times_told import instant_s
from tests.typed import Run, run

__all__ = ["cheap_words", "run"]

pytestmark = pytest.mark.usefixtures("cheap_words")


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    made = Stand(tmp_path)
    made.set_clocks(monkeypatch)
    return made


def changed(run: Run, stand: Stand, *, later_s: int = 8 * DAY_S) -> None:
    """Three of four change the policy, and so much time passes."""
    numbers = ("--q", "4", "--a", "4", "--k", "4")
    run("policy", "change", *numbers, "--to", "p.json", *HOME)
    stand.hand_in(run, "p.json", *stand.scene.towns[:3])
    stand.works.clock.now_s += later_s
    stand.take()


def sign_root(stand: Stand, draft: str, *by: Town) -> None:
    folder = stand.root / "roots"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.json"):
        old.unlink()
    read = root_draft.parse((stand.root / draft).read_bytes())
    for town in by:
        (folder / f"{town.name}.json").write_bytes(root_draft.sign(read, town.pen[2]))


JOIN = ("join", "t2.json", "--signatures", "roots", "--to", "trust-root.jsonl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_bears_the_origin_and_the_six_words_of_the_only_version(
    run: Run, stand: Stand, tmp_path: Path, language: Language
) -> None:
    roots = ("--roots-to", "trust-root.jsonl")
    [made] = run("trust", "sheet", "--to", "s.html", *roots, *HOME, "--lang", language)
    run("trust", "sheet", "--to", "s.txt", *HOME, "--lang", language)
    words = words_of(stand.works.chain.newest.digest, language)
    assert tuple(made["words"]) == words
    for name in ("s.html", "s.txt"):
        text = (tmp_path / name).read_text("utf-8")
        assert stand.scene.state.origin in text
        assert [text.count(f">{word}<") + text.count(f".  {word}\n") for word in words] == [1] * 6
    page = (tmp_path / "s.html").read_text("utf-8")
    assert f'<html lang="{language}">' in page
    assert "size: A4" in page
    # One file: nothing is fetched when it is opened.
    assert re.findall(r"src=|href=|url\(|@import", page) == []


def renewed(run: Run, stand: Stand) -> tuple[TrustRoot, ...]:
    """Version 2 is joined, and lies in `trust-root.jsonl` and in the home."""
    changed(run, stand)
    run("trust", "next", "--to", "t2.json", *HOME)
    sign_root(stand, "t2.json", *stand.scene.towns)
    run("trust", *JOIN, "--install", *HOME)
    return read_versions((stand.root / "trust-root.jsonl").read_bytes())


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_a_change_the_sheet_bears_the_words_of_the_newest_version(
    run: Run, stand: Stand, tmp_path: Path, language: Language
) -> None:
    first, second = renewed(run, stand)
    [made] = run("trust", "sheet", "--to", "s.txt", *HOME, "--lang", language)
    assert (made["version"], made["expires"]) == (2, format_utc(second.expires_s))
    assert tuple(made["words"]) == words_of(second.digest, language)
    assert tuple(made["words"]) != words_of(first.digest, language)
    handed = ("--trust", "trust-root.jsonl", "--lang", language)
    run("trust", "sheet", "--to", "s.html", *handed)
    for name in ("s.txt", "s.html"):
        text = (tmp_path / name).read_text("utf-8")
        numbered = {"en": "Version", "fr": "Version", "nl": "Versie", "de": "Fassung"}[language]
        # So that a person sees which sheet it is, and of when.
        assert f"{numbered} 2 · " in text
        assert day(stand.works.clock.now_s, language) in text
        assert day(second.expires_s, language) in " ".join(text.split())


def test_an_older_sheet_is_told_from_the_newest_one(
    run: Run, stand: Stand, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for version, root in enumerate(renewed(run, stand), 1):
        (tmp_path / f"{version}.txt").write_text(" ".join(words_of(root.digest, "nl")))
        (tmp_path / f"{version}.txt").chmod(0o600)
    check = ("trust", "check", "trust-root.jsonl", "--words-file")
    for version in (1, 2):
        [same] = run(*check, f"{version}.txt")
        assert (same["versions"], same["sheet_version"]) == (2, version)
    [refused] = run(*check, "1.txt", "--sheet-version", "2", status=1)
    assert refused["code"] == "trust.words"
    main(["ledger", *check, "1.txt"])
    assert "The sheet is of version 1." in capsys.readouterr().out


def test_a_sheet_of_a_version_that_ended_is_not_hung(
    run: Run, stand: Stand, capsys: pytest.CaptureFixture[str]
) -> None:
    stand.works.clock.now_s = stand.works.chain.newest.expires_s
    main(["ledger", "trust", "sheet", "--to", "s.txt", *HOME])
    told = " ".join(capsys.readouterr().out.split())
    assert "Have the next one signed before you hang a sheet." in told


def test_six_words_are_held_against_a_file(run: Run, stand: Stand, tmp_path: Path) -> None:
    run("trust", "sheet", "--to", "s.txt", "--roots-to", "trust-root.jsonl", *HOME)
    (tmp_path / "w.txt").write_text(" ".join(words_of(stand.works.chain.newest.digest, "fr")))
    (tmp_path / "w.txt").chmod(0o600)
    [same] = run("trust", "check", "trust-root.jsonl", "--words-file", "w.txt")
    assert same["event"] == "same"
    (tmp_path / "other.txt").write_text("these are not the words at all")
    (tmp_path / "other.txt").chmod(0o600)
    words = ("--words-file", "other.txt")
    [refused] = run("trust", "check", "trust-root.jsonl", *words, status=1)
    assert refused["code"] == "trust.words"


def test_a_version_follows_a_policy_when_it_is_in_force(
    run: Run, stand: Stand, tmp_path: Path
) -> None:
    changed(run, stand)
    [drafted] = run("trust", "next", "--to", "t2.json", *HOME)
    assert (drafted["version"], drafted["q"], drafted["joint_size"] > drafted["index"]) == (
        2,
        4,
        True,
    )
    sign_root(stand, "t2.json", *stand.scene.towns)
    [joined] = run("trust", *JOIN, "--install", *HOME)
    assert joined["installed"] is True
    versions = read_versions((tmp_path / "trust-root.jsonl").read_bytes())
    assert [each.version for each in versions] == [1, 2]
    assert (tmp_path / "trust/2.json").read_bytes() == versions[1].raw
    shown = run("trust", "show", *HOME)
    assert [(each["version"], each["q"]) for each in shown] == [(1, 3), (2, 4)]
    [again] = run("trust", "next", "--to", "t3.json", *HOME, status=1)
    assert again["code"] == "trust.unchanged"


def test_a_version_that_is_about_to_end_is_followed_by_one_that_says_the_same(
    run: Run, stand: Stand
) -> None:
    run("policy", "change", "--to", "p.json", *HOME)
    stand.hand_in(run, "p.json", *stand.scene.towns[:3])
    stand.works.clock.now_s += 8 * DAY_S
    stand.take()
    [drafted] = run("trust", "next", "--to", "t2.json", *HOME)
    first = stand.works.chain.newest
    assert (drafted["version"], drafted["q"]) == (2, first.numbers.q)
    assert instant_s(drafted["expires"]) > first.expires_s


def test_a_version_is_not_made_before_the_policy_is_in_force(run: Run, stand: Stand) -> None:
    changed(run, stand, later_s=DAY_S)
    [refused] = run("trust", "next", "--to", "t2.json", *HOME, status=1)
    assert refused["code"] == "trust.unchanged"


def test_a_version_takes_the_threshold_of_both(run: Run, stand: Stand, tmp_path: Path) -> None:
    """Three of four were enough before; of its own it takes all four."""
    changed(run, stand)
    run("trust", "next", "--to", "t2.json", *COPY)
    sign_root(stand, "t2.json", *stand.scene.towns[:3])
    [refused] = run("trust", *JOIN, *HOME, status=1)
    assert (refused["code"], refused["facts"]["needed"]) == ("trust.signatures", 4)
    assert not (tmp_path / "trust-root.jsonl").exists()


def test_a_signature_under_another_version_is_refused(
    run: Run, stand: Stand, tmp_path: Path
) -> None:
    changed(run, stand)
    run("trust", "next", "--to", "t2.json", *HOME)
    run("trust", "next", "--to", "other.json", "--valid", "10", *HOME)
    sign_root(stand, "other.json", *stand.scene.towns)
    [refused] = run("trust", *JOIN, *HOME, status=1)
    assert refused["code"] == "ledger.other_draft"


def with_another_witness_key(stand: Stand) -> tuple[str, str]:
    """Write `bad.json`: the true draft, but for one witness' key. Returns both keys."""
    true, name = stand.scene.towns[1].witness, str(stand.scene.towns[1].witness.name)
    bad = VerifierKey.of(name, SignatureType.COSIGNATURE_V1, ed25519("a thief")).format()
    raw = (stand.root / "t2.json").read_text()
    (stand.root / "bad.json").write_text(raw.replace(true.format(), bad))
    return true.format(), bad


@pytest.fixture
def signing(monkeypatch: pytest.MonkeyPatch, stand: Stand) -> None:
    """A founder's key, opened without a passphrase."""
    from livret_ledger.cli.desk import next_root

    monkeypatch.setattr(next_root, "take_passphrase", lambda *_: b"")
    monkeypatch.setattr(next_root, "read_key", lambda *_, **__: stand.scene.towns[0].pen[2])


SIGN = ("--key", "namur.key", "--to", "signed.json")


@pytest.mark.usefixtures("signing")
def test_a_replaced_witness_key_is_shown_and_refused_where_the_ledger_is_at_hand(
    run: Run, stand: Stand, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(run, stand)
    run("trust", "next", "--to", "t2.json", *HOME)
    true, bad = with_another_witness_key(stand)
    [told, refused] = run("review", "bad.json", *HOME, status=1)
    assert told["changes"]["cosigners"] == [
        {
            "role": "witness",
            "how": "key",
            "before": true,
            "now": bad,
            "url": "https://metz.example/witness",
        }
    ]
    assert (refused["code"], refused["facts"]["what"]) == ("trust.not_voted", "witness")
    for where in (HOME, COPY):
        [again] = run("trust", "sign", "bad.json", *SIGN, *where, status=1)
        assert again["code"] == "trust.not_voted"
    assert not (stand.root / "signed.json").exists()
    # Whoever has nothing but the version before sees both keys.
    elsewhere = ("--trust", "trust/1.json", "--home", "nowhere")
    assert main(["ledger", "trust", "sign", "bad.json", *SIGN, *elsewhere]) == 0
    shown = capsys.readouterr().out
    assert "NEW KEY" in shown
    assert true in shown
    assert bad in shown


@pytest.mark.usefixtures("signing")
def test_the_true_draft_is_reviewed_and_signed(
    run: Run, stand: Stand, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(run, stand)
    run("trust", "next", "--to", "t2.json", *HOME)
    sign_root(stand, "t2.json", *stand.scene.towns[:2])
    [told] = run("review", "t2.json", "--signatures", "roots", *HOME)
    assert (told["event"], told["changes"]["cosigners"]) == ("draft_root", [])
    assert main(["ledger", "review", "t2.json", "--signatures", "roots", *HOME]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "4 of 4 witnesses, 4 auditors; 4 endorse (before: 3 of 4 witnesses" in said
    assert "Signed, before 2, needed: 3" in said
    run("trust", "sign", "t2.json", *SIGN, *HOME)
    # With nothing at hand it is signed, and said that nobody compared it.
    again = ("--key", "namur.key", "--to", "again.json", "--home", "nowhere")
    assert main(["ledger", "trust", "sign", "t2.json", *again]) == 0
    assert "Nobody compared this with version 1" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_fits_a_terminal(
    run: Run,
    stand: Stand,
    capsys: pytest.CaptureFixture[str],
    language: Language,
) -> None:
    changed(run, stand)
    for words in (("next", "--to", "t2.json"), ("show",), ("sheet", "--to", "s.html")):
        assert main(["ledger", "trust", *words, *HOME, "--lang", language]) == 0
        lines = capsys.readouterr().out.splitlines()
        # A version is shown with every key in full.
        assert len(lines) <= (60 if words == ("show",) else 24)
        assert max(map(len, lines)) <= 80
    sign_root(stand, "t2.json", *stand.scene.towns[:2])
    assert main(["ledger", "trust", *JOIN, *HOME, "--lang", language]) == 1
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


def test_a_sheet_is_no_pdf(run: Run, stand: Stand, tmp_path: Path) -> None:
    [refused] = run("trust", "sheet", "--to", "s.pdf", *HOME, status=2)
    assert (refused["code"], refused["facts"]["option"]) == ("usage.choice", "--to")
    assert not (tmp_path / "s.pdf").exists()


def test_a_file_that_is_no_signature_is_named(
    run: Run, stand: Stand, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(run, stand)
    run("trust", "next", "--to", "t2.json", *HOME)
    sign_root(stand, "t2.json", *stand.scene.towns)
    (stand.root / "roots" / "holiday.json").write_text("{}")
    [refused] = run("trust", *JOIN, *HOME, status=2)
    assert refused["facts"]["file"] == "holiday.json"
    assert main(["ledger", "trust", *JOIN, *HOME]) == 2
    assert "holiday.json" in capsys.readouterr().err

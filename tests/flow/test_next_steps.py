"""What a keeper reads when something cannot be done names what is so, and what helps."""

from pathlib import Path

import pytest

from livret_core.tlog.note import SignatureType, VerifierKey
from livret_ledger.service.recovering import ROTATE
from livret_town.command import main
from tests.at_the_desk import HOME, Stand
from tests.ledger_scene import ORIGIN, ed25519
from tests.typed import Run, run

__all__ = ["run"]


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    made = Stand(tmp_path)
    made.set_clocks(monkeypatch)
    return made


def key(name: str) -> str:
    return VerifierKey.of(ORIGIN, SignatureType.ED25519, ed25519(name)).format()


@pytest.mark.parametrize("raw", [b"", b"not JSON", b"{}\n", b"\xff"])
def test_what_is_no_fraud_file_is_written_again_and_not_asked_for_on_paper(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes
) -> None:
    (tmp_path / "f.json").write_bytes(raw)
    words = ("verify-fraud", "f.json", "--log-key", key("a log"))
    [told] = run(*words, status=2)
    assert told["code"] == "fraud.malformed"
    main(["ledger", *words])
    assert "livret ledger prove-fraud" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("mark", ["ledger.json", "mirror.json", "letter"])
def test_a_folder_of_something_else_is_not_said_to_be_empty(
    run: Run, tmp_path: Path, mark: str
) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / mark).write_text("{}")
    (tmp_path / "none").mkdir()
    for folder, reason in (("there", "another"), ("none", "empty")):
        [told] = run("prove-fraud", "--home", folder, "--to", "f.json", status=3)
        assert (told["code"], told["facts"]["reason"]) == ("home.unavailable", reason)


def test_who_names_no_ledger_is_told_both_ways_to_name_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    [told] = run("policy", "show", status=2)
    assert (told["code"], told["facts"]["option"]) == ("usage.missing", "--from, --home")
    [named] = run("policy", "show", "--home", "nowhere", status=3)
    assert named["code"] == "home.unavailable"


def test_a_change_that_takes_the_place_of_one_that_waits_says_so(
    run: Run, stand: Stand, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = ("--q", "4", "--a", "4", "--k", "4")
    [drafted] = run("policy", "change", *numbers, "--to", "p.json", *HOME)
    stand.hand_in(run, "p.json", *stand.scene.towns[:3])
    _, coming = run("policy", "show", *HOME)
    said, again = run("policy", "change", "--k", "3", "--to", "other.json", *HOME)
    assert said == {"event": "replaces_coming", "from": coming["from"]}
    assert (drafted["event"], again["event"]) == ("drafted", "drafted")
    main(["ledger", "policy", "change", "--k", "3", "--to", "more.json", *HOME])
    assert "A change waits already" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("is_lost", [False, True])
def test_where_the_key_is_lost_nobody_is_sent_to_hand_it_in(
    run: Run, stand: Stand, capsys: pytest.CaptureFixture[str], is_lost: bool
) -> None:
    run("log", "rotate", "--key", key("the next log"), "--to", "r.json", *HOME)
    stand.sign("r.json", *stand.scene.towns[:3])
    if is_lost:
        (stand.root / ROTATE).write_bytes((stand.root / "r.json").read_bytes())
    capsys.readouterr()
    words = ("join", "r.json", "--signatures", "signatures", "--to", "j.json", *HOME)
    assert main(["ledger", *words]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "recover --to FOLDER --rotate j.json --trust FILE" in told
    assert ("livret ledger submit" in told) is not is_lost

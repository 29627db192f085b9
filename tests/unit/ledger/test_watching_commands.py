"""`livret ledger witness`, `auditor`, `prove-fraud` and `verify-fraud`, as they are typed."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from livret_core.codes import CODES
from livret_core.errors import LivretError
from livret_core.words import LANGUAGES, Language, explain
from livret_edge.program import Program
from livret_edge.saying import now_s
from livret_ledger.auditor.cli import PROGRAM as AUDITOR
from livret_ledger.auditor.cli import PROVE_FRAUD, VERIFY_FRAUD
from livret_ledger.witness.cli import PROGRAM as WITNESS
from livret_ledger.witness.store.home import CosignerHome
from livret_ledger.witness.store.memory import Held
from livret_ledger.witness.words import texts
from livret_town.simulator.ledgers import Keeper
from tests.cheap_seals import cheap_seals

__all__ = ["cheap_seals"]

PROGRAMS = (WITNESS, AUDITOR, PROVE_FRAUD, VERIFY_FRAUD)
PAGES = [(program, command) for program in PROGRAMS for command in program.commands]
Run = Callable[..., str]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, cheap_seals: None) -> None:
    for name in ("LIVRET_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "passphrase").write_text("four words to keep\n")

    def do(program: Program, *argv: str) -> str:
        assert program.run(argv) == 0
        return capsys.readouterr().out

    return do


def publish(keeper: Keeper, folder: Path) -> None:
    for name, content in keeper.files().files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("program", "command"), PAGES)
def test_every_page_of_help_fits(program: Program, command: object, language: Language) -> None:
    name = getattr(command, "name")  # noqa: B009
    lines = program.help_lines([name], language, plain=False)
    assert len(lines) <= 24
    assert [line for line in lines if len(line) > 80] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_four_languages_say_the_same_things(language: Language) -> None:
    english, other = texts("en"), texts(language)
    assert english.keys() == other.keys()
    for key in english:
        assert set(re.findall(r"{(\w+)}", english[key])) == set(re.findall(r"{(\w+)}", other[key]))


def test_a_witness_is_made_and_told_what_to_watch(run: Run) -> None:
    keeper = Keeper.founded()
    made = run(
        WITNESS, "init", "--name", "namur.example/witness", "--home", "w",
        "--passphrase-file", "passphrase", "--json",
    )  # fmt: skip
    assert json.loads(made)["kind"] == "witness"
    run(WITNESS, "add-log", "--home", "w", "--key", keeper.key.format())
    status = json.loads(run(WITNESS, "status", "--home", "w", "--json"))
    assert status["key"] == json.loads(made)["key"]
    assert status["logs"] == [{"origin": keeper.origin, "size": None, "at": None}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_status_is_said_in_words(run: Run, language: Language) -> None:
    run(
        WITNESS, "init", "--name", "namur.example/witness", "--home", "w",
        "--passphrase-file", "passphrase",
    )  # fmt: skip
    told = run(WITNESS, "status", "--home", "w", "--lang", language)
    assert texts(language)["no_fraud"] in told
    assert [line for line in told.splitlines() if len(line) > 80 and "+" not in line] == []


@pytest.mark.parametrize(("ahead_s", "problem"), [(0, None), (3_600, "ledger.clock")])
def test_a_status_says_that_the_clock_went_back_behind_what_was_confirmed(
    run: Run, tmp_path: Path, ahead_s: int, problem: str | None
) -> None:
    keeper = Keeper.founded()
    auditor(run, keeper, tmp_path / "published")
    signed = keeper.signed(keeper.size)
    memory = CosignerHome.open(tmp_path / "a").memory()
    at_s = now_s() + ahead_s
    assert memory.replace(None, Held(signed, at_s)) is True
    memory.close()
    assert json.loads(run(AUDITOR, "status", "--home", "a", "--json"))["problem"] == problem
    told = " ".join(run(AUDITOR, "status", "--home", "a").split())
    assert (explain("ledger.clock").step in told) == (problem is not None)


def auditor(run: Run, keeper: Keeper, folder: Path) -> None:
    publish(keeper, folder)
    run(
        AUDITOR, "init", "--name", "namur.example/audit", "--home", "a",
        "--log-key", keeper.key.format(), "--from", str(folder),
        "--passphrase-file", "passphrase",
    )  # fmt: skip


def test_an_auditor_replays_what_is_published(run: Run, tmp_path: Path) -> None:
    keeper = Keeper.founded()
    keeper.tick(times=300)
    auditor(run, keeper, tmp_path / "published")
    told = json.loads(run(AUDITOR, "replay", "--home", "a", "--json"))
    assert (told["origin"], told["size"]) == (keeper.origin, keeper.size)


def convicted(run: Run, tmp_path: Path) -> Keeper:
    keeper = Keeper.founded()
    auditor(run, keeper, tmp_path / "published")
    run(AUDITOR, "replay", "--home", "a")
    keeper.lie_about_the_map()
    publish(keeper, tmp_path / "published")
    with pytest.raises(LivretError) as caught:
        AUDITOR.run(["replay", "--home", "a"])
    assert caught.value.code == "ledger.map_root"
    run(PROVE_FRAUD, "--home", "a", "--to", "fraud.json")
    return keeper


def test_an_auditor_whose_copy_is_gone_reads_all_anew_and_remembers_what_it_confirmed(
    run: Run, tmp_path: Path
) -> None:
    keeper = Keeper.founded()
    auditor(run, keeper, tmp_path / "published")
    run(AUDITOR, "replay", "--home", "a")
    (tmp_path / "a/replica.db").unlink()
    noted, replayed = map(json.loads, run(AUDITOR, "replay", "--home", "a", "--json").splitlines())
    assert noted == {"event": "replica_anew", "file": "replica.db"}
    assert replayed["event"] == "replayed"
    (tmp_path / "a/replica.db").unlink()
    assert "was gone (replica.db)" in " ".join(run(AUDITOR, "replay", "--home", "a").split())


@pytest.mark.parametrize("copy", ["published", "a/replica.db"])
def test_fraud_is_written_down_and_checked_against_a_copy(
    run: Run, tmp_path: Path, copy: str
) -> None:
    keeper = convicted(run, tmp_path)
    told = run(
        VERIFY_FRAUD, "fraud.json", "--log-key", keeper.key.format(), "--copy", copy, "--json"
    )
    shown = json.loads(told)
    assert (shown["event"], shown["index"], shown["rule"]) == ("fraud_shown", 2, "ledger.map_root")


@pytest.mark.parametrize("language", LANGUAGES)
def test_fraud_is_said_in_words(run: Run, tmp_path: Path, language: Language) -> None:
    keeper = convicted(run, tmp_path)
    told = run(
        VERIFY_FRAUD, "fraud.json", "--log-key", keeper.key.format(), "--copy", "published",
        "--lang", language,
    )  # fmt: skip
    assert "✓" in told
    assert "ledger.map_root" in told
    assert "1: " in run(AUDITOR, "status", "--home", "a").replace("\u00a0", " ")


def test_without_a_copy_a_bad_entry_cannot_be_checked(run: Run, tmp_path: Path) -> None:
    keeper = convicted(run, tmp_path)
    with pytest.raises(LivretError) as caught:
        VERIFY_FRAUD.run(["fraud.json", "--log-key", keeper.key.format()])
    assert (caught.value.code, caught.value.branch) == ("fraud.replica", "unavailable")


def test_where_nothing_was_seen_nothing_is_written(run: Run, tmp_path: Path) -> None:
    auditor(run, Keeper.founded(), tmp_path / "published")
    with pytest.raises(LivretError) as caught:
        PROVE_FRAUD.run(["--home", "a", "--to", "fraud.json"])
    assert caught.value.code == "fraud.none"
    assert not (tmp_path / "fraud.json").exists()


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["verify-fraud"], "usage.missing"),
        (["verify-fraud", "fraud.json"], "usage.missing"),
        (["verify-fraud", "none.json", "--log-key", "x"], "usage.log_key"),
        (["verify-fraud", "none.json", "--trust", "none.json"], "usage.no_file"),
        (["prove-fraud", "--home", "nowhere", "--to", "x"], "home.unavailable"),
        (["witness", "add-log", "--home", "nowhere", "--key", "x"], "usage.log_key"),
        (["witness", "serve", "--listen", "8643"], "usage.arguments"),
        (["witness", "serve", "--listen", "127.0.0.1:99999"], "usage.arguments"),
        (["witness", "serve", "--home", "nowhere"], "home.unavailable"),
        (["auditor", "init", "--name", "a.example/x"], "usage.missing"),
    ],
)
def test_what_was_typed_wrongly_is_said(argv: list[str], code: str) -> None:
    programs = {each.name.rpartition(" ")[2]: each for each in PROGRAMS}
    with pytest.raises(LivretError) as caught:
        programs[argv[0]].run(argv[1:])
    assert caught.value.code == code
    assert code in CODES


def test_a_witnesss_key_is_no_ledgers_key(run: Run) -> None:
    from livret_town.simulator.ledgers import cosigner_key

    run(
        WITNESS, "init", "--name", "namur.example/witness", "--home", "w",
        "--passphrase-file", "passphrase",
    )  # fmt: skip
    with pytest.raises(LivretError) as caught:
        WITNESS.run(["add-log", "--home", "w", "--key", cosigner_key("w.example").format()])
    assert caught.value.code == "note.key_type"


def test_an_address_that_is_taken_is_said(run: Run) -> None:
    import socket

    run(
        WITNESS, "init", "--name", "namur.example/witness", "--home", "w",
        "--passphrase-file", "passphrase",
    )  # fmt: skip
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(LivretError) as caught:
            WITNESS.run(
                ["serve", "--home", "w", "--passphrase-file", "passphrase",
                 "--listen", f"127.0.0.1:{port}"]
            )  # fmt: skip
    assert caught.value.code == "net.port_taken"

"""Four towns found a ledger from the command line, one serves it, everybody checks it."""

import http.client
import json
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from livret_core.encoding.timestamp import format_utc
from livret_core.errors import Unavailable
from livret_core.keys import Ed25519Signer
from livret_core.ledger.operation import Operation
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_ledger.attendance import Attendance, Missing
from livret_ledger.store.home import Home
from livret_town.command import main
from tests.ledger_scene import BEGAN_S, NAMES, ORIGIN, seed
from tests.ledger_works import Works
from tests.passphrases import LIVRET_AT_ONCE, passphrases_at_once
from tests.typed import WITH_SECRET, Run, run

__all__ = ["passphrases_at_once", "run"]

pytestmark = pytest.mark.usefixtures("passphrases_at_once")


FOUNDERS = ("namur", "metz", "aachen", "liege")


def key_text(name: str, role: str) -> str:
    """The key of one of a town's machines."""
    signer = Ed25519Signer.from_seed(seed(f"{name} {role}"))
    return VerifierKey.of(f"{name}.example/{role}", SignatureType.COSIGNATURE_V1, signer).format()


def plan(founders: Sequence[str]) -> dict[str, Any]:
    """What four towns agreed on; their machines have addresses nobody else has."""
    return {
        "origin": ORIGIN,
        "begins": format_utc(BEGAN_S),
        "founders": [
            {
                "who": NAMES[name],
                "operator": NAMES[name],
                "witness_url": f"https://{name}.example/witness",
                "auditor_url": f"https://{name}.example/auditor",
            }
            for name in founders
        ],
        "q": 3,
        "a": 2,
        "k": 2,
        "roots": [NAMES["namur"]],
        "schemas": [NAMES["namur"]],
    }


@pytest.fixture
def founded(run: Run, tmp_path: Path) -> Path:
    """A home whose ledger has begun, and beside it what the founders signed."""
    assert found(run, tmp_path) == {"event": "begun", "origin": ORIGIN, "founders": 4}
    return tmp_path / "home"


def found(run: Run, tmp_path: Path, *options: str) -> dict[str, Any]:
    """Four towns begin a ledger; the last event of it."""
    [made] = run("init", "--home", "home", "--origin", ORIGIN, *options, *WITH_SECRET)
    for folder in ("commitments", "openings", "signatures"):
        (tmp_path / folder).mkdir()

    def commit(name: str, who: str, *keys: str) -> None:
        to = ("--to", f"commitments/{name}.json", "--opening-to", f"openings/{name}.json")
        run("genesis", "commit", who, *keys, *to)

    commit("keeper", ORIGIN, "--log-key", made["key"])
    for name in FOUNDERS:
        [key] = run("genesis", "key", "--to", f"{name}.key", *WITH_SECRET)
        machines = ("--witness", key_text(name, "witness"), "--auditor", key_text(name, "auditor"))
        commit(name, NAMES[name], "--did", key["did"], *machines)
    (tmp_path / "plan.json").write_text(json.dumps(plan(FOUNDERS)))
    agree = ("--plan", "plan.json", "--commitments", "commitments", "--to", "agreement.json")
    run("genesis", "agree", *agree)
    agreed = ("--agreement", "agreement.json")
    run("genesis", "draft", *agreed, "--openings", "openings", "--to", "draft.json")
    for name in FOUNDERS:
        to = f"signatures/{name}.json"
        words = ("--draft", "draft.json", *agreed, "--key", f"{name}.key", "--to", to)
        run("genesis", "sign", *words, *WITH_SECRET)
    join = ("--draft", "draft.json", "--signatures", "signatures", "--to", "genesis.json")
    run("genesis", "join", *join)
    [begun] = run("init", "--home", "home", "--genesis", "genesis.json", *WITH_SECRET)
    return begun


def test_a_ledger_that_was_founded_is_whole(run: Run, founded: Path) -> None:
    assert run("fsck", "--home", "home") == [{"event": "whole", "entries": 1}]


@pytest.mark.parametrize("left", [0, 50, 5_000])
def test_a_store_that_was_cut_off_is_damaged(run: Run, founded: Path, left: int) -> None:
    [store] = founded.rglob("ledger.db")
    assert store.stat().st_size > left
    with store.open("r+b") as file:
        file.truncate(left)
    for beside in store.parent.glob("ledger.db-*"):
        beside.unlink()
    assert run("fsck", "--home", "home", status=1)[-1]["code"] == "ledger.damaged"


def test_a_store_that_is_not_there_is_no_damage(run: Run, founded: Path) -> None:
    [store] = founded.rglob("ledger.db")
    store.unlink()
    assert run("fsck", "--home", "home", status=3)[-1]["code"] != "ledger.damaged"


def test_one_missing_signature_founds_nothing(run: Run, founded: Path, tmp_path: Path) -> None:
    (tmp_path / "signatures" / "metz.json").unlink()
    words = ("--draft", "draft.json", "--signatures", "signatures", "--to", "other.json")
    run("genesis", "join", *words, status=1)
    assert not (tmp_path / "other.json").exists()


def test_a_draft_that_was_changed_after_signing_founds_nothing(
    run: Run, founded: Path, tmp_path: Path
) -> None:
    raw = (tmp_path / "draft.json").read_bytes()
    (tmp_path / "changed.json").write_bytes(raw.replace(b'"q":3', b'"q":4,"fresh_hours":23'))
    words = ("--draft", "changed.json", "--signatures", "signatures", "--to", "other.json")
    run("genesis", "join", *words, status=1)


def test_who_founds_is_told_of_machines_at_one_host_before_signing(
    run: Run, founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = plan(FOUNDERS)
    for each, port in zip(shared["founders"][:2], (8441, 8442), strict=True):
        each["witness_url"] = f"https://cloud.example:{port}/"
    (tmp_path / "plan.json").write_text(json.dumps(shared))
    run(
        "genesis", "agree", "--plan", "plan.json", "--commitments", "commitments",
        "--to", "other.json",
    )  # fmt: skip
    words = ("--agreement", "other.json", "--openings", "openings", "--to", "shared.json")
    assert main(["ledger", "genesis", "draft", *words, "--lang", "en"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    names = ", ".join(sorted(NAMES[name] for name in FOUNDERS[:2]))
    assert f"! At one host, cloud.example: {names}. They are counted as one." in told


def test_a_program_that_founds_is_told_what_is_odd_whenever_a_person_is(
    run: Run, founded: Path, tmp_path: Path
) -> None:
    odd = plan(FOUNDERS) | {"roots": [], "valid_days": 30}
    (tmp_path / "plan.json").write_text(json.dumps(odd))
    agree = ("--plan", "plan.json", "--commitments", "commitments", "--to", "odd.json")
    agreed = ("--agreement", "odd.json")
    to = ("--openings", "openings", "--to", "odd-draft.json")
    draft = ("--draft", "odd-draft.json", *agreed, "--key", "metz.key", "--to", "odd-sig.json")
    events = [
        *run("genesis", "agree", *agree),
        *run("genesis", "draft", *agreed, *to),
        *run("genesis", "sign", *draft, *WITH_SECRET),
    ]
    assert [each["event"] for each in events] == ["agreed", "drafted", "signed"]
    named = {tuple(name for name in each["odd"] if name != "begins") for each in events}
    assert named == {("roots", "valid_days")}


def test_a_ledger_begins_once(run: Run, founded: Path) -> None:
    run("init", "--home", "home", "--genesis", "genesis.json", *WITH_SECRET, status=1)


def test_another_home_does_not_sign_this_ledger(run: Run, founded: Path) -> None:
    run("init", "--home", "other", "--origin", ORIGIN, *WITH_SECRET)
    run("init", "--home", "other", "--genesis", "genesis.json", *WITH_SECRET, status=1)


@pytest.mark.slow
def test_a_served_ledger_without_its_witnesses_is_read_and_not_written(
    run: Run, founded: Path, tmp_path: Path
) -> None:
    """As a process of its own: what it says, what it answers, and that it ends when told."""
    pins = [
        f"{name}.example:443=127.0.0.1" for name in ("namur", "metz", "aachen", "liege")
    ]  # where nobody listens
    process = subprocess.Popen(
        [
            *(*LIVRET_AT_ONCE, "ledger", "serve", "--home", "home"),
            *("--listen", "127.0.0.1:0", "--address-to", "address"),
            *("--resolve", ",".join(pins), "--json", *WITH_SECRET),
        ],
        stdout=subprocess.PIPE,
        cwd=tmp_path,
        text=True,
    )
    try:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        host, _, port = told["url"].removeprefix("http://").rstrip("/").partition(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=10)
        connection.request("GET", "/status.json")
        status = json.loads(connection.getresponse().read())
        connection.request("GET", "/trust/1.json")
        trust = connection.getresponse().read()
        connection.close()
        missing = json.loads(process.stdout.readline())
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()
    assert (told["writes"], told["reason"]) == (False, "ledger.few_witnesses")
    assert (missing["event"], missing["held_up"]) == ("attendance", True)
    assert len(missing["missing"]) == 4
    kept = status["attendance"]["missing"]
    assert [each | {"since": format_utc(each["since"])} for each in kept] == missing["missing"]
    assert json.loads((founded / "missing.json").read_bytes())["missing"] == kept
    assert (tmp_path / "address").read_text().strip() == told["url"]
    assert (status["writes"], status["entries"]) == (False, 1)
    assert trust == (founded / "trust" / "1.json").read_bytes()


def test_plain_http_is_for_this_machine_alone(run: Run, founded: Path) -> None:
    run("serve", "--home", "home", "--listen", "0.0.0.0:0", *WITH_SECRET, status=2)


def test_before_anybody_confirmed_it_nothing_is_proved(run: Run, founded: Path) -> None:
    run("prove", "policy", "--to", "x", "--home", "home", status=3)
    run("status", "--home", "home", status=3)
    run("explain", "0", "--home", "home", status=3)


@pytest.fixture
def published(tmp_path: Path, run: Run) -> Works:
    """A ledger of four settled towns, published; its home opens as any other."""
    works = Works.founded(tmp_path)
    with works.running() as (_, publisher):
        publisher.publish()
    (tmp_path / "ledger.json").write_text(json.dumps({"version": 1, "origin": ORIGIN}))
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "1.json").write_bytes(works.chain.newest.raw)
    return works


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the scene."""
    from livret_ledger.cli import believing, looking

    for room in (believing, looking):
        monkeypatch.setattr(room, "now_s", lambda: 1_796_000_200)


HOME = ("--home", ".")
COPY = ("--from", "public")


TRUST = ("--trust", "trust/1.json")


def test_status_names_who_did_not_confirm(run: Run, published: Works, tmp_path: Path) -> None:
    gone = Missing("w.example", 1_795_000_000, "net.timeout", "fr-insee:57463", "fr-insee:57463")
    Home(tmp_path, ORIGIN).keep_attendance(Attendance((gone,), is_held_up=True))
    [event] = run("status", *HOME)
    kept = json.loads(json.dumps(Attendance((gone,), is_held_up=True).format()))
    kept["missing"][0]["since"] = "2026-11-18T11:06:40Z"
    assert event["attendance"] == kept


@pytest.mark.parametrize("where", [HOME, COPY])
def test_evidence_is_made_from_the_home_and_from_a_copy_alike(
    run: Run, published: Works, tmp_path: Path, where: tuple[str, str]
) -> None:
    did = str(published.scene.towns[0].did)
    [proved] = run("prove", did, "policy", "--to", "it.evidence", *where)
    assert proved["records"] == 7
    assert proved["absent"] == 3  # its key is not suspected; no list, no right
    [shown] = run("verify", "it.evidence", *TRUST)
    assert shown["records"][f"did/{did}"] == "did"
    assert shown["records"][f"compromise/{did}#credential-1"] == "absent"
    assert (shown["witnesses"], shown["auditors"], shown["freshness"]) == (4, 4, "fresh")


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_all_that_is_asked_of_an_accredited_institution_is_shown_in_words(
    published: Works, run: Run, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    scene, metz = published.scene, published.scene.towns[1]
    with published.running() as (sequencer, publisher):
        published.follow()
        sequencer.submit(scene.apply(scene.publish()).leaf)
        granted = scene.apply(scene.grant(metz, scene.towns[0]))
        sequencer.submit(granted.leaf)
        publisher.publish()
    run("prove", str(metz.did), "--to", "it.evidence", *HOME)
    [shown] = run("verify", "it.evidence", *TRUST)
    name = next(name for name, kind in shown["records"].items() if kind == "right")
    assert shown["facts"][name]["spans"][0]["until"] == format_utc(int(str(granted.body["until"])))
    assert shown["facts"][f"compromise/{metz.did}#credential-1"] is None
    assert main(["ledger", "verify", "it.evidence", *TRUST, "--lang", language]) == 0
    said = capsys.readouterr().out
    assert "INSEE 57463" in said
    assert "credential-1" in said


def test_evidence_is_of_the_head_that_is_published_whatever_came_after(
    run: Run, published: Works
) -> None:
    with published.writing() as sequencer:
        sequencer.submit(published.schemas(1)[0])
    [proved] = run("prove", "policy", "schema/type-b/1", "--to", "it.evidence", *HOME)
    assert proved["absent"] == 1
    run("verify", "it.evidence", *TRUST)


def test_evidence_under_another_trust_root_shows_nothing(
    run: Run, published: Works, tmp_path: Path
) -> None:
    run("prove", "policy", "--to", "it.evidence", *HOME)
    raw = (tmp_path / "it.evidence").read_bytes()
    (tmp_path / "it.evidence").write_bytes(raw.replace(b"namur.example/w", b"namur.example/v"))
    run("verify", "it.evidence", *TRUST, status=1)


@pytest.mark.parametrize("where", [HOME, (*COPY, *TRUST)])
def test_status_counts_operators_and_not_keys(
    run: Run, published: Works, where: tuple[str, ...]
) -> None:
    [status] = run("status", *where)
    assert (status["witnesses"], status["auditors"]) == (4, 4)
    assert len(status["operators"]) == status["independent"] == 4
    assert status["at_one_host"] == {}
    assert status["harmless_liars"] == 1


@pytest.mark.parametrize("where", [HOME, (*COPY, *TRUST)])
def test_pages_are_written_from_the_home_and_from_a_copy_alike(
    run: Run, published: Works, tmp_path: Path, where: tuple[str, ...]
) -> None:
    [first] = run("pages", "--to", "pages", *where)
    [again] = run("pages", "--to", "pages", *where)
    files = [path for path in (tmp_path / "pages").rglob("*") if path.is_file()]
    assert (first["changed"], again["changed"]) == (len(files), 0)
    assert "NIS 92094" in (tmp_path / "pages/nl/members.html").read_text("utf-8")
    told = (tmp_path / "pages/checkpoint.txt").read_bytes()
    assert told == (tmp_path / "public/checkpoint").read_bytes()


def test_pages_are_not_written_over_files_of_somebody_else(
    run: Run, published: Works, tmp_path: Path
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("the town's own")
    [refused] = run("pages", "--to", "site", *HOME, status=2)
    assert refused["code"] == "usage.folder_used"
    # Its own by its name alone, and of another ledger.
    (tmp_path / "site/checkpoint.txt").write_text("also the town's own")
    run("pages", "--to", "site", *HOME, status=2)
    signed = (tmp_path / "public/checkpoint").read_text()
    (tmp_path / "site/checkpoint.txt").write_text(signed.replace(ORIGIN, "ledger.example/other"))
    run("pages", "--to", "site", *HOME, status=2)
    assert (tmp_path / "site/index.html").read_text() == "the town's own"
    assert len(list((tmp_path / "site").iterdir())) == 2


def test_a_copys_own_word_on_whom_to_trust_is_not_taken(run: Run, published: Works) -> None:
    run("status", *COPY, status=2)


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_every_entry_can_be_explained_within_a_terminal(
    published: Works, run: Run, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    for index, leaf in enumerate(published.leaves()):
        assert main(["ledger", "explain", str(index), *COPY, "--lang", language]) == 0
        said = capsys.readouterr().out
        assert len(said.splitlines()) <= 24
        assert Operation.parse(leaf).id in said


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
@pytest.mark.parametrize(
    "words", [("status", *HOME), ("verify", "it.evidence", *TRUST), ("fsck", *HOME)]
)
def test_what_is_said_fits_a_terminal(
    published: Works,
    run: Run,
    capsys: pytest.CaptureFixture[str],
    language: str,
    words: tuple[str, ...],
) -> None:
    run("prove", "policy", "log", "--to", "it.evidence", *HOME)
    assert main(["ledger", *words, "--lang", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


def test_an_entry_is_explained_with_who_confirmed_it(
    published: Works, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    size = len(list(published.leaves()))
    for where in (HOME, (*COPY, *TRUST)):
        assert run("explain", "0", *where)[-1]["confirmed_by"] == 4
    # Whoever made the copy may have written it: it is read, and nobody vouches for it.
    assert run("explain", "0", *COPY)[-1]["confirmed_by"] is None
    assert main(["ledger", "explain", "0", *COPY]) == 0
    assert "nobody whom you named: give --trust" in capsys.readouterr().out
    note = tmp_path / "public/checkpoint"
    lines = note.read_bytes().split(b"\n\n", 1)
    note.write_bytes(lines[0] + b"\n\n" + lines[1].splitlines(keepends=True)[0])
    refused = run("explain", str(size - 1), *COPY, *TRUST, status=1)[-1]
    assert refused["code"] == "log.quorum"


def test_what_a_copy_cannot_show_is_not_said_to_be_nothing(
    published: Works, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    for where, entries in ((HOME, len(list(published.leaves()))), ((*COPY, *TRUST), None)):
        assert run("status", *where)[-1]["entries"] == entries
        assert main(["ledger", "status", *where]) == 0
        assert ("Not confirmed yet" in capsys.readouterr().out) == (entries is not None)


def test_an_entry_that_is_not_there_yet_is_not_explained(run: Run, published: Works) -> None:
    event = run("explain", "4711", *COPY, status=2)[-1]
    assert event["code"] == "usage.range"


def halted(works: Works, *, lost: int) -> None:
    """Take what is never published, and keep why, as serving does."""
    with works.writing() as sequencer:
        for leaf in works.schemas(lost, first=30):
            sequencer.submit(leaf)
    reason = Unavailable("ledger.forked", by="metz.example/witness", size=8, own=8)
    Home.open(works.root).keep_halt(reason)


def test_status_and_fsck_say_that_the_ledger_goes_on_elsewhere_and_what_is_lost(
    run: Run, published: Works
) -> None:
    run("status", "--home", ".")
    halted(published, lost=2)
    [said, _] = run("status", "--home", ".", status=3)
    assert said["halted"]["code"] == "ledger.forked"
    assert said["halted"]["facts"] == {"by": "metz.example/witness", "size": 8, "own": 8}
    assert [(each["index"], each["type"]) for each in said["lost"]] == [
        (6, "schema.publish"),
        (7, "schema.publish"),
    ]
    whole, why = run("fsck", "--home", ".", status=3)
    assert whole["event"] == "whole"
    assert why["code"] == "ledger.forked"


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
def test_what_is_lost_is_named_within_a_terminal(
    published: Works, lang: str, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    halted(published, lost=20)
    assert main(["ledger", "status", "--home", ".", "--lang", lang]) == 3
    told = capsys.readouterr()
    assert max(map(len, (told.out + told.err).splitlines())) <= 80
    assert "type-da/1" in told.out
    assert "…" in told.out
    assert "livret ledger recover" in " ".join(told.err.split())


def test_it_is_forgotten_when_the_ledger_is_written_again(run: Run, published: Works) -> None:
    halted(published, lost=1)
    Home.open(published.root).keep_halt(None)
    [said] = run("status", "--home", ".")
    assert "halted" not in said


def test_a_note_that_is_damaged_is_named(run: Run, published: Works) -> None:
    (published.root / "halted.json").write_text('{"version":1,"code":"log.fork","facts":{}}')
    run("status", "--home", ".", status=2)

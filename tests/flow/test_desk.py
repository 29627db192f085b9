"""What members decide, from the command line: drafted, looked at, signed, joined, listed."""

from pathlib import Path

import pytest

from livret_core.encoding import base64url
from livret_core.ledger import draft as drafts
from livret_core.ledger.operation import Operation
from livret_core.words import LANGUAGES, Language
from livret_edge.program import Command, Program
from livret_ledger.attendance import Attendance
from livret_ledger.cli import PROGRAM as LEDGER
from livret_ledger.store.home import Home
from livret_ledger.words.members import texts
from livret_schemas import load
from livret_town.command import main
from tests.at_the_desk import COPY, HOME, Stand
from tests.ledger_scene import DAY_S, NAMES, ORIGIN, Town
from tests.times_told import instant_s
from tests.typed import Run, run

__all__ = ["run"]

GROUPS = ("member", "accredit", "verifier", "schema", "policy", "key", "lists", "log", "trust")


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    made = Stand(tmp_path)
    made.set_clocks(monkeypatch)
    return made


def key(town: Town) -> tuple[str, ...]:
    return ("--witness", town.witness.format(), "--auditor", town.auditor.format())


def test_a_fifth_town_is_proposed_endorsed_admitted_and_accredited(run: Run, stand: Stand) -> None:
    fifth, (namur, metz, *_) = stand.fifth, stand.scene.towns
    [drafted] = run("member", "propose", fifth.who, *key(fifth), "--to", "p.json", *HOME)
    assert (drafted["any_one_of"], drafted["missing"]) == ([fifth.who], 1)
    stand.hand_in(run, "p.json", fifth)
    [asking] = [e for e in run("member", "list", *HOME) if e["event"] == "candidate"]
    assert (asking["endorsements"], asking["needed"]) == (0, 2)
    run("member", "admit", fifth.who, "--to", "early.json", *HOME, status=1)
    for by in (namur, metz):
        to = f"e-{by.name}.json"
        run("member", "endorse", fifth.who, "--by", by.who, "--to", to, *COPY)
        stand.hand_in(run, to, by)
    run("member", "admit", fifth.who, "--to", "a.json", *HOME)
    stand.hand_in(run, "a.json", fifth)
    members = [e["who"] for e in run("member", "list", *COPY) if e["event"] == "member"]
    assert fifth.who in members
    scope = ("residency", fifth.who, "--until", "2028-01-01")
    [granted] = run("accredit", "grant", fifth.who, *scope, "--to", "g.json", *HOME)
    assert granted["any_one_of"] == [namur.who]
    assert set(granted["or_together"]) == {town.who for town in stand.scene.towns[1:]}
    stand.hand_in(run, "g.json", namur)
    right, listed = run("accredit", "show", fifth.who, *COPY)
    assert (right["scope"], right["by"], right["stands"]) == (fifth.who, namur.who, "to_come")
    assert (listed["rights"], listed["source"], listed["confirmed_by"]) == (1, "public", 4)


def test_two_voters_grant_where_no_root_accreditor_signs(run: Run, stand: Stand) -> None:
    fifth = stand.fifth
    scope = ("residency", fifth.who, "--until", "2028-01-01")
    run("accredit", "grant", fifth.who, *scope, "--to", "g.json", *HOME)
    stand.hand_in(run, "g.json", *stand.scene.towns[1:3])
    [right, _] = run("accredit", "show", fifth.who, *HOME)
    assert right["by"] == "root"


def test_which_term_ends_is_said_where_others_lie_beside_it(run: Run, stand: Stand) -> None:
    """What one granter added must not keep another from ending its own."""
    fifth, (namur, metz, *_) = stand.fifth, stand.scene.towns
    stand.take(stand.scene.grant(metz, namur, scope="fr-insee:*", depth=1))
    stand.take(stand.scene.grant(fifth, namur, days=(1, 60)))
    held = (metz, "residency", "fr-insee:*")
    stand.take(stand.scene.grant(fifth, metz, days=(2, 30), parent=held))
    first, second, _ = run("accredit", "show", fifth.who, *HOME)
    end = ("accredit", "end", fifth.who, "residency", fifth.who)
    [last] = run(*end, "--to", "last.json", *HOME)
    assert metz.who in last["any_one_of"]
    [ended] = run(*end, "--begun", first["from"], "--to", "end.json", *HOME)
    assert namur.who in ended["any_one_of"]
    stand.hand_in(run, "end.json", namur)
    rights = [e for e in run("accredit", "show", fifth.who, *HOME) if e["event"] == "right"]
    assert {e["from"]: e["stands"] for e in rights} == {
        first["from"]: "ended",
        second["from"]: "to_come",
    }


def test_a_right_is_passed_on_and_ended_from_the_command_line(run: Run, stand: Stand) -> None:
    metz, fifth = stand.scene.towns[1], stand.fifth
    stand.take(stand.scene.grant(metz, stand.scene.towns[0], scope="fr-insee:*", depth=1))
    until = ("--until", "2027-01-01", "--under", metz.who)
    run("accredit", "grant", fifth.who, "residency", fifth.who, *until, "--to", "g.json", *HOME)
    stand.hand_in(run, "g.json", metz)
    over = ("--until", "2027-01-01", "--under", stand.scene.towns[2].who)
    run("accredit", "grant", fifth.who, "residency", "*", *over, "--to", "x", *HOME, status=1)
    [ended] = run("accredit", "end", fifth.who, "residency", fifth.who, "--to", "end.json", *HOME)
    assert metz.who in ended["any_one_of"]
    stand.hand_in(run, "end.json", metz)
    rights = [e for e in run("accredit", "list", "--all", *HOME) if e["event"] == "right"]
    assert {e["who"]: e["stands"] for e in rights} == {metz.who: "stands", fifth.who: "ended"}


def test_a_service_is_registered_and_ended(run: Run, stand: Stand, tmp_path: Path) -> None:
    (tmp_path / "notice.html").write_text("<p>Why we ask.</p>")
    asks = ("--ask", "residency:commune,address.locality", "--purpose", "sport")
    text = ("--text", "notice.html", "--until", "2028-01-01")
    unheard = ("--ask", "residency:camille_durand", "--purpose", "sport")
    [no] = run(
        "verifier", "register", stand.fifth.who, *unheard, *text, "--to", "x", *HOME, status=1
    )
    assert (no["code"], (tmp_path / "x").exists()) == ("ledger.claim", False)
    run("verifier", "register", stand.fifth.who, *asks, *text, "--to", "v.json", *HOME)
    stand.hand_in(run, "v.json", stand.scene.towns[2])
    service, _ = run("verifier", "list", *HOME)
    assert service["asks"] == [{"type": "residency", "claims": ["commune", "address.locality"]}]
    assert service["sponsor"] == stand.scene.towns[2].who
    run("verifier", "end", stand.fifth.who, "--to", "end.json", *HOME)
    stand.hand_in(run, "end.json", stand.fifth)
    assert [e["event"] for e in run("verifier", "list", *HOME)] == ["listed"]


def test_a_kind_of_proof_is_published_by_the_digest_of_its_file(
    run: Run, stand: Stand, tmp_path: Path
) -> None:
    from hashlib import sha256

    other = b'{"vct": "https://types.example/library/1", "claims": [{"path": ["card_number"]}]}'
    (tmp_path / "library.json").write_bytes(other)
    (tmp_path / "secret").write_text("correct horse battery staple")
    for name, file in (
        ("birth/1", "library.json"),
        ("library/2", "library.json"),
        ("library/1", "secret"),
    ):
        asked = ("schema", "publish", name, "--file", file, "--to", "no.json")
        [no] = run(*asked, *HOME, status=2)
        assert (no["code"], no["facts"]["option"]) == ("usage.type_file", "--file")
    run("schema", "publish", "library/1", "--file", "library.json", "--to", "l.json", *HOME)
    stand.hand_in(run, "l.json", stand.scene.towns[0])
    run("schema", "publish", "birth/1", "--to", "s.json", *HOME)
    stand.hand_in(run, "s.json", stand.scene.towns[0])
    listed = {e["name"]: e for e in run("schema", "list", *HOME) if e["event"] == "schema"}
    assert listed["library/1"]["digest"] == base64url.encode(sha256(other).digest())
    [birth] = [each for each in load() if each.name == "birth"]
    assert listed["birth/1"]["digest"] == base64url.encode(sha256(birth.metadata).digest())
    run("schema", "retire", "birth/1", "--to", "r.json", *HOME)
    stand.hand_in(run, "r.json", stand.scene.towns[0])
    run("schema", "retire", "birth/1", "--to", "again.json", *HOME, status=1)


def test_a_policy_is_changed_by_three_of_four_and_shown_before_it_counts(
    run: Run, stand: Stand
) -> None:
    numbers = ("--q", "4", "--a", "4", "--k", "4")
    [drafted] = run("policy", "change", *numbers, "--to", "p.json", *HOME)
    assert (drafted["needed"], drafted["missing"]) == (3, 3)
    stand.sign("p.json", *stand.scene.towns[:2])
    [seen] = run("review", "p.json", "--signatures", "signatures", *HOME)
    assert (sorted(seen["signed"]), seen["missing"]) == (
        sorted(town.who for town in stand.scene.towns[:2]),
        1,
    )
    short = ("--signatures", "signatures", "--to", "short.json")
    [refused] = run("join", "p.json", *short, *HOME, status=1)
    assert refused["code"] == "ledger.threshold"
    stand.hand_in(run, "p.json", *stand.scene.towns[1:])
    now, coming = run("policy", "show", *HOME)
    assert (now["q"], coming["q"]) == (3, 4)
    assert instant_s(coming["from"]) >= stand.scene.at_s + 7 * DAY_S - 60


def test_a_member_is_suspended_by_two_others_and_reinstated(run: Run, stand: Stand) -> None:
    metz = stand.scene.towns[1]
    reason = ("--reason", "key-compromise")
    run("member", "suspend", metz.who, *reason, "--to", "s.json", *HOME)
    stand.hand_in(run, "s.json", *stand.scene.towns[2:])
    [listed] = [e for e in run("member", "list", *HOME) if e.get("who") == metz.who]
    assert "is_suspended" in listed["stands"]
    run("member", "reinstate", metz.who, *reason, "--to", "r.json", *HOME)
    stand.hand_in(run, "r.json", stand.scene.towns[0], stand.scene.towns[2])
    run("member", "expel", metz.who, *reason, "--to", "x.json", *HOME, status=1)


def test_a_key_is_put_under_suspicion_by_voters(run: Run, stand: Stand) -> None:
    metz = stand.scene.towns[1]
    since = ("--since", "2026-11-20")
    run("key", "suspect", str(metz.kid), *since, "--to", "k.json", *HOME)
    stand.hand_in(run, "k.json", stand.scene.towns[0], stand.scene.towns[2])
    keys = [e for e in run("key", "show", metz.who, *HOME) if e["event"] == "key"]
    assert [e["use"] for e in keys if e["suspected_from"]] == ["operation"]


def test_an_identity_whose_keys_are_lost_is_replaced_by_voters(run: Run, stand: Stand) -> None:
    run("key", "replace", stand.fifth.who, "--by", NAMES["metz"], "--to", "k.json", *HOME)
    stand.hand_in(run, "k.json", stand.scene.towns[0], stand.scene.towns[2])


def test_a_look_ends_with_3_while_nothing_can_be_published(run: Run, stand: Stand) -> None:
    home = Home.open(stand.root / HOME[1])
    run("status", *HOME)
    home.keep_attendance(Attendance(problem="store.unavailable"))
    [told] = [e for e in run("status", *HOME, status=3) if e["event"] == "status"]
    assert told["attendance"]["problem"] == "store.unavailable"


def test_the_log_key_changes_in_a_week_or_at_once_when_it_signs_too(
    run: Run, stand: Stand, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from livret_core.tlog.note import SignatureType, VerifierKey
    from tests.ledger_scene import ed25519

    other = VerifierKey.of(ORIGIN, SignatureType.ED25519, ed25519("the next log")).format()
    run("log", "rotate", "--key", other, "--to", "r.json", *HOME)
    stand.sign("r.json", *stand.scene.towns[:3])
    capsys.readouterr()
    assert (
        main(["ledger", "join", "r.json", "--signatures", "signatures", "--to", "j.json", *HOME])
        == 0
    )
    told = " ".join(capsys.readouterr().out.split())
    # Where the key is lost nobody takes it in.
    assert "recover --to FOLDER --rotate j.json --trust FILE" in told
    stand.hand_in(run, "r.json", *stand.scene.towns[:3])
    [shown] = run("log", "show", *HOME)
    assert shown["next_key"] == other
    [drafted] = run("log", "rotate", "--key", other, "--at-once", "--to", "now.json", *HOME)
    assert (drafted["needed"], drafted["missing"], drafted["and"]) == (3, 4, [ORIGIN])
    stand.sign("now.json", *stand.scene.towns[:3])
    [seen] = run("review", "now.json", "--signatures", "signatures", *HOME)
    assert seen["missing"] == 1
    [error] = run(
        "join", "now.json", "--signatures", "signatures", "--to", "no.json", *HOME, status=1
    )
    assert error["code"] == "ledger.threshold"
    draft = drafts.parse((stand.root / "now.json").read_bytes())
    signed = drafts.sign(draft, stand.scene.log_pen[2], by=ORIGIN, key_id=ORIGIN)
    (stand.root / "signatures" / "log.json").write_bytes(signed)
    run("join", "now.json", "--signatures", "signatures", "--to", "ready.json", *HOME)
    scene = stand.scene
    scene.apply(Operation.parse((stand.root / "ready.json").read_bytes()))
    assert scene.state.records["log"].key == other  # type: ignore[union-attr]  # a LogRecord
    [drafted] = run("log", "freeze", "--to", "f.json", *HOME)
    assert (drafted["needed"], drafted["and"]) == (3, [])


def test_a_signature_under_another_draft_is_named_and_refused(
    run: Run, stand: Stand, tmp_path: Path
) -> None:
    run("policy", "change", "--k", "3", "--to", "one.json", *HOME)
    run("policy", "change", "--k", "4", "--to", "other.json", *HOME)
    stand.sign("other.json", stand.scene.towns[0])
    words = ("--signatures", "signatures", *HOME)
    [refused] = run("review", "one.json", *words, status=1)
    assert refused["code"] == "ledger.other_draft"


def test_what_the_ledger_would_refuse_is_not_written(
    run: Run, stand: Stand, tmp_path: Path
) -> None:
    [refused] = run("policy", "change", "--q", "2", "--to", "p.json", *HOME, status=1)
    assert refused["code"] == "ledger.numbers"
    assert not (tmp_path / "p.json").exists()


def test_a_copy_that_nobody_vouches_for_is_read_and_said_to_be(run: Run, stand: Stand) -> None:
    *_, listed = run("member", "list", "--from", "public")
    assert listed["confirmed_by"] is None


def test_a_copy_of_another_ledger_is_not_drafted_against(
    run: Run, stand: Stand, tmp_path: Path
) -> None:
    raw = (tmp_path / "trust/1.json").read_bytes()
    (tmp_path / "other.json").write_bytes(raw.replace(b'"refuse_s":604800', b'"refuse_s":604801'))
    words = ("--from", "public", "--trust", "other.json")
    [refused] = run("policy", "change", "--k", "3", "--to", "p.json", *words, status=1)
    assert refused["code"] == "trust.signatures"
    assert not (tmp_path / "p.json").exists()


def _commands(program: Program) -> list[tuple[Program, Command]]:
    return [(program, command) for command in program.commands]


PAGES = [
    *_commands(LEDGER),
    *(pair for name in GROUPS for pair in _commands(LEDGER.groups[name]())),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("program", "command"), PAGES, ids=[f"{program.name} {one.name}" for program, one in PAGES]
)
def test_every_page_of_help_fits(program: Program, command: Command, language: Language) -> None:
    lines = program.help_lines([command.name, "--help"], language, plain=False)
    assert len(lines) <= 26
    assert [line for line in lines if len(line) > 80] == []
    assert len(command.examples) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", GROUPS)
def test_every_list_of_commands_fits(name: str, language: Language) -> None:
    lines = LEDGER.groups[name]().help_lines([], language, plain=False)
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_four_languages_say_the_same_things(language: Language) -> None:
    import re

    english, other = texts("en"), texts(language)
    assert english.keys() == other.keys()
    for name in english:
        fields = [set(re.findall(r"{(\w+)}", each[name])) for each in (english, other)]
        assert fields[0] == fields[1], name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "words",
    [
        ("member", "list"),
        ("policy", "show"),
        ("log", "show"),
        ("schema", "list"),
        ("key", "show", NAMES["metz"]),
        ("policy", "change", "--k", "3", "--to", "p.json"),
        ("member", "suspend", NAMES["metz"], "--reason", "unreachable", "--to", "p.json"),
    ],
    ids=" ".join,
)
def test_what_is_said_is_bounded_in_width(
    run: Run,
    stand: Stand,
    capsys: pytest.CaptureFixture[str],
    language: str,
    words: tuple[str, ...],
) -> None:
    assert main(["ledger", *words, *HOME, "--lang", language]) == 0
    said = capsys.readouterr().out
    # A key, a DID or an identifier is one word, there to be copied.
    assert [line for line in said.splitlines() if len(line) > 80 and " " in line.strip()] == []
    assert "witnesses" in said or "20" in said


def test_a_ledger_does_not_go_on_as_itself(run: Run, stand: Stand) -> None:
    words = ("--successor", ORIGIN, "--to", "end.json")
    [refused] = run("log", "freeze", *words, *HOME, status=2)
    assert (refused["code"], refused["facts"]["option"]) == ("usage.itself", "--successor")


@pytest.mark.parametrize(
    ("words", "code", "option"),
    [
        (("log", "freeze", "--successor", "not_a_host"), "usage.address", "--successor"),
        (("log", "rotate", "--key", "garbage"), "usage.log_key", "--key"),
        (("key", "replace", "fr-insee:80999", "--by", "fr-insee:80999"), "usage.itself", "--by"),
    ],
)
def test_what_is_typed_wrong_is_named(
    run: Run, stand: Stand, words: tuple[str, ...], code: str, option: str
) -> None:
    known = tuple(stand.scene.towns[0].who if word.startswith("fr-") else word for word in words)
    [refused] = run(*known, "--to", "new.json", *HOME, status=2)
    assert (refused["code"], refused["facts"]["option"]) == (code, option)


def test_a_place_that_no_right_can_be_for_is_told_as_such(run: Run, stand: Stand) -> None:
    words = (stand.fifth.who, "residency", "de-ags:05", "--until", "2027-06-30", "--to", "g.json")
    [refused] = run("accredit", "grant", *words, *HOME, status=2)
    assert refused["code"] == "usage.scope"

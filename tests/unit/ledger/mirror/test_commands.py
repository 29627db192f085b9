"""`livret ledger mirror` and `recover`, as they are typed."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from livret_core.encoding.timestamp import format_utc
from livret_core.errors import LivretError
from livret_core.ledger.head import verify
from livret_core.ledger.trust_chain import TAKEOVER_S
from livret_core.ledger.trust_root import GRACE_S, format_versions
from livret_core.sealing import FLOOR
from livret_core.words import LANGUAGES, Language
from livret_edge.program import Program
from livret_ledger.checking import check_store
from livret_ledger.mirror.cli import PROGRAM as MIRROR
from livret_ledger.mirror.cli import RECOVER, following, recovering
from livret_ledger.mirror.deciding import REFRESH_S
from livret_ledger.mirror.words import texts
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store.home import Home
from livret_ledger.store.keys import LOG_KEY, write_key
from livret_ledger.store.sqlite import SqliteStore
from tests.cheap_seals import cheap_seals
from tests.ledger_heads import Seen, next_root
from tests.ledger_works import Works

__all__ = ["cheap_seals"]

Run = Callable[..., list[dict[str, object]]]
PASSPHRASE = "four words to keep"


@pytest.fixture
def works(tmp_path: Path, cheap_seals: None, english: None) -> Works:
    (tmp_path / "works").mkdir()
    made = Works.founded(tmp_path / "works")
    with made.running() as (_, publisher):
        assert publisher.publish().has_quorum
    made.follow()
    (tmp_path / "trust.json").write_bytes(made.chain.newest.raw)
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n")
    (tmp_path / "another").write_text("four other words\n")
    write_key(tmp_path / "log.sealed", made.signer, PASSPHRASE.encode(), purpose=LOG_KEY, kdf=FLOOR)
    return made


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LIVRET_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def typed(
    works: Works,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., str]:
    """Type a command; what it says. Witnesses answer in this process, on the test's clock."""
    monkeypatch.chdir(tmp_path)
    for module in (following, recovering):
        monkeypatch.setattr(module, "post_with", lambda _fetcher: works.post)
        monkeypatch.setattr(module, "now_s", works.clock)

    def do(program: Program, *argv: str) -> str:
        assert program.run(argv) == 0
        return capsys.readouterr().out

    return do


@pytest.fixture
def run(typed: Callable[..., str]) -> Run:
    def do(program: Program, *argv: str) -> list[dict[str, object]]:
        return [json.loads(line) for line in typed(program, *argv, "--json").splitlines()]

    return do


FIRST = ("--home", "copy", "--from", "works/public", "--trust", "trust.json", "--once")
KNOWN = ("--home", "copy", "--once")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("program", [MIRROR, RECOVER])
def test_the_page_of_help_fits(program: Program, language: Language) -> None:
    lines = program.help_lines([], language, plain=False)
    assert [line for line in lines if len(line) > 80] == []
    assert len(lines) <= 26


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_four_languages_say_the_same_things(language: Language) -> None:
    english, other = texts("en"), texts(language)
    assert english.keys() == other.keys()
    for key in english:
        assert set(re.findall(r"{(\w+)}", english[key])) == set(re.findall(r"{(\w+)}", other[key]))


def test_trust_roots_handed_to_a_mirror_go_on_from_one_that_ended_long_ago(
    run: Run, works: Works, tmp_path: Path
) -> None:
    run(MIRROR, *FIRST)
    first, scene = works.chain.newest, works.scene
    joint = Seen(scene).head(at_s=scene.at_s)
    numbers = scene.policy.numbers
    second = next_root(first, scene, scene.towns, joint, by=scene.towns, numbers=numbers)
    (tmp_path / "roots.jsonl").write_bytes(format_versions((first, second)))
    works.clock.now_s = first.expires_s + GRACE_S + 1
    with pytest.raises(LivretError) as caught:
        run(MIRROR, *KNOWN, "--trust", "roots.jsonl")
    # There is no newer head in the play; the version is kept.
    assert caught.value.code != "trust.expired"
    assert (tmp_path / "copy/trust/2.json").read_bytes() == second.raw


def test_a_mirror_is_made_and_follows(run: Run, works: Works) -> None:
    size = len(works.leaves())
    [followed] = run(MIRROR, *FIRST)
    assert followed == {
        "event": "followed", "size": size, "time": format_utc(works.clock.now_s), "restored": 0, "grown": size,
    }  # fmt: skip
    [again] = run(MIRROR, *KNOWN)
    assert again["grown"] == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_does_is_said_in_words(
    typed: Callable[..., str], works: Works, language: Language
) -> None:
    told = typed(MIRROR, *FIRST, "--lang", language) + typed(MIRROR, *KNOWN, "--lang", language)
    works.clock.now_s += REFRESH_S
    told += typed(MIRROR, *KNOWN, "--lang", language)
    assert told.count("✓") == 5
    assert [line for line in told.splitlines() if len(line) > 80] == []


def test_it_keeps_the_head_fresh_when_the_ledger_is_gone(
    run: Run, works: Works, tmp_path: Path
) -> None:
    run(MIRROR, *FIRST)
    works.web.root.rename(tmp_path / "gone")
    (tmp_path / "works" / "public").mkdir()
    works.clock.now_s += REFRESH_S
    with pytest.raises(LivretError) as caught:
        MIRROR.run([*KNOWN, "--json"])
    assert caught.value.code == "file.unavailable"
    found = WebRoot(tmp_path / "copy" / "public").checkpoint()
    assert found is not None
    assert verify(found, works.chain).time_s == works.clock.now_s


def test_a_mirror_is_told_once_where_and_whom_to_believe(typed: Callable[..., str]) -> None:
    for missing in (["--home", "copy", "--once"], ["--home", "copy", "--from", "works/public"]):
        with pytest.raises(LivretError) as caught:
            MIRROR.run(missing)
        assert caught.value.code == "usage.missing"


def test_a_ledger_is_recovered_with_its_key(run: Run, works: Works, tmp_path: Path) -> None:
    run(MIRROR, *FIRST)
    [said] = run(
        RECOVER, "--from", "copy/public", "--trust", "trust.json", "--key", "log.sealed",
        "--to", "new", "--passphrase-file", "passphrase",
    )  # fmt: skip
    assert (said["event"], said["size"]) == ("recovered", len(works.leaves()))
    home = Home.open(tmp_path / "new")
    store = home.store(read_only=True)
    check_store(store)
    store.close()
    assert home.read_key(PASSPHRASE.encode()).seed == works.signer.seed
    assert WebRoot(home.public).checkpoint() == works.web.checkpoint()


def test_another_key_than_the_ledgers_recovers_nothing(
    typed: Callable[..., str], works: Works, tmp_path: Path
) -> None:
    other = works.scene.towns[0].key("witness")
    write_key(tmp_path / "other", other, PASSPHRASE.encode(), purpose=LOG_KEY, kdf=FLOOR)
    with pytest.raises(LivretError) as caught:
        RECOVER.run(
            ["--from", "works/public", "--trust", "trust.json", "--key", "other",
             "--to", "new", "--passphrase-file", "passphrase"]
        )  # fmt: skip
    assert caught.value.code == "ledger.log_key"
    assert not (tmp_path / "new").exists()


def test_whether_the_key_is_there_or_lost_is_said_by_who_types(typed: Callable[..., str]) -> None:
    base = ["--from", "works/public", "--trust", "trust.json", "--to", "new"]
    for more in ([], ["--key", "log.sealed", "--key-lost"]):
        with pytest.raises(LivretError) as caught:
            RECOVER.run([*base, *more])
        assert caught.value.code == "usage.missing"


@pytest.mark.parametrize("how", [("--key", "log.sealed"), ("--key-lost",)])
def test_what_could_be_gone_on_from_is_said_and_nothing_is_made(
    run: Run, typed: Callable[..., str], works: Works, tmp_path: Path, how: tuple[str, ...]
) -> None:
    before = sorted(tmp_path.rglob("*"))
    line = (
        "--from", "works/public", "--trust", "trust.json", *how, "--to", "new",
        "--passphrase-file", "passphrase", "--dry-run",
    )  # fmt: skip
    [said] = run(RECOVER, *line)
    begins = format_utc(works.clock.now_s + TAKEOVER_S) if how == ("--key-lost",) else None
    size = len(works.leaves())
    assert (said["event"], said["size"], said["from"]) == ("recoverable", size, begins)
    for language in LANGUAGES:
        assert texts(language)["dry_run"] in typed(RECOVER, *line, "--lang", language)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("how", [("--key", "log.sealed"), ("--key-lost",)])
def test_a_dry_run_finds_what_the_real_one_would_end_with(
    run: Run, tmp_path: Path, how: tuple[str, ...]
) -> None:
    """Its head is whole, and one of the entries under it was changed on the way."""
    line = (
        "--from", "works/public", "--trust", "trust.json", *how, "--to", "new",
        "--passphrase-file", "passphrase",
    )  # fmt: skip
    [bundle] = (
        path for path in (tmp_path / "works/public/tile/entries").rglob("*") if path.is_file()
    )
    raw = bundle.read_bytes()
    bundle.write_bytes(raw.replace(b'"type":"did.create"', b'"type":"did.creatf"', 1))
    codes = []
    for more in (("--dry-run",), ()):
        with pytest.raises(LivretError) as caught:
            run(RECOVER, *line, *more)
        codes.append(caught.value.code)
    assert codes[0] == codes[1] == "ledger.tiles"
    bundle.write_bytes(raw)
    assert run(RECOVER, *line, "--dry-run")[0]["event"] == "recoverable"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--to", "works"), "home.exists"),
        (("--to", "trust.json"), "home.unavailable"),
        (("--key", "nowhere"), "usage.no_file"),
        (("--key", "trust.json"), "home.malformed"),
        (("--trust", "nowhere"), "usage.no_file"),
        (("--trust", "log.sealed"), "usage.trust"),
        (("--store", "db.example"), "usage.store"),
        (("--passphrase-file", "nowhere"), "usage.no_file"),
        (("--passphrase-file", "another"), "vault.passphrase"),
    ],
)
def test_what_was_typed_is_looked_at_before_anybody_is_asked(
    typed: Callable[..., str], monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...], code: str
) -> None:
    def asked(*_arguments: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(recovering, "reading", asked)
    line = {
        "--from": "https://mirror.example", "--trust": "trust.json", "--key": "log.sealed",
        "--to": "new", "--passphrase-file": "passphrase",
    }  # fmt: skip
    line |= {more[0]: more[1]}
    with pytest.raises(LivretError) as caught:
        RECOVER.run([word for pair in line.items() for word in pair])
    assert caught.value.code == code


@pytest.mark.parametrize("more", [0, 1])
def test_a_server_that_holds_more_than_the_copy_is_not_touched(
    typed: Callable[..., str], works: Works, monkeypatch: pytest.MonkeyPatch, more: int
) -> None:
    monkeypatch.setattr(Home, "take_up", lambda _home, _first: SqliteStore.open(works.path))
    with works.writing() as sequencer:
        for leaf in works.schemas(more):
            sequencer.submit(leaf)
    before = works.leaves()
    line = (
        "--from", "works/public", "--trust", "trust.json", "--key", "log.sealed",
        "--to", "new", "--passphrase-file", "passphrase",
    )  # fmt: skip
    if more:
        with pytest.raises(LivretError) as caught:
            RECOVER.run(line)
        assert caught.value.code == "store.has_ledger"
    else:
        typed(RECOVER, *line)
    assert works.leaves() == before


def test_a_new_key_goes_where_the_folder_says(typed: Callable[..., str]) -> None:
    more = ("--to", "new", "--trust", "trust.json", "--store", "postgresql://db.example/ledger")
    with pytest.raises(LivretError) as caught:
        RECOVER.run([*more, "--rotate", "rotate.json"])
    assert caught.value.code == "usage.arguments"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_prepared_is_said_in_words(typed: Callable[..., str], language: Language) -> None:
    told = typed(
        RECOVER, "--from", "works/public", "--trust", "trust.json", "--key-lost", "--to", "new",
        "--passphrase-file", "passphrase", "--lang", language,
    )  # fmt: skip
    assert texts(language)["not_before"] in told
    wide = [line for line in told.splitlines() if len(line) > 80 and "+" not in line]
    assert wide == []


def test_a_ledger_whose_key_is_lost_goes_on_as_its_members_say(
    run: Run, works: Works, tmp_path: Path
) -> None:
    from livret_core.ledger import draft, root_draft

    [said] = run(
        RECOVER, "--from", "works/public", "--trust", "trust.json", "--key-lost", "--to", "new",
        "--passphrase-file", "passphrase",
    )  # fmt: skip
    size, scene = len(works.leaves()), works.scene
    assert said["from"] == format_utc(works.clock.now_s + TAKEOVER_S)
    rotate = draft.parse(Path(str(said["rotate"])).read_bytes())
    assert (rotate.body["key"], rotate.issued_at_s) == (said["key"], scene.at_s)
    (tmp_path / "rotate.json").write_bytes(scene.sign(rotate, *scene.towns[:3]).leaf)
    second = root_draft.parse(Path(str(said["trust"])).read_bytes())
    signed = second.signed([town.pen[2] for town in scene.towns[:3]])
    assert signed.index == size
    roots = [works.chain.newest.raw, signed.raw]
    (tmp_path / "trust-2.json").write_bytes(b"".join(raw + b"\n" for raw in roots))
    again = (
        "--to", "new", "--rotate", "rotate.json", "--trust", "trust-2.json",
        "--passphrase-file", "passphrase",
    )  # fmt: skip
    with pytest.raises(LivretError) as caught:
        RECOVER.run([*again, "--json"])
    assert caught.value.code == "trust.not_yet"
    works.clock.now_s += TAKEOVER_S
    [would] = run(RECOVER, *again, "--dry-run")
    assert (would["size"], would["dry_run"]) == (size, True)
    [taken] = run(RECOVER, *again)
    assert (taken["event"], taken["size"]) == ("taken_over", size + 2)

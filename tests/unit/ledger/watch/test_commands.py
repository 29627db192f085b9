"""`livret ledger watch`, as it is typed."""

import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from livret_core.errors import LivretError, MalformedInput
from livret_core.ledger.operation import Operation
from livret_core.words import LANGUAGES, Language, explain_error
from livret_ledger.store.sqlite import SqliteStore
from livret_ledger.watch import cli
from livret_ledger.watch.cli import PROGRAM
from livret_ledger.watch.service.looking import Watch
from livret_ledger.watch.words import texts
from tests.ledger_scene import ORIGIN
from tests.times_told import instant_s
from tests.watched import QUIET_S, WatchedName

Run = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def name(tmp_path: Path) -> WatchedName:
    made = WatchedName(tmp_path)
    (tmp_path / "trust.jsonl").write_bytes(made.trust)
    lines = [json.dumps({"event": "operation", "id": each}) for each in sorted(made.journal)]
    (tmp_path / "journal.jsonl").write_text("\n".join(lines) + "\n")
    return made


@pytest.fixture
def run(
    name: WatchedName, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Look once; status and events."""
    monkeypatch.chdir(name.root)

    def do(*more: str, now_s: int | None = None) -> tuple[int, list[dict[str, Any]]]:
        monkeypatch.setattr(cli, "now_s", lambda: name.now_s if now_s is None else now_s)
        capsys.readouterr()
        status = PROGRAM.run(
            [
                "--did", name.did, "--journal", "journal.jsonl", "--home", "watch", "--from",
                "published", "--trust", "trust.jsonl", "--once", "--json", *more,
            ]
        )  # fmt: skip
        return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return do


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_help_fits(language: Language) -> None:
    lines = PROGRAM.help_lines([], language, plain=False)
    assert len(lines) <= 24
    assert [line for line in lines if len(line) > 80] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_four_languages_say_the_same_things(language: Language) -> None:
    english, other = texts("en"), texts(language)
    assert english.keys() == other.keys()
    for key in english:
        assert set(re.findall(r"{(\w+)}", english[key])) == set(re.findall(r"{(\w+)}", other[key]))


def test_a_quiet_name_ends_with_0(name: WatchedName, run: Run) -> None:
    status, [looked] = run()
    assert (status, looked["event"], looked["size"]) == (0, "looked", len(name.scene.leaves))
    assert (looked["found"], looked["open"]) == (0, [])


def test_a_theft_is_told_once_and_stays_an_alarm_until_it_is_answered(
    name: WatchedName, run: Run
) -> None:
    index = name.steal()
    name.publish()
    status, [alert, looked] = run()
    assert (status, alert["event"], alert["index"], alert["kind"]) == (1, "alert", index, "theft")
    assert looked["open"] == [index]
    status, [looked] = run()
    assert (status, looked["open"], looked["found"]) == (1, [index], 0)
    with (name.root / "journal.jsonl").open("a") as file:
        file.write("\n" + Operation.parse(name.scene.leaves[index]).id + "\n")
    assert run()[0] == 0


def test_all_since_an_entry_is_told_whoever_made_it_and_however_often(
    name: WatchedName, run: Run
) -> None:
    stolen = name.steal()
    name.publish()
    run()
    status, events = run("--since", "0")
    *entries, looked = events
    assert (status, looked["event"]) == (1, "looked")
    assert {each["event"] for each in entries} == {"entry"}
    assert {each["index"]: each["known"] for each in entries}[stolen] is False
    own = [each for each in entries if each["known"]]
    assert own
    assert {each["id"] for each in own} <= name.journal
    assert all(instant_s(each["after"]) < name.now_s for each in entries)
    assert [each.get("index") for each in run("--since", str(stolen))[1]] == [stolen, None]
    assert [each["event"] for each in run("--since", str(stolen + 1))[1]] == ["looked"]


def test_since_a_day_means_since_the_entries_that_may_be_of_it(name: WatchedName, run: Run) -> None:
    name.publish()
    stolen = name.steal()
    name.publish()
    run()
    after = {each["index"]: instant_s(each["after"]) for each in run("--since", "0")[1][:-1]}

    def since(at_s: int) -> list[int]:
        instant = datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return [each["index"] for each in run("--since", instant)[1][:-1]]

    after_s = after[stolen]
    assert since(after_s + 1) == [stolen]
    # Behind the last word on the time before that.
    assert since(after_s) == [stolen]
    earlier_s = max(each_s for each_s in after.values() if each_s < after_s)
    assert since(earlier_s + 1) == [index for index, each_s in after.items() if each_s >= earlier_s]
    assert since(name.now_s + 1) == []
    assert since(0) == list(after)


@pytest.mark.parametrize("typed", ["yesterday", "-1", "9" * 17])
def test_what_is_neither_an_entry_nor_a_time_is_said(run: Run, typed: str) -> None:
    with pytest.raises(LivretError) as caught:
        run(f"--since={typed}")
    assert caught.value.code in {"usage.time", "usage.range"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_since_is_said_in_words(
    name: WatchedName,
    language: Language,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(name.root)
    stolen = name.steal()
    name.publish()
    monkeypatch.setattr(cli, "now_s", lambda: name.now_s)
    words = (
        "--did", name.did, "--journal", "journal.jsonl", "--home", "w", "--from", "published",
        "--trust", "trust.jsonl", "--lang", language, "--since",
    )  # fmt: skip
    assert PROGRAM.run([*words, "0"]) == 1
    assert PROGRAM.run([*words, str(stolen + 1)]) == 1
    out = capsys.readouterr().out
    assert texts(language)["known"] in out
    assert texts(language)["not_known"] in out
    assert texts(language)["since_none"].format(index=stolen + 1) in out.replace("\n  ", " ")
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_theft_is_said_in_words(
    name: WatchedName,
    language: Language,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(name.root)
    name.steal()
    name.publish()
    monkeypatch.setattr(cli, "now_s", lambda: name.now_s)
    assert PROGRAM.run(
        [
            "--did", name.did, "--journal", "journal.jsonl", "--home", "w", "--from", "published",
            "--trust", "trust.jsonl", "--once", "--lang", language,
        ]
    )  # fmt: skip
    out = capsys.readouterr().out
    assert "did.update" in out
    assert "recover-identity" in out
    assert max(map(len, out.splitlines())) <= 80


def test_a_ledger_that_cannot_be_read_is_told_apart(name: WatchedName, run: Run) -> None:
    run()
    (name.published / "checkpoint").unlink()
    with pytest.raises(LivretError) as caught:
        run()
    assert (caught.value.branch, caught.value.code) == ("unavailable", "file.unavailable")


def test_a_silent_ledger_is_told_with_the_time_of_the_last_word(
    name: WatchedName, run: Run
) -> None:
    run()
    with pytest.raises(LivretError) as caught:
        run(now_s=name.now_s + QUIET_S + 1)
    assert caught.value.code == "watch.silent"
    assert caught.value.facts == {"since_s": name.now_s}


def test_a_program_reads_the_alert_from_its_input(name: WatchedName, run: Run) -> None:
    index = name.steal()
    name.publish()
    program = "import sys; open('told', 'a').write(repr(sys.argv[1:]) + sys.stdin.read())"
    status, _ = run("--exec", f'{sys.executable} -c "{program}" $HOME ; no shell')
    assert status == 1
    assert (name.root / "told").exists(), "a shell read it"
    told = (name.root / "told").read_text()
    assert told.startswith("['$HOME', ';', 'no', 'shell']")
    assert json.loads(told.partition("]")[2])["index"] == index


class Ended(Exception):
    """The test has seen enough."""


@pytest.fixture
def keep_watching(
    name: WatchedName, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[list[float], str, str]]:
    """Look again and again, doing one thing in each pause; the pauses, and what was told."""

    def do(
        *between: Callable[[], object], more: Sequence[str] = ()
    ) -> tuple[list[float], str, str]:
        left, pauses, plain = list(between), [], time.sleep

        def sleep(seconds: float) -> None:
            if seconds < 1:  # somebody waits for a program
                plain(seconds)
                return
            pauses.append(seconds)
            if not left:
                raise Ended
            left.pop(0)()

        monkeypatch.chdir(name.root)
        monkeypatch.setattr(cli, "now_s", lambda: name.now_s)
        monkeypatch.setattr(time, "sleep", sleep)
        with pytest.raises(Ended):
            PROGRAM.run(
                [
                    "--did", name.did, "--journal", "journal.jsonl", "--home", "watch", "--from",
                    "published", "--trust", "trust.jsonl", "--json", "--every", "1800", *more,
                ]
            )  # fmt: skip
        return pauses, *capsys.readouterr()

    return do


def test_a_watch_that_goes_on_tells_what_comes(
    name: WatchedName, keep_watching: Callable[..., tuple[list[float], str, str]]
) -> None:
    def theft() -> None:
        name.steal()
        name.publish()

    pauses, out, err = keep_watching(theft, lambda: None)
    events = [json.loads(line)["event"] for line in out.splitlines()]
    assert events == ["looked", "alert", "looked", "looked"]
    assert (pauses, err) == ([1800, 1800, 1800], "")


def test_a_watch_goes_on_when_it_could_not_look_and_says_so_once(
    name: WatchedName, keep_watching: Callable[..., tuple[list[float], str, str]]
) -> None:
    away = name.root / "away"

    def back() -> None:
        away.rename(name.published)

    _, out, err = keep_watching(
        lambda: name.published.rename(away), lambda: None, back, lambda: None
    )
    assert [json.loads(line)["event"] for line in out.splitlines()] == ["looked"] * 3
    assert err.count("usage.no_folder") == 1


def test_what_nobody_took_is_tried_again_soon(
    name: WatchedName, keep_watching: Callable[..., tuple[list[float], str, str]]
) -> None:
    name.steal()
    name.publish()
    pauses, _, err = keep_watching(lambda: None, more=("--exec", "false"))
    assert pauses == [60, 60]
    assert err.count("watch.untold") == 1


def test_a_program_that_fails_is_told_and_tried_again(name: WatchedName, run: Run) -> None:
    name.steal()
    name.publish()
    for program, owed in (("false", 1), ("false", 1), ("true", 0)):
        assert run("--exec", program)[0] == 1
        with Watch.held(name.root / "watch") as held:
            assert len(held.memory.owed()) == owed


@pytest.mark.parametrize("program", ["'", ""])
def test_a_program_that_cannot_be_read_is_a_matter_of_typing(run: Run, program: str) -> None:
    with pytest.raises(LivretError) as caught:
        run("--exec", program)
    assert caught.value.code == "usage.no_value"


def test_an_address_to_post_to_is_https(run: Run) -> None:
    with pytest.raises(LivretError) as caught:
        run("--webhook", "http://town.example/alert")
    assert (caught.value.code, caught.value.facts["option"]) == ("usage.url", "--webhook")


def test_an_address_inside_is_not_posted_to_and_stays_owed(name: WatchedName, run: Run) -> None:
    name.steal()
    name.publish()
    inside = ("--webhook", "https://localhost/alert")
    for _ in range(2):
        assert run(*inside)[0] == 1
    with Watch.held(name.root / "watch") as held:
        assert len(held.memory.owed()) == 1


@pytest.mark.parametrize("line", ["short", '{"event": "operation"}', '{"id": 7}', "{", "é" * 43])
def test_a_journal_with_anything_else_is_refused(name: WatchedName, run: Run, line: str) -> None:
    with (name.root / "journal.jsonl").open("a") as file:
        file.write(line + "\n")
    with pytest.raises(LivretError) as caught:
        run()
    assert caught.value.code == "watch.journal"
    assert caught.value.facts == {"line": 1 + len(name.journal)}
    for language in LANGUAGES:  # which line, and whose folder writes it
        told = explain_error(caught.value, language)
        assert f" {1 + len(name.journal)} " in told.what
        assert "--json --home " in told.step


def test_by_a_wrong_journal_nobody_is_told_of_a_theft(name: WatchedName, run: Run) -> None:
    path = name.root / "journal.jsonl"
    event = {"id": min(name.journal), "record": "did/did:webvh:QmOther:ledger.example:metz"}
    path.write_text(json.dumps(event) + "\n")
    with pytest.raises(MalformedInput) as caught:
        run()
    assert caught.value.code == "watch.other_journal"


def test_a_journal_of_bare_ids_is_read(name: WatchedName, run: Run) -> None:
    (name.root / "journal.jsonl").write_text("\n\n".join(name.journal))
    assert run()[0] == 0


def test_attack_43_what_a_journal_calls_unanswered_is_told_on(name: WatchedName, run: Run) -> None:
    index = name.steal()
    name.publish()
    event = {"id": Operation.parse(name.scene.leaves[index]).id, "stand": "unanswered"}
    with (name.root / "journal.jsonl").open("a") as file:
        file.write(json.dumps(event) + "\n")
    assert run()[1][-1]["open"] == [index]


def test_a_copy_that_is_gone_is_made_anew_and_nothing_is_told_twice(
    name: WatchedName, run: Run
) -> None:
    index = name.steal()
    name.publish()
    run()
    for each in (name.root / "watch").glob("replica.db*"):
        each.unlink()
    status, [looked] = run()
    assert (status, looked["open"]) == (1, [index])


@pytest.mark.parametrize("file", ["replica.db", "watch.db"])
def test_a_file_of_a_watch_that_cannot_be_used_is_named(
    name: WatchedName, run: Run, file: str
) -> None:
    run()
    for each in (name.root / "watch").glob(f"{file}*"):
        each.unlink()
    (name.root / "watch" / file).write_bytes(b"another thing")
    with pytest.raises(LivretError) as caught:
        run()
    assert (caught.value.code, caught.value.facts["file"]) == ("watch.damaged", f"watch/{file}")


def test_a_watch_whose_memory_is_gone_is_not_begun_again_without_a_word(
    name: WatchedName, run: Run
) -> None:
    run()
    for each in (name.root / "watch").glob("watch.db*"):
        each.unlink()
    with pytest.raises(LivretError) as caught:
        run()
    assert (caught.value.code, caught.value.facts["file"]) == ("watch.damaged", "watch/watch.db")


def test_twin_a_beginning_that_was_cut_short_is_begun_again(name: WatchedName, run: Run) -> None:
    """It had read nothing yet: nothing is forgotten."""
    (name.root / "watch").mkdir(mode=0o700)
    SqliteStore.create(name.root / "watch" / "replica.db", ORIGIN).close()
    assert run()[0] == 0


def test_a_watch_begins_with_somebodys_word_for_the_ledger(
    name: WatchedName, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(name.root)
    argv = ["--did", name.did, "--journal", "journal.jsonl", "--home", "w", "--from", "published"]
    with pytest.raises(LivretError) as caught:
        PROGRAM.run([*argv, "--once"])
    assert (caught.value.code, caught.value.facts["option"]) == ("usage.missing", "--trust")
    assert not (name.root / "w").exists()

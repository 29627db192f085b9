"""What only shows a ledger says so where desks and wallets would refuse it, and ends as they do."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from livret_core.encoding.timestamp import format_utc
from livret_core.ledger import head as heads
from livret_core.ledger.head import CosignedHead
from livret_ledger.cli import believing, looking
from livret_ledger.store.home import Home
from livret_town.command import main
from tests.ledger_scene import DAY_S, ORIGIN
from tests.ledger_works import Works
from tests.typed import Run, run

__all__ = ["run"]

COPY = ("--from", "public", "--trust", "trust.jsonl")
LOOKING = [
    ("status", *COPY),
    ("status", "--home", "."),
    ("explain", "0", *COPY),
    ("member", "list", *COPY),
    ("schema", "list", *COPY),
    ("policy", "show", *COPY),
    ("log", "show", *COPY),
]


@pytest.fixture
def works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Works:
    made = Works.founded(tmp_path)
    with made.running() as (_, publisher):
        assert publisher.publish().has_quorum
    (tmp_path / "ledger.json").write_text(f'{{"version":1,"origin":"{ORIGIN}"}}')
    Home.open(tmp_path).keep_trust(made.chain.roots)
    (tmp_path / "trust.jsonl").write_bytes(made.chain.newest.raw + b"\n")
    monkeypatch.setattr(believing, "now_s", made.clock)
    return made


def refused(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each["readers_refuse"] for each in events if "readers_refuse" in each]


@pytest.mark.parametrize("command", LOOKING, ids=lambda words: " ".join(words[:2]))
def test_a_list_of_members_that_ended_is_told_and_ends_as_verify_does(
    works: Works, run: Run, command: tuple[str, ...]
) -> None:
    end_s = works.clock.now_s = works.chain.newest.expires_s
    *told, error = run(*command, status=3)
    assert error["code"] == "trust.expired"
    assert {"code": "trust.expired", "since": format_utc(end_s), "until": None} in refused(told)


@pytest.mark.parametrize("command", LOOKING, ids=lambda words: " ".join(words[:2]))
def test_twin_before_it_ends_nothing_is_said(
    works: Works, run: Run, command: tuple[str, ...]
) -> None:
    works.clock.now_s = works.chain.newest.expires_s - 1
    assert refused(run(*command)) == []


@pytest.fixture
def waited_for(works: Works, monkeypatch: pytest.MonkeyPatch) -> int:
    """Another log key, for which the old one did not sign: until when readers wait."""
    from_s = works.clock.now_s + 7 * DAY_S
    verify = heads.verify

    def later(*given: Any) -> CosignedHead:
        return replace(verify(*given), counts_from_s=from_s, seal=heads._SEAL)

    monkeypatch.setattr(heads, "verify", later)
    return from_s


def test_the_week_after_a_lost_key_is_told(works: Works, run: Run, waited_for: int) -> None:
    *told, error = run("status", *COPY, status=3)
    wanted = {"code": "trust.not_yet", "since": None, "until": format_utc(waited_for)}
    assert (error["code"], refused(told)) == ("trust.not_yet", [wanted])
    works.clock.now_s = waited_for
    assert refused(run("status", *COPY)) == []


@pytest.mark.parametrize("command", LOOKING, ids=lambda words: " ".join(words[:2]))
def test_a_head_that_is_dated_after_the_clock_here_is_told_and_ends_as_verify_does(
    works: Works, run: Run, command: tuple[str, ...]
) -> None:
    read_s = works.clock.now_s - heads.CLOCK_AHEAD_S
    works.clock.now_s = read_s - DAY_S
    *told, error = run(*command, status=3)
    wanted = {"code": "ledger.clock", "since": None, "until": format_utc(read_s)}
    assert (error["code"], refused(told)[0]) == ("ledger.clock", wanted)
    works.clock.now_s = read_s
    assert refused(run(*command)) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "3 days ahead of the clock here"),
        ("fr", "3 jours d'avance sur l'horloge d'ici"),
        ("nl", "3 dagen voor op de klok hier"),
        ("de", "3 Tage voraus (nach der Uhr hier)"),
    ],
)
def test_such_a_head_is_not_said_to_be_new(
    works: Works,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
    words: str,
) -> None:
    assert run("status", *COPY)
    monkeypatch.setattr(looking, "now_s", works.clock)
    works.clock.now_s -= 3 * DAY_S + 3_600
    assert main(["ledger", "status", *COPY, "--lang", language]) == 3
    said = " ".join(capsys.readouterr().out.split())
    assert words in said


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "refuse this since"),
        ("fr", "refusent ceci depuis"),
        ("nl", "weigeren dit sinds"),
        ("de", "lehnen dies ab seit"),
    ],
)
def test_it_is_said_in_words(
    works: Works, run: Run, capsys: pytest.CaptureFixture[str], language: str, words: str
) -> None:
    works.clock.now_s = works.chain.newest.expires_s
    for command in (("status", *COPY), ("member", "list", *COPY)):
        assert main(["ledger", *command, "--lang", language]) == 3
        said = " ".join(capsys.readouterr().out.split())
        assert words in said
        assert "(trust.expired)" in said

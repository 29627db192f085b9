"""What is judged of a machine."""

import string
from dataclasses import replace
from typing import Any, get_args

import pytest

from livret_core.words import LANGUAGES, Language
from livret_town.diagnosis import (
    EARLIEST_S,
    Finding,
    Folder,
    Machine,
    Obstacle,
    Place,
    diagnose,
    diagnose_place,
)
from livret_town.doctor import lines_of
from livret_town.words.doctor import texts

NOW_S = 1_795_000_000
WELL = Machine(
    python=(3, 11, 7),
    missing=(),
    cryptography="OpenSSL 3.5.0",
    sodium="PyNaCl 1.6.2",
    sqlite=(3, 40, 1),
    encoding="utf-8",
    shell_finds=True,
    now_s=NOW_S,
    newest_s=NOW_S - 1,
    free_bytes=1 << 40,
    memory_bytes=1 << 40,
    homes={
        "wallet": Folder(
            "/data/wallet", exists=True, in_the_way=False, writable=True, others_read=False
        )
    },
    programs={"git": True},
)
BROKEN: list[tuple[dict[str, Any], str, bool]] = [
    ({"python": (3, 10, 9)}, "python.bad", True),
    ({"missing": ("httpx",)}, "packages.bad", True),
    ({"cryptography": None}, "openssl.bad", True),
    ({"sodium": None}, "libsodium.bad", True),
    ({"sqlite": (3, 30, 9)}, "sqlite.bad", True),
    ({"now_s": EARLIEST_S - 1, "newest_s": None}, "clock.before", True),
    ({"newest_s": NOW_S + 301}, "clock.behind", True),
    ({"free_bytes": 200 << 20}, "disk.bad", True),
    ({"memory_bytes": 256 << 20}, "memory.bad", True),
    ({"encoding": "latin-1"}, "terminal.bad", False),
    ({"shell_finds": False}, "shell.bad", False),
    ({"programs": {"git": True, "node": False}}, "programs.bad", False),
    ({"port_free": False}, "port.bad", False),
]
LEDGER = Place("ledger.livret.test", 8444, at="https://ledger.livret.test:8444")
FOLDERS = [
    ({"exists": False}, "home.none", True, True),
    ({"exists": False, "in_the_way": True}, "home.in_the_way", False, True),
    ({"writable": False}, "home.closed", False, True),
    ({"exists": False, "writable": False}, "home.closed", False, True),
    ({"others_read": True}, "home.open", False, False),
]


def home(**changes: Any) -> Machine:
    return replace(WELL, homes={"wallet": replace(WELL.homes["wallet"], **changes)})


def every() -> list[Finding]:
    machines = [
        WELL,
        *(replace(WELL, **changes) for changes, _, _ in BROKEN),
        *(home(**changes) for changes, _, _, _ in FOLDERS),
    ]
    found = {finding.state: finding for machine in machines for finding in diagnose(machine)}
    obstacles = [None, *get_args(Obstacle)]
    known: dict[str, Any] = {"at_s": NOW_S, "theirs_s": NOW_S, "trust": "t.jsonl"}
    places = [replace(LEDGER, obstacle=each, **known) for each in obstacles]
    for finding in map(diagnose_place, [LEDGER, *places]):
        found[finding.state] = finding
    return list(found.values())


def test_a_machine_that_is_well_has_nothing_to_mend() -> None:
    assert [finding for finding in diagnose(WELL) if not finding.good] == []


@pytest.mark.parametrize(("changes", "state", "needed"), BROKEN, ids=[one[1] for one in BROKEN])
def test_each_thing_that_is_not_well_is_found_alone(
    changes: dict[str, Any], state: str, *, needed: bool
) -> None:
    [bad] = [finding for finding in diagnose(replace(WELL, **changes)) if not finding.good]
    assert (bad.state, bad.needed) == (state, needed)


@pytest.mark.parametrize(("changes", "state", "good", "needed"), FOLDERS)
def test_a_home_is_looked_at(
    changes: dict[str, Any], state: str, *, good: bool, needed: bool
) -> None:
    [found] = [one for one in diagnose(home(**changes)) if one.name == "home.wallet"]
    assert (found.state, found.good, found.needed) == (state, good, needed)


@pytest.mark.parametrize("newest_s", [None, NOW_S, NOW_S + 300])
def test_a_file_a_little_ahead_says_nothing_against_the_clock(newest_s: int | None) -> None:
    found = {one.name: one for one in diagnose(replace(WELL, newest_s=newest_s))}
    assert found["clock"].good


def test_memory_that_the_system_does_not_tell_is_not_judged() -> None:
    names = {finding.name for finding in diagnose(replace(WELL, memory_bytes=None))}
    assert "memory" not in names


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_its_words_and_none_is_left_over(language: Language) -> None:
    assert texts(language).states.keys() == {finding.state for finding in every()}
    named = {finding.name for finding in every()} | {"home.issuer", "home.verify"}
    assert texts(language).names.keys() == named


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_well_comes_with_its_cause_and_its_remedy(language: Language) -> None:
    for finding in every():
        said = texts(language).states[finding.state]
        assert (bool(said.cause), bool(said.remedy)) == (not finding.good, not finding.good)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_four_languages_say_the_same_facts(language: Language) -> None:
    def fields(of: Language, state: str) -> set[str]:
        said = texts(of).states[state]
        text = said.state + said.cause + said.remedy
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    states = texts("en").states
    assert [state for state in states if fields(language, state) != fields("en", state)] == []


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_fits_the_terminal(language: Language, *, plain: bool) -> None:
    widest = 72 if plain else 80
    for finding in every():
        lines = list(lines_of(finding, language, plain=plain))
        # What is to be pasted is one line: with an address and a file in it, a longer one.
        told = [line for line in lines if not ("--from https://" in line and "--trust" in line)]
        assert max(map(len, told)) <= widest, finding.state
        assert len(lines) - len(told) <= 1
        if plain:
            assert {"✓", "✗", "!"}.isdisjoint("".join(line[:1] for line in lines))


def test_a_path_can_be_pasted_and_cannot_act_on_the_terminal() -> None:
    folder = replace(WELL.homes["wallet"], path="/da ta/\x1b[2J", others_read=True)
    machine = replace(WELL, homes={"wallet": folder})
    [found] = [one for one in diagnose(machine) if one.name == "home.wallet"]
    shown = "\n".join(lines_of(found, "en"))
    assert "chmod 700 '/da ta/" in shown
    assert "\x1b" not in shown


def test_the_clock_is_said_in_words() -> None:
    [found] = [one for one in diagnose(WELL) if one.name == "clock"]
    assert next(lines_of(found, "fr")).startswith("✓ horloge       18 novembre 2026")

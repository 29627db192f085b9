import subprocess
from pathlib import Path

import pytest

from livret_core.errors import Fact, MalformedInput
from livret_core.words.manner import Manner
from livret_edge.arguments import (
    SPEAKING,
    Argument,
    Asked,
    choice,
    language_asked,
    parse,
    path,
    place,
    url,
    whole,
)

ARGUMENTS = (
    Argument("--type", "type", required=True, by_place=True),
    Argument("--from", "file", path, required=True, key="source"),
    Argument("--copies", "number", whole(1, lambda: 100), default=10),
    Argument("--colour", "name", choice("red", "blue")),
    Argument("--dry-run", default=False),
    Argument("--at", "url", url),
    Argument("--copy", "place", place),
    Argument("--home", "folder", path, default=lambda: Path("found")),
    *SPEAKING,
)
GOOD = ("residency", "--from", "list.csv")


def read(*argv: str) -> Asked:
    return parse(ARGUMENTS, argv, Manner())


def wrong(*argv: str) -> tuple[str, dict[str, Fact]]:
    with pytest.raises(MalformedInput) as caught:
        read(*argv)
    return caught.value.code, dict(caught.value.facts)


def test_what_was_typed_is_read() -> None:
    asked = read(*GOOD, "--copies", "3", "--dry-run")
    assert (asked.type, asked.source, asked.copies, asked.dry_run) == (
        "residency", Path("list.csv"), 3, True,
    )  # fmt: skip


def test_what_was_not_typed_has_its_default() -> None:
    asked = read(*GOOD)
    assert (asked.copies, asked.dry_run, asked.colour, asked.home) == (
        10, False, None, Path("found"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "argv",
    [
        ("--from", "list.csv", "residency"),
        ("--from=list.csv", "--type=residency"),
        ("--type", "residency", *GOOD),
        ("--from", "list.csv", "--", "residency"),
    ],
)
def test_a_value_may_stand_by_its_place_or_by_its_option(argv: tuple[str, ...]) -> None:
    assert (read(*argv).type, read(*argv).source) == ("residency", Path("list.csv"))


def test_said_twice_and_differently_is_neither() -> None:
    assert wrong(*GOOD, "--type", "birth") == ("usage.contradiction", {"option": "--type"})


def test_a_value_may_hold_an_equals_sign_or_begin_with_a_dash() -> None:
    assert read(*GOOD[:1], "--from=a=b").source == Path("a=b")
    assert read(*GOOD[:1], "--from", "-").source == Path("-")


def test_an_option_that_is_not_there_is_named() -> None:
    told = {"option": "--form", "near": "--from"}
    assert wrong(*GOOD, "--form=x") == ("usage.option_unknown", told)
    assert wrong(*GOOD, "--zzz") == ("usage.option_unknown", {"option": "--zzz"})


def test_a_number_below_zero_is_a_word_and_no_option() -> None:
    assert wrong(*GOOD, "-1") == ("usage.too_many", {"place": 2, "takes": 1})
    assert wrong(*GOOD, "-1x") == ("usage.option_unknown", {"option": "-1x"})
    assert wrong(*GOOD, "-\u0663") == ("usage.option_unknown", {"option": "-\u0663"})


def test_no_option_is_guessed_from_its_beginning() -> None:
    told = {"option": "--dry", "near": "--dry-run"}
    assert wrong(*GOOD, "--dry") == ("usage.option_unknown", told)


def test_a_word_too_many_is_named_by_its_place_and_not_quoted() -> None:
    """It may be a name, or a secret in the wrong place."""
    assert wrong(*GOOD, "Camille") == ("usage.too_many", {"place": 2, "takes": 1})


def test_all_that_is_missing_is_named_at_once() -> None:
    assert wrong() == ("usage.missing", {"option": "--type, --from"})


@pytest.mark.parametrize("argv", [("--from",), ("--from", "--dry-run")])
def test_an_option_without_its_value_is_named(argv: tuple[str, ...]) -> None:
    assert wrong("residency", *argv) == ("usage.no_value", {"option": "--from"})


def test_a_flag_takes_no_value() -> None:
    assert wrong(*GOOD, "--dry-run=yes") == ("usage.arguments", {"option": "--dry-run"})


@pytest.mark.parametrize("typed", ["0", "101", "-1", "ten", "", "1.5", "٣", "9" * 5_000])
def test_a_number_out_of_range_is_told_the_range(typed: str) -> None:
    assert wrong(*GOOD, f"--copies={typed}") == (
        "usage.range",
        {"option": "--copies", "least": 1, "most": 100},
    )


@pytest.mark.parametrize("typed", ["1", "100"])
def test_the_ends_of_a_range_are_in_it(typed: str) -> None:
    assert read(*GOOD, "--copies", typed).copies == int(typed)


def test_another_word_is_told_the_words_there_are() -> None:
    assert wrong(*GOOD, "--colour", "green") == (
        "usage.choice",
        {"option": "--colour", "known": "red, blue"},
    )


def test_the_language_on_the_line_goes_before_that_of_the_environment() -> None:
    assert parse(ARGUMENTS, (*GOOD, "--lang", "de"), Manner("fr")).voice.lang == "de"
    assert parse(ARGUMENTS, GOOD, Manner("fr")).voice.lang == "fr"


def test_a_language_that_livret_does_not_speak_is_told_which_it_does() -> None:
    assert wrong(*GOOD, "--lang", "es")[0] == "usage.choice"


@pytest.mark.parametrize(
    ("argv", "language"),
    [
        (["--lang", "nl"], "nl"),
        (["--nonsense", "--lang=de"], "de"),
        (["--lang"], "fr"),
        (["--lang", "xx"], "fr"),
        ([], "fr"),
    ],
)
def test_the_language_is_found_where_nothing_else_can_be_read(
    argv: list[str], language: str
) -> None:
    assert language_asked(argv, "fr") == language


def test_an_argument_is_called_by_its_option_or_by_its_place() -> None:
    arguments = (Argument("answer", "answer"), Argument("--to", "file"))
    asked = parse(arguments, (), Manner("fr"))
    assert (asked.named("answer"), asked.named("to")) == ("RÉPONSE", "--to")


def test_a_value_that_no_argument_has_is_no_value() -> None:
    assert not hasattr(read(*GOOD), "nonsense")


@pytest.mark.parametrize("option", ["--at", "--copy"])
@pytest.mark.parametrize(
    "typed",
    [
        "http://ledger.example",
        "https://127.0.0.1:8642",
        "ftp://ledger.example",
        "https://ledger.example:99999",
        "://",
    ],
)
def test_an_address_is_https_and_has_a_host_name(option: str, typed: str) -> None:
    assert wrong(*GOOD, option, typed) == ("usage.url", {"option": option})


def test_an_address_is_taken_as_it_is_and_so_is_a_folder() -> None:
    asked = read(*GOOD, "--at", "https://ledger.example:8443/meuse", "--copy", "some/folder")
    assert (asked.at, asked.copy) == ("https://ledger.example:8443/meuse", "some/folder")
    assert read(*GOOD, "--copy", "https://ledger.example").copy == "https://ledger.example"


def test_a_command_is_written_again_as_a_shell_takes_it() -> None:
    arguments = (
        Argument("--home", "folder"),
        Argument("--yes", default=False),
        Argument("what", "file"),
    )
    typed = ["--home", "my folder", "--yes", "x?a=1&b=2", "--home=it's " + "far " * 20]
    asked = parse(arguments, typed, Manner("en"), "livret wallet present")
    lines = asked.typed_again("--consent", "d", without=("--yes",))
    assert lines[-1] == "--consent d"
    script = "\n".join(["livret() { printf '%s\\n' \"$@\"; }", *lines])
    pasted = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    left = [word for word in typed if word != "--yes"]
    assert pasted.stdout.splitlines() == ["wallet", "present", *left, "--consent", "d"]


def test_options_stand_before_the_words_that_no_option_follows() -> None:
    arguments = (
        Argument("--home", "folder"),
        Argument("--yes", default=False),
        Argument("what", "file"),
    )
    asked = parse(arguments, ["--home", "x", "--", "--odd"], Manner("en"), "livret wallet present")
    assert asked.typed_again("--consent", "d", without=("--home",)) == [
        "livret wallet present \\", "--consent d \\", "-- --odd",
    ]  # fmt: skip

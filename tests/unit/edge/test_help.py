"""Every page of help, in every language, as somebody at a small terminal sees it."""

import importlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_core.short_code import ShortCode
from livret_core.words import LANGUAGES, Language
from livret_core.words.manner import Manner
from livret_edge.arguments import Asked, parse
from livret_edge.help_page import help_table
from livret_edge.program import Command, Program
from livret_town.command import COMMANDS, main

HELP_OPTION = "--help"
ROOT = Path(__file__).parents[3]
ROLES = ("core", "edge", "issuer", "ledger", "town", "verifier", "wallet")


def programs() -> Iterator[Program]:
    for place, _ in COMMANDS.values():
        module, _, function = place.partition(":")
        program = getattr(importlib.import_module(module), function).__self__
        assert isinstance(program, Program)
        yield program
        yield from (group() for group in program.groups.values())


PAGES = [(program, command) for program in programs() for command in program.commands]
each_page = pytest.mark.parametrize(
    ("program", "command"), PAGES, ids=[f"{p.name} {c.name}" for p, c in PAGES]
)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def typed(example: str) -> list[str]:
    """What the shell makes of an example, without `livret`."""
    return shlex.split(example.replace("\\\n", " ").partition(" <")[0])[1:]


@each_language
@each_page
def test_a_page_of_help_fits_the_terminal(
    program: Program, command: Command, language: Language
) -> None:
    lines = program.help_lines([command.name], language, plain=False)
    assert len(lines) <= 24
    assert [line for line in lines if len(line) > 80] == []


@each_language
@each_page
def test_line_mode_has_seventy_two_columns_but_for_what_is_typed(
    program: Program, command: Command, language: Language
) -> None:
    lines = program.help_lines([command.name], language, plain=True)
    shown = {f"  {line}" for example in command.examples for line in example.split("\n")}
    assert [line for line in lines if len(line) > 72 and line not in shown] == []


@each_language
@each_page
def test_a_page_opens_with_two_examples(
    program: Program, command: Command, language: Language
) -> None:
    said = "\n".join(program.help_lines([command.name], language, plain=False))
    head = said.split("\n\n")[1]
    full = f"  {program.name} {command.name}".rstrip()
    assert sum(line.startswith(full) for line in head.split("\n")) >= 2


@each_page
def test_every_example_can_be_typed(program: Program, command: Command) -> None:
    for example in command.examples:
        words, names = typed(example), program.name.split()[1:]
        assert words[: len(names)] == names
        found, arguments = program.find(words[len(names) :])
        assert found is command
        assert isinstance(parse(program.arguments(found), arguments, Manner()), Asked)


CODE = re.compile(
    r"(?<![\w-])(?=[\w-]*[0-9])[2-9CDFGHJKMNPQRTVWXYZ]{4}(?:-?[2-9CDFGHJKMNPQRTVWXYZ]{4}){1,2}(?![\w-])"
)


@each_language
@each_page
def test_every_code_on_a_page_has_its_check_character(
    program: Program, command: Command, language: Language
) -> None:
    page = "\n".join(program.help_lines([command.name], language, plain=False))
    for code in CODE.findall(page):
        ShortCode.parse(code)


def test_every_code_in_what_a_person_is_told_has_its_check_character() -> None:
    texts = [file for role in ROLES for file in (ROOT / role).rglob("words/**/*.py")]
    texts += [ROOT / "README.md", *(ROOT / "docs" / "guides").rglob("*.md")]
    found = {code for file in texts for code in CODE.findall(file.read_text("utf-8"))}
    assert found
    for code in found:
        ShortCode.parse(code)


@each_page
def test_every_argument_is_explained(program: Program, command: Command) -> None:
    said = "\n".join(program.help_lines([command.name], "en", plain=True))
    unsaid = [
        argument.name
        for argument in program.arguments(command)
        if argument.is_option
        and not argument.is_rare
        and f"\n{argument.name}" not in said.replace("[--", "--")
    ]
    assert unsaid == []


def test_a_rare_argument_is_named_and_explained_on_another_page() -> None:
    explained = {
        (program.name.split()[1], argument.name)
        for program, command in PAGES
        for argument in program.arguments(command)
        if not argument.is_rare
    }
    for program, command in PAGES:
        rare = {each.name for each in program.arguments(command) if each.is_rare}
        page = " ".join(program.help_lines([command.name], "en", plain=False))
        assert {name for name in rare if name not in page} == set()
        assert {(program.name.split()[1], name) for name in rare} <= explained


@each_language
@pytest.mark.parametrize("program", [p for p in programs() if not p.is_one], ids=lambda p: p.name)
def test_the_list_of_commands_names_each_and_fits(program: Program, language: Language) -> None:
    lines = program.help_lines([HELP_OPTION], language, plain=False)
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    said = " ".join(lines).replace(",", " ").split()
    assert [name for name in program.names if name not in said] == []
    for example in program.examples:
        found, arguments = program.find(typed(example)[len(program.name.split()) - 1 :])
        parse(program.arguments(found), arguments, Manner())


@each_language
def test_help_is_in_the_language_asked_for_after_it(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["issuer", "offer", HELP_OPTION, "--lang", language]) == 0
    meant = {"en": "options", "fr": "options", "nl": "opties", "de": "Optionen"}[language]
    assert f"[{meant}]" in capsys.readouterr().out


def test_sections_name_each_command_once() -> None:
    for program in programs():
        named = [name for names in program.sections.values() for name in names]
        assert sorted(named) == (sorted(program.names) if program.sections else [])


def test_the_words_of_the_four_languages_are_the_same() -> None:
    for words in {program.words for program in programs()}:
        tables = [help_table(words, language) for language in LANGUAGES]
        assert [table.keys() ^ tables[0].keys() for table in tables[1:]] == [set()] * 3


def test_no_word_of_help_is_left_over() -> None:
    # By package: the tables of one share what their commands have in common.
    there: dict[str, set[str]] = {}
    wanted: dict[str, set[str]] = {}
    for program in programs():
        package = program.words.partition(":")[0]
        there.setdefault(package, set()).update(help_table(program.words, "en"))
        used = wanted.setdefault(package, {""})
        used |= {*program.groups, *program.sections}
        for command in program.commands:
            name = command.name or program.name.split()[-1]
            used.add(name)
            for argument in program.arguments(command):
                used |= {argument.name, f"{name} {argument.name}"}
    assert {package: left - wanted[package] for package, left in there.items()} == {
        package: set() for package in there
    }

"""The page that ``--help`` prints: examples first, then every argument in a line or two.

The words of a program's help lie beside its other words, one module a language, each a
table ``HELP`` (or the one named after a colon): a command's name to what it does (``""`` is a
program of several), and an argument's to what it means, ``offer --to`` before ``--to``.
"""

import importlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from livret_core.words import Language, labelled_lines, sentence_lines, stated
from livret_edge.arguments import Argument
from livret_edge.words import texts

_HELP_OPTION: Final = "-h, --help"


def command_page(
    program: str,
    command: str,
    arguments: Sequence[Argument],
    examples: Sequence[str],
    words: str,
    language: Language,
    *,
    others: Sequence[str] = (),
    plain: bool = False,
) -> list[str]:
    """Write the help of one command.

    Args:
        program: its program's name, ``livret issuer``.
        command: its own, or empty.
        arguments: what it takes.
        examples: lines to type.
        words: the package of the program's help.
        language: of the reader.
        others: options that make another command of it, with a page of its own.
        plain: line mode.
    """
    said, about = texts(language), help_table(words, language)
    full = f"{program} {command}".strip()
    name = command or program.rpartition(" ")[2]
    needed = [_usage(each, language) for each in arguments if each.required]
    usage = " ".join([full.partition(" --")[0], *needed, f"[{said['options']}]"])
    rows = [
        (_label(each, language), _meaning(each, name, about, said))
        for each in arguments
        if not each.is_rare
    ]
    rare = [each.name for each in arguments if each.is_rare]
    rare += [f"{each} ({each} --help)" for each in others]
    if rare:
        rows.append((said["rare"], ", ".join(rare)))
    return [
        *_head(stated(full, about[name], language), examples, plain=plain),
        *sentence_lines(stated(said["usage"], usage, language), plain=plain),
        "",
        *labelled_lines([*rows, (_HELP_OPTION, said["help"])], language, plain=plain),
    ]


def list_page(
    program: str,
    commands: Sequence[str],
    examples: Sequence[str],
    words: str,
    language: Language,
    *,
    sections: Mapping[str, Sequence[str]] = MappingProxyType({}),
    plain: bool = False,
) -> list[str]:
    """Write the list of a program's commands.

    Args:
        program: as :func:`command_page`, and so are the others that are not said here.
        commands: all of them; each with what it does.
        examples: lines to type.
        words: the package of the program's help.
        language: of the reader.
        sections: where the commands are too many for one screen, what some of them are for,
            and then their names alone.
        plain: line mode.
    """
    said, about = texts(language), help_table(words, language)
    one = f"{program} {said['shows_command']}"
    rows = [(about[section], ", ".join(names)) for section, names in sections.items()]
    return [
        *_head(stated(program, about[""], language), examples, plain=plain),
        *sentence_lines(stated(said["usage"], f"{one} …", language), plain=plain),
        "",
        *labelled_lines(rows or [(name, about[name]) for name in commands], language, plain=plain),
        "",
        *sentence_lines(said["more"].format(command=f"{one} --help"), plain=plain),
    ]


def _head(title: str, examples: Sequence[str], *, plain: bool) -> list[str]:
    shown = [f"  {line}" for example in examples for line in example.split("\n")]
    return [*sentence_lines(title, plain=plain), "", *shown, ""]


def help_table(words: str, language: Language) -> Mapping[str, str]:
    """Find the words of a program's help."""
    package, _, name = words.partition(":")
    module = importlib.import_module(f"{package}.{language}")
    table: Mapping[str, str] = getattr(module, name or "HELP")
    return table


def _meaning(
    argument: Argument, command: str, about: Mapping[str, str], said: Mapping[str, str]
) -> str:
    return (
        about.get(f"{command} {argument.name}") or about.get(argument.name) or said[argument.name]
    )


def _label(argument: Argument, language: Language) -> str:
    if not argument.is_option:
        return argument.shown(language)
    if not argument.shows:
        return argument.name
    option = f"{argument.name} {argument.shown(language)}"
    return f"[{argument.name}] {argument.shown(language)}" if argument.by_place else option


def _usage(argument: Argument, language: Language) -> str:
    if argument.has_place:
        return argument.shown(language)
    return f"{argument.name} {argument.shown(language)}"

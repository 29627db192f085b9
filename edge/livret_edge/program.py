"""A command with its parts: which of them was asked for, its help, and running it."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, final

from livret_core.errors import MalformedInput
from livret_core.words import Language, like
from livret_core.words.manner import Manner
from livret_edge.arguments import SPEAKING, Argument, Asked, language_asked, parse, split_before
from livret_edge.help_page import command_page, list_page

_HELP: Final = frozenset({"-h", "--help"})


@final
@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a program does.

    Attributes:
        name: as typed; empty when the program does one thing only. ``offer --claims`` is what
            ``offer`` is when that option is typed: another thing, with a page of its own.
        run: does it; the exit status.
        examples: two or more lines as somebody would type them.
        arguments: its own, in the order of its help.
    """

    name: str
    run: Callable[[Asked], int]
    examples: tuple[str, ...]
    arguments: tuple[Argument, ...] = ()


@final
@dataclass(frozen=True, slots=True)
class Program:
    """What stands behind one name of the table of :mod:`livret_town.command`.

    Attributes:
        name: ``livret issuer``.
        words: the package of its help, one module a language; after a colon, which table.
        commands: what it does.
        shared: arguments of every command beside ``--lang`` and ``--json``.
        examples: for the list of its commands.
        groups: names with commands of their own behind them, each made when it is asked for.
        alone: what it does when no command is named, if anything; its name is empty.
        sections: of its list, where one line a command would not fit a screen: the name of the
            words that say what they are for, and the commands.
    """

    name: str
    words: str
    commands: tuple[Command, ...]
    shared: tuple[Argument, ...] = ()
    examples: tuple[str, ...] = ()
    groups: Mapping[str, Callable[[], "Program"]] = field(default_factory=dict)
    alone: Command | None = None
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def run(self, argv: Sequence[str]) -> int:
        """Do what was asked; exit statuses as in ``livret --help``.

        Raises:
            LivretError: ``usage.*`` for what cannot be read, or what the command raises.
        """
        if not self.is_one:
            before, argv = split_before(argv, (*self.shared, *self._of_alone))
            if argv or self.alone is not None:
                argv = [*argv[:1], *before, *argv[1:]]
        if argv and argv[0] in self.groups:
            return self.groups[argv[0]]().run(argv[1:])
        manner = Manner.from_env(os.environ)
        if _HELP & set(self._before_words(argv)):
            language = language_asked(argv, manner.lang)
            print("\n".join(self.help_lines(argv, language, plain=manner.plain)))
            return 0
        command, rest = self.find(argv)
        name = f"{self.name} {command.name.partition(' ')[0]}"
        return command.run(parse(self.arguments(command), rest, manner, name))

    def find(self, argv: Sequence[str]) -> tuple[Command, Sequence[str]]:
        """Find the command that is asked for, and what was typed after its name.

        Raises:
            MalformedInput: ``usage.command`` with the names there are, and the one that is like what
                was typed; ``usage.option_place``.
        """
        if self.is_one:
            return self.commands[0], argv
        if self.alone is not None and self._names_none(argv):
            return self.alone, argv
        for command in sorted(self.commands, key=lambda each: " " not in each.name):
            name, _, option = command.name.partition(" ")
            if argv and command.name == argv[0]:
                return command, argv[1:]
            typed = {each.partition("=")[0] for each in self._before_words(argv)}
            if argv and name == argv[0] and option in typed:
                return command, argv[1:]
        if argv and argv[0].startswith("-"):
            option = argv[0].partition("=")[0]
            raise MalformedInput("usage.option_place", option=option, command=self.name)
        known = ", ".join(self.names)
        near = like(argv[0], self.names) if argv else {}
        raise MalformedInput("usage.command", known=known, **near)

    @property
    def _of_alone(self) -> tuple[Argument, ...]:
        return () if self.alone is None else self.alone.arguments

    def _names_none(self, argv: Sequence[str]) -> bool:
        """Whether nothing was typed but what it takes where no command is named."""
        options = {each.name for each in (*self._of_alone, *self.shared, *SPEAKING)}
        return not argv or argv[0].partition("=")[0] in options

    @property
    def names(self) -> tuple[str, ...]:
        """All that may stand after its name."""
        commands = dict.fromkeys(command.name.partition(" ")[0] for command in self.commands)
        return (*commands, *self.groups)

    def arguments(self, command: Command) -> tuple[Argument, ...]:
        """All that *command* takes."""
        return (*command.arguments, *self.shared, *SPEAKING)

    @property
    def is_one(self) -> bool:
        """Whether it does one thing, which has no name of its own."""
        return len(self.commands) == 1 and not self.commands[0].name

    def help_lines(self, argv: Sequence[str], language: Language, *, plain: bool) -> list[str]:
        """Write the help of the command that *argv* names, or the list of all."""
        if not self.is_one and (not argv or argv[0] in _HELP):
            return list_page(
                self.name,
                self.names,
                self.examples,
                self.words,
                language,
                sections=self.sections,
                plain=plain,
            )
        command, _ = self.find(argv)
        if command is self.alone:
            return self.help_lines((), language, plain=plain)
        return command_page(
            self.name,
            command.name,
            self.arguments(command),
            command.examples,
            self.words,
            language,
            others=[
                each.name.partition(" ")[2]
                for each in self.commands
                if each.name.startswith(f"{command.name} ")
            ],
            plain=plain,
        )

    @staticmethod
    def _before_words(argv: Sequence[str]) -> Sequence[str]:
        return argv[: argv.index("--")] if "--" in argv else argv

"""What somebody typed after a command's name, read; what is wrong with it is one of our reasons.

Options are ``--name value`` or ``--name=value``, flags are ``--name``, and a word without
an option has its place. An argument that may be given both ways is given once.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeAlias, final

from livret_core.encoding.timestamp import NS, parse_utc_ns
from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.words import LANGUAGES, Language, language_of, like
from livret_core.words.manner import Manner
from livret_edge.saying import Voice
from livret_edge.words import texts

Reader: TypeAlias = Callable[[str, str], object]
"""From an argument's name and what was typed to its value; raises ``usage.*``."""

_MAX_DIGITS: Final = 18
_END: Final = "--"
_LINE: Final = 70


def text(_name: str, typed: str) -> str:
    """Take what was typed as it is."""
    return typed


def path(_name: str, typed: str) -> Path:
    """Take a path."""
    return Path(typed)


def url(name: str, typed: str) -> str:
    """Take an https address.

    Raises:
        MalformedInput: ``usage.url``.
    """
    try:
        return HttpsUri.parse(typed).text
    except MalformedInput:
        raise MalformedInput("usage.url", option=name) from None


def place(name: str, typed: str) -> str:
    """Take an https address, or a folder.

    Raises:
        MalformedInput: ``usage.url`` for another address.
    """
    return url(name, typed) if "://" in typed else typed


def choice(*known: str) -> Reader:
    """Take one of some words.

    Raises:
        MalformedInput: ``usage.choice``.
    """

    def read(name: str, typed: str) -> str:
        if typed not in known:
            near = like(typed, known)
            raise MalformedInput("usage.choice", option=name, known=", ".join(known), **near)
        return typed

    return read


def instant(name: str, typed: str) -> int:
    """Take a day (its first second, UTC) or an instant in UTC, as seconds since 1970.

    Raises:
        MalformedInput: ``usage.time``.
    """
    whole_day = "T" not in typed
    try:
        return parse_utc_ns(f"{typed}T00:00:00Z" if whole_day else typed) // NS
    except MalformedInput:
        raise MalformedInput("usage.time", option=name) from None


def whole(least: int, most: Callable[[], int]) -> Reader:
    """Take a whole number from *least* to what *most* says when it is read.

    Raises:
        MalformedInput: ``usage.range``.
    """

    def read(name: str, typed: str) -> int:
        digits, limit = typed.removeprefix("-"), most()
        is_number = digits.isascii() and digits.isdigit() and len(digits) <= _MAX_DIGITS
        if not is_number or not least <= int(typed) <= limit:
            raise MalformedInput("usage.range", option=name, least=least, most=limit)
        return int(typed)

    return read


@final
@dataclass(frozen=True, slots=True)
class Argument:
    """One thing that may be typed.

    Attributes:
        name: ``--from``, or a word without dashes for what stands by its place alone.
        shows: what stands for its value in the help, a key of the words; empty for a flag.
        read: makes the value of what was typed.
        default: the value when it was not typed, or a function that finds it then.
        required: whether the command needs it.
        by_place: whether an option's value may stand without the option too.
        key: the name of the value in :class:`Asked`, where it is not the argument's own.
        many: whether further words are more of it: its value is then a tuple. The last one
            that has a place.
        is_rare: whether a page that is full names it and says no more.
    """

    name: str
    shows: str = ""
    read: Reader = text
    default: object = None
    required: bool = False
    by_place: bool = False
    key: str = ""
    many: bool = False
    is_rare: bool = False

    @property
    def is_option(self) -> bool:
        """Whether it has a name that is typed."""
        return self.name.startswith("--")

    @property
    def has_place(self) -> bool:
        """Whether a word without an option can be it."""
        return self.by_place or not self.is_option

    @property
    def attribute(self) -> str:
        """The name of its value."""
        return self.key or self.name.removeprefix("--").replace("-", "_")

    def named(self, language: Language) -> str:
        """What to call it in a sentence."""
        return self.name if self.is_option else self.shown(language)

    def shown(self, language: Language) -> str:
        """What stands for its value in the help."""
        return texts(language)[f"shows_{self.shows}"]


LANG: Final = Argument("--lang", "language", choice(*LANGUAGES))
JSON: Final = Argument("--json", default=False)
SPEAKING: Final = (LANG, JSON)
PASSPHRASE: Final = Argument("--passphrase-file", "file")
NEW_PASSPHRASE: Final = Argument("--new-passphrase-file", "file")
DRY_RUN: Final = Argument("--dry-run", default=False)
#: What every command that fetches takes.
REACHING: Final = (Argument("--resolve", "pin"), Argument("--authorities", "file", path))
RECOVERY_PASSPHRASE: Final = Argument("--recovery-secret", "file")


def home(find: Callable[[], Path]) -> Argument:
    """The folder of a role."""
    return Argument("--home", "folder", path, default=find)


@final
@dataclass(frozen=True, slots=True)
class Line:
    """A command as it was typed.

    Attributes:
        words: from ``livret`` on.
        with_value: the options that are followed by their value.
    """

    words: tuple[str, ...]
    with_value: tuple[str, ...]

    def again(self, more: Sequence[str], without: Collection[str]) -> list[str]:
        """Write it for a shell: lines that go on, *more* the last of them."""
        kept: list[str] = []
        behind: list[str] = []
        rest = iter(self.words)
        for word in rest:
            name, equals, _ = word.partition("=")
            if word == _END:
                behind = [word, *rest]  # no options from here on
            elif name not in without:
                kept.append(word)
            elif name in self.with_value and not equals:
                next(rest, None)
        parts = (kept, more, behind)
        lines = [line for part in parts for line in _packed(part)]
        return [f"{line} \\" for line in lines[:-1]] + lines[-1:]


def _packed(words: Iterable[str]) -> Iterator[str]:
    """Quote words for a shell, as many on a line as there is room for."""
    import shlex

    line = ""
    for word in map(shlex.quote, words):
        if line and len(line) + len(word) >= _LINE:
            yield line
            line = ""
        line = f"{line} {word}" if line else word
    if line:
        yield line


@final
class Asked:
    """The values of a command's arguments, each an attribute of its name."""

    def __init__(
        self,
        values: dict[str, Any],
        names: dict[str, str],
        voice: Voice,
        line: Line | None = None,
    ) -> None:
        self._values: Final = values
        self._names: Final = names
        self._line: Final = line or Line((), ())
        self.voice: Final = voice

    def __getattr__(self, attribute: str) -> Any:
        try:
            return self._values[attribute]
        except KeyError:
            raise AttributeError(attribute) from None

    def also(self, **values: object) -> "Asked":
        """The same, for what another command does on the way: with values it would have too."""
        return Asked({**self._values, **values}, self._names, self.voice, self._line)

    def typed_again(self, *more: str, without: Collection[str] = ()) -> list[str]:
        """Write the command as it was typed, to be pasted into a shell.

        Args:
            more: typed at its end.
            without: options that are left out, with their values.

        Returns:
            Its lines.
        """
        return self._line.again(more, without)

    def named(self, attribute: str) -> str:
        """What a sentence calls the argument of this value."""
        return self._names[attribute]


def parse(
    arguments: Sequence[Argument], argv: Sequence[str], manner: Manner, name: str = "livret"
) -> Asked:
    """Read what was typed.

    Args:
        arguments: what the command takes.
        argv: what was typed after its name.
        manner: how to speak; ``--lang`` has the last word.
        name: of the command: ``livret wallet present``.

    Raises:
        MalformedInput: ``usage.*``, with the ``option`` that is meant.
    """
    language = language_asked(argv, manner.lang)
    typed, words = _options({each.name: each for each in arguments if each.is_option}, argv)
    places = [each for each in arguments if each.has_place]
    if places and places[-1].many and len(words) >= len(places):
        last = places.pop()
        name = last.named(language)
        typed[last.attribute] = tuple(last.read(name, each) for each in words[len(places) :])
        del words[len(places) :]
    if len(words) > len(places):
        # Named by its place and not quoted: it may be a PIN that nobody asked for.
        raise MalformedInput("usage.too_many", place=len(places) + 1, takes=len(places))
    for argument, word in zip(places, words, strict=False):
        value = argument.read(argument.named(language), word)
        if typed.setdefault(argument.attribute, value) != value:
            raise MalformedInput("usage.contradiction", option=argument.name)
    missing = [
        each.named(language) for each in arguments if each.required and each.attribute not in typed
    ]
    if missing:
        raise MalformedInput("usage.missing", option=", ".join(missing))
    values = {
        each.attribute: typed[each.attribute] if each.attribute in typed else _default(each)
        for each in arguments
    }
    voice = Voice(replace(manner, lang=language), json=bool(values.get("json")))
    with_value = tuple(each.name for each in arguments if each.is_option and each.shows)
    line = Line((*name.split(), *argv), with_value)
    return Asked(values, {each.attribute: each.named(language) for each in arguments}, voice, line)


def _is_number(word: str) -> bool:
    """Tell a number below zero from an option: whoever takes a number says why it is none."""
    return word[1:].isascii() and word[1:].isdigit()


def _options(
    options: dict[str, Argument], argv: Iterable[str]
) -> tuple[dict[str, object], list[str]]:
    """Read the options and flags; what is left are words."""
    typed: dict[str, object] = {}
    words: list[str] = []
    rest = iter(argv)
    for word in rest:
        if word == _END:
            words += rest
            break
        if not word.startswith("-") or word == "-" or _is_number(word):
            words.append(word)
            continue
        name, equals, value = word.partition("=")
        argument = options.get(name)
        if argument is None:
            raise MalformedInput("usage.option_unknown", option=name, **like(name, options))
        if not argument.shows:
            if equals:
                raise MalformedInput("usage.arguments", "a flag with a value", option=name)
            typed[argument.attribute] = True
            continue
        if not equals:
            value = next(rest, _END)
            if value.startswith("--"):
                raise MalformedInput("usage.no_value", option=name)
        typed[argument.attribute] = argument.read(name, value)
    return typed, words


def _default(argument: Argument) -> object:
    return argument.default() if callable(argument.default) else argument.default


def split_before(
    argv: Sequence[str], shared: Sequence[Argument] = ()
) -> tuple[Sequence[str], Sequence[str]]:
    """Split off what every command takes, where it was typed before the command's name.

    Raises:
        MalformedInput: ``usage.no_value``, ``usage.choice``.
    """
    options = {each.name: each for each in (*shared, *SPEAKING)}
    end = 0
    while end < len(argv):
        name, equals, _ = argv[end].partition("=")
        if name not in options:
            break
        end += 2 if options[name].shows and not equals else 1
    _options(options, argv[:end])
    return argv[:end], argv[end:]


def language_asked(argv: Sequence[str], otherwise: Language) -> Language:
    """Find ``--lang X`` or ``--lang=X`` in arguments that may not have been read yet."""
    for index, word in enumerate(argv):
        name, equals, typed = word.partition("=")
        if name == LANG.name:
            try:
                return language_of(typed if equals else argv[index + 1])
            except (IndexError, MalformedInput):
                return otherwise
    return otherwise

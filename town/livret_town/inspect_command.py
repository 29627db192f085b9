"""`livret inspect ANYTHING`: decode a link, proof, request, list, checkpoint or DID log."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from livret_core import limits
from livret_core.encoding.json import JsonValue
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.words import Language, printable, printable_json, stated
from livret_core.words.counting import Phrase
from livret_edge.arguments import Argument, Asked
from livret_edge.files import named_by, open_file, read_file
from livret_edge.program import Command, Program
from livret_town.words.inspection import texts

if TYPE_CHECKING:
    from livret_town.inspection import Inspection

_MAX_LINES: Final = 400
_MAX_BYTES: Final = limits.DID_LOG_BYTES


def _run(asked: Asked) -> int:
    """Decode one thing; 0 when it could be read, 2 otherwise. No answer about trust."""
    with named_by(asked.named("thing")):
        try:
            found = _look(asked.thing)
        except Refused as error:
            # What is good, and what is not, is not for this command to say.
            found = _refused(error)
    if asked.voice.json:
        print(json.dumps({"event": "inspection", "checked": False, **_object(found)}))
        return 0
    voice, said = asked.voice, texts(asked.voice.lang)
    voice.tell(said.NOTHING_CHECKED)
    lines = list(lines_of(found, voice.lang))
    voice.lines(lines[:_MAX_LINES])
    if len(lines) > _MAX_LINES:
        more = Phrase(said.MORE_LINES, voice.lang)
        voice.tell(more.format(count=len(lines) - _MAX_LINES))
    return 0


def _look(thing: str) -> "Inspection":
    # Here and not above: reading everything needs everything, and the help does not.
    from livret_town.inspection import HEAD_BYTES, in_file, inspect, is_database

    if thing == "-":
        return inspect(sys.stdin.buffer.read(_MAX_BYTES + 1))
    if _is_itself(thing):
        return inspect(thing.encode("utf-8", "surrogateescape"))
    path = Path(thing)
    with open_file(path) as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise MalformedInput("input.malformed", "an empty file")
    if is_database(head):
        return in_file(path)
    return inspect(read_file(path, _MAX_BYTES), read_anchors=_beside(path))


def _refused(error: Refused) -> "Inspection":
    from livret_town.inspection import NOT_OURS, REFUSED, Inspection

    return Inspection(REFUSED, [(NOT_OURS, error.code)])


def _is_itself(thing: str) -> bool:
    """Whether what was typed is what to look at, and no file's name."""
    return thing.startswith("did:") or "://" in thing or "~" in thing or len(thing) > 255


def _beside(policy: Path) -> Callable[[str], bytes]:
    """Read the file of authorities that a policy names, where a desk would look for it."""

    def read(name: str) -> bytes:
        try:
            return read_file(policy.parent / name, limits.PEM_BUNDLE_BYTES)
        except LivretError:
            raise MalformedInput("policy.malformed", "anchors", place=name) from None

    return read


def _object(found: "Inspection") -> dict[str, JsonValue]:
    return {
        "kind": found.kind,
        "parts": [{"title": title, "value": value} for title, value in found.parts],
        "inside": [_object(each) for each in found.nested],
    }


def lines_of(found: "Inspection", language: Language = "en", indent: str = "") -> Iterator[str]:
    """Write what was found for a person: nothing in it can act on a terminal."""
    yield f"{indent}{_words(found.kind, language)}"
    for name, told in found.parts:
        title, value = _words(name, language), _in_words(told, language)
        if isinstance(value, dict | list) and value:
            if title:
                yield f"{indent}  {title}"
            for line in printable_json(value).split("\n"):
                yield f"{indent}    {line}"
        else:
            shown = printable(_plain(value), max_chars=2_000)
            yield f"{indent}  {stated(title, shown, language)}"
    for each in found.nested:
        yield from lines_of(each, language, indent + "  ")


def _words(ours: str, language: Language) -> str:
    """Say what is ours in the reader's language; a standard's name stays as it is."""
    from livret_town.inspection import Said

    names = texts(language).NAMES
    if isinstance(ours, Said) and ours.facts:
        return names.get(ours.template, ours.template).format(**ours.facts)
    return names.get(ours, ours)


def _in_words(value: JsonValue, language: Language) -> JsonValue:
    """Say what is ours in a value, and leave what somebody wrote."""
    from livret_town.inspection import Said

    match value:
        case Said():
            return _words(value, language)
        case list():
            return [_in_words(member, language) for member in value]
        case dict():
            return {
                _words(name, language) if isinstance(name, Said) else name: _in_words(
                    member, language
                )
                for name, member in value.items()
            }
        case _:
            return value


def _plain(value: JsonValue) -> str:
    return value if isinstance(value, str) else json.dumps(value)


run: Final = Program(
    "livret inspect",
    "livret_town.words.help",
    (
        Command(
            "",
            _run,
            ("livret inspect answer.json", "livret inspect - < did.jsonl"),
            (Argument("thing", "thing", required=True),),
        ),
    ),
).run

"""`livret inspect ANYTHING`: decode a link, proof, request, list, checkpoint or DID log."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from livret_core import limits
from livret_core.encoding.json import JsonValue
from livret_core.errors import LivretError, MalformedInput
from livret_core.words import printable, printable_json
from livret_edge.arguments import Argument, Asked
from livret_edge.files import named_by, open_file, read_file
from livret_edge.program import Command, Program

if TYPE_CHECKING:
    from livret_town.inspection import Inspection

NOTHING_CHECKED: Final = (
    "Decoded, and nothing checked: whatever stands here, anybody could have written it."
)
_MAX_LINES: Final = 400
_MAX_BYTES: Final = limits.DID_LOG_BYTES


def _run(asked: Asked) -> int:
    """Decode one thing; 0 when it could be read, 2 otherwise. No answer about trust."""
    with named_by(asked.named("thing")):
        found = _look(asked.thing)
    if asked.voice.json:
        print(json.dumps({"event": "inspection", "checked": False, **_object(found)}))
        return 0
    print(NOTHING_CHECKED)
    lines = list(lines_of(found))
    print("\n".join(lines[:_MAX_LINES]))
    if len(lines) > _MAX_LINES:
        print(f"… {len(lines) - _MAX_LINES} more lines; --json has them all")
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


def lines_of(found: "Inspection", indent: str = "") -> Iterator[str]:
    """Write what was found for a person: nothing in it can act on a terminal."""
    yield f"{indent}{found.kind}"
    for title, value in found.parts:
        if isinstance(value, dict | list) and value:
            if title:
                yield f"{indent}  {title}"
            for line in printable_json(value).split("\n"):
                yield f"{indent}    {line}"
        else:
            yield f"{indent}  {title}: {printable(_plain(value), max_chars=2_000)}"
    for each in found.nested:
        yield from lines_of(each, indent + "  ")


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

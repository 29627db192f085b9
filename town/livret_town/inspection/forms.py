"""How a JSON document is told by its members, and what is said of it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError
from livret_town.inspection.found import NOT_OURS, Parts
from livret_town.inspection.withheld import without_private


def as_it_stands(_: str, value: JsonObject) -> Parts:
    """Show a document, without what a key keeps to itself."""
    return [("", without_private(value))]


def read_by(read: Callable[[bytes], object]) -> Callable[[str, JsonObject], Parts]:
    """Show a document as it stands, and the reason when livret's own reader would refuse it."""

    def say(text: str, value: JsonObject) -> Parts:
        return [*reason(read, text), *as_it_stands(text, value)]

    return say


def reason(read: Callable[[bytes], object], text: str) -> Parts:
    """Say under which code livret's own reader refuses a text, if it does."""
    try:
        read(text.encode("utf-8"))
    except LivretError as error:
        return [(NOT_OURS, error.code)]
    return []


def _always(_: JsonObject) -> bool:
    return True


def _nothing(_: JsonObject) -> Sequence[JsonValue]:
    return ()


class Form(NamedTuple):
    """One kind of document.

    Attributes:
        members: that all of its kind have.
        kind: what it is called.
        parts: what there is to say.
        inside: texts within it that are looked at in turn.
        fits: a further look at the members.
    """

    members: frozenset[str]
    kind: str
    parts: Callable[[str, JsonObject], Parts]
    inside: Callable[[JsonObject], Sequence[JsonValue]]
    fits: Callable[[JsonObject], bool]


def form(
    members: str,
    kind: str,
    parts: Callable[[str, JsonObject], Parts] = as_it_stands,
    inside: Callable[[JsonObject], Sequence[JsonValue]] = _nothing,
    fits: Callable[[JsonObject], bool] = _always,
) -> Form:
    """Describe one kind; *members* are separated by blanks."""
    return Form(frozenset(members.split()), kind, parts, inside, fits)

"""What an inspection found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias, final

from livret_core.encoding.json import JsonValue

#: How many things of a kind are shown, before the rest is only counted.
MAX_LISTED: Final = 100

Parts: TypeAlias = list[tuple[str, JsonValue]]


@final
@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found.

    Attributes:
        kind: what the text looks like, in the words of the standards.
        parts: titled pieces, as JSON values, in the order to be read.
        nested: what was found inside.
    """

    kind: str
    parts: Sequence[tuple[str, JsonValue]]
    nested: Sequence["Inspection"] = field(default=())


#: Inspects a text that stood inside another; empty when it lies too deep.
LookInside: TypeAlias = Callable[[str], Sequence[Inspection]]

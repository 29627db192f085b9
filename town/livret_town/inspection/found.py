"""What an inspection found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Self, TypeAlias, final

from livret_core.encoding.json import JsonValue
from livret_core.errors import Fact

#: How many things of a kind are shown, before the rest is only counted.
MAX_LISTED: Final = 100
#: Title of the code under which livret's own reader would refuse what is shown.
NOT_OURS: Final = "livret would not accept it"
#: What is refused while it is still being decoded.
REFUSED: Final = "of a kind livret knows, and would not accept"


@final
class Said(str):
    """Words of ours among what was found; in English, until a reader of another language comes.

    What stands in a document is never one of these, and so never translated: a claim may
    be called ``name``, as a member of ours is.

    Attributes:
        template: the words, with the place of each fact.
        facts: what is filled in.
    """

    __slots__ = ("facts", "template")

    template: str
    facts: dict[str, Fact]

    def __new__(cls, template: str, **facts: Fact) -> Self:
        """Say something; without facts a brace is a brace."""
        words = super().__new__(cls, template.format(**facts) if facts else template)
        words.template, words.facts = template, facts
        return words


Parts: TypeAlias = list[tuple[str, JsonValue]]


@final
@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found.

    Attributes:
        kind: what the text looks like, in the words of the standards.
        parts: titled pieces, as JSON values, in the order to be read. A title, as a kind,
            is ours; in the values, what is ours is :class:`Said`.
        nested: what was found inside.
    """

    kind: str
    parts: Sequence[tuple[str, JsonValue]]
    nested: Sequence["Inspection"] = field(default=())


#: Inspects a text that stood inside another; empty when it lies too deep.
LookInside: TypeAlias = Callable[[str], Sequence[Inspection]]

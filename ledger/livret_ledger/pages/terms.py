"""How one term of a right stands, as of a time. Pure."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from livret_core.ledger.records import Span

TermState: TypeAlias = Literal["to_come", "stands", "over", "ended", "void"]


@final
@dataclass(frozen=True, slots=True)
class Term:
    """One term of a right.

    Attributes:
        by: whose accreditor granted it; None for enough members together.
        state: as far as the term itself says, whatever its grounds are worth by now.
    """

    from_s: int
    until_s: int
    granted_s: int
    depth: int
    by: str | None
    ended_s: int | None
    void_from_s: int | None
    state: TermState


def term_state(span: Span, at_s: int) -> TermState:
    """Say how one term stands, as far as it says so itself."""
    if span.void_from_s is not None:
        return "void"
    # One that was ended before it began will not begin.
    if span.ended_s is not None and (at_s >= span.ended_s or span.ended_s <= span.from_s):
        return "ended"
    if at_s < span.from_s:
        return "to_come"
    return "stands" if at_s < span.until_s else "over"

"""Which public pages a publication changes. Pure.

A page tells what stood when it was made, so it is made anew when an operation changes what it
says, when a term on it begins or runs out, and once a day.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias

Page: TypeAlias = Literal["index", "members", "accreditations", "services", "checkpoints"]

PAGES: Final[tuple[Page, ...]] = ("index", "members", "accreditations", "services", "checkpoints")

#: Pages that every new head changes.
_ALWAYS: Final[frozenset[Page]] = frozenset({"index", "checkpoints"})

# By what an operation's type begins with; a DID's operations may change whose something is.
_CHANGES: Final[dict[str, frozenset[Page]]] = {
    "ledger": frozenset(PAGES),
    "did": frozenset({"members", "accreditations", "services"}),
    "member": frozenset({"members", "accreditations"}),
    "policy": frozenset({"members"}),
    "accredit": frozenset({"accreditations"}),
    "verifier": frozenset({"services"}),
    "log": frozenset(),
    "schema": frozenset(),
    "commit": frozenset(),
    "key": frozenset(),
    "state": frozenset(),
}
_DAY_S: Final = 86_400


def changed(
    types: Iterable[str],
    *,
    before_s: int | None,
    now_s: int,
    turns: Mapping[Page, int] | None = None,
) -> frozenset[Page]:
    """Say which pages to make anew.

    Args:
        types: of the operations since they were made.
        before_s: as of when they were made; None when that is not known.
        now_s: the time of the new head.
        turns: when what a page says changes by itself.
    """
    if before_s is None or before_s // _DAY_S != now_s // _DAY_S:
        return frozenset(PAGES)
    touched = (_CHANGES[each.partition(".")[0]] for each in types)
    turned = (page for page, at_s in (turns or {}).items() if at_s <= now_s)
    return _ALWAYS.union(*touched, turned)

"""The public pages, written beside a publication: what it changes of them, and nothing when it is busy."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import Final, final

from livret_core.ledger.operation import Operation
from livret_core.ledger.trust_chain import TrustChain
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_ledger.pages.changing import Page, changed
from livret_ledger.pages.excerpt import Excerpt
from livret_ledger.pages.rendering import MOST_HEADS, render
from livret_ledger.pages.survey import survey
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store import Settled, Store


@final
@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of a ledger while it stood at a head.

    Attributes:
        pages: which are to be made of it.
    """

    excerpt: Excerpt
    pages: Collection[Page]


@final
class Pages:
    """Writes the public pages of one ledger. One publication at a time."""

    def __init__(self, web: WebRoot, chain: TrustChain) -> None:
        self._web: Final = web
        self._chain: Final = chain
        self._heads: dict[int, SignedCheckpoint] | None = None
        self._made_size = 0
        self._made_s: int | None = None
        self._turns: dict[Page, int] = {}

    def look(self, store: Store, size: int, *, now_s: int) -> Seen | None:
        """Read what the head of *size* changes on the pages, as of that head.

        Returns:
            None when the ledger has settled on another head already. The pages then stay
            as they are, and say as of when; the next publication changes what this one
            would.

        Raises:
            Unavailable: ``store.unavailable``. Refused: ``ledger.damaged``.
        """
        moment: AbstractContextManager[None] = store.snapshot()
        with moment:
            settled = Settled(store)
            if settled.size != size:
                return None
            if self._heads is None:
                self._heads = newest_heads(store)
            begin = min(self._made_size, size)
            types = {Operation.parse(each.leaf).type for each in store.entries(begin, size)}
            pages = changed(types, before_s=self._made_s, now_s=now_s, turns=self._turns)
            return Seen(Excerpt(settled, pages), pages)

    def write(self, seen: Seen, signed: SignedCheckpoint) -> int:
        """Write the pages of a head that is published, and say how many changed.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        heads = self._heads or {}
        found = survey(seen.excerpt, signed, self._chain, heads.values())
        turns = seen.excerpt.turns(found.time_s)
        seen.excerpt.forget()
        count = self._web.write_pages(render(found, seen.pages))
        heads[found.size] = signed
        self._heads = dict(sorted(heads.items())[-MOST_HEADS:])
        for page in seen.pages:
            self._turns.pop(page, None)
            if page in turns:
                self._turns[page] = turns[page]
        self._made_size, self._made_s = found.size, found.time_s
        return count


def newest_heads(store: Store) -> dict[int, SignedCheckpoint]:
    """Read the newest heads that a ledger signed, by size."""
    signed = (each.signed for each in store.heads(newest_first=True) if each.signed is not None)
    parsed = [SignedCheckpoint.parse(each) for each in islice(signed, MOST_HEADS)]
    return {each.checkpoint.size: each for each in reversed(parsed)}

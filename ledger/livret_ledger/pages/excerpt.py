"""The records that public pages tell of, and when what they say changes without an entry. Pure."""

from collections.abc import Collection, Iterable, Iterator
from typing import final

import msgspec

from livret_core.ledger.records import (
    AnyRecord,
    DidRecord,
    MemberRecord,
    PolicyRecord,
    RightRecord,
    ServiceRecord,
)
from livret_core.ledger.rules.rights import ROOT
from livret_core.ledger.state import did_name
from livret_ledger.pages.changing import Page
from livret_ledger.proving import Records


@final
class Excerpt:
    """The records that some pages tell of, read at one moment to be surveyed at a later one."""

    def __init__(self, state: Records, pages: Collection[Page]) -> None:
        """Read them.

        Args:
            state: the records as of one head.
            pages: what of the rest is not on is left out, and a survey then lacks it.
        """
        self._records: dict[str, AnyRecord] = {}
        prefixes = ["member/"]
        prefixes += ["accr/"] * ("accreditations" in pages) + ["service/"] * ("services" in pages)
        for name in ("ledger", "log", "policy"):
            self._take(state, name)
        for prefix in prefixes:
            for name in state.record_names(prefix):
                self._take(state, name)
        about = {
            name.split("/", 2)[1]
            for name in self._records
            if name.startswith(("accr/", "service/"))
        }
        rights = [each for each in self._records.values() if isinstance(each, RightRecord)]
        for did in about | {span.by for right in rights for span in right.spans} - {ROOT}:
            self._take(state, did_name(did))

    def forget(self) -> None:
        """Let go of all, once it is surveyed."""
        self._records.clear()

    def record(self, name: str) -> AnyRecord | None:
        return self._records.get(name)

    def record_names(self, prefix: str) -> Iterable[str]:
        return sorted(name for name in self._records if name.startswith(prefix))

    def _take(self, state: Records, name: str) -> None:
        record = state.record(name)
        if isinstance(record, DidRecord):
            # Whose it is and whether it acts is all that a page says of it.
            nothing: tuple[str, ...] = ()
            record = msgspec.structs.replace(
                record, next_hashes=nothing, keys=nothing, lists=nothing, credentials=nothing
            )
        if record is not None:
            self._records[name] = record

    def turns(self, after_s: int) -> dict[Page, int]:
        """Say for each page when the first thing on it changes by time alone: a term begins.

        Args:
            after_s: as of when the page is.
        """
        found: dict[Page, int] = {}
        for record in self._records.values():
            for page, at_s in _turning(record):
                if at_s is not None and after_s < at_s < found.get(page, at_s + 1):
                    found[page] = at_s
        return found


def _turning(record: AnyRecord) -> Iterator[tuple[Page, int | None]]:
    match record:
        case PolicyRecord():
            yield "members", record.next_from_s
        case MemberRecord():
            for at_s in (
                record.expelled_from_s,
                *(at for span in record.suspensions for at in span),
            ):
                yield "members", at_s
                yield "accreditations", at_s
        case DidRecord():
            yield "accreditations", record.successor_from_s
        case RightRecord():
            for span in record.spans:
                for at_s in (span.from_s, span.until_s, span.ended_s):
                    yield "accreditations", at_s
        case ServiceRecord():
            yield "services", record.until_s
        case _:
            return

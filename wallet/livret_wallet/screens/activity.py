"""The activity: what came and went, day by day; refusals and failures count as much as answers. Pure.

A list of fifty thousand is written line by line as it is seen. :func:`listed` decides which lines
there are, as plain numbers, at a fraction of a microsecond for each entry: an entry by its place in
the history, a day's heading as :func:`day_of` reads it, and :data:`BLANK` between two days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, final, get_args

from livret_core.words import Language, explain, moment
from livret_core.words.figures import Zone, day, decimal
from livret_wallet.records import HeldBatch, HistoryEntry, HistoryKind
from livret_wallet.request_record import AskedRecord
from livret_wallet.screens.facts import Fact, claim, kind, name
from livret_wallet.screens.keys import (
    BACK,
    FIND,
    HELP,
    LANGUAGE,
    LOCK,
    MOVES,
    THEME,
    Key,
)
from livret_wallet.words import screen_texts, texts

Filter: TypeAlias = Literal["all", "left", "came", "not"]
FILTERS: Final[tuple[Filter, ...]] = get_args(Filter)

FILTER: Final = Key("f", "filter")
VIEW: Final = Key("v", "view")
ERASE: Final = Key("d", "erase")
REPORT: Final = Key("p", "report")
EXPORT: Final = Key("e", "export")
KEYS: Final = (
    *MOVES,
    VIEW,
    ERASE,
    REPORT,
    EXPORT,
    FILTER,
    FIND,
    LANGUAGE,
    THEME,
    LOCK,
    HELP,
    BACK,
)

SIGNS: Final[Mapping[HistoryKind, str]] = {
    "received": "←", "not_received": "✗", "sending": "?", "sent": "→", "refused": "✗",
    "failed": "!", "backed_up": "·", "restored": "·", "put_off": "…", "withdrawn": "∅",
    "paused": "∅", "unanswered": "…",
}  # fmt: skip
_KINDS: Final[Mapping[Filter, frozenset[str]]] = {
    "left": frozenset({"sent", "sending"}),
    "came": frozenset({"received"}),
    "not": frozenset({"refused", "failed", "not_received", "unanswered"}),
}
_UNSENT: Final = frozenset({"refused", "unanswered"})
_DAY_S: Final = 86_400
#: Nothing that a service signed, or none of it read yet.
NOTHING_SIGNED: Final[Mapping[bytes, AskedRecord]] = MappingProxyType({})

#: The line above a heading.
BLANK: Final = -1
_HEADINGS: Final = -2


@final
@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a line.

    Attributes:
        time: of the day.
        sign: ``→ ← ✗ ! ?``.
        what: what happened, in a word or two.
        who: with whom.
        said: what of it: claims that left, what was received, why not.
    """

    time: str
    sign: str
    what: str
    who: str
    said: str


def is_left(entry: HistoryEntry) -> bool:
    """Whether something left, or may have, so that its holder can want it deleted."""
    return entry.kind in _KINDS["left"]


def is_asked(entry: HistoryEntry) -> bool:
    """Whether it is about a service that asked."""
    return entry.kind in _KINDS["left"] | _UNSENT | {"failed"}


def day_of(line: int) -> int | None:
    """Say which day a line is the heading of, days since 1970; None for any other line."""
    return _HEADINGS - line if line <= _HEADINGS else None


def days_of(entries: Sequence[HistoryEntry], zone: Zone) -> list[int]:
    """Give the day of each entry by the reader's clock, days since 1970."""
    return [(each.at_s + zone(each.at_s)[0]) // _DAY_S for each in entries]


class Past:
    """What happened, as lists and lines of it are made: it remembers what is asked again."""

    def __init__(
        self,
        entries: Sequence[HistoryEntry],
        batches: Sequence[HeldBatch],
        language: Language,
        zone: Zone,
        days: Sequence[int] | None = None,
        signed: Mapping[bytes, AskedRecord] = NOTHING_SIGNED,
    ) -> None:
        """Take what happened, newest first, and the proofs that it speaks of.

        Args:
            entries: newest first.
            batches: the proofs held.
            language: the reader's.
            zone: of the reader.
            days: as :func:`days_of` gives them for *entries*, where somebody has them.
            signed: what services signed and is kept, by digest.
        """
        self._signed: Final = signed
        self.entries: Final = tuple(entries)
        self.language: Final[Language] = language
        self.zone: Final[Zone] = zone
        self._batches: Final = {batch.id: batch for batch in batches}
        self._sought: dict[tuple[str, str, str | None, str | None], str] = {}
        self._texts: list[str] | None = None
        self.days: Final = days_of(entries, zone) if days is None else days

    @property
    def texts(self) -> list[str]:
        """What a search finds each entry by."""
        if self._texts is None:
            self._texts = [self.sought(entry) for entry in self.entries]
        return self._texts

    def proof(self, entry: HistoryEntry) -> str:
        """Name the proof of an entry; empty where none is known."""
        held = self._batches.get(entry.batch_id or "")
        vct = entry.vct if held is None else held.vct
        return "" if vct is None else kind(vct, self.language)

    def copy(self, entry: HistoryEntry) -> tuple[int, int] | None:
        """Say which copy of how many left then, where the proof is still held."""
        held = self._batches.get(entry.batch_id or "")
        if held is None or entry.kind not in _KINDS["left"]:
            return None
        for number, each in enumerate(held.copies, 1):
            if each.used_at_s == entry.at_s:
                return number, len(held.copies)
        return None

    def signed(self, at: int) -> AskedRecord | None:
        """Give what the service signed when it asked; None where that is not kept."""
        return self._signed.get(self.entries[at].request_digest or b"")

    def claims(self, entry: HistoryEntry) -> tuple[str, ...]:
        """Name the claims that left; two parts of one claim may bear one name."""
        held = self._batches.get(entry.batch_id or "")
        vct = entry.vct or "" if held is None else held.vct
        return tuple(dict.fromkeys(claim(vct, path, self.language) for path in entry.disclosed))

    def wanted(self, entry: HistoryEntry) -> str:
        """Name what was asked for and did not leave: the claims, else the proof."""
        names = dict.fromkeys(claim(entry.vct or "", path, self.language) for path in entry.wanted)
        return ", ".join(names) or self.proof(entry)

    def sought(self, entry: HistoryEntry) -> str:
        """What a search finds an entry by: with whom, what happened, which proof."""
        key = (entry.counterparty, entry.kind, entry.batch_id, entry.vct)
        found = self._sought.get(key)
        if found is None:
            what = screen_texts(self.language)[f"what_{entry.kind}"]
            found = f"{name(entry.counterparty)}\n{what}\n{self.proof(entry)}".casefold()
            self._sought[key] = found
        return found


def listed(past: Past, *, shown: Filter, typed: str) -> list[int]:
    """Decide which lines there are: the entries that are wanted, under their days."""
    wanted: Sequence[int] = range(len(past.entries))
    if (kinds := _KINDS.get(shown)) is not None:
        wanted = [at for at in wanted if past.entries[at].kind in kinds]
    for word in typed.casefold().split():
        found = past.texts
        wanted = [at for at in wanted if word in found[at]]
    days, last_day = past.days, None
    lines: list[int] = []
    for at in wanted:
        if days[at] != last_day:
            last_day = days[at]
            if lines:
                lines.append(BLANK)
            lines.append(_HEADINGS - last_day)
        lines.append(at)
    return lines


def heading(past: Past, on: int, *, now_s: int) -> str:
    """Name a day; today is called so."""
    if on == (now_s + past.zone(now_s)[0]) // _DAY_S:
        return screen_texts(past.language)["today"]
    return day(on * _DAY_S, past.language).upper()


def line(past: Past, at: int) -> Line:
    """Write one entry."""
    entry, said = past.entries[at], screen_texts(past.language)
    minutes = (entry.at_s + past.zone(entry.at_s)[0]) % _DAY_S // 60
    what = said[f"what_{entry.kind}"]
    told = ", ".join(past.claims(entry)) if entry.kind in _KINDS["left"] else past.proof(entry)
    if entry.kind == "failed":
        told = said["nothing_left"]
    elif entry.kind in _UNSENT and (wanted := past.wanted(entry)):
        told = said["wanted"].format(claims=wanted)
    return Line(
        f"{minutes // 60:02}:{minutes % 60:02}",
        SIGNS[entry.kind],
        what,
        name(entry.counterparty),
        told,
    )


def count(past: Past, lines: Sequence[int], shown: Filter, *, is_whole: bool) -> str:
    """Say how many entries are listed, and of which kind."""
    said = screen_texts(past.language)
    number = sum(each >= 0 for each in lines)
    text = f"{said['entries'].format(count=number)} · {said[f'filter_{shown}']}"
    return text if is_whole else f"{text} · {said['reading']}"


def pane(past: Past, at: int) -> tuple[Fact, ...]:
    """Describe the entry under the cursor: what left, of which proof, and what it means."""
    entry, said = past.entries[at], screen_texts(past.language)
    what = f"{SIGNS[entry.kind]} {said[f'what_{entry.kind}']}"
    time = moment(entry.at_s, past.language, zone=past.zone)
    head = (what, name(entry.counterparty), time)
    facts = [Fact("", " · ".join(part for part in head if part))]
    if entry.reason is not None:
        found = explain(entry.reason, past.language)
        facts += [Fact(said["why"], found.what, found.sign), Fact(said["step"], found.step)]
    left = ", ".join(past.claims(entry)) if entry.kind in _KINDS["left"] else ""
    if entry.wanted:
        facts.append(Fact(said["it_wanted"], past.wanted(entry)))
    if entry.kind in {"sent", "sending", "failed", *_UNSENT}:
        facts.append(Fact(said["left"], left or said["left_none"]))
    if proof := past.proof(entry):
        facts.append(Fact(said["proof"], proof))
    if (copy := past.copy(entry)) is not None:
        number, all_copies = copy
        facts.append(Fact(said["copy"], said["copy_used"].format(number=number, all=all_copies)))
    if (record := past.signed(at)) is not None:
        size = decimal(record.size / 1_000, past.language)
        evidence = said["evidence_kept"].format(size=size, key=VIEW.name)
        facts.append(Fact(said["evidence"], evidence))
    if entry.dated_day is not None:
        facts.append(Fact(said["along"], texts(past.language)["dating_left"]))
    if entry.reason is None:
        facts.append(Fact("", said[f"meaning_{entry.kind}"]))
    return tuple(facts)

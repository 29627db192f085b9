"""A list of people as a town hall keeps it, read strictly, one row at a time.

CSV in UTF-8, divided by commas, semicolons or tabs, a header of claim paths (:mod:`livret_issuer.columns`),
one row a line. Every row is answered for: good, or refused with its line, its column
and the reason. What is wrong with the file as a whole stops the reading.

Nothing is guessed about what was meant: a date is ISO 8601 or refused, a cell that a
spreadsheet would run as a formula is refused and not repaired. Two things are mended,
because nobody can see them: blanks around a cell, and Unicode written in another
normal form (macOS) than NFC.
"""

import csv
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, final

from livret_core import limits
from livret_core.credential.types import CredentialType
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.partial_date import PartialDate
from livret_issuer.columns import CellKind, Column, columns
from livret_issuer.list_text import check_first_line, is_misread
from livret_issuer.people_seen import PeopleSeen, who_is

_BOM: Final = b"\xef\xbb\xbf"
# What a spreadsheet takes for the start of a formula, in both widths.
_FORMULA: Final = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
_DELIMITERS: Final = ",;\t"
# How a date has to be written, as whoever keeps the list is told.
_DATE_FORMS: Final[Mapping[CellKind, str]] = {
    "date": "1988-03-14, 1988-03, 1988",
    "day": "1988-03-14",
}


@final
@dataclass(frozen=True, slots=True)
class Row:
    """One person, as claims that passed every check of the type.

    Attributes:
        row: counted from 1, without the header.
        line: counted from 1 in the file.
        claims: the full claims of the credential, the issuer's own among them.
    """

    row: int
    line: int
    claims: JsonObject


@final
@dataclass(frozen=True, slots=True)
class RowRefused:
    """One row that cannot be used, and why. It never holds what stands in the cell.

    Attributes:
        row: counted from 1, without the header.
        line: counted from 1 in the file.
        column: name of the column, or empty when the whole row is meant.
        reason: with ``line`` and ``column`` among its facts.
    """

    row: int
    line: int
    column: str
    reason: MalformedInput | Refused

    @property
    def code(self) -> str:
        """The code of the reason."""
        return self.reason.code


Outcome: TypeAlias = Row | RowRefused


def read_rows(
    chunks: Iterable[bytes],
    kind: CredentialType,
    *,
    standing: JsonObject,
    now_s: int,
    communes: Collection[str] = (),
    once: bool = True,
) -> Iterator[Outcome]:
    """Read a list of people; memory grows by some 30 bytes a person and nothing else.

    Args:
        chunks: the file, in pieces of any size.
        kind: the type the rows are for.
        standing: the issuer's own claims, the same in every row
            (:meth:`~livret_core.credential.types.CredentialType.standing_claims`).
        now_s: seconds since 1970; no date in a row may be later.
        communes: what the issuer's commune is called; empty leaves its name unchecked.
        once: whether the second row about one person is refused (``intake.duplicate``). Two
            people may have one name and one birth date: who sees them before himself, one at
            a time, has both rows.

    Yields:
        An outcome for every row that is not blank, in order. A file that turns out
        not to be UTF-8 half-way raises after rows were yielded: read it through
        before acting on it.

    Raises:
        MalformedInput: ``intake.encoding`` with the ``line``; ``intake.header`` with
            the number of the ``column``, or the name of the one that is missing;
            ``input.too_large`` for a line or a list too long; as
            :func:`~livret_issuer.list_text.check_first_line` for a file that is no list.
    """
    lines = _lines(chunks)
    header = next(lines, (1, ""))
    delimiter, wanted = _read_header(header[1], kind)
    seen = PeopleSeen()
    row = 0
    for line, text in lines:
        if not text.strip(f" {_DELIMITERS}\r"):
            continue
        row += 1
        if row > limits.INTAKE_ROWS:
            raise MalformedInput("input.too_large", max_rows=limits.INTAKE_ROWS)
        try:
            claims = _claims(text, delimiter, wanted, standing)
            kind.check_claims(claims)
            kind.law.check_commune(claims, communes)
            kind.check_dates(claims, now_s=now_s)
            if once:
                _check_first(claims, kind, seen, line)
        except (MalformedInput, Refused) as error:
            column = str(error.facts.get("path", ""))
            reason = type(error)(error.code, **{**error.facts, "line": line, "column": column})
            yield RowRefused(row, line, column, reason)
        else:
            yield Row(row, line, claims)


def read_again(
    chunks: Iterable[bytes], kind: CredentialType, standing: JsonObject, lines: Iterable[int]
) -> Iterator[Row]:
    """Read rows again that :func:`read_rows` found good; nothing is checked.

    Args:
        chunks: the file, as it was then.
        kind: as it was then.
        standing: as it was then.
        lines: where the rows stand, in the order of the file.

    Yields:
        So many rows as there are of these lines.

    Raises:
        MalformedInput: what reads a file that is another one.
    """
    found = _lines(chunks)
    delimiter, columns_read = _read_header(next(found, (1, ""))[1], kind)
    wanted = iter(lines)
    next_line = next(wanted, None)
    row = 0
    for line, text in found:
        row += bool(text.strip(f" {_DELIMITERS}\r"))
        if line == next_line:
            yield Row(row, line, _claims(text, delimiter, columns_read, standing))
            next_line = next(wanted, None)


def _claims(
    text: str, delimiter: str, wanted: Sequence[tuple[str, Column]], standing: JsonObject
) -> JsonObject:
    return _read_cells(_split(text, delimiter, len(wanted)), wanted) | standing


def _lines(chunks: Iterable[bytes]) -> Iterator[tuple[int, str]]:
    """Cut into lines, bounded, and decode each."""
    rest = b""
    number = 0
    first = True
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for raw in whole:
            number += 1
            yield number, _decode(_begun(raw) if first else raw, number)
            first = False
        if len(rest) > limits.INTAKE_LINE_BYTES:
            if first:
                _begun(rest)
            raise MalformedInput("input.too_large", max_bytes=limits.INTAKE_LINE_BYTES)
    if rest:
        yield number + 1, _decode(_begun(rest) if first else rest, number + 1)


def _begun(raw: bytes) -> bytes:
    """The first line without its mark, when it is one that a list may begin with."""
    raw = raw.removeprefix(_BOM)
    check_first_line(raw)
    return raw


def _decode(raw: bytes, line: int) -> str:
    if len(raw) > limits.INTAKE_LINE_BYTES:
        raise MalformedInput("input.too_large", max_bytes=limits.INTAKE_LINE_BYTES)
    try:
        return raw.decode("utf-8").removesuffix("\r")
    except UnicodeDecodeError:
        raise MalformedInput("intake.encoding", line=line) from None


def _read_header(text: str, kind: CredentialType) -> tuple[str, tuple[tuple[str, Column], ...]]:
    """Find the delimiter and the columns.

    A column that is not ours is told by number, not by name: in a list without a
    header the first row is a person.
    """
    known = columns(kind)
    delimiter = max(_DELIMITERS, key=text.count)
    names = [name.strip(" ").lower() for name in _split(text, delimiter, None)]
    found: list[tuple[str, Column]] = []
    for position, name in enumerate(names, start=1):
        column = known.get(name)
        if column is None or names.index(name) != position - 1:
            raise MalformedInput("intake.header", line=1, column=position)
        found.append((name, column))
    for name, column in known.items():
        if column.required and name not in names:
            raise MalformedInput("intake.header", line=1, column=name)
    return delimiter, tuple(found)


def _split(text: str, delimiter: str, expected: int | None) -> Sequence[str]:
    if '"' not in text:
        cells = text.split(delimiter)
    else:
        try:
            # One line at a time: a quote left open cannot swallow the rows below it.
            cells = next(csv.reader((text,), delimiter=delimiter, strict=True))
        except csv.Error:
            raise MalformedInput("intake.row", "an open or misplaced quote") from None
    if expected is not None and len(cells) != expected:
        raise MalformedInput("intake.row", cells=len(cells), expected=expected)
    return cells


def _read_cells(cells: Sequence[str], wanted: Sequence[tuple[str, Column]]) -> JsonObject:
    claims: JsonObject = {}
    for cell, (name, column) in zip(cells, wanted, strict=True):
        text = cell.strip(" ")
        if text:
            _place(claims, column.path, _read_cell(text, name, column))
    return _without_gaps(claims)


def _read_cell(text: str, name: str, column: Column) -> JsonValue:
    if text.startswith(_FORMULA):
        raise Refused("intake.formula", path=name)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if is_misread(text):
            raise MalformedInput("intake.garbled", path=name)
    if column.kind == "integer":
        if not (text.isascii() and text.isdecimal() and len(text) <= 9):
            raise MalformedInput("claims.malformed", path=name, rule="integer")
        return int(text)
    if column.kind in _DATE_FORMS:
        _check_date(text, name, column.kind)
    return text


def _check_date(text: str, name: str, kind: CellKind) -> None:
    form = _DATE_FORMS[kind]
    try:
        date = PartialDate.parse(text)
    except MalformedInput as error:
        raise MalformedInput(error.code, path=name, form=form) from None
    if kind == "day" and date.day is None:
        raise MalformedInput("date.malformed", path=name, form=form)


def _place(claims: JsonObject, path: Sequence[str | int], value: JsonValue) -> None:
    """Put a value where its path says; a list is kept as members by number for now."""
    *above, last = path
    here = claims
    for part in above:
        inner = here.setdefault(str(part), {})
        assert isinstance(inner, dict)  # noqa: S101  # paths come from one schema
        here = inner
    here[str(last)] = value


def _without_gaps(value: JsonObject) -> JsonObject:
    return {
        name: _as_list_or_object(member) if isinstance(member, dict) else member
        for name, member in value.items()
    }


def _as_list_or_object(value: JsonObject) -> JsonValue:
    inner = _without_gaps(value)
    if not all(name.isdecimal() for name in inner):
        return inner
    return [inner[name] for name in sorted(inner, key=int)]


def _check_first(claims: JsonObject, kind: CredentialType, seen: PeopleSeen, line: int) -> None:
    """Refuse the second of two rows about one person."""
    first = seen.note(who_is(kind, claims), line)
    if first is not None:
        raise Refused("intake.duplicate", first_line=first)

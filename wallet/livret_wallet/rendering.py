"""What a holder sees: the consent sheet, the list, a proof. Pure: lines for a terminal."""

import hashlib
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from livret_core.credential import catalogue
from livret_core.encoding import base64url, jcs
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput
from livret_core.partial_date import PartialDate
from livret_core.words import Language, printable
from livret_wallet.consent import ConsentSheet, SheetLine
from livret_wallet.holder import open_copy
from livret_wallet.records import HeldBatch
from livret_wallet.words import texts

_COLUMNS: Final = 80
_PLAIN_COLUMNS: Final = 72
_LEFT: Final = 40
_DIGEST_CHARS: Final = 16


def sheet_lines(sheet: ConsentSheet, language: Language, *, plain: bool = False) -> list[str]:
    """Write the consent sheet: what goes, what stays, to whom and why.

    Full width stands in two columns, the two questions a holder has; line mode is one
    fact a line.
    """
    said = texts(language)
    if plain:
        return _plain_sheet(sheet, language)
    lines = [
        printable(said["wants"].format(service=sheet.service), max_chars=_COLUMNS - 2),
        *_wrapped(said["by_itself"] + " " + said["checked_key"], ""),
        "",
        f"{said['leaves']:<{_LEFT}}{said['stays']}",
    ]
    left = [line for item in sheet.leaves for line in _item("✓", item, language, _LEFT - 2)]
    right = [f"· {label}" for label in sheet.stays]
    for index in range(max(len(left), len(right))):
        first = left[index] if index < len(left) else ""
        second = right[index] if index < len(right) else ""
        lines.append(f"{first:<{_LEFT}}{second}".rstrip())
    if sheet.goes_along:
        lines += ["", said["goes_along"]]
        lines += [
            line for item in sheet.goes_along for line in _item("·", item, language, _COLUMNS - 2)
        ]
    purpose = printable(sheet.purpose) if sheet.purpose else said["no_purpose"]
    lines += ["", *_field(said["purpose"], purpose)]
    lines += _field(said["evidence"], f"{sheet.proof}, {_until(sheet.expires_at_s, language)}")
    lines += _field(said["issuer"], printable(sheet.issuer))
    lines += _field(said["copy"], _copy(sheet, language))
    return lines


def _plain_sheet(sheet: ConsentSheet, language: Language) -> list[str]:
    said = texts(language)
    facts = [said["wants"].format(service=printable(sheet.service)) + "."]
    facts += [said["by_itself"], said["checked_key"]]
    facts += [f"{said['purpose']}: {printable(sheet.purpose) or said['no_purpose']}"]
    facts += [
        f"{said['leaves'].capitalize()}: {line.label}: {_value(line.value, language)}"
        for line in sheet.leaves
    ]
    facts += [
        f"{said['goes_along'].capitalize()}: {line.label}: {_value(line.value, language)}"
        for line in sheet.goes_along
    ]
    facts += [f"{said['stays'].capitalize()}: {', '.join(sheet.stays)}"]
    facts += [f"{said['evidence']}: {sheet.proof}, {_until(sheet.expires_at_s, language)}"]
    facts += [f"{said['issuer']}: {printable(sheet.issuer)}"]
    facts += [f"{said['copy']}: {_copy(sheet, language)}"]
    return [line for fact in facts for line in textwrap.wrap(fact, _PLAIN_COLUMNS)]


def sheet_digest(sheet: ConsentSheet) -> str:
    """Name a sheet by its content: 16 characters that change with anything on it.

    A script that answers for its owner must name the sheet it answers; a yes to one
    sheet is none to another.
    """
    content: JsonObject = {
        "client_id": sheet.client_id,
        "service": sheet.service,
        "purpose": sheet.purpose,
        "proof": sheet.proof,
        "issuer": sheet.issuer,
        "leaves": [[*line.path, line.value] for line in sheet.leaves],
        "goes_along": [[*line.path, line.value] for line in sheet.goes_along],
    }
    return base64url.encode(hashlib.sha256(jcs.canonicalize(content)).digest())[:_DIGEST_CHARS]


def sheet_object(sheet: ConsentSheet) -> JsonObject:
    """Write a sheet for ``--json``. It holds what would leave: it is the holder's own."""
    return {
        "event": "consent",
        "digest": sheet_digest(sheet),
        "service": sheet.service,
        "client_id": sheet.client_id,
        "purpose": sheet.purpose,
        "proof": sheet.proof,
        "issuer": sheet.issuer,
        "leaves": {".".join(map(str, line.path)): line.value for line in sheet.leaves},
        "goes_along": {".".join(map(str, line.path)): line.value for line in sheet.goes_along},
        "stays": list(sheet.stays),
        "copy": sheet.copy_number,
        "copies": sheet.copies,
        "used_before": sheet.used_before,
    }


def list_lines(batches: Sequence[HeldBatch], language: Language, *, plain: bool) -> list[str]:
    """Write one line a proof."""
    said = texts(language)
    lines = []
    for batch in batches:
        name = catalogue.find(batch.vct).label(language)
        unused = sum(copy.used_at_s is None for copy in batch.copies)
        left = said["copies_left"].format(left=unused, all=len(batch.copies))
        until = _until(open_copy(batch.copies[0]).expires_at_s, language)
        issuer = printable(batch.issuer_name, max_chars=26)
        if plain:
            facts = f"{name}: {said['issuer'].lower()} {issuer}; {until}; {left}"
            lines += textwrap.wrap(facts, _PLAIN_COLUMNS)
        else:
            lines.append(f"  {name:<24} {issuer:<26} {until}")
            lines.append(f"  {'':<24} {left:<26} {batch.id}")
    return lines


def proof_lines(batch: HeldBatch, language: Language, *, plain: bool) -> list[str]:
    """Write everything one proof says, labelled in the reader's language."""
    said = texts(language)
    kind = catalogue.find(batch.vct)
    opened = open_copy(batch.copies[0])
    lines = (
        [kind.label(language), ""] if not plain else [f"{said['proof']}: {kind.label(language)}"]
    )
    for claim in kind.claims:
        for place, value in _found(opened.claims, claim.path, ()):
            if isinstance(value, dict | list):
                continue
            label = kind.claim_label(place, language)
            lines += _field(label, _value(str(value), language), plain=plain)
    lines += _field(said["issuer"], printable(batch.issuer_name), plain=plain)
    lines += _field("", batch.issuer_did, plain=plain) if not plain else [batch.issuer_did]
    lines += _field(
        said["until"].format(day="").strip().capitalize(),
        _until(opened.expires_at_s, language),
        plain=plain,
    )
    unused = sum(copy.used_at_s is None for copy in batch.copies)
    lines += _field(
        said["copy"], said["copies_left"].format(left=unused, all=len(batch.copies)), plain=plain
    )
    return lines


def _found(
    value: object, path: tuple[str | int | None, ...], place: tuple[str | int, ...]
) -> list[tuple[tuple[str | int, ...], object]]:
    if not path:
        return [(place, value)]
    part, rest = path[0], path[1:]
    if isinstance(part, str):
        if isinstance(value, dict) and part in value:
            return _found(value[part], rest, (*place, part))
        return []
    if isinstance(value, list):
        return [
            leaf
            for at, inner in enumerate(value)
            if part is None or part == at
            for leaf in _found(inner, rest, (*place, at))
        ]
    return []


def day(at_s: float, language: Language) -> str:
    """Write the day of an instant in words."""
    found = datetime.fromtimestamp(at_s, UTC).date()
    return PartialDate(found.year, found.month, found.day).words(language)


def _until(at_s: float | None, language: Language) -> str:
    said = texts(language)
    # `exp` is the first second it no longer holds; people are told the last day.
    return said["no_end"] if at_s is None else said["until"].format(day=day(at_s - 1, language))


def _copy(sheet: ConsentSheet, language: Language) -> str:
    said = texts(language)["copy_used" if sheet.used_before else "copy_new"]
    return said.format(number=sheet.copy_number, all=sheet.copies)


def _item(sign: str, item: SheetLine, language: Language, width: int) -> list[str]:
    text = f"{item.label}: {_value(item.value, language)}"
    wrapped = textwrap.wrap(text, width - 2, break_long_words=True) or [""]
    return [f"{sign} {wrapped[0]}", *(f"  {line}" for line in wrapped[1:])]


def _value(text: str, language: Language) -> str:
    try:
        return PartialDate.parse(text).words(language)
    except MalformedInput:
        return printable(text)


def _field(label: str, value: str, *, plain: bool = False) -> list[str]:
    if plain:
        return textwrap.wrap(f"{label}: {value}", _PLAIN_COLUMNS, break_long_words=False)
    head = f"{label:<20}" if len(label) < 20 else f"{label}  "
    return textwrap.wrap(
        head + value,
        _COLUMNS,
        subsequent_indent=" " * 20,
        break_long_words=False,
        drop_whitespace=True,
    )


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, _COLUMNS, initial_indent=indent, subsequent_indent=indent)

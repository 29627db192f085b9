"""A verdict as people read it: word first, then what, what to do, what was in order. Pure."""

import textwrap
from datetime import UTC, datetime
from typing import Final

from livret_core.credential.claim_path import format_path
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput
from livret_core.partial_date import PartialDate
from livret_core.words import Language, explain, printable, refusal_lines
from livret_verifier.policy import Procedure
from livret_verifier.report import Report
from livret_verifier.verify import Verdict
from livret_verifier.words import texts

_COLUMNS: Final = 80
_PLAIN_COLUMNS: Final = 72


def verdict_lines(
    verdict: Verdict,
    procedure: Procedure,
    language: Language,
    *,
    elapsed_ms: float,
    plain: bool = False,
    colour: bool = False,
) -> list[str]:
    """Write a verdict for a terminal.

    Args:
        verdict: what to say.
        procedure: names the claims.
        language: of the reader; the certificate's own language is not changed.
        elapsed_ms: what the checks took, as measured.
        plain: line mode.
        colour: whether colour may stand beside sign and word.
    """
    if verdict.presentation is not None:
        return _accepted(verdict, procedure, language, elapsed_ms, plain=plain, colour=colour)
    report = verdict.report
    spoken = texts(language)
    lines = reason_lines(report, language, plain=plain, colour=colour)
    held = [spoken.checks[r.check.number] for r in report.results if r.error is None]
    if held:
        lines += _field(spoken.labels["in_order"], f"{', '.join(held)} ({len(held)})", plain=plain)
    status = spoken.labels["exit"].format(status=report.outcome.exit_status)
    return [*lines, status if plain else status.rjust(_COLUMNS)]


def reason_lines(
    report: Report, language: Language, *, plain: bool = False, colour: bool = False
) -> list[str]:
    """Write why a presentation was not accepted, with the report's facts in the sentence."""
    if report.reason is None:
        raise ValueError("an accepted report has no reason")
    facts = {**report.facts, **report.reason.facts}
    explanation = explain(report.reason.code, language, facts)
    return refusal_lines(explanation, language, plain=plain, colour=colour)


def _accepted(
    verdict: Verdict,
    procedure: Procedure,
    language: Language,
    elapsed_ms: float,
    *,
    plain: bool,
    colour: bool,
) -> list[str]:
    presentation, report = verdict.presentation, verdict.report
    if presentation is None:
        raise ValueError("not accepted")
    spoken = texts(language)
    word = f"✓ {spoken.accepted}"
    counted = spoken.labels["checks"].format(
        passed=report.passed, all=report.checks_in_all, ms=elapsed_ms
    )
    if plain:
        lines = [f"{spoken.accepted.lower()}: {counted}"]
    else:
        room = max(_COLUMNS - len(word) - len(counted), 2)
        shown = f"\x1b[1;32m{word}\x1b[0m" if colour else word
        lines = [f"{shown}{' ' * room}{counted}"]
    for path, value in presentation.claims.items():
        label = procedure.type.claim_label(path, language)
        lines += _field(label, _said(value, language), plain=plain)
    lines += _field(spoken.labels["signed_by"], printable(presentation.issuer.name), plain=plain)
    lines += _field(
        spoken.labels["valid_until"], _day(presentation.expires_at_s, language), plain=plain
    )
    if presentation.not_asked:
        extra = spoken.labels["extra"].format(count=presentation.not_asked)
        lines += _field(spoken.labels["not_kept"], extra, plain=plain)
    return lines


def _field(label: str, value: str, *, plain: bool) -> list[str]:
    if plain:
        return textwrap.wrap(f"{label}: {value}", _PLAIN_COLUMNS, break_long_words=False)
    indent = " " * 15
    wrapped = textwrap.wrap(value, _COLUMNS - len(indent), break_long_words=False) or [""]
    head = f"  {label}"
    first = f"{head:<15}{wrapped[0]}" if len(head) < 14 else f"{head}  {wrapped[0]}"
    return [first, *(indent + line for line in wrapped[1:])]


def _said(value: JsonValue, language: Language) -> str:
    if isinstance(value, dict):
        return ", ".join(_said(inner, language) for inner in value.values())
    if isinstance(value, list):
        return ", ".join(_said(inner, language) for inner in value)
    text = "" if value is None else str(value)
    try:
        return PartialDate.parse(text).words(language)
    except MalformedInput:
        return printable(text)


def _day(at_s: float | None, language: Language) -> str:
    if at_s is None:
        return texts(language).labels["no_end"]
    # `exp` is the first second it no longer holds; people are told the last day.
    last = datetime.fromtimestamp(at_s - 1, UTC).date()
    return PartialDate(last.year, last.month, last.day).words(language)


def verdict_object(verdict: Verdict) -> JsonObject:
    """Write a verdict as one JSON object: the report, and the claims when accepted."""
    presentation = verdict.presentation
    claims: JsonObject | None = None
    if presentation is not None:
        claims = {format_path(path): value for path, value in presentation.claims.items()}
    return {"event": "verdict", **verdict.report.to_json(), "claims": claims}

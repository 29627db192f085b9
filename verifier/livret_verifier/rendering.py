"""A verdict as people read it: word first, then what, what to do, what was in order. Pure."""

from collections.abc import Sequence
from typing import Final

from livret_core.credential.claim_path import format_path
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput
from livret_core.partial_date import PartialDate
from livret_core.words import (
    COLUMNS,
    Language,
    Zone,
    day,
    decimal,
    explain,
    labelled_lines,
    moment,
    printable,
    printable_json,
    refusal_lines,
    stated,
    unsigned,
)
from livret_core.words.counting import Phrase
from livret_core.words.explanation import SIGNS
from livret_core.words.figures import age, utc
from livret_verifier.checks import CHECKS
from livret_verifier.policy import Procedure
from livret_verifier.report import CheckResult, Report
from livret_verifier.verdict import Verdict
from livret_verifier.words import DeskTexts, texts

_DAY_S: Final = 86_400


def verdict_lines(
    verdict: Verdict,
    procedure: Procedure,
    language: Language,
    *,
    elapsed_ms: float,
    plain: bool = False,
    colour: bool = False,
    zone: Zone = utc,
) -> list[str]:
    """Write a verdict for a terminal.

    Args:
        verdict: what to say.
        procedure: names the claims.
        language: of the reader; the certificate's own language is not changed.
        elapsed_ms: what the checks took, as measured.
        plain: line mode.
        colour: whether colour may stand beside sign and word.
        zone: of the reader's clock.
    """
    if verdict.presentation is not None:
        return _accepted(
            verdict, procedure, language, elapsed_ms, plain=plain, colour=colour, zone=zone
        )
    spoken = texts(language)
    report = verdict.report
    held = [spoken.checks[r.check.number] for r in report.results if r.error is None]
    evidence = [(spoken.labels["in_order"], f"{', '.join(held)} ({len(held)})")] if held else []
    evidence += _ledger(report, language, zone)
    lines = reason_lines(report, language, plain=plain, colour=colour, evidence=evidence, zone=zone)
    status = spoken.labels["exit"].format(status=report.outcome.exit_status)
    return [*lines, status if plain else status.rjust(COLUMNS)]


def reason_lines(
    report: Report,
    language: Language,
    *,
    plain: bool = False,
    colour: bool = False,
    evidence: Sequence[tuple[str, str]] = (),
    zone: Zone = utc,
) -> list[str]:
    """Write why a presentation was not accepted, with the report's facts in the sentence."""
    if report.reason is None:
        raise ValueError("an accepted report has no reason")
    facts = {**report.facts, **report.reason.facts}
    if report.reason.branch == "unavailable" and report.reason.detail:
        # Evidence that was not there says why in its detail; evidence that was damaged
        # names the code of the damage.
        facts.setdefault("reason", report.reason.detail)
    explanation = explain(report.reason.code, language, facts, zone=zone)
    return refusal_lines(explanation, language, plain=plain, colour=colour, evidence=evidence)


def _accepted(
    verdict: Verdict,
    procedure: Procedure,
    language: Language,
    elapsed_ms: float,
    *,
    plain: bool,
    colour: bool,
    zone: Zone,
) -> list[str]:
    presentation, report = verdict.presentation, verdict.report
    if presentation is None:
        raise ValueError("not accepted")
    spoken = texts(language)
    word = f"✓ {spoken.accepted}"
    counted = spoken.labels["checks"].format(
        passed=report.passed, all=report.checks_in_all, ms=decimal(elapsed_ms, language)
    )
    rows = [
        (procedure.type.claim_label(path, language), said_value(value, language))
        for path, value in presentation.claims.items()
    ]
    rows.append((spoken.labels["signed_by"], unsigned(presentation.issuer.name)))
    rows += _ledger(report, language, zone)
    rows.append((spoken.labels["valid_until"], _day(presentation.expires_at_s, language)))
    if presentation.not_asked:
        extra = spoken.labels["extra"].format(count=presentation.not_asked)
        rows.append((spoken.labels["not_kept"], extra))
    if plain:
        first = (spoken.accepted.lower(), counted)
        return labelled_lines([first, *rows], language, plain=True)
    room = max(COLUMNS - len(word) - len(counted), 2)
    shown = f"\x1b[1;32m{word}\x1b[0m" if colour else word
    return [f"{shown}{' ' * room}{counted}", *labelled_lines(rows, language)]


def _ledger(report: Report, language: Language, zone: Zone) -> list[tuple[str, str]]:
    """Say as of when the ledger was asked, on whose word, and that it is old if it is."""
    if report.head is None:
        return []
    said, head = texts(language).labels, report.head.cosigned
    text = Phrase(said["as_of"], language).format(
        time=moment(head.time_s, language, zone=zone),
        some=head.witnesses,
        all=head.trust.numbers.n,
    )
    if report.head.freshness == "amber":
        old = age(max(0, report.now_s - head.time_s), language)
        text = f"{text} · ! {said['amber'].format(age=old)}"
    rows = [(said["ledger"], text)]
    if report.dated is not None and report.dated.day is not None:
        by = said["dated_by"].format(
            time=moment(report.dated.before_s, language, zone=zone),
            day=day(report.dated.day * _DAY_S, language),
        )
        rows.append((said["dated"], by))
    if report.retired_s is not None:
        since = day(report.retired_s, language)
        rows.append((said["kind"], said["kind_retired"].format(day=since)))
    return rows


def report_lines(
    report: Report, language: Language = "en", *, plain: bool = False, zone: Zone = utc
) -> list[str]:
    """Write every check with its rule and its evidence, those not reached too.

    It is for whoever has to defend a verdict later: checks are named in the reader's
    language, codes and the places of rules are quoted as they are.
    """
    spoken = texts(language)
    reached = {result.check.number: result for result in report.results}
    lines: list[str] = []
    for check in CHECKS:
        result = reached.get(check.number)
        name = spoken.checks[check.number]
        sign, ended = _ended(result, spoken)
        if plain:
            label = f"{spoken.labels['check']} {check.number}"
            ended = ended or spoken.labels["passed"]
            rows = [(label, f"{stated(ended, name, language)}, {check.rule}")]
            lines += labelled_lines([*rows, *_evidence(result, spoken)], language, plain=True)
            continue
        lines.append(f"  {check.number:>2}  {sign}  {name:<46} {check.rule}")
        if ended:
            lines.append(f"         {ended}")
        lines += [f"         {label}  {said}" for label, said in _evidence(result, spoken)]
    return [*lines, *labelled_lines(_ledger(report, language, zone), language, plain=plain)]


def _ended(result: CheckResult | None, spoken: DeskTexts) -> tuple[str, str]:
    if result is None:
        return "·", spoken.labels["not_reached"]
    if result.error is None:
        return "✓", ""
    return SIGNS[result.error.branch], result.error.code


def _evidence(result: CheckResult | None, spoken: DeskTexts) -> list[tuple[str, str]]:
    if result is None or result.source is None:
        return []
    rows = [(spoken.labels["from"], printable(result.source, max_chars=1_000))]
    if result.age_s is not None:
        rows.append((spoken.labels["read"], spoken.labels["before"].format(seconds=result.age_s)))
    return rows


def said_value(value: JsonValue, language: Language) -> str:
    """Write a claim's value as people read it."""
    if isinstance(value, dict):
        return ", ".join(said_value(inner, language) for inner in value.values())
    if isinstance(value, list):
        return ", ".join(said_value(inner, language) for inner in value)
    text = value if isinstance(value, str) else printable_json(value, indent=None)
    try:
        return PartialDate.parse(text).words(language)
    except MalformedInput:
        return unsigned(text)


def _day(at_s: float | None, language: Language) -> str:
    if at_s is None:
        return texts(language).labels["no_end"]
    # `exp` is the first second it no longer holds; people are told the last day.
    return PartialDate.of_instant(at_s - 1).words(language)


def verdict_object(verdict: Verdict) -> JsonObject:
    """Write a verdict as one JSON object: the report, and the claims when accepted."""
    presentation = verdict.presentation
    claims: JsonObject | None = None
    if presentation is not None:
        claims = {format_path(path): value for path, value in presentation.claims.items()}
    return {"event": "verdict", **verdict.report.to_json(), "claims": claims}

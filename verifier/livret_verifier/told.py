"""A verdict that was kept, as people read it: word first, then what, then what to do. Pure."""

from typing import Final

from livret_core.credential import catalogue
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import Fact
from livret_core.words import Language, Zone, explain, labelled_lines, refusal_lines, unsigned
from livret_core.words.figures import utc
from livret_verifier.policy_file import path_of
from livret_verifier.rendering import said_value, verdict_object
from livret_verifier.report import Outcome
from livret_verifier.verdict import Verdict
from livret_verifier.words import texts

_GREEN: Final = "\x1b[1;32m{}\x1b[0m"


def kept_object(verdict: Verdict, vct: str, procedure: str = "") -> JsonObject:
    """Write a verdict to be kept until it is asked for: the report, and what was asked for."""
    return {**verdict_object(verdict), "type": vct, "procedure": procedure}


def claim_rows(said: JsonObject, language: Language) -> list[tuple[str, str]]:
    """Give labels and values of what was shown, in the order it was asked for."""
    claims, vct = said.get("claims"), said.get("type")
    if not isinstance(claims, dict) or not isinstance(vct, str):
        return []
    kind = catalogue.find(vct)
    return [
        (kind.claim_label(path_of(name), language), said_value(value, language))
        for name, value in claims.items()
    ]


def told_lines(
    said: JsonObject,
    language: Language,
    *,
    plain: bool = False,
    colour: bool = False,
    zone: Zone = utc,
) -> list[str]:
    """Write a kept verdict for a terminal."""
    spoken = texts(language)
    facts = facts_of(said)
    if said["outcome"] == Outcome.ACCEPTED.value:
        rows = claim_rows(said, language)
        rows.append((spoken.labels["signed_by"], unsigned(str(facts.get("issuer", "")))))
        if plain:
            return labelled_lines([(spoken.accepted.lower(), ""), *rows], language, plain=True)
        word = f"✓ {spoken.accepted}"
        return [_GREEN.format(word) if colour else word, *labelled_lines(rows, language)]
    explanation = explain(str(said["code"]), language, facts, zone=zone)
    lines = refusal_lines(explanation, language, plain=plain, colour=colour)
    status = spoken.labels["exit"].format(status=Outcome(said["outcome"]).exit_status)
    return [*lines, status]


def facts_of(said: JsonObject) -> dict[str, Fact]:
    """Give the named values for the sentence: of the report, and of the check that failed."""
    facts = _facts(said.get("facts"))
    results = said.get("results")
    for result in results if isinstance(results, list) else []:
        if isinstance(result, dict) and result.get("code") == said.get("code"):
            facts |= _facts(result.get("facts"))
            break
    return facts


def _facts(value: JsonValue) -> dict[str, Fact]:
    if not isinstance(value, dict):
        return {}
    return {name: fact for name, fact in value.items() if isinstance(fact, str | int)}

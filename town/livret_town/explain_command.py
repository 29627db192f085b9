"""`livret explain CODE`: what a reason means, who can mend it, and how. Works offline."""

import json
import sys
import textwrap
from collections.abc import Iterator
from typing import Final

from livret_core.codes import CODES
from livret_core.words import (
    COLUMNS,
    Explanation,
    Language,
    explain,
    explanation_lines,
    near_codes,
    printable,
    stated,
)
from livret_core.words.language import texts
from livret_edge.arguments import Argument, Asked
from livret_edge.program import Command, Program


def _run(asked: Asked) -> int:
    """Explain one code, or list them all; 0, or 2 when there is no such code."""
    voice = asked.voice
    language: Language = voice.lang
    if asked.code is None:
        every = [explain(code, language) for code in CODES]
        print("\n".join(map(_object, every) if voice.json else _grouped(every)))
        return 0
    if asked.code not in CODES:
        return _no_such(asked.code, language, as_json=voice.json)
    explanation = explain(asked.code, language)
    if voice.json:
        print(_object(explanation))
    else:
        voice.drawn(
            explanation_lines(explanation, language, plain=voice.plain, colour=voice.colour)
        )
    return 0


def _grouped(every: list[Explanation]) -> Iterator[str]:
    """Write all codes under the part before their dot, each with its sentence, hanging."""
    groups: dict[str, list[Explanation]] = {}
    for explanation in every:
        groups.setdefault(explanation.code.partition(".")[0], []).append(explanation)
    for number, (group, members) in enumerate(groups.items()):
        if number:
            yield ""
        yield group
        for explanation in members:
            yield f"  {explanation.code}"
            yield from textwrap.wrap(
                explanation.what, COLUMNS, initial_indent="    ", subsequent_indent="    "
            )


def _object(explanation: Explanation) -> str:
    return json.dumps(
        {
            "event": "explanation",
            "code": explanation.code,
            "outcome": explanation.branch,
            "what": explanation.what,
            "step": explanation.step,
            "mender": explanation.mender_key,
            "meaning": explanation.meaning,
            "rule": explanation.rule,
        },
        ensure_ascii=False,
    )


def _no_such(code: str, language: Language, *, as_json: bool) -> int:
    near = near_codes(code)
    if as_json:
        print(json.dumps({"event": "unknown", "near": near}))
    labels = texts(language).labels
    print(f"{labels['unknown']} {printable(code, max_chars=60)}.", file=sys.stderr)
    if near:
        print(stated(labels["near"], ", ".join(near), language), file=sys.stderr)
    return 2


run: Final = Program(
    "livret explain",
    "livret_town.words.help",
    (
        Command(
            "",
            _run,
            ("livret explain status.revoked", "livret explain issuer.key_not_listed --lang fr"),
            (Argument("code", "code"),),
        ),
    ),
).run

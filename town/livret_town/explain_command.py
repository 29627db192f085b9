"""`livret explain CODE`: what a reason means, who can mend it, and how. Works offline."""

import argparse
import json
import sys
import textwrap
from collections.abc import Iterator
from typing import Final

from livret_core.codes import CODES
from livret_core.words import (
    COLUMNS,
    LANGUAGES,
    Explanation,
    Language,
    explain,
    explanation_lines,
    near_codes,
    printable,
    stated,
)
from livret_core.words.explanation import texts
from livret_town import settings

_EXAMPLES: Final = """\
examples:
  livret explain status.revoked
  livret explain issuer.key_not_listed --lang fr
"""


def run(argv: list[str]) -> int:
    """Explain one code, or list them all; 0, or 2 when there is no such code."""
    said = settings.read()
    parser = argparse.ArgumentParser(
        prog="livret explain",
        description="What a reason means, who can mend it, and how.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("code", nargs="?", help="a reason as printed; without one, list them all")
    parser.add_argument("--lang", choices=LANGUAGES, default=said.lang)
    parser.add_argument("--json", action="store_true", help="one object a line")
    asked = parser.parse_args(argv)
    language: Language = asked.lang

    if asked.code is None:
        every = [explain(code, language) for code in CODES]
        print("\n".join(map(_object, every) if asked.json else _grouped(every)))
        return 0
    if asked.code not in CODES:
        return _no_such(asked.code, language, as_json=asked.json)
    explanation = explain(asked.code, language)
    if asked.json:
        print(_object(explanation))
    else:
        colour = said.colour and sys.stdout.isatty()
        lines = explanation_lines(explanation, language, plain=said.plain, colour=colour)
        print("\n".join(lines))
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

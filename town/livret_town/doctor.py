"""`livret doctor`: what is missing on this machine, and the remedy."""

import textwrap
from collections.abc import Iterator
from typing import Final

from livret_core.words import COLUMNS, PLAIN_COLUMNS, Language, printable, stated
from livret_core.words.figures import Zone, moment, utc
from livret_edge.arguments import Argument, Asked, path, url
from livret_edge.program import Command, Program
from livret_edge.saying import local_zone
from livret_town.diagnosis import Finding, diagnose
from livret_town.words.doctor import Said, texts

_NAME: Final = 14
_LABEL: Final = 10
_MAX_FACT: Final = 4_096


def _run(asked: Asked) -> int:
    """Look and report; 0 when all that livret needs is there, 3 when something is not."""
    # Here and not above: seeing whether the libraries work loads them, and the help does not.
    from livret_town.machine import look

    voice = asked.voice
    findings = list(diagnose(look()))
    if asked.at is not None:
        from livret_town.diagnosis import diagnose_place
        from livret_town.reaching import look_for

        findings.append(diagnose_place(look_for(asked)))
    for finding in findings:
        said = _filled(finding, voice.lang, zone=local_zone)
        if voice.json:
            voice.event(
                "finding",
                name=finding.name,
                good=finding.good,
                needed=finding.needed,
                state=said.state,
                cause=said.cause,
                remedy=said.remedy,
            )
        else:
            voice.lines(lines_of(finding, voice.lang, zone=local_zone, plain=voice.plain))
    return 0 if all(finding.good or not finding.needed for finding in findings) else 3


def lines_of(
    finding: Finding, language: Language, *, zone: Zone = utc, plain: bool = False
) -> Iterator[str]:
    """Write a finding: its sign and state; below, cause and remedy where there are any."""
    spoken = texts(language)
    said = _filled(finding, language, zone=zone)
    name = spoken.names[finding.name]
    causes = [(spoken.cause, said.cause)] if said.cause else []
    # What is there to be pasted is one line, however long.
    remedies = [(spoken.remedy, said.remedy)] if said.remedy else []
    if plain:
        word = spoken.well if finding.good else spoken.missing if finding.needed else spoken.look
        for label, text in ((name, f"{word}, {said.state}"), *causes):
            yield from _wrapped("", stated(label, text, language), PLAIN_COLUMNS)
        yield from (stated(label, text, language) for label, text in remedies)
        return
    sign = "✓" if finding.good else "✗" if finding.needed else "!"
    yield from _wrapped(f"{sign} {name:{_NAME}}", said.state, COLUMNS)
    for label, text in causes:
        yield from _wrapped(f"    {label:{_LABEL}}", text, COLUMNS)
    yield from (f"    {label:{_LABEL}}{text}" for label, text in remedies)


def _filled(finding: Finding, language: Language, *, zone: Zone) -> Said:
    said = texts(language).states[finding.state]
    facts = {
        name: moment(fact, language, zone=zone)
        if isinstance(fact, int) and name.endswith("_s")
        else printable(str(fact), max_chars=_MAX_FACT)
        for name, fact in finding.facts.items()
    }
    return Said(*(text.format(**facts) for text in (said.state, said.cause, said.remedy)))


def _wrapped(lead: str, text: str, width: int) -> list[str]:
    # A path that is longer than its line stays whole: it is there to be copied.
    return textwrap.wrap(
        text,
        width,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )


run: Final = Program(
    "livret doctor",
    "livret_town.words.help",
    (
        Command(
            "",
            _run,
            (
                "livret doctor",
                "livret doctor --at https://ledger.example --trust trust-root.jsonl --json",
            ),
            (
                Argument("--at", "url", url),
                Argument("--resolve", "pin"),
                Argument("--authorities", "file", path),
                Argument("--trust", "file", path),
            ),
        ),
    ),
).run

"""From a code to what a person reads."""

import difflib
import re
import shlex
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, final

from livret_core.codes import CODES
from livret_core.errors import Branch, Fact, LivretError, MalformedInput
from livret_core.words.counting import BETWEEN, form_for
from livret_core.words.figures import Zone, day, moment, utc
from livret_core.words.language import LANGUAGES, Language, Verdict, texts
from livret_core.words.printable import printable
from livret_core.words.subjects import SUBJECTS, Mender, is_about_the_command, is_unanswered

#: What could not be read is no verdict on anybody: its sign is neither a no's nor a doubt's.
SIGNS: Final[Mapping[Branch, str]] = MappingProxyType(
    {"refused": "✗", "unavailable": "!", "malformed": "?"}
)
_LIST_CHARS: Final = 1_000
_TYPED: Final = re.compile(r"\{(\w+)\|(\w+)\}")
_NO_FACTS: Final[Mapping[str, Fact]] = MappingProxyType({})


@final
@dataclass(frozen=True, slots=True)
class Explanation:
    """One code in one language.

    Attributes:
        sign: ``✗``, ``!`` or ``?``; never the only carrier of the verdict.
        verdict: the word in capitals (refused, could not check, unreadable, not done).
        what: what happened, with facts where they were known.
        step: the next step.
        mender: who can mend it, in words.
        mender_key: the same as a stable name.
        meaning: the developer's line, in English.
        rule: where the rule is written, or empty.
    """

    code: str
    branch: Branch
    sign: str
    verdict: str
    what: str
    step: str
    mender: str
    mender_key: Mender
    meaning: str
    rule: str


def language_of(text: str) -> Language:
    """Read a language name; ``fr_BE`` and ``fr-BE`` are ``fr``.

    Raises:
        MalformedInput: ``input.malformed`` when it is none of :data:`LANGUAGES`.
    """
    short = text[:2].lower()
    if short not in LANGUAGES or (len(text) > 2 and text[2] not in "-_.@"):
        raise MalformedInput("input.malformed", "not one of en, fr, nl, de")
    return short


def explain(
    code: str,
    language: Language = "en",
    facts: Mapping[str, Fact] = _NO_FACTS,
    *,
    zone: Zone = utc,
) -> Explanation:
    """Say *code* to a person, times by the clock of their *zone*.

    A fact ``near`` (see :func:`like`) is asked about behind it.

    Raises:
        MalformedInput: ``input.malformed`` when there is no such code; see
            :func:`near_codes`.
    """
    known = CODES.get(code)
    if known is None:
        raise MalformedInput("input.malformed", "no such code")
    spoken = texts(language)
    subject = SUBJECTS[code]
    sentence = spoken.sentences[subject.sentence]
    what = sentence.what
    if sentence.known and _fields(sentence.known) <= facts.keys():
        what = _Filler(language, zone).format(sentence.known, **facts)
    if facts.get("near"):
        what = (
            f"{what} {spoken.labels['near']} {printable(str(facts['near']))}{spoken.question_mark}"
        )
    word: Verdict = known.branch
    if is_about_the_command(code):
        word = "not_done"
    elif is_unanswered(code):
        word = "no_answer"
    return Explanation(
        code=code,
        branch=known.branch,
        # Of a command that was not done nothing is judged: one sign for that word, and not a no's.
        sign="!" if word == "not_done" else SIGNS[known.branch],
        verdict=spoken.verdicts[word],
        what=what,
        step=_typed(sentence.step, facts),
        mender=spoken.menders[subject.mender],
        mender_key=subject.mender,
        meaning=known.meaning,
        rule=known.rule,
    )


def explain_error(
    error: LivretError, language: Language = "en", *, zone: Zone = utc
) -> Explanation:
    """Say to a person why livret stopped, times by the clock of their *zone*."""
    return explain(error.code, language, error.facts, zone=zone)


def near_codes(code: str, *, at_most: int = 3) -> tuple[str, ...]:
    """Find codes that look like *code*, nearest first: by letters, then by their last word."""
    near = difflib.get_close_matches(code[:80], CODES, n=at_most, cutoff=0.6)
    tail = code.rpartition(".")[2][:40]
    near += [
        other for other in CODES if tail and tail == other.rpartition(".")[2] and other not in near
    ]
    return tuple(near[:at_most])


def like(typed: str, names: Iterable[str]) -> dict[str, str]:
    """Find the name that somebody may have meant, as a fact of the error that says so.

    Args:
        typed: as it was typed; no part of it is given back.
        names: those that there are.

    Returns:
        ``near`` with that name; nothing where none is like it.
    """
    near = difflib.get_close_matches(typed[:80].lower(), names, n=1, cutoff=0.6)
    return {"near": near[0]} if near else {}


def _fields(template: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(template) if field}


def _listed(names: str) -> str:
    """Write all names of a list; of one without end, as many as there is room for, each whole."""
    if len(names) <= _LIST_CHARS:
        return printable(names, max_chars=_LIST_CHARS)
    return printable(names[:_LIST_CHARS].rpartition(", ")[0], max_chars=_LIST_CHARS) + " …"


def _typed(step: str, facts: Mapping[str, Fact]) -> str:
    """Fill in what a command of the next step needs, as far as it is known."""
    return _TYPED.sub(
        lambda found: (
            shlex.quote(printable(str(facts[found[1]]))) if found[1] in facts else found[2]
        ),
        step,
    )


class _Filler(string.Formatter):
    """Writes facts into a sentence: instants in words, text made printable."""

    def __init__(self, language: Language, zone: Zone) -> None:
        self._language: Final = language
        self._zone: Final = zone

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "day":
            return day(int(value), self._language)
        if format_spec == "minute":
            return moment(int(value), self._language, zone=self._zone)
        if format_spec == "cause":
            return texts(self._language).causes.get(value) or printable(str(value))
        if format_spec == "all":
            return _listed(str(value))
        if BETWEEN in format_spec:
            return form_for(value, format_spec, self._language)
        return printable(str(value))

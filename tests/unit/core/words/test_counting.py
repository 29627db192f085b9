"""Words that go with a number, in everything that livret says."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from livret_core.words import LANGUAGES, Language, explain
from livret_core.words.counting import Phrase, Phrases, form_for
from livret_core.words.figures import age
from livret_issuer.words.counter import texts

_ROOT: Final = Path(__file__).resolve().parents[4]
_PACKAGES: Final = ("core", "edge", "issuer", "ledger", "verifier", "wallet", "town")
#: A number stands in these, and a word that goes with it may follow.
_COUNTS: Final = [
    "count",
    "left",
    "copies",
    "size",
    "grown",
    "members",
    "witnesses",
    "auditors",
    "q",
    "n",
    "a",
    "k",
    "f",
    "some",
    "all",
    "passed",
    "number",
    "second",
    "seconds",
    "minutes",
    "hours",
    "days",
    "max_copies",
    "attempts",
]
#: Follow a number, and are the same with any.
_NO_COUNTED: Final = [
    "of",
    "from",
    "must",
    "endorse",
    "more",
    "bits",
    "sur",
    "tel",
    "van",
    "von",
    "als",
    "zoals",
    "wie",
    "davon",
    "Bit",
    "soutenir",
    "steunen",
    "new",
    "bevestigd",
    "bestätigt",
    "nieuwe",
    "fois",
    "keer",
    "Mal",
    "Zeugen",
    "fort",
    "weitere",
    "bekräftigen",
    "fürsprechen",
    "Namen",
    "needed",
    "nodig",
    "nötig",
    "ervan",
    "verändert",
    "Prüfer",
    "characters",
    "caractères",
    "tekens",
    "Zeichen",
]
_COUNTED: Final = re.compile(
    rf"\{{(?:{'|'.join(_COUNTS)})\}} (?!(?:{'|'.join(_NO_COUNTED)})\b)(?=[^\W\d_]{{3,}})"
)
#: Of these there are always several, or what follows is not what is counted.
_NEVER_ONE: Final = frozenset(
    {
        # The demo's own numbers.
        *("s2_rows", "s3", "s3_keys", "s3_asked", "s4_copies", "others_passed", "tally", "checks"),
        *("t1_counts", "t1_one_machine", "t4_copies", "l1_numbers", "l1_one_machine", "l3_without"),
        *(
            "l2_endorsed",
            "l3_issued",
            "l4_refused",
            "l4_checked",
            "l4_goes_on",
            "l6_age",
            "l6_accepted",
        ),
        # A clock is called wrong when it is five minutes off.
        *("clock_ahead_by", "clock_behind_by"),
        # Ages are in the largest unit that they fill twice.
        *("days", "hours", "minutes", "ago_days", "ago_hours", "ago_minutes"),
        # More than one proof to choose from.
        "choice_of",
    }
)


def sentences(language: Language) -> Iterator[tuple[str, str]]:
    """Every text of a language, under the name that it stands under."""
    for package in _PACKAGES:
        for path in (_ROOT / package).rglob(f"words/**/{language}*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Dict):
                    for key, value in zip(node.keys, node.values, strict=True):
                        if isinstance(key, ast.Constant):
                            yield from ((str(key.value), text) for text in _texts(value))
                elif isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant):
                    yield from ((ast.unparse(node.target), text) for text in _texts(node.value))


def _texts(node: ast.expr) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_said_of_many_where_there_may_be_one(language: Language) -> None:
    said = list(sentences(language))
    assert len(said) > 1_000
    wrong = {
        (name, text) for name, text in said if name not in _NEVER_ONE and _COUNTED.search(text)
    }
    # ``{left} {left:essai|essais}`` is how it is written.
    assert wrong == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_every_counted_sentence_can_be_said_of_none_one_and_two(
    language: Language, count: int
) -> None:
    counted = [text for _, text in sentences(language) if re.search(r"\{\w+:[^}]*\|", text)]
    assert len(counted) > 20
    for text in counted:
        facts = {name: count for _, name, _, _ in string.Formatter().parse(text) if name}
        said = Phrase(text, language).format(**facts)
        assert "|" not in said
        assert "{" not in said
        one_form = {text.split("|")[0] for text in re.findall(r"\{\w+:([^}]*\|[^}]*)\}", text)}
        is_one = count == 1 or (count == 0 and language == "fr")
        assert all((form in said) for form in one_form) or not is_one


@pytest.mark.parametrize(
    ("language", "left", "said"),
    [
        ("fr", 0, "encore 0 essai"),
        ("fr", 1, "encore 1 essai"),
        ("fr", 2, "encore 2 essais"),
        ("nl", 0, "nog 0 pogingen"),
        ("nl", 1, "nog 1 poging"),
        ("de", 1, "noch 1 Versuch"),
        ("de", 2, "noch 2 Versuche"),
        ("en", 0, "0 tries left"),
        ("en", 1, "1 try left"),
    ],
)
def test_a_clerk_reads_how_many_tries_are_left(language: Language, left: int, said: str) -> None:
    assert texts(language)["at_wrong"].format(left=left).endswith(said)


def test_a_number_written_out_counts_as_one_too() -> None:
    assert form_for("1", "entry|entries", "en") == "entry"
    assert form_for("many", "entry|entries", "en") == "entries"


def test_a_second_is_one() -> None:
    assert [age(seconds, "en") for seconds in (0, 1, 2)] == ["0 seconds", "1 second", "2 seconds"]
    assert age(0, "fr") == "0 seconde"


def test_a_reason_says_its_number_in_words_that_go_with_it() -> None:
    facts = {"number": 1, "noted": 4}
    assert "has 1 entry and" in explain("audit.rolled_back", "en", facts).what


def test_a_table_reads_as_the_table_that_it_holds() -> None:
    table = {"a": "one", "b": "{n} {n:town|towns}"}
    held = Phrases(table, "en")
    assert dict(held) == table
    assert len(held) == 2
    assert held["b"].format(n=1) == "1 town"
    with pytest.raises(KeyError):
        held["c"]

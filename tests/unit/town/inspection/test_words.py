"""What an inspection says, it says in the reader's language; what was written stays as written."""

import ast
import json
import re
import string
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from livret_core.words import LANGUAGES, Language
from livret_town import command, inspection
from livret_town.words.inspection import texts
from tests.specimens import did_log, every

OTHERS: tuple[Language, ...] = ("fr", "nl", "de")
# Names of standards, and of members in them.
KEPT = frozenset(
    {"", "DID", "JSON", "JSON Schema", "SHA-256", "vct"} | {"DSA", "OpenSSH", "PKCS #1", "SEC 1"}
)

Run = Callable[..., str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    def go(content: bytes, *more: str, status: int = 0) -> str:
        (tmp_path / "thing").write_bytes(content)
        assert command.main(["inspect", str(tmp_path / "thing"), *more]) == status
        return capsys.readouterr().out

    return go


def ours() -> Iterator[str]:
    """Every kind, title and word of ours in the modules that find them."""
    [folder] = inspection.__path__
    for module in Path(folder).glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            match node:
                case ast.Call(
                    func=ast.Name(id="Said" | "Inspection"),
                    args=[ast.Constant(value=str(text)), *_],
                ):
                    yield text
                case ast.Call(
                    func=ast.Name(id="_form"), args=[_, ast.Constant(value=str(text)), *_]
                ):
                    yield text
                case ast.Tuple(elts=[ast.Constant(value=str(text)), second]) if not isinstance(
                    second, ast.Constant
                ):
                    yield text


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_every_word_of_ours_has_its_translation(language: Language) -> None:
    found = set(ours())
    assert len(found) > 100
    assert found - texts(language).NAMES.keys() - KEPT == set()


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_of_a_word_nobody_says(language: Language) -> None:
    said = "".join(
        module.read_text() for module in Path(next(iter(inspection.__path__))).glob("*.py")
    )
    # A long text stands in several pieces.
    assert [name for name in texts(language).NAMES if name[:60] not in said] == []


@pytest.mark.parametrize("language", OTHERS)
def test_the_languages_say_the_same_facts_of_the_same_things(language: Language) -> None:
    names = texts(language).NAMES
    assert names.keys() == texts("fr").NAMES.keys()
    assert [name for name, said in names.items() if fields(name) != fields(said)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_two_words_become_one(language: Language) -> None:
    """Two members of one object would else become one."""
    said = list(texts(language).NAMES.values())
    assert sorted(said) == sorted(set(said))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", every())
def test_a_screen_says_first_in_every_language_that_nothing_was_checked(
    run: Run, name: str, language: Language
) -> None:
    first, kind, *_ = run(every()[name], "--lang", language).splitlines()
    assert first == texts(language).NOTHING_CHECKED
    assert len(first) <= 80
    english = run(every()[name]).splitlines()[1]
    assert kind == texts(language).NAMES.get(english, english)


def test_a_title_is_set_as_french_sets_colons(run: Run) -> None:
    shown = run(did_log(), "--lang", "fr")
    assert "entrées\u202f: 1" in shown
    assert '"signé par"' in shown


@pytest.mark.parametrize("language", OTHERS)
def test_what_somebody_wrote_is_not_translated(run: Run, language: Language) -> None:
    written = {"name": "itself", "signed by": "valid", "keys": ["key", "digest"]}
    shown = run(json.dumps(written).encode(), "--lang", language)
    assert json.loads(shown.split("JSON\n", 1)[1]) == written


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", every())
def test_programs_are_told_the_same_in_every_language(
    run: Run, name: str, language: Language
) -> None:
    assert run(every()[name], "--json", "--lang", language) == run(every()[name], "--json")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_log_that_would_be_refused_is_shown_with_the_reason_and_not_judged(
    run: Run, language: Language
) -> None:
    other = re.sub(rb'"cryptosuite":"[^"]*"', b'"cryptosuite":"other"', did_log())
    shown = run(other, "--lang", language)
    assert "proof.cryptosuite" in shown
    assert json.loads(run(other, "--json"))["kind"] == "DID log"


def test_what_is_refused_while_it_is_decoded_is_no_refusal(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from livret_core.errors import Refused

    def refuse(*_: object, **__: object) -> object:
        raise Refused("key.weak")

    monkeypatch.setattr(inspection, "inspect", refuse)
    assert "key.weak" in run(b"anything")

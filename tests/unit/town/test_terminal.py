import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core.words import LANGUAGES, Language
from livret_core.words.language import texts
from livret_town.terminal import escaped, prepare, spelled


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("✓ ACCEPTÉ", "OK ACCEPTE"),
        ("✗ REFUSÉ", "X REFUSE"),
        ("Straße", "Strasse"),
        ("cœur", "coeur"),
        ("à\u202f: « Zoé »", 'a : " Zoe "'),
        ("┌──┐", "+--+"),
        ("█▀▄", "###"),
        ("12 … → 13", "12 ... -> 13"),
        ("Łódź", "Lodz"),
        ("½", "1?2"),
        ("日", "?"),
    ],
)
def test_a_character_the_terminal_has_not_is_spelled(text: str, written: str) -> None:
    assert spelled(text) == written


@given(st.text())
def test_whatever_is_spelled_is_ascii(text: str) -> None:
    assert spelled(text).isascii()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_ours_needs_a_question_mark_for_a_letter(language: Language) -> None:
    lost = [
        text
        for sentence in texts(language).sentences.values()
        for text in (sentence.what, sentence.step)
        if spelled(text).count("?") != text.count("?")
    ]
    assert lost == []


@given(st.text())
def test_what_is_escaped_is_the_same_json(text: str) -> None:
    assert json.loads(f'"{escaped(text)}"', strict=False) == text


@pytest.mark.parametrize(("as_json", "written"), [(False, b"Zoe"), (True, rb"Zo\u00e9")])
def test_json_loses_nothing_where_a_reader_loses_an_accent(
    monkeypatch: pytest.MonkeyPatch, *, as_json: bool, written: bytes
) -> None:
    octets = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(octets, encoding="ascii"))
    prepare(as_json=as_json)
    sys.stdout.write("Zoé")
    sys.stdout.flush()
    assert octets.getvalue() == written

"""docs/spec/six-words.md: the lists are those it names, and its example is true."""

import json
import re
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from livret_core.ledger import six_words
from livret_core.ledger.six_words import matches, words_of
from livret_core.sealing import MODERATE, stretch
from livret_core.words import LANGUAGES, Language

PAGE = (Path(__file__).parents[4] / "docs/spec/six-words.md").read_text("utf-8")


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    [text] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    read: dict[str, Any] = json.loads(text)
    return read


def test_the_lists_are_those_of_the_page() -> None:
    told = dict(re.findall(r"`(\w\w)\.txt` \| `([0-9a-f]{64})`", PAGE))
    files = resources.files(six_words)
    assert told == {
        language: sha256((files / f"{language}.txt").read_bytes()).hexdigest()
        for language in LANGUAGES
    }


def test_a_list_has_a_word_and_a_line_feed_on_each_line() -> None:
    for language in LANGUAGES:
        octets = (resources.files(six_words) / f"{language}.txt").read_bytes()
        assert re.fullmatch(rb"(?:[a-z]+\n){2048}", octets)


def test_the_salt_of_the_page_is_made_from_its_name(example: dict[str, Any]) -> None:
    assert sha256(b"livret/six-words/v1\n").digest()[:16].hex() == example["salt"]


@pytest.mark.slow
def test_two_implementations_stretch_the_digest_of_the_page_alike(example: dict[str, Any]) -> None:
    digest, salt = bytes.fromhex(example["digest"]), bytes.fromhex(example["salt"])
    theirs = Argon2id(salt=salt, length=32, iterations=3, lanes=1, memory_cost=262_144)
    assert theirs.derive(digest).hex() == example["stretched"]
    assert stretch(digest, salt, MODERATE).hex() == example["stretched"]


def test_the_numbers_of_the_page_are_the_first_bits_of_what_is_stretched(
    example: dict[str, Any],
) -> None:
    bits = f"{int(example['stretched'], 16):0256b}"[:66]
    assert example["bits"].split() == re.findall("." * 11, bits)
    assert example["numbers"] == [int(one, 2) for one in example["bits"].split()]


def test_the_words_of_the_page_are_the_lines_of_its_numbers(example: dict[str, Any]) -> None:
    for language, words in example["words"].items():
        lines = (resources.files(six_words) / f"{language}.txt").read_text("ascii").splitlines()
        assert words == [lines[number] for number in example["numbers"]]


@pytest.mark.slow
def test_the_words_of_the_page_are_those_of_its_digest(example: dict[str, Any]) -> None:
    digest = bytes.fromhex(example["digest"])
    assert set(example["words"]) == set(LANGUAGES)
    for language in LANGUAGES:
        assert list(words_of(digest, language)) == example["words"][language]


@pytest.mark.slow
def test_what_the_page_types_matches_as_it_says(example: dict[str, Any]) -> None:
    digest = bytes.fromhex(example["digest"])
    for one in example["typed"]:
        language: Language = one["language"]
        match = matches(one["text"], digest, language)
        assert (match.places.count("same"), bool(match)) == (one["same"], one["same"] == 6)

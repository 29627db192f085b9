"""What a bundle of evidence says to people: every kind of record, in every language."""

import re
from collections.abc import Mapping
from string import Formatter
from typing import Any, get_args

import msgspec
import pytest

from livret_core.ledger import records
from livret_core.ledger.records import AnyRecord, Record
from livret_core.words.language import LANGUAGES, Language
from livret_ledger.saying import say
from livret_ledger.showing import KINDS, kind_of, tell
from livret_ledger.words import texts
from livret_ledger.words.shown import table
from tests.ledger_pages import told_scene
from tests.ledger_scene import DAY_S, Scene

KIND_NAMES = {str(each.__struct_config__.tag) for each in get_args(AnyRecord)}


@pytest.fixture(scope="module")
def scene() -> Scene:
    """A ledger with a record of each kind there is."""
    scene = told_scene()
    metz = scene.towns[1]
    scene.apply(scene.commit(metz))
    scene.apply(scene.compromise(f"{metz.did}#credential-1", metz, from_s=scene.at_s - DAY_S))
    return scene


@pytest.fixture(scope="module")
def held(scene: Scene) -> Mapping[str, Record]:
    return scene.state.records


def said(name: str, record: Record | None, language: Language, at_s: int) -> list[str]:
    return [
        say(each.sentences, language, lambda at_s: f"<{at_s}>")
        for each in tell(name, record, lambda did: did, at_s=at_s)
    ]


def test_there_are_words_for_every_kind_of_record_there_is() -> None:
    assert KINDS == KIND_NAMES
    for language in LANGUAGES:
        assert {f"kind_{kind}" for kind in KIND_NAMES | {"absent"}} <= texts(language).keys()


def test_the_ledger_of_these_tests_has_a_record_of_every_kind(held: Mapping[str, Record]) -> None:
    assert {kind_of(record) for record in held.values()} == KIND_NAMES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_record_is_told_in_every_language(
    scene: Scene, held: Mapping[str, Record], language: Language
) -> None:
    for name, record in held.items():
        told = said(name, record, language, scene.at_s)
        assert told != []
        assert all(told)
        assert not re.search(r"[{}]|None|\d{10}(?!>)", " ".join(told))


def test_all_languages_say_the_same_facts() -> None:
    def facts(language: Language) -> dict[str, set[str | None]]:
        return {
            name: {field for _, field, _, _ in Formatter().parse(text) if field}
            for name, text in table(language).items()
        }

    assert facts("fr") == facts("nl") == facts("de") == facts("en")


def test_a_right_is_told_with_whose_it_is_what_where_when_and_by_whom(
    scene: Scene, held: Mapping[str, Record]
) -> None:
    metz = scene.towns[1]
    name = next(
        name
        for name, record in held.items()
        if isinstance(record, records.RightRecord) and record.spans[0].parent is not None
    )
    record = held[name]
    assert isinstance(record, records.RightRecord)
    [span] = record.spans
    [told] = said(name, record, "en", scene.at_s)
    assert "may issue Proof of residence, where: INSEE" in told
    assert f"In force: from <{span.from_s}> to <{span.until_s}>." in told
    assert f"Granted by {metz.did} on <{span.granted_s}>." in told


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"until_s": 5, "lists_until_s": 9}, ("to <5>", "lists to <9>")),
        ({}, ("on.",)),
    ],
)
def test_a_key_is_told_with_its_times(
    held: Mapping[str, Record], changed: Mapping[str, Any], words: tuple[str, ...]
) -> None:
    name = next(name for name in held if name.startswith("key/") and "credential" in name)
    record = msgspec.structs.replace(held[name], **changed)
    [told] = said(name, record, "en", 0)
    assert all(word in told for word in words)


@pytest.mark.parametrize(
    ("changed", "at_s", "words"),
    [
        ({"ended_s": 7}, 8, "It ended on <7>."),
        ({"successor": "did:x", "successor_from_s": 9}, 8, "is to take over on <9>"),
        ({"successor": "did:x", "successor_from_s": 9}, 9, "has taken over since <9>"),
        ({"successor": "did:x"}, 9, "goes on for it"),
    ],
)
def test_an_identity_is_told_with_its_end_and_who_goes_on(
    scene: Scene, held: Mapping[str, Record], changed: Mapping[str, Any], at_s: int, words: str
) -> None:
    name = f"did/{scene.towns[0].did}"
    [told] = said(name, msgspec.structs.replace(held[name], **changed), "en", at_s)
    assert words in told


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("compromise/did:x#k", "under no suspicion"),
        ("member/be-nis:62063", "NIS 62063 (Belgium) is no member"),
        ("commit/did:x", "no daily digest"),
        ("rights/did:x", "no right on record"),
        ("accr/did:x/residency/fr-insee:57*", "no right to issue Proof of residence"),
        ("schema/other/1", "schema/other/1 is not in the ledger"),
    ],
)
def test_what_is_absent_is_told_as_what_it_would_be(name: str, words: str) -> None:
    [told] = said(name, None, "en", 0)
    assert words in told


@pytest.mark.parametrize("name", ["log", "policy"])
def test_what_is_to_come_is_told_with_its_first_second(
    held: Mapping[str, Record], name: str
) -> None:
    record = held[name]
    change: dict[str, Any] = {"next_key": "key-2"} if name == "log" else {}
    if isinstance(record, records.PolicyRecord):
        change = {"next": record.policy}
    coming = msgspec.structs.replace(record, next_from_s=50, **change)
    [told], [come] = said(name, coming, "en", 49), said(name, coming, "en", 50)
    assert "From <50> on" in told
    assert "From <50> on" not in come

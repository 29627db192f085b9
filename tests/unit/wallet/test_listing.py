"""The list: names without their types compiled, ends in words, nothing verified."""

from dataclasses import replace
from typing import Final

import pytest

from livret_core.credential import catalogue
from livret_core.credential.type_names import type_name
from livret_core.words import LANGUAGES, Language
from livret_wallet.listing import expires_at_s, list_lines, until, unused
from livret_wallet.records import HeldBatch, HeldCopy, PendingRequest
from tests.scene import EXPIRES_S, NOW_S, RESIDENCY, TOWN, draft

BATCH: Final = HeldBatch(
    "batch", TOWN.did, "Verneuil", RESIDENCY.vct, NOW_S, "7KQ2M9T9",
    (HeldCopy("a", draft().signed().format()), HeldCopy("b", draft().signed().format(), NOW_S)),
)  # fmt: skip
PENDING: Final = PendingRequest(
    "p", TOWN.did, "Verneuil", RESIDENCY.vct, "7KQ2M9T9", "nonce", ("k",), NOW_S
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_type_is_called_what_its_metadata_call_it(language: Language) -> None:
    for kind in catalogue.all_types():
        assert type_name(kind.vct, language) == kind.label(language)


def test_a_type_nobody_ships_is_called_by_its_identifier() -> None:
    assert type_name("urn:x:y:1", "fr") == "urn:x:y:1"


def test_the_end_is_read_from_the_copy() -> None:
    assert expires_at_s(BATCH) == EXPIRES_S


def test_a_proof_without_an_end_says_so() -> None:
    endless = HeldCopy("a", draft(expires_s=None).signed().format())
    assert expires_at_s(replace(BATCH, copies=(endless,))) is None
    assert until(None, "en") == "no end date"


def test_people_are_told_the_last_day_not_the_first_after() -> None:
    midnight = 1_803_168_000  # 21 February 2027, 00:00 UTC
    assert until(midnight, "en") == "until 20 February 2027"
    assert until(midnight + 1, "fr") == "jusqu'au 21 février 2027"


def test_copies_never_shown_are_counted() -> None:
    assert unused(BATCH) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_wallet_says_so(language: Language) -> None:
    assert len(list_lines([], [], language)) == 1


def test_what_was_asked_for_stands_under_what_is_held() -> None:
    lines = list_lines([BATCH], [PENDING], "en")
    assert lines[0].startswith("  1  Proof of residence")
    assert lines[2].startswith("  …  Proof of residence")
    assert "7KQ2-M9T9" in lines[3]


def test_line_mode_is_a_fact_a_line() -> None:
    lines = list_lines([BATCH], [PENDING], "en", plain=True)
    assert all(": " in line for line in lines)
    assert "Copies: unused: 1 of 2" in lines

"""The list: names without their types compiled, ends in words, nothing verified."""

from dataclasses import replace
from typing import Final, get_args

import pytest

from livret_core.credential import catalogue
from livret_core.credential.type_names import claim_name, short_name, type_name
from livret_core.words import LANGUAGES, Language, moment
from livret_wallet.listing import (
    code_of,
    expires_at_s,
    history_lines,
    list_lines,
    status_told,
    until,
    unused,
)
from livret_wallet.missing_record import MissingProof
from livret_wallet.records import (
    HeldBatch,
    HeldCopy,
    HistoryEntry,
    PendingRequest,
    StatusSeen,
)
from livret_wallet.standing_record import Stand
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


def test_every_version_of_a_type_has_its_short_name() -> None:
    for kind in catalogue.all_types():
        assert short_name(kind.vct) == kind.name
        assert short_name(kind.name) == kind.name


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
    assert len(list_lines([], [], language, when=str)) == 1


def test_what_was_asked_for_stands_under_what_is_held() -> None:
    lines = list_lines([BATCH], [PENDING], "en", when=str)
    assert lines[0].startswith("  1  Proof of residence")
    assert lines[3].startswith("  …  Proof of residence")
    assert "7KQ2-M9T9" in lines[4]


def test_line_mode_is_a_fact_a_line() -> None:
    lines = list_lines([BATCH], [PENDING], "en", when=str, plain=True)
    assert all(": " in line for line in lines)
    assert "Copies: unused: 1 of 2" in lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_claim_is_called_what_its_metadata_call_it(language: Language) -> None:
    for kind in catalogue.all_types():
        for claim in kind.claims:
            place = tuple(0 if part is None else part for part in claim.path)
            assert claim_name(kind.vct, place, language) == kind.claim_label(place, language)


def test_a_claim_nobody_ships_is_called_by_its_path() -> None:
    assert claim_name(RESIDENCY.vct, ("nobody", 0), "fr") == "nobody.0"
    assert claim_name("urn:x:y:1", ("commune",), "fr") == "commune"


def told(*entries: HistoryEntry, language: Language = "en", plain: bool = False) -> list[str]:
    return history_lines(
        entries, [BATCH], language, when=lambda at_s: f"<{at_s - NOW_S}>", plain=plain
    )


SENT: Final = HistoryEntry(
    NOW_S + 5, "sent", "Piscine des Saules", "batch",
    (("commune",), ("address", "street_address"), ("address", "locality")),
)  # fmt: skip


def test_what_left_is_called_as_the_reader_would() -> None:
    assert told(SENT, language="nl") == [
        "  <5>",
        "    → verstuurd  Piscine des Saules",
        "        Bewijs van verblijfplaats; Gemeente; Straat; Plaats",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plain", [False, True])
def test_no_path_of_a_claim_is_shown(language: Language, plain: bool) -> None:
    text = "\n".join(told(SENT, language=language, plain=plain))
    assert "street_address" not in text
    assert "." not in text


def test_what_was_refused_names_no_claim() -> None:
    assert told(HistoryEntry(NOW_S, "refused", "Pool")) == ["  <0>", "    ✗ you said no  Pool"]


def test_a_proof_that_is_gone_leaves_the_paths() -> None:
    gone = HistoryEntry(NOW_S, "sent", "Pool", "another", (("commune",),))
    assert told(gone)[-1].strip() == "commune"


def test_a_history_in_line_mode_is_an_entry_a_fact() -> None:
    [line] = told(HistoryEntry(NOW_S, "received", "Verneuil", "batch"), plain=True)
    assert line == "<0>: ← received, Verneuil, Proof of residence"


def test_names_that_others_chose_hide_no_line() -> None:
    hostile = "Pool\u202e\n\x1b[2J" + "x" * 300
    lines = told(HistoryEntry(NOW_S, "sent", hostile, "batch", ((hostile,),)))
    lines += told(HistoryEntry(NOW_S, "not_received", "Pool", vct=hostile))
    lines += list_lines(
        [replace(BATCH, vct=hostile)], [replace(PENDING, vct=hostile)], "en", when=str
    )
    assert not any(char in "\n".join(lines) for char in "\u202e\x1b")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_history_says_so(language: Language) -> None:
    assert len(history_lines([], [], language, when=str)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plain", [False, True], ids=["drawn", "plain"])
def test_what_came_back_from_a_backup_says_what_is_known_of_it(
    language: Language, plain: bool
) -> None:
    missing = MissingProof(
        id="4f2a9c0b7e1d4f2a9c0b7e1d", issuer_did=TOWN.did, issuer_name="Verneuil",
        vct=RESIDENCY.vct, received_at_s=NOW_S, code="7KQ2M9T9", copies=2, expires_at_s=None,
        known_at_s=NOW_S,
    )  # fmt: skip
    uncertain = replace(BATCH, restored_from_s=NOW_S)
    by_hand = list_lines([uncertain], [], language, when=str, missing=[missing], plain=plain)
    fetched = list_lines(
        [], [], language, when=str, missing=[missing], renewable=[missing.id], plain=plain
    )
    assert [line for line in (*by_hand, *fetched) if len(line) > (72 if plain else 80)] == []
    assert "7KQ2-M9T9" in "".join(by_hand)
    assert f"livret wallet renew {missing.id}" in "\n".join(fetched)
    assert "livret wallet renew" not in "".join(by_hand)
    held = list_lines([BATCH], [], language, when=str, plain=plain)
    assert [line for line in held if line in by_hand] != held


def test_a_code_that_is_not_ours_is_shown_as_it_is() -> None:
    assert [code_of(text) for text in ("", "7kq2-m9t9", "a\x1b[2Jb")] == [
        "–", "7KQ2-M9T9", code_of("a\x1b[2Jb"),
    ]  # fmt: skip
    assert "\x1b" not in code_of("a\x1b[2Jb")


def zoned(at_s: int) -> str:
    return moment(at_s, "de")


@pytest.mark.parametrize("plain", [False, True], ids=["drawn", "plain"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_its_list_said_last_is_said_with_when(language: Language, plain: bool) -> None:
    found = set()
    for seen in (
        None,
        StatusSeen("valid", NOW_S),
        *(StatusSeen(stand, NOW_S, NOW_S - 600) for stand in get_args(Stand)),
    ):
        held = replace(BATCH, seen=seen)
        lines = list_lines([held], [], language, when=zoned, plain=plain)
        assert [line for line in lines if len(line) > (72 if plain else 80)] == []
        told = " ".join(" ".join(lines).split())
        if seen is not None and seen.listed_at_s is not None:
            assert zoned(NOW_S) in told
            assert zoned(NOW_S - 600) in told
        found.add(told)
    assert len(found) == 5


def test_a_list_bears_a_sign_beside_the_word() -> None:
    signs = [
        status_told(replace(BATCH, seen=StatusSeen(stand, 2, 1)), "en", when=str)[0]
        for stand in get_args(Stand)
    ]
    assert signs == ["✓", "!", "✗"]

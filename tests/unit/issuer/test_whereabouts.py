"""Where a hand-over stands, said the same to clerks and programs."""

from pathlib import Path

import pytest

from livret_core.errors import Refused
from livret_core.short_code import ShortCode
from livret_core.status.token import Status
from livret_core.words import LANGUAGES, Language
from livret_issuer.records import Copies, StoredHandover
from livret_issuer.rendering import (
    entry_lines,
    handover_lines,
    handover_object,
    source_words,
    stand_words,
)
from livret_issuer.service import Office
from livret_issuer.whereabouts import Stand, Whereabouts, find_out
from tests.office import DAY_S, NOW_S, ask, offer, open_office

STANDS: list[Stand] = [
    "open", "blocked", "handed_over", "paused", "withdrawn", "over", "cancelled", "ended_unused",
]  # fmt: skip
CODE = ShortCode.of(bytes(16))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def kept(**changes: object) -> StoredHandover:
    members: dict[str, object] = {
        "code": CODE,
        "vct": "urn:livret:residency:1",
        "nonce": "n" * 32,
        "max_copies": 10,
        "source": "residents.csv",
        "source_line": 2,
        "claims": {},
        "created_at_s": NOW_S,
        "expires_at_s": NOW_S + DAY_S,
        "issued_at_s": None,
        "request_sha256": None,
        "response": None,
        **changes,
    }
    return StoredHandover(**members)  # type: ignore[arg-type]


def when(at_s: int) -> str:
    return f"<{at_s - NOW_S}>"


def stand(office: Office, code: ShortCode, *, now_s: int = NOW_S) -> tuple[Stand, int, int]:
    where = office.whereabouts_of(code, now_s=now_s)[1]
    [listed] = [where for one, where in office.whereabouts(now_s=now_s) if one.code == code]
    assert where == listed
    return where.stand, where.at_s - NOW_S, where.copies


def test_an_unused_hand_over_is_open_until_its_last_second(office: Office) -> None:
    code = offer(office).code
    assert stand(office, code) == ("open", 7 * DAY_S, 0)
    assert stand(office, code, now_s=NOW_S + 7 * DAY_S - 1) == ("open", 7 * DAY_S, 0)
    assert stand(office, code, now_s=NOW_S + 7 * DAY_S) == ("ended_unused", 7 * DAY_S, 0)


def test_a_cancelled_hand_over_did_not_end_by_itself(office: Office) -> None:
    code = offer(office).code
    office.cancel(code, now_s=NOW_S + 5)
    assert stand(office, code, now_s=NOW_S + 9 * DAY_S) == ("cancelled", 5, 0)


def test_what_was_handed_over_stays_so_after_the_hand_over_ended(office: Office) -> None:
    handover = offer(office)
    office.issue(ask(handover).request.format(), now_s=NOW_S + 3)
    assert stand(office, handover.code) == ("handed_over", 3, 3)
    assert stand(office, handover.code, now_s=NOW_S + 30 * DAY_S) == ("handed_over", 3, 3)


def test_withdrawn_paused_and_resumed_are_told_apart(office: Office) -> None:
    handover = offer(office)
    office.issue(ask(handover).request.format(), now_s=NOW_S)
    office.set_status(handover.code, Status.SUSPENDED, now_s=NOW_S + 10)
    assert stand(office, handover.code) == ("paused", 10, 3)
    office.set_status(handover.code, Status.VALID, now_s=NOW_S + 20)
    assert stand(office, handover.code) == ("handed_over", 0, 3)
    office.set_status(handover.code, Status.INVALID, now_s=NOW_S + 30)
    assert stand(office, handover.code) == ("withdrawn", 30, 3)
    assert stand(office, handover.code, now_s=NOW_S + 400 * DAY_S) == ("withdrawn", 30, 3)


def test_copies_that_ended_by_themselves_are_over(office: Office) -> None:
    handover = offer(office)
    office.issue(ask(handover).request.format(), now_s=NOW_S)
    found = office.whereabouts_of(handover.code, now_s=NOW_S)[1]
    assert found.copies_end_at_s is not None
    assert stand(office, handover.code, now_s=found.copies_end_at_s - 1)[0] == "handed_over"
    assert stand(office, handover.code, now_s=found.copies_end_at_s)[0] == "over"


def test_copies_without_an_end_are_never_over() -> None:
    copies = Copies(2, Status.VALID, None)
    found = find_out(kept(issued_at_s=NOW_S), copies, now_s=NOW_S + 9_999 * DAY_S)
    assert found == Whereabouts("handed_over", NOW_S, 2, None)


def test_somebody_elses_copies_are_not_counted(office: Office) -> None:
    mine, hers = offer(office), offer(office)
    office.issue(ask(hers, of="zoe").request.format(), now_s=NOW_S)
    assert stand(office, mine.code)[0] == "open"


def test_a_code_of_nothing_stands_nowhere(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        office.whereabouts_of(CODE, now_s=NOW_S)
    assert caught.value.code == "handover.unknown"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_stand_has_words_of_its_own_in_each_language(language: Language) -> None:
    said = {stand_words(Whereabouts(one, NOW_S, 3), language, when=when) for one in STANDS}
    assert len(said) == len(STANDS)
    assert all("<0>" in words for words in said)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "list.csv, line 2"),
        ("fr", "list.csv, ligne 2"),
        ("nl", "list.csv, regel 2"),
        ("de", "list.csv, Zeile 2"),
    ],
)
def test_where_the_claims_came_from_is_said_in_the_readers_language(
    office: Office, language: Language, said: str
) -> None:
    offer(office)
    [handover] = office.handovers()
    assert (handover.source, handover.source_line) == ("list.csv", 2)
    assert source_words(handover, language) == said
    assert source_words(kept(source_line=None), language) == "residents.csv"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("one", STANDS)
def test_a_hand_over_is_shown_within_the_width_of_its_reader(
    one: Stand, plain: bool, language: Language
) -> None:
    def words(_at_s: int) -> str:
        return "21 septembre 2026, 14:05 CEST"

    where = Whereabouts(one, NOW_S, 100, NOW_S + DAY_S)
    long = kept(source="r" * 40 + ".csv", source_line=100_000, issued_at_s=NOW_S)
    lines = entry_lines(long, where, language, when=words, plain=plain)
    lines += handover_lines(long, where, language, when=words, plain=plain)
    assert max(map(len, lines)) <= (72 if plain else 80)


@pytest.mark.parametrize(
    ("one", "verbs"),
    [
        ("open", ["cancel"]),
        ("blocked", ["cancel"]),
        ("handed_over", ["suspend", "revoke"]),
        ("paused", ["resume", "revoke"]),
        ("withdrawn", []),
        ("over", []),
        ("cancelled", []),
        ("ended_unused", []),
    ],
)
def test_what_may_be_done_next_is_said_as_it_is_typed(one: Stand, verbs: list[str]) -> None:
    lines = handover_lines(kept(), Whereabouts(one, NOW_S), "en", when=when, plain=True)
    typed = [line.partition(": ")[2] for line in lines if "livret issuer" in line]
    assert typed == [f"livret issuer {verb} {CODE}" for verb in verbs]


def test_pausing_is_named_only_where_a_type_has_it() -> None:
    lines = handover_lines(
        kept(vct="urn:livret:birth:1"), Whereabouts("handed_over", NOW_S), "en", when=when,
        plain=True,
    )  # fmt: skip
    typed = [line.partition(": ")[2] for line in lines if "livret issuer" in line]
    assert typed == [f"livret issuer revoke {CODE}"]


def test_what_a_program_is_to_be_told_counts_in_seconds_until_it_is_said() -> None:
    told = handover_object(kept(), Whereabouts("paused", NOW_S + 1, 3, NOW_S + 2))
    assert (told["type"], told["state"], told["state_at"]) == ("residency", "paused", NOW_S + 1)
    assert (told["source"], told["line"], told["copies"]) == ("residents.csv", 2, 3)


def test_the_same_request_is_said_to_have_been_answered(office: Office) -> None:
    raw = ask(offer(office)).request.format()
    first, again = office.answer(raw, now_s=NOW_S), office.answer(raw, now_s=NOW_S + 1)
    assert (first.is_repeated, again.is_repeated) == (False, True)
    assert first.response == again.response

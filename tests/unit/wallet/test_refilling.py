"""When a wallet asks for new copies by itself."""

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core.errors import MalformedInput
from livret_wallet import refilling
from livret_wallet.missing_record import MissingProof
from livret_wallet.records import HeldBatch, HeldCopy
from livret_wallet.refill_record import Refill
from tests.keepsakes import BATCH, BEGUN, OLD, ON_PAPER, PICKUP
from tests.scene import DAY_S, EXPIRES_S, NOW_S

LOW, HIGH = bytes(8), b"\xff" * 8
FRESH: Final = replace(
    BATCH, copies=tuple(HeldCopy(f"k{n}", BATCH.copies[0].sd_jwt) for n in range(10))
)
TEN_DAYS_S: Final = 10 * DAY_S
PLAN: Final = Refill(batch_id="batch", next_s=NOW_S + DAY_S)
MISSING: Final = MissingProof(
    id="batch", issuer_did="d", issuer_name="n", vct="v", received_at_s=1, code="",
    copies=2, expires_at_s=None, known_at_s=1,
)  # fmt: skip
draws = st.binary(min_size=8, max_size=8)


def shown(batch: HeldBatch, count: int) -> HeldBatch:
    """So many of its copies were shown."""
    copies = [
        replace(copy, used_at_s=NOW_S if at < count else None)
        for at, copy in enumerate(batch.copies)
    ]
    return replace(batch, copies=tuple(copies))


def due(batch: HeldBatch, now_s: int, plan: Refill = PLAN) -> refilling.Due | None:
    return refilling.due([batch], [PICKUP], {plan.batch_id: plan}, now_s=now_s)


def why(batch: HeldBatch, now_s: int = NOW_S + DAY_S, plan: Refill = PLAN) -> str | None:
    found = due(batch, now_s, plan)
    assert found is not None
    return found.why


@pytest.mark.parametrize(("used", "asks"), [(0, None), (6, None), (7, "few"), (10, "few")])
def test_it_asks_when_few_copies_are_left(used: int, asks: str | None) -> None:
    assert why(shown(FRESH, used)) == asks


def test_a_proof_of_one_copy_is_asked_for_when_that_was_shown() -> None:
    single = replace(BATCH, copies=BATCH.copies[:1])
    assert why(single) is None
    assert why(shown(single, 1)) == "few"


def test_it_asks_before_the_end_and_every_few_weeks_in_any_case() -> None:
    assert why(FRESH, EXPIRES_S - 13 * DAY_S) == "ends"
    assert why(FRESH, NOW_S + 28 * DAY_S) == "long_ago"
    asked = replace(PLAN, asked_s=NOW_S + 20 * DAY_S)
    assert why(FRESH, NOW_S + 28 * DAY_S, asked) is None


def test_it_asks_for_what_came_back_from_a_backup() -> None:
    assert why(replace(FRESH, restored_from_s=NOW_S)) == "uncertain"
    found = refilling.due([MISSING], [PICKUP], {"batch": PLAN}, now_s=NOW_S + DAY_S)
    assert found is not None
    assert found.why == "missing"


def test_what_cannot_be_fetched_anew_is_never_due() -> None:
    late = NOW_S + 99 * DAY_S
    assert refilling.due([ON_PAPER], [PICKUP], {"paper": PLAN}, now_s=late) is None
    assert due(replace(FRESH, replaced_at_s=NOW_S), late) is None
    assert due(FRESH, late, replace(PLAN, is_over=True)) is None
    assert (
        refilling.due([FRESH], [replace(PICKUP, refresh_token="")], {"batch": PLAN}, now_s=late)
        is None
    )
    under_way = replace(BEGUN, renews="batch")
    assert refilling.due([FRESH], [PICKUP, under_way], {"batch": PLAN}, now_s=late) is None


@given(st.integers(0, 10), draws)
def test_when_it_asks_does_not_follow_on_what_is_shown(used: int, random: bytes) -> None:
    """The time was drawn before; nothing that is shown until then brings it forward."""
    plan = refilling.plan("batch", NOW_S, random)
    assert due(shown(FRESH, used), plan.next_s - 1, plan) is None
    assert due(shown(FRESH, used), plan.next_s, plan) is not None
    # What comes next is drawn alike whether it asked or not.
    assert refilling.put_off(plan, NOW_S, random).next_s == plan.next_s


@given(draws)
def test_looks_are_days_apart(random: bytes) -> None:
    next_s = refilling.plan("batch", NOW_S, random).next_s
    assert NOW_S + 3 * DAY_S <= next_s < NOW_S + 9 * DAY_S


@pytest.mark.parametrize(("random", "days"), [(LOW, 3), (HIGH, 9)])
def test_a_draw_reaches_from_end_to_end(random: bytes, days: int) -> None:
    assert abs(refilling.plan("b", 0, random).next_s - days * DAY_S) <= 1


def test_what_was_fruitless_is_asked_less_often() -> None:
    once = refilling.after(PLAN, "nothing", now_s=NOW_S, random=LOW)
    twice = refilling.after(once, "nothing", now_s=NOW_S, random=LOW)
    thrice = refilling.after(twice, "nothing", now_s=NOW_S, random=LOW)
    days = [(each.next_s - NOW_S) // DAY_S for each in (once, twice, thrice)]
    assert days == [6, 12, 12]
    assert [each.fruitless for each in (once, twice, thrice)] == [1, 2, 3]
    assert once.asked_s == NOW_S


def test_what_could_not_be_reached_is_tried_again_within_hours() -> None:
    again = refilling.after(PLAN, "unreachable", now_s=NOW_S, random=LOW)
    assert (again.next_s, again.asked_s, again.fruitless) == (NOW_S + 3_600, 0, 0)


@pytest.mark.parametrize(
    ("code", "branch", "outcome"),
    [
        ("pickup.nothing_newer", "refused", "nothing"),
        ("issuance.denied", "refused", "nothing"),
        ("token.refresh", "refused", "over"),
        ("net.unavailable", "unavailable", "unreachable"),
        ("ledger.unavailable", "unavailable", "unreachable"),
        ("net.address", "refused", "unreachable"),
        ("received.other_key", "refused", "nothing"),
    ],
)
def test_a_failure_says_when_to_ask_again(code: str, branch: str, outcome: str) -> None:
    assert refilling.outcome_of(code, branch) == outcome
    if outcome == "over":
        assert refilling.after(PLAN, "over", now_s=NOW_S, random=LOW).is_over


def test_nothing_is_asked_right_after_unlocking_or_near_a_showing() -> None:
    settles_s = refilling.settles_at_s(NOW_S, LOW)
    assert settles_s == NOW_S + 60
    assert NOW_S + 299 <= refilling.settles_at_s(NOW_S, HIGH) <= NOW_S + 300
    quiet = refilling.is_quiet
    assert quiet(NOW_S + 59, settles_s=settles_s, shown_s=None)
    assert not quiet(NOW_S + 60, settles_s=settles_s, shown_s=None)
    assert quiet(NOW_S + 3_659, settles_s=settles_s, shown_s=NOW_S + 60)
    assert not quiet(NOW_S + 3_660, settles_s=settles_s, shown_s=NOW_S + 60)


def test_of_many_the_one_that_waited_longest_is_asked_for() -> None:
    other = replace(FRESH, id="other")
    pickups = [PICKUP, replace(PICKUP, id="p2", batch_id="other")]
    plans = {"batch": PLAN, "other": Refill(batch_id="other", next_s=NOW_S)}
    found = refilling.due([FRESH, other], pickups, plans, now_s=NOW_S + TEN_DAYS_S)
    assert found is not None
    assert found.proof.id == "other"
    assert refilling.unplanned([FRESH, other, ON_PAPER, OLD], pickups, {"other": PLAN}) == ["batch"]


def test_a_plan_is_read_as_it_was_written() -> None:
    for refill in (PLAN, Refill(batch_id="b", next_s=5, asked_s=4, fruitless=3, is_over=True)):
        assert Refill.parse(refill.format()) == refill
    with pytest.raises(MalformedInput):
        Refill(batch_id="b", next_s=5, fruitless=-1)


def test_a_draw_needs_its_octets() -> None:
    with pytest.raises(ValueError, match="8 random octets"):
        refilling.plan("b", 0, b"")

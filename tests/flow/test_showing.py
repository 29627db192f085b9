"""What `livret issuer show` says of a hand-over, and that each step it names can be taken."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from livret_core.encoding.timestamp import format_utc
from livret_core.errors import LivretError
from livret_core.short_code import ShortCode
from livret_issuer.pickup.records import Handed
from tests.at_counter import URL, acts, let_go, office, reachable
from tests.pickups import Phone
from tests.playing import DAY_S, Play

ACT = ("--identity-check", "passport", "--capacity", "self", "--justified-by", "lease")


@pytest.fixture
def hall(play: Play) -> Iterator[Play]:
    yield reachable(play)
    let_go()


def offered(hall: Play, *more: str) -> dict[str, Any]:
    event = hall.issuer(
        "offer", "--claims", hall.root / "camille.json", "--type", "residency", *ACT, "--json",
        *more,
    ).event  # fmt: skip
    return dict(event)


def collect(hall: Play, event: dict[str, Any]) -> Handed | None:
    """A wallet picks up what was offered; None where it is to come back."""
    mine, at_s = office(hall), hall.clock.now_s
    phone, pickups = Phone(mine), mine.pickups()
    opened = pickups.open(ShortCode.parse(event["code"]), now_s=at_s)
    tokens = pickups.redeem(
        opened.pre_authorized_code, event["tx_code"], shown=phone.dpop(), now_s=at_s
    )
    ask = phone.request(now_s=at_s, url=URL)
    handed = pickups.ask(tokens.access, ask, shown=phone.dpop(), now_s=at_s)
    return handed if isinstance(handed, Handed) else None


def show(hall: Play, code: str) -> str:
    return " ".join(hall.issuer("show", code, "--lang", "en").out.split())


def steps(hall: Play, code: str) -> list[str]:
    return re.findall(r"livret issuer ([a-z-]+)", show(hall, code))


def test_each_step_of_a_proof_that_was_handed_over_can_be_taken(hall: Play) -> None:
    event = offered(hall)
    assert steps(hall, event["code"]) == ["new-pin", "cancel"]
    assert collect(hall, event)
    assert steps(hall, event["code"]) == ["suspend", "revoke"]
    hall.issuer("suspend", event["code"])
    assert steps(hall, event["code"]) == ["resume", "revoke"]


def test_what_renews_another_is_offered_no_pin_and_the_older_of_two_is_cancelled(
    hall: Play,
) -> None:
    first = offered(hall)
    assert collect(hall, first)
    older = offered(hall, "--renews", first["code"])
    assert (older["tx_code"], older["in_place_of"]) == (None, [])
    assert steps(hall, older["code"]) == ["cancel"]
    assert hall.issuer("new-pin", older["code"], "--json", status=1).event["code"] == (
        "pickup.no_new_pin"
    )
    newer = offered(hall, "--renews", first["code"])
    assert newer["in_place_of"] == [older["code"]]
    assert hall.issuer("show", older["code"], "--json").event["state"] == "cancelled"
    assert hall.issuer("show", newer["code"], "--json").event["state"] == "open"
    assert acts(hall)[-3:] == ["cancel", "offer", "identify"]


def test_a_second_clerks_yes_leaves_nothing_waiting_for_one(hall: Play) -> None:
    hall.issuer("four-eyes", "residency")
    event = offered(hall, "--by", "clerk-1")
    assert collect(hall, event) is None
    assert "waits for a second yes" in show(hall, event["code"])
    hall.issuer("approve", event["code"], "--by", "clerk-2")
    told = show(hall, event["code"])
    assert "waits for a second yes" not in told
    assert "approved; its wallet fetches it when it asks again" in told
    assert "new-pin" not in told


def test_a_blocked_hand_over_is_said_to_be_blocked_and_since_when(hall: Play) -> None:
    event = offered(hall)
    mine, blocked_at_s = office(hall), hall.clock.now_s + 60
    pickups, phone = mine.pickups(), Phone(mine)
    opened = pickups.open(ShortCode.parse(event["code"]), now_s=blocked_at_s)
    wrong = "000000" if event["tx_code"] != "000000" else "111111"
    for _ in range(3):
        with pytest.raises(LivretError):
            pickups.redeem(
                opened.pre_authorized_code, wrong, shown=phone.dpop(), now_s=blocked_at_s
            )
    told = hall.issuer("show", event["code"], "--json").event
    assert (told["state"], told["state_at"]) == ("blocked", format_utc(blocked_at_s))
    assert [each["state"] for each in hall.issuer("show", "--json").events[1:]] == ["blocked"]
    assert steps(hall, event["code"]) == ["new-pin", "cancel"]
    hall.issuer("new-pin", event["code"])
    assert hall.issuer("show", event["code"], "--json").event["state"] == "open"


def test_of_a_hand_over_that_had_ended_it_is_not_said_that_it_was_cancelled(hall: Play) -> None:
    code = offered(hall)["code"]
    hall.clock.now_s += DAY_S
    before = acts(hall)
    ended = hall.issuer("cancel", code, "--lang", "en").out
    assert "ended unused on" in ended
    assert "✓" not in ended
    assert hall.issuer("cancel", code, "--json").event["changed"] is False
    assert acts(hall) == before
    assert hall.issuer("show", code, "--json").event["state"] == "ended_unused"
    twin = offered(hall)["code"]
    assert hall.issuer("cancel", twin, "--json").event["changed"] is True

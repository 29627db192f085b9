"""What a clerk is told of an offer while the person is there, and the keys of that screen."""

import re
from collections.abc import Iterator

import pytest

from tests.at_counter import URL, acts, at_terminal, let_go, offer, office, reachable
from tests.pickups import Phone
from tests.playing import Play

ANSWERS = ["camille", "1", "2", "1", "2", "yes"]


@pytest.fixture
def hall(play: Play) -> Iterator[Play]:
    """A town hall with an address, and its list."""
    yield reachable(play)
    let_go()


def test_a_clerk_is_told_what_becomes_of_it(hall: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wallet opens it, mistypes the PIN, picks it up, and says that it has it."""

    def wallet() -> Iterator[str | None]:
        mine = office(hall)
        [(handover, _)] = mine.picked_up()
        phone, pickups = Phone(mine), mine.pickups()
        at_s = hall.clock.now_s
        code = pickups.open(handover.code, now_s=at_s).pre_authorized_code
        yield None
        with pytest.raises(Exception, match=r"token\.tx_code"):
            pickups.redeem(code, "no pin", shown=phone.dpop(), now_s=at_s)
        yield None
        pin = mine.counter().new_pin(handover.code, now_s=at_s)
        tokens = pickups.redeem(code, pin, shown=phone.dpop(), now_s=at_s)
        ask = phone.request(now_s=at_s, url=URL)
        handed = pickups.ask(tokens.access, ask, shown=phone.dpop(), now_s=at_s)
        yield None
        name = getattr(handed, "notification_id", "")
        phone.notify(tokens.access, name, now_s=at_s)
        yield None

    at_terminal(monkeypatch, ANSWERS, wallet())
    out = offer(hall).out
    told = [
        *("opened by a wallet", "2 tries left", "new PIN given", "picked up, 3 copies"),
        *("livret issuer suspend", "the wallet has it"),
    ]
    places = [out.index(each) for each in told]
    assert places == sorted(places)
    assert out.count("opened by a wallet") == 1


def test_what_happened_between_two_looks_is_told_in_its_order(
    hall: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wallet() -> Iterator[str | None]:
        mine = office(hall)
        [(handover, _)] = mine.picked_up()
        phone, pickups, at_s = Phone(mine), mine.pickups(), hall.clock.now_s
        code = pickups.open(handover.code, now_s=at_s).pre_authorized_code
        with pytest.raises(Exception, match=r"token\.tx_code"):
            pickups.redeem(code, "no pin", shown=phone.dpop(), now_s=at_s)
        yield None
        pin = mine.counter().new_pin(handover.code, now_s=at_s)
        tokens = pickups.redeem(code, pin, shown=phone.dpop(), now_s=at_s)
        handed = pickups.ask(
            tokens.access, phone.request(now_s=at_s, url=URL), shown=phone.dpop(), now_s=at_s
        )
        phone.notify(tokens.access, getattr(handed, "notification_id", ""), now_s=at_s)
        yield None

    at_terminal(monkeypatch, ANSWERS, wallet())
    out = offer(hall).out
    told = [
        *("opened by a wallet", "2 tries left", "picked up, 3 copies", "the wallet has it"),
        "livret issuer suspend",
    ]
    places = [out.index(each) for each in told]
    assert places == sorted(places)


def test_a_new_pin_for_an_offer_that_is_blocked_is_not_told_as_opened(
    hall: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wallet() -> Iterator[str | None]:
        mine = office(hall)
        [(handover, _)] = mine.picked_up()
        code = mine.pickups().open(handover.code, now_s=hall.clock.now_s).pre_authorized_code
        for _ in range(3):
            with pytest.raises(Exception, match=r"token\.tx_code|pickup\.blocked"):
                mine.pickups().redeem(code, "no pin", shown=None, now_s=hall.clock.now_s)
        yield None
        yield "u"
        yield None

    at_terminal(monkeypatch, ANSWERS, wallet())
    after = offer(hall).out.partition("blocked;")[2]
    assert re.search(r"PIN +[0-9]{3} [0-9]{3}", after)
    assert "opened" not in after
    assert "new PIN given" not in after


@pytest.mark.parametrize(
    ("key", "refused"),
    [("u", "pickup.no_new_pin"), ("+", "pickup.no_extension"), ("x", "handover.collected")],
)
def test_a_key_that_cannot_be_done_says_why_and_the_screen_stays(
    hall: Play, monkeypatch: pytest.MonkeyPatch, key: str, refused: str
) -> None:
    def wallet() -> Iterator[str | None]:
        mine = office(hall)
        [(handover, _)] = mine.picked_up()
        phone, at_s = Phone(mine), hall.clock.now_s
        pin = mine.counter().new_pin(handover.code, now_s=at_s)
        code = mine.pickups().open(handover.code, now_s=at_s).pre_authorized_code
        tokens = mine.pickups().redeem(code, pin, shown=phone.dpop(), now_s=at_s)
        ask = phone.request(now_s=at_s, url=URL)
        handed = mine.pickups().ask(tokens.access, ask, shown=phone.dpop(), now_s=at_s)
        yield key
        phone.notify(tokens.access, getattr(handed, "notification_id", ""), now_s=at_s)
        yield None

    at_terminal(monkeypatch, ANSWERS, wallet())
    out = offer(hall).out
    assert out.index("picked up, 3 copies") < out.index(refused) < out.index("the wallet has it")


def test_a_key_that_means_nothing_tells_which_do(
    hall: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_terminal(monkeypatch, ANSWERS, iter(["a", "\x1b[A", None, "x", "y"]))
    out = offer(hall).out
    assert out.count("That key does nothing here.") == 2
    assert "cancelled" in out


def test_a_blocked_offer_is_not_prolonged_and_says_what_helps(
    hall: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wallet() -> Iterator[str | None]:
        mine = office(hall)
        [(handover, _)] = mine.picked_up()
        code = mine.pickups().open(handover.code, now_s=hall.clock.now_s).pre_authorized_code
        for _ in range(3):
            with pytest.raises(Exception, match=r"token\.tx_code|pickup\.blocked"):
                mine.pickups().redeem(code, "no pin", shown=None, now_s=hall.clock.now_s)
        yield "+"

    at_terminal(monkeypatch, ANSWERS, wallet())
    assert offer(hall).out.count("`u` for a new PIN") == 2


def test_prolonging_never_ends_an_offer_sooner(hall: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    at_terminal(monkeypatch, ANSWERS, iter(["+"]))
    offer(hall, "--valid", "86400")
    [(handover, _)] = office(hall).picked_up()
    assert handover.expires_at_s == hall.clock.now_s + 86_400 + 1_800


def test_keys_prolong_renew_the_pin_and_cancel(hall: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    at_terminal(monkeypatch, ANSWERS, iter(["+\n", "a", "u", "x\n", "y"]))
    out = offer(hall).out
    assert len(re.findall(r"PIN +[0-9]{3} [0-9]{3}", out)) == 2
    assert acts(hall)[-3:] == ["extend", "new-pin", "cancel"]
    assert "cancelled" in out


def test_a_key_adds_half_an_hour_to_what_is_left(
    hall: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_terminal(monkeypatch, ANSWERS, iter(["+", "+"]))
    offer(hall)
    [(handover, _)] = office(hall).picked_up()
    assert handover.expires_at_s == hall.clock.now_s + 3_600 + 2 * 1_800


@pytest.mark.parametrize("key", ["\n", "x", "n", "+"])
def test_nothing_but_a_yes_cancels(hall: Play, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    at_terminal(monkeypatch, ANSWERS, iter(["x", None, key]))
    out = offer(hall).out
    assert "Cancel it? Nobody can pick it up then. (yes/no)" in out
    assert "It stays open." in out
    assert not {"cancel", "extend"} & set(acts(hall))


def test_what_was_picked_up_meanwhile_is_not_cancelled(
    hall: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wallet() -> Iterator[str | None]:
        yield "x"
        mine = office(hall)
        [(handover, _)] = mine.picked_up()
        phone, pickups, at_s = Phone(mine), mine.pickups(), hall.clock.now_s
        pin = mine.counter().new_pin(handover.code, now_s=at_s)
        code = pickups.open(handover.code, now_s=at_s).pre_authorized_code
        tokens = pickups.redeem(code, pin, shown=phone.dpop(), now_s=at_s)
        pickups.ask(
            tokens.access, phone.request(now_s=at_s, url=URL), shown=phone.dpop(), now_s=at_s
        )
        yield "y"

    at_terminal(monkeypatch, ANSWERS, wallet())
    out = " ".join(offer(hall).out.split())
    assert "handover.collected" in out
    assert "cancel" not in acts(hall)


def test_what_the_clerk_typed_is_not_asked(hall: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    at_terminal(monkeypatch, ["camille", "1", "2", "yes"], iter(["x", "y"]))
    out = offer(hall, "--identity-check", "passport", "--justified-by", "lease").out
    assert ("Identity seen?" in out, "Shown by?" in out, "Acts" in out) == (False, False, True)
    about = [event["about"] for event in hall.issuer("audit", "--json").events[:-1]]
    assert any("passport lease guardian" in each for each in about)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--capacity", "cousin"), "usage.choice"),
        (("--to", "out", "--capacity", "self"), "usage.contradiction"),
    ],
)
def test_what_the_counter_does_not_take_is_said_before_anything(
    hall: Play, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...], code: str
) -> None:
    at_terminal(monkeypatch, ANSWERS)
    assert code in offer(hall, *more, status=2).err
    assert acts(hall).count("offer") == 0

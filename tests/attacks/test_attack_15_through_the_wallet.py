"""Attack 15, over the network: a service brings what it was shown to another, or once more."""

from livret_core.openid4vp.response import AuthorizationResponse, parse_posted
from tests.wallets_on_the_wire import DESK, OnTheWire, query
from tests.windows import CLEAR, LOCKED, posted


def test_attack_15_shown_to_one_service_and_brought_to_another(wire: OnTheWire) -> None:
    """It asked with the other's nonce; it cannot ask in the other's name."""
    window = wire.desk()
    asked = window.ask()
    request = window.fetch(asked)
    wire.curious.asks(nonce=request.nonce)
    assert wire.present()["taken"] is True
    presentation = wire.curious.received.presentation
    assert window.answer(asked, posted(request, presentation)).status == 200
    assert window.verdict(asked)["code"] == "holder.other_service"


def test_attack_15_the_wallet_is_made_to_bring_it_there_itself(wire: OnTheWire) -> None:
    """Where an answer goes is for its request to say: it counts nothing there either."""
    window = wire.desk()
    asked = window.ask(CLEAR)
    theirs = window.fetch(asked)
    assert theirs.response_uri is not None
    wire.curious.asks(
        nonce=theirs.nonce,
        state=theirs.state,
        response_uri=theirs.response_uri.text,
        response_mode=CLEAR,
        dcql_query=query("commune", id="parking"),
    )
    assert wire.present()["taken"] is True
    assert wire.curious.bodies == []
    assert window.verdict(asked)["code"] == "holder.other_service"


def test_attack_15_an_answer_to_one_request_brought_to_the_next(wire: OnTheWire) -> None:
    """Whoever saw an answer go by opens it at most: it is for that request, locked or not."""
    window = wire.desk()
    for mode in (CLEAR, LOCKED):
        first, second = window.ask(mode), window.ask(mode)
        with wire.listening(DESK) as heard:
            assert wire.present(first.link)["taken"] is True
        [body] = heard
        assert window.verdict(first)["outcome"] == "accepted"
        assert window.answer(second, body.decode()).status == 400
        assert window.kept(second).stand != "answered"
        if mode == CLEAR:
            answer = parse_posted(body)
            assert isinstance(answer, AuthorizationResponse)
            again = posted(window.fetch(second), answer.presentation)
            assert window.answer(second, again).status == 200
            assert window.verdict(second)["code"] == "holder.other_request"


def test_attack_15_a_request_of_tomorrow(wire: OnTheWire) -> None:
    """Nothing is signed today that a service could begin to believe later."""
    now_s = wire.play.clock.now_s
    wire.curious.asks(iat=now_s + 7_200, exp=now_s + 9_000)
    assert wire.refusal() == (1, "request.ahead")
    wire.curious.asks(iat=now_s - 900, exp=now_s - 1)
    assert wire.refusal() == (1, "request.expired")


def test_attack_15_twin_each_answer_to_who_asked(wire: OnTheWire) -> None:
    window = wire.desk()
    asked = window.ask()
    assert wire.present(asked.link)["taken"] is True
    assert window.verdict(asked)["outcome"] == "accepted"
    wire.curious.asks()
    assert wire.present()["taken"] is True

"""Attack 37, over the network: nothing leaves that was not asked for, read and agreed to."""

from typing import Any

from tests.wallets_on_the_wire import OnTheWire, query


def test_attack_37_what_leaves_is_what_was_asked_for(wire: OnTheWire) -> None:
    asked: dict[str, Any] = {
        "commune": [{"path": ["commune"]}, {"path": ["commune"]}],
        "locality": [{"path": ["address", "locality"]}],
        "": ...,
    }
    for shown, claims in asked.items():
        wire.curious.bodies.clear()
        wire.curious.asks(dcql_query=query("commune", claims=claims))
        assert wire.present()["taken"] is True
        assert set(wire.curious.shown) == set(shown.split())


def test_attack_37_the_first_of_several_ways_that_will_do(wire: OnTheWire) -> None:
    """Of what is second best nothing goes along."""
    wire.curious.asks(
        dcql_query=query(
            claims=[{"id": "a", "path": ["commune"]}, {"id": "b", "path": ["birthdate"]}],
            claim_sets=[["a"], ["a", "b"]],
        )
    )
    assert wire.present()["taken"] is True
    assert set(wire.curious.shown) == {"commune"}


def test_attack_37_a_request_that_grew_after_it_was_read(wire: OnTheWire) -> None:
    """The yes was to another sheet: it is for nothing here."""
    wire.curious.asks()
    sheet = wire.wallet("present", wire.curious.link, "--dry-run").events[0]
    wire.curious.asks(dcql_query=query("commune", "birthdate"))
    before = wire.stored
    said = wire.wallet(
        "present", wire.curious.link, "--consent", str(sheet["digest"]), status=1
    ).events[-1]
    assert (said["code"], wire.curious.bodies, wire.stored) == ("consent.other_sheet", [], before)


def test_attack_37_twin_what_was_read_and_agreed_to_leaves(wire: OnTheWire) -> None:
    wire.curious.asks(dcql_query=query("commune", "birthdate"))
    assert wire.present()["taken"] is True
    assert set(wire.curious.shown) == {"commune", "birthdate"}

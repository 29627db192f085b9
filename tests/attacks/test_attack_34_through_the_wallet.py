"""Attack 34, over the network: a service asks by values, to learn them or to be taken at its word."""

from livret_core.encoding.json import JsonValue
from tests.wallets_on_the_wire import OnTheWire, query


def valued(name: str, *values: JsonValue) -> dict[str, JsonValue]:
    return query(claims=[{"path": [name], "values": list(values)}])


def test_attack_34_a_value_that_the_proof_has_not(wire: OnTheWire) -> None:
    """And the service learns nothing by it, not even that: nothing is posted."""
    for values in (("Amiens",), (1, True, "VERNEUIL"), ("Verneuil ",)):
        wire.curious.asks(dcql_query=valued("commune", *values))
        assert wire.refusal() == (1, "present.none"), values
    assert set(wire.curious.asked) == {"GET /requests/7"}


def test_attack_34_one_is_not_true(wire: OnTheWire) -> None:
    wire.holds({"commune": True})
    for value in (1, "true", "True"):
        wire.curious.asks(dcql_query=valued("commune", value))
        assert wire.refusal() == (1, "present.none"), value
    wire.curious.asks(dcql_query=valued("commune", True))
    assert wire.present()["taken"] is True


def test_attack_34_every_one_of_nothing_is_no_answer(wire: OnTheWire) -> None:
    wire.holds({"commune": []})
    paths: tuple[list[JsonValue], ...] = (
        ["commune", None],
        ["address", None],
        ["address", 0],
        ["no"],
    )
    for path in paths:
        wire.curious.asks(dcql_query=query(claims=[{"path": ["family_name"]}, {"path": path}]))
        assert wire.refusal() == (1, "present.none"), path


def test_attack_34_twin_a_value_that_the_proof_has(wire: OnTheWire) -> None:
    wire.curious.asks(dcql_query=valued("commune", "Amiens", "Verneuil"))
    assert wire.present()["taken"] is True
    assert wire.curious.shown == {"commune": "Verneuil"}

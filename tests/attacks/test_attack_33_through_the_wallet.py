"""Attack 33, over the network: a service that lists nobody, or nothing, is not taken to mean all."""

from typing import Any

from tests.wallets_on_the_wire import OnTheWire, query

TOWNS = {"type": "aki", "values": ["c29tZWJvZHkgZWxzZQ"]}


EMPTY: tuple[Any, ...] = (
    query("commune", trusted_authorities=[]),
    query("commune", trusted_authorities=[{"type": "aki", "values": []}]),
    query("commune", meta={"vct_values": []}),
    query("commune", claims=[]),
    query("commune", claims=[{"path": []}]),
    query("commune", claims=[{"path": ["commune"], "values": []}]),
    query("commune", claim_sets=[]),
    {"credentials": []},
    {**query("commune"), "credential_sets": []},
    {**query("commune"), "credential_sets": [{"options": [[]]}]},
    {},
)


def test_attack_33_a_list_of_nobody(wire: OnTheWire) -> None:
    for asked in EMPTY:
        wire.curious.asks(dcql_query=asked)
        assert wire.refusal() == (2, "request.malformed"), asked


def test_attack_33_only_who_did_not_sign_it(wire: OnTheWire) -> None:
    wire.curious.asks(dcql_query=query("commune", trusted_authorities=[TOWNS]))
    assert wire.refusal() == (1, "present.none")
    wire.curious.asks(dcql_query=query("commune", meta={"vct_values": ["urn:livret:birth:1"]}))
    assert wire.refusal() == (1, "present.none")


def test_attack_33_twin_who_names_nobody_at_all_asks_everybody(wire: OnTheWire) -> None:
    wire.curious.asks()
    assert wire.present()["taken"] is True
    assert wire.curious.shown == {"commune": "Verneuil"}

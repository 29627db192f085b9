"""Attack 35, over the network: a service wants an answer locked, and gives no key that locks it."""

import pytest

from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError
from livret_core.keys import P256Agreement
from livret_core.openid4vp.response import OpeningKey, parse_posted, receive
from tests.desks_that_ask import AGREEMENT, ENCRYPTION
from tests.scene import seed
from tests.wallets_on_the_wire import STATE, OnTheWire, metadata
from tests.windows import CLEAR

KEY: JsonObject = metadata()["jwks"]["keys"][0]  # type: ignore[index,call-overload,assignment]


def keys(*given: JsonObject) -> JsonObject:
    return metadata(jwks={"keys": list(given)})


NOWHERE = (1, "request.encryption")
UNLOCKED: dict[str, tuple[JsonObject, tuple[int, str]]] = {
    "no key": (metadata(jwks=...), NOWHERE),
    "a key elsewhere": (metadata(jwks=..., jwks_uri="https://curious.test/keys"), NOWHERE),
    "none of them": (keys(), NOWHERE),
    "RSA": (keys({**KEY, "alg": "RSA1_5"}), NOWHERE),
    "none": (keys({**KEY, "alg": "none"}), NOWHERE),
    "off the curve": (keys({**KEY, "x": "AA", "y": "AA"}), NOWHERE),
    "no name": (keys({name: KEY[name] for name in KEY if name != "kid"}), NOWHERE),
    "another cipher": (
        metadata(encrypted_response_enc_values_supported=["A128CBC-HS256"]), NOWHERE,
    ),
    "two of one name": (keys(KEY, KEY), (2, "request.malformed")),
    "the private half": (keys({**KEY, "d": "AA"}), (2, "key.private")),
}  # fmt: skip


def test_attack_35_no_key_that_locks_it_and_nothing_goes_in_clear(wire: OnTheWire) -> None:
    for name, (said, refused) in UNLOCKED.items():
        wire.curious.asks(client_metadata=said)
        assert wire.refusal() == refused, name
    assert set(wire.curious.asked) == {"GET /requests/7"}


def test_attack_35_locked_to_the_key_of_that_request_and_to_no_other(wire: OnTheWire) -> None:
    wire.curious.asks()
    wire.present()
    [body] = wire.curious.bodies
    assert b"vp_token" not in body
    assert STATE.encode() not in body
    older = P256Agreement.from_seed(seed("yesterday's", 48))
    for key in (OpeningKey(older, ENCRYPTION.kid), OpeningKey(AGREEMENT, "request-6")):
        with pytest.raises(LivretError, match=r"jwe\."):
            receive(parse_posted(body), state=STATE, opening=key)


def test_attack_35_twin_locked_where_that_was_asked_and_in_clear_where_that_was(
    wire: OnTheWire,
) -> None:
    wire.curious.asks()
    wire.present()
    assert wire.curious.received.state == STATE
    wire.curious.bodies.clear()
    wire.curious.asks(response_mode=CLEAR, client_metadata=metadata(jwks=...))
    wire.present()
    [body] = wire.curious.bodies
    assert receive(parse_posted(body), state=STATE, opening=None).state == STATE

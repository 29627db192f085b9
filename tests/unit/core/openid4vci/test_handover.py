from typing import Any, Final

import pytest

from livret_core.dids.did import Did
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.limits import LATEST_S
from livret_core.openid4vci.handover import Handover
from livret_core.short_code import ShortCode

HANDOVER: Final = Handover(
    ShortCode.of(bytes(range(16))),
    Did.parse("did:webvh:scid:ledger.livret.test:town"),
    "Ville de Verneuil",
    "urn:livret:residency:1",
    "n" * 22,
    10,
    1_795_000_000,
)


def changed(**changes: Any) -> bytes:
    members = json_encoding.parse_object(HANDOVER.format()) | changes
    return json_encoding.format(
        {name: value for name, value in members.items() if value is not ...}
    )


def test_parse_and_format_are_inverse() -> None:
    assert Handover.parse(HANDOVER.format()) == HANDOVER


def test_it_says_nothing_about_the_person() -> None:
    assert set(json_encoding.parse_object(HANDOVER.format())) == {
        "handover", "code", "issuer", "issuer_name", "vct", "nonce", "max_copies", "expires_at",
    }  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        *({name: ...} for name in json_encoding.parse_object(HANDOVER.format())),
        {"handover": 2},
        {"handover": True},
        {"handover": "1"},
        {"handover": 1.0},
        {"more": 1},
        {"issuer_name": ""},
        {"issuer_name": "x" * 129},
        {"nonce": "short"},
        {"nonce": "n" * 129},
        {"nonce": "n" * 22 + "\n"},
        {"max_copies": 0},
        {"max_copies": 101},
        {"max_copies": True},
        {"max_copies": 1.0},
        {"expires_at": -1},
        {"expires_at": LATEST_S + 1},
        {"expires_at": 9007199254740991},
        {"expires_at": True},
        {"expires_at": "soon"},
        {"vct": 7},
    ],
    ids=repr,
)
def test_a_file_of_another_shape_is_malformed(changes: dict[str, Any]) -> None:
    with pytest.raises(MalformedInput) as caught:
        Handover.parse(changed(**changes))
    assert caught.value.code == "handover.malformed"


@pytest.mark.parametrize("expires_at_s", [0, LATEST_S])
def test_it_may_end_at_any_second_of_the_calendar(expires_at_s: int) -> None:
    assert Handover.parse(changed(expires_at=expires_at_s)).expires_at_s == expires_at_s


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"code": "2222-2222"}, "code.mistyped"), ({"issuer": "https://town"}, "did.malformed")],
)
def test_its_parts_are_read_as_strictly(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        Handover.parse(changed(**changes))
    assert caught.value.code == code


def test_a_file_beyond_the_cap_is_not_read() -> None:
    with pytest.raises(MalformedInput) as caught:
        Handover.parse(b" " * ((16 << 10) + 1))
    assert caught.value.code == "input.too_large"

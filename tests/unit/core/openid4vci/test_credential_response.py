from typing import Any, Final

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput, Refused
from livret_core.openid4vci.credential_response import (
    CredentialResponse,
    DeferredResponse,
    IssuedResponse,
    check_count,
    check_same_transaction,
    parse_credential_response,
)
from livret_core.openid4vci.nonce import NonceResponse
from livret_core.openid4vci.notification import EVENTS, Notification

ISSUED: Final = IssuedResponse(("a.b.c~", "d.e.f~"), "3fwe98js")
LATER: Final = DeferredResponse("8xLOxBtZp8", 86_400)


def changed(response: CredentialResponse, **changes: Any) -> bytes:
    members = json_encoding.parse_object(response.format()) | changes
    return json_encoding.format(
        {name: value for name, value in members.items() if value is not ...}
    )


@pytest.mark.parametrize("response", [ISSUED, IssuedResponse(("a.b.c~",)), LATER])
def test_parse_and_format_are_inverse(response: CredentialResponse) -> None:
    assert parse_credential_response(response.format(), status=response.status) == response


def test_members_that_livret_does_not_know_are_ignored() -> None:
    raw = changed(ISSUED, c_nonce="x", credentials=[{"credential": "a.b.c~", "more": 1}])
    assert parse_credential_response(raw, status=200) == IssuedResponse(("a.b.c~",), "3fwe98js")


def test_part_of_a_second_is_waited_for() -> None:
    assert parse_credential_response(changed(LATER, interval=0.5), status=202) == DeferredResponse(
        "8xLOxBtZp8", 1
    )


@pytest.mark.parametrize(
    ("response", "changes", "status"),
    [
        (ISSUED, {}, 202),
        (ISSUED, {}, 201),
        (LATER, {}, 200),
        (ISSUED, {"credentials": ...}, 200),
        (ISSUED, {"transaction_id": "x"}, 200),
        (ISSUED, {"interval": 5}, 200),
        (ISSUED, {"credentials": []}, 200),
        (ISSUED, {"credentials": ["a.b.c~"]}, 200),
        (ISSUED, {"credentials": [{}]}, 200),
        (ISSUED, {"credentials": [{"credential": {"x": 1}}]}, 200),
        (ISSUED, {"credentials": [{"credential": ""}]}, 200),
        (ISSUED, {"credentials": [{"credential": "a"}] * 129}, 200),
        (ISSUED, {"notification_id": ""}, 200),
        (ISSUED, {"notification_id": 7}, 200),
        (LATER, {"notification_id": "x"}, 202),
        (LATER, {"transaction_id": "a b"}, 202),
        (LATER, {"interval": ...}, 202),
        (LATER, {"interval": 0}, 202),
        (LATER, {"interval": -1}, 202),
        (LATER, {"interval": True}, 202),
        (LATER, {"interval": "5"}, 202),
        (LATER, {"interval": 1e300}, 202),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_a_response_of_another_shape_is_malformed(
    response: CredentialResponse, changes: dict[str, Any], status: int
) -> None:
    with pytest.raises(MalformedInput) as caught:
        parse_credential_response(changed(response, **changes), status=status)
    assert caught.value.code == "issuance.malformed"


def test_fewer_copies_may_come_and_never_more() -> None:
    check_count(ISSUED, asked=2)
    check_count(ISSUED, asked=3)
    with pytest.raises(Refused) as caught:
        check_count(ISSUED, asked=1)
    assert caught.value.code == "received.count"


def test_what_is_put_off_again_keeps_its_name() -> None:
    check_same_transaction(LATER, "8xLOxBtZp8")
    check_same_transaction(ISSUED, "8xLOxBtZp8")
    with pytest.raises(Refused) as caught:
        check_same_transaction(LATER, "another")
    assert caught.value.code == "received.other_transaction"


def test_nobody_is_told_to_come_back_at_once() -> None:
    with pytest.raises(ValueError, match="positive"):
        DeferredResponse("x", 0)


@pytest.mark.parametrize("event", EVENTS)
def test_a_notification_is_read_as_it_was_written(event: Any) -> None:
    for each in (Notification("3fwe98js", event), Notification("3fwe98js", event, "no room")):
        assert Notification.parse(each.format()) == each
    raw = b'{"notification_id":"a","event":"credential_accepted","more":[]}'
    assert Notification.parse(raw) == Notification("a", "credential_accepted")


@pytest.mark.parametrize(
    "members",
    [
        {"event": "credential_accepted"},
        {"notification_id": "a"},
        {"notification_id": "a b", "event": "credential_accepted"},
        {"notification_id": "a", "event": "Credential_Accepted"},
        {"notification_id": "a", "event": ["credential_accepted"]},
        {"notification_id": "a", "event": "credential_accepted", "event_description": 'a "b"'},
        {"notification_id": "a", "event": "credential_accepted", "event_description": "é"},
        {"notification_id": "a", "event": "credential_accepted", "event_description": 7},
    ],
    ids=repr,
)
def test_a_notification_of_nothing_is_malformed(members: dict[str, Any]) -> None:
    with pytest.raises(MalformedInput) as caught:
        Notification.parse(json_encoding.format(members))
    assert caught.value.code == "issuance.malformed"


def test_a_nonce_is_read_as_it_was_written() -> None:
    nonce = NonceResponse("wKI4LT17ac15ES9bw8ac4")
    assert NonceResponse.parse(nonce.format()) == nonce
    assert NonceResponse.parse(b'{"c_nonce":"a.b","c_nonce_expires_in":5}') == NonceResponse("a.b")


@pytest.mark.parametrize("raw", [b"{}", b'{"c_nonce":""}', b'{"c_nonce":7}', b'{"c_nonce":"a b"}'])
def test_an_answer_without_a_nonce_is_malformed(raw: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        NonceResponse.parse(raw)
    assert caught.value.code == "issuance.malformed"

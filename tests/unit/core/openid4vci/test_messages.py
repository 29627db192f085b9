from typing import Any, Final

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.openid4vci.messages import CredentialRequest, CredentialResponse
from livret_core.short_code import ShortCode

CODE: Final = ShortCode.of(bytes(range(16)))
REQUEST: Final = CredentialRequest(CODE, "urn:livret:residency:1", ("a.b.c", "d.e.f"))
RESPONSE: Final = CredentialResponse(CODE, ("a.b.c~", "d.e.f~"))


def changed(raw: bytes, **changes: Any) -> bytes:
    members = json_encoding.parse_object(raw) | changes
    return json_encoding.format(
        {name: value for name, value in members.items() if value is not ...}
    )


def test_parse_and_format_are_inverse() -> None:
    assert CredentialRequest.parse(REQUEST.format()) == REQUEST
    assert CredentialResponse.parse(RESPONSE.format()) == RESPONSE


def test_the_members_are_openid4vcis() -> None:
    assert json_encoding.parse_object(REQUEST.format())["proofs"] == {"jwt": ["a.b.c", "d.e.f"]}
    assert json_encoding.parse_object(RESPONSE.format())["credentials"] == [
        {"credential": "a.b.c~"},
        {"credential": "d.e.f~"},
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"code": ...},
        {"code": 7},
        {"credential_configuration_id": ...},
        {"credential_identifier": "x"},
        {"proof": {"proof_type": "jwt", "jwt": "a.b.c"}},
        {"proofs": ...},
        {"proofs": {}},
        {"proofs": {"jwt": []}},
        {"proofs": {"jwt": "a.b.c"}},
        {"proofs": {"jwt": ["a.b.c", 7]}},
        {"proofs": {"jwt": ["a.b.c"], "attestation": []}},
        {"proofs": {"jwt": ["a.b.c"] * 101}},
    ],
    ids=lambda changes: repr(changes)[:80],
)
def test_a_request_of_another_shape_is_malformed(changes: dict[str, Any]) -> None:
    with pytest.raises(MalformedInput) as caught:
        CredentialRequest.parse(changed(REQUEST.format(), **changes))
    assert caught.value.code == "issuance.malformed"


@pytest.mark.parametrize(
    "changes",
    [
        {"code": ...},
        {"credential": "a.b.c~"},
        {"transaction_id": "x"},
        {"credentials": ...},
        {"credentials": []},
        {"credentials": ["a.b.c~"]},
        {"credentials": [{"credential": {"x": 1}}]},
        {"credentials": [{"credential": "a.b.c~", "more": 1}]},
        {"credentials": [{}]},
        {"credentials": [{"credential": "a.b.c~"}] * 101},
    ],
    ids=lambda changes: repr(changes)[:80],
)
def test_a_response_of_another_shape_is_malformed(changes: dict[str, Any]) -> None:
    with pytest.raises(MalformedInput) as caught:
        CredentialResponse.parse(changed(RESPONSE.format(), **changes))
    assert caught.value.code == "issuance.malformed"


@pytest.mark.parametrize("message", [CredentialRequest, CredentialResponse])
def test_the_code_is_read_as_strictly(message: Any) -> None:
    raw = (REQUEST if message is CredentialRequest else RESPONSE).format()
    with pytest.raises(MalformedInput) as caught:
        message.parse(changed(raw, code="2222-2222"))
    assert caught.value.code == "code.mistyped"


@pytest.mark.parametrize("message", [CredentialRequest, CredentialResponse])
def test_a_message_beyond_the_cap_is_not_read(message: Any) -> None:
    with pytest.raises(MalformedInput) as caught:
        message.parse(b" " * ((8 << 20) + 1))
    assert caught.value.code == "input.too_large"

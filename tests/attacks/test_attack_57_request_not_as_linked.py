"""Attack 57: a link that shows one service and leads to another's request.

A link and what it leads to are whoever's who made the link. So the request object lies
with the one who asks, over https and without detours; it names the same client inside as
outside; it repeats what this wallet sent for it; and it is signed, unless the answer can go
nowhere but to the name itself.
"""

from typing import Any

import pytest

from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, Refused
from livret_core.openid4vp import request_uri
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_uri import REQUEST_OBJECT, ByReference, Inline, read_fetched
from tests.desks_that_ask import (
    ANSWERS,
    BY_ADDRESS,
    BY_DID,
    BY_HASH,
    BY_HOST,
    BY_KEY,
    asking,
    code,
    forged,
    signed,
    verified,
)
from tests.scene import NOW_S

LIES_AT = "https://desk.example/requests/7"
SENT = "w" * 22


def link(client_id: str, uri: str) -> str:
    return f"openid4vp://?client_id={client_id}&request_uri={uri}&request_uri_method=post"


def refusal(text: str) -> str:
    with pytest.raises(LivretError) as caught:
        request_uri.parse(text)
    return caught.value.code


def in_a_link(**changes: Any) -> AuthorizationRequest:
    request = asking(BY_ADDRESS, response_mode="direct_post", encryption=None)
    parameters = {**request.format_unsigned(), **changes}
    return AuthorizationRequest.parse_unsigned(parameters, now_s=NOW_S)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 300, 399])
def test_attack_57_redirect_in_the_place_of_a_request(status: int) -> None:
    with pytest.raises(Refused) as caught:
        read_fetched(status, REQUEST_OBJECT, signed().encode())
    assert caught.value.code == "request.redirected"


@pytest.mark.parametrize(
    "uri",
    ["http://desk.example/requests/7", "https://127.0.0.1/", "https://desk.example@evil.example/",
     "file:///etc/passwd", "//desk.example/"],
)  # fmt: skip
def test_attack_57_request_that_is_not_had_over_https(uri: str) -> None:
    assert refusal(link(BY_HOST, uri)) == "input.https_uri"


@pytest.mark.parametrize(
    "uri",
    ["https://evil.example/requests/7", "https://desk.example.evil.example/",
     "https://www.desk.example/requests/7"],
)  # fmt: skip
def test_attack_57_request_at_another_host_than_the_client(uri: str) -> None:
    assert refusal(link(BY_HOST, uri)) == "request.other_host"


def test_attack_57_request_fetched_for_a_name_that_cannot_be_signed_for() -> None:
    assert refusal(link(BY_ADDRESS, LIES_AT)) == "request.client_id"


@pytest.mark.parametrize("outside", [BY_HOST, BY_KEY, BY_DID, BY_HASH.removeprefix("x509_hash:")])
def test_attack_57_another_client_inside_than_outside(outside: str) -> None:
    assert code(signed(BY_HASH), client_id=outside) == "request.other_client"


@pytest.mark.parametrize("client_id", [BY_HASH, BY_HOST, BY_KEY, BY_DID])
def test_attack_57_unsigned_request_in_a_name_that_is_signed_for(client_id: str) -> None:
    with pytest.raises(Refused) as caught:
        in_a_link(client_id=client_id)
    assert caught.value.code == "request.unsigned"


@pytest.mark.parametrize("client_id", [BY_HASH, BY_HOST, BY_KEY, BY_DID])
def test_attack_57_signature_cut_off(client_id: str) -> None:
    head, body, _ = signed(client_id).split(".")
    assert code(f"{head}.{body}.") == "request.signature"
    header = json_encoding.parse_object(base64url.decode(head)) | {"alg": "none"}
    none = base64url.encode(json_encoding.format(header))
    assert code(f"{none}.{body}.") == "jws.algorithm"


def test_attack_57_object_signed_for_a_name_that_cannot_be_signed_for() -> None:
    assert code(forged(client_id=BY_ADDRESS)) == "request.client_id"


@pytest.mark.parametrize("repeated", [..., "x" * 22, SENT + "w", "", 7])
def test_attack_57_request_made_for_anothers_asking(repeated: Any) -> None:
    assert code(forged(wallet_nonce=repeated), wallet_nonce=SENT) == "request.wallet_nonce"


def test_attack_57_request_made_for_an_asking_that_never_was() -> None:
    """Whoever turns *post* into *get* in the link hands on an object made for himself."""
    assert code(forged(wallet_nonce=SENT)) == "request.wallet_nonce"


@pytest.mark.parametrize(
    ("client_id", "elsewhere"),
    [(BY_HOST, "https://evil.example/answers"), (BY_HOST, "https://desk.example.evil.example/")],
)
def test_attack_57_answer_sent_to_another_host(client_id: str, elsewhere: str) -> None:
    assert code(forged(client_id, response_uri=elsewhere)) == "request.response_uri"


@pytest.mark.parametrize("uri", ["https://evil.example/answers/7", ANSWERS.text + "/"])
def test_attack_57_answer_sent_elsewhere_than_to_the_address_that_asks(uri: str) -> None:
    with pytest.raises(Refused) as caught:
        in_a_link(response_uri=uri)
    assert caught.value.code == "request.response_uri"


def test_attack_57_parameters_beside_the_object_do_not_count() -> None:
    beside = f"{link(BY_HOST, LIES_AT)}&nonce=evil&response_uri=https://evil.example/&scope=x"
    assert request_uri.parse(beside) == request_uri.parse(link(BY_HOST, LIES_AT))


@pytest.mark.parametrize("client_id", [BY_HASH, BY_HOST, BY_KEY, BY_DID])
def test_attack_57_twin_the_request_that_the_link_shows(client_id: str) -> None:
    called = request_uri.parse(link(client_id, LIES_AT))
    assert isinstance(called, ByReference)
    text = asking(client_id, wallet_nonce=SENT)
    made = read_fetched(200, REQUEST_OBJECT, signed(client_id, wallet_nonce=SENT).encode())
    found = verified(made, client_id=called.client_id, wallet_nonce=SENT)
    assert found == text


def test_attack_57_twin_the_unsigned_request_that_answers_to_itself() -> None:
    request = asking(BY_ADDRESS, response_mode="direct_post", encryption=None)
    called = request_uri.parse(Inline.of(request.format_unsigned()).format())
    assert isinstance(called, Inline)
    found = AuthorizationRequest.parse_unsigned(called.parameters, now_s=NOW_S)
    assert (found.client_id, found.response_uri) == (BY_ADDRESS, ANSWERS)

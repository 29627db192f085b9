"""Messages of OpenID4VP: read as they were written, and never anything but our own errors."""

from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from livret_core.encoding import form
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.openid4vp import client_id as clients
from livret_core.openid4vp import request_uri
from livret_core.openid4vp.receipt import Receipt
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_uri import ByReference, ByValue, read_fetched
from livret_core.openid4vp.response import (
    AuthorizationResponse,
    encrypted_form,
    parse_posted,
    receive,
)
from livret_core.openid4vp.wallet_metadata import RequestUriPost
from tests.desks_that_ask import (
    BY_ADDRESS,
    BY_KEY,
    ENCRYPTION,
    NAMED,
    OPENING,
    asking,
    forged,
    verified,
)
from tests.scene import NOW_S

TEXT: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TOKEN: Final = st.text("abcXYZ019-._~", min_size=16, max_size=40)
HOSTILE: Final = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
NAMES: Final = (
    "client_id", "response_type", "response_mode", "response_uri", "nonce", "state", "aud", "iat",
    "exp", "dcql_query", "client_metadata", "transaction_data", "verifier_info", "wallet_nonce",
    "scope",
)  # fmt: skip
INSIDE: Final = ("client_name", "purpose", "vp_formats_supported", "jwks",
                 "encrypted_response_enc_values_supported")  # fmt: skip
FORM_NAMES: Final = st.sampled_from(
    ["vp_token", "state", "response", "error", "error_description", "client_id", "request",
     "request_uri", "request_uri_method", "wallet_metadata", "wallet_nonce", "nonce"]
)  # fmt: skip
FORMS: Final = st.dictionaries(
    FORM_NAMES, TEXT | HOSTILE.map(lambda value: json_encoding.format(value).decode()), max_size=5
).map(form.format)


@given(st.dictionaries(TEXT, TEXT, max_size=6))
def test_a_form_is_read_as_it_was_written(fields: dict[str, str]) -> None:
    assert form.parse(form.format(fields), max_bytes=10_000) == fields


@given(TOKEN, TOKEN, TEXT, st.integers(NOW_S - 9, NOW_S + 9), st.sampled_from([*NAMED]))
def test_a_request_is_read_as_it_was_signed(
    nonce: str, state: str, service: str, at_s: int, client_id: str
) -> None:
    from tests.desks_that_ask import SIGNER

    request = asking(client_id, nonce=nonce, state=state, service=service, issued_at_s=at_s)
    assert verified(request.sign(SIGNER, **NAMED[client_id]), client_id=client_id) == request


@given(
    st.text("abcdefgh-/?=&%20", max_size=20).map(lambda rest: f"https://desk.example/{rest}"),
    st.sampled_from(["get", "post"]),
)
def test_a_link_is_read_as_it_was_written(uri: str, method: Any) -> None:
    try:
        invocation = ByReference(BY_KEY, HttpsUri.parse(uri), method)
    except LivretError:
        return
    assert request_uri.parse(invocation.format()) == invocation
    assert request_uri.parse(ByValue(BY_KEY, uri).format()) == ByValue(BY_KEY, uri)


@given(st.dictionaries(TEXT, st.lists(TEXT, min_size=1, max_size=3), min_size=1, max_size=3), TEXT)
def test_an_answer_is_read_as_it_was_written(token: dict[str, list[str]], state: str) -> None:
    answer = AuthorizationResponse(state, {name: tuple(texts) for name, texts in token.items()})
    assert parse_posted(answer.format_form()) == answer
    posted = parse_posted(answer.encrypt(ENCRYPTION))
    assert receive(posted, state=state, opening=OPENING) == answer


@given(st.sampled_from(NAMES), HOSTILE)
def test_no_claim_breaks_the_reader_of_requests(name: str, value: Any) -> None:
    try:
        verified(forged(BY_KEY, **{name: value}))
    except LivretError:
        return


@given(st.sampled_from(INSIDE), HOSTILE)
def test_no_metadata_breaks_the_reader_of_requests(name: str, value: Any) -> None:
    try:
        verified(forged(BY_KEY, client_metadata={name: value}))
    except LivretError:
        return


@given(st.sampled_from(NAMES), TEXT)
def test_no_parameter_breaks_the_reader_of_links(name: str, value: str) -> None:
    request = asking(BY_ADDRESS, response_mode="direct_post", encryption=None)
    try:
        AuthorizationRequest.parse_unsigned({**request.format_unsigned(), name: value}, now_s=NOW_S)
    except LivretError:
        return


@given(st.binary(max_size=80) | FORMS.map(str.encode))
def test_no_body_breaks_the_readers_of_bodies(body: bytes) -> None:
    for read in (parse_posted, RequestUriPost.parse, Receipt.parse):
        try:
            read(body)
        except LivretError:
            continue


@given(HOSTILE.map(json_encoding.format))
def test_nothing_inside_breaks_the_reader_of_encrypted_answers(inside: bytes) -> None:
    try:
        receive(parse_posted(encrypted_form(inside, ENCRYPTION)), state="s", opening=OPENING)
    except LivretError:
        return


@given(TEXT | FORMS.map(lambda fields: f"openid4vp://?{fields}"))
def test_no_link_breaks_the_reader_of_links(text: str) -> None:
    try:
        request_uri.parse(text)
    except LivretError:
        return


@given(st.sampled_from([*clients.PREFIXES, "x"]), TEXT, st.integers(100, 599), st.binary())
def test_no_name_and_no_answer_breaks_the_reader(
    prefix: str, rest: str, status: int, body: bytes
) -> None:
    for read in (
        lambda: clients.parse(f"{prefix}:{rest}"),
        lambda: read_fetched(status, "application/oauth-authz-req+jwt", body),
    ):
        try:
            read()
        except LivretError:
            continue

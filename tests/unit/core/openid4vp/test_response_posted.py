"""Answers as they are posted: in clear, encrypted, or a no."""

from typing import Any

import pytest

from livret_core import jwe
from livret_core.encoding import form
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.jwe import CompactJwe
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.response import (
    AuthorizationResponse,
    EncryptedResponse,
    encrypted_form,
    parse_posted,
    receive,
)
from livret_core.openid4vp.response_error import ErrorResponse, request_error, wire_error
from tests.desks_that_ask import AGREEMENT, ENCRYPTION, OPENING, QUERY

ANSWER = AuthorizationResponse.of("s" * 22, "proof", "a.b.c~x.y.z")
SEVERAL = AuthorizationResponse("", {"a": ("x", "y"), "b": ("z",)})
NO = ErrorResponse("access_denied", "s" * 22)


@pytest.mark.parametrize("answer", [ANSWER, SEVERAL, NO])
def test_what_is_posted_in_clear_is_read_as_it_was_written(answer: Any) -> None:
    posted = parse_posted(answer.format_form().encode())
    assert posted == answer
    assert receive(posted, state=answer.state, opening=None) == answer


@pytest.mark.parametrize("answer", [ANSWER, SEVERAL, NO])
def test_what_is_posted_encrypted_is_read_as_it_was_written(answer: Any) -> None:
    posted = parse_posted(encrypted_form(answer.format(), ENCRYPTION))
    assert isinstance(posted, EncryptedResponse)
    assert (posted.jwe.kid, posted.jwe.enc) == ("request-7", "A256GCM")
    assert (posted.jwe.apu, posted.jwe.apv) == (b"", b"")
    assert receive(posted, state=answer.state, opening=OPENING) == answer


def test_an_answer_is_a_form_as_the_standard_has_it() -> None:
    assert ANSWER.format_form() == (
        "vp_token=%7B%22proof%22%3A%5B%22a.b.c~x.y.z%22%5D%7D&state=" + "s" * 22
    )
    assert form.parse(ANSWER.encrypt(ENCRYPTION), max_bytes=9_000).keys() == {"response"}
    assert NO.format_form() == "error=access_denied&state=" + "s" * 22


def test_a_wallet_of_another_maker_may_say_more() -> None:
    text = jwe.encrypt(
        b'{"vp_token":{"proof":["x"]},"state":"s","iss":"w"}', AGREEMENT.public_key,
        enc="A128GCM", kid="request-7", apu=b"wallet", apv=b"nonce",
    )  # fmt: skip
    found = receive(EncryptedResponse(CompactJwe.parse(text)), state="s", opening=OPENING)
    assert found == AuthorizationResponse.of("s", "proof", "x")
    assert parse_posted('vp_token={"proof":["x"]}&state=s&iss=w'.replace('"', "%22")) == found


def test_a_no_may_come_in_clear_where_an_answer_may_not() -> None:
    assert receive(NO, state=NO.state, opening=OPENING) == NO


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "answer.malformed"),
        ("state=s", "answer.malformed"),
        ("vp_token=x", "input.json"),
        ("vp_token=%7B%7D", "answer.malformed"),
        ("vp_token=%5B%5D", "answer.malformed"),
        ("vp_token=%7B%22p%22:%22x%22%7D", "answer.malformed"),
        ("vp_token=%7B%22p%22:%5B%5D%7D", "answer.malformed"),
        ("vp_token=%7B%22p%22:%5B7%5D%7D", "answer.malformed"),
        ("response=x", "jwe.malformed"),
        ("response=x&vp_token=y", "answer.malformed"),
        ("response=x&error=access_denied", "answer.malformed"),
        ("error=", "answer.malformed"),
        ("error=%22", "answer.malformed"),
        ("error=x&error_description=%0A", "answer.malformed"),
        ("state=s&state=t", "input.form"),
    ],
)
def test_a_body_of_another_shape_is_malformed(body: str, reason: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        parse_posted(body)
    assert caught.value.code == reason


@pytest.mark.parametrize(
    "inside", [b"[]", b"{}", b'{"vp_token":{},"state":"s"}', b'{"error":7}', b"x", b'{"state":7}']
)
def test_what_is_inside_is_read_as_strictly(inside: bytes) -> None:
    posted = parse_posted(encrypted_form(inside, ENCRYPTION))
    with pytest.raises(MalformedInput):
        receive(posted, state="s", opening=OPENING)


def test_an_answer_is_held_against_the_query() -> None:
    ANSWER.check(QUERY)
    with pytest.raises(Refused) as caught:
        ANSWER.check(DcqlQuery.for_one("other", ("urn:x:1",), (("commune",),)))
    assert caught.value.code == "answer.not_asked"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("present.none", "access_denied"),
        ("present.asked", "access_denied"),
        ("present.no_consent", "access_denied"),
        ("request.formats", "vp_formats_not_supported"),
        ("request.transaction_data", "invalid_transaction_data"),
        ("request.uri_method", "invalid_request_uri_method"),
        ("request.unsupported", "invalid_request"),
        ("request.encryption", "invalid_request"),
        ("request.untrusted", "invalid_request"),
    ],
)
def test_a_service_hears_the_standards_words(code: str, said: str) -> None:
    error: LivretError = Refused(code, "what only this wallet should know")
    assert wire_error(error) == said
    answer = ErrorResponse.of(error, "s")
    assert answer == ErrorResponse(said, "s")
    assert answer.is_denied == (said == "access_denied")


def test_a_wallet_that_asks_wrongly_hears_our_reason() -> None:
    said = request_error(MalformedInput("answer.malformed"))
    assert json_encoding.format(said) == (
        b'{"error":"invalid_request","error_description":"answer.malformed"}'
    )

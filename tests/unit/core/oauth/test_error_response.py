from typing import Any

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.oauth.error_response import ErrorResponse


@pytest.mark.parametrize(
    "response", [ErrorResponse("invalid_grant"), ErrorResponse("invalid_proof", "key_proof.stale")]
)
def test_parse_and_format_are_inverse(response: ErrorResponse) -> None:
    assert ErrorResponse.parse(response.format()) == response


def test_members_that_nobody_asked_for_are_ignored() -> None:
    assert ErrorResponse.parse(b'{"error":"x","error_uri":"y","more":1}') == ErrorResponse("x")


@pytest.mark.parametrize("description", ["a\nb", 'say "x"', "é", "x" * 513, 7, {}])
def test_a_description_that_may_not_be_is_dropped(description: Any) -> None:
    raw = json_encoding.format({"error": "x", "error_description": description})
    assert ErrorResponse.parse(raw) == ErrorResponse("x")


@pytest.mark.parametrize("error", ["", "a\nb", "é", "x" * 129, 7, None])
def test_an_error_without_a_code_is_malformed(error: Any) -> None:
    with pytest.raises(MalformedInput) as caught:
        ErrorResponse.parse(json_encoding.format({"error": error}))
    assert caught.value.code == "input.malformed"


def test_nothing_else_is_ever_written_into_a_header() -> None:
    with pytest.raises(MalformedInput):
        ErrorResponse("x", 'a "quoted" claim')

import pytest

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.openid4vp.response import AuthorizationResponse

ANSWER = AuthorizationResponse.of("state", "proof", "a.b.c~x.y.z")


def test_parse_and_format_are_inverse() -> None:
    assert AuthorizationResponse.parse(ANSWER.format()) == ANSWER
    assert ANSWER.format() == b'{"vp_token":{"proof":["a.b.c~x.y.z"]},"state":"state"}'


@pytest.mark.parametrize(
    "raw",
    [
        b"{}",
        b'{"vp_token":{"proof":["x"]}}',
        b'{"vp_token":{},"state":"s"}',
        b'{"vp_token":{"proof":[]},"state":"s"}',
        b'{"vp_token":{"proof":"x"},"state":"s"}',
        b'{"vp_token":{"proof":[{"x":1}]},"state":"s"}',
        b'{"vp_token":{"proof":["x"]},"state":7}',
        b'{"vp_token":["x"],"state":"s"}',
        b'{"vp_token":{"proof":["x"]},"state":"s","iss":"x"}',
        b'{"error":"access_denied","state":"s"}',
    ],
)
def test_anything_but_presentations_by_query_is_malformed(raw: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        AuthorizationResponse.parse(raw)
    assert caught.value.code == "answer.malformed"


@pytest.mark.parametrize(
    "raw",
    [
        b'{"vp_token":{"proof":["x","y"]},"state":"s"}',
        b'{"vp_token":{"proof":["x"],"other":["y"]},"state":"s"}',
    ],
)
def test_who_wants_one_presentation_takes_no_two(raw: bytes) -> None:
    answer = AuthorizationResponse.parse(raw)
    assert AuthorizationResponse.parse(answer.format()) == answer
    with pytest.raises(MalformedInput) as caught:
        answer.single()
    assert caught.value.code == "answer.malformed"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "input.json"),
        (b"[]", "input.json"),
        (b'{"state":"a","state":"b","vp_token":{"p":["x"]}}', "input.duplicate_member"),
        (b" " * (2 * limits.SD_JWT_BYTES + 1), "input.too_large"),
    ],
    ids=["empty", "array", "twice", "large"],
)
def test_what_is_not_json_of_ours_is_malformed(raw: bytes, code: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        AuthorizationResponse.parse(raw)
    assert caught.value.code == code

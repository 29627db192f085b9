from typing import Final

import pytest

from livret_core.encoding import base64url
from livret_core.errors import Refused
from livret_core.oauth.server_nonce import FreshNonce, Purpose, check_nonce, make_nonce

NOW_S: Final = 1_795_000_000
KEY: Final = bytes(range(32))
RANDOM: Final = bytes(range(16))


def made(at_s: int = NOW_S, key: bytes = KEY, purpose: Purpose = "key_proof") -> str:
    return make_nonce(key, RANDOM, purpose=purpose, now_s=at_s)


def checked(text: str, *, now_s: int = NOW_S) -> FreshNonce:
    return check_nonce(text, KEY, purpose="key_proof", now_s=now_s, max_age_s=300)


def test_a_nonce_of_ours_is_known_with_its_age() -> None:
    nonce = checked(made(), now_s=NOW_S + 299)
    assert (nonce.issued_at_s, nonce.forget_after_s) == (NOW_S, NOW_S + 300)
    assert nonce.text == made()


def test_another_instance_may_be_a_minute_ahead() -> None:
    assert checked(made(NOW_S + 60)).issued_at_s == NOW_S + 60


def test_any_two_differ_by_their_randomness() -> None:
    assert made() != make_nonce(KEY, bytes(16), purpose="key_proof", now_s=NOW_S)


@pytest.mark.parametrize(
    "text",
    [
        made(NOW_S - 300),
        made(NOW_S + 61),
        made(key=bytes(32)),
        made(purpose="dpop"),
        made()[:-1],
        made() + "A",
        "A" * 50,
        "é" * 50,
        "",
        base64url.encode(base64url.decode(made())[:-1] + b"\0"),
    ],
    ids=repr,
)
def test_any_other_is_not_ours(text: str) -> None:
    with pytest.raises(Refused) as caught:
        checked(text)
    assert caught.value.code == "key_proof.nonce"


def test_a_dpop_nonce_is_refused_in_dpops_words() -> None:
    with pytest.raises(Refused) as caught:
        check_nonce(made(), KEY, purpose="dpop", now_s=NOW_S, max_age_s=300)
    assert caught.value.code == "dpop.nonce"


def test_only_a_check_makes_a_fresh_nonce() -> None:
    with pytest.raises(TypeError, match="check_nonce"):
        FreshNonce("x", 1, 2, object())


@pytest.mark.parametrize(("key", "random"), [(KEY[1:], RANDOM), (KEY, RANDOM[1:])])
def test_neither_key_nor_randomness_may_be_short(key: bytes, random: bytes) -> None:
    with pytest.raises(ValueError, match="takes a key"):
        make_nonce(key, random, purpose="dpop", now_s=NOW_S)

"""Attack 40: a list that is another's, old, or read in the wrong place or unit.

Each must end in its own reason: none of them may become *revoked*, and none *valid*.
"""

from typing import Any, Final

import pytest

from livret_core import jws
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.status.bits import StatusList
from livret_core.status.token import Status, StatusReference, verify, verify_signature

NOW_S: Final = 1_790_000_000
ISSUER: Final = P256Signer.from_seed(bytes(range(48)))
STRANGER: Final = P256Signer.from_seed(bytes(range(1, 49)))
URI: Final = HttpsUri.parse("https://status.verneuil.example/lists/7")
LIST: Final = StatusList.of(64, bits=2, statuses={1: 1, 3: 3})


def token(*, signer: P256Signer = ISSUER, typ: str = "statuslist+jwt", **claims: object) -> str:
    right: JsonObject = {
        "sub": URI.text,
        "iat": NOW_S - 60,
        "exp": NOW_S + 600,
        "ttl": 600,
        "status_list": {"bits": 2, "lst": base64url.encode(LIST.deflate())},
    }
    return jws.sign({"typ": typ}, json_encoding.format(right | claims), signer)


def status(text: str, *, index: int = 0, now_s: int = NOW_S, max_age_s: int = 3_600) -> Status:
    verified = verify(text, uri=URI, key=ISSUER.public_key, now_s=now_s, max_age_s=max_age_s)
    return verified.status(StatusReference(index, URI))


def test_attack_40_twin_the_issuers_own_recent_list_answers() -> None:
    assert status(token()) is Status.VALID
    assert status(token(), index=1) is Status.INVALID


def test_attack_40_a_list_whose_sub_is_another_uri() -> None:
    with pytest.raises(Refused) as caught:
        status(token(sub="https://status.verneuil.example/lists/8"))
    assert caught.value.code == "status.other_list"


def test_attack_40_a_good_list_asked_about_another_lists_credential() -> None:
    verified = verify(token(), uri=URI, key=ISSUER.public_key, now_s=NOW_S, max_age_s=None)
    with pytest.raises(Refused) as caught:
        verified.status(
            StatusReference(0, HttpsUri.parse("https://status.verneuil.example/lists/8"))
        )
    assert caught.value.code == "status.other_list"


@pytest.mark.parametrize("aud", ["https://desk.example", ["a", "b"]], ids=repr)
def test_attack_40_a_list_for_certain_readers_only(aud: str | list[str]) -> None:
    """The format has no ``aud``; RFC 7519 §4.1.3 holds of one all the same."""
    with pytest.raises(Refused) as caught:
        status(token(aud=aud))
    assert caught.value.code == "status.other_audience"


@pytest.mark.parametrize("aud", ["", 7, None, [], ["a", 7]], ids=repr)
def test_attack_40_a_list_for_readers_without_a_name(aud: Any) -> None:
    with pytest.raises(MalformedInput) as caught:
        status(token(aud=aud))
    assert caught.value.code == "status.malformed"


def test_attack_40_an_expired_list() -> None:
    with pytest.raises(Unavailable) as caught:
        status(token(), now_s=NOW_S + 600)
    assert caught.value.code == "status.stale"


def test_attack_40_a_list_older_than_the_policy_believes() -> None:
    with pytest.raises(Unavailable) as caught:
        status(token(iat=NOW_S - 3_601))
    assert caught.value.code == "status.stale"


def test_attack_40_a_list_from_the_future_that_would_outlive_every_later_one() -> None:
    with pytest.raises(Refused) as caught:
        status(token(iat=NOW_S + 301))
    assert caught.value.code == "status.ahead"


def test_attack_40_a_list_signed_by_another_authority() -> None:
    with pytest.raises(Refused) as caught:
        status(token(signer=STRANGER))
    assert (caught.value.code, caught.value.facts) == (
        "status.untrusted",
        {"reason": "jws.signature"},
    )


def test_attack_40_another_token_of_the_issuer_passed_off_as_a_list() -> None:
    with pytest.raises(Refused) as caught:
        status(token(typ="dc+sd-jwt"))
    assert (caught.value.code, caught.value.facts) == ("status.untrusted", {"reason": "jws.type"})


@pytest.mark.parametrize("index", [64, 1 << 40])
def test_attack_40_an_index_beyond_the_list(index: int) -> None:
    with pytest.raises(Refused) as caught:
        status(token(), index=index)
    assert caught.value.code == "status.out_of_range"


def test_attack_40_an_index_counted_from_the_end() -> None:
    with pytest.raises(Refused) as caught:
        LIST.get(-1)
    assert caught.value.code == "status.out_of_range"


def test_attack_40_a_status_nobody_defined() -> None:
    with pytest.raises(Refused) as caught:
        status(token(), index=3)
    assert caught.value.code == "status.unknown"


def test_attack_40_times_in_milliseconds() -> None:
    with pytest.raises(MalformedInput) as caught:
        status(token(exp=(NOW_S + 600) * 1_000))
    assert caught.value.code == "status.malformed"


def test_attack_40_ttl_is_seconds() -> None:
    signed = verify_signature(token(ttl=60), uri=URI, key=ISSUER.public_key)
    assert signed.ask_again_at_s(NOW_S) == NOW_S + 60


def test_attack_40_a_ttl_of_nothing() -> None:
    with pytest.raises(MalformedInput) as caught:
        status(token(ttl=0))
    assert caught.value.code == "status.malformed"


def test_attack_40_bytes_hidden_behind_the_list() -> None:
    lst = base64url.encode(LIST.deflate() + LIST.with_statuses({0: 1}).deflate())
    with pytest.raises(MalformedInput) as caught:
        status(token(status_list={"bits": 2, "lst": lst}))
    assert caught.value.code == "status.malformed"


def test_attack_40_a_list_cut_short() -> None:
    lst = base64url.encode(LIST.deflate()[:-4])
    with pytest.raises(MalformedInput) as caught:
        status(token(status_list={"bits": 2, "lst": lst}))
    assert caught.value.code == "status.malformed"

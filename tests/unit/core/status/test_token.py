import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from livret_core import jws
from livret_core.encoding.json import JsonValue
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.keys import ES256, Ed25519Signer, P256Signer
from livret_core.status.bits import StatusList
from livret_core.status.token import (
    SignedStatusList,
    Status,
    StatusReference,
    VerifiedStatusList,
    check_time,
    prepare,
    sign,
    verify,
    verify_signature,
)

NOW_S: Final = 1_790_000_000
URI: Final = HttpsUri.parse("https://status.verneuil.example/lists/7")
Make = Callable[..., str]


def at(index: int) -> StatusReference:
    return StatusReference(index, URI)


def refusal(text: str, issuer: P256Signer, *, now_s: int = NOW_S) -> LivretError:
    with pytest.raises(LivretError) as caught:
        verify(text, uri=URI, key=issuer.public_key, now_s=now_s, max_age_s=86_400)
    return caught.value


def test_a_signed_list_says_what_its_issuer_put_in(issuer: P256Signer) -> None:
    made = StatusList.of(1 << 17, bits=2, statuses={5: 1, 6: 2})
    text = sign(
        made, issuer, uri=URI, issued_at_s=NOW_S, expires_at_s=NOW_S + 60, ttl_s=30,
        header={"kid": "did:webvh:x#k"},
    )  # fmt: skip

    verified = verify(text, uri=URI, key=issuer.public_key, now_s=NOW_S, max_age_s=60)

    found = [verified.status(at(index)) for index in (4, 5, 6)]
    assert found == [Status.VALID, Status.INVALID, Status.SUSPENDED]
    assert jws.CompactJws.parse(text).header == {
        "kid": "did:webvh:x#k",
        "alg": "ES256",
        "typ": "statuslist+jwt",
    }


def test_a_token_signed_elsewhere_is_the_token_signed_at_once(issuer: P256Signer) -> None:
    octets = prepare(
        StatusList.of(8, bits=2, statuses={}),
        uri=URI,
        algorithm=ES256,
        issued_at_s=NOW_S,
        expires_at_s=NOW_S + 60,
        ttl_s=30,
    )
    text = jws.assemble(octets, issuer.sign(octets))

    signed = verify_signature(text, uri=URI, key=issuer.public_key)

    assert (signed.issued_at_s, signed.expires_at_s, signed.ttl_s) == (NOW_S, NOW_S + 60, 30)
    assert signed.sha256 == hashlib.sha256(text.encode()).digest()


def test_bytes_and_text_of_a_token_are_one_list(issuer: P256Signer, make_token: Make) -> None:
    text = make_token()
    key = issuer.public_key
    assert verify_signature(text.encode(), uri=URI, key=key) == verify_signature(
        text, uri=URI, key=key
    )


def test_an_ed25519_list_verifies_with_its_own_key() -> None:
    signer = Ed25519Signer.from_seed(bytes(32))
    text = sign(
        StatusList.of(8, bits=2, statuses={}), signer,
        uri=URI, issued_at_s=NOW_S, expires_at_s=NOW_S + 60, ttl_s=30,
    )  # fmt: skip
    verified = verify(text, uri=URI, key=signer.public_key, now_s=NOW_S, max_age_s=None)
    assert verified.status(at(0)) is Status.VALID


@pytest.mark.parametrize(
    ("index", "code"), [(1, "status.revoked"), (2, "status.suspended"), (3, "status.unknown")]
)
def test_a_credential_that_no_longer_holds_is_refused_for_its_own_reason(
    issuer: P256Signer, make_token: Make, index: int, code: str
) -> None:
    verified = verify(make_token(), uri=URI, key=issuer.public_key, now_s=NOW_S, max_age_s=None)
    with pytest.raises(Refused) as caught:
        verified.check_valid(at(index))
    assert caught.value.code == code


def test_a_credential_that_holds_passes(issuer: P256Signer, make_token: Make) -> None:
    verify(make_token(), uri=URI, key=issuer.public_key, now_s=NOW_S, max_age_s=None).check_valid(
        at(0)
    )


def test_a_list_answers_only_references_to_itself(issuer: P256Signer, make_token: Make) -> None:
    verified = verify(make_token(), uri=URI, key=issuer.public_key, now_s=NOW_S, max_age_s=None)
    elsewhere = StatusReference(0, HttpsUri.parse("https://status.verneuil.example/lists/8"))
    with pytest.raises(Refused) as caught:
        verified.status(elsewhere)
    assert caught.value.code == "status.other_list"


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": None},
        {"sub": 7},
        {"iat": None},
        {"iat": "1790000000"},
        {"iat": True},
        {"iat": NOW_S * 1000},
        {"iat": -1},
        {"exp": "soon"},
        {"exp": []},
        {"nbf": "now"},
        {"ttl": 0},
        {"ttl": -1},
        {"ttl": "600"},
        {"status_list": None},
        {"status_list": []},
        {"status_list": {"bits": 2}},
        {"status_list": {"lst": "eNoDAAAAAAE"}},
        {"status_list": {"bits": "2", "lst": "eNpjAAAAAQAB"}},
        {"status_list": {"bits": True, "lst": "eNpjAAAAAQAB"}},
        {"status_list": {"bits": 3, "lst": "eNpjAAAAAQAB"}},
        {"status_list": {"bits": 2, "lst": ["eNpjAAAAAQAB"]}},
        {"status_list": {"bits": 2, "lst": "eNpjAAAAAQAB", "aggregation_uri": 1}},
    ],
    ids=str,
)
def test_a_token_with_a_claim_missing_or_mistyped_is_malformed(
    issuer: P256Signer, make_token: Make, claims: dict[str, object]
) -> None:
    error = refusal(make_token(**claims), issuer)
    assert (type(error), error.code) == (MalformedInput, "status.malformed")


def test_a_list_in_padded_base64url_is_malformed(issuer: P256Signer, make_token: Make) -> None:
    text = make_token(status_list={"bits": 2, "lst": "eNpjAAAAAQAB="})
    assert refusal(text, issuer).code == "input.base64url"


@pytest.mark.parametrize("typ", [None, "JWT", "statuslist+cwt", "dc+sd-jwt"])
def test_another_kind_of_token_by_the_same_key_is_no_list(
    issuer: P256Signer, make_token: Make, typ: str | None
) -> None:
    error = refusal(make_token(typ=typ), issuer)
    assert (error.code, error.facts) == ("status.untrusted", {"reason": "jws.type"})


def test_a_fraction_of_a_second_is_dropped(issuer: P256Signer, make_token: Make) -> None:
    signed = verify_signature(
        make_token(iat=NOW_S + 0.75, exp=NOW_S + 9.99), uri=URI, key=issuer.public_key
    )
    assert (signed.issued_at_s, signed.expires_at_s) == (NOW_S, NOW_S + 9)


def test_a_list_expires_at_the_second_of_exp(issuer: P256Signer, make_token: Make) -> None:
    signed = verify_signature(make_token(), uri=URI, key=issuer.public_key)

    check_time(signed, now_s=NOW_S + 3_599, max_age_s=None)
    with pytest.raises(Unavailable) as caught:
        check_time(signed, now_s=NOW_S + 3_600, max_age_s=None)
    assert caught.value.code == "status.stale"


def test_a_list_may_be_as_old_as_the_policy_says_and_no_older(
    issuer: P256Signer, make_token: Make
) -> None:
    signed = verify_signature(make_token(exp=None), uri=URI, key=issuer.public_key)

    check_time(signed, now_s=NOW_S + 40, max_age_s=100)
    with pytest.raises(Unavailable) as caught:
        check_time(signed, now_s=NOW_S + 41, max_age_s=100)
    assert caught.value.code == "status.stale"


@pytest.mark.parametrize("claim", ["iat", "nbf"])
def test_a_list_may_run_five_minutes_ahead_and_no_more(
    issuer: P256Signer, make_token: Make, claim: str
) -> None:
    signed = verify_signature(make_token(**{claim: NOW_S}), uri=URI, key=issuer.public_key)

    check_time(signed, now_s=NOW_S - 300, max_age_s=None)
    with pytest.raises(Refused) as caught:
        check_time(signed, now_s=NOW_S - 301, max_age_s=None)
    assert caught.value.code == "status.ahead"


@pytest.mark.parametrize(
    ("ttl_s", "expires_at_s", "again_at_s"),
    [
        (600, NOW_S + 3_600, NOW_S + 600),
        (600, NOW_S + 500, NOW_S + 500),
        (600, None, NOW_S + 600),
        (None, NOW_S + 3_600, NOW_S + 3_600),
        (None, None, NOW_S),
    ],
)
def test_ttl_counts_seconds_from_when_the_copy_was_had_and_never_beyond_exp(
    issuer: P256Signer,
    make_token: Make,
    ttl_s: int | None,
    expires_at_s: int | None,
    again_at_s: int,
) -> None:
    text = make_token(ttl=ttl_s, exp=expires_at_s)
    signed = verify_signature(text, uri=URI, key=issuer.public_key)
    assert signed.ask_again_at_s(NOW_S) == again_at_s


@pytest.mark.parametrize(
    ("issued_at_s", "expires_at_s", "ttl_s"), [(10, 10, 5), (-1, 10, 5), (10, 20, 0)]
)
def test_a_list_that_could_never_be_used_is_not_signed(
    issuer: P256Signer, issued_at_s: int, expires_at_s: int, ttl_s: int
) -> None:
    with pytest.raises(ValueError, match="expires after"):
        sign(
            StatusList.of(8, bits=2, statuses={}), issuer, uri=URI,
            issued_at_s=issued_at_s, expires_at_s=expires_at_s, ttl_s=ttl_s,
        )  # fmt: skip


def test_a_reference_is_written_as_it_is_read() -> None:
    claim: JsonValue = {"status_list": {"idx": 412, "uri": URI.text}}
    assert StatusReference.parse(claim) == StatusReference(412, URI)
    assert StatusReference.parse(claim).format() == claim


def test_members_a_reference_does_not_know_are_ignored() -> None:
    claim: JsonValue = {"status_list": {"idx": 1, "uri": URI.text, "x": 1}, "identifier_list": {}}
    assert StatusReference.parse(claim) == StatusReference(1, URI)


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        (None, "status.malformed"),
        ([], "status.malformed"),
        ({}, "status.malformed"),
        ({"status_list": []}, "status.malformed"),
        ({"status_list": {"uri": URI.text}}, "status.malformed"),
        ({"status_list": {"idx": 1}}, "status.malformed"),
        ({"status_list": {"idx": "1", "uri": URI.text}}, "status.malformed"),
        ({"status_list": {"idx": True, "uri": URI.text}}, "status.malformed"),
        ({"status_list": {"idx": 1.0, "uri": URI.text}}, "status.malformed"),
        ({"status_list": {"idx": -1, "uri": URI.text}}, "status.malformed"),
        ({"status_list": {"idx": 1, "uri": "http://status.example/1"}}, "input.https_uri"),
        ({"status_list": {"idx": 1, "uri": "https://x.example/" + "a" * 2_048}}, "input.too_large"),
    ],
    ids=str,
)
def test_a_reference_of_another_shape_is_malformed(claim: JsonValue, code: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        StatusReference.parse(claim)
    assert caught.value.code == code


def test_a_status_that_no_list_answers_is_refused_and_not_taken_for_none() -> None:
    with pytest.raises(Refused) as caught:
        StatusReference.parse({"identifier_list": {"id": "ab", "uri": URI.text}})
    assert caught.value.code == "status.mechanism"


def test_only_the_checks_make_the_results_of_checks(issuer: P256Signer, make_token: Make) -> None:
    signed = verify_signature(make_token(), uri=URI, key=issuer.public_key)
    verified = check_time(signed, now_s=NOW_S, max_age_s=None)

    with pytest.raises(TypeError, match="verify_signature"):
        SignedStatusList(
            uri=URI, issued_at_s=0, expires_at_s=None, ttl_s=None, sha256=b"",
            _not_before_s=0, _statuses=StatusList(2, b"\0"), seal=object(),
        )  # fmt: skip
    with pytest.raises(TypeError, match="check_time"):
        VerifiedStatusList(signed=signed, seal=None)
    with pytest.raises((TypeError, ValueError)):
        replace(verified, signed=signed)  # type: ignore[call-arg]

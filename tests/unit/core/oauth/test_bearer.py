from typing import Final

import pytest

from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.oauth.bearer import ShownToken, challenge, challenge_error
from livret_core.oauth.dpop import DpopProof, sign_proof, verify_proof

NOW_S: Final = 1_795_000_000
URI: Final = HttpsUri.parse("https://verneuil.test/credential")
MINE: Final = P256Signer.from_seed(bytes(range(48)))
OTHER: Final = P256Signer.from_seed(bytes(48))


def proved(signer: P256Signer = MINE) -> DpopProof:
    text = sign_proof(signer, method="POST", uri=URI, jti="j", issued_at_s=NOW_S)
    return verify_proof(text, method="POST", uri=URI, now_s=NOW_S)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Bearer abc.-_~+/=", ShownToken("Bearer", "abc.-_~+/=")),
        ("bearer  abc", ShownToken("Bearer", "abc")),
        ("DPoP abc", ShownToken("DPoP", "abc")),
        ("dpop abc", ShownToken("DPoP", "abc")),
    ],
)
def test_a_shown_token_is_read_in_any_case_of_its_scheme(value: str, shown: ShownToken) -> None:
    assert ShownToken.parse([value]) == shown
    assert ShownToken.parse([shown.format()]) == shown


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ([], "access.missing"),
        (["Basic abc"], "access.missing"),
        (["Basic abc", "Bearer abc"], "access.malformed"),
        (["Bearer"], "access.malformed"),
        (["Bearer a b"], "access.malformed"),
        (["Bearer é"], "access.malformed"),
        (["Bearer a\n"], "access.malformed"),
        (["Bearer a", "Bearer a"], "access.malformed"),
        (["Bearer " + "a" * 4096], "access.malformed"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_shows_no_token_is_refused(values: list[str], code: str) -> None:
    with pytest.raises(LivretError) as caught:
        ShownToken.parse(values)
    assert caught.value.code == code


def test_a_bound_token_is_shown_with_its_key() -> None:
    ShownToken("DPoP", "t").check_bound(proved(), proved().thumbprint)
    ShownToken("Bearer", "t").check_bound(None, None)


@pytest.mark.parametrize(
    ("scheme", "proof", "bound_to", "code"),
    [
        ("Bearer", proved(), proved().thumbprint, "dpop.missing"),
        ("Bearer", None, proved().thumbprint, "dpop.missing"),
        ("DPoP", None, proved().thumbprint, "dpop.missing"),
        ("DPoP", proved(OTHER), proved().thumbprint, "dpop.other_key"),
        ("DPoP", proved(), None, "access.invalid"),
    ],
)
def test_a_token_that_is_shown_otherwise_than_it_was_given(
    scheme: str, proof: DpopProof | None, bound_to: str | None, code: str
) -> None:
    with pytest.raises(Refused) as caught:
        ShownToken.parse([f"{scheme} t"]).check_bound(proof, bound_to)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("error", "status", "name"),
    [
        (Refused("access.missing"), 401, None),
        (MalformedInput("access.malformed"), 400, "invalid_request"),
        (Refused("access.invalid"), 401, "invalid_token"),
        (Refused("access.scope"), 403, "insufficient_scope"),
        (Refused("dpop.nonce"), 401, "use_dpop_nonce"),
        (Refused("dpop.other_key"), 401, "invalid_token"),
        (Refused("dpop.stale"), 401, "invalid_dpop_proof"),
        (Refused("jws.type"), 401, "invalid_dpop_proof"),
        (MalformedInput("key.private"), 401, "invalid_dpop_proof"),
    ],
    ids=lambda value: getattr(value, "code", None),
)
def test_a_refused_token_is_said_as_oauth_does(
    error: LivretError, status: int, name: str | None
) -> None:
    said = challenge(error, algorithms=("ES256", "Ed25519"))
    assert (said.status, said.error, challenge_error(said.headers)) == (status, name, name)
    assert all('algs="ES256 Ed25519"' in one for one in said.headers if one.startswith("DPoP"))


def test_who_shows_nothing_is_told_both_ways_and_no_error() -> None:
    said = challenge(Refused("access.missing"), algorithms=("ES256",))
    assert said.headers == ('DPoP algs="ES256"', "Bearer")


@pytest.mark.parametrize("value", ["", "DPoP", 'Bearer errors="x"', "DPoP error=x", 'DPoP error="'])
def test_a_challenge_without_an_error_has_none(value: str) -> None:
    assert challenge_error([value]) is None

import pytest

from livret_core.credential.issuer import IssuerKey, check_profile
from livret_core.credential.presentation import Presentation
from livret_core.credential.verified import (
    VerifiedCredential,
    check_disclosures,
    verify_signature,
)
from livret_core.errors import LivretError, MalformedInput, Refused
from tests.scene import (
    CLAIMS,
    HOLDER,
    ISSUED_S,
    RESIDENCY,
    STRANGER,
    TOWN,
    disclosure,
    draft,
    present,
    showing,
)

ISSUER = IssuerKey(TOWN.did, "did", TOWN.kid, TOWN.signer.public_key, ())


def test_a_presentation_shows_what_is_needed_to_decide_and_no_claim() -> None:
    presentation = Presentation.parse(present(draft()))
    assert presentation.registered.vct == RESIDENCY.vct
    assert presentation.registered.issuer == TOWN.did
    assert presentation.registered.holder_key == HOLDER.public_key
    assert presentation.key_binding is not None
    assert not hasattr(presentation, "claims")


def test_a_credential_as_issued_has_no_key_binding() -> None:
    presentation = Presentation.parse(draft().signed().format())
    assert presentation.key_binding is None
    assert len(presentation.sd_jwt.disclosures) == len(draft().disclosures)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "sdjwt.malformed"),
        ("a.b.c", "sdjwt.malformed"),
        ("a.b~", "jws.malformed"),
        ('{"payload":""}~', "jws.malformed"),
        ("e30.e30.AA~", "jws.header"),
    ],
)
def test_what_is_no_sd_jwt_vc_is_malformed(text: str, code: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        Presentation.parse(text)
    assert caught.value.code == code


@pytest.mark.parametrize("name", ["jwk", "jku", "x5u", "crit", "b64", "zip"])
def test_a_header_that_brings_or_names_a_key_is_refused(name: str) -> None:
    with pytest.raises(Refused) as caught:
        Presentation.parse(present(draft().with_header(**{name: {}})))
    assert caught.value.code == "jws.parameter"


def test_revealing_without_verifying_shows_what_a_holder_may_read() -> None:
    revealed = Presentation.parse(draft().signed().format()).reveal()
    assert {name: revealed.claims[name] for name in CLAIMS} == dict(CLAIMS)


def test_a_verified_credential_says_what_the_issuer_signed() -> None:
    presentation = Presentation.parse(showing(draft().signed(), "commune").format())
    verify_signature(presentation, ISSUER)
    credential = check_disclosures(presentation, ISSUER)
    assert credential.issuer is ISSUER
    assert credential.issued.claims["commune"] == "Verneuil"
    assert "birthdate" not in credential.issued.claims
    assert credential.validity.issued_at_s == ISSUED_S
    assert [placed.path for placed in credential.placed] == [("commune",)]


def test_a_disclosed_time_of_issue_counts() -> None:
    made = draft().with_payload(iat=...).concealing(disclosure("A" * 22, "iat", ISSUED_S))
    presentation = Presentation.parse(showing(made.signed(), "iat").format())
    assert presentation.registered.validity.issued_at_s is None
    assert check_disclosures(presentation, ISSUER).validity.issued_at_s == ISSUED_S


def test_another_signature_is_refused() -> None:
    presentation = Presentation.parse(present(draft(), signer=STRANGER.signer))
    with pytest.raises(Refused) as caught:
        verify_signature(presentation, ISSUER)
    assert caught.value.code == "issuer.signature"


def test_only_the_check_makes_a_verified_credential() -> None:
    credential = check_disclosures(Presentation.parse(present(draft())), ISSUER)
    with pytest.raises(TypeError, match="check_disclosures"):
        VerifiedCredential(
            issuer=ISSUER,
            registered=credential.registered,
            validity=credential.validity,
            audience=None,
            issued=credential.issued,
            placed=(),
            seal=object(),
        )


def test_the_did_profile_is_a_did_and_a_kid_and_no_chain() -> None:
    check_profile(Presentation.parse(present(draft())), "did")


@pytest.mark.parametrize(
    ("header", "payload", "profile", "code"),
    [
        ({"x5c": ["MIIB"]}, {}, "did", "issuer.wrong_profile"),
        ({}, {"iss": "https://town.example"}, "did", "issuer.wrong_profile"),
        ({}, {"iss": ...}, "did", "issuer.wrong_profile"),
        ({"kid": ...}, {}, "did", "credential.claim"),
        ({}, {}, "x509", "issuer.wrong_profile"),
        ({"x5c": ["MIIB"]}, {}, "x509", "issuer.wrong_profile"),
        ({}, {"iss": ...}, "x509", "issuer.wrong_profile"),
    ],
)
def test_a_mixed_profile_is_refused(
    header: dict[str, object], payload: dict[str, object], profile: str, code: str
) -> None:
    made = draft().with_header(**header).with_payload(**payload)
    with pytest.raises(LivretError) as caught:
        check_profile(Presentation.parse(present(made)), profile)  # type: ignore[arg-type]
    assert caught.value.code == code


@pytest.mark.parametrize("issuer", [..., "https://town.example"])
def test_the_x509_profile_is_a_chain_and_an_https_issuer_or_none(issuer: object) -> None:
    made = draft().with_header(x5c=["MIIB"], kid=...).with_payload(iss=issuer)
    check_profile(Presentation.parse(present(made)), "x509")

from itertools import count
from typing import Any, Final

import pytest

from livret_core.encoding import form
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.oauth.authorization_server import PRE_AUTHORIZED
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.offer import (
    SCHEMES,
    AuthorizationCodeGrant,
    CredentialOffer,
    OfferReference,
    OfferScheme,
    PreAuthorizedGrant,
    TransactionCode,
    parse_offer_uri,
)

ISSUER: Final = CredentialIssuer.parse("https://verneuil.test/town")
OFFER: Final = CredentialOffer(
    ISSUER, ("residency.1.did",), PreAuthorizedGrant("SplxlOBeZQQYbYS6", TransactionCode())
)
EVERYTHING: Final = CredentialOffer(
    ISSUER,
    ("residency.1.did", "birth.1.did"),
    PreAuthorizedGrant(
        "SplxlOBeZQQYbYS6",
        TransactionCode("text", 6, "said aloud at the counter"),
        "https://as.test/x",
    ),
    AuthorizationCodeGrant("state", "https://as.test"),
)


def changed(offer: CredentialOffer = OFFER, **changes: Any) -> bytes:
    members = json_encoding.parse_object(offer.format()) | changes
    return json_encoding.format(
        {name: value for name, value in members.items() if value is not ...}
    )


def granted(**members: Any) -> bytes:
    return changed(grants={PRE_AUTHORIZED: {"pre-authorized_code": "abc"} | members})


@pytest.mark.parametrize(
    "offer",
    [
        OFFER,
        EVERYTHING,
        CredentialOffer(ISSUER, ("a",)),
        CredentialOffer(ISSUER, ("a",), None, AuthorizationCodeGrant()),
    ],
)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_parse_and_format_are_inverse(offer: CredentialOffer, scheme: OfferScheme) -> None:
    assert CredentialOffer.parse(offer.format()) == offer
    assert parse_offer_uri(offer.format_uri(scheme)) == offer
    reference = OfferReference(HttpsUri.parse("https://verneuil.test/offer/1?x=y"))
    assert parse_offer_uri(reference.format_uri(scheme)) == reference


def test_an_empty_tx_code_wants_a_pin_as_much() -> None:
    grant = CredentialOffer.parse(granted(tx_code={})).check_usable()
    assert grant.tx_code == TransactionCode("numeric", None, None)
    assert CredentialOffer.parse(granted()).check_usable().tx_code is None


def test_what_livret_does_not_know_is_ignored() -> None:
    raw = changed(
        grants={
            "urn:other:grant": "x",
            PRE_AUTHORIZED: {"pre-authorized_code": "abc", "interval": 5},
        },
        more=1,
    )
    assert CredentialOffer.parse(raw).check_usable().code == "abc"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (changed(credential_issuer=...), "offer.malformed"),
        (changed(credential_issuer="http://verneuil.test"), "input.https_uri"),
        (changed(credential_configuration_ids=...), "offer.malformed"),
        (changed(credential_configuration_ids=[]), "offer.malformed"),
        (changed(credential_configuration_ids="a"), "offer.malformed"),
        (changed(credential_configuration_ids=["a", "a"]), "offer.malformed"),
        (changed(credential_configuration_ids=["a", 7]), "offer.malformed"),
        (changed(credential_configuration_ids=[""]), "offer.malformed"),
        (changed(credential_configuration_ids=["a" * 257]), "offer.malformed"),
        (changed(credential_configuration_ids=list(map(str, range(65)))), "offer.malformed"),
        (changed(grants=[]), "offer.malformed"),
        (changed(grants={PRE_AUTHORIZED: "x"}), "offer.malformed"),
        (changed(grants={PRE_AUTHORIZED: {}}), "offer.malformed"),
        (changed(grants={"authorization_code": {"issuer_state": 7}}), "offer.malformed"),
        (changed(grants={"authorization_code": None}), "offer.malformed"),
        (granted(**{"pre-authorized_code": ""}), "offer.malformed"),
        (granted(**{"pre-authorized_code": "a\n"}), "offer.malformed"),
        (granted(**{"pre-authorized_code": "a" * 1025}), "offer.malformed"),
        (granted(tx_code=None), "offer.malformed"),
        (granted(tx_code=True), "offer.malformed"),
        (granted(tx_code={"input_mode": "face"}), "offer.malformed"),
        (granted(tx_code={"input_mode": ["text"]}), "offer.malformed"),
        (granted(tx_code={"length": 0}), "offer.malformed"),
        (granted(tx_code={"length": True}), "offer.malformed"),
        (granted(tx_code={"length": 65}), "offer.malformed"),
        (granted(tx_code={"description": 7}), "offer.malformed"),
        (granted(tx_code={"description": "x" * 301}), "offer.malformed"),
        (granted(authorization_server=7), "offer.malformed"),
        (granted(authorization_server="http://as.test"), "input.https_uri"),
        (
            b'{"credential_issuer":"https://a.test","credential_issuer":"x"}',
            "input.duplicate_member",
        ),
        (b"[]", "input.json"),
        (b" " * ((64 << 10) + 1), "input.too_large"),
    ],
    ids=count(),
)
def test_what_is_not_an_offer_is_malformed(raw: bytes, code: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        CredentialOffer.parse(raw)
    assert caught.value.code == code


def test_a_description_may_have_300_characters() -> None:
    grant = CredentialOffer.parse(granted(tx_code={"description": "é" * 300})).check_usable()
    assert grant.tx_code is not None
    assert grant.tx_code.description == "é" * 300


BY_VALUE: Final = form.format({"credential_offer": OFFER.format().decode()})
BY_REFERENCE: Final = form.format({"credential_offer_uri": "https://verneuil.test/offer/1"})


@pytest.mark.parametrize("start", ["openid-credential-offer://?", "openid-credential-offer:?",
                                   "haip-vci://offer?", "HAIP-VCI://?"])  # fmt: skip
def test_wallets_write_the_link_in_several_ways(start: str) -> None:
    assert parse_offer_uri(start + BY_VALUE) == OFFER


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("https://verneuil.test/?" + BY_VALUE, "offer.malformed"),
        ("openid4vp://?" + BY_VALUE, "offer.malformed"),
        ("openid-credential-offer://", "offer.malformed"),
        ("openid-credential-offer://?", "offer.malformed"),
        (f"openid-credential-offer://?{BY_VALUE}&{BY_REFERENCE}", "offer.malformed"),
        (f"openid-credential-offer://?{BY_VALUE}&export=all", "offer.malformed"),
        (f"openid-credential-offer://?{BY_VALUE}#x", "offer.malformed"),
        (f"openid-credential-offer://?{BY_VALUE}&{BY_VALUE}", "input.form"),
        (f"openid-credential-offer://?{BY_VALUE}\n", "input.form"),
        ("openid-credential-offer://?credential_offer=%7B", "input.json"),
        ("openid-credential-offer://?credential_offer_uri=http%3A%2F%2Fa.test", "input.https_uri"),
        ("openid-credential-offer://?credential_offer_uri=https%3A%2F%2F10.0.0.1",
         "input.https_uri"),
        ("a" * ((64 << 10) + 1), "input.too_large"),
    ],
    ids=count(),
)  # fmt: skip
def test_a_link_to_anything_else_is_malformed(text: str, code: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        parse_offer_uri(text)
    assert caught.value.code == code


@pytest.mark.parametrize("offer", [CredentialOffer(ISSUER, ("a",)),
                                   CredentialOffer(ISSUER, ("a",), None,
                                                   AuthorizationCodeGrant())])  # fmt: skip
def test_an_offer_without_a_code_is_read_and_not_used(offer: CredentialOffer) -> None:
    with pytest.raises(Refused) as caught:
        offer.check_usable()
    assert caught.value.code == "offer.unsupported"


def test_the_code_shows_in_no_trace() -> None:
    assert "Splx" not in repr(OFFER)

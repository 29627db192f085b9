from dataclasses import replace
from typing import Final

import pytest

from livret_core.errors import Refused
from livret_core.https_uri import HttpsUri
from livret_core.openid4vci.configuration import CredentialConfiguration
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.issuer_metadata import IssuerMetadata
from livret_core.openid4vci.offer import CredentialOffer, PreAuthorizedGrant
from livret_core.openid4vci.offered import Offered, check_issued_type, check_offer

ISSUER: Final = CredentialIssuer.parse("https://verneuil.test/town")
OFFER: Final = CredentialOffer(ISSUER, ("residency.1.did",), PreAuthorizedGrant("code"))
ONE: Final = HttpsUri.parse("https://as.test/one")
TWO: Final = HttpsUri.parse("https://as.test/two")


def through(server: HttpsUri | None) -> CredentialOffer:
    name = None if server is None else server.text
    return replace(OFFER, pre_authorized=PreAuthorizedGrant("code", None, name))


def test_an_offer_its_issuer_stands_behind(metadata: IssuerMetadata) -> None:
    found = check_offer(OFFER, metadata)
    assert found.types == {"residency.1.did": "urn:livret:residency:1"}
    assert found.server == ISSUER.uri
    assert found.configuration("residency.1.did").scope == "residency.1.did"
    check_issued_type(found, "residency.1.did", "urn:livret:residency:1")


@pytest.mark.parametrize(
    ("named", "servers", "server"),
    [(None, (ONE,), ONE), (ONE, (ONE,), ONE), (TWO, (ONE, TWO), TWO)],
)
def test_the_code_goes_to_the_server_the_issuer_names(
    metadata: IssuerMetadata,
    named: HttpsUri | None,
    servers: tuple[HttpsUri, ...],
    server: HttpsUri,
) -> None:
    theirs = replace(metadata, authorization_servers=servers)
    assert check_offer(through(named), theirs).server == server


@pytest.mark.parametrize(
    ("named", "servers"), [(ONE, ()), (TWO, (ONE,)), (None, (ONE, TWO))], ids=repr
)
def test_the_code_goes_to_no_server_of_the_offers_choosing(
    metadata: IssuerMetadata, named: HttpsUri | None, servers: tuple[HttpsUri, ...]
) -> None:
    with pytest.raises(Refused) as caught:
        check_offer(through(named), replace(metadata, authorization_servers=servers))
    assert caught.value.code == "offer.other_server"


def test_what_livret_cannot_hold_is_left_to_other_wallets(metadata: IssuerMetadata) -> None:
    mdoc = {"mdoc": CredentialConfiguration("mso_mdoc")}
    theirs = replace(metadata, configurations={**metadata.configurations, **mdoc})
    both = replace(OFFER, configuration_ids=("mdoc", "residency.1.did"))
    assert set(check_offer(both, theirs).types) == {"residency.1.did"}
    with pytest.raises(Refused) as caught:
        check_offer(replace(OFFER, configuration_ids=("mdoc",)), theirs)
    assert caught.value.code == "metadata.unsupported"


def test_what_is_not_published_is_not_asked_for(metadata: IssuerMetadata) -> None:
    with pytest.raises(Refused) as caught:
        check_offer(replace(OFFER, configuration_ids=("residency.1.did", "x")), metadata)
    assert caught.value.code == "offer.not_published"


def test_metadata_of_another_issuer_says_nothing_of_this_offer(metadata: IssuerMetadata) -> None:
    with pytest.raises(Refused) as caught:
        check_offer(replace(OFFER, issuer=CredentialIssuer.parse("https://x.test")), metadata)
    assert caught.value.code == "metadata.other_issuer"


@pytest.mark.parametrize(
    ("configuration_id", "vct"),
    [("residency.1.did", "urn:livret:birth:1"), ("birth.1.did", "urn:livret:residency:1")],
)
def test_what_came_is_what_was_offered(
    metadata: IssuerMetadata, configuration_id: str, vct: str
) -> None:
    with pytest.raises(Refused) as caught:
        check_issued_type(check_offer(OFFER, metadata), configuration_id, vct)
    assert caught.value.code == "received.other_type"


def test_only_a_check_makes_an_offer_that_counts(metadata: IssuerMetadata) -> None:
    with pytest.raises(TypeError, match="check_offer"):
        Offered(OFFER, metadata, PreAuthorizedGrant("c"), ONE, {}, object())

"""Attack 58, over the network: an offer that its issuer does not stand behind.

An offer is a link on a poster. It may name an honest town and send the code, and the PIN
the holder types, somewhere else; it may promise what that town never issues; and what
comes back may be something else again.
"""

from dataclasses import replace
from typing import Final

import pytest

from livret_core.credential import catalogue
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.openid4vci.configuration import configuration_id, configuration_of
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.credential_response import IssuedResponse, check_count
from livret_core.openid4vci.issuer_metadata import IssuerMetadata
from livret_core.openid4vci.offer import CredentialOffer, PreAuthorizedGrant, parse_offer_uri
from livret_core.openid4vci.offered import check_issued_type, check_offer

TOWN: Final = CredentialIssuer.parse("https://verneuil.test/town")
STRANGER: Final = CredentialIssuer.parse("https://verneuil.test.stranger.test/town")
RESIDENCY: Final = catalogue.find("residency")
ID: Final = configuration_id(RESIDENCY, "did")
METADATA: Final = IssuerMetadata(
    issuer=TOWN,
    credential_endpoint=HttpsUri.parse("https://verneuil.test/town/credential"),
    configurations={ID: configuration_of(RESIDENCY, "did")},
)
OFFER: Final = CredentialOffer(TOWN, (ID,), PreAuthorizedGrant("SplxlOBeZQQYbYS6"))


def code(offer: CredentialOffer, metadata: IssuerMetadata = METADATA) -> str:
    with pytest.raises(LivretError) as caught:
        check_offer(offer, metadata)
    return caught.value.code


def test_attack_58_twin_an_offer_of_what_the_town_publishes() -> None:
    offered = check_offer(OFFER, METADATA)
    check_issued_type(offered, ID, RESIDENCY.vct)
    check_count(IssuedResponse(("a~", "b~")), asked=2)
    assert offered.server == TOWN.uri


def test_attack_58_the_code_is_sent_to_a_server_of_the_offers_choosing() -> None:
    grant = PreAuthorizedGrant("SplxlOBeZQQYbYS6", None, STRANGER.text)
    assert code(replace(OFFER, pre_authorized=grant)) == "offer.other_server"


def test_attack_58_metadata_that_speaks_for_another() -> None:
    """A stranger's server answers with the town's own document, to be taken for it."""
    with pytest.raises(LivretError) as caught:
        IssuerMetadata.parse(json_encoding.format(METADATA.format()), issuer=STRANGER)
    assert caught.value.code == "metadata.other_issuer"


def test_attack_58_metadata_fetched_for_another_offer() -> None:
    assert code(replace(OFFER, issuer=STRANGER)) == "metadata.other_issuer"


def test_attack_58_an_offer_of_what_the_town_does_not_issue() -> None:
    assert code(replace(OFFER, configuration_ids=(ID, "diploma.1.did"))) == "offer.not_published"


def test_attack_58_another_type_than_was_offered() -> None:
    with pytest.raises(LivretError) as caught:
        check_issued_type(check_offer(OFFER, METADATA), ID, "urn:livret:birth:1")
    assert caught.value.code == "received.other_type"


def test_attack_58_more_copies_than_keys_were_shown() -> None:
    with pytest.raises(LivretError) as caught:
        check_count(IssuedResponse(("a~", "b~", "c~")), asked=2)
    assert caught.value.code == "received.count"


def test_attack_58_twin_the_link_as_it_was_printed() -> None:
    assert parse_offer_uri(OFFER.format_uri()) == OFFER


@pytest.mark.parametrize("more", ["&home=/tmp", "&yes=1", "#--export"])
def test_attack_58_a_link_with_something_beside_the_offer(more: str) -> None:
    with pytest.raises(LivretError) as caught:
        parse_offer_uri(OFFER.format_uri() + more)
    assert caught.value.code == "offer.malformed"

from typing import Any, Final

import pytest

from livret_core.dids.webvh import implicit_services, web_document
from livret_core.dids.webvh.identifier import WebvhDid
from livret_core.dids.webvh.services import with_implicit_services
from livret_core.errors import MalformedInput

SCID: Final = "QmZreDcjvWEpyRFznQeExWNCsvMLk5i59AcRJJuQC8UodJ"
DID: Final = f"did:webvh:{SCID}:towns.example%3A8443:verneuil"
WEB: Final = "did:web:towns.example%3A8443:verneuil"


def document(**members: Any) -> dict[str, Any]:
    return {"@context": ["https://www.w3.org/ns/did/v1"], "id": DID, **members}


def test_files_and_whois_are_where_the_log_is_without_well_known() -> None:
    assert implicit_services(WebvhDid.parse(f"did:webvh:{SCID}:towns.example")) == [
        {"id": "#files", "type": "relativeRef", "serviceEndpoint": "https://towns.example/"},
        {
            "@context": "https://identity.foundation/linked-vp/contexts/v1",
            "id": "#whois",
            "type": "LinkedVerifiablePresentation",
            "serviceEndpoint": "https://towns.example/whois.vp",
        },
    ]


@pytest.mark.parametrize("identifier", ["#files", f"{DID}#files"])
def test_a_service_of_the_same_name_takes_the_place_of_the_implicit_one(identifier: str) -> None:
    own = {"id": identifier, "type": "relativeRef", "serviceEndpoint": "https://cdn.example/"}
    services: Any = with_implicit_services(document(service=[own]))["service"]
    assert services[0] == own
    assert [service["id"] for service in services[1:]] == ["#whois"]


def test_the_document_itself_is_left_as_it_was() -> None:
    original = document(service=[])
    with_implicit_services(original)
    assert original == document(service=[])


def test_the_parallel_did_web_is_a_renamed_copy() -> None:
    found: Any = web_document(
        document(
            controller=DID,
            alsoKnownAs=[WEB, "https://verneuil.example", DID],
            assertionMethod=[f"{DID}#1"],
        )
    )
    assert found["id"] == found["controller"] == WEB
    assert found["assertionMethod"] == [f"{WEB}#1"]
    assert found["alsoKnownAs"] == ["https://verneuil.example", DID]
    assert [service["id"] for service in found["service"]] == ["#files", "#whois"]
    assert found["service"][0]["serviceEndpoint"] == "https://towns.example:8443/verneuil/"


def test_the_parallel_did_web_always_names_where_it_comes_from() -> None:
    assert web_document(document())["alsoKnownAs"] == [DID]


@pytest.mark.parametrize(
    "members", [{"service": {}}, {"alsoKnownAs": "x"}, {"alsoKnownAs": [7]}, {"id": 7}]
)
def test_a_member_of_the_wrong_kind_is_malformed(members: dict[str, Any]) -> None:
    with pytest.raises(MalformedInput) as caught:
        web_document({**document(), **members})
    assert caught.value.code == "did.document"

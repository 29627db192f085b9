from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core.dids import DidDocument, Relationship
from livret_core.dids.document import MAX_METHODS
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.keys import Ed25519Signer, P256Signer, jwk, multikey

DID: Final = "did:web:towns.example"
KID: Final = f"{DID}#credentials-1"
P256: Final = P256Signer.from_scalar(5).public_key
ED25519: Final = Ed25519Signer.from_seed(bytes(32)).public_key

Json = dict[str, Any]


def jwk_method(**changes: object) -> Json:
    method: Json = {
        "id": KID,
        "type": "JsonWebKey",
        "controller": DID,
        "publicKeyJwk": jwk.format_public(P256),
        **changes,
    }
    return {name: value for name, value in method.items() if value is not None}


def multikey_method(**changes: object) -> Json:
    return jwk_method(
        type="Multikey", publicKeyJwk=None, publicKeyMultibase=multikey.format(ED25519)
    ) | {**changes}


def document(method: Json | None = None, **members: object) -> DidDocument:
    return DidDocument.parse(
        {
            "id": DID,
            "verificationMethod": [method or jwk_method()],
            "assertionMethod": [KID],
            **members,  # type: ignore[dict-item]
        }
    )


def refusal(found: DidDocument, kid: str = KID, of: Relationship = "assertionMethod") -> str:
    with pytest.raises(Refused) as caught:
        found.key(of, kid)
    return caught.value.code


@pytest.mark.parametrize("kid", [KID, "#credentials-1"])
@pytest.mark.parametrize("listed", [[KID], ["#credentials-1"]])
@pytest.mark.parametrize("identifier", [KID, "#credentials-1"])
def test_a_key_is_found_by_either_spelling(identifier: str, listed: list[str], kid: str) -> None:
    found = document(jwk_method(id=identifier), assertionMethod=listed)
    assert found.key("assertionMethod", kid) == P256


@pytest.mark.parametrize(
    "method",
    [
        jwk_method(type="JsonWebKey2020"),
        multikey_method(),
        multikey_method(type="Ed25519VerificationKey2020"),
        multikey_method(publicKeyMultibase=multikey.format(P256)),
    ],
)
def test_each_form_of_key_is_read(method: Json) -> None:
    assert document(method).key("assertionMethod", KID) in (P256, ED25519)


def test_a_method_may_stand_in_the_relationship_itself() -> None:
    found = document(verificationMethod=[], assertionMethod=[], authentication=[jwk_method()])
    assert found.key("authentication", KID) == P256
    assert refusal(found) == "issuer.key_not_listed"


@pytest.mark.parametrize("relationship", ["authentication", "capabilityInvocation"])
def test_a_key_counts_only_for_what_it_is_listed_for(relationship: Relationship) -> None:
    assert refusal(document(), of=relationship) == "issuer.key_not_listed"


def test_a_key_that_is_listed_for_nothing_counts_for_nothing() -> None:
    assert refusal(document(assertionMethod=[])) == "issuer.key_not_listed"


@pytest.mark.parametrize(
    "kid",
    ["credentials-1", "", "#", DID, f"{DID}#", f"{DID}#other", "did:web:mallory.example#credentials-1",
     f"{DID}/x#credentials-1", f"{DID}?a#credentials-1", f"{KID}#credentials-1", f"{KID}\n"],
)  # fmt: skip
def test_another_kid_finds_nothing(kid: str) -> None:
    assert refusal(document(), kid) == "issuer.key_not_listed"


@pytest.mark.parametrize(
    "method",
    [
        jwk_method(controller="did:web:mallory.example"),
        jwk_method(controller=None),
        jwk_method(controller=[DID]),
        jwk_method(revoked="2026-01-01T00:00:00Z"),
        jwk_method(expires="2099-01-01T00:00:00Z"),
        jwk_method(publicKeyMultibase=multikey.format(ED25519)),
        multikey_method(publicKeyJwk=jwk.format_public(P256)),
        jwk_method(type="EcdsaSecp256k1VerificationKey2019"),
        jwk_method(type=None),
        jwk_method(type=["JsonWebKey"]),
        jwk_method(publicKeyJwk=None),
        jwk_method(publicKeyJwk="text"),
        jwk_method(publicKeyJwk={"kty": "RSA", "n": "AQ", "e": "AQAB"}),
        jwk_method(publicKeyJwk={**jwk.format_public(P256), "d": "AQ"}),
        multikey_method(publicKeyMultibase=7),
        multikey_method(publicKeyMultibase="zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"),
        multikey_method(type="JsonWebKey"),
        multikey_method(
            type="Ed25519VerificationKey2020", publicKeyMultibase=multikey.format(P256)
        ),
        multikey_method(publicKeyMultibase="z6MkeTG3bFFSLYVU7VqhgZxqr6YzpaGrQtFMh1uvqGy1vDnP"),
        jwk_method(id="did:web:mallory.example#credentials-1"),
        jwk_method(id=7),
        jwk_method(id=None),
    ],
)
def test_a_method_that_cannot_be_used_lists_no_key(method: Json) -> None:
    assert refusal(document(method)) == "issuer.key_not_listed"


def test_two_methods_under_one_id_list_no_key() -> None:
    found = document(verificationMethod=[jwk_method(), multikey_method()])
    assert refusal(found) == "issuer.key_not_listed"


def test_a_method_listed_and_given_again_lists_no_key() -> None:
    found = document(assertionMethod=[KID, multikey_method()])
    assert refusal(found) == "issuer.key_not_listed"


def test_what_livret_does_not_know_is_left_alone() -> None:
    found = document(
        verificationMethod=[7, None, "text", {"id": "#x", "type": "New"}, jwk_method()],
        assertionMethod=[7, None, "#x", KID],
        keyAgreement={"not": "read"},
    )
    assert dict(found.keys("assertionMethod")) == {KID: P256}
    assert refusal(found, "#x") == "issuer.key_not_listed"


@pytest.mark.parametrize(
    "changes",
    [{"id": None}, {"id": 7}, {"verificationMethod": {}}, {"assertionMethod": KID},
     {"authentication": {}}, {"service": {}}],
)  # fmt: skip
def test_a_member_of_the_wrong_kind_is_malformed(changes: Json) -> None:
    with pytest.raises(MalformedInput) as caught:
        document(**changes)
    assert caught.value.code == "did.document"


def test_an_id_that_is_a_did_url_is_malformed() -> None:
    with pytest.raises(MalformedInput) as caught:
        document(id=KID)
    assert caught.value.code == "did.malformed"


def test_a_document_with_more_methods_than_anybody_needs_is_malformed() -> None:
    methods = [jwk_method(id=f"#{number}") for number in range(MAX_METHODS + 1)]
    document(verificationMethod=methods[1:])
    with pytest.raises(MalformedInput) as caught:
        document(verificationMethod=methods)
    assert caught.value.code == "did.document"


def test_services_are_found_by_type_and_by_fragment() -> None:
    found = document(
        service=[
            {"id": "#list", "type": "StatusList", "serviceEndpoint": "https://a.example/lists/"},
            {"id": f"{DID}#two", "type": ["X", "StatusList"], "serviceEndpoint": ["https://b.example/", {}]},
            {"id": "#none", "type": "StatusList", "serviceEndpoint": {"uri": "https://c.example"}},
            {"type": "StatusList", "serviceEndpoint": "https://no-id.example"},
            {"id": "#no-type", "serviceEndpoint": "https://no-type.example"},
            "text",
        ]
    )  # fmt: skip
    assert found.service_endpoints("StatusList") == (
        "https://a.example/lists/",
        "https://b.example/",
    )
    assert found.service_endpoints("Other") == ()
    two = found.service("two")
    assert two is not None
    assert two.types == ("X", "StatusList")
    assert found.service("three") is None


def _json(leaf: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = st.sampled_from(["id", "type", "controller", "publicKeyJwk", "publicKeyMultibase"])
    return st.recursive(
        leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4)
    )


@given(
    st.dictionaries(
        st.sampled_from(["verificationMethod", "assertionMethod", "authentication", "service"]),
        _json(
            st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from([DID, KID, "#x", ""])
        ),
    )
)
def test_no_document_ever_does_worse_than_list_no_key(members: Json) -> None:
    with pytest.raises(LivretError) as caught:
        DidDocument.parse({"id": DID, **members}).key("assertionMethod", KID)
    assert caught.value.code in {"did.document", "issuer.key_not_listed"}

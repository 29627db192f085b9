from typing import Any, Final

import pytest

from livret_core.credential import catalogue
from livret_core.errors import MalformedInput, Refused
from livret_core.openid4vci.configuration import (
    CredentialConfiguration,
    configuration_id,
    configuration_of,
)

RESIDENCY: Final = catalogue.find("residency")
OURS: Final = configuration_of(RESIDENCY, "did")
WRITTEN: Final[dict[str, Any]] = OURS.format_object()


def changed(**changes: Any) -> CredentialConfiguration:
    members = WRITTEN | changes
    return CredentialConfiguration.parse(
        {name: value for name, value in members.items() if value is not ...}
    )


@pytest.mark.parametrize("kind", catalogue.all_types(), ids=lambda kind: kind.name)
def test_each_type_of_livret_is_read_as_it_was_published(kind: Any) -> None:
    ours = configuration_of(kind, "x509")
    assert CredentialConfiguration.parse(ours.format_object()) == ours
    assert ours.check_holdable(algorithms=("ES256",)) == kind.vct


def test_a_type_is_named_and_labelled_in_four_languages() -> None:
    assert configuration_id(RESIDENCY, "did") == "residency.1.did" == OURS.scope
    assert {"en", "fr", "nl", "de"} <= set(OURS.names)
    assert all({"en", "fr", "nl", "de"} <= set(claim.names) for claim in OURS.claims)


def test_the_members_are_where_1_0_has_them() -> None:
    assert set(WRITTEN) == {
        "format", "scope", "vct", "credential_signing_alg_values_supported",
        "cryptographic_binding_methods_supported", "proof_types_supported", "credential_metadata",
    }  # fmt: skip
    assert set(WRITTEN["credential_metadata"]) == {"display", "claims"}
    assert WRITTEN["proof_types_supported"] == {
        "jwt": {"proof_signing_alg_values_supported": ["ES256"]}
    }
    assert {"path": ["address", "locality"], "mandatory": True}.items() <= next(
        claim
        for claim in WRITTEN["credential_metadata"]["claims"]
        if claim["path"] == ["address", "locality"]
    ).items()


def test_what_livret_does_not_know_is_ignored() -> None:
    theirs = changed(
        logo={"uri": "data:x"},
        proof_types_supported={
            "di_vp": {"proof_signing_alg_values_supported": ["eddsa"], "x": 1},
            "jwt": {"proof_signing_alg_values_supported": ["ES256", "RS256"]},
        },
    )
    assert theirs.check_holdable(algorithms=("ES256",)) == RESIDENCY.vct


def test_other_formats_are_read_and_not_held() -> None:
    mdoc = CredentialConfiguration.parse(
        {
            "format": "mso_mdoc",
            "doctype": "x",
            "credential_signing_alg_values_supported": [-7],
            "cryptographic_binding_methods_supported": ["cose_key"],  # and no proof types
            "credential_metadata": {"claims": "of another shape"},
        }
    )
    with pytest.raises(Refused) as caught:
        mdoc.check_holdable(algorithms=("ES256",))
    assert caught.value.code == "metadata.unsupported"


@pytest.mark.parametrize(
    "changes",
    [
        {"cryptographic_binding_methods_supported": ..., "proof_types_supported": ...},
        {"cryptographic_binding_methods_supported": ...},
        {"proof_types_supported": ...},
        {"cryptographic_binding_methods_supported": ["did:web"]},
        {"proof_types_supported": {"attestation": {"proof_signing_alg_values_supported": ["x"]}}},
        {"proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": ["RS256"]}}},
        {
            "proof_types_supported": {
                "jwt": {
                    "proof_signing_alg_values_supported": ["ES256"],
                    "key_attestations_required": {},
                }
            }
        },
    ],
    ids=repr,
)
def test_what_the_wallet_could_not_hold_is_not_asked_for(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused) as caught:
        changed(**changes).check_holdable(algorithms=("ES256",))
    assert caught.value.code == "metadata.unsupported"


def described(*paths: list[Any]) -> dict[str, Any]:
    return {"credential_metadata": {"claims": [{"path": path} for path in paths]}}


@pytest.mark.parametrize(
    "changes",
    [
        {"format": ...},
        {"format": 7},
        {"vct": ...},
        {"vct": ""},
        {"scope": 7},
        {"cryptographic_binding_methods_supported": []},
        {"proof_types_supported": {"jwt": {}}},
        {"proof_types_supported": {"jwt": []}},
        {
            "proof_types_supported": {
                "jwt": {
                    "proof_signing_alg_values_supported": ["ES256"],
                    "key_attestations_required": True,
                }
            }
        },
        {"credential_metadata": []},
        {"credential_metadata": {"display": []}},
        {"credential_metadata": {"display": ["x"]}},
        {"credential_metadata": {"display": [{"name": "a", "locale": "fr"}] * 2}},
        {"credential_metadata": {"claims": []}},
        {"credential_metadata": {"claims": [{}]}},
        {"credential_metadata": {"claims": [{"path": ["a"], "mandatory": "yes"}]}},
        described(*([str(number)] for number in range(257))),
        described([]),
        described([-1]),
        described([True]),
        described([1.5]),
        described(["a"], ["a"]),
        described(["a", None], ["a", 0]),
        described(["a", None], ["a", "b"]),
        described(["a", 0], ["a", "b"]),
    ],
    ids=lambda changes: repr(changes)[:120],
)
def test_what_contradicts_itself_is_malformed(changes: dict[str, Any]) -> None:
    with pytest.raises(MalformedInput) as caught:
        changed(**changes)
    assert caught.value.code == "metadata.malformed"


def test_claims_beside_and_inside_each_other_do_not_contradict() -> None:
    found = changed(**described(["a"], ["a", None], ["a", None, "b"], ["c", 0], ["c", 1]))
    assert len(found.claims) == 5

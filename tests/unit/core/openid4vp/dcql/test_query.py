"""Which queries are well formed, and that one is written as it is read."""

import json
from typing import Any

import pytest

from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput
from livret_core.openid4vp.dcql.claims import ClaimsQuery
from livret_core.openid4vp.dcql.meta import MdocMeta, OtherMeta, SdJwtVcMeta, W3cMeta
from livret_core.openid4vp.dcql.query import CredentialSetQuery, DcqlQuery, TrustedAuthorities

ONE = DcqlQuery.for_one("proof", ("urn:x:1",), (("commune",), ("parents", None, 0)))
ABSENT: Any = object()


def asking(**changes: Any) -> dict[str, Any]:
    """A query for one credential with some members of it changed, or taken away."""
    whole: Any = ONE.format()
    [wanted] = whole["credentials"]
    changed = {**wanted, **changes}
    return {"credentials": [{key: value for key, value in changed.items() if value is not ABSENT}]}


def claiming(*claims: Any, **more: Any) -> dict[str, Any]:
    return asking(claims=list(claims), **more)


def valued(*values: Any) -> dict[str, Any]:
    return claiming({"path": ["a"], "values": list(values)})


def under(*authorities: Any) -> dict[str, Any]:
    return asking(trusted_authorities=list(authorities))


def sets(*wanted: Any) -> dict[str, Any]:
    return {**asking(), "credential_sets": list(wanted)}


def place(query: dict[str, Any]) -> object:
    """Where a query is said to be wrong."""
    with pytest.raises(MalformedInput) as caught:
        DcqlQuery.parse(query)
    assert caught.value.code == "request.malformed"
    return caught.value.facts["place"]


WHOLE: JsonObject = {
    "credentials": [
        {
            "id": "a-_1",
            "format": "dc+sd-jwt",
            "meta": {"vct_values": ["urn:x:1", "urn:x:2"]},
            "multiple": True,
            "trusted_authorities": [
                {"type": "aki", "values": ["s9tIpPmhxdiuNkHMEWNpYim8S8Y"]},
                {"type": "etsi_tl", "values": ["https://lotl.example"]},
                {"type": "openid_federation", "values": ["https://anchor.example"]},
            ],
            "require_cryptographic_holder_binding": False,
            "claims": [
                {"path": ["name"], "id": "n"},
                {"path": ["a", None, 2], "id": "m", "values": ["x", 1, True, ""]},
            ],
            "claim_sets": [["n", "m"], ["n"]],
        },
        {
            "id": "b",
            "format": "mso_mdoc",
            "meta": {"doctype_value": "org.iso.18013.5.1.mDL"},
            "claims": [{"path": ["org.iso.18013.5.1", "portrait"], "intent_to_retain": False}],
        },
        {"id": "c", "format": "ldp_vc", "meta": {"type_values": [["A", "B"], ["C"]]}},
    ],
    "credential_sets": [
        {"options": [["a-_1"], ["b", "c"]]},
        {"options": [["c"]], "required": False},
    ],
}


def test_every_part_of_the_language_is_read_and_written_again() -> None:
    query = DcqlQuery.parse(WHOLE)
    assert json.dumps(query.format(), sort_keys=True) == json.dumps(WHOLE, sort_keys=True)
    first, second, third = query.credentials
    assert first.meta == SdJwtVcMeta(("urn:x:1", "urn:x:2"))
    assert second.meta == MdocMeta("org.iso.18013.5.1.mDL")
    assert third.meta == W3cMeta((("A", "B"), ("C",)))
    assert first.trusted_authorities[1] == TrustedAuthorities("etsi_tl", ("https://lotl.example",))
    assert query.credential_sets == (
        CredentialSetQuery((("a-_1",), ("b", "c"))),
        CredentialSetQuery((("c",),), required=False),
    )


def test_what_is_left_out_has_the_value_that_the_specification_gives_it() -> None:
    [query] = DcqlQuery.parse(asking(claims=ABSENT)).credentials
    assert (query.multiple, query.require_holder_binding) == (False, True)
    assert (query.claims, query.claim_sets, query.trusted_authorities) == ((), None, ())
    assert query.options() == ((),)


def test_members_that_nobody_knows_are_ignored_everywhere() -> None:
    more = {"x": 1, "purpose": "p"}
    query = {
        **asking(
            **more,
            meta={"vct_values": ["urn:x:1"], **more},
            claims=[{"path": ["commune"], **more}, {"path": ["parents", None, 0]}],
        ),
        **more,
    }
    assert DcqlQuery.parse(query) == ONE


def test_of_another_format_nothing_more_is_read() -> None:
    [query] = DcqlQuery.parse(asking(format="vc+sd-jwt", meta={"x": 1})).credentials
    assert (query.format_name, query.meta) == ("vc+sd-jwt", OtherMeta())


def test_a_mdocs_member_means_nothing_elsewhere() -> None:
    claim = {"path": ["a"], "intent_to_retain": "yes"}
    assert DcqlQuery.parse(claiming(claim)).credentials[0].claims == (ClaimsQuery(("a",)),)


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ({}, "credentials"),
        ({"credentials": []}, "credentials"),
        ({"credentials": {}}, "credentials"),
        ({"credentials": None}, "credentials"),
        ({"credentials": ["x"]}, "credentials[0]"),
        ({"credentials": asking()["credentials"] * 2}, "credentials"),
        (asking(id=ABSENT), "credentials[0].id"),
        (asking(id=""), "credentials[0].id"),
        (asking(id="a b"), "credentials[0].id"),
        (asking(id="é"), "credentials[0].id"),
        (asking(id="x\n"), "credentials[0].id"),
        (asking(id=7), "credentials[0].id"),
        (asking(id="x" * 129), "credentials[0].id"),
        (asking(format=ABSENT), "credentials[0].format"),
        (asking(format=""), "credentials[0].format"),
        (asking(format=["dc+sd-jwt"]), "credentials[0].format"),
        (asking(multiple=0), "credentials[0].multiple"),
        (asking(multiple=None), "credentials[0].multiple"),
        (asking(multiple="true"), "credentials[0].multiple"),
        (
            asking(require_cryptographic_holder_binding=1),
            "credentials[0].require_cryptographic_holder_binding",
        ),
        (asking(meta=ABSENT), "credentials[0].meta"),
        (asking(meta=[]), "credentials[0].meta"),
        (asking(meta={}), "credentials[0].meta.vct_values"),
        (asking(meta={"vct_values": []}), "credentials[0].meta.vct_values"),
        (asking(meta={"vct_values": "urn:x:1"}), "credentials[0].meta.vct_values"),
        (asking(meta={"vct_values": [7]}), "credentials[0].meta.vct_values[0]"),
        (asking(meta={"vct_values": ["a", ""]}), "credentials[0].meta.vct_values[1]"),
        (asking(format="mso_mdoc", meta={}), "credentials[0].meta.doctype_value"),
        (asking(format="ldp_vc", meta={}), "credentials[0].meta.type_values"),
        (
            asking(format="jwt_vc_json", meta={"type_values": ["A"]}),
            "credentials[0].meta.type_values[0]",
        ),
        (
            asking(format="ldp_vc", meta={"type_values": [[]]}),
            "credentials[0].meta.type_values[0]",
        ),
        (asking(format="x", meta=ABSENT), "credentials[0].meta"),
    ],
)
def test_a_credential_query_of_another_shape_is_malformed(
    query: dict[str, Any], where: str
) -> None:
    assert place(query) == where


@pytest.mark.parametrize(
    ("query", "where"),
    [
        (asking(claims=[]), "claims"),
        (asking(claims={}), "claims"),
        (asking(claims=None), "claims"),
        (claiming("commune"), "claims[0]"),
        (claiming({}), "claims[0].path"),
        (claiming({"path": []}), "claims[0].path"),
        (claiming({"path": "commune"}), "claims[0].path"),
        (claiming({"path": ["a", True]}), "claims[0].path[1]"),
        (claiming({"path": [-1]}), "claims[0].path[0]"),
        (claiming({"path": [0.5]}), "claims[0].path[0]"),
        (claiming({"path": [1 << 53]}), "claims[0].path[0]"),
        (claiming({"path": [["x"]]}), "claims[0].path[0]"),
        (claiming({"path": ["x"] * 33}), "claims[0].path"),
        (claiming({"path": ["a"], "id": "a b"}), "claims[0].id"),
        (claiming({"path": ["a"], "id": None}), "claims[0].id"),
        (claiming({"path": ["a"], "id": "x"}, {"path": ["b"], "id": "x"}), "claims"),
        (valued(), "claims[0].values"),
        (valued(None), "claims[0].values[0]"),
        (valued("x", 1.5), "claims[0].values[1]"),
        (valued(["x"]), "claims[0].values[0]"),
        (valued({}), "claims[0].values[0]"),
        (claiming({"path": ["a"], "values": "x"}), "claims[0].values"),
        (claiming(*({"path": [str(number)]} for number in range(129))), "claims"),
        (asking(claims=ABSENT, claim_sets=[["a"]]), "claim_sets"),
        (asking(claim_sets=[]), "claim_sets"),
        (claiming({"path": ["a"], "id": "a"}, claim_sets=["a"]), "claim_sets[0]"),
        (claiming({"path": ["a"], "id": "a"}, claim_sets=[["a"], ["b"]]), "claim_sets[1]"),
        (claiming({"path": ["a"], "id": "a"}, claim_sets=[["a"], [1]]), "claim_sets[1][0]"),
        (claiming({"path": ["a"], "id": "a"}, {"path": ["b"]}, claim_sets=[["a"]]), "claims"),
        (
            claiming({"path": ["n", "a"], "intent_to_retain": 1}, format="mso_mdoc",
                     meta={"doctype_value": "d"}),
            "claims[0].intent_to_retain",
        ),
    ],
)  # fmt: skip
def test_claims_of_another_shape_are_malformed(query: dict[str, Any], where: str) -> None:
    assert place(query) == f"credentials[0].{where}"


@pytest.mark.parametrize(
    ("query", "where"),
    [
        (asking(trusted_authorities=[]), "credentials[0].trusted_authorities"),
        (under("aki"), "credentials[0].trusted_authorities[0]"),
        (under({"values": ["x"]}), "credentials[0].trusted_authorities[0].type"),
        (under({"type": "aki"}), "credentials[0].trusted_authorities[0].values"),
        (under({"type": "aki", "values": []}), "credentials[0].trusted_authorities[0].values"),
        (under({"type": "x", "values": [1]}), "credentials[0].trusted_authorities[0].values[0]"),
        (
            under({"type": "aki", "values": ["AAAA", "AA=="]}),
            "credentials[0].trusted_authorities[0].values[1]",
        ),
        (sets(), "credential_sets"),
        (sets([]), "credential_sets[0]"),
        (sets({}), "credential_sets[0].options"),
        (sets({"options": []}), "credential_sets[0].options"),
        (sets({"options": ["proof"]}), "credential_sets[0].options[0]"),
        (sets({"options": [["proof"], []]}), "credential_sets[0].options[1]"),
        (sets({"options": [["proof", "other"]]}), "credential_sets[0].options[0]"),
        (sets({"options": [["proof"]], "required": None}), "credential_sets[0].required"),
    ],
)
def test_authorities_and_sets_of_another_shape_are_malformed(
    query: dict[str, Any], where: str
) -> None:
    assert place(query) == where


def test_a_number_is_an_integer_however_it_is_written() -> None:
    [query] = DcqlQuery.parse(claiming({"path": ["a", 1.0], "values": [2.0]})).credentials
    assert query.claims == (ClaimsQuery(("a", 1), values=(2,)),)
    assert json.dumps(query.claims[0].format()) == '{"path": ["a", 1], "values": [2]}'


def test_a_wallet_ignores_a_claim_that_is_asked_for_again() -> None:
    [query] = DcqlQuery.parse(
        claiming({"path": ["a"], "values": [1]}, {"path": ["a"]}, {"path": ["b"]})
    ).credentials
    assert query.options() == ((ClaimsQuery(("a",), values=(1,)), ClaimsQuery(("b",))),)


def test_one_claim_may_be_wanted_with_other_values_in_another_set() -> None:
    claims = [{"path": ["a"], "id": "x", "values": [1]}, {"path": ["a"], "id": "y"}]
    [query] = DcqlQuery.parse(asking(claims=claims, claim_sets=[["x"], ["y"], []])).credentials
    assert [[claim.id for claim in option] for option in query.options()] == [["x"], ["y"], []]


def test_a_service_does_not_ask_for_a_claim_twice() -> None:
    with pytest.raises(MalformedInput) as caught:
        DcqlQuery.for_one("x", ("urn:x:1",), (("a",), ("a",)))
    assert caught.value.facts["place"] == "credentials[0].claims"


@pytest.mark.parametrize(
    ("name", "types", "where"),
    [("a b", ("urn:x:1",), "credentials[0].id"), ("a", (), "credentials[0].meta.vct_values")],
)
def test_a_service_writes_nothing_that_no_wallet_would_read(
    name: str, types: tuple[str, ...], where: str
) -> None:
    with pytest.raises(MalformedInput) as caught:
        DcqlQuery.for_one(name, types, (("a",),))
    assert caught.value.facts["place"] == where


def test_without_credential_sets_all_are_wanted_together() -> None:
    two = DcqlQuery.parse(
        {"credentials": [*asking()["credentials"], *asking(id="b")["credentials"]]}
    )
    assert two.sets() == (CredentialSetQuery((("proof", "b"),)),)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_no_json_has_is_no_place_and_no_value(number: float) -> None:
    assert place(valued(number)) == "credentials[0].claims[0].values[0]"
    assert place(claiming({"path": ["a", number]})) == "credentials[0].claims[0].path[1]"

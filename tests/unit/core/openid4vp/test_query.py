from typing import Any

import pytest

from livret_core.errors import LivretError
from livret_core.openid4vp.query import CredentialQuery

QUERY = CredentialQuery("proof", ("urn:x:1",), (("commune",), ("parents", None, 0)))


def asking(**changes: Any) -> dict[str, Any]:
    whole: Any = QUERY.format()
    [wanted] = whole["credentials"]
    changed = {**wanted, **changes}
    return {"credentials": [{key: value for key, value in changed.items() if value is not ...}]}


def code(query: dict[str, Any]) -> str:
    with pytest.raises(LivretError) as caught:
        CredentialQuery.parse(query)
    return caught.value.code


def test_parse_and_format_are_inverse() -> None:
    assert CredentialQuery.parse(QUERY.format()) == QUERY


def test_a_claims_query_may_have_an_id_and_multiple_may_be_false() -> None:
    claims = [{"path": ["commune"], "id": "a"}, {"path": ["parents", None, 0]}]
    assert CredentialQuery.parse(asking(claims=claims, multiple=False)) == QUERY


@pytest.mark.parametrize(
    "query", [{}, {"credentials": []}, {"credentials": {}}, {"credentials": ["x"]}], ids=repr
)
def test_no_credential_asked_for_is_malformed(query: dict[str, Any]) -> None:
    assert code(query) == "request.malformed"


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "mso_mdoc"},
        {"format": "vc+sd-jwt"},
        {"format": ...},
        {"claim_sets": [["a"]]},
        {"trusted_authorities": []},
        {"require_cryptographic_holder_binding": False},
        {"multiple": True},
        {"multiple": None},
        {"multiple": 0},
        {"claims": [{"path": ["commune"], "values": ["x"]}]},
    ],
    ids=repr,
)
def test_a_part_of_dcql_that_is_not_spoken_is_refused_by_name(changes: dict[str, Any]) -> None:
    assert code(asking(**changes)) == "request.unsupported"


def test_more_than_one_credential_is_refused() -> None:
    one = asking()["credentials"]
    assert code({"credentials": one * 2}) == "request.unsupported"
    assert code({"credentials": one, "credential_sets": []}) == "request.unsupported"


@pytest.mark.parametrize(
    "changes",
    [
        {"id": ...},
        {"id": ""},
        {"id": "a b"},
        {"id": "é"},
        {"id": "x" * 65},
        {"id": 7},
        {"id": "x\n"},
        {"meta": ...},
        {"meta": {}},
        {"meta": {"vct_values": []}},
        {"meta": {"vct_values": [7]}},
        {"meta": {"vct_values": [""]}},
        {"meta": {"vct_values": "urn:x:1"}},
        {"meta": {"vct_values": ["urn:x:1"], "doctype_value": "x"}},
        {"meta": {"vct_values": ["urn:x:1"] * 17}},
        {"claims": ...},
        {"claims": []},
        {"claims": {}},
        {"claims": ["commune"]},
        {"claims": [{}]},
        {"claims": [{"path": []}]},
        {"claims": [{"path": "commune"}]},
        {"claims": [{"path": [True]}]},
        {"claims": [{"path": [-1]}]},
        {"claims": [{"path": [1.0]}]},
        {"claims": [{"path": [["x"]]}]},
        {"claims": [{"path": ["x"] * 17}]},
        {"claims": [{"path": ["x"]}, {"path": ["x"]}]},
        {"claims": [{"path": [str(number)]} for number in range(65)]},
    ],
    ids=lambda changes: repr(changes)[:80],
)
def test_a_query_of_another_shape_is_malformed(changes: dict[str, Any]) -> None:
    assert code(asking(**changes)) == "request.malformed"

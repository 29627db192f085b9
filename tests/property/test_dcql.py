"""Queries read and write alike, and reading raises nothing foreign."""

from collections.abc import Callable
from typing import Any, Final

from hypothesis import example, given
from hypothesis import strategies as st

from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.dcql.vp_token import check_vp_token

IDS: Final = st.sampled_from(["a", "b", "c"])
PARTS: Final = st.none() | st.integers(0, 3) | st.sampled_from(["x", "y", ""])
VALUES: Final = st.lists(st.sampled_from(["x", "", 0, 1, True, False]), min_size=1, max_size=3)
CLAIM: Final = st.fixed_dictionaries(
    {"path": st.lists(PARTS, min_size=1, max_size=3)}, optional={"values": VALUES}
)
AUTHORITY: Final = st.fixed_dictionaries(
    {"type": st.sampled_from(["aki", "etsi_tl", "x"]), "values": st.just(["AAAA", "AQ"])}
)


@st.composite
def credential_queries(draw: st.DrawFn, name: str) -> dict[str, Any]:
    query: dict[str, Any] = {
        "id": name,
        **draw(
            st.sampled_from(
                [
                    {"format": "dc+sd-jwt", "meta": {"vct_values": ["urn:x:1"]}},
                    {"format": "mso_mdoc", "meta": {"doctype_value": "d"}},
                    {"format": "ldp_vc", "meta": {"type_values": [["A"], ["B", "C"]]}},
                ]
            )
        ),
    }
    claims = draw(st.lists(CLAIM, max_size=3))
    if claims:
        query["claims"] = [{**claim, "id": f"c{index}"} for index, claim in enumerate(claims)]
        named = st.lists(st.sampled_from([claim["id"] for claim in query["claims"]]), unique=True)
        sets = draw(st.lists(named, max_size=3))
        if sets:
            query["claim_sets"] = sets
    for member in ("multiple", "require_cryptographic_holder_binding"):
        query[member] = draw(st.booleans())
    authorities = draw(st.lists(AUTHORITY, max_size=2))
    if authorities:
        query["trusted_authorities"] = authorities
    return query


@st.composite
def queries(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    query: dict[str, Any] = {"credentials": [draw(credential_queries(name)) for name in names]}
    option = st.lists(st.sampled_from(names), min_size=1, unique=True)
    chosen = st.fixed_dictionaries(
        {"options": st.lists(option, min_size=1, max_size=3)}, optional={"required": st.booleans()}
    )
    sets = draw(st.lists(chosen, max_size=3))
    if sets:
        query["credential_sets"] = sets
    return query


@given(queries())
def test_parse_and_format_are_inverse(written: dict[str, Any]) -> None:
    query = DcqlQuery.parse(written)
    once = query.format()
    assert json_encoding.format(DcqlQuery.parse(once).format()) == json_encoding.format(once)
    assert DcqlQuery.parse(once) == query


def code(act: Callable[[], object]) -> str | None:
    """Why livret refused, None where it did not; anything else it raised fails the test."""
    try:
        act()
    except LivretError as error:
        return error.code
    return None


JUNK: Final[st.SearchStrategy[Any]] = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 1 << 60) | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "path", "values", "options", "x"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(queries(), st.data())
def test_no_member_of_another_kind_raises_anything_of_another_house(
    written: dict[str, Any], data: st.DataObject
) -> None:
    where: Any = data.draw(st.sampled_from([written, *written["credentials"]]))
    where[data.draw(st.sampled_from(sorted(where)))] = data.draw(JUNK)
    assert code(lambda: DcqlQuery.parse(written)) in (None, "request.malformed")


@given(queries(), JUNK | st.dictionaries(IDS, st.lists(st.text(), max_size=2) | JUNK))
@example({"credentials": [{"id": "a", "format": "x", "meta": {}}]}, {"a": ["x~"]})
def test_no_vp_token_raises_anything_of_another_house(written: dict[str, Any], token: Any) -> None:
    query = DcqlQuery.parse(written)
    found = code(lambda: check_vp_token(query, token))
    assert found is None or found.startswith("answer.")

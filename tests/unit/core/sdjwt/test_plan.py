import pytest

from livret_core.errors import MalformedInput
from livret_core.sdjwt import ConcealPlan


def test_a_plan_has_the_shape_of_its_paths() -> None:
    plan = ConcealPlan.of([("name",), ("address", "locality")])
    assert not plan.concealed
    assert plan.children["name"] == ConcealPlan(concealed=True)
    assert not plan.children["address"].concealed
    assert plan.children["address"].children["locality"].concealed


def test_a_path_within_a_path_conceals_both() -> None:
    address = ConcealPlan.of([("address",), ("address", "locality")]).children["address"]
    assert address.concealed
    assert address.children["locality"].concealed


def test_none_stands_for_every_element_and_an_index_goes_before_it() -> None:
    plan = ConcealPlan.of([("a", None, "x"), ("a", 1)]).children["a"]
    first, second = plan.child(0), plan.child(1)
    assert first is not None
    assert second is not None
    assert (first.concealed, "x" in first.children) == (False, True)
    assert (second.concealed, "x" in second.children) == (True, False)


def test_a_name_is_never_every_element() -> None:
    assert ConcealPlan.of([(None,)]).child("name") is None


def test_decoys_grow_the_plan_where_nothing_is_concealed() -> None:
    plan = ConcealPlan.of([], decoys={(): 2, ("address",): 3})
    assert plan.decoys == 2
    assert plan.children["address"] == ConcealPlan(decoys=3)


def test_an_empty_plan_conceals_nothing() -> None:
    assert ConcealPlan.of([]) == ConcealPlan()


def test_the_whole_payload_cannot_be_concealed() -> None:
    with pytest.raises(MalformedInput) as caught:
        ConcealPlan.of([("name",), ()])
    assert caught.value.code == "sdjwt.malformed"

"""docs/spec/records.md: it has every kind and member there is, and is enough to write them by."""

import typing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from livret_core.encoding import base64url
from livret_core.ledger import bodies, quorum, records
from livret_core.ledger.record_names import is_record_name
from livret_core.ledger.records import AnyRecord
from tests import naive_state_map as naive
from tests.every_record import examples, told
from tests.naive_records import Page, Section

PATH = Path(__file__).parents[4] / "docs/spec/records.md"
KINDS = {str(kind.__struct_config__.tag): kind for kind in typing.get_args(AnyRecord)}
OBJECTS: dict[str, type[msgspec.Struct]] = {
    "policy": records.Policy,
    "numbers": quorum.Quorums,
    "holder": bodies.RoleHolder,
    "term": records.Span,
    "right name": bodies.RightName,
    "asked": bodies.Asked,
}


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(PATH.read_text("utf-8"))


def members_of(struct: type[msgspec.Struct]) -> dict[str, str | None]:
    """What a record's class says of its members, and of when one is left out."""
    omits = struct.__struct_config__.omit_defaults
    return {
        each.encode_name: None
        if each.default is msgspec.NODEFAULT or not omits
        else msgspec.json.encode(each.default).decode()
        for each in msgspec.structs.fields(struct)
    }


def told_of(section: Section) -> dict[str, str | None]:
    return {name: member.left_out for name, member in section.members.items()}


def test_the_page_has_every_kind_there_is(page: Page) -> None:
    assert page.kinds.keys() == KINDS.keys()
    assert page.objects.keys() == OBJECTS.keys()
    assert len(KINDS) == 18


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_has_every_member_of_a_kind_and_when_it_is_left_out(page: Page, kind: str) -> None:
    assert told_of(page.kinds[kind]) == members_of(KINDS[kind])


@pytest.mark.parametrize("name", OBJECTS)
def test_the_page_has_every_member_of_an_object_inside(page: Page, name: str) -> None:
    assert told_of(page.objects[name]) == members_of(OBJECTS[name])


@pytest.mark.parametrize("kind", KINDS)
def test_the_examples_of_the_page_are_what_is_written(page: Page, kind: str) -> None:
    name, record = examples(told())[kind]
    assert page.kinds[kind].example == (name, records.format(record))
    assert is_record_name(name)


def test_every_record_of_a_ledger_reads_and_writes_by_the_page(page: Page) -> None:
    for record in told().state.records.values():
        octets = records.format(record)
        members = page.read(octets)
        kind = str(record.__struct_config__.tag)
        assert page.write(kind, members) == octets
        assert members.keys() == msgspec.structs.asdict(record).keys()


def test_a_map_written_by_the_page_has_the_root_that_ours_has(page: Page) -> None:
    state = told().state
    by_page = {
        naive.key_of(name): naive.sha256(
            b"livret/map/record/v1\n", page.write(str(record.__struct_config__.tag), whole(record))
        )
        for name, record in state.records.items()
    }
    assert base64url.encode(naive.root(naive.world(by_page))) == state.map_root()


def whole(value: Any) -> Any:
    """A record with the members that have their defaults, as plain values."""
    if isinstance(value, msgspec.Struct):
        return {
            each.encode_name: whole(getattr(value, each.name))
            for each in msgspec.structs.fields(value)
        }
    return [whole(each) for each in value] if isinstance(value, tuple) else value


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b'{"count":1,"day":20787,"kind":"quota","more":1}', "no place"),
        (b'{"count":1,"kind":"quota"}', "no day"),
        (b'{"count":true,"day":20787,"kind":"quota"}', "is no number"),
        (b'{"day":20787,"count":1,"kind":"quota"}', "not as the page writes it"),
    ],
)
def test_the_second_reader_refuses_what_the_page_has_no_place_for(
    page: Page, octets: bytes, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        page.read(octets)


def test_a_founders_first_record_is_as_the_page_says(page: Page) -> None:
    state = told().state
    [(name, record), *_] = [
        (name, record) for name, record in state.records.items() if name.startswith("did/did:key:")
    ]
    members = page.read(records.format(record))
    assert [members[each] for each in ("keys", "lists", "next_hashes")] == [[], [], []]
    assert [members[each] for each in ("update_key", "version_id", "version_time")] == [""] * 3
    assert (members["seq"], members["number"]) == (0, 0)
    did = name.removeprefix("did/")
    assert not [each for each in state.records if each.startswith(f"key/{did}#")]


def test_a_bodys_members_that_may_be_left_out_are_told() -> None:
    text = (PATH.parent / "operations.md").read_text("utf-8")
    optional = {
        each.encode_name
        for body in bodies.BODIES.values()
        for each in (*msgspec.structs.fields(body), *msgspec.structs.fields(bodies.Founder))
        if each.default is None
    }
    assert optional == {"auditor", "witness", "lists"}
    assert "`auditor`, `witness` and `lists` may also be left out" in " ".join(text.split())

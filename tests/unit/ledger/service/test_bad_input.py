"""Whatever is sent to a ledger: a code with the rule's name, and nothing written."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livret_core import limits
from livret_core.codes import CODES
from livret_ledger.service.http import make_app
from livret_ledger.service.serving import Service
from tests.bad_input import Answer, Sender, spoilt
from tests.ledger_scene import Scene
from tests.ledger_works import Works


@dataclass
class Running:
    """A ledger that takes operations, and what it holds."""

    works: Works
    service: Service
    sender: Sender

    def submit(self, *pieces: bytes, content_type: str = "application/json") -> Answer:
        return self.sender.post("/submit", *pieces, content_type=content_type)

    def refuses(self, *pieces: bytes, content_type: str = "application/json") -> str:
        """Say with which code a body is refused; that anything was written is a failure."""
        before = self.service.sequencer.size
        answer = self.submit(*pieces, content_type=content_type)
        assert self.service.sequencer.size == before
        assert answer.status in (400, 409)
        code: str = answer.json["code"]
        assert answer.json["outcome"] == CODES[code].branch
        return code


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    scene = Scene.founded()
    root: Path = tmp_path_factory.mktemp("ledger")
    works = Works.founded(root, scene)
    service = works.service()
    # Its publisher stays away: what is written here is what was handed in.
    service.sequencer.start()
    service._reason = None
    yield Running(works, service, Sender(make_app(service, body_s=0.05)))
    service.stop()


def leaves(works: Works) -> dict[str, bytes]:
    """One operation of each shape that a stranger could take as a pattern."""
    scene = works.scene
    verdun = scene.town("verdun")
    entry = verdun.first_entry(scene.at_s)
    return {
        "did.create": scene.did_create(verdun, entry=entry).leaf,
        "schema.publish": scene.publish("pattern/1").leaf,
        "member.propose": scene.propose(scene.towns[0]).leaf,
        "commit": scene.commit(scene.towns[1]).leaf,
    }


@pytest.mark.parametrize("name", ["did.create", "schema.publish", "member.propose", "commit"])
def test_every_member_of_an_operation_spoilt_in_every_way_is_refused(
    running: Running, name: str
) -> None:
    leaf = leaves(running.works)[name]
    codes = {running.refuses(body) for _, body in spoilt(leaf)}
    shapes = {"json", "duplicate_member", "too_large", "too_deep"}
    assert {"ledger.operation", *(f"input.{shape}" for shape in shapes)} <= codes
    # The twin: the same one as it was, in one piece or octet by octet.
    assert running.submit(*(leaf[at : at + 1] for at in range(len(leaf)))).status == 200


@settings(max_examples=200, deadline=None)
@given(raw=st.binary(max_size=300))
def test_octets_are_refused(running: Running, raw: bytes) -> None:
    running.refuses(raw)


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_an_operation_with_one_bit_turned_is_refused(running: Running, at: int, bit: int) -> None:
    leaf = bytearray(running.works.scene.publish("turned/1").leaf)
    leaf[at % len(leaf)] ^= 1 << bit
    running.refuses(bytes(leaf))


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "multipart/form-data; boundary=x", "application/json; x"]
)
def test_octets_decide_and_not_what_they_are_called(running: Running, content_type: str) -> None:
    assert running.refuses(b"{}", content_type=content_type) == "ledger.operation"
    leaf = running.works.scene.publish("called/1").leaf
    assert running.submit(leaf, content_type=content_type).status == 200


def test_a_body_without_end_is_not_read(running: Running) -> None:
    answer = running.submit(*([b" " * 1_024] * 1_000))
    assert (answer.status, answer.json["code"]) == (400, "input.too_large")
    assert answer.unread == 1_000 - 17


def test_a_body_of_the_largest_size_is_read_and_one_octet_more_is_not(running: Running) -> None:
    most = limits.OPERATION_BYTES
    assert running.refuses(b"[" + b" " * (most - 2) + b"]") == "input.json"
    assert running.refuses(b"[" + b" " * (most - 1) + b"]") == "input.too_large"


def test_who_begins_and_never_goes_on_is_not_waited_for(running: Running) -> None:
    before = running.service.sequencer.size
    answer = running.sender.hang("/submit", b'{"body":')
    assert answer is not None
    assert (answer.status, answer.json["code"]) == (408, "input.malformed")
    assert answer.headers["connection"] == "close"
    assert running.service.sequencer.size == before


def test_who_leaves_in_the_middle_has_handed_in_nothing(running: Running) -> None:
    leaf = running.works.scene.publish("left/1").leaf
    assert running.refuses(leaf[:-1]) == "input.json"


def test_handed_in_again_it_has_the_place_it_had(running: Running) -> None:
    first, second = running.works.schemas(2, first=500)
    index = running.submit(first).json["index"]
    assert running.submit(second).json["index"] == index + 1
    again = running.submit(first).json
    assert again == {"outcome": "known", "index": index}


def test_handed_in_by_many_at_once_it_is_written_once(running: Running) -> None:
    [leaf] = running.works.schemas(1, first=600)
    before = running.service.sequencer.size
    with ThreadPoolExecutor(8) as pool:
        answers = [each.json for each in pool.map(running.submit, [leaf] * 24)]
    assert running.service.sequencer.size == before + 1
    assert {each["index"] for each in answers} == {before}
    assert [each["outcome"] for each in answers].count("appended") == 1


def test_more_than_a_dids_share_of_a_day_is_refused_by_the_rules_name(running: Running) -> None:
    scene = running.works.scene
    namur = scene.towns[0]
    refused = None
    for _ in range(12):
        operation = scene.propose(namur)
        answer = running.submit(operation.leaf)
        if answer.status != 200:
            refused = answer.json
            break
        scene.apply(operation)
    assert refused is not None
    assert (refused["code"], refused["facts"]) == ("ledger.too_often", {"count": 10})

from typing import Final

import pytest

from livret_core.dids import DidKey
from livret_core.dids.webvh.witness import WitnessFile, approve
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.keys import Signer
from livret_town.simulator.did_logs import key, prove, witness_file

IDS: Final = ("1-one", "2-two", "3-three")
ANNE, BEN, STRANGER = key(101), key(102), key(666)


def did(signer: Signer) -> str:
    return DidKey.of(signer.public_key).did


def newest(raw: bytes, *witnesses: Signer) -> dict[str, int]:
    return WitnessFile.parse(raw).newest_approvals(
        [(each, 0) for each in IDS], [did(witness) for witness in witnesses]
    )


def test_the_newest_valid_approval_of_each_witness_counts() -> None:
    raw = witness_file((IDS[0], ANNE), (IDS[2], ANNE), (IDS[1], BEN))
    assert newest(raw, ANNE, BEN) == {did(ANNE): 3, did(BEN): 2}


def test_nobody_else_is_counted() -> None:
    assert newest(witness_file((IDS[2], STRANGER), (IDS[0], ANNE)), ANNE, BEN) == {did(ANNE): 1}


def test_a_version_the_log_does_not_have_is_passed_over() -> None:
    assert newest(witness_file(("4-four", ANNE), (IDS[0], ANNE)), ANNE) == {did(ANNE): 1}


def test_an_approval_that_does_not_verify_does_not_stand_in_the_way_of_one_that_does() -> None:
    bad = prove({"versionId": IDS[0]}, ANNE)
    raw = json_encoding.format(
        [
            {"versionId": IDS[2], "proof": [bad, 7, None, {}]},
            {"versionId": IDS[1]},
            *json_encoding.parse(witness_file((IDS[1], ANNE))),  # type: ignore[misc]
        ]
    )
    assert newest(raw, ANNE) == {did(ANNE): 2}


def test_one_version_may_be_listed_in_two_places() -> None:
    raw = witness_file((IDS[0], ANNE), (IDS[0], BEN))
    assert newest(raw, ANNE, BEN) == {did(ANNE): 1, did(BEN): 1}


def test_what_a_witness_writes_is_counted() -> None:
    raw = json_encoding.format([approve(IDS[1], ANNE, created="2026-11-21T09:30:00Z")])
    assert newest(raw, ANNE) == {did(ANNE): 2}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "input.json"),
        (b"{}", "webvh.witness_file"),
        (b"[7]", "webvh.witness_file"),
        (b"[{}]", "webvh.witness_file"),
        (b'[{"versionId":7,"proof":[]}]', "webvh.witness_file"),
        (b'[{"versionId":"1-x","proof":{}}]', "webvh.witness_file"),
        (b'[{"versionId":"1-x","versionId":"2-x"}]', "input.duplicate_member"),
    ],
)
def test_a_file_of_another_shape_is_malformed(raw: bytes, code: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        WitnessFile.parse(raw)
    assert caught.value.code == code

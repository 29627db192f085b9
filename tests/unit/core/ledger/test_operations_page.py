"""docs/spec/operations.md: its example is true, and its table names every operation there is."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from livret_core.encoding import base64url
from livret_core.keys import Ed25519Signer
from livret_core.ledger import records
from livret_core.ledger.apply import apply
from livret_core.ledger.bodies import BODIES
from livret_core.ledger.operation import Operation
from tests.ledger_scene import Whole

PAGE = Path(__file__).parents[4] / "docs/spec/operations.md"
#: Which seed of the page signs each entry.
SIGNERS = ("genesis", "genesis", None, "operation-1", None)


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text("utf-8")


@pytest.fixture(scope="module")
def example(page: str) -> dict[str, Any]:
    [text] = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    read: dict[str, Any] = json.loads(text)
    return read


@pytest.fixture(scope="module")
def leaves(page: str) -> list[bytes]:
    [text] = re.findall(r"```jsonl\n(.*?)```", page, re.DOTALL)
    return [line.encode() for line in text.splitlines()]


def signed(leaf: bytes) -> bytes:
    """§1, word for word, with a canonicaliser that is not ours."""
    value = json.loads(leaf)
    del value["sigs"]
    return b"livret/operation/v1\n" + rfc8785.dumps(value)


def test_the_leaves_of_the_page_are_canonical(leaves: list[bytes]) -> None:
    for leaf in leaves:
        assert rfc8785.dumps(json.loads(leaf)) == leaf


def test_the_ids_of_the_page_are_those_of_its_leaves(
    example: dict[str, Any], leaves: list[bytes]
) -> None:
    told = [base64url.encode(sha256(signed(leaf)).digest()) for leaf in leaves]
    assert told == example["ids"] == [Operation.parse(leaf).id for leaf in leaves]


def test_the_signatures_of_the_page_are_those_of_its_seeds(
    example: dict[str, Any], leaves: list[bytes]
) -> None:
    for leaf, use in zip(leaves, SIGNERS, strict=True):
        made = []
        if use is not None:
            signer = Ed25519Signer.from_seed(bytes([example["seeds"][use]]) * 32)
            made = [base64url.encode(signer.sign(signed(leaf)))]
        assert [each["sig"] for each in json.loads(leaf)["sigs"]] == made


def test_the_leaves_of_the_page_come_to_its_records_and_root(
    example: dict[str, Any], leaves: list[bytes]
) -> None:
    state = Whole("ledger.example/meuse")
    for leaf in leaves:
        state.take(apply(state, Operation.parse(leaf)))
    kept = {name: json.loads(records.format(record)) for name, record in state.records.items()}
    assert kept == example["records"]
    assert state.map_root() == example["root"]
    assert json.loads(leaves[-1])["body"]["root"] == example["root"]


def test_the_table_of_the_page_names_every_operation_and_its_members(page: str) -> None:
    [table] = re.findall(r"\| type \| subject.*?\n\n", page, re.DOTALL)
    rows = {
        row.split("|")[1].strip(" `"): set(re.findall(r"`([^`]+)`", row.split("|")[3]))
        for row in table.splitlines()[2:]
        if row
    }
    assert rows.keys() == BODIES.keys()
    for kind, told in rows.items():
        members = set(BODIES[kind].__struct_encode_fields__)
        if kind == "did.update":
            members -= {"lists"}
        assert members <= told, kind

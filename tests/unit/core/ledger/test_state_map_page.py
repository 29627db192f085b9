"""docs/spec/state-map.md, §8: the example is true, and both implementations say the same."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from livret_core.encoding import jcs
from livret_core.ledger.state_map import (
    EMPTY_ROOT,
    canonical_digest,
    record_key,
    update,
)
from livret_core.ledger.state_proof import MapProof, check, prove
from tests import naive_state_map as naive

NOTHING: dict[bytes, bytes] = {}
PAGE = Path(__file__).parents[4] / "docs/spec/state-map.md"


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    [text] = re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    read: dict[str, Any] = json.loads(text)
    return read


def octets(text: str | list[str]) -> bytes:
    return bytes.fromhex(text if isinstance(text, str) else "".join(text))


def entries(example: dict[str, Any]) -> dict[bytes, bytes]:
    return {octets(one["key"]): octets(one["value"]) for one in example["records"]}


def test_the_keys_of_the_page_are_those_of_its_names(example: dict[str, Any]) -> None:
    for one in example["records"]:
        assert record_key(one["name"]) == naive.key_of(one["name"]) == octets(one["key"])


def test_the_values_of_the_page_are_those_of_its_records(example: dict[str, Any]) -> None:
    for one in example["records"]:
        record = one["record"]
        made = canonical_digest(jcs.canonicalize(record))
        assert made == naive.value_of(record) == octets(one["value"])


def test_the_roots_of_the_page_are_those_of_its_records(example: dict[str, Any]) -> None:
    pairs = list(entries(example).items())
    assert [one["records"] for one in example["roots"]] == list(range(len(pairs) + 1))
    root, store = EMPTY_ROOT, dict[bytes, bytes]()
    for count, one in enumerate(example["roots"]):
        if count:
            made = update(root, dict([pairs[count - 1]]), store.__getitem__)
            root = made.root
            store |= made.added
        assert root == naive.root(naive.world(dict(pairs[:count]))) == octets(one["root"])


def test_the_nodes_of_the_page_are_those_of_its_last_map(example: dict[str, Any]) -> None:
    made = update(EMPTY_ROOT, entries(example), NOTHING.__getitem__)
    told = {octets(one) for one in example["nodes"]}
    assert set(made.added.values()) == told
    assert set(naive.nodes(naive.world(entries(example))).values()) == told


def test_the_proofs_of_the_page_are_those_of_its_last_map(example: dict[str, Any]) -> None:
    pairs = entries(example)
    made = update(EMPTY_ROOT, pairs, NOTHING.__getitem__)
    for one in example["proofs"]:
        asked = [record_key(name) for name in one["asked"]]
        proof = octets(one["proof"])
        assert prove(made.root, asked, made.added.__getitem__).format() == proof
        assert naive.proof(naive.world(pairs), asked) == proof


def test_the_proofs_of_the_page_say_what_it_says_of_them(example: dict[str, Any]) -> None:
    pairs, root = entries(example), octets(example["roots"][-1]["root"])
    for one in example["proofs"]:
        asked = [record_key(name) for name in one["asked"]]
        told = {key: pairs.get(key) for key in asked}
        assert {key for key in asked if told[key]} == {record_key(n) for n in one["present"]}
        facts = check(MapProof.parse(octets(one["proof"])), root=root, keys=asked)
        assert {key: fact.value for key, fact in facts.items()} == told
        assert naive.said(octets(one["proof"]), root, asked) == told

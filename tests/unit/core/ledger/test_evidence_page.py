"""docs/spec/evidence.md: the example is what livret makes, and the page is enough to read it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from livret_core import limits
from livret_core.codes import CODES
from livret_core.ledger.evidence import Evidence
from livret_core.ledger.records import MemberRecord
from livret_core.ledger.shortening import PIECES
from livret_core.ledger.trust_chain import begin
from livret_core.ledger.trust_root import TrustRoot
from tests.ledger_heads import AGES, Seen, check
from tests.ledger_scene import Scene

PAGE = (Path(__file__).parents[4] / "docs/spec/evidence.md").read_text("utf-8")
MAGIC = b"livret/evidence/v1\n"


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    [text] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    read: dict[str, Any] = json.loads(text)
    return read


@pytest.fixture(scope="module")
def bundle(example: dict[str, Any]) -> bytes:
    return bytes.fromhex("".join(example["bundle"]))


def read(octets: bytes, at: int = 0) -> tuple[Any, int]:
    """Read one MessagePack value as the page has them; where it ends."""
    first = octets[at]
    if first < 0x80:
        return first, at + 1
    if 0x90 <= first <= 0x9F:
        return _array(octets, at + 1, first & 0x0F)
    if 0xA0 <= first <= 0xBF:
        end = at + 1 + (first & 0x1F)
        return octets[at + 1 : end].decode(), end
    if first == 0xC0:
        return None, at + 1
    width = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDC: 2}[first]
    count = int.from_bytes(octets[at + 1 : at + 1 + width])
    begins = at + 1 + width
    if first == 0xDC:
        return _array(octets, begins, count)
    raw = octets[begins : begins + count]
    return (raw.decode() if first == 0xD9 else raw), begins + count


def _array(octets: bytes, at: int, count: int) -> tuple[list[Any], int]:
    values = []
    for _ in range(count):
        value, at = read(octets, at)
        values.append(value)
    return values, at


def meanings() -> dict[int, bytes]:
    """What the page says that an octet from 80 stands for."""
    [text] = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    return {int(line[:2], 16): line[3:].encode() for line in text.splitlines()}


def lengthened(text: bytes, means: dict[int, bytes]) -> bytes:
    """Read a shortened text by the page."""
    return b"".join(means.get(octet) or bytes([octet]) for octet in text)


def test_the_pieces_are_those_of_the_page() -> None:
    assert tuple(meanings().values()) == PIECES
    assert list(meanings()) == list(range(0x80, 0x80 + len(PIECES)))


def test_the_page_is_enough_to_read_the_example(example: dict[str, Any], bundle: bytes) -> None:
    assert bundle.startswith(MAGIC)
    parts, end = read(bundle, len(MAGIC))
    assert (len(parts), end) == (9, len(bundle))
    checkpoint, commit, inclusion, _proof, dids, names, values, known, consistency = parts
    assert checkpoint.startswith(b"ledger.example/meuse\n2\n")
    assert json.loads(commit)["body"]["at"] == example["as_of_s"]
    assert [len(each) for each in inclusion] == [32]
    means = meanings() | {at: did.encode() for at, did in enumerate(dids, start=1)}
    meant = [lengthened(name, means).decode() for name in names]
    assert meant == example["names"] == sorted(meant)
    assert json.loads(lengthened(values[0], means))["kind"] == "member"
    assert (values[1], known, consistency) == (None, 0, [])


def test_the_example_shows_what_the_page_says(example: dict[str, Any], bundle: bytes) -> None:
    chain = begin(TrustRoot.parse("".join(example["trust_root"]).encode()))
    state = check(
        Evidence.parse(bundle), chain, ages=AGES, now_s=example["as_of_s"], remembered=None
    )
    member, nothing = example["names"]
    assert state.at_s == example["as_of_s"]
    assert state.find(member, MemberRecord) is not None
    assert state.find(nothing, MemberRecord) is None


def test_the_example_is_made_again_byte_for_byte(example: dict[str, Any], bundle: bytes) -> None:
    scene = Scene.founded(settled=False)
    scene.tick(60)
    seen = Seen(scene)
    assert seen.first.raw.decode() == "".join(example["trust_root"])
    assert seen.evidence(example["names"], seen.head(at_s=scene.at_s)).format() == bundle


def test_the_limits_of_the_page_are_those_of_the_reader() -> None:
    for limit in (
        limits.EVIDENCE_BYTES,
        limits.OPERATION_BYTES,
        limits.MAP_PROOF_BYTES,
        limits.EVIDENCE_RECORDS,
        limits.LOG_PROOF_HASHES,
    ):
        assert re.search(rf"\b{limit:,}\s(bytes|records|hashes)\b", PAGE), limit


def test_every_reason_that_is_told_is_one() -> None:
    told = set(re.findall(r"`((?:ledger|log|note|trust|map|input)\.[a-z_]+)`", PAGE))
    assert told - CODES.keys() == set()
    assert len(told) > 15

"""A map's proof without the leaves that are known: what comes back is what was cut."""

import pytest

from livret_core.errors import MalformedInput
from livret_core.ledger.evidence import Evidence
from livret_core.ledger.leaf_cutting import cut, fill
from livret_core.ledger.state_map import EMPTY_ROOT, canonical_digest, record_key, update
from livret_core.ledger.state_proof import prove
from tests.ledger_heads import Seen
from tests.ledger_scene import Scene

LEAVES = {record_key(f"did/{at}"): canonical_digest(b"%d" % at) for at in range(60)}
NOTHING: dict[bytes, bytes] = {}
MAP = update(EMPTY_ROOT, LEAVES, NOTHING.__getitem__)


def proof(*names: str) -> bytes:
    keys = [record_key(name) for name in names]
    return prove(MAP.root, keys, MAP.added.__getitem__).format()


def known(*names: str) -> dict[bytes, bytes]:
    return {record_key(name): LEAVES[record_key(name)] for name in names}


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        (("did/1",), ("did/1",)),
        (("did/1", "did/2", "did/3"), ("did/1", "did/2", "did/3")),
        (("did/1", "did/no", "did/9"), ("did/1", "did/9")),
        (("did/no",), ()),
    ],
)
def test_what_was_cut_comes_back(asked: tuple[str, ...], there: tuple[str, ...]) -> None:
    whole = proof(*asked)
    short = cut(whole, known(*there))
    assert len(short) == len(whole) - 64 * len(there)
    assert fill(short, known(*there)) == whole


def test_a_leaf_of_another_record_stays() -> None:
    whole = proof("did/1", "did/2")
    doctored = known("did/1", "did/2") | {record_key("did/1"): canonical_digest(b"another")}
    assert len(cut(whole, doctored)) == len(whole) - 64
    assert fill(cut(whole, doctored), doctored) == whole


@pytest.mark.parametrize("octets", [b"\x06", b"\x00" * 64, b"\x02\x01", b"\x05\x05", b"", b"\x04"])
def test_what_is_no_such_proof_is_malformed(octets: bytes) -> None:
    with pytest.raises(MalformedInput, match=r"ledger\.evidence"):
        fill(octets, known("did/1"))


def test_a_known_leaf_in_full_is_another_spelling() -> None:
    """A bundle could else be told from its twins, and its holder with it."""
    scene = Scene.founded()
    scene.tick(60)
    made = Seen(scene).evidence([f"did/{scene.towns[1].did}"], Seen(scene).head(at_s=scene.at_s))
    raw, whole = made.format(), made.map_proof.format()
    [name] = made.values
    short = cut(whole, {record_key(name): canonical_digest(made.values[name] or b"")})
    assert Evidence.parse(raw).map_proof == made.map_proof
    as_cut = bytes([0xC4, len(short)]) + short
    assert raw.count(as_cut) == 1
    in_full = (
        bytes([0xC4, len(whole)]) if len(whole) < 256 else b"\xc5" + len(whole).to_bytes(2)
    ) + whole
    with pytest.raises(MalformedInput) as caught:
        Evidence.parse(raw.replace(as_cut, in_full))
    assert caught.value.code == "ledger.evidence"

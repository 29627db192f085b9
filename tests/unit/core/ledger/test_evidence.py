"""Evidence: a bundle is believed for what it proves, and for nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from livret_core import limits
from livret_core.errors import LivretError, Unavailable
from livret_core.ledger import records
from livret_core.ledger.evidence import MAGIC, Evidence, ProvenState
from livret_core.ledger.head import Remembered
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import CommitRecord, DidRecord
from livret_core.tlog import merkle
from tests.ledger_heads import AGES, Seen, Tree, check
from tests.ledger_scene import Scene


@dataclass
class Told:
    """A scene, and evidence of some of its records."""

    scene: Scene
    seen: Seen
    names: list[str]
    evidence: Evidence

    def check(self, evidence: Evidence | None = None, **changes: Any) -> ProvenState:
        asked = {"ages": AGES, "now_s": self.scene.at_s, "remembered": None, **changes}
        return check(evidence or self.evidence, self.seen.chain, **asked)


@pytest.fixture(scope="module")
def told() -> Told:
    scene = Scene.founded()
    metz = scene.towns[1]
    scene.apply(scene.commit(metz))
    scene.tick(60)
    names = sorted(
        [
            f"did/{metz.did}",
            f"key/{metz.did}#credential-1",
            f"commit/{metz.did}",
            f"compromise/{metz.did}#credential-1",
        ]
    )
    seen = Seen(scene)
    return Told(scene, seen, names, seen.evidence(names, seen.head(at_s=scene.at_s)))


def changed(evidence: Evidence, **changes: Any) -> Evidence:
    return msgspec.structs.replace(evidence, **changes)


def code(act: Callable[[], object]) -> str:
    with pytest.raises(LivretError) as caught:
        act()
    return caught.value.code


def test_what_a_bundle_proves_is_believed(told: Told) -> None:
    state = told.check()
    metz = told.scene.towns[1]
    did = state.find(f"did/{metz.did}", DidRecord)
    assert did is not None
    assert did.who == metz.who
    assert state.find(f"compromise/{metz.did}#credential-1", records.CompromiseRecord) is None
    assert (state.at_s, state.head.cosigned.size) == (told.scene.at_s, len(told.scene.leaves))


def test_what_it_does_not_say_is_not_known(told: Told) -> None:
    with pytest.raises(Unavailable) as caught:
        told.check().find("did/did:webvh:other", DidRecord)
    assert caught.value.code == "ledger.not_shown"


def test_it_is_read_as_it_was_written(told: Told) -> None:
    raw = told.evidence.format()
    again = Evidence.parse(raw)
    assert again.format() == raw
    assert told.check(again).find(told.names[0], CommitRecord) is not None


def test_another_spelling_is_not_read(told: Told) -> None:
    raw = told.evidence.format()
    assert code(lambda: Evidence.parse(raw + b"\0")) == "ledger.evidence"
    assert code(lambda: Evidence.parse(raw[1:])) == "ledger.evidence"
    assert code(lambda: Evidence.parse(b"")) == "ledger.evidence"
    # The same array with its length in four octets instead of one.
    longer = MAGIC + b"\xdd\0\0\0\x08" + raw[len(MAGIC) + 1 :]
    assert code(lambda: Evidence.parse(longer)) == "ledger.evidence"


def test_a_bundle_too_large_is_not_read(told: Told) -> None:
    raw = told.evidence.format() + bytes(limits.EVIDENCE_BYTES)
    assert code(lambda: Evidence.parse(raw)) == "input.too_large"


def values(told: Told, **changes: bytes | None) -> Mapping[str, bytes | None]:
    found = dict(told.evidence.values)
    for name, value in changes.items():
        found[next(each for each in found if each.startswith(f"{name}/"))] = value
    return found


def test_another_record_is_not_the_proven_one(told: Told) -> None:
    other = told.evidence.values[told.names[0]]
    assert other is not None
    forged = other.replace(b'"seq":1', b'"seq":2')
    assert forged != other
    bad = changed(told.evidence, values=values(told, commit=forged))
    assert code(lambda: told.check(bad)) == "map.other_record"


def test_a_record_cannot_be_hidden(told: Told) -> None:
    hidden = changed(told.evidence, values=values(told, commit=None))
    assert code(lambda: told.check(hidden)) == "map.other_record"
    left_out = {name: each for name, each in told.evidence.values.items() if "commit/" not in name}
    assert code(lambda: told.check(changed(told.evidence, values=left_out))) == "map.other_keys"


def test_a_record_cannot_be_invented(told: Told) -> None:
    invented = b'{"declared_s":1,"from_s":1,"kind":"compromise","last":"","seq":1}'
    bad = changed(told.evidence, values=values(told, compromise=invented))
    assert code(lambda: told.check(bad)) == "map.other_record"


def test_a_state_before_the_last_is_not_the_heads_own() -> None:
    scene = Scene.founded()
    metz = scene.towns[1]
    scene.tick(60)
    seen = Seen(scene)
    name = f"compromise/{metz.did}#credential-1"
    before = seen.evidence([name], seen.head(at_s=scene.at_s))
    size = len(scene.leaves)
    scene.apply(scene.compromise(f"{metz.did}#credential-1", metz, from_s=scene.at_s))
    scene.tick(60)
    # The newest head with the state of the one before, in which the key was not suspected.
    signed = seen.head(at_s=scene.at_s)
    tree = Tree(scene.leaves)
    from livret_core.tlog import merkle

    old = changed(
        before,
        signed=signed,
        inclusion=merkle.prove_inclusion(size - 1, signed.checkpoint.size, tree.read),
    )
    asked: dict[str, Any] = {"ages": AGES, "now_s": scene.at_s, "remembered": None}
    assert code(lambda: check(old, seen.chain, **asked)) == "ledger.not_last"
    twin = seen.evidence([name], signed)
    assert check(twin, seen.chain, **asked).find(name, records.CompromiseRecord) is not None


def test_the_last_leaf_is_a_state_commit(told: Told) -> None:
    other = Operation.parse(told.scene.leaves[-2])
    assert code(lambda: told.check(changed(told.evidence, commit=other))) == "ledger.not_last"


def test_its_own_consistency_proof_is_used(told: Told) -> None:
    size = len(told.scene.leaves)
    tree = Tree(told.scene.leaves)
    old = next(each for each in range(size - 1, 0, -1) if each.bit_count() > 1)
    known = Remembered(old, tree.root(old), told.scene.at_s - 60)
    signed = told.seen.head(at_s=told.scene.at_s)
    evidence = told.seen.evidence(told.names, signed, known_size=old)
    state = told.check(Evidence.parse(evidence.format()), remembered=known)
    assert state.head.is_consistent
    forked = Remembered(old, bytes(32), told.scene.at_s - 60)
    assert code(lambda: told.check(evidence, remembered=forked)) == "log.consistency"


def test_a_bundle_has_no_room_for_a_mark_of_whom_it_was_made_for(told: Told) -> None:
    """Hashes that lead nowhere, or a size that is none: a wallet would hand them on."""
    tree, size = Tree(told.scene.leaves), len(told.scene.leaves)
    proof = merkle.prove_consistency(size - 3, size, tree.read)
    for consistency in (
        (0, (bytes(32),) * 63),
        (1 << 63, ()),
        (size, ()),
        (size + 1, proof),
        (size - 3, (*proof, bytes(32))),
        (size - 3, ()),
    ):
        raw = changed(told.evidence, consistency=consistency).format()
        assert code(lambda raw=raw: Evidence.parse(raw)) == "ledger.evidence"  # type: ignore[misc]
    twin = changed(told.evidence, consistency=(size - 3, proof))
    assert Evidence.parse(twin.format()) == twin


def test_names_without_number_are_not_read(told: Told) -> None:
    names = [f"did/{number}" for number in range(limits.EVIDENCE_RECORDS + 1)]
    many = changed(told.evidence, values=dict.fromkeys(names))
    assert code(lambda: Evidence.parse(many.format())) == "ledger.evidence"


def test_any_flipped_bit_is_noticed(told: Told) -> None:
    raw = told.evidence.format()
    untouched = told.check(Evidence.parse(raw))
    noticed = 0
    for place in range(0, len(raw), 5):
        flipped = raw[:place] + bytes([raw[place] ^ 4]) + raw[place + 1 :]
        try:
            state = told.check(Evidence.parse(flipped))
        except LivretError:
            noticed += 1
            continue
        # A cosignature more or less than needed changes nothing of what is shown.
        assert state.names == untouched.names
        assert all(
            state.find(name, records.Record) == untouched.find(name, records.Record)
            for name in state.names
        )
    assert noticed > len(raw) / 5 * 0.8

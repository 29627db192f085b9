"""A store beside a model of it, whatever is done to it in whatever order."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from livret_core.errors import LivretError, Refused
from livret_core.ledger.operation import Operation
from livret_ledger.batch import Batch
from livret_ledger.checking import check_store
from tests.ledger_scene import Scene
from tests.ledger_stores import Place, assert_holds, batch_of, operations, signed_head


class Doings(RuleBasedStateMachine):
    """Batches, heads, refusals, other writers and endings, beside the scene as a model."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.scene = Scene.founded()
        self.heads: dict[int, tuple[bytes, bytes | None]] = {}
        self.published = 0

    @initialize()
    def begin(self) -> None:
        self.place.clear()
        self.store = self.place.create()
        self._write(operations(self.scene))

    @rule(count=st.integers(1, 5), is_closed=st.booleans())
    def write(self, count: int, is_closed: bool) -> None:
        scene = self.scene
        made: list[Operation] = []
        for _ in range(count):
            self.published += 1
            made.append(scene.apply(scene.publish(f"type-{self.published}/1")))
        if is_closed:
            made.append(scene.tick(86_400))
            made.append(scene.apply(scene.commit(scene.towns[self.published % 4])))
            made.append(scene.tick())
        self._write(made)

    @precondition(lambda self: self.published > 0)
    @rule()
    def refuse(self) -> None:
        scene = self.scene
        batch = Batch(self.store)
        assert isinstance(batch.submit(scene.publish("type-1/1")), LivretError)
        with self.store.writer(), pytest.raises(Refused):
            self.store.write(msgspec.structs.replace(batch.result(), before=0))

    @rule(is_signed=st.booleans())
    def note(self, is_signed: bool) -> None:
        store, size = self.store, len(self.scene.leaves)
        with store.writer():
            store.note_head(size, store.frontier.root)
            signed = self.heads.get(size, (b"", None))[1]
            if is_signed:
                signed = signed_head(self.scene, store)
                store.keep_signed(size, signed)
            self.heads[size] = (store.frontier.root, signed)
            with pytest.raises(Refused):
                store.note_head(size, b"another root of the very size ..")

    @rule()
    def end_and_open(self) -> None:
        self.store.close()
        self.store = self.place.open()

    @rule()
    def look(self) -> None:
        reader = self.place.open(read_only=True)
        check_store(reader)
        reader.check_structure()
        assert_holds(reader, self.scene)
        reader.close()

    @invariant()
    def heads_are_what_was_noted(self) -> None:
        found = {each.size: (each.root, each.signed) for each in self.store.heads()}
        assert found == self.heads

    def teardown(self) -> None:
        assert_holds(self.store, self.scene)
        self.look()

    def _write(self, made: Sequence[Operation]) -> None:
        with self.store.writer():
            self.store.write(batch_of(self.store, made))

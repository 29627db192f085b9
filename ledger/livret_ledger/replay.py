"""A ledger brought forward entry by entry, in memory. Pure: nothing is written anywhere.

For whoever has the entries and wants to know what they come to: ``fsck`` of a store, and
the check of a fraud file against a replica.
"""

from collections import ChainMap
from collections.abc import Mapping
from typing import final

from livret_core.encoding import base64url
from livret_core.ledger import records
from livret_core.ledger.apply import apply
from livret_core.ledger.operation import Operation
from livret_core.ledger.records import AnyRecord
from livret_core.ledger.state import BEFORE_GENESIS, Clock
from livret_core.ledger.state_map import EMPTY_ROOT, canonical_digest, record_key, update


@final
class Replay:
    """The state that entries come to (:class:`livret_core.ledger.state.State`).

    Attributes:
        records: every record, by name.
        nodes: of the state map as :meth:`map_root` last brought it up to date, which every
            ``state.commit`` does.
        root: of that map.
    """

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.clock: Clock = BEFORE_GENESIS
        self.records: dict[str, AnyRecord] = {}
        self.nodes: dict[bytes, bytes] = {}
        self.root = EMPTY_ROOT
        self._before: dict[str, AnyRecord | None] = {}

    def get(self, name: str) -> AnyRecord | None:
        return self.records.get(name)

    def map_root(self) -> str:
        changes = {
            record_key(name): canonical_digest(records.format(self.records[name]))
            for name in self._before
        }
        updated = update(self.root, changes, self.nodes.__getitem__)
        for digest in updated.removed:
            del self.nodes[digest]
        self.nodes.update(updated.added)
        self.root = updated.root
        self._before.clear()
        return base64url.encode(self.root)

    @property
    def settled(self) -> Mapping[str, AnyRecord | None]:
        """The records as the state map has them; None for one that it does not have yet."""
        return ChainMap(self._before, self.records)  # type: ignore[arg-type]  # only read

    def take(self, leaf: bytes) -> Operation:
        """Apply the next entry; one that is refused changes nothing.

        Raises:
            MalformedInput, Refused: as :meth:`Operation.parse` and
                :func:`livret_core.ledger.apply.apply`.
        """
        operation = Operation.parse(leaf)
        change = apply(self, operation)
        for name in change.writes:
            self._before.setdefault(name, self.records.get(name))
        self.records.update(change.writes)  # type: ignore[arg-type]  # no rule writes another kind
        self.clock = change.clock
        return operation

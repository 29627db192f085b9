"""The vault against a plain dictionary, over any sequence of changes."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from livret_core.sealing import KdfParameters
from livret_wallet.vault import RowId, Table, Vault
from livret_wallet.vault.layout import TABLES, pad, unpad

QUICK = KdfParameters(passes=1, memory_kib=8)
PASSPHRASES = (b"five words of a poem", b"another poem")

tables = st.sampled_from(TABLES)
values = st.binary(max_size=40) | st.integers(0, 9_000).map(bytes)


class _Undone(Exception):
    pass


def _undo() -> None:
    raise _Undone


class VaultMachine(RuleBasedStateMachine):
    rows = Bundle("rows")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "wallet.vault"
        self.passphrase = PASSPHRASES[0]
        self.vault = Vault.create(self.path, self.passphrase, kdf=QUICK)
        self.model: dict[RowId, tuple[Table, bytes]] = {}

    @rule(target=rows, table=tables, value=values)
    def put(self, table: Table, value: bytes) -> RowId:
        row_id = self.vault.put(table, None, value)
        assert row_id not in self.model
        self.model[row_id] = (table, value)
        return row_id

    @rule(row_id=rows, value=values)
    def replace(self, row_id: RowId, value: bytes) -> None:
        table, _ = self.model[row_id]
        self.vault.put(table, row_id, value)
        self.model[row_id] = (table, value)

    @rule(row_id=consumes(rows))
    def delete(self, row_id: RowId) -> None:
        table, _ = self.model.pop(row_id)
        self.vault.delete(table, row_id)

    @rule(row_id=rows, table=tables, value=values)
    def undo(self, row_id: RowId, table: Table, value: bytes) -> None:
        try:
            with self.vault.transaction():
                self.vault.put(table, None, value)
                self.vault.delete(self.model[row_id][0], row_id)
                _undo()
        except _Undone:
            return

    @rule()
    def reopen(self) -> None:
        self.vault.close()
        self.vault = Vault.open(self.path, self.passphrase, floor=QUICK)

    @rule(passphrase=st.sampled_from(PASSPHRASES))
    def change_passphrase(self, passphrase: bytes) -> None:
        self.vault.change_passphrase(self.passphrase, passphrase, kdf=QUICK)
        self.passphrase = passphrase

    @invariant()
    def holds_exactly_what_was_put(self) -> None:
        for table in TABLES:
            expected = [
                (row_id, value) for row_id, (where, value) in self.model.items() if where == table
            ]
            assert list(self.vault.all(table)) == expected

    def teardown(self) -> None:
        self.vault.close()
        self.folder.cleanup()


TestVaultAgainstADictionary: Any = VaultMachine.TestCase
TestVaultAgainstADictionary.settings = settings(max_examples=30, stateful_step_count=25)


def test_any_length_is_padded_to_a_power_of_two_and_back() -> None:
    for length in [*range(1_100), 4_092, 4_093, 65_532, 65_533]:
        padded = pad(b"\xff" * length)
        assert unpad(padded) == b"\xff" * length
        assert len(padded).bit_count() == 1
        assert len(padded) >= 512

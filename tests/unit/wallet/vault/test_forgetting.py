"""A proof that is dropped leaves nothing but the history."""

from pathlib import Path

import pytest

from livret_core.errors import Refused
from livret_wallet.refill_record import Refill
from livret_wallet.vault import holdings
from livret_wallet.vault.forgetting import forget_proof
from tests.keepsakes import BATCH, HISTORY, filled


def test_all_that_belongs_to_it_goes_and_nothing_else(tmp_path: Path) -> None:
    with filled(tmp_path / "wallet.vault") as vault:
        for row in vault.ids("refill"):
            vault.delete("refill", row)
        vault.put("refill", None, Refill(batch_id="batch", next_s=1).format())
        vault.put("refill", None, Refill(batch_id="paper", next_s=1).format())
        assert forget_proof(vault, BATCH) == 2
        assert {each.id for each in holdings.batches(vault)} == {"old", "paper"}
        assert {each.id for _, each in holdings.pickups(vault)} == {"older", "begun"}
        assert len(vault.ids("key")) == 4
        assert [Refill.parse(value).batch_id for _, value in vault.all("refill")] == ["paper"]
        assert len(holdings.history(vault)) == len(HISTORY)
        with pytest.raises(Refused) as caught:
            forget_proof(vault, BATCH)
        assert caught.value.code == "vault.row_unknown"

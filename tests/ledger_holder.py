"""A wallet that believes a ledger, and a town of it that hands back a proof: without commands.

holder = LedgerHolder(tmp_path)          # believes the ledger, all is published
holder.receive()                         # the proof, and whether its status was checked
holder.refusal(territory="fr-insee:1")   # outcome and code of one that is not kept
"""

from pathlib import Path
from typing import Any

import pytest

from livret_core.errors import LivretError
from livret_core.ledger.trusting import Trusted, recall
from livret_wallet.gather import Folder
from livret_wallet.records import HeldBatch
from livret_wallet.service import Wallet
from livret_wallet.vault import Vault
from livret_wallet.vault.ledgers import Ledgers
from tests.cheap_words import CHEAP
from tests.ledger_files import LedgerFiles
from tests.on_ledger import Desk


class LedgerHolder:
    """A wallet, and what it reads."""

    def __init__(self, root: Path, *, believes: bool = True, desk: Desk | None = None) -> None:
        self.files = LedgerFiles(root, desk)
        self.files.publish()
        self.vault = Vault.create(root / "wallet.vault", b"cheap", kdf=CHEAP)
        self.wallet = Wallet(self.vault)
        self.ledgers = Ledgers(self.vault)
        if believes:
            first = self.files.desk.seen.first
            self.ledgers.keep(recall((first,), since_s=self.files.now_s, head=None))

    @property
    def trusted(self) -> Trusted:
        """The ledger, as the vault has it now."""
        [one] = self.ledgers.known()
        return one

    def receive(self, *, handover: Any = None, **changes: Any) -> tuple[HeldBatch, bool]:
        """Ask, be answered, receive; *changes* are the town's."""
        now_s = self.files.now_s
        request = self.wallet.request(handover or self.files.handover(), copies=2, now_s=now_s)
        answer = self.files.answer(request, **changes)
        return self.wallet.receive(answer, Folder(self.files.published), now_s=now_s)

    def refusal(self, **changes: Any) -> tuple[str, str]:
        """Outcome and code of a proof that is not kept."""
        with pytest.raises(LivretError) as caught:
            self.receive(**changes)
        assert self.wallet.batches() == []
        return caught.value.branch, caught.value.code

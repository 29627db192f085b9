"""The citizen's vault: records under a passphrase, in one file that shows nothing of them.

``docs/spec/vault.md`` has the format byte for byte and what it does not defend.
"""

from livret_wallet.vault.layout import RowId, Table
from livret_wallet.vault.vault import Vault

__all__ = ["RowId", "Table", "Vault"]

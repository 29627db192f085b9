"""A vault that opens at once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from livret_core.sealing import KdfParameters
from livret_wallet.vault import Vault

QUICK: Final = KdfParameters(passes=1, memory_kib=8)
PASSPHRASE: Final = b"five words of a poem"


@pytest.fixture
def vault_path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "wallet.vault"


@pytest.fixture
def vault(vault_path: Path) -> Iterator[Vault]:
    with Vault.create(vault_path, PASSPHRASE, kdf=QUICK) as made:
        yield made


@pytest.fixture
def reopen(vault_path: Path, vault: Vault) -> Callable[[], Vault]:
    """Close the vault and open it again."""

    def again() -> Vault:
        vault.close()
        return Vault.open(vault_path, PASSPHRASE, floor=QUICK)

    return again

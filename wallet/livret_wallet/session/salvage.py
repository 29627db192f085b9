"""A damaged wallet: how much of it still opens. It is read alone; saving it is `livret wallet doctor`."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self, final

from livret_core.errors import LivretError
from livret_core.sealing import FLOOR, KdfParameters
from livret_wallet.vault import Table, Vault
from livret_wallet.vault.layout import TABLES

#: What says that a wallet is damaged, and not that its passphrase is another.
DAMAGED: Final = frozenset({"vault.malformed", "vault.altered", "vault.record"})


@final
@dataclass(frozen=True, slots=True)
class Salvage:
    """What still opens.

    Attributes:
        tables: of each that has something in it: how much opens, and how much there is.
        is_lock_old: whether the lock is not the one that was written last.
        has_log: whether a change was being written, and was not looked at.
    """

    tables: tuple[tuple[Table, int, int], ...]
    is_lock_old: bool = False
    has_log: bool = False

    @classmethod
    def of(cls, path: Path, passphrase: bytes, *, floor: KdfParameters = FLOOR) -> Self:
        """Look at a vault that does not open.

        Raises:
            MalformedInput, Refused, Unavailable: as
                :func:`livret_wallet.vault.rescuing.rescue`, where nothing of it opens.
        """
        from livret_wallet.vault.rescuing import rescue

        found = rescue(path, passphrase, floor=floor)
        opens = Counter(table for table, _ in found.rows)
        return cls(_counted(opens, Counter(found.lost)), found.is_lock_old, found.has_log)

    @classmethod
    def of_open(cls, vault: Vault) -> Self:
        """Look at a vault that opened, and of which something could not be read."""
        opens: Counter[Table] = Counter()
        lost: Counter[Table] = Counter()
        for table in TABLES:
            for row in vault.ids(table):
                try:
                    vault.get(table, row)
                except LivretError:
                    lost[table] += 1
                else:
                    opens[table] += 1
        return cls(_counted(opens, lost))


def looked(salvage: Callable[[bytes], Salvage], passphrase: bytes) -> Salvage | None:
    """Look at a vault that does not open.

    Returns:
        What opens, which may be nothing at all; None where nobody can say, for want of memory
        or because the passphrase is another.
    """
    try:
        return salvage(passphrase)
    except LivretError as error:
        return Salvage(()) if error.code in DAMAGED else None


def _counted(opens: Counter[Table], lost: Counter[Table]) -> tuple[tuple[Table, int, int], ...]:
    return tuple(
        (table, opens[table], opens[table] + lost[table])
        for table in TABLES
        if opens[table] + lost[table]
    )

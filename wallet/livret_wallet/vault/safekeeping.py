"""An open vault's recovery words and backups; and a backup, opened. Files are the caller's.

kept = Safekeeping(vault)
recovery = kept.words(now_s=…)                         made at the first call, the same after
raw = kept.back_up(recovery.entropy-or-passphrase, …)   a file to be written somewhere
kept.note_backed_up(now_s=…)                            once it is
restored = plan(open_backup(raw, secrets), now_s=…)
make_filled(path, passphrase, restored.rows)
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final, final

from livret_core.errors import Refused
from livret_core.sealing import FLOOR, MODERATE, KdfParameters
from livret_core.words import Language
from livret_wallet.backup import choosing, recovery_words, sealed
from livret_wallet.backup.contents import Contents
from livret_wallet.backup.sealed import SealedBackup
from livret_wallet.records import HistoryEntry
from livret_wallet.recovery_record import ENTROPY_BYTES, Recovery
from livret_wallet.vault import Vault, holdings
from livret_wallet.vault.filling import rows_of


@final
class Safekeeping:
    """What an open vault keeps for the day it is lost."""

    def __init__(self, vault: Vault, *, random: Callable[[int], bytes] = os.urandom) -> None:
        """Take a vault that is open."""
        self._vault: Final = vault
        self._random: Final = random

    def recovery(self) -> Recovery | None:
        """Give what the words of the recovery sheet stand for, if there is a sheet."""
        found = holdings.recovery(self._vault)
        return None if found is None else found[1]

    def words(self, *, now_s: int, anew: bool = False) -> Recovery:
        """Give what the words stand for; draw it where there is none yet, or *anew*.

        What was sealed under older words opens with those.
        """
        found = holdings.recovery(self._vault)
        if found is not None and not anew:
            return found[1]
        made = Recovery(self._random(ENTROPY_BYTES), now_s)
        self._vault.put("recovery", None if found is None else found[0], made.format())
        return made

    def asked(self) -> tuple[int, int]:
        """Draw which two words of the sheet to ask for."""
        return recovery_words.positions(self._random(2))

    def five_words(self, language: Language) -> tuple[str, ...]:
        """Draw five words for a passphrase."""
        return recovery_words.five_words(self._random(recovery_words.FIVE_BYTES), language)

    def confirm(self, *, now_s: int) -> None:
        """Note that somebody read words of the sheet as they are."""
        found = holdings.recovery(self._vault)
        if found is not None:
            checked = replace(found[1], checked_at_s=now_s)
            self._vault.put("recovery", found[0], checked.format())

    def back_up(
        self,
        passphrase: bytes | None,
        *,
        with_keys: bool,
        now_s: int,
        kdf: KdfParameters = MODERATE,
    ) -> bytes:
        """Make a backup's file.

        Args:
            passphrase: of its own; None for the recovery words, which must be there.
            with_keys: whether what proofs are shown with goes into it.
            now_s: seconds since 1970.
            kdf: what a guess at the secret shall cost.

        Raises:
            MalformedInput: ``input.too_large``. Refused: ``vault.passphrase_empty``,
                ``vault.altered``, ``vault.row_unknown`` without words.
            Unavailable: ``vault.memory``, ``vault.storage``.
        """
        choose = choosing.with_keys if with_keys else choosing.without_keys
        content = choose(rows_of(self._vault), now_s=now_s).format()
        secret, recovery = passphrase, self.recovery()
        if secret is None:
            if recovery is None:
                raise Refused("vault.row_unknown", "no recovery words")
            secret = recovery_words.passphrase_of(recovery.entropy)
        made = sealed.seal(
            content,
            secret,
            under="words" if passphrase is None else "passphrase",
            random=self._random(sealed.RANDOM_BYTES),
            kdf=kdf,
        )
        return made.format()

    def note_backed_up(self, *, now_s: int) -> None:
        """Note in the history that a backup was written."""
        self._vault.put("history", None, HistoryEntry(now_s, "backed_up", "").format())


def open_backup(
    backup: SealedBackup, secrets: Iterable[bytes], *, floor: KdfParameters = FLOOR
) -> Contents:
    """Open a backup with the first of *secrets* that fits.

    Raises:
        MalformedInput: ``backup.malformed``. Refused: ``backup.secret``, ``vault.weak_kdf``,
            ``vault.passphrase_empty``. Unavailable: ``vault.memory``.
    """
    refused = Refused("backup.secret", under=backup.under)
    for secret in secrets:
        try:
            return Contents.parse(backup.unseal(secret, floor=floor))
        except Refused as error:
            if error.code != "backup.secret":
                raise
            refused = error
    raise refused

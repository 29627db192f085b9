"""A wallet in the making: nothing of it is on a disk until all of it is, and all goes if it ends."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, final

from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger.six_words import Match
from livret_core.ledger.trusting import Unconfirmed, considered
from livret_core.sealing import MODERATE, KdfParameters
from livret_wallet import settings
from livret_wallet.backup import choosing, sealed
from livret_wallet.records import HistoryEntry
from livret_wallet.recovery_record import ENTROPY_BYTES, Recovery
from livret_wallet.session.trusting import versions_of
from livret_wallet.settings import Settings
from livret_wallet.trust_record import format as format_trust
from livret_wallet.vault.filling import make_filled
from livret_wallet.vault.layout import Table

if TYPE_CHECKING:
    from livret_core.https_uri import HttpsUri
    from livret_core.ledger.trusting import Trusted
    from livret_wallet.session.opened import Reach

VAULT: Final = "wallet.vault"


@final
class Founding:
    """What there will be once somebody has answered everything. Use it in a ``with`` statement.

    Files that were written beside the wallet, for its recovery, are removed again where it ends
    without :meth:`make`: by an error, by Ctrl-C, by a no.
    """

    def __init__(
        self,
        home: Path,
        *,
        beside: Path,
        clock: Callable[[], int],
        reach: "Reach",
        random: Callable[[int], bytes],
        write: Callable[[Path, bytes], None],
        kdf: KdfParameters = MODERATE,
    ) -> None:
        """Begin with nothing.

        Args:
            home: the folder of the wallet; it need not be there.
            beside: the folder for what is written for its recovery.
            clock: gives seconds since 1970.
            reach: the way to the network.
            random: gives that many random bytes.
            write: writes a file that is not there yet.
            kdf: what a guess at a passphrase shall cost.
        """
        self.home = home
        self.beside = beside
        self.contacted: list[str] = []
        self.is_made = False
        self.recovery: Recovery | None = None
        self.random: Final = random
        self._clock: Final = clock
        self._reach: Final = reach
        self._write: Final = write
        self._kdf: Final = kdf
        self._trusted: Trusted | None = None
        self._backed_up_s: int | None = None
        self._written: list[Path] = []

    @property
    def now_s(self) -> int:
        """The time, in seconds since 1970."""
        return self._clock()

    @property
    def is_writable(self) -> bool:
        """Whether the wallet can be made where it is to lie, as far as can be seen beforehand."""
        places = (self.home, *self.home.parents)
        there = next((each for each in places if os.path.lexists(each)), None)
        return there is not None and os.access(there, os.W_OK | os.X_OK)

    def look_up(self, place: "Path | HttpsUri") -> Unconfirmed:
        """Read the trust roots of a file or an address; nobody believes them yet.

        Raises:
            MalformedInput, Refused, Unavailable: as :mod:`livret_wallet.client.trust_roots` and
                :func:`livret_core.ledger.trusting.considered`.
        """
        if not isinstance(place, Path) and place.host not in self.contacted:
            self.contacted.append(place.host)
        versions = versions_of(place, self._reach)
        found = considered(versions, (), now_s=self.now_s, by_words=True)
        if not isinstance(found, Unconfirmed):
            raise AssertionError("nothing was believed before")  # noqa: TRY004
        return found

    def believe(self, found: Unconfirmed, match: Match) -> None:
        """Take it that the words are those of the sheet.

        Raises:
            Refused: ``trust.words``. Unavailable: ``trust.sheet_old``.
        """
        self._trusted = found.confirm(match, now_s=self.now_s)

    def words(self) -> Recovery:
        """Draw what the words of a recovery sheet stand for, once."""
        if self.recovery is None:
            self.recovery = Recovery(self.random(ENTROPY_BYTES), self.now_s)
        return self.recovery

    def words_were_read(self) -> None:
        """Note that somebody read words of the sheet as they are."""
        made = self.words()
        self.recovery = Recovery(made.entropy, made.made_at_s, self.now_s)

    def write(self, path: Path, content: bytes) -> None:
        """Write a file beside the wallet; errors as the function that writes it."""
        try:
            self._write(path, content)
        except LivretError:
            raise  # before it was there
        except BaseException:
            self._written.append(path)  # interrupted: it may be there already
            raise
        self._written.append(path)

    def back_up(self, path: Path, passphrase: bytes) -> None:
        """Write what is known so far as a backup under a passphrase of its own.

        Raises:
            Refused: ``vault.passphrase_empty``. Unavailable: ``vault.memory``; as :meth:`write`.
        """
        at_s = self.now_s
        content = choosing.without_keys(self._rows(), now_s=at_s).format()
        made = sealed.seal(
            content,
            passphrase,
            under="passphrase",
            random=self.random(sealed.RANDOM_BYTES),
            kdf=self._kdf,
        )
        self.write(path, made.format())
        self._backed_up_s = at_s

    def make(self, passphrase: bytes, chosen: Settings) -> None:
        """Make the wallet, whole or not at all.

        Raises:
            Refused: ``vault.exists``. Unavailable: ``home.unavailable``, ``vault.memory``,
                ``vault.storage``.
        """
        vault, file = self.home / VAULT, self.home / settings.FILE
        folders = [each for each in (self.home, *self.home.parents) if not each.exists()]
        before = settings.read(self.home) if file.exists() else None
        if os.path.lexists(vault):
            raise Refused("vault.exists")
        try:
            _make_folder(self.home)
            settings.write(self.home, chosen)
            # Last, and by itself whole or not at all: from now on there is a wallet.
            make_filled(vault, passphrase, self._rows(), kdf=self._kdf)
        except BaseException:
            if not os.path.lexists(vault):
                vault.with_name(f"{VAULT}.lock").unlink(missing_ok=True)
                file.unlink(missing_ok=True)
            if before is not None:
                settings.write(self.home, before)
            for folder in folders:
                with suppress(OSError):
                    folder.rmdir()
            raise
        self.is_made = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for path in () if self.is_made else self._written:
            path.unlink(missing_ok=True)

    def _rows(self) -> list[tuple[Table, bytes]]:
        rows: list[tuple[Table, bytes]] = []
        if self._trusted is not None:
            rows.append(("trust", format_trust(self._trusted)))
        if self.recovery is not None:
            rows.append(("recovery", self.recovery.format()))
        if self._backed_up_s is not None:
            rows.append(("history", HistoryEntry(self._backed_up_s, "backed_up", "").format()))
        return rows


def _make_folder(home: Path) -> None:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable("vault.storage", error.strerror or "") from None

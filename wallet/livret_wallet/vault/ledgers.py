"""The ledgers that a wallet believes, each a row of the table *trust*."""

from collections.abc import Iterator
from typing import Final, final

from livret_core.ledger.head import Head
from livret_core.ledger.trusting import Trusted
from livret_wallet import trust_record
from livret_wallet.vault import RowId, Vault


@final
class Ledgers:
    """What an open vault keeps of the public ledgers that its owner believes."""

    most: Final = None

    def __init__(self, vault: Vault) -> None:
        self._vault: Final = vault

    def known(self) -> list[Trusted]:
        """Every believed ledger, in the order their words were confirmed.

        Raises:
            MalformedInput: ``vault.record``, ``vault.malformed``.
            Refused: ``vault.altered``. Unavailable: ``vault.storage``.
        """
        return sorted((trusted for _, trusted in self._rows()), key=lambda each: each.since_s)

    def keep(self, trusted: Trusted) -> None:
        """Keep a ledger, in place of what was kept of it before; errors as :meth:`known`."""
        with self._vault.transaction():
            row = next((row for row, each in self._rows() if each.origin == trusted.origin), None)
            self._vault.put("trust", row, trust_record.format(trusted))

    def saw(self, origin: str, head: Head) -> None:
        """Remember a head that was believed after the one that is kept; errors as :meth:`known`.

        Something else may have looked meanwhile: what that kept stays, since this head was not
        held against it. The next one is.
        """
        with self._vault.transaction():
            for row, each in list(self._rows()):
                if each.origin == origin and each.remembered == head.after:
                    self._vault.put("trust", row, trust_record.format(each.saw(head)))

    def doubt(self, doubtful: Trusted) -> None:
        """Remember what else was shown of a ledger, and of its heads what is kept; errors as :meth:`known`."""
        doubt = doubtful.doubt
        with self._vault.transaction():
            for row, each in list(self._rows()):
                if doubt is not None and each.origin == doubtful.origin:
                    shown = each.was_shown(doubt.code, at_s=doubt.at_s)
                    self._vault.put("trust", row, trust_record.format(shown))

    def forget(self, origin: str) -> None:
        """Drop a ledger and what was seen of it; errors as :meth:`known`."""
        with self._vault.transaction():
            for row, trusted in list(self._rows()):
                if trusted.origin == origin:
                    self._vault.delete("trust", row)

    def _rows(self) -> Iterator[tuple[RowId, Trusted]]:
        for row, value in self._vault.all("trust"):
            yield row, trust_record.parse(value)

"""What a town hall says about itself from now on: where it is reached, and by which rules it acts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, final

from livret_core.credential import catalogue
from livret_core.https_uri import HttpsUri
from livret_issuer.pickup.acting import StandingWord
from livret_issuer.service.shelving import hall_now, keep_hall
from livret_issuer.store import Home, Store


@final
class OwnRules:
    """One town hall's rules; each change of them is in its audit log."""

    def __init__(self, home: Home, store: Store) -> None:
        """Take a home, and the records that its changes are noted in."""
        self._home: Final = home
        self._store: Final = store

    def set_address(self, url: HttpsUri, *, now_s: int) -> None:
        """Say where wallets reach this town hall, from now on.

        Raises:
            MalformedInput: ``input.https_uri`` for what no issuer can be called.
        """
        with self._store.transaction() as transaction:
            hall = replace(hall_now(self._home, transaction), url=url)
            transaction.note("address", url.text, at_s=now_s)
            keep_hall(self._home, transaction, hall)

    def set_counter(self, word: StandingWord | None, *, now_s: int) -> None:
        """Say what was seen at the counter where a program that offers says nothing; None for no more.

        Each offer made so says in the audit log that no clerk said it.
        """
        with self._store.transaction() as transaction:
            hall = replace(hall_now(self._home, transaction), counter=word)
            said = "none" if word is None else " ".join(map(str, word.format().values()))
            transaction.note("counter", said, at_s=now_s)
            keep_hall(self._home, transaction, hall)

    def set_four_eyes(self, types: Sequence[str], *, now_s: int) -> None:
        """Say of which types nothing is signed without a second clerk, of what is offered from now on.

        Raises:
            MalformedInput: ``type.unknown`` and what else finding a type raises.
        """
        names = sorted({catalogue.find(each).name for each in types})
        with self._store.transaction() as transaction:
            hall = replace(hall_now(self._home, transaction), four_eyes=tuple(names))
            transaction.note("four-eyes", " ".join(names), at_s=now_s)
            keep_hall(self._home, transaction, hall)

"""Status lists are signed and published: a town hall's own, and those of whom it goes on for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from livret_core import limits
from livret_core.encoding.json import JsonObject
from livret_core.https_uri import HttpsUri
from livret_core.ledger.state import did_name
from livret_core.status.bits import StatusList
from livret_core.status.token import sign
from livret_issuer.hall_document import fragment_of
from livret_issuer.identity import TownHall
from livret_issuer.operations import may_sign_lists
from livret_issuer.predecessors import Predecessor
from livret_issuer.service.shelving import put_up, read
from livret_issuer.status_lists import (
    LIST_BITS,
    LIST_ENTRIES,
    LIST_LIFE_S,
    LIST_TTL_S,
    is_signed_since,
    list_issued_at_s,
)
from livret_issuer.store import Home, IssuerKeys, Lists, Transaction


class ListPublishing:
    """Signs lists with one town hall's keys. Who calls it holds the record."""

    def __init__(self, home: Home, hall: TownHall, keys: IssuerKeys) -> None:
        self._home: Final = home
        self._hall: Final = hall
        self._keys: Final = keys

    def all(self, transaction: Transaction, of: Predecessor | None, now_s: int) -> tuple[Path, ...]:
        """Sign and publish each list as it stands, one's own or those of a predecessor."""
        if of is not None:
            return tuple(self.inherited(transaction, of, now_s=now_s))
        return tuple(
            self.own(transaction, number, before_s=before_s, now_s=now_s)
            for number, before_s in transaction.lists().items()
        )

    def due(
        self, transaction: Transaction, *, since_s: int | None, now_s: int
    ) -> Iterator[tuple[int, int | None]]:
        """Give the lists that are signed between two commits, and when each was before.

        Not those of a key under suspicion: of these only one counts that a commit names (LEDGER
        §7), and another in its place would leave their copies with none until the next commit.

        Args:
            transaction: in which they are read.
            since_s: those that were signed since then are left out, too.
            now_s: seconds since 1970.
        """
        left = self.only_named(transaction) | self.taken_out(transaction)
        for number, before_s in transaction.lists().items():
            if number not in left and not is_signed_since(before_s, since_s, now_s=now_s):
                yield number, before_s

    def only_named(self, transaction: Transaction) -> frozenset[int]:
        """Say which lists count only as a commit names them: their key is under suspicion."""
        names = transaction.journal.suspected(self._hall.did.text)
        return frozenset(number for name in names for number in transaction.lists_under(name))

    def taken_out(self, transaction: Transaction) -> frozenset[int]:
        """Say which lists stay as they were published: their key is in the DID's document no more."""
        return frozenset(
            number
            for number in transaction.lists()
            if not self._may_sign(transaction, transaction.list_key(number))
        )

    def _may_sign(self, transaction: Transaction, key: str) -> bool:
        """Say whether a key still signs lists; read in the transaction in which it would."""
        if self._hall.ledger is None:
            return True
        did = self._hall.did.text
        return may_sign_lists(transaction.journal.on_ledger(did_name(did)), f"{did}#{key}")

    def inherited(
        self, transaction: Transaction, of: Predecessor, *, since_s: int | None = None, now_s: int
    ) -> Iterator[Path]:
        """Sign the lists of one whose DID this one's succeeded, each at its old address."""
        rows, key = transaction.inherited(of.did), fragment_of(self._hall.key_id)
        if not self._may_sign(transaction, key):
            return  # whoever has the key that took its place signs them
        for number, before_s in rows.lists().items():
            if is_signed_since(before_s, since_s, now_s=now_s):
                continue
            issued_at_s = list_issued_at_s(now_s, before_s=before_s)
            token = self._sign(rows, number, of.status_uri(number), key, issued_at_s)
            rows.list_published(number, at_s=issued_at_s)
            transaction.note("publish", f"list {number} of {of.did}", at_s=now_s)
            yield put_up(self._home, transaction, of.status_uri(number), token)

    def own(
        self, transaction: Transaction, number: int, *, before_s: int | None, now_s: int
    ) -> Path:
        """Sign and publish one list as it stands.

        Args:
            transaction: in which it is read; nobody changes it meanwhile.
            number: of the list.
            before_s: ``iat`` of the one it replaces, None for the first.
            now_s: seconds since 1970.
        """
        issued_at_s = list_issued_at_s(now_s, before_s=before_s)
        uri = self._hall.status_uri(number)
        # A list is signed with the key of its copies to its end, whichever came after it.
        key = transaction.list_key(number)
        if key not in self._keys.credentials or not self._may_sign(transaction, key):
            # Lost with the machine that had it, or taken out: the list stays as it was published.
            return self._home.place_of(uri)
        token = self._sign(transaction, number, uri, key, issued_at_s)
        transaction.list_published(number, at_s=issued_at_s)
        transaction.note("publish", f"list {number}", at_s=now_s)
        return put_up(self._home, transaction, uri, token)

    def begin(self, transaction: Transaction, number: int, *, now_s: int) -> None:
        """Begin a list, and publish it before any copy points to it: at once, or not at all.

        If the transaction fails, an empty list was published, and gives way to the next one begun.

        Raises:
            Unavailable: ``home.unavailable``.
        """
        self.own(transaction, number, before_s=None, now_s=now_s)
        uri = self._hall.status_uri(number)
        self._home.publish(uri, read(self._home, transaction, uri, limits.STATUS_TOKEN_BYTES))

    def _named(self, key: str) -> JsonObject:
        """Say which key signs: by DID, and by certificate too where it has one (HAIP 1.0 §6.1)."""
        kid, certified = f"{self._hall.did.text}#{key}", self._hall.certified
        if certified is None or certified.key_id != kid:
            return {"kid": kid}
        return {"kid": kid, "x5c": certified.chain.format_x5c()}

    def _sign(self, rows: Lists, number: int, uri: HttpsUri, key: str, issued_at_s: int) -> bytes:
        statuses = StatusList.of(
            LIST_ENTRIES,
            bits=LIST_BITS,
            statuses={index: int(status) for index, status in rows.statuses(number).items()},
        )
        return sign(
            statuses,
            self._keys.credentials[key],
            uri=uri,
            issued_at_s=issued_at_s,
            expires_at_s=issued_at_s + LIST_LIFE_S,
            ttl_s=LIST_TTL_S,
            header=self._named(key),
        ).encode("ascii")

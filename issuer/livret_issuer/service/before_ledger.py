"""What everything that a town hall puts on the public ledger is made with: its keys, its log, its journal."""

from collections.abc import Callable
from typing import Final

from livret_core import limits
from livret_core.dids import webvh
from livret_core.dids.key import DidKey
from livret_core.dids.webvh import VerifiedLog
from livret_core.encoding.json import JsonObject
from livret_core.errors import Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import Ed25519Signer
from livret_core.ledger import draft as drafts
from livret_core.ledger.daily import NamedDigest
from livret_core.ledger.operation import Draft, Operation, Signature
from livret_core.ledger.rules.dids import CLOCK_LAG_S
from livret_core.ledger.state import did_name
from livret_issuer.hall_document import fragment_of
from livret_issuer.identity import TownHall
from livret_issuer.operations import gave_way, next_draft
from livret_issuer.predecessors import Predecessor
from livret_issuer.records import StoredOperation
from livret_issuer.service.days import list_digests
from livret_issuer.service.shelving import read
from livret_issuer.store import Home, IssuerKeys, Store, Transaction


class BeforeLedger:
    """One town hall before the public ledger; what it does there are the classes built on this."""

    def __init__(
        self,
        home: Home,
        hall: TownHall,
        keys: IssuerKeys,
        store: Store,
        publish_lists: Callable[[Transaction, Predecessor | None, int], object],
    ) -> None:
        """Take up work; :meth:`livret_issuer.service.Office.on_ledger` does it.

        Args:
            home: where the town hall keeps what is its own.
            hall: who it is.
            keys: what it signs with.
            store: its record.
            publish_lists: publishes its lists, or those that it took over of another.

        Raises:
            Refused: ``home.no_ledger``.
        """
        if hall.ledger is None:
            raise Refused("home.no_ledger")
        self.hall: Final = hall
        self._home: Final = home
        self._keys: Final = keys
        self._store: Final = store
        self._publish_lists: Final = publish_lists
        self._record: Final = did_name(hall.did.text)

    def took_back(self, operation: Operation) -> bool:
        """Say whether an operation was made with a recovery key, to take this identity back."""
        with self._store.transaction() as transaction:
            return transaction.journal.is_recovery(operation.id)

    def _next(self, kind: str, body: JsonObject, last: StoredOperation | None, now_s: int) -> Draft:
        return next_draft(self.hall, kind, self.hall.did.text, body, last=last, now_s=now_s)

    @property
    def _operation_key(self) -> Ed25519Signer:
        key = self._keys.operations.get(fragment_of(self.hall.operation_key_id))
        if key is None:
            # Built anew: the key that signs is in an entry that the ledger does not have yet.
            raise Refused("home.operation_open", type="did.update")
        return key

    def _own(self, draft: Draft) -> Signature:
        kid = self.hall.operation_key_id
        return draft.sign(self._operation_key, by=self.hall.did.text, key_id=kid)

    def _by_recovery(self, draft: Draft, recovery: Ed25519Signer) -> Signature:
        kid = DidKey.of(recovery.public_key).verification_method
        return draft.sign(recovery, by=self.hall.did.text, key_id=kid)

    def _signed_now(self, transaction: Transaction, operation: Operation) -> Operation:
        """Give an operation that is open as it is to be handed in: a key may have given way since.

        It stays the operation that it was, which is called by what it says.
        """
        keys = [each.key_id for each in operation.sigs if each.by == self.hall.did.text]
        if not any(gave_way(each, self.hall.operation_key_id) for each in keys):
            return operation
        draft = drafts.unsigned_of(operation)
        signed = draft.signed([self._own(draft)])
        transaction.journal.sign_again(signed)
        return signed

    def _note(
        self, transaction: Transaction, operation: Operation, record: str, now_s: int
    ) -> None:
        transaction.journal.add(operation, record, at_s=now_s)
        transaction.note("operation", f"{operation.type} {operation.id}", at_s=now_s)

    def _list_digests(self, transaction: Transaction, now_s: int) -> list[NamedDigest]:
        """Publish every list anew, and name it."""
        self._publish_lists(transaction, None, now_s)
        return list_digests(self._home, transaction, self.hall.status_uri, transaction, now_s=now_s)

    def _lines(self, transaction: Transaction) -> list[bytes]:
        return self._raw_log(transaction).splitlines()

    def _raw_log(self, transaction: Transaction) -> bytes:
        uri = HttpsUri.parse(self.hall.did.log_url)
        return read(self._home, transaction, uri, limits.DID_LOG_BYTES)

    def _log(self, transaction: Transaction, *, now_s: int) -> VerifiedLog:
        return webvh.verify_log(
            self._raw_log(transaction),
            self.hall.did,
            # The ledger takes an entry that is dated so far ahead; so must its owner.
            now_s=now_s + CLOCK_LAG_S,
        )

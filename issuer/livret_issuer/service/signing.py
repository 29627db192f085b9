"""Copies are signed, and all that is kept of them is recorded, in the caller's transaction."""

import os
from collections.abc import Set as AbstractSet
from typing import Final, final

from livret_core.credential import catalogue
from livret_core.credential.issuer import Profile
from livret_core.errors import Refused
from livret_core.ledger.issuance import SALT_BYTES as LEAF_SALT_BYTES
from livret_core.ledger.state import did_name
from livret_core.openid4vci.key_proof import HolderKey
from livret_core.openid4vci.messages import CredentialResponse
from livret_core.sdjwt.conceal import DIGEST_BYTES
from livret_core.sdjwt.disclosure import SALT_BYTES
from livret_core.status import assignment
from livret_core.status.token import StatusReference
from livret_issuer import daily
from livret_issuer.hall_document import fragment_of
from livret_issuer.handing import ends_at_s, prepare_copies
from livret_issuer.identity import TownHall
from livret_issuer.operations import check_acts, check_not_ended, check_not_over, check_signs
from livret_issuer.records import Slot, StoredHandover
from livret_issuer.rights import check_read
from livret_issuer.service.days import random_values
from livret_issuer.service.publishing import ListPublishing
from livret_issuer.status_lists import LIST_ENTRIES, has_room
from livret_issuer.store import IssuerKeys, Transaction


@final
class Signing:
    """One town hall's way of making copies, whichever way they were asked for."""

    def __init__(
        self, hall: TownHall, keys: IssuerKeys, lists: ListPublishing, *, list_capacity: int
    ) -> None:
        self._hall: Final = hall
        self._keys: Final = keys
        self._lists: Final = lists
        self._list_capacity: Final = list_capacity

    def check_may_sign(self, transaction: Transaction, *, now_s: int) -> None:
        """Check that the ledger has this town hall and the key that signs, and has not ended it.

        Raises:
            Refused: ``home.not_registered``, ``home.operation_open``, ``home.ended``.
            Unavailable: ``home.key_unread``.
        """
        self.check_key(transaction)
        if self._hall.ledger is not None:
            last = transaction.journal.last(did_name(self._hall.did.text))
            check_acts(last)
            check_not_over(last, self._hall.key_id, now_s=now_s)
            check_read(self._hall.key_from_s, is_read=self._hall.is_key_read, now_s=now_s)

    def check_key(self, transaction: Transaction) -> None:
        """Check that the key that signs is at hand, and the one that the ledger has.

        It is read from the record, in the transaction in which it signs: a key that gave way is
        not used by a process that has not heard of it, on whichever machine.

        Raises:
            Refused: ``home.operation_open``.
        """
        if fragment_of(self._hall.key_id) not in self._keys.credentials:
            # Built anew: the key that signs is in an entry that the ledger does not have yet.
            raise Refused("home.operation_open", type="did.update")
        if self._hall.ledger is not None:
            on_ledger = transaction.journal.on_ledger(did_name(self._hall.did.text))
            check_signs(on_ledger, self._hall.key_id)

    def check_not_ended(self, transaction: Transaction) -> None:
        """Check that this town hall has not ended its DID; ``home.ended``."""
        if self._hall.ledger is not None:
            check_not_ended(transaction.journal.last(did_name(self._hall.did.text)))

    def sign(
        self,
        transaction: Transaction,
        handover: StoredHandover,
        keys: tuple[HolderKey, ...],
        *,
        request_sha256: bytes,
        now_s: int,
        profile: Profile = "did",
    ) -> CredentialResponse:
        """Sign a copy for each key, give each a slot, and note that the hand-over was used.

        Nothing of it is so before the caller's transaction ends: not a slot is taken by what
        was not signed, and nothing is signed without one.

        Args:
            transaction: in which the hand-over was read.
            handover: unused.
            keys: that proofs showed to be held.
            request_sha256: of the request, to know it again.
            now_s: seconds since 1970.
            profile: how the town hall names itself in them.

        Raises:
            Refused: as :meth:`check_may_sign` and :func:`prepare_copies`;
                ``status.exhausted``.
            Unavailable: ``home.key_unread``.
        """
        self.check_may_sign(transaction, now_s=now_s)
        number, taken = self._list_with_room(transaction, len(keys), now_s=now_s)
        indexes = assignment.assign(
            len(keys),
            entries=LIST_ENTRIES,
            taken=taken,
            seed=os.urandom(assignment.SEED_BYTES),
        )
        uri = self._hall.status_uri(number)
        unsigned = prepare_copies(
            self._hall,
            handover,
            keys,
            tuple(StatusReference(index, uri) for index in indexes),
            now_s=now_s,
            salts=random_values(SALT_BYTES),
            decoys=random_values(DIGEST_BYTES),
            profile=profile,
        )
        signer = self._keys.credentials[fragment_of(self._hall.key_id)]
        code = handover.code
        response = CredentialResponse(
            code, tuple(copy.assemble(signer.sign(copy.signing_input)) for copy in unsigned)
        )
        kind = catalogue.find(handover.vct)
        expires_at_s = ends_at_s(self._hall, kind, profile, now_s=now_s)
        transaction.add_copies(
            code, [Slot(number, index) for index in indexes], expires_at_s=expires_at_s
        )
        if self._hall.ledger is not None:
            transaction.journal.add_dated(
                daily.to_count(
                    code,
                    response.credentials,
                    salts=random_values(LEAF_SALT_BYTES),
                    signed_at_s=now_s,
                    expires_at_s=expires_at_s,
                )
            )
        transaction.use_handover(
            code, request_sha256=request_sha256, response=response.format(), at_s=now_s
        )
        transaction.note("issue", str(code), at_s=now_s)
        return response

    def _list_with_room(
        self, transaction: Transaction, count: int, *, now_s: int
    ) -> tuple[int, AbstractSet[int]]:
        """The list whose places are given out now; the next one when it is full."""
        key, first = fragment_of(self._hall.key_id), self._hall.list_places[-1].first
        open_list = transaction.list_under(key, first=first)
        if open_list is not None:
            taken = transaction.taken_slots(open_list)
            if has_room(len(taken), count, capacity=self._list_capacity):
                return open_list, taken
        number = transaction.last_list() + 1
        transaction.open_list(number, key=key)
        # A list that is not there cannot vouch for a copy.
        self._lists.begin(transaction, number, now_s=now_s)
        return number, frozenset()

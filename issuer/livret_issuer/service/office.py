"""The office: decisions from the pure modules, effects in one transaction each.

Whoever drives it (the command line today) passes the time in. Randomness is drawn
here, keys are used here, and nothing is decided here.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from livret_core.credential.types import CredentialType
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError
from livret_core.openid4vci.handover import Handover
from livret_core.openid4vci.messages import CredentialRequest, CredentialResponse
from livret_core.short_code import RANDOM_BYTES, ShortCode
from livret_issuer.hall_document import fragment_of
from livret_issuer.handing import (
    NONCE_BYTES,
    make_handover,
    standing_claims,
    to_store,
)
from livret_issuer.identity import TownHall
from livret_issuer.people_seen import mark_of, people_key, who_is
from livret_issuer.pickup.going_on import check_by_file
from livret_issuer.pickup.secrets import PickupKeys
from livret_issuer.records import Answered, StoredHandover
from livret_issuer.service.certifying import Certifying
from livret_issuer.service.changing import Changing
from livret_issuer.service.counter import Counter
from livret_issuer.service.examining import Examined, examine
from livret_issuer.service.offering import SEED_BYTES, OfferedTogether
from livret_issuer.service.on_ledger import LedgerOffice
from livret_issuer.service.own_name import OwnName
from livret_issuer.service.own_rules import OwnRules
from livret_issuer.service.own_word import OwnWord
from livret_issuer.service.pickups import Pickups
from livret_issuer.service.publishing import ListPublishing
from livret_issuer.service.shelving import hall_now
from livret_issuer.service.signing import Signing
from livret_issuer.status_lists import LIST_ENTRIES
from livret_issuer.store import Home, IssuerKeys, KeysAtHand


class Office(Changing):
    """One town hall with its keys at hand."""

    def __init__(
        self,
        home: Home,
        hall: TownHall,
        keys: IssuerKeys,
        *,
        list_capacity: int = LIST_ENTRIES,
        at_hand: KeysAtHand | None = None,
    ) -> None:
        """Take up work in *home*.

        Args:
            home: where it keeps what is its own.
            hall: who it is.
            keys: what it signs with.
            list_capacity: places of a status list that are given out before the next
                list is begun, 1 to 2^17; a list has 2^17 whatever this says.
            at_hand: gives the keys that are made later; None for who does not stay open.
        """
        lists = ListPublishing(home, hall, keys)
        super().__init__(
            home,
            hall,
            home.store(hall.tenant, audit_key=keys.audit),
            lists,
            Signing(hall, keys, lists, list_capacity=list_capacity),
        )
        self._keys: Final = keys
        self._people_key: Final = people_key(keys.audit)
        self._pickup_keys: Final = PickupKeys.of(keys.audit, hall.tenant)
        self._list_capacity: Final = list_capacity
        self._at_hand: Final = at_hand

    @classmethod
    def open(cls, root: Path, passphrase: bytes, *, stays: bool = False) -> "Office":
        """Open a home, as whichever machine of this town hall kept last who it is.

        Args:
            root: its folder.
            passphrase: opens its keys.
            stays: whether keys that are made later are to be had as well.

        Raises:
            LivretError: as :meth:`Home.open` and :meth:`Home.read_keys`.
        """
        home = Home.open(root)
        at_hand = KeysAtHand(home, passphrase)
        hall, keys = home.read_hall(), at_hand.read()
        office = cls(home, hall, keys, at_hand=at_hand if stays else None)
        with office._store.transaction() as transaction:
            hall = hall_now(home, transaction)
        if hall == office.hall:
            return office
        office.close()
        return office._with(hall, keys)

    def as_of_now(self) -> "Office":
        """Give this town hall as its home has it now: other keys sign, once a recovery is noted."""
        hall = self.home.read_hall()
        if hall == self.hall or fragment_of(hall.key_id) not in self._keys.credentials:
            return self
        return self._with(hall, self._keys)

    def change_passphrase(self, old: bytes, new: bytes, *, now_s: int) -> None:
        """Seal the keys under another passphrase.

        It waits for whoever makes keys meanwhile: what they sealed would be lost.

        Raises:
            Refused: ``vault.passphrase``. Unavailable: ``home.unavailable``.
        """
        with self._store.transaction() as transaction:
            transaction.note("passphrase", "", at_s=now_s)
            self.home.change_keys(self.home.read_keys(old), new)

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def standing_claims(self, kind: CredentialType, *, now_s: int) -> JsonObject:
        """What this town hall says itself in each credential of a type made today."""
        return standing_claims(self.hall, kind, now_s=now_s)

    def offer(
        self,
        kind: CredentialType,
        claims: JsonObject,
        *,
        source: str,
        max_copies: int,
        valid_s: int,
        now_s: int,
        line: int | None = None,
    ) -> Handover:
        """Check what will be said, and keep a hand-over for it.

        Args:
            kind: the type.
            claims: of one person, the standing claims among them.
            source: name of the file they come from, without personal data.
            max_copies: how many copies may be asked for, 1 to 100.
            valid_s: seconds until the hand-over ends.
            now_s: seconds since 1970.
            line: where in that file they stand, counted from 1.

        Raises:
            MalformedInput: ``claims.*``, ``handover.malformed`` for a number of copies or
                an end that no hand-over can have. Refused: ``claims.*``, ``territory.*``,
                ``pickup.four_eyes``.
        """
        kind.check_claims(claims)
        kind.law.check_commune(claims, self.hall.communes)
        kind.check_dates(claims, now_s=now_s)
        check_by_file(kind.name, self.hall.four_eyes)
        handover = make_handover(
            self.hall,
            kind,
            code_random=os.urandom(RANDOM_BYTES),
            nonce_random=os.urandom(NONCE_BYTES),
            max_copies=max_copies,
            expires_at_s=now_s + valid_s,
            now_s=now_s,
        )
        with self._store.transaction() as transaction:
            stored = to_store(handover, claims, source=source, line=line, now_s=now_s)
            transaction.add_handover(replace(stored, person=self.mark_of(kind, claims)))
            transaction.note("offer", str(handover.code), at_s=now_s)
        return handover

    def offer_together(
        self, kind: CredentialType, *, source: str, max_copies: int, valid_s: int, now_s: int
    ) -> "OfferedTogether":
        """Begin hand-overs that come to be together; arguments as :meth:`offer`.

        Raises:
            Refused: ``pickup.four_eyes``.
        """
        check_by_file(kind.name, self.hall.four_eyes)
        return OfferedTogether(
            self._store,
            self.hall,
            kind,
            mark=partial(self.mark_of, kind),
            seed=os.urandom(SEED_BYTES),
            source=source,
            max_copies=max_copies,
            valid_s=valid_s,
            now_s=now_s,
            folder=self.home.root,
        )

    def people_offered(self, kind: CredentialType, *, now_s: int) -> Mapping[bytes, ShortCode]:
        """For whom a hand-over of a type is open: their marks, and its code."""
        with self._store.transaction() as transaction:
            return transaction.people_offered(kind.vct, now_s=now_s)

    def open_for(
        self, kind: CredentialType, claims: JsonObject, *, now_s: int
    ) -> list[StoredHandover]:
        """The hand-overs of a type that wait still for the person of these claims, oldest first."""
        person = self.mark_of(kind, claims)
        with self._store.transaction() as transaction:
            codes = transaction.open_for(kind.vct, person, now_s=now_s)
            return [transaction.handover(code) for code in codes]

    def mark_of(self, kind: CredentialType, claims: JsonObject) -> bytes:
        """The mark of the person whom claims are about, as the store knows people."""
        return mark_of(who_is(kind, claims), self._people_key)

    def known_handovers(self, codes: Sequence[ShortCode]) -> frozenset[ShortCode]:
        """Of which of these codes, some hundred at once, a hand-over was ever made here."""
        with self._store.transaction() as transaction:
            return transaction.known_handovers(codes)

    def issue(self, raw_request: bytes, *, now_s: int) -> CredentialResponse:
        """Answer a request, for whoever need not know whether it was answered before."""
        return self.answer(raw_request, now_s=now_s).response

    def examine(
        self,
        raw_request: bytes,
        *,
        now_s: int,
        answered: Mapping[ShortCode, bytes] | None = None,
    ) -> Examined:
        """Check a request as :meth:`answer` does, sign and record nothing.

        Whether a list has room for the copies, and whether the ledger's word on this town
        hall still stands, is seen when they are signed.

        Hand-overs in *answered* count as used, by the requests of those SHA-256.

        Raises:
            MalformedInput, Refused: as :meth:`answer`.
        """
        request = CredentialRequest.parse(raw_request)
        digest = hashlib.sha256(raw_request).digest()
        with self._store.transaction() as transaction:
            self._signing.check_not_ended(transaction)
            used_by = (answered or {}).get(request.code)
            return examine(
                transaction, self.hall, request, sha256=digest, now_s=now_s, used_by=used_by
            )

    def answer(self, raw_request: bytes, *, now_s: int) -> Answered:
        """Answer a request: the copies are signed and noted in one transaction.

        The same request again gets the same answer until the hand-over expires, so
        that a crash between the record and the delivery costs the person nothing. Any
        other request for a used hand-over is refused.

        Returns:
            The answer, and whether it is one that was given before.

        Raises:
            MalformedInput: ``issuance.malformed`` and what reading its parts raises.
            Refused: ``handover.*``, ``key_proof.*``, ``status.exhausted``, ``pickup.four_eyes``,
                ``home.not_registered`` when its ledger does not have it yet, ``home.ended``.
        """
        request = CredentialRequest.parse(raw_request)
        digest = hashlib.sha256(raw_request).digest()
        # Apart, so that a request that is refused does not bring back what it says.
        self._store.forget_expired(now_s)
        with self._store.transaction() as transaction:
            seen = examine(transaction, self.hall, request, sha256=digest, now_s=now_s)
            if seen.is_repeated and seen.handover.response is not None:
                response = CredentialResponse.parse(seen.handover.response)
                return Answered(response, is_repeated=True)
            response = self._signing.sign(
                transaction, seen.handover, seen.keys, request_sha256=digest, now_s=now_s
            )
            transaction.pickups.end(request.code, "cancelled", at_s=now_s)
        return Answered(response, is_repeated=False)

    def on_ledger(self) -> LedgerOffice:
        """What this town hall puts on the public ledger, as its home has it now.

        Raises:
            Refused: ``home.no_ledger``. Unavailable: ``home.unavailable``.
        """
        hall = self.home.read_hall()
        return LedgerOffice(self.home, hall, self._keys, self._store, self._lists.all)

    def rules(self) -> OwnRules:
        """What this town hall says about itself, and may say anew."""
        return OwnRules(self.home, self._store)

    def certifying(self) -> Certifying:
        """How it comes by a certificate."""
        return Certifying(self.home, self.hall, self._keys, self._store)

    def renewed(self) -> "Office":
        """The same town hall as its home says it is now, with the keys that are at hand.

        Where the key that signs now cannot be had (the passphrase is another by now), the old
        ones sign nothing that is new: see :meth:`check_key`.

        Raises:
            MalformedInput: ``home.malformed``. Unavailable: ``home.unavailable``.
        """
        keys = self._keys
        if self._at_hand is not None:
            with suppress(LivretError):
                keys = self._at_hand.read()
        return self._with(self.home.read_hall(), keys)

    def _with(self, hall: TownHall, keys: IssuerKeys) -> "Office":
        return Office(
            self.home, hall, keys, list_capacity=self._list_capacity, at_hand=self._at_hand
        )

    def check_key(self) -> None:
        """Check that the key that signs here is at hand, and the one that the ledger has.

        Raises:
            Refused: ``home.operation_open``. Unavailable: ``store.unavailable``.
        """
        with self._store.transaction() as transaction:
            self._signing.check_key(transaction)

    def own_word(self) -> OwnWord:
        """What this town hall says of itself to wallets."""
        return OwnWord(self.hall, self._keys, self._pickup_keys)

    def forget_expired(self, *, now_s: int) -> int:
        """Drop what is secret or personal of all that is over; says of how many hand-overs."""
        return self._store.forget_expired(now_s)

    def pickups(self) -> Pickups:
        """What wallets do with hand-overs over the network.

        Raises:
            Refused: ``pickup.no_address``.
        """
        return Pickups(self._store, self.hall, self._pickup_keys, self._signing)

    def counter(self, account: str | None = None) -> Counter:
        """What a clerk does with hand-overs that are picked up over the network.

        Args:
            account: of the machine, that the clerk works under, for the audit log.

        Raises:
            Refused: ``pickup.no_address``.
        """
        return Counter(self._store, self.hall, self._pickup_keys, self.mark_of, account)

    def own_name(self) -> OwnName:
        """What stands in this town hall's name on the public ledger, by whoever wrote it."""
        return OwnName(self.home, self.hall, self._store)

"""What wallets do with hand-overs over the network; a route calls one method each.

Each method is one transaction that reads, decides and writes. What is decided stands in
:mod:`livret_issuer.pickup`; randomness is drawn here. Nothing here knows HTTP: a route verifies
signatures of the transport (DPoP, encryption), and says what it saw in values.
"""

import os
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Final, final

from livret_core.credential.issuer import Profile
from livret_core.errors import Refused, Unavailable
from livret_core.ledger.dating import Dating
from livret_core.openid4vci.key_proof import KeyProof, check_batch
from livret_core.short_code import ShortCode
from livret_issuer.identity import TownHall
from livret_issuer.pickup import going_on, nonces, redeeming
from livret_issuer.pickup.addresses import issuer_of
from livret_issuer.pickup.records import (
    SIGNED,
    Ask,
    Handed,
    KeyShown,
    OpenedOffer,
    StoredPickup,
    Tokens,
    Waiting,
)
from livret_issuer.pickup.secrets import (
    PIN_DIGITS,
    PickupKeys,
    digest_of,
    is_same,
    keys_digest,
    notification_id,
    pre_authorized_code,
    transaction_id,
)
from livret_issuer.service import renewals
from livret_issuer.service.answers import Answers, proofs_of
from livret_issuer.service.days import dating_of
from livret_issuer.service.signing import Signing
from livret_issuer.service.tokens import PickupTokens
from livret_issuer.store import Store, Transaction


@final
class Pickups(PickupTokens):
    """One town hall, as wallets meet it."""

    def __init__(self, store: Store, hall: TownHall, keys: PickupKeys, signing: Signing) -> None:
        """Open up; ``pickup.no_address`` for a town hall without an address."""
        self._store: Final = store
        self._hall: Final = hall
        self._keys: Final = keys
        self._answers: Final = Answers(keys, signing)
        self._issuer: Final = issuer_of(hall.url)

    def open(self, code: ShortCode, *, now_s: int) -> OpenedOffer:
        """Show an offer to who has its link, or typed its code; as often as it is asked for.

        Raises:
            Refused: ``token.code`` for one that is not there, was used or is over;
                ``pickup.blocked``.
        """
        with self._store.transaction() as transaction:
            if (found := transaction.pickups.offered(code)) is None:
                raise Refused("token.code")
            pickup, handover = found
            draw = redeeming.check_open(pickup, handover, now_s=now_s)
            if pickup.stand == "open":
                transaction.pickups.keep(replace(pickup, stand="opened", at_s=now_s))
                transaction.note("open", str(code), at_s=now_s)
        return OpenedOffer(
            handover.vct,
            pre_authorized_code(self._keys, code, draw),
            PIN_DIGITS,
            handover.expires_at_s,
            pickup.profile,
        )

    def nonce(self, *, now_s: int) -> str:
        """Give a nonce for key proofs; nothing is kept for it."""
        return nonces.make_nonce(self._keys, random=os.urandom(nonces.RANDOM_BYTES), now_s=now_s)

    def dpop_nonce(self, *, now_s: int) -> str:
        """Give a nonce for DPoP proofs; nothing is kept for it."""
        random = os.urandom(nonces.RANDOM_BYTES)
        return nonces.make_dpop_nonce(self._keys, random=random, now_s=now_s)

    def check_dpop_nonce(self, text: str, *, now_s: int) -> None:
        """Check the nonce of a DPoP proof; ``dpop.nonce``."""
        nonces.check_dpop_nonce(self._keys, text, now_s=now_s)

    def redeem(
        self,
        code: str,
        pin: str | None,
        *,
        shown: KeyShown | None,
        now_s: int,
        only: Collection[tuple[str, Profile]] | None = None,
    ) -> Tokens:
        """Give tokens for a pre-authorized code and a PIN, once.

        Args:
            code: the pre-authorized code.
            pin: ``tx_code``; None when none came.
            shown: the DPoP proof that came with it, verified; None without one.
            now_s: seconds since 1970.
            only: the types that it is asked for, each in a profile; None for whatever is offered.

        Raises:
            Refused: ``token.code`` for a code unknown, used or over, ``token.tx_code`` with
                ``attempts_left``, ``token.tx_code_missing``, ``pickup.blocked``,
                ``dpop.replayed``, ``token.details`` for another type than is offered.
        """
        with self._store.transaction() as transaction:
            if (found := transaction.pickups.offered_for(digest_of(code))) is None:
                raise Refused("token.code")
            pickup, handover = found
            if only is not None and (handover.vct, pickup.profile) not in only:
                raise Refused("token.details")
            self._see(transaction, pickup.code, shown, now_s=now_s)
            kept, mark, error = redeeming.redeem(
                pickup, handover, pin, keys=self._keys, now_s=now_s
            )
            transaction.pickups.keep(kept)
            transaction.note(mark, str(pickup.code), at_s=now_s)
            tokens = None if error else self._give(transaction, kept, handover, shown, now_s=now_s)
        # After the transaction: an attempt that failed stays counted.
        if error is not None:
            raise error
        assert tokens is not None  # noqa: S101  # one of the two
        return tokens

    def refresh(
        self,
        refresh: str,
        *,
        shown: KeyShown | None,
        now_s: int,
        check: Callable[[str, Profile], None] | None = None,
    ) -> Tokens:
        """Give a new access token to a wallet that has a refresh token and its key.

        It opens the newest hand-over that was made to renew what the wallet has, or where
        there is none what it had.

        Args:
            refresh: the refresh token.
            shown: the DPoP proof that came with it, verified; None without one.
            now_s: seconds since 1970.
            check: raises where the type that the token is for, in its profile, is not what was
                asked for; nothing is kept then.

        Raises:
            Refused: ``token.refresh``, ``dpop.missing``, ``dpop.other_key``, ``dpop.replayed``,
                and what *check* raises.
        """
        with self._store.transaction() as transaction:
            token = self._token(transaction, refresh, shown, kind="refresh", now_s=now_s)
            newest = renewals.newest(transaction, token.code, now_s=now_s) or token.code
            pickup, handover = transaction.pickups.get(newest), transaction.handover(newest)
            if check is not None:
                check(handover.vct, pickup.profile)
            if newest != token.code and pickup.stand not in {"redeemed", "waiting"}:
                transaction.pickups.keep(replace(pickup, stand="redeemed", at_s=now_s))
            transaction.note("refresh", str(newest), at_s=now_s)
            until_s = now_s + going_on.ACCESS_S
            transaction.pickups.drop_tokens(newest, "access")
            access = self._add(transaction, newest, "access", shown, until_s)
            if handover.claims is not None:
                transaction.extend_handover(newest, until_s=until_s)
        is_bound = shown is not None
        return Tokens(access, going_on.ACCESS_S, None, handover.vct, is_bound, pickup.profile)

    def ask(self, access: str, ask: Ask, *, shown: KeyShown | None, now_s: int) -> Handed | Waiting:
        """Answer a credential request: the copies are signed and recorded in one transaction.

        The same request again, and another with the same keys, gets the same answer as long
        as the town hall has it: whoever lost it on the way has lost nothing.

        Raises:
            Refused: ``access.invalid``, ``dpop.*``, ``key_proof.*``, ``handover.other_type``,
                ``issuance.no_proof``, ``issuance.too_many``, ``pickup.nothing_newer``,
                ``issuance.denied``, ``home.ended``, ``home.no_right``.
            MalformedInput: as :meth:`KeyProof.parse`.
        """
        with self._store.transaction() as transaction:
            pickup, handover = self._opened(transaction, access, shown, now_s=now_s)
            is_same_request = ask.sha256 in {handover.request_sha256, pickup.asked_sha256}
            if is_same_request and (again := self._answers.again(pickup, handover)):
                return again
            going_on.check_proofs(ask, handover)
            proofs = tuple(map(KeyProof.parse, ask.proofs))
            ends = self._nonces(proofs, now_s=now_s)
            client = going_on.client_of(proofs, ask.client)
            keys = check_batch(
                proofs, audience=self._issuer, nonces=ends, now_s=now_s, client_id=client
            )
            digest = keys_digest(keys)
            if pickup.keys_sha256 == digest and (again := self._answers.again(pickup, handover)):
                return again
            going_on.check_ask(ask, pickup, handover)
            renewals.check(transaction, pickup)
            for nonce, until_s in ends.items():
                if not transaction.pickups.use(nonce, pickup.code, until_s=until_s):
                    raise Refused("key_proof.nonce", "used")
            pickup = replace(pickup, keys_sha256=digest)
            if pickup.approval == "wanted" or not self._answers.may_sign(transaction, now_s=now_s):
                self._answers.put_off(transaction, pickup, ask, now_s=now_s)
                return self._answers.waiting(pickup.code)
            return self._answers.sign(transaction, pickup, handover, keys, ask.sha256, now_s=now_s)

    def collect(
        self, access: str, transaction_name: str, *, shown: KeyShown | None, now_s: int
    ) -> Handed | Waiting:
        """Answer who asks whether what waited is ready (OpenID4VCI 1.0 §9).

        Raises:
            Refused: ``access.invalid``, ``dpop.*``; ``issuance.transaction`` when nothing waits
                under this name; ``issuance.denied`` when somebody said no.
        """
        with self._store.transaction() as transaction:
            pickup, handover = self._opened(transaction, access, shown, now_s=now_s)
            if not is_same(transaction_id(self._keys, pickup.code), transaction_name):
                raise Refused("issuance.transaction")
            if pickup.stand == "denied":
                raise Refused("issuance.denied")
            digest = pickup.asked_sha256
            if digest is None:
                raise Refused("issuance.transaction")
            if pickup.stand != "waiting" or pickup.proofs is None:
                if again := self._answers.again(pickup, handover):
                    return again
                raise Refused("issuance.transaction")
            renewals.check(transaction, pickup)
            if pickup.approval == "wanted" or not self._answers.may_sign(transaction, now_s=now_s):
                return self._answers.waiting(pickup.code)
            # Read again as they were then: only a check makes a holder's key.
            proofs = tuple(map(KeyProof.parse, proofs_of(pickup.proofs)))
            keys = check_batch(
                proofs,
                audience=self._issuer,
                nonces=nonces.nonces_in(proofs),
                now_s=pickup.asked_at_s or now_s,
                client_id=proofs[0].client_id,
            )
            return self._answers.sign(transaction, pickup, handover, keys, digest, now_s=now_s)

    def notify(
        self, access: str, name: str, event: str, *, shown: KeyShown | None, now_s: int
    ) -> None:
        """Note what became of a delivery (OpenID4VCI 1.0 §11); the same twice is the same.

        With the copies accepted, those that they renew are withdrawn; services see it with
        the next lists (ARF VCR_09). Of a delivery of which nothing is said it is done when its
        time is over; a wallet that says that it failed keeps what it had.

        Args:
            access: the token.
            name: the notification's id.
            event: ``credential_accepted``, ``credential_failure``, ``credential_deleted``.
            shown: as :meth:`redeem`.
            now_s: seconds since 1970.

        Raises:
            Refused: ``access.invalid``, ``dpop.*``, ``issuance.notification``.
        """
        with self._store.transaction() as transaction:
            pickup = self._delivered(transaction, access, name, shown, now_s=now_s)
            stand = going_on.stand_after(pickup, event)
            if stand is None:
                return
            transaction.pickups.keep(replace(pickup, stand=stand, at_s=now_s))
            transaction.note(stand, str(pickup.code), at_s=now_s)
            if stand in going_on.ARRIVED and pickup.renews is not None:
                transaction.replace_copies(pickup.renews, at_s=now_s)

    def dating(self, access: str, name: str, *, shown: KeyShown | None, now_s: int) -> Dating:
        """Give what dates the copies of a delivery, once the ledger has their day.

        Raises:
            Refused: ``access.invalid``, ``dpop.*``, ``issuance.notification``;
                ``home.no_ledger``. Unavailable: ``pickup.not_dated``.
        """
        with self._store.transaction() as transaction:
            pickup = self._delivered(transaction, access, name, shown, now_s=now_s)
            if self._hall.ledger is None:
                raise Refused("home.no_ledger")
            dating = dating_of(transaction.journal, pickup.code, now_s=now_s)
        if dating is None:
            raise Unavailable("pickup.not_dated")
        return dating

    def spend(self, access: str, shown: KeyShown | None, *, now_s: int) -> None:
        """Take the DPoP proof of a request that goes no further: it is good once all the same.

        Whoever saw a request that was refused has its token, and a proof that is still fresh
        (RFC 9449 §11.1).

        Raises:
            Refused: ``access.invalid``, ``dpop.*``.
        """
        with self._store.transaction() as transaction:
            self._token(transaction, access, shown, kind="access", now_s=now_s)

    def forget_expired(self, *, now_s: int) -> int:
        """Drop what is secret or personal of all that is over; to be done every few minutes."""
        return self._store.forget_expired(now_s)

    # What several of them do, within their transaction.

    def _nonces(self, proofs: tuple[KeyProof, ...], *, now_s: int) -> dict[str, int]:
        """Check the nonces of key proofs; each of them, and when it ends."""
        return {
            nonce: nonces.check_nonce(self._keys, nonce, now_s=now_s)
            for nonce in nonces.nonces_in(proofs)
        }

    def _delivered(
        self,
        transaction: Transaction,
        access: str,
        name: str,
        shown: KeyShown | None,
        *,
        now_s: int,
    ) -> StoredPickup:
        token = self._token(transaction, access, shown, kind="access", now_s=now_s)
        pickup = transaction.pickups.get(token.code)
        is_named = is_same(notification_id(self._keys, pickup.code), name)
        if not is_named or pickup.stand not in SIGNED:
            raise Refused("issuance.notification")
        return pickup

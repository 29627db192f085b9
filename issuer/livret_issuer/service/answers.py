"""Answers to a wallet that asks for its copies: signed now, put off, or what it was told before.

All of it happens in the transaction of whoever asks (:mod:`livret_issuer.service.pickups`).
"""

from dataclasses import replace
from typing import Final, final

from livret_core.credential import catalogue
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, MalformedInput
from livret_core.openid4vci.key_proof import HolderKey
from livret_core.openid4vci.messages import CredentialResponse
from livret_core.short_code import ShortCode
from livret_issuer.pickup import going_on
from livret_issuer.pickup.records import SIGNED, Ask, Handed, StoredPickup, Waiting
from livret_issuer.pickup.secrets import PickupKeys, notification_id, transaction_id
from livret_issuer.records import StoredHandover
from livret_issuer.service.signing import Signing
from livret_issuer.store import Transaction

#: Reasons that pass by themselves: what is asked for meanwhile waits.
_LEDGER_WAITS: Final = frozenset({"home.not_registered", "home.operation_open", "home.key_unread"})


@final
class Answers:
    """Makes the answers of one town hall."""

    def __init__(self, keys: PickupKeys, signing: Signing) -> None:
        self._keys: Final = keys
        self._signing: Final = signing

    def may_sign(self, transaction: Transaction, *, now_s: int) -> bool:
        """Say whether copies can be signed now; False for what passes by itself.

        Raises:
            As :meth:`livret_issuer.service.signing.Signing.check_may_sign`, for all else.
        """
        try:
            self._signing.check_may_sign(transaction, now_s=now_s)
        except LivretError as error:
            if error.code in _LEDGER_WAITS:
                return False
            raise
        return True

    def put_off(
        self, transaction: Transaction, pickup: StoredPickup, ask: Ask, *, now_s: int
    ) -> None:
        """Keep what was asked, with the key proofs, until it can be answered."""
        kept = replace(
            pickup,
            stand="waiting",
            at_s=now_s,
            proofs=json_encoding.format(list(ask.proofs)),
            asked_at_s=now_s,
            asked_sha256=ask.sha256,
        )
        transaction.pickups.keep(kept)
        transaction.extend_handover(pickup.code, until_s=now_s + going_on.WAITS_S)
        transaction.note("wait", str(pickup.code), at_s=now_s)

    def sign(
        self,
        transaction: Transaction,
        pickup: StoredPickup,
        handover: StoredHandover,
        keys: tuple[HolderKey, ...],
        digest: bytes,
        *,
        now_s: int,
    ) -> Handed:
        """Sign one copy for each key, and keep the answer under the request's digest.

        Args:
            transaction: that all of it is written in.
            pickup: what was checked to be open.
            handover: of which the copies are.
            keys: checked; only a check makes a holder's key.
            digest: SHA-256 of the request.
            now_s: seconds since 1970.

        Raises:
            As :meth:`livret_issuer.service.signing.Signing.sign`.
        """
        response = self._signing.sign(
            transaction, handover, keys, request_sha256=digest, now_s=now_s, profile=pickup.profile
        )
        code, pickups = pickup.code, transaction.pickups
        if pickup.renews is not None:
            last_s = going_on.refresh_until_s(catalogue.find(handover.vct), now_s=now_s)
            pickups.move_refresh(pickup.renews, code, expires_at_s=last_s)
        person = handover.person if pickups.has_refresh(code, now_s=now_s) else None
        pickups.keep(
            replace(
                pickup,
                stand="signed",
                at_s=now_s,
                person=person,
                proofs=None,
                pin_tag=None,
                draw=None,
            )
        )
        if pickup.renews is None:
            transaction.extend_handover(code, until_s=now_s + going_on.ACCESS_S)
        else:
            # What it renews goes then at the latest, however long the offer was to be open.
            transaction.end_handover(code, at_s=now_s + going_on.ACCESS_S)
        return Handed(response.credentials, notification_id(self._keys, code), is_repeated=False)

    def again(self, pickup: StoredPickup, handover: StoredHandover) -> Handed | Waiting | None:
        """Give the answer that was given, if there was one and it is kept."""
        if pickup.stand == "waiting":
            return self.waiting(pickup.code)
        if pickup.stand not in SIGNED or handover.response is None:
            return None
        credentials = CredentialResponse.parse(handover.response).credentials
        return Handed(credentials, notification_id(self._keys, pickup.code), is_repeated=True)

    def waiting(self, code: ShortCode) -> Waiting:
        """Give the name under which to ask again, and after how many seconds."""
        return Waiting(transaction_id(self._keys, code), going_on.INTERVAL_S)


def proofs_of(kept: bytes) -> tuple[str, ...]:
    """Read the key proofs that were kept with what was put off.

    Raises:
        MalformedInput: ``home.malformed``.
    """
    found = json_encoding.parse(kept)
    if not isinstance(found, list):
        raise MalformedInput("home.malformed", "key proofs that wait")
    return tuple(map(str, found))

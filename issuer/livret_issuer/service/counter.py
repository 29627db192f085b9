"""What a clerk does with hand-overs that are picked up over the network."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, final

from livret_core.credential import catalogue
from livret_core.credential.issuer import Profile
from livret_core.credential.types import CredentialType
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused
from livret_core.openid4vci.handover import Handover
from livret_core.short_code import RANDOM_BYTES, ShortCode
from livret_issuer.audit_log import AuditAction
from livret_issuer.handing import NONCE_BYTES, make_handover, to_store
from livret_issuer.identity import TownHall
from livret_issuer.pickup import going_on, redeeming
from livret_issuer.pickup.acting import ACT_OPTIONS, Act, Clerk
from livret_issuer.pickup.addresses import issuer_of, offer_link
from livret_issuer.pickup.records import ENDED, SIGNED, Approval, StoredPickup
from livret_issuer.pickup.secrets import (
    CODE_LENGTH,
    DRAW_BYTES,
    PINS,
    PickupKeys,
    digest_of,
    format_pin,
    is_same,
    pin_tag,
    pre_authorized_code,
)
from livret_issuer.records import StoredHandover
from livret_issuer.store import Store, Transaction

_MAX_DRAWS: Final = 16


@final
@dataclass(frozen=True, slots=True)
class Offered:
    """What a clerk hands to a person.

    Attributes:
        handover: its code, its end.
        link: what the QR code shows; empty for one that its wallet fetches by itself.
        pin: to be said aloud; empty likewise.
        attempts: how often it may be typed.
        approval: whether a second clerk has to say yes before anything is signed.
        in_place_of: hand-overs that were to renew the same and were never opened. A wallet
            takes the newest, so they are cancelled.
    """

    handover: Handover
    link: str
    pin: str
    attempts: int = redeeming.ATTEMPTS
    approval: Approval = "none"
    in_place_of: tuple[ShortCode, ...] = ()


@final
class Counter:
    """One town hall's counter."""

    def __init__(
        self,
        store: Store,
        hall: TownHall,
        keys: PickupKeys,
        mark_of: Callable[[CredentialType, JsonObject], bytes],
        account: str | None = None,
    ) -> None:
        """Open up; ``pickup.no_address`` for a town hall without an address."""
        issuer_of(hall.url)
        self._store: Final = store
        self._hall: Final = hall
        self._keys: Final = keys
        self._mark_of: Final = mark_of
        self._account: Final = account

    def offer(
        self,
        kind: CredentialType,
        claims: JsonObject,
        act: Act,
        *,
        source: str,
        line: int | None,
        max_copies: int,
        valid_s: int,
        now_s: int,
        renews: ShortCode | None = None,
        by: str | None = None,
        profile: Profile = "did",
    ) -> Offered:
        """Check what will be said, and keep an offer that one wallet can pick up.

        Args:
            kind: the type.
            claims: of one person, the standing claims among them.
            act: what the clerk saw, in codes.
            source: name of the file they come from, without personal data.
            line: where in that file they stand, or None.
            max_copies: how many copies may be asked for, 1 to 100.
            valid_s: seconds until the offer ends.
            now_s: seconds since 1970.
            renews: a hand-over that was picked up: its wallet fetches this one by itself.
            by: the clerk's function; a type under four eyes needs it.
            profile: by DID or by certificate; one that renews another is as that one was.

        Raises:
            MalformedInput, Refused: as :meth:`Office.offer`. Refused: ``pickup.no_certificate``,
                ``x509.*`` for a certificate that is over or not yet good. MalformedInput:
                ``usage.missing`` as :func:`going_on.approval_of`. Refused: ``handover.unknown``,
                ``pickup.unknown``, ``pickup.not_renewable``, ``pickup.other_person`` for
                *renews*.
        """
        kind.check_claims(claims)
        kind.law.check_commune(claims, self._hall.communes)
        kind.check_dates(claims, now_s=now_s)
        approval = going_on.approval_of(kind.name, self._hall.four_eyes, by)
        person = self._mark_of(kind, claims)
        in_place_of: tuple[ShortCode, ...] = ()
        with self._store.transaction() as transaction:
            if renews is not None:
                renews = self._check_renewable(transaction, renews, kind, person, now_s=now_s)
                profile = transaction.pickups.get(renews).profile
                in_place_of = self._cancel_older(transaction, renews, by, now_s=now_s)
            if profile == "x509":
                self._hall.certificate.check_holds(now_s)
            handover = self._drawn(transaction, kind, max_copies, valid_s, now_s=now_s)
            code, draw, pin = handover.code, os.urandom(DRAW_BYTES), self._pin()
            stored = to_store(handover, claims, source=source, line=line, now_s=now_s)
            transaction.add_handover(replace(stored, person=person))
            is_open = renews is None
            transaction.pickups.add(
                StoredPickup(
                    code,
                    draw if is_open else None,
                    pin_tag(self._keys, code, draw, pin) if is_open else None,
                    redeeming.ATTEMPTS,
                    "open",
                    now_s,
                    renews,
                    by,
                    approval,
                    profile=profile,
                ),
                code_sha256=self._code_sha256(code, draw) if is_open else None,
            )
            transaction.note("offer", str(code), at_s=now_s)
            self._note_act(transaction, code, act, by, now_s=now_s)
        if in_place_of:
            self._store.settle()
        link, pin = (self.link(code), pin) if is_open else ("", "")
        return Offered(handover, link, pin, approval=approval, in_place_of=in_place_of)

    def _cancel_older(
        self, transaction: Transaction, renews: ShortCode, by: str | None, *, now_s: int
    ) -> tuple[ShortCode, ...]:
        """Cancel what was to renew the same and was not signed: what was said last counts.

        A wallet may have begun to fetch it. Were it signed after all, no wallet would ever
        find the newer one, which renews what was renewed by then.
        """
        older = tuple(
            each
            for each in transaction.pickups.renewals_of(renews)
            if each.stand not in SIGNED | ENDED
            and now_s < transaction.handover(each.code).expires_at_s
        )
        for each in older:
            transaction.cancel_handover(each.code, at_s=now_s)
            if each.stand == "waiting":
                # The tokens stay: the wallet is told no when it asks again.
                transaction.pickups.deny(each.code, at_s=now_s)
            else:
                transaction.pickups.end(each.code, "cancelled", at_s=now_s)
            self._note(transaction, "cancel", each.code, by, now_s=now_s)
        return tuple(each.code for each in older)

    def _note_act(
        self, transaction: Transaction, code: ShortCode, act: Act, by: str | None, *, now_s: int
    ) -> None:
        self._note(transaction, "identify", code, act.format(), by, now_s=now_s)

    def _note(
        self,
        transaction: Transaction,
        action: AuditAction,
        code: ShortCode,
        *words: str | None,
        now_s: int,
    ) -> None:
        """Note an act of a clerk: what was said of it, and under which account of the machine."""
        said = [each for each in words if each is not None]
        transaction.note(action, Clerk(account=self._account).did(code, *said), at_s=now_s)

    def link(self, code: ShortCode) -> str:
        """The link of an offer, for a wallet."""
        return offer_link(self._hall.url, code)

    def pickup(self, code: ShortCode) -> tuple[StoredHandover, StoredPickup]:
        """One offer, and how far its pickup is.

        Raises:
            Refused: ``handover.unknown``, ``pickup.unknown``.
        """
        with self._store.transaction() as transaction:
            return transaction.handover(code), transaction.pickups.get(code)

    def new_pin(
        self, code: ShortCode, *, now_s: int, act: Act | None = None, by: str | None = None
    ) -> str:
        """Give a new PIN, the person being there; the offer that was scanned stays.

        A hand-over that was made as a file, one of a whole list perhaps, can be picked up by
        a wallet from its first PIN on. Nobody saw the person before, so it is asked for what
        an offer is.

        Args:
            code: of the hand-over.
            now_s: seconds since 1970.
            act: what the clerk saw; not needed where it was said before.
            by: the clerk's function; a type under four eyes needs it, likewise.

        Raises:
            MalformedInput: ``usage.missing``. Refused: ``handover.unknown``,
                ``pickup.no_new_pin``.
        """
        with self._store.transaction() as transaction:
            handover, pickups = transaction.handover(code), transaction.pickups
            before = pickups.find(code)
            pickup = before or self._begun(handover, act, by, now_s=now_s)
            pin = self._pin()
            tag = pin_tag(self._keys, code, pickup.draw or b"", pin)
            kept = redeeming.with_new_pin(pickup, handover, tag, now_s=now_s)
            if before is None:
                pickups.add(kept, code_sha256=self._code_sha256(code, kept.draw or b""))
            pickups.keep(kept)
            pickups.drop_tokens(code)
            if act is not None:
                self._note_act(transaction, code, act, by, now_s=now_s)
            self._note(transaction, "new-pin", code, by, now_s=now_s)
        return pin

    def _begun(
        self, handover: StoredHandover, act: Act | None, by: str | None, *, now_s: int
    ) -> StoredPickup:
        if act is None:
            raise MalformedInput("usage.missing", option=", ".join(ACT_OPTIONS))
        name, draw = catalogue.find(handover.vct).name, os.urandom(DRAW_BYTES)
        approval = going_on.approval_of(name, self._hall.four_eyes, by)
        return StoredPickup(
            handover.code, draw, None, redeeming.ATTEMPTS, "open", now_s, None, by, approval
        )

    def _code_sha256(self, code: ShortCode, draw: bytes) -> bytes:
        return digest_of(pre_authorized_code(self._keys, code, draw))

    def extend(self, code: ShortCode, *, until_s: int, now_s: int) -> int:
        """Let an offer that is open end later, never sooner.

        Returns:
            When it ends now, in seconds since 1970.

        Raises:
            Refused: ``handover.unknown``, ``pickup.unknown``, ``pickup.blocked``,
                ``pickup.no_extension`` for one that was picked up, cancelled, or is over.
        """
        with self._store.transaction() as transaction:
            handover, pickup = transaction.handover(code), transaction.pickups.get(code)
            redeeming.check_extensible(pickup, handover, now_s=now_s)
            until_s = max(until_s, handover.expires_at_s)
            transaction.extend_handover(code, until_s=until_s)
            self._note(transaction, "extend", code, now_s=now_s)
        return until_s

    def check_decides(self, code: ShortCode, *, by: str) -> None:
        """Check that somebody may say yes or no as a second clerk, before he reads to what.

        Raises:
            Refused: as :meth:`approve`.
        """
        with self._store.transaction() as transaction:
            going_on.check_approver(transaction.pickups.get(code), by)

    def approve(self, code: ShortCode, *, by: str, now_s: int) -> None:
        """Say yes as a second clerk: what waits is signed when its wallet asks again.

        Raises:
            Refused: ``pickup.no_approval``, ``pickup.same_clerk``, ``pickup.unknown``.
        """
        with self._store.transaction() as transaction:
            pickup = transaction.pickups.get(code)
            going_on.check_approver(pickup, by)
            transaction.pickups.keep(replace(pickup, approval="given"))
            self._note(transaction, "approve", code, by, now_s=now_s)

    def deny(self, code: ShortCode, *, by: str, now_s: int) -> None:
        """Say no as a second clerk: what will never be signed is dropped.

        Raises:
            Refused: as :meth:`approve`.
        """
        with self._store.transaction() as transaction:
            pickup = transaction.pickups.get(code)
            going_on.check_approver(pickup, by)
            # The tokens stay: the wallet is told no, and not that it is nobody.
            transaction.pickups.deny(code, at_s=now_s)
            transaction.cancel_handover(code, at_s=now_s)
            self._note(transaction, "deny", code, by, now_s=now_s)
        self._store.settle()

    def _check_renewable(
        self,
        transaction: Transaction,
        code: ShortCode,
        kind: CredentialType,
        person: bytes,
        *,
        now_s: int,
    ) -> ShortCode:
        """Find whose wallet will fetch the newer one; it goes to nobody else's.

        Returns:
            The newest of those that renewed one another: it has the refresh token.
        """
        handover = transaction.handover(code)
        newest = next(
            (
                each
                for each in (
                    *reversed([each.code for each in transaction.pickups.renewals_of(code)]),
                    code,
                )
                if transaction.pickups.has_refresh(each, now_s=now_s)
            ),
            None,
        )
        if newest is None or handover.vct != kind.vct:
            raise Refused("pickup.not_renewable")
        held = transaction.pickups.get(newest).person
        if held is None:
            raise Refused("pickup.not_renewable")
        if not is_same(held, person):
            raise Refused("pickup.other_person")
        return newest

    def _drawn(
        self,
        transaction: Transaction,
        kind: CredentialType,
        max_copies: int,
        valid_s: int,
        *,
        now_s: int,
    ) -> Handover:
        for _ in range(_MAX_DRAWS):
            handover = make_handover(
                self._hall,
                kind,
                code_random=os.urandom(RANDOM_BYTES),
                nonce_random=os.urandom(NONCE_BYTES),
                max_copies=max_copies,
                expires_at_s=now_s + valid_s,
                now_s=now_s,
                code_length=CODE_LENGTH,
            )
            if not transaction.has_handover(handover.code):
                return handover
        raise RuntimeError("no code is free")  # the randomness is none

    @staticmethod
    def _pin() -> str:
        return format_pin(secrets.randbelow(PINS))

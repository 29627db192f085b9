"""Fetching proofs over the network: the vault, the network, and the pure flows between them.

What is kept when lets it go on after a crash anywhere: tokens and keys before anything is sent
with them, the proof and the end of its fetching in one change, and what the issuer has not
heard of until it has.
"""

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar, final

from livret_core.dids.webvh import WebvhDid
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer, PublicKey
from livret_core.ledger.dating import Dating
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.issuer_metadata import IssuerMetadata
from livret_core.openid4vci.notification import Event
from livret_core.openid4vci.offer import CredentialOffer, OfferReference
from livret_wallet import holder
from livret_wallet.client.kept import Kept
from livret_wallet.gather import Source, checking
from livret_wallet.missing_record import MissingProof
from livret_wallet.pickup_record import Pickup
from livret_wallet.receiving import collecting, opening
from livret_wallet.receiving.announced import Announced, Believed, read_announced
from livret_wallet.receiving.collecting import Delivered, PutOff
from livret_wallet.receiving.invitation import code_of
from livret_wallet.receiving.needs import Answer, Call, Keep, Need, PinNeeded, VoucherNeeded
from livret_wallet.receiving.session import Session
from livret_wallet.records import HeldBatch, PendingRequest
from livret_wallet.vault import Vault
from livret_wallet.vault.ledgers import Ledgers
from livret_wallet.vouching import Voucher

if TYPE_CHECKING:
    from livret_core.credential.profile_x509 import X509Policy

COPIES: Final = 10
#: As many keys as are ever made for one proof.
_MOST_COPIES: Final = 100
_ID_BYTES: Final = 12
#: What a town hall says that has handed out all it has; others than livret's say no more than no.
_NOTHING_NEWER: Final = frozenset({"pickup.nothing_newer", "issuance.denied"})

T = TypeVar("T")


class Network(Source, Protocol):
    """What is published, and a place to ask."""

    def carry(self, call: Call) -> Answer:
        """Make a request."""


@final
@dataclass(frozen=True, slots=True)
class Fetched:
    """A proof that was fetched, checked and kept.

    Attributes:
        batch: the proof.
        is_checked: whether its status could be checked.
        is_told: whether its issuer heard that it was kept, if it wants to.
        left_out: how much else the offer has, for another visit.
    """

    batch: HeldBatch
    is_checked: bool
    is_told: bool
    left_out: int = 0


@dataclass(slots=True)
class _Known:
    """Of what is being fetched, as far as it is known yet."""

    issuer: str
    vct: str | None = None


@final
class Fetching:
    """One wallet's dealings with town halls over the network."""

    def __init__(
        self,
        vault: Vault,
        network: Network,
        *,
        clock: Callable[[], int],
        ask_pin: Callable[[PinNeeded], str],
        language: str = "en",
        x509: "X509Policy | None" = None,
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        """Begin.

        Args:
            vault: open.
            network: what is asked.
            clock: gives seconds since 1970.
            ask_pin: has the PIN from the holder, or raises.
            language: the holder's.
            x509: the authorities whose word on bodies the holder takes; None for none.
            random: gives that many random bytes.
        """
        self._vault: Final = vault
        self._kept: Final = Kept(vault)
        self._network: Final = network
        self._clock: Final = clock
        self._ask_pin: Final = ask_pin
        self._language: Final = language
        self._x509: Final = x509
        self._random: Final = random

    def check_believes(self) -> None:
        """Check that a ledger or an authority is believed: else nobody vouches for anybody.

        Raises:
            Unavailable: ``trust.unconfirmed``.
        """
        if self._x509 is None and not Ledgers(self._vault).known():
            raise Unavailable("trust.unconfirmed")

    def receive(
        self, invitation: CredentialOffer | OfferReference, *, copies: int = COPIES
    ) -> Fetched | PutOff:
        """Fetch what is offered, check it, and keep it.

        Raises:
            Unavailable: ``trust.unconfirmed``; as the flows and :mod:`livret_wallet.checking`.
            Refused, MalformedInput: as :mod:`livret_wallet.receiving` and
                :func:`livret_wallet.holder.accept`. Nothing is kept of what was refused.
        """
        self.check_believes()
        session = Session(self._random, self._clock)
        known = _Known(_place_of(invitation))
        with self._noting(known):
            offer: CredentialOffer = self._drive(opening.read_offer(invitation))
            known.issuer = offer.issuer.text
            opened: opening.Opened = self._drive(
                opening.open_offer(offer, self._believed(), session, code=code_of(invitation))
            )
            known.vct = opened.offered.types[opened.configuration_id]
            begun = opening.redeem(
                opened, session, pickup_id=self._new_id(), language=self._language
            )
            pickup: Pickup = self._drive(begun)
        done = self._go_on(pickup, opened.offered.metadata, session, copies)
        return replace(done, left_out=opened.left_out) if isinstance(done, Fetched) else done

    def open_pickups(self) -> list[Pickup]:
        """Give the fetchings that something is still to be done for, oldest first."""
        return [each for each in self._kept.all() if each.is_open or each.unsaid is not None]

    def go_on(self, pickup: Pickup, *, copies: int = COPIES) -> Fetched | PutOff | None:
        """Go on with a fetching where it stopped.

        Returns:
            None where the proof is here already, and all that was missing was to say so.

        Raises:
            As :meth:`receive`.
        """
        self.check_believes()
        if pickup.is_open and self._clock() < pickup.not_before_s:
            return PutOff(pickup)
        session = self._session(pickup)
        metadata = self._metadata(pickup, session)
        if not pickup.is_open:
            self._tell(pickup, metadata, session)
            return None
        return self._go_on(pickup, metadata, session, copies)

    def renew(
        self, proof: HeldBatch | MissingProof, *, copies: int = COPIES, by_itself: bool = False
    ) -> Fetched | PutOff:
        """Fetch a newer one of a proof, which takes its place; or one for a proof that is missing.

        Args:
            proof: which.
            copies: how many to ask for.
            by_itself: whether the wallet asks, and nobody waits: that there is nothing newer
                is nothing to note then.

        Raises:
            Refused: ``token.refresh`` for a proof that cannot be fetched anew;
                ``pickup.nothing_newer``; as :meth:`receive`.
        """
        self.check_believes()
        pickup = self._kept.of(proof.id, "token.refresh")
        session = self._session(pickup)
        with nullcontext() if by_itself else self._noting(_Known(pickup.issuer, pickup.vct)):
            metadata = self._metadata(pickup, session)
            pickup = self._drive(opening.refresh(pickup, metadata, session))
        again = replace(
            pickup,
            id=self._new_id(),
            begun_s=self._clock(),
            key_ids=(),
            proofs=(),
            transaction_id="",
            not_before_s=0,
            notification_id="",
            unsaid=None,
            batch_id="",
            renews=proof.id,
        )
        self._kept.keep(Keep(again))
        return self._go_on(again, metadata, session, copies, notes=not by_itself)

    def fetch_dating(self, batch: HeldBatch) -> Dating:
        """Fetch what dates a proof. It is not checked here.

        Raises:
            Refused: ``dating.no_proof`` for one that did not come over the network.
            Unavailable: ``pickup.not_dated``; as the flows.
        """
        pickup = self._kept.of(batch.id, "dating.no_proof")
        if not pickup.notification_id:
            raise Refused("dating.no_proof")
        session = self._session(pickup)
        if pickup.refresh_token:
            pickup = self._drive(opening.refresh(pickup, self._metadata(pickup, session), session))
        dating: Dating = self._drive(collecting.date(pickup, session))
        return dating

    def drop(self, pickup: Pickup) -> None:
        """Give up a fetching that nothing came of, and the keys made for it."""
        self._kept.drop(pickup)

    # Before anything is spent.

    def _believed(self) -> Believed:
        return Believed(bool(Ledgers(self._vault).known()), self._x509)

    def _look_up(self, did: WebvhDid) -> Voucher:
        return checking.voucher_for(self._vault, did, self._network, now_s=self._clock())

    def _metadata(self, pickup: Pickup, session: Session) -> IssuerMetadata:
        announced: Announced = self._drive(
            read_announced(
                CredentialIssuer.parse(pickup.issuer),
                pickup.configuration_id,
                self._believed(),
                session,
            )
        )
        return announced.metadata

    @contextmanager
    def _noting(self, known: "_Known") -> Iterator[None]:
        """Note in the history why nothing came of what was begun, where nothing is left open."""
        try:
            yield
        except LivretError as error:
            # Where something was not typed nobody said no.
            if not error.code.startswith("usage."):
                with suppress(LivretError):  # why it came to nothing matters more
                    self._kept.note_failure(known.issuer, known.vct, error.code, at_s=self._clock())
            raise

    # One fetching, from its token to its end.

    def _go_on(
        self,
        pickup: Pickup,
        metadata: IssuerMetadata,
        session: Session,
        copies: int,
        *,
        notes: bool = True,
    ) -> Fetched | PutOff:
        keys = self._kept.keys()
        signers = [keys[each][1] for each in pickup.key_ids]
        fresh = [self._new_id() for _ in range(min(copies, _MOST_COPIES))]
        try:
            done: Delivered | PutOff = self._drive(
                collecting.collect(
                    pickup, metadata, session, signers, copies=len(fresh), key_ids=fresh
                )
            )
            if isinstance(done, PutOff):
                return done
            batch, is_checked = self._accept(done)
        except LivretError as error:
            if error.branch == "unavailable" or error.code.startswith("net."):
                raise  # nothing was decided: it can go on another time
            is_noted = notes or error.code not in _NOTHING_NEWER
            self._end_badly(pickup.id, metadata, session, error.code if is_noted else None)
            raise
        kept = self._kept.by_id(pickup.id)
        return Fetched(batch, is_checked, self._tell(kept, metadata, session))

    def _accept(self, done: Delivered) -> tuple[HeldBatch, bool]:
        """Check what came, and keep it and the end of its fetching in one change."""
        pickup, keys, now_s = done.pickup, self._kept.keys(), self._clock()
        self._kept.keep(Keep(pickup))
        public_keys = [keys[each][1].public_key for each in pickup.key_ids]
        name, voucher = self._vouched(done, public_keys, now_s=now_s)
        asked = PendingRequest(
            pickup.id,
            name,
            pickup.issuer_name,
            pickup.vct,
            pickup.code,
            "",
            pickup.key_ids,
            pickup.asked_at_s,
        )
        batch, copies = holder.accept(
            done.texts, asked, public_keys, voucher, batch_id=self._new_id(), now_s=now_s
        )
        is_checked = checking.check_statuses(copies, voucher, self._network, now_s=now_s)
        unsaid: Event | None = "credential_accepted" if pickup.notification_id else None
        ended = replace(pickup, batch_id=batch.id, proofs=(), transaction_id="", unsaid=unsaid)
        self._kept.end(ended, batch, at_s=now_s)
        return batch, is_checked

    def _vouched(
        self, done: Delivered, keys: Sequence[PublicKey], *, now_s: int
    ) -> tuple[str, Voucher]:
        """Find who vouches for the body that signed, and how it is named."""
        profile = holder.profile_of(done.texts[0])
        name = holder.claimed_issuer(done.texts, done.pickup.vct, keys, profile=profile)
        if profile == "x509":
            host = HttpsUri.parse(done.pickup.issuer).host
            from livret_wallet.certified import by_certificate

            sealed = by_certificate(done.texts[0], host, self._x509, now_s=now_s)
            return sealed.name, sealed
        if self._x509 is not None and not Ledgers(self._vault).known():
            raise Unavailable("trust.unconfirmed")  # an authority says nothing of a log
        return name, self._look_up(WebvhDid.parse(name))

    def _tell(self, pickup: Pickup, metadata: IssuerMetadata, session: Session) -> bool:
        """Tell the issuer how it ended; another time where it cannot be reached."""
        if pickup.unsaid is None:
            return True
        try:
            self._drive(collecting.notify(pickup, metadata, session, pickup.unsaid))
        except Unavailable:
            return False
        except LivretError:
            pass  # it does not want to know, or not any more: that changes nothing here
        self._kept.keep(Keep(replace(pickup, unsaid=None)))
        return True

    def _end_badly(
        self, pickup_id: str, metadata: IssuerMetadata, session: Session, code: str | None
    ) -> None:
        """Keep nothing of what was refused, and say that it failed; never why."""
        pickup = self._kept.by_id(pickup_id)
        self.drop(pickup)
        if code is not None:
            self._kept.note_failure(pickup.issuer, pickup.vct, code, at_s=self._clock())
        with suppress(LivretError):  # a courtesy
            self._drive(collecting.notify(pickup, metadata, session, "credential_failure"))

    def _drive(self, asked: Generator[Need, Any, T]) -> T:
        step: Callable[[], Need] = partial(asked.send, None)
        while True:
            try:
                need = step()
            except StopIteration as done:
                return done.value  # type: ignore[no-any-return]
            match need:
                case Call():
                    try:
                        step = partial(asked.send, self._network.carry(need))
                    except LivretError as error:
                        step = partial(asked.throw, error)
                case PinNeeded():
                    step = partial(asked.send, self._ask_pin(need))
                case Keep():
                    self._kept.keep(need)
                    step = partial(asked.send, None)
                case VoucherNeeded():
                    step = partial(asked.send, self._look_up(need.did))

    def _session(self, pickup: Pickup) -> Session:
        dpop = P256Signer.from_scalar_bytes(pickup.dpop) if pickup.dpop else None
        return Session(self._random, self._clock, dpop=dpop)

    def _new_id(self) -> str:
        return self._random(_ID_BYTES).hex()


def _place_of(invitation: CredentialOffer | OfferReference) -> str:
    if isinstance(invitation, CredentialOffer):
        return invitation.issuer.text
    return invitation.uri.text.rpartition("/o/")[0] or invitation.uri.host

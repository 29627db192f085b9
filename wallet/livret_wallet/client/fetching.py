"""Fetching proofs over the network: the vault, the network, and the pure flows between them.

    fetching.receive(invitation)      at once, where somebody answers for the PIN

    seen = fetching.look_at(offer)    or step by step: who offers, what, allowed by whom;
    fetching.go_through(seen, pin)    the PIN, and what came;
    fetching.keep(arrived)            or :meth:`Fetching.decline`

What is kept when lets it go on after a crash anywhere: tokens and keys before anything is sent
with them, the proof and the end of its fetching in one change, and what the issuer has not
heard of until it has.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, final

from livret_core.errors import LivretError, Refused
from livret_core.ledger.dating import Dating
from livret_core.openid4vci.offer import CredentialOffer, OfferReference
from livret_wallet.client.delivering import (
    NOTHING_NEWER,
    SAID_SO,
    Arrived,
    Delivering,
    Fetched,
    Network,
)
from livret_wallet.missing_record import MissingProof
from livret_wallet.pickup_record import Pickup
from livret_wallet.receiving import collecting, opening
from livret_wallet.receiving.collecting import PutOff
from livret_wallet.receiving.invitation import code_of
from livret_wallet.receiving.needs import Flow, Keep, PinNeeded
from livret_wallet.receiving.opening import Opened
from livret_wallet.receiving.session import Session
from livret_wallet.records import HeldBatch
from livret_wallet.vault import Vault

if TYPE_CHECKING:
    from livret_core.credential.profile_x509 import X509Policy

__all__ = ["COPIES", "Arrived", "Fetched", "Fetching", "Network", "Reception"]

COPIES: Final = 10


@dataclass(slots=True)
class _Known:
    """Of what is being fetched, as far as it is known yet."""

    issuer: str
    vct: str | None = None


@final
@dataclass(slots=True)
class Reception:
    """One offer that was looked at: nothing of it is spent before it is gone through.

    Attributes:
        opened: who offers, what, and on whose word.
        need: the PIN that was asked for last; None before any.
        link: what leads to it, to come back to. Whoever has it can spend the offer.
    """

    opened: Opened
    session: Session
    redeeming: Flow[Pickup]
    need: PinNeeded | None = None
    link: str = field(default="", repr=False)

    @property
    def wants_pin(self) -> bool:
        """Whether a PIN was said aloud with it."""
        return self.opened.offered.grant.tx_code is not None


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
        self._delivering: Final = Delivering(vault, network, clock=clock, x509=x509, random=random)
        self._kept: Final = self._delivering.kept
        self._clock: Final = clock
        self._ask_pin: Final = ask_pin
        self._language: Final = language

    def check_believes(self) -> None:
        """Check that a ledger or an authority is believed: else nobody vouches for anybody.

        Raises:
            Unavailable: ``trust.unconfirmed``.
        """
        self._delivering.check_believes()

    def receive(
        self, invitation: CredentialOffer | OfferReference, *, copies: int = COPIES
    ) -> Fetched | PutOff:
        """Fetch what is offered, check it, and keep it.

        Raises:
            Unavailable: ``trust.unconfirmed``; as the flows and :mod:`livret_wallet.checking`.
            Refused, MalformedInput: as :mod:`livret_wallet.receiving` and
                :func:`livret_wallet.holder.accept`. Nothing is kept of what was refused.
        """
        reception = self.look_at(invitation)
        done = self.go_through(reception, copies=copies)
        while isinstance(done, PinNeeded):
            with self._noting(_known_of(reception)):
                pin = self._ask_pin(done)
            done = self.go_through(reception, pin, copies=copies)
        return self.keep(done) if isinstance(done, Arrived) else done

    def look_at(self, invitation: CredentialOffer | OfferReference) -> Reception:
        """Read an offer, and check all of it that can be known before anything is spent.

        Raises:
            As :meth:`receive`. The offer and its PIN stay good.
        """
        self.check_believes()
        session = self._delivering.session()
        known = _Known(place_of(invitation))
        with self._noting(known):
            offer: CredentialOffer = self._delivering.drive(opening.read_offer(invitation))
            known.issuer = offer.issuer.text
            opened: Opened = self._delivering.drive(
                opening.open_offer(
                    offer, self._delivering.believed, session, code=code_of(invitation)
                )
            )
        redeeming = opening.redeem(
            opened, session, pickup_id=self._delivering.new_id(), language=self._language
        )
        return Reception(opened, session, redeeming, link=invitation.format_uri())

    def go_through(
        self, reception: Reception, pin: str | None = None, *, copies: int = COPIES
    ) -> PinNeeded | Arrived | PutOff:
        """Spend the code and the PIN, ask for the copies, and check what comes.

        Args:
            reception: as :meth:`look_at` gives it; over after anything but a further PIN.
            pin: as typed; None where none was asked for yet.
            copies: how many to ask for.

        Returns:
            That a PIN is wanted, the first or another; what came, which is to be kept or
            declined; or that it comes later.

        Raises:
            As :meth:`receive`; ``vault.storage`` before anything is spent where the disk is full.
        """
        # What is spent and cannot be kept is gone: only the counter hands it over again.
        self._kept.check_room()
        with self._noting(_known_of(reception)):
            begun = pin if reception.need is not None else None
            done = self._delivering.drive_to_pin(reception.redeeming, begun)
        if isinstance(done, PinNeeded):
            is_first, reception.need = reception.need is None, done
            if is_first and pin is not None:
                return self.go_through(reception, pin, copies=copies)
            return done
        self._kept.forget_link(reception.link)
        came = self._delivering.collect(
            done, reception.opened.offered.metadata, reception.session, copies
        )
        if isinstance(came, PutOff):
            return came
        return replace(came, left_out=reception.opened.left_out)

    def keep(self, arrived: Arrived) -> Fetched:
        """Keep what came, and tell its issuer."""
        return self._delivering.keep(arrived)

    def decline(self, arrived: Arrived) -> None:
        """Keep nothing of what came, and tell its issuer so."""
        self._delivering.decline(arrived)

    def open_pickups(self) -> list[Pickup]:
        """Give the fetchings that something is still to be done for, oldest first."""
        return [each for each in self._kept.all() if each.is_open or each.unsaid is not None]

    def go_on(self, pickup: Pickup, *, copies: int = COPIES) -> Fetched | PutOff | None:
        """Go on with a fetching where it stopped, and keep what comes.

        Returns:
            None where the proof is here already, and all that was missing was to say so.

        Raises:
            As :meth:`receive`.
        """
        came = self._go_on(pickup, copies=copies)
        return self.keep(came) if isinstance(came, Arrived) else came

    def go_on_to(self, pickup: Pickup, *, copies: int = COPIES) -> Arrived | PutOff | None:
        """Go on as :meth:`go_on` does; what came is to be kept or declined, by its holder alone."""
        came = self._go_on(pickup, copies=copies)
        if not isinstance(came, Arrived):
            return came
        return replace(came, pickup=self._delivering.note_shown(came.pickup))

    def _go_on(self, pickup: Pickup, *, copies: int) -> Arrived | PutOff | None:
        self.check_believes()
        if pickup.is_open and self._clock() < pickup.not_before_s:
            return PutOff(pickup)
        session = self._delivering.session(pickup)
        metadata = self._delivering.metadata(pickup, session)
        if not pickup.is_open:
            self._delivering.tell(pickup, metadata, session)
            return None
        return self._delivering.collect(pickup, metadata, session, copies)

    def refuse(self, pickup: Pickup) -> None:
        """Keep nothing of what was begun, wherever it stands, and tell its issuer if it hears."""
        self._delivering.refuse(pickup)

    def renew(
        self, proof: HeldBatch | MissingProof, *, copies: int = COPIES, by_itself: bool = False
    ) -> Fetched | PutOff:
        """Fetch a newer one of a proof, which takes its place; or one for a proof that is missing.

        Args:
            proof: which.
            copies: how many to ask for.
            by_itself: whether the wallet asks, and nobody waits.

        That there is nothing newer of a proof that is held is nothing to note. Whether that one is
        still good is looked at then: its town hall was asked just now.

        Raises:
            Refused: ``token.refresh`` for a proof that cannot be fetched anew;
                ``pickup.nothing_newer``; as :meth:`receive`.
        """
        try:
            return self._renew(proof, copies, by_itself=by_itself)
        except LivretError as error:
            if isinstance(proof, HeldBatch) and error.branch == "refused":
                with suppress(LivretError):  # why nothing came matters more
                    self._delivering.look_at(proof)
            raise

    def _renew(
        self, proof: HeldBatch | MissingProof, copies: int, *, by_itself: bool
    ) -> Fetched | PutOff:
        self.check_believes()
        pickup = self._kept.of(proof.id, "token.refresh")
        session = self._delivering.session(pickup)
        with nullcontext() if by_itself else self._noting(_Known(pickup.issuer, pickup.vct)):
            metadata = self._delivering.metadata(pickup, session)
            pickup = self._delivering.drive(opening.refresh(pickup, metadata, session))
        again = replace(
            pickup,
            id=self._delivering.new_id(),
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
        unnoted = NOTHING_NEWER if by_itself else SAID_SO
        if isinstance(proof, MissingProof) and not by_itself:
            unnoted = frozenset()
        came = self._delivering.collect(again, metadata, session, copies, unnoted=unnoted)
        return self.keep(came) if isinstance(came, Arrived) else came

    def fetch_dating(self, batch: HeldBatch) -> Dating:
        """Fetch what dates a proof. It is not checked here.

        Raises:
            Refused: ``dating.no_proof`` for one that did not come over the network.
            Unavailable: ``pickup.not_dated``; as the flows.
        """
        pickup = self._kept.of(batch.id, "dating.no_proof")
        if not pickup.notification_id:
            raise Refused("dating.no_proof")
        session = self._delivering.session(pickup)
        if pickup.refresh_token:
            metadata = self._delivering.metadata(pickup, session)
            pickup = self._delivering.drive(opening.refresh(pickup, metadata, session))
        dating: Dating = self._delivering.drive(collecting.date(pickup, session))
        return dating

    def note_failure(self, proof: HeldBatch | MissingProof, code: str) -> None:
        """Note in the history that a newer one of a proof will not come, and why."""
        pickup = self._kept.of(proof.id, "token.refresh")
        self._kept.note_failure(pickup.issuer, pickup.vct, code, at_s=self._clock())

    def drop(self, pickup: Pickup) -> None:
        """Give up a fetching that nothing came of, and the keys made for it."""
        self._kept.drop(pickup)

    @contextmanager
    def _noting(self, known: _Known) -> Iterator[None]:
        """Note in the history why nothing came of what was begun, where nothing is left open."""
        try:
            yield
        except LivretError as error:
            # Where something was not typed nobody said no.
            if not error.code.startswith("usage."):
                with suppress(LivretError):  # why it came to nothing matters more
                    self._kept.note_failure(known.issuer, known.vct, error.code, at_s=self._clock())
            raise


def _known_of(reception: Reception) -> _Known:
    opened = reception.opened
    return _Known(opened.offered.offer.issuer.text, opened.offered.types[opened.configuration_id])


def place_of(invitation: CredentialOffer | OfferReference) -> str:
    """Say whose it is, by its address: nothing that it says of itself."""
    if isinstance(invitation, CredentialOffer):
        return invitation.issuer.text
    return invitation.uri.text.rpartition("/o/")[0] or invitation.uri.host

"""One delivery, from a token to what is kept of it: asked for, checked, and then kept or not.

Between the checking and the keeping stands whoever holds the wallet: what came is a value until
it is kept, and nothing of it is in the vault but the way to have it again.
"""

from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar, final

from livret_core.dids.webvh import WebvhDid
from livret_core.errors import LivretError, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer, PublicKey
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.issuer_metadata import IssuerMetadata
from livret_core.openid4vci.notification import Event
from livret_wallet import holder
from livret_wallet.client.kept import Kept
from livret_wallet.client.looking import look
from livret_wallet.gather import Source, checking
from livret_wallet.pickup_record import Pickup
from livret_wallet.receiving import collecting
from livret_wallet.receiving.announced import Announced, Believed, read_announced
from livret_wallet.receiving.collecting import Delivered, PutOff
from livret_wallet.receiving.needs import Answer, Call, Keep, Need, PinNeeded, VoucherNeeded
from livret_wallet.receiving.session import Session
from livret_wallet.records import HeldBatch, PendingRequest
from livret_wallet.vault import Vault
from livret_wallet.vault.ledgers import Ledgers
from livret_wallet.vouching import Voucher

if TYPE_CHECKING:
    from livret_core.credential.profile_x509 import X509Policy

#: As many keys as are ever made for one proof.
_MOST_COPIES: Final = 100
_ID_BYTES: Final = 12
#: What a town hall says that has handed out all it has; others than livret's say no more than no.
SAID_SO: Final = frozenset({"pickup.nothing_newer"})
NOTHING_NEWER: Final = SAID_SO | {"issuance.denied"}
_DECLINED: Final = "received.declined"

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


@final
@dataclass(frozen=True, slots=True)
class Arrived:
    """A proof that came and was checked, and is not kept yet.

    Attributes:
        batch: as it would be kept.
        is_checked: whether its status could be checked.
        left_out: how much else the offer has, for another visit.
    """

    batch: HeldBatch
    is_checked: bool
    pickup: Pickup = field(repr=False)
    metadata: IssuerMetadata = field(repr=False)
    session: Session = field(repr=False)
    left_out: int = 0


@final
class Delivering:
    """One wallet's side of deliveries: what fetching, renewing and going on have in common."""

    def __init__(
        self,
        vault: Vault,
        network: Network,
        *,
        clock: Callable[[], int],
        x509: "X509Policy | None",
        random: Callable[[int], bytes],
    ) -> None:
        """Begin; as :class:`livret_wallet.client.fetching.Fetching`."""
        self._vault: Final = vault
        self._network: Final = network
        self._clock: Final = clock
        self._x509: Final = x509
        self._random: Final = random
        self.kept: Final = Kept(vault)

    def new_id(self) -> str:
        """Draw a name."""
        return self._random(_ID_BYTES).hex()

    def session(self, pickup: Pickup | None = None) -> Session:
        """Begin a visit, with the key that a fetching's tokens are bound to."""
        has_key = pickup is not None and pickup.dpop
        dpop = P256Signer.from_scalar_bytes(pickup.dpop) if pickup and has_key else None
        return Session(self._random, self._clock, dpop=dpop)

    def check_believes(self) -> None:
        """Check that a ledger or an authority is believed; as :class:`~.fetching.Fetching`'s."""
        if self._x509 is None and not Ledgers(self._vault).known():
            raise Unavailable("trust.unconfirmed")

    @property
    def believed(self) -> Believed:
        """Whose word on issuers counts."""
        return Believed(bool(Ledgers(self._vault).known()), self._x509)

    def metadata(self, pickup: Pickup, session: Session) -> IssuerMetadata:
        """Read again what an issuer says of itself."""
        announced: Announced = self.drive(
            read_announced(
                CredentialIssuer.parse(pickup.issuer),
                pickup.configuration_id,
                self.believed,
                session,
            )
        )
        return announced.metadata

    def collect(
        self,
        pickup: Pickup,
        metadata: IssuerMetadata,
        session: Session,
        copies: int,
        *,
        unnoted: frozenset[str] = frozenset(),
    ) -> Arrived | PutOff:
        """Ask for the copies, and check what comes. What is refused is given up.

        Args:
            pickup: with a token.
            metadata: its issuer's.
            session: with the key of the token.
            copies: how many to ask for.
            unnoted: reasons that are nothing for the history.

        Raises:
            Refused, MalformedInput: nothing is kept of it, and its issuer was told that.
            Unavailable: nothing was decided: it can go on another time.
        """
        keys = self.kept.keys()
        signers = [keys[each][1] for each in pickup.key_ids]
        fresh = [self.new_id() for _ in range(min(copies, _MOST_COPIES))]
        try:
            done: Delivered | PutOff = self.drive(
                collecting.collect(
                    pickup, metadata, session, signers, copies=len(fresh), key_ids=fresh
                )
            )
            if isinstance(done, PutOff):
                if not pickup.transaction_id:
                    self.kept.note_put_off(done.pickup, at_s=self._clock())
                return done
            batch, is_checked = self._check(done)
        except LivretError as error:
            if error.branch == "unavailable" or error.code.startswith("net."):
                raise
            noted = None if error.code in unnoted else error.code
            self._end_badly(self.kept.by_id(pickup.id), metadata, session, noted)
            raise
        return Arrived(batch, is_checked, self.kept.by_id(pickup.id), metadata, session)

    def keep(self, arrived: Arrived) -> Fetched:
        """Keep what came and the end of its fetching in one change, and tell its issuer."""
        pickup = arrived.pickup
        unsaid: Event | None = "credential_accepted" if pickup.notification_id else None
        ended = replace(
            pickup, batch_id=arrived.batch.id, proofs=(), transaction_id="", unsaid=unsaid
        )
        self.kept.end(ended, arrived.batch, at_s=self._clock())
        is_told = self.tell(ended, arrived.metadata, arrived.session)
        return Fetched(arrived.batch, arrived.is_checked, is_told, arrived.left_out)

    def decline(self, arrived: Arrived) -> None:
        """Keep nothing of what came, its keys neither, and tell its issuer so."""
        self._end_badly(
            arrived.pickup, arrived.metadata, arrived.session, _DECLINED, "credential_deleted"
        )

    def refuse(self, pickup: Pickup) -> None:
        """Decline what is not at hand: its issuer is told, if it is there to hear it."""
        self.kept.drop(pickup)
        self.kept.note_failure(pickup.issuer, pickup.vct, _DECLINED, at_s=self._clock())
        with suppress(LivretError):  # a courtesy
            session = self.session(pickup)
            metadata = self.metadata(pickup, session)
            self.drive(collecting.notify(pickup, metadata, session, "credential_deleted"))

    def note_shown(self, pickup: Pickup) -> Pickup:
        """Note that its holder is asked about what came: from then on nothing keeps it by itself."""
        shown = replace(pickup, shown_at_s=self._clock())
        self.kept.keep(Keep(shown))
        return shown

    def look_at(self, batch: HeldBatch) -> None:
        """Look whether a proof is still good, as :func:`livret_wallet.client.looking.look`."""
        look(self._vault, self._network, [batch], clock=self._clock, x509=self._x509)

    def tell(self, pickup: Pickup, metadata: IssuerMetadata, session: Session) -> bool:
        """Tell the issuer how it ended; another time where it cannot be reached."""
        if pickup.unsaid is None:
            return True
        try:
            self.drive(collecting.notify(pickup, metadata, session, pickup.unsaid))
        except Unavailable:
            return False
        except LivretError:
            pass  # it does not want to know, or not any more: that changes nothing here
        self.kept.keep(Keep(replace(pickup, unsaid=None)))
        return True

    def drive(self, asked: Generator[Need, Any, T]) -> T:
        """Give a flow all that it needs, which is no PIN."""
        done = self.drive_to_pin(asked)
        if isinstance(done, PinNeeded):
            raise TypeError("nobody is asked for a PIN here")
        return done

    def drive_to_pin(self, asked: Generator[Need, Any, T], pin: str | None = None) -> T | PinNeeded:
        """Give a flow all that it needs, up to the next PIN.

        Args:
            asked: the flow.
            pin: as typed, where it waits for one; None to begin it.
        """
        step: Callable[[], Need] = partial(asked.send, pin)
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
                    return need
                case Keep():
                    self.kept.keep(need)
                    step = partial(asked.send, None)
                case VoucherNeeded():
                    step = partial(asked.send, self._look_up(need.did))

    def _look_up(self, did: WebvhDid) -> Voucher:
        return checking.voucher_for(self._vault, did, self._network, now_s=self._clock())

    def _check(self, done: Delivered) -> tuple[HeldBatch, bool]:
        pickup, keys, now_s = done.pickup, self.kept.keys(), self._clock()
        self.kept.keep(Keep(pickup))
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
            done.texts, asked, public_keys, voucher, batch_id=self.new_id(), now_s=now_s
        )
        seen = checking.check_statuses(copies, voucher, self._network, now_s=now_s)
        return replace(batch, seen=seen), seen is not None

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

    def _end_badly(
        self,
        pickup: Pickup,
        metadata: IssuerMetadata,
        session: Session,
        code: str | None,
        event: Event = "credential_failure",
    ) -> None:
        """Keep nothing of what was refused, and say that it failed; never why."""
        self.kept.drop(pickup)
        if code is not None:
            self.kept.note_failure(pickup.issuer, pickup.vct, code, at_s=self._clock())
        with suppress(LivretError):  # a courtesy
            self.drive(collecting.notify(pickup, metadata, session, event))

"""An open wallet: what it holds, read; and what is done with it, until it is locked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, TypeAlias, TypeVar, final

from livret_core.errors import LivretError, Unavailable
from livret_core.sealing import FLOOR, KdfParameters
from livret_wallet.contents import Contents, LedgerSeen
from livret_wallet.preference_record import Preferences
from livret_wallet.records import HeldBatch, HistoryEntry
from livret_wallet.session.reaching import WhileOpen
from livret_wallet.vault import Vault, holdings, inbox, requests
from livret_wallet.waiting_record import Waiting

if TYPE_CHECKING:
    from livret_core.credential.profile_x509 import X509Policy
    from livret_core.ledger.trusting import Trusted
    from livret_core.openid4vci.offer import CredentialOffer, OfferReference
    from livret_wallet.client.answering import Answering
    from livret_wallet.client.fetching import Arrived, Fetched, Fetching, Network, Reception
    from livret_wallet.client.refilling import Passed, Refilling
    from livret_wallet.dating import HeldDating
    from livret_wallet.missing_record import MissingProof
    from livret_wallet.pickup_record import Pickup
    from livret_wallet.receiving.collecting import PutOff
    from livret_wallet.receiving.needs import PinNeeded
    from livret_wallet.service import Wallet
    from livret_wallet.session.salvage import Salvage

T = TypeVar("T")
Reach: TypeAlias = "Callable[[], AbstractContextManager[Network]]"
"""Opens a way to the network, for one thing that is done over it."""

#: How many entries of the history are read first: some milliseconds. Each piece is twice as long.
HISTORY_PIECE: Final = 250


def _nobody(need: "PinNeeded") -> str:  # noqa: ARG001
    raise Unavailable("trust.unconfirmed")


def _preferences(vault: Vault) -> Preferences:
    rows = vault.ids("setting")
    try:
        return Preferences.parse(vault.get("setting", rows[0])) if rows else Preferences()
    except LivretError:
        return Preferences()  # a row that is damaged keeps nobody from what still opens


@final
class OpenWallet:
    """One citizen's wallet, from its passphrase to its lock."""

    def __init__(
        self,
        vault: Vault,
        *,
        clock: Callable[[], int],
        reach: Reach,
        language: str = "en",
        x509: "X509Policy | None" = None,
    ) -> None:
        """Take an open vault.

        Args:
            vault: open; it is closed with :meth:`lock`.
            clock: gives seconds since 1970.
            reach: the way to the network.
            language: the holder's, as issuers are told it.
            x509: the authorities whose word on bodies the holder takes; None for none.
        """
        self._vault: Vault | None = vault
        self._clock: Final = clock
        self._reach: Final = reach
        self._mutex: Final = threading.RLock()
        self._at_work: Final = threading.Lock()
        self._undecided: frozenset[str] = frozenset()
        self._refilling: Refilling | None = None
        self._x509: Final = x509
        self.language = language
        self.place: Path | None = None
        self.preferences = _preferences(vault)
        with suppress(LivretError):  # a row that is damaged, a disk that is full: as above
            requests.settle(vault)

    @classmethod
    def unlock(
        cls,
        path: Path,
        passphrase: bytes,
        *,
        clock: Callable[[], int],
        reach: Reach,
        language: str = "en",
        x509: "X509Policy | None" = None,
        floor: KdfParameters = FLOOR,
    ) -> Self:
        """Open the vault at *path*: half a second of work, on purpose.

        Raises:
            MalformedInput, Refused, Unavailable: as :meth:`livret_wallet.vault.Vault.open`.
        """
        vault = Vault.open(path, passphrase, floor=floor)
        wallet = cls(vault, clock=clock, reach=reach, language=language, x509=x509)
        wallet.place = path
        return wallet

    # What it holds.

    @property
    def is_locked(self) -> bool:
        """Whether it was locked."""
        return self._vault is None

    @property
    def now_s(self) -> int:
        """The time, in seconds since 1970."""
        return self._clock()

    def contents(self) -> Contents:
        """Read what is held.

        Raises:
            Unavailable: ``vault.locked``; what :class:`~livret_wallet.vault.Vault` raises.
        """
        with self._opened() as vault:
            return Contents(
                tuple(holdings.batches(vault)),
                tuple(request for _, request in holdings.pending(vault)),
                tuple(each for _, each in holdings.pickups(vault)) if vault.ids("pickup") else (),
                tuple(each for _, each in inbox.waiting(vault)) if vault.ids("inbox") else (),
                tuple(each for _, each in holdings.missing(vault)) if vault.ids("missing") else (),
            )

    def dating(self, batch_id: str) -> "HeldDating | None":
        """Read what dates a proof, if that is kept; errors as :meth:`contents`."""
        with self._opened() as vault:
            if not vault.ids("dating"):
                return None  # with the first comes all that verifies
            return holdings.datings(vault).get(batch_id, (None, None))[1]

    def history(self) -> Iterator[tuple[HistoryEntry, ...]]:
        """Read what happened, what was noted last first, a piece at a time.

        Raises:
            Unavailable: ``vault.locked`` at the first piece after it was locked.
        """
        with self._opened() as vault:
            rows = vault.ids("history")
        size = HISTORY_PIECE
        while rows:
            rows, last = rows[:-size], rows[-size:]
            with self._opened() as vault:
                piece = [HistoryEntry.parse(vault.get("history", row)) for row in reversed(last)]
            yield tuple(piece)
            size *= 2

    def latest(self, known: int) -> tuple[HistoryEntry, ...]:
        """Read what happened since so many entries were known, what was noted last first."""
        with self._opened() as vault:
            rows = vault.ids("history")[known:]
            return tuple(HistoryEntry.parse(vault.get("history", row)) for row in reversed(rows))

    def ledgers(self) -> tuple[LedgerSeen, ...]:
        """Read which ledgers are believed, and when each was last seen; errors as :meth:`contents`."""
        with self._opened() as vault:
            if not vault.ids("trust"):
                return ()
            from livret_wallet.vault.ledgers import Ledgers

            known = Ledgers(vault).known()
        return tuple(map(LedgerSeen.of, known))

    # What is done with it.

    def wallet(self) -> "Wallet":
        """Give what asks, keeps and presents on files; errors as :meth:`contents`."""
        from livret_wallet.service import Wallet

        with self._opened() as vault:
            return Wallet(vault)

    def look_at(self, invitation: "CredentialOffer | OfferReference") -> "Reception":
        """Look at an offer, whose code and PIN stay good.

        Raises:
            As :meth:`livret_wallet.client.fetching.Fetching.look_at`; ``vault.locked``.
        """
        with self._fetching() as fetching:
            return fetching.look_at(invitation)

    def go_through(
        self, reception: "Reception", pin: str | None = None
    ) -> "PinNeeded | Arrived | PutOff":
        """Spend an offer; as :meth:`livret_wallet.client.fetching.Fetching.go_through`.

        What arrived is for its holder to decide on: nothing follows it by itself meanwhile.
        """
        with self._fetching() as fetching:
            return self._to_decide(fetching.go_through(reception, pin))

    def keep(self, arrived: "Arrived") -> "Fetched":
        """Keep what arrived; as :meth:`livret_wallet.client.fetching.Fetching.keep`."""
        with self._fetching() as fetching:
            return fetching.keep(arrived)

    def decline(self, arrived: "Arrived") -> None:
        """Keep nothing of what arrived; as :meth:`livret_wallet.client.fetching.Fetching.decline`."""
        with self._fetching() as fetching:
            fetching.decline(arrived)

    def go_on(self, pickup: "Pickup") -> "Fetched | PutOff | None":
        """Go on with what was begun; as :meth:`livret_wallet.client.fetching.Fetching.go_on`."""
        with self._fetching() as fetching:
            return fetching.go_on(pickup)

    def go_on_to(self, pickup: "Pickup") -> "Arrived | Fetched | PutOff | None":
        """Go on with what was begun, up to the holder's decision.

        What takes the place of a proof is kept; of everything else the holder decides again.
        """
        with self._fetching() as fetching:
            if pickup.renews:
                return fetching.go_on(pickup)
            return self._to_decide(fetching.go_on_to(pickup))

    def refuse_pickup(self, pickup: "Pickup") -> None:
        """Keep nothing of what was begun; as :meth:`livret_wallet.client.fetching.Fetching.refuse`."""
        with self._fetching() as fetching:
            fetching.refuse(pickup)

    def _to_decide(self, done: T) -> T:
        """Let nothing follow by itself what its holder is asked about."""
        if type(done).__name__ == "Arrived":
            self._undecided |= {done.pickup.id}  # type: ignore[attr-defined]  # by its name
        return done

    def prefer(self, preferences: Preferences) -> None:
        """Keep what the holder prefers from now on; errors as :meth:`contents`."""
        with self._opened() as vault:
            row = next(iter(vault.ids("setting")), None)
            vault.put("setting", row, preferences.format())
        self.preferences = preferences

    def renew(self, batch: "HeldBatch | MissingProof") -> "Fetched | PutOff | None":
        """Fetch a newer one, or one that is missing; as :meth:`livret_wallet.client.fetching.Fetching.renew`.

        One that was handed over already, and could not be checked then, is gone on with.
        """
        begun = self.contents().newer.get(batch.id)
        with self._fetching() as fetching:
            return fetching.renew(batch) if begun is None else fetching.go_on(begun)

    def pass_by(self) -> "Passed":
        """Do what is due by itself; as :meth:`livret_wallet.client.refilling.Refilling.pass_by`.

        Nothing is done while something else is under way, nor for what its holder decides on.

        Raises:
            Unavailable: ``vault.locked``, ``trust.unconfirmed``, ``vault.storage``.
        """
        from livret_wallet.client.refilling import Passed, Refilling

        if self._at_work.locked():
            return Passed()
        with self._fetching() as fetching, self._opened() as vault:
            if self._refilling is None:
                self._refilling = Refilling(clock=self._clock)
            return self._refilling.pass_by(vault, fetching, leaves=self._undecided)

    def trusted(self) -> "list[Trusted]":
        """Give the ledgers that are believed; errors as :meth:`contents`."""
        from livret_wallet.vault.ledgers import Ledgers

        with self._opened() as vault:
            return Ledgers(vault).known()

    def believe(self, trusted: "Trusted") -> None:
        """Keep a ledger, in place of what was kept of it before; errors as :meth:`contents`."""
        from livret_wallet.vault.ledgers import Ledgers

        with self._opened() as vault:
            Ledgers(vault).keep(trusted)

    def forget_ledger(self, origin: str) -> None:
        """Believe a ledger no more, and forget what was seen of it; errors as :meth:`contents`."""
        from livret_wallet.vault.ledgers import Ledgers

        with self._opened() as vault:
            Ledgers(vault).forget(origin)

    @contextmanager
    def reach(self) -> "Iterator[Network]":
        """Give the way to the network, for one thing that is done over it.

        Raises:
            Unavailable: ``vault.locked``.
        """
        with self._opened(), ExitStack() as reached:
            yield self._reached(reached)

    def salvage(self) -> "Salvage":
        """Say how much of it can be read.

        Raises:
            Unavailable: ``vault.locked``.
        """
        from livret_wallet.session.salvage import Salvage

        with self._opened() as vault:
            return Salvage.of_open(vault)

    def lock(self) -> None:
        """Close the vault, and let go of all that was read. A second call does nothing.

        Python cannot wipe memory; what is let go of is overwritten when its room is needed.
        """
        with self._mutex:
            vault, self._vault = self._vault, None
            if vault is not None:
                vault.close()

    @contextmanager
    def opened_vault(self) -> Iterator[Vault]:
        """Give the vault itself, for what has an effect of its own upon it.

        Raises:
            Unavailable: ``vault.locked``.
        """
        with self._opened() as vault:
            yield vault

    def put_aside(self, one: Waiting) -> None:
        """Keep a link to decide about later; errors as :meth:`contents`, ``vault.record``."""
        with self._opened() as vault:
            inbox.put(vault, one)

    def forget_link(self, link: str) -> bool:
        """Keep a link no more; whether it was kept. Errors as :meth:`contents`."""
        with self._opened() as vault:
            return inbox.drop(vault, link)

    @contextmanager
    def answering(self) -> "Iterator[Answering]":
        """Give the dealings with services that ask, as long as they take.

        Raises:
            Unavailable: ``vault.locked``.
        """
        from livret_wallet.client.answering import Answering

        with self._opened() as vault, ExitStack() as reached:
            yield Answering(vault, self._reached(reached), clock=self._clock, x509=self._x509)

    @contextmanager
    def _opened(self) -> Iterator[Vault]:
        # The mutex is not held meanwhile: a lock need not wait for a town hall that is slow.
        with self._mutex:
            vault = self._vault
        if vault is None:
            raise Unavailable("vault.locked")
        try:
            yield vault
        except ValueError:
            if self.is_locked:
                raise Unavailable("vault.locked") from None
            raise

    @contextmanager
    def _fetching(self) -> "Iterator[Fetching]":
        """Give what fetches; one thing at a time is fetched."""
        from livret_wallet.client.fetching import Fetching

        with self._at_work, self._opened() as vault, ExitStack() as reached:
            yield Fetching(
                vault,
                self._reached(reached),
                clock=self._clock,
                ask_pin=_nobody,
                language=self.language,
                x509=self._x509,
            )

    def _reached(self, reached: ExitStack) -> "Network":
        return WhileOpen(self, lambda: reached.enter_context(self._reach()))

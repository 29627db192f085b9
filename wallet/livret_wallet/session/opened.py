"""An open wallet: what it holds, read; and what is done with it, until it is locked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, TypeAlias, final

from livret_core.errors import Unavailable
from livret_core.sealing import FLOOR, KdfParameters
from livret_wallet.contents import Contents, LedgerSeen
from livret_wallet.records import HeldBatch, HistoryEntry
from livret_wallet.vault import Vault, holdings

if TYPE_CHECKING:
    from livret_core.credential.profile_x509 import X509Policy
    from livret_core.openid4vci.offer import CredentialOffer, OfferReference
    from livret_wallet.client.fetching import Fetched, Fetching, Network
    from livret_wallet.dating import HeldDating
    from livret_wallet.pickup_record import Pickup
    from livret_wallet.receiving.collecting import PutOff
    from livret_wallet.receiving.needs import PinNeeded
    from livret_wallet.service import Wallet

Reach: TypeAlias = "Callable[[], AbstractContextManager[Network]]"
"""Opens a way to the network, for one thing that is done over it."""
AskPin: TypeAlias = "Callable[[PinNeeded], str]"
"""Has the PIN from the holder, or raises."""

#: How many entries of the history are read first: some milliseconds. Each piece is twice as long.
HISTORY_PIECE: Final = 250


def _nobody(need: "PinNeeded") -> str:  # noqa: ARG001
    raise Unavailable("trust.unconfirmed")


def _place(witness: str) -> str:
    """Name a witness as people find it: by its host, where its key is called after that."""
    return witness.removesuffix("/witness")


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
        self._newer: frozenset[str] = frozenset()
        self._x509: Final = x509
        self.language = language

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
        return cls(vault, clock=clock, reach=reach, language=language, x509=x509)

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
                self._newer,
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

    def ledgers(self) -> tuple[LedgerSeen, ...]:
        """Read which ledgers are believed, and when each was last seen; errors as :meth:`contents`."""
        with self._opened() as vault:
            if not vault.ids("trust"):
                return ()
            from livret_wallet.vault.ledgers import Ledgers

            known = Ledgers(vault).known()
        return tuple(
            LedgerSeen(
                origin=each.origin,
                since_s=each.since_s,
                seen_s=None if each.remembered is None else each.remembered.time_s,
                fresh_s=each.chain.newest.ages.fresh_s,
                refuse_s=each.chain.newest.ages.refuse_s,
                expires_s=each.chain.newest.expires_s,
                must_agree=each.chain.newest.numbers.q,
                members=tuple(voter.who for voter in each.chain.newest.voters),
                places=tuple(sorted(_place(key.name.text) for key in each.chain.newest.witnesses)),
                agreed=tuple(map(_place, each.cosigners)),
                doubt="" if each.doubt is None else each.doubt.code,
                doubt_s=0 if each.doubt is None else each.doubt.at_s,
            )
            for each in known
        )

    # What is done with it.

    def wallet(self) -> "Wallet":
        """Give what asks, keeps and presents on files; errors as :meth:`contents`."""
        from livret_wallet.service import Wallet

        with self._opened() as vault:
            return Wallet(vault)

    def receive(
        self,
        invitation: "CredentialOffer | OfferReference",
        *,
        ask_pin: AskPin,
        copies: int | None = None,
    ) -> "Fetched | PutOff":
        """Fetch what is offered, check it and keep it.

        Raises:
            As :meth:`livret_wallet.client.fetching.Fetching.receive`; ``vault.locked``.
        """
        from livret_wallet.client.fetching import COPIES

        with self._fetching(ask_pin) as fetching:
            return fetching.receive(invitation, copies=copies or COPIES)

    def go_on(self, pickup: "Pickup") -> "Fetched | PutOff | None":
        """Go on with what was begun; as :meth:`livret_wallet.client.fetching.Fetching.go_on`."""
        with self._fetching() as fetching:
            return fetching.go_on(pickup)

    def renew(self, batch: HeldBatch) -> "Fetched | PutOff":
        """Fetch a newer one; as :meth:`livret_wallet.client.fetching.Fetching.renew`."""
        with self._fetching() as fetching:
            done = fetching.renew(batch)
        self._newer -= {batch.id}
        return done

    def heard_of_newer(self, batch_ids: frozenset[str]) -> None:
        """Take it that town halls have newer ones of these proofs; the lists say so from now on."""
        self._newer |= batch_ids

    def lock(self) -> None:
        """Close the vault, and let go of all that was read. A second call does nothing.

        Python cannot wipe memory; what is let go of is overwritten when its room is needed.
        """
        with self._mutex:
            vault, self._vault = self._vault, None
            self._newer = frozenset()
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
    def _fetching(self, ask_pin: AskPin = _nobody) -> "Iterator[Fetching]":
        from livret_wallet.client.fetching import Fetching

        with self._opened() as vault, self._reach() as network:
            yield Fetching(
                vault,
                network,
                clock=self._clock,
                ask_pin=ask_pin,
                language=self.language,
                x509=self._x509,
            )

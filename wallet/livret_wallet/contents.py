"""What a wallet holds, as its screens are drawn from it: values alone, read at one time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, final

from livret_wallet.records import HeldBatch, PendingRequest
from livret_wallet.waiting_record import Waiting

if TYPE_CHECKING:
    from livret_core.ledger.trusting import Trusted
    from livret_wallet.missing_record import MissingProof
    from livret_wallet.pickup_record import Pickup


@final
@dataclass(frozen=True, slots=True)
class Contents:
    """What is held, what was asked for, and what is being fetched.

    Attributes:
        batches: every proof, newest first: the order of the numbers that people type.
        asked: requests on files, not answered yet, newest first.
        fetching: every fetching over the network, finished or not, oldest first.
        waiting: links that are decided about later, the newest first.
        missing: proofs that came back without their keys, and must be asked for again.
    """

    batches: tuple[HeldBatch, ...] = ()
    asked: tuple[PendingRequest, ...] = ()
    fetching: "tuple[Pickup, ...]" = ()
    waiting: tuple[Waiting, ...] = ()
    missing: "tuple[MissingProof, ...]" = ()

    @property
    def newer(self) -> "Mapping[str, Pickup]":
        """By the id of a proof, the fetching of a newer one: it was handed over, and is not kept yet.

        A town hall says that it has a newer one by handing it over, and in no other way.
        """
        return {
            each.renews: each
            for each in self.fetching
            if each.is_open and each.renews and each.notification_id
        }

    def batch(self, batch_id: str) -> HeldBatch | None:
        """Find a proof by its id."""
        return next((each for each in self.batches if each.id == batch_id), None)

    def current(self, batch: HeldBatch) -> HeldBatch:
        """Give a proof as it is held now, or the newest that took its place.

        One that is held no more is given back as it was.
        """
        seen = {batch.id}
        while True:
            batch = self.batch(batch.id) or batch
            by = {each.batch_id for each in self.fetching if each.renews == batch.id}
            newer = next((each for each in self.batches if each.id in by - seen), None)
            if batch.replaced_at_s is None or newer is None:
                return batch
            seen.add(newer.id)
            batch = newer

    def pickup(self, pickup_id: str) -> "Pickup | None":
        """Find by its id what is being fetched and is not here yet."""
        return next((each for each in self.fetching if each.id == pickup_id and each.is_open), None)

    @property
    def halls(self) -> tuple[str, ...]:
        """The addresses of the town halls that anything was fetched from, each once."""
        return tuple(dict.fromkeys(each.issuer for each in self.fetching))

    def may_renew(self, batch: HeldBatch) -> bool:
        """Whether its town hall said how to fetch a newer one."""
        return batch.replaced_at_s is None and self._has_handle(batch.id)

    @property
    def to_ask_again(self) -> "tuple[MissingProof, ...]":
        """What is missing, less what was asked for again and is still to come."""
        newer = self.newer
        coming = {each.renews for each in self.fetching if each.is_open} - newer.keys()
        return tuple(each for each in self.missing if each.id not in coming)

    def gone(self, proof_id: str) -> "MissingProof | None":
        """Find by its id a proof that is to be asked for again."""
        return next((each for each in self.to_ask_again if each.id == proof_id), None)

    def renewable(self, proof_id: str) -> "HeldBatch | MissingProof | None":
        """Find by its id a proof that its town hall can be asked for anew from here."""
        batch = self.batch(proof_id)
        if batch is not None:
            return batch if self.may_renew(batch) else None
        return self.gone(proof_id) if self._has_handle(proof_id) else None

    def _has_handle(self, proof_id: str) -> bool:
        return any(each.batch_id == proof_id and each.refresh_token for each in self.fetching)


@final
@dataclass(frozen=True, slots=True)
class LedgerSeen:
    """A public ledger that this wallet believes, and when it last saw it.

    Attributes:
        origin: its name.
        since_s: when its six words were confirmed, seconds since 1970.
        seen_s: the time of the newest head that was believed; None before the first.
        fresh_s, refuse_s: how old a head may be before it is said, and before it counts no more.
        expires_s: when its trust root ends.
        must_agree: how many members have to.
        members: what they are called.
        places: what the witnesses among them are called, as people find them.
        agreed: those of them that stand behind the newest head; empty where nobody kept it.
        doubt: the code of what was shown since, and not believed; empty for nothing.
        doubt_s: when it was shown, seconds since 1970.
    """

    origin: str
    since_s: int
    seen_s: int | None
    fresh_s: int
    refuse_s: int
    expires_s: int
    must_agree: int
    members: tuple[str, ...]
    places: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    doubt: str = ""
    doubt_s: int = 0

    @classmethod
    def of(cls, trusted: "Trusted") -> Self:
        """Take of a ledger that is believed what screens say of it."""
        newest, doubt = trusted.chain.newest, trusted.doubt
        return cls(
            origin=trusted.origin,
            since_s=trusted.since_s,
            seen_s=None if trusted.remembered is None else trusted.remembered.time_s,
            fresh_s=newest.ages.fresh_s,
            refuse_s=newest.ages.refuse_s,
            expires_s=newest.expires_s,
            must_agree=newest.numbers.q,
            members=tuple(voter.who for voter in newest.voters),
            places=tuple(sorted(_place(key.name.text) for key in newest.witnesses)),
            agreed=tuple(map(_place, trusted.cosigners)),
            doubt="" if doubt is None else doubt.code,
            doubt_s=0 if doubt is None else doubt.at_s,
        )

    @property
    def host(self) -> str:
        """Who keeps it, as people find it."""
        return self.origin.partition("/")[0]

    @property
    def silent(self) -> tuple[str, ...]:
        """Those of its witnesses that do not stand behind the newest head, where that is known."""
        return tuple(each for each in self.places if each not in self.agreed) if self.agreed else ()


def _place(witness: str) -> str:
    """Name a witness as people find it: by its host, where its key is called after that."""
    return witness.removesuffix("/witness")


@final
@dataclass(frozen=True, slots=True)
class Safety:
    """What is known for the day a wallet is lost, and what its holder prefers.

    Attributes:
        lock_after_s: after how long untouched it locks itself.
        sheet_made_s: when the recovery words were drawn, seconds since 1970; None for none.
        sheet_checked_s: when somebody last read them back.
        missing: proofs that cannot be shown, each with whether they can be fetched from here.
    """

    lock_after_s: int
    sheet_made_s: int | None = None
    sheet_checked_s: int | None = None
    missing: "tuple[tuple[MissingProof, bool], ...]" = ()

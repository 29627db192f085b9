"""What a town hall keeps of a hand-over that is picked up over the network."""

from dataclasses import dataclass
from typing import Final, Literal, Self, TypeAlias, final

from livret_core.credential.issuer import Profile
from livret_core.oauth.dpop import DpopProof
from livret_core.short_code import ShortCode

PickupStand: TypeAlias = Literal[
    "open",
    "opened",
    "redeemed",
    "waiting",
    "signed",
    "accepted",
    "failed",
    "deleted",
    "blocked",
    "denied",
    "cancelled",
]
"""How far it is. That its time is over is the hand-over's to say."""

Approval: TypeAlias = Literal["none", "wanted", "given"]
TokenKind: TypeAlias = Literal["access", "refresh"]

#: Copies were signed for it.
SIGNED: Final[frozenset[PickupStand]] = frozenset({"signed", "accepted", "failed", "deleted"})
#: Nothing more can come of it.
ENDED: Final[frozenset[PickupStand]] = frozenset({"denied", "cancelled"})


@final
@dataclass(frozen=True, slots=True)
class StoredPickup:
    """The pickup of one hand-over, as the store knows it.

    Attributes:
        code: of the hand-over.
        draw: what its pre-authorized code is made of, with a key that is not in the store;
            None once it has ended.
        pin_tag: keyed digest of its PIN, likewise.
        attempts_left: how often a PIN may still be typed.
        stand: how far it is.
        at_s: since when, in seconds since 1970.
        renews: the hand-over whose copies this one's are to take the place of; nobody but the
            wallet that has those can pick it up.
        by: the clerk who made it: a function's code, or None.
        approval: whether a second clerk has to say yes.
        person: keyed digest of who it is for, as long as something newer can be fetched.
        proofs: key proofs that wait for a yes, JSON.
        asked_at_s: when they came.
        asked_sha256: of the request they came with.
        keys_sha256: of the keys that the answer is for.
        profile: how the town hall names itself in what it signs for it.
    """

    code: ShortCode
    draw: bytes | None
    pin_tag: bytes | None
    attempts_left: int
    stand: PickupStand
    at_s: int
    renews: ShortCode | None = None
    by: str | None = None
    approval: Approval = "none"
    person: bytes | None = None
    proofs: bytes | None = None
    asked_at_s: int | None = None
    asked_sha256: bytes | None = None
    keys_sha256: bytes | None = None
    profile: Profile = "did"


@final
@dataclass(frozen=True, slots=True)
class StoredToken:
    """A right to go on with one pickup. The token itself is with the wallet alone.

    Attributes:
        code: of the hand-over.
        kind: ``access`` for a few minutes, ``refresh`` for as long as its copies hold.
        jkt: thumbprint of the DPoP key that it is bound to, or None.
        expires_at_s: seconds since 1970.
    """

    code: ShortCode
    kind: TokenKind
    jkt: str | None
    expires_at_s: int


@final
@dataclass(frozen=True, slots=True)
class KeyShown:
    """A DPoP proof that verified, for this request and this token.

    Attributes:
        jkt: thumbprint of its key.
        replay_id: the same for the same proof and no other.
        forget_after_s: from when on nobody would believe it.
    """

    jkt: str
    replay_id: bytes
    forget_after_s: int

    @classmethod
    def of(cls, proof: DpopProof) -> Self:
        """Take it from what was verified."""
        return cls(proof.thumbprint, proof.replay_id, proof.forget_after_s)


@final
@dataclass(frozen=True, slots=True)
class Ask:
    """A credential request, as it was read.

    Attributes:
        vct: the type that its configuration or identifier stands for.
        proofs: key proofs, one a copy; texts still to be checked.
        sha256: of the request as it stood, decrypted.
        profile: likewise.
        client: mark of the name that the wallet gave itself for its token; empty for none.
    """

    vct: str
    proofs: tuple[str, ...]
    sha256: bytes
    profile: Profile = "did"
    client: str = ""


@final
@dataclass(frozen=True, slots=True)
class OpenedOffer:
    """What a wallet is told of an offer.

    Attributes:
        vct: the type.
        pre_authorized_code: the right to redeem it, with the PIN.
        pin_digits: how long the PIN is.
        expires_at_s: seconds since 1970.
        profile: in which the type is handed over.
    """

    vct: str
    pre_authorized_code: str
    pin_digits: int
    expires_at_s: int
    profile: Profile = "did"


@final
@dataclass(frozen=True, slots=True)
class Tokens:
    """What a wallet is given for a code and a PIN, or for a refresh token.

    Attributes:
        access: opens what this pickup is for.
        lasts_s: for how long.
        refresh: fetches newer ones later; only a wallet that showed a DPoP key has one.
        vct: what may be asked for.
        is_bound: whether a DPoP proof has to come with them.
        profile: in which it may be asked for.
    """

    access: str
    lasts_s: int
    refresh: str | None
    vct: str
    is_bound: bool
    profile: Profile = "did"


@final
@dataclass(frozen=True, slots=True)
class Handed:
    """The copies, in the order of the key proofs.

    Attributes:
        credentials: as they go out.
        notification_id: under which the wallet says what became of them.
        is_repeated: whether the same was answered before, and nothing was signed now.
    """

    credentials: tuple[str, ...]
    notification_id: str
    is_repeated: bool


@final
@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing is signed yet.

    Attributes:
        transaction_id: under which to ask again.
        interval_s: not before so many seconds.
    """

    transaction_id: str
    interval_s: int

"""Decide what a token opens, for whom, and until when. Pure."""

import hashlib
from collections.abc import Collection, Sequence
from typing import Final, Literal, TypeAlias

from livret_core.credential.types import CredentialType
from livret_core.encoding import base64url
from livret_core.errors import MalformedInput, Refused
from livret_core.openid4vci.key_proof import KeyProof
from livret_core.status.token import Status
from livret_issuer.pickup.records import (
    ENDED,
    SIGNED,
    Approval,
    Ask,
    KeyShown,
    PickupStand,
    StoredPickup,
    StoredToken,
)
from livret_issuer.pickup.secrets import is_same
from livret_issuer.records import StoredHandover

ACCESS_S: Final = 900
#: Proofs of one pickup that are remembered at once: a wallet needs a handful.
MAX_SEEN: Final = 256
INTERVAL_S: Final = 300
#: A second clerk has so long to say yes.
WAITS_S: Final = 30 * 86_400

#: Where a pickup stands once its wallet said that it had the copies.
ARRIVED: Final[frozenset[PickupStand]] = frozenset({"accepted", "deleted"})

_REFRESH_S: Final = 400 * 86_400
_MARK_BYTES: Final = 12
After: TypeAlias = Literal["accepted", "failed", "deleted"]

_BY_EVENT: Final[dict[str, After]] = {
    "credential_accepted": "accepted",
    "credential_failure": "failed",
    "credential_deleted": "deleted",
}


def check_token(
    token: StoredToken | None, shown: KeyShown | None, *, kind: str, now_s: int
) -> StoredToken:
    """Check that a token opens something, and that who shows it is who it was given to.

    Raises:
        Refused: ``access.invalid``, ``token.refresh`` for one that is unknown, over, or of the
            other kind; ``dpop.missing``, ``dpop.other_key`` (RFC 9449 §7.1).
    """
    if token is None or token.kind != kind or now_s >= token.expires_at_s:
        raise Refused("access.invalid" if kind == "access" else "token.refresh")
    if token.jkt is None and shown is not None:
        # RFC 9449 §7.1: a token without a key is a bearer's; it is not shown as a bound one.
        raise Refused("access.invalid", "not a bound token")
    if token.jkt is not None and shown is None:
        raise Refused("dpop.missing")
    if shown is not None and shown.jkt != token.jkt:
        raise Refused("dpop.other_key")
    return token


def check_ask(ask: Ask, pickup: StoredPickup, handover: StoredHandover) -> None:
    """Check that a request is for what is handed over, in copies that it allows.

    Its time is not asked for again: the token was given in time, and ends soon.

    Raises:
        Refused: ``pickup.nothing_newer`` when it was signed before, or another
            request waits; ``access.invalid`` where a
            pickup has ended meanwhile; ``handover.other_type``, ``issuance.no_proof``,
            ``issuance.too_many``.
    """
    if (ask.vct, ask.profile) != (handover.vct, pickup.profile):
        raise Refused("handover.other_type")
    if pickup.stand in {*SIGNED, "waiting"} or handover.request_sha256 is not None:
        raise Refused("pickup.nothing_newer")
    if pickup.stand == "denied":
        raise Refused("issuance.denied")
    if pickup.stand != "redeemed" or handover.claims is None:
        raise Refused("access.invalid", "ended")
    check_proofs(ask, handover)


def check_proofs(ask: Ask, handover: StoredHandover) -> None:
    """Check how many copies are asked for.

    Raises:
        Refused: ``issuance.no_proof``, ``issuance.too_many``.
    """
    if not ask.proofs:
        raise Refused("issuance.no_proof")
    if len(ask.proofs) > handover.max_copies:
        raise Refused("issuance.too_many", max_copies=handover.max_copies)


def check_renews(before: set[Status]) -> None:
    """Check that what a pickup renews is good: nobody gets by way of renewal what was taken.

    Args:
        before: what the copies that it renews are said to be.

    Raises:
        Refused: ``issuance.denied``.
    """
    if before - {Status.VALID}:
        raise Refused("issuance.denied", "what it renews was withdrawn or paused")


def stand_after(pickup: StoredPickup, event: str) -> After | None:
    """Say where a pickup stands after its wallet said what became of the copies.

    A wallet may say several things of one delivery, and each that is received is answered so
    (OpenID4VCI 1.0 §11.1, §11.2): the standard has no error for two that contradict each other.
    As nothing says in which order they arrive, the end is the same in any: deleted is the last
    word, and accepted counts for more than failed, which may be of an earlier try.

    Returns:
        None when that was said before, or counts for less than what was.

    Raises:
        Refused: ``issuance.notification`` when nothing was delivered.
    """
    wanted = _BY_EVENT.get(event)
    if pickup.stand not in SIGNED or wanted is None:
        raise Refused("issuance.notification")
    if pickup.stand in {wanted, "deleted"} or (pickup.stand == "accepted" and wanted == "failed"):
        return None
    return wanted


def refresh_until_s(kind: CredentialType, *, now_s: int) -> int:
    """Say until when newer ones may be fetched: as long as what was signed now holds."""
    latest_s = now_s + _REFRESH_S
    return min(kind.law.expires_at_s(now_s) or latest_s, latest_s)


def approval_of(type_name: str, four_eyes: Collection[str], by: str | None) -> Approval:
    """Decide whether a second clerk has to say yes to what one offers (attack 29).

    Args:
        type_name: of what is offered.
        four_eyes: the types of which the town hall's rule says so.
        by: the clerk who offers: a second one can only be told from a first who is known.

    Raises:
        MalformedInput: ``usage.missing``.
    """
    check_says_who(type_name, four_eyes, by)
    return "wanted" if type_name in four_eyes else "none"


def check_says_who(type_name: str, four_eyes: Collection[str], by: str | None) -> None:
    """Check that who does something to a hand-over of a type under four eyes says who he is.

    Raises:
        MalformedInput: ``usage.missing``.
    """
    if type_name in four_eyes and by is None:
        raise MalformedInput("usage.missing", option="--by")


def check_by_file(
    type_name: str, four_eyes: Collection[str], pickup: StoredPickup | None = None
) -> None:
    """Check that copies may be handed over in a file, to which no second clerk says yes.

    Raises:
        Refused: ``pickup.four_eyes``.
    """
    approval = "none" if pickup is None else pickup.approval
    if approval == "wanted" or (approval == "none" and type_name in four_eyes):
        raise Refused("pickup.four_eyes")


def is_awaited(pickup: StoredPickup) -> bool:
    """Say whether a second clerk's yes or no is waited for."""
    return pickup.approval == "wanted" and pickup.stand not in SIGNED | ENDED


def check_approver(pickup: StoredPickup, by: str) -> None:
    """Check that the second clerk is a second one (four eyes, attack 29).

    Raises:
        Refused: ``pickup.same_clerk``; ``pickup.no_approval`` where none is wanted.
    """
    if not is_awaited(pickup):
        raise Refused("pickup.no_approval")
    if by == pickup.by:
        raise Refused("pickup.same_clerk")


def client_mark(client_id: str) -> str:
    """Mark a token with the name that a wallet gave itself (OpenID4VCI 1.0 §6.1)."""
    return base64url.encode(hashlib.sha256(client_id.encode()).digest()[:_MARK_BYTES])


def client_of(proofs: Sequence[KeyProof], mark: str) -> str | None:
    """Give the name that key proofs may repeat (F.1): the one for which their token was given."""
    said = proofs[0].client_id if proofs else None
    return said if said is not None and is_same(client_mark(said), mark) else None

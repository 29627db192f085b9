"""Decide what to hold. Pure.

A wallet believes no more than a verifier would: what a town hall hands back is held
only after the same checks, and after one that is the holder's own: that no two copies
share anything by which two services could recognise him.
"""

from collections.abc import Sequence
from typing import Final

from livret_core.credential import catalogue
from livret_core.credential.claim_path import IssuedClaims
from livret_core.credential.issuer import Profile, check_profile
from livret_core.credential.presentation import Presentation
from livret_core.credential.types import CredentialType
from livret_core.credential.verified import (
    VerifiedCredential,
    check_disclosures,
    verify_signature,
)
from livret_core.encoding.json import JsonObject
from livret_core.errors import Refused
from livret_core.keys import PublicKey
from livret_core.sdjwt.disclosure import Disclosure
from livret_core.status.token import StatusReference
from livret_wallet.answering import PROTOCOL
from livret_wallet.marks import check_unmarked, check_written_alike, digests
from livret_wallet.records import HeldBatch, HeldCopy, PendingRequest
from livret_wallet.vouching import Voucher

# One that ends within a day needs no status list (ARF VCR_01b).
_STATUSLESS_S: Final = 86_400


def asked_with(
    text: str, asked: Sequence[tuple[PendingRequest, Sequence[PublicKey]]]
) -> PendingRequest:
    """Find the request whose keys an answer is bound to, among those made under its code.

    Args:
        text: the first copy that came.
        asked: open requests and the public keys each proved; at least one, newest first.

    Raises:
        Refused: ``received.other_key`` when it is bound to no key of theirs.
        MalformedInput: whatever the format layers find.
    """
    bound_to = Presentation.parse(text).registered.holder_key
    for request, keys in asked:
        if bound_to in keys:
            return request
    raise Refused("received.other_key")


def profile_of(text: str) -> Profile:
    """Say how the body that signed a copy names itself; the holder's trust decides what counts.

    Raises:
        MalformedInput: whatever the format layers find.
    """
    return "x509" if "x5c" in Presentation.parse(text).token.header else "did"


def claimed_issuer(
    texts: Sequence[str], vct: str, keys: Sequence[PublicKey], *, profile: Profile = "did"
) -> str:
    """Check what can be checked of copies without asking anybody, and say whose they claim to be.

    Before this has passed, nothing is looked up for what was handed over: a copy that is not
    what was offered, or not for this wallet, causes no request to anybody.

    Args:
        texts: the copies, in the order of the keys. Nothing of them is verified.
        vct: the type that was offered.
        keys: the public keys that were proved.
        profile: in which all of them must be.

    Returns:
        The DID, of the same body for all; by certificate its https name, or nothing.

    Raises:
        Refused: ``received.count``, ``received.bound``, ``received.other_type``,
            ``received.other_key``, ``received.differ``, ``issuer.wrong_profile``.
        MalformedInput: whatever the format layers find.
    """
    if not 0 < len(texts) <= len(keys):
        raise Refused("received.count", received=len(texts), asked=len(keys))
    issuers = set()
    for text, key in zip(texts, keys, strict=False):
        presentation = Presentation.parse(text)
        if presentation.key_binding is not None:
            raise Refused("received.bound")
        if presentation.registered.vct != vct:
            raise Refused("received.other_type")
        check_profile(presentation, profile)
        if presentation.registered.holder_key != key:
            raise Refused("received.other_key")
        issuers.add(presentation.registered.issuer or "")
    if len(issuers) != 1:
        raise Refused("received.differ")
    return issuers.pop()


def accept(
    texts: Sequence[str],
    pending: PendingRequest,
    keys: Sequence[PublicKey],
    voucher: Voucher,
    *,
    batch_id: str,
    now_s: int,
) -> tuple[HeldBatch, tuple[VerifiedCredential, ...]]:
    """Check what a town hall handed back, copy by copy, and make a held proof of it.

    Args:
        texts: the copies, in the order of the keys.
        pending: what was asked for.
        keys: the public keys the request proved, in its order.
        voucher: for the body whose DID the hand-over named.
        batch_id: names the new proof in this wallet.
        now_s: seconds since 1970.

    Returns:
        The proof, and its copies verified.

    Raises:
        Refused: ``received.count``, ``received.bound``, ``received.other_type``,
            ``received.other_key``, ``received.marked``, ``received.differ``,
            ``received.linkable``, and what a verifier would refuse for (``issuer.*``,
            ``claims.*``, ``validity.*``, ``type.*``, ``status.missing``, ``status.elsewhere``).
        MalformedInput: whatever the format layers find.
        Unavailable: ``ledger.not_shown``, ``ledger.type_not_shown``.
    """
    claimed_issuer(texts, pending.vct, keys, profile=voucher.profile)
    kind = catalogue.find(pending.vct)
    verified = tuple(
        _accept_copy(text, pending, key, voucher, kind, now_s=now_s)
        for text, key in zip(texts, keys, strict=False)
    )
    presentations = [Presentation.parse(text) for text in texts]
    _check_unlinkable(presentations)
    check_written_alike(presentations, voucher.profile)
    if any(_said_by(copy) != _said_by(verified[0]) for copy in verified):
        raise Refused("received.differ")
    return (
        HeldBatch(
            batch_id,
            pending.issuer_did,
            pending.issuer_name,
            pending.vct,
            now_s,
            pending.code,
            tuple(
                HeldCopy(key_id, text) for key_id, text in zip(pending.key_ids, texts, strict=False)
            ),
            voucher.said_of(pending.issuer_did),
        ),
        verified,
    )


def _accept_copy(
    text: str,
    pending: PendingRequest,
    key: PublicKey,
    voucher: Voucher,
    kind: CredentialType,
    *,
    now_s: int,
) -> VerifiedCredential:
    presentation = Presentation.parse(text)
    issuer = voucher.key(presentation, now_s=now_s)
    if issuer.issuer != pending.issuer_did:
        raise Refused("issuer.not_accepted", "another body than the hand-over names")
    verify_signature(presentation, issuer)
    credential = check_disclosures(presentation, issuer)
    credential.validity.check(now_s)
    # Whether it may sign this at all comes first: of other types nobody shows it anything.
    begins_s = voucher.begins_s(credential, kind, now_s=now_s)
    voucher.check_described(credential, kind, now_s=now_s)
    kind.check_integrity(presentation.registered.vct_integrity)
    kind.check_claims(_content(credential))
    # Every disclosure came along, so what digests are left are decoys.
    kind.check_issued(
        IssuedClaims(
            credential.issued.claims,
            credential.issued.disclosed,
            credential.issued.hidden_elements,
            frozenset(),
        )
    )
    status_reference(credential, voucher)
    check_unmarked(
        presentation,
        kind,
        key,
        asked_at_s=pending.requested_at_s,
        begins_s=begins_s,
        profile=voucher.profile,
        sealed_until_s=voucher.sealed_until_s,
    )
    return credential


def reread(batch: HeldBatch, voucher: Voucher, *, now_s: int) -> tuple[VerifiedCredential, ...]:
    """Verify held copies once more, as far as it takes to know which list speaks of them.

    Raises:
        Refused: ``issuer.*``: for a key that was said to be stolen since, for one.
        Unavailable: ``ledger.not_shown``.
    """
    found = []
    for copy in batch.copies:
        held = Presentation.parse(copy.sd_jwt)
        issuer = voucher.key(held, now_s=now_s)
        if issuer.issuer != batch.issuer_did:
            raise Refused("issuer.not_accepted", "another body than the one that signed")
        verify_signature(held, issuer)
        found.append(check_disclosures(held, issuer))
    return tuple(found)


def status_reference(credential: VerifiedCredential, voucher: Voucher) -> StatusReference | None:
    """Say where a credential's status is; None for one so short-lived that it has none.

    Raises:
        Refused: ``status.missing`` for one that could never be withdrawn,
            ``status.elsewhere`` when its issuer publishes no list there: a service
            would refuse it, and the holder would learn so at the counter.
        Unavailable: ``ledger.older_than_proof`` when it may have moved its lists since.
        MalformedInput: ``status.malformed``.
    """
    status, validity = credential.registered.status, credential.validity
    if status is None:
        begins, ends = validity.issued_at_s, validity.expires_at_s
        if begins is None or ends is None or ends - begins > _STATUSLESS_S:
            raise Refused("status.missing")
        return None
    reference = StatusReference.parse(status)
    if not any(reference.uri.text.startswith(at) for at in credential.issuer.status_prefixes):
        voucher.check_knows_places(credential)
        raise Refused("status.elsewhere")
    return reference


def _said_by(credential: VerifiedCredential) -> tuple[object, ...]:
    """What each copy must say alike, or it could be told from its sisters."""
    registered = credential.registered
    return (
        _content(credential),
        credential.validity,
        registered.vct_integrity,
        registered.aka_vcts,
    )


def _content(credential: VerifiedCredential) -> JsonObject:
    """What the credential says of the person, without what belongs to one copy."""
    return {name: value for name, value in credential.issued.claims.items() if name not in PROTOCOL}


def _check_unlinkable(copies: Sequence[Presentation]) -> None:
    """Check that two copies share nothing that only they have.

    That is a disclosure, a salt, a digest (a decoy too) and a place in a status list.
    Keys differ because each copy is bound to the one that was made for it, and so do
    signatures.
    """
    seen: set[str] = set()
    for copy in copies:
        own = {*copy.sd_jwt.disclosures, *digests(copy.payload)}
        for text in copy.sd_jwt.disclosures:
            disclosure = Disclosure.parse(text)
            own |= {f"salt {disclosure.salt}", *digests(disclosure.value)}
        if copy.registered.status is not None:
            own.add(repr(StatusReference.parse(copy.registered.status)))
        if not seen.isdisjoint(own):
            raise Refused("received.linkable")
        seen |= own

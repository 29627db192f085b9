"""Decide about hand-overs: what one says, and whether a request may use it. Pure."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

from livret_core import limits
from livret_core.credential import catalogue, mint
from livret_core.credential.issuer import Profile
from livret_core.credential.types import CredentialType
from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.official_language import official_languages
from livret_core.openid4vci.handover import MAX_COPIES, Handover
from livret_core.openid4vci.key_proof import HolderKey, check_key_proofs
from livret_core.openid4vci.messages import CredentialRequest
from livret_core.short_code import ShortCode
from livret_core.status.token import Status, StatusReference
from livret_issuer.identity import TownHall
from livret_issuer.pickup.addresses import offer_link
from livret_issuer.records import StoredHandover
from livret_issuer.rights import not_before_s

NONCE_BYTES: Final = 24


def make_handover(
    hall: TownHall,
    kind: CredentialType,
    *,
    code_random: bytes,
    nonce_random: bytes,
    max_copies: int,
    expires_at_s: int,
    now_s: int,
    code_length: int = 8,
) -> Handover:
    """Write a hand-over.

    Args:
        hall: who hands over.
        kind: what will be signed.
        code_random: 16 fresh random bytes.
        nonce_random: 24 fresh random bytes.
        max_copies: 1 to 100.
        expires_at_s: seconds since 1970, later than *now_s*.
        now_s: seconds since 1970.
        code_length: 8, or 12 for a code that nobody is to guess.

    Raises:
        MalformedInput: ``handover.malformed``: no wallet would read it.
    """
    if not 1 <= max_copies <= MAX_COPIES:
        raise MalformedInput("handover.malformed", f"copies: not 1 to {MAX_COPIES}")
    if not now_s < expires_at_s <= limits.LATEST_S:
        raise MalformedInput("handover.malformed", "valid: ends before it begins, or after 2500")
    return Handover(
        ShortCode.of(code_random, length=code_length),
        hall.did.did,
        hall.name,
        kind.vct,
        base64url.encode(nonce_random),
        max_copies,
        expires_at_s,
    )


def codes_csv(made: Iterable[tuple[int, Handover]], url: HttpsUri | None) -> bytes:
    """List hand-overs for a counter or a printer: where in the list, code, link, last second.

    Nobody is named; the list that they were made of says who is on a line. A link leads a
    wallet somewhere once its code has a PIN, which is given to the person (``new-pin``).

    Args:
        made: line of the list and hand-over.
        url: where wallets reach the town hall; None leaves the links empty.
    """
    lines = ["line,code,link,until"]
    for line, handover in made:
        link = "" if url is None else offer_link(url, handover.code)
        until = datetime.fromtimestamp(handover.expires_at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        lines.append(f"{line},{handover.code},{link},{until}")
    return "\r\n".join([*lines, ""]).encode("ascii")


def to_store(
    handover: Handover, claims: JsonObject, *, source: str, line: int | None, now_s: int
) -> StoredHandover:
    """Write what a town hall keeps of a hand-over that is new; arguments as ``Office.offer``."""
    return StoredHandover(
        handover.code,
        handover.vct,
        handover.nonce,
        handover.max_copies,
        source,
        line,
        claims,
        now_s,
        handover.expires_at_s,
        None,
        None,
        None,
    )


def standing_claims(hall: TownHall, kind: CredentialType, *, now_s: int) -> JsonObject:
    """What the issuer says itself in every credential of a type made on that day.

    What a town chose counts where the law of the type leaves a choice: schools know no
    language facilities, whatever the town hall writes in.

    Raises:
        MalformedInput: ``usage.language``. Refused: ``territory.language``.
    """
    has_choice = len(official_languages(hall.territory, kind.law.language_rule)) > 1
    return kind.standing_claims(
        hall.territory,
        authority=hall.authority,
        issued_on=datetime.fromtimestamp(now_s, UTC).date(),
        language=hall.language if has_choice else None,
    )


def check_own_claims(kind: CredentialType, said: JsonObject, standing: JsonObject) -> None:
    """Check that what is said of a person says nothing else of what the town hall says itself.

    A program that writes such a claim means it: to sign another value in its place would be to
    sign what nobody asked for. The day of issue is one of them: it is the day of the offer.

    Args:
        kind: the type.
        said: the claims as they were handed in.
        standing: what :func:`standing_claims` gives for that day.

    Raises:
        Refused: ``claims.elsewhere`` for a territory or a country, ``claims.standing`` for
            another, with the ``path`` of the claim.
    """
    for name in kind.law.standing:
        if name in said and said[name] != standing.get(name):
            places = {kind.law.territory_claim, "issuing_country"}
            raise Refused("claims.elsewhere" if name in places else "claims.standing", path=name)


def check_request(
    request: CredentialRequest, handover: StoredHandover, hall: TownHall, *, now_s: int
) -> tuple[HolderKey, ...]:
    """Check that a request may use an unused hand-over, and that its keys are held.

    Raises:
        Refused: ``handover.used``, ``handover.expired``, ``handover.other_type``,
            ``handover.too_many``, ``key_proof.*``, ``key.weak``.
        MalformedInput: as :func:`check_key_proofs`.
    """
    if handover.request_sha256 is not None or handover.claims is None:
        raise Refused("handover.used" if handover.request_sha256 else "handover.expired")
    if now_s >= handover.expires_at_s:
        raise Refused("handover.expired", expired_at_s=handover.expires_at_s, now_s=now_s)
    if request.configuration != handover.vct:
        raise Refused("handover.other_type")
    if len(request.proofs) > handover.max_copies:
        raise Refused("handover.too_many", max_copies=handover.max_copies)
    return check_key_proofs(
        request.proofs, audience=hall.did.text, nonce=handover.nonce, now_s=now_s
    )


def prepare_copies(
    hall: TownHall,
    handover: StoredHandover,
    keys: tuple[HolderKey, ...],
    references: tuple[StatusReference, ...],
    *,
    now_s: int,
    salts: Iterator[bytes],
    decoys: Iterator[bytes],
    profile: Profile = "did",
) -> tuple[mint.UnsignedCredential, ...]:
    """Write one unsigned credential for each key, each with a status slot of its own.

    By certificate a copy is dated from when that holds: who reads it knows no ledger, nor
    the second of the town hall's first day that stands there. Its right is checked all the same.

    Raises:
        Refused: ``handover.expired``, ``home.no_right``; ``pickup.no_certificate``,
            ``x509.expired``, ``x509.not_yet_valid``.
    """
    if handover.claims is None:
        raise Refused("handover.expired")
    kind = catalogue.find(handover.vct)
    begins_s = not_before_s(hall.rights, hall.key_from_s, kind, hall.territory, now_s=now_s)
    identity, ends_s = hall.identity, ends_at_s(hall, kind, profile, now_s=now_s)
    if profile == "x509":
        hall.certificate.check_holds(now_s)
        identity, begins_s = hall.certificate.identity, hall.certificate.chain.not_before_s
    plan = mint.conceal_plan(kind, handover.claims)
    return tuple(
        mint.prepare(
            kind,
            handover.claims,
            plan=plan,
            issuer=identity,
            holder_key=key.key,
            status=reference,
            issued_at_s=mint.coarse_time(now_s, not_before_s=begins_s),
            expires_at_s=ends_s,
            salts=salts,
            decoys=decoys,
        )
        for key, reference in zip(keys, references, strict=True)
    )


def ends_at_s(hall: TownHall, kind: CredentialType, profile: Profile, *, now_s: int) -> int | None:
    """Say when a copy signed now ends, or None; seconds since 1970.

    Raises:
        Refused: ``pickup.no_certificate``.
    """
    by_law_s = kind.law.expires_at_s(now_s)
    return by_law_s if profile == "did" else hall.certificate.ends_at_s(by_law_s)


def check_change(kind: CredentialType, now: set[Status], wanted: Status) -> None:
    """Check that the copies of a hand-over may take on a status.

    Withdrawing is for ever: a status that comes back could have been relied on to be
    gone (Token Status List §13; ARF VCR_04).

    Raises:
        Refused: ``handover.not_issued``, ``status.final``, ``status.no_suspension``.
    """
    if not now:
        raise Refused("handover.not_issued")
    if Status.INVALID in now and wanted is not Status.INVALID:
        raise Refused("status.final")
    if wanted is Status.SUSPENDED and not kind.law.may_suspend:
        raise Refused("status.no_suspension", type=kind.name)


def is_to_change(now: set[Status], wanted: Status) -> bool:
    """Say whether copies are to take on a status that others of the same proof take on.

    Those that were withdrawn stay so.
    """
    if not now or now == {wanted}:
        return False
    return wanted is Status.INVALID or Status.INVALID not in now

"""What a proven state says of an issuer: its key at a time, its right to a type and place.

All questions are asked of the current records, which carry their own times (LEDGER §3); no
history is replayed. The issuer's own date on a credential (``iat``) is believed only as far
as the key was never suspected: who steals a key can write any date (LEDGER §8).

Of a time after the state's own, only *yes* and what nothing can undo is said: where an entry
that is not in it yet could turn a *no*, nobody knows (``ledger.older_than_proof``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, final

from livret_core.dids.webvh import WebvhDid
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.keys import PublicKey, multikey
from livret_core.ledger.bodies import RightName
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.records import (
    CompromiseRecord,
    DidRecord,
    KeyRecord,
    MemberRecord,
    RightRecord,
    RightsRecord,
    Span,
)
from livret_core.ledger.scope import Scope
from livret_core.ledger.state import did_name, key_name, member_name, right_name, rights_name
from livret_core.territory import Territory

MAX_CHAIN: Final = 4  # a right, and as many above it as depth allows

_DAY_S: Final = 86_400


@final
@dataclass(frozen=True, slots=True)
class Right:
    """A right to issue, and the ones it stands on.

    Attributes:
        name: the right itself.
        span: its term.
        above: the rights it was granted from, nearest first; empty for a root right.
    """

    name: RightName
    span: Span
    above: tuple[RightName, ...]


def signing_key(
    state: ProvenState, did: str, kid: str, *, at_s: int, dated_before_s: int | None = None
) -> PublicKey:
    """Give the key that signed a credential, if it could sign one at the time.

    Args:
        state: proven.
        did: of the issuer.
        kid: absolute DID URL of the key.
        at_s: when the credential says it was issued.
        dated_before_s: by when independent evidence shows that it existed (an issuance
            root's path, a timestamp), None without any.

    Raises:
        Refused: ``issuer.unknown`` for a DID that the ledger does not have,
            ``issuer.key_not_listed``, ``issuer.key_ended`` (its own end, or that another
            DID had taken over by then), ``issuer.key_compromised``.
        Unavailable: ``ledger.not_shown``, ``ledger.older_than_proof``.
    """
    _check_not_succeeded(state, did, at_s)
    key = _key(state, did, kid, at_s)
    if at_s < key.from_s:
        raise Refused("issuer.key_not_listed", "before the key began")
    if key.until_s is not None and at_s >= key.until_s:
        raise Refused("issuer.key_ended", until_s=key.until_s)
    _check_not_compromised(state, kid, dated_before_s)
    return multikey.parse(key.multikey)


def list_key(state: ProvenState, did: str, kid: str, *, at_s: int) -> PublicKey:
    """Give the key that signed a status list, if it still could at *at_s*.

    Raises:
        Refused, Unavailable: as :func:`signing_key`; a suspected key signs no list that
            stands by its own word (LEDGER §7).
    """
    _check_not_succeeded(state, did, at_s)
    key = _key(state, did, kid, at_s)
    if key.lists_until_s is not None and at_s >= key.lists_until_s:
        raise Refused("issuer.key_ended", until_s=key.lists_until_s)
    _check_not_compromised(state, kid, None)
    return multikey.parse(key.multikey)


def right_to(
    state: ProvenState,
    did: str,
    type_name: str,
    territory: Territory | None,
    *,
    at_s: int,
    dated_before_s: int | None = None,
) -> Right:
    """Find the right under which *did* issued a credential of a type for a place.

    Args:
        state: proven.
        did: of the issuer.
        type_name: as ``residency``.
        territory: which the credential names; None for any that it has a right for, while there
            is no credential yet.
        at_s: when the credential says it was issued.
        dated_before_s: as for :func:`signing_key`; what a void right still covers.

    Raises:
        Refused: ``issuer.not_accredited`` without a right to the type at that time,
            ``issuer.wrong_territory`` with one for other places only, ``issuer.void``,
            ``issuer.suspended``.
        Unavailable: ``ledger.rights_not_shown`` when none fits of those that the evidence
            shows, and it does not show all of them with those above; ``ledger.not_shown``,
            ``ledger.older_than_proof``.
    """
    _check_not_suspended(state, did, at_s)
    code, are_shown = "issuer.not_accredited", True
    for name in _rights(state, did, type_name):
        if territory is not None and not Scope.parse(name.scope).holds(territory):
            code = "issuer.wrong_territory" if code == "issuer.not_accredited" else code
            continue
        record = _shown(state, name)
        are_shown = are_shown and record is not None
        for span in record.spans if record is not None else ():
            if not span.covers(at_s):
                continue
            # The date in the credential is the issuer's word, which is what was lost.
            # Void from its first second it covers nothing, and may be gone tomorrow.
            if span.void_from_s is not None and (
                span.void_from_s <= span.from_s
                or dated_before_s is None
                or dated_before_s >= span.void_from_s
            ):
                code = "issuer.void"
                continue
            try:
                return Right(name, span, _above(state, span, at_s))
            except Refused as error:
                code = error.code
            except Unavailable:
                are_shown = False
    if not are_shown:
        raise Unavailable("ledger.rights_not_shown")
    if code != "issuer.void":
        check_not_older(state, at_s)
    raise Refused(code)


def check_not_older(state: ProvenState, at_s: float) -> None:
    """Check that a state is of a time it can say *no* of.

    Args:
        state: proven.
        at_s: the time that is asked about, seconds since 1970.

    Raises:
        Unavailable: ``ledger.older_than_proof``.
    """
    if at_s > state.at_s:
        raise Unavailable("ledger.older_than_proof", as_of_s=state.at_s)


def check_day_is_shown(state: ProvenState, at_s: float) -> None:
    """Check that a state is of a time after the day of *at_s*.

    What is signed is dated with its day, and not with its second: where a list of that day lies
    may have been decided at any time of it.

    Args:
        state: proven.
        at_s: when a credential says it was issued, seconds since 1970.

    Raises:
        Unavailable: ``ledger.older_than_proof``.
    """
    check_not_older(state, at_s - at_s % _DAY_S + _DAY_S - 1)


def _key(state: ProvenState, did: str, kid: str, at_s: int) -> KeyRecord:
    key = None if _is_made_up(state, did, kid) else state.find(key_name(kid), KeyRecord)
    if key is None:
        check_not_older(state, at_s)
    if key is None or key.did != did or key.use != "assertion":
        raise Refused("issuer.key_not_listed", "not a key of this DID for credentials")
    return key


def _is_made_up(state: ProvenState, did: str, kid: str) -> bool:
    """Say whether no key of that name was ever listed for credentials.

    Evidence is one for all holders and cannot show the absence of every name that somebody might
    make up; the DID's own record, which is always in it, has all names there ever were.
    """
    record = state.find(did_name(did), DidRecord)
    owner, _, fragment = kid.partition("#")
    return record is not None and (owner != did or record.never_listed(fragment))


def _record_of(state: ProvenState, did: str, at_s: int) -> DidRecord:
    """Give the record of a DID.

    Where it is not shown, and another DID is at its place, there is none and will be none: no
    two are ever published at one place, whatever became of the first.
    """
    try:
        record = state.find(did_name(did), DidRecord)
    except Unavailable:
        if _is_taken(state, did):
            raise Refused("issuer.unknown", "another DID is at its place") from None
        raise
    if record is None:
        check_not_older(state, at_s)
        raise Refused("issuer.unknown")
    return record


def _is_taken(state: ProvenState, did: str) -> bool:
    """Say whether it is shown that another DID is published where *did* would be."""
    place = _place(did)
    return place is not None and any(
        record is not None and record.did != did and _place(record.did) == place
        for record in (state.find(name, DidRecord) for name in state.names)
    )


def _place(did: str) -> str | None:
    try:
        return WebvhDid.parse(did).base_url
    except MalformedInput:
        return None  # a founder's first, which is published nowhere


def _check_not_succeeded(state: ProvenState, did: str, at_s: int) -> None:
    """Check that no other DID had taken over by *at_s*.

    A succession writes nothing to the keys: it may be refused for 72 hours, and then begins
    without another operation. What they signed until then stays good, as a closed school's
    diplomas do.
    """
    begins_s = _record_of(state, did, at_s).successor_from_s
    if begins_s is not None and at_s >= begins_s:
        if begins_s > state.at_s:
            # It could be refused until then.
            check_not_older(state, at_s)
        raise Refused("issuer.key_ended", "another DID has taken over", until_s=begins_s)


def _check_not_compromised(state: ProvenState, kid: str, dated_before_s: int | None) -> None:
    suspected = state.find(f"compromise/{kid}", CompromiseRecord)
    if suspected is not None and (dated_before_s is None or dated_before_s >= suspected.from_s):
        raise Refused("issuer.key_compromised", from_s=suspected.from_s)


def _check_not_suspended(state: ProvenState, did: str, at_s: int) -> None:
    owner = _record_of(state, did, at_s)
    member = state.find(member_name(owner.who), MemberRecord)
    until_s = None if member is None else member.suspended_until(at_s)
    if until_s is not None:
        check_not_older(state, at_s)
        raise Refused("issuer.suspended", until_s=until_s)


def _rights(state: ProvenState, did: str, type_name: str) -> Iterator[RightName]:
    """Go through every right to the type that was ever granted.

    A DID without a list of rights, and that is proved, was never granted one.
    """
    try:
        listed = state.find(rights_name(did), RightsRecord)
    except Unavailable:
        raise Unavailable("ledger.rights_not_shown") from None
    for name in () if listed is None else listed.names:
        of_type, _, scope = name.partition("/")
        if of_type in (type_name, "*"):
            yield RightName(did, of_type, scope)


def _shown(state: ProvenState, name: RightName) -> RightRecord | None:
    """Give a right that the list has, None when the evidence leaves it out."""
    try:
        return state.find(right_name(name.did, name.type, name.scope), RightRecord)
    except Unavailable:
        return None


def _above(state: ProvenState, span: Span, at_s: int) -> tuple[RightName, ...]:
    """Follow the rights a term stands on; each must have stood when it was used."""
    above: list[RightName] = []
    while span.parent is not None:
        if len(above) >= MAX_CHAIN:
            raise Refused("issuer.not_accredited", "a chain of rights too long")
        parent = span.parent
        record = state.find(right_name(parent.did, parent.type, parent.scope), RightRecord)
        if record is None:
            raise Unavailable("ledger.not_shown", "a right above it")
        # The very term that it was granted under: one after it is another's leave.
        used = record.term(span.parent_from_s)
        if used is None:
            # Nothing leaves a record but what was void from its beginning.
            raise Refused("issuer.void", "granted by one whose own right was void")
        at_s = span.granted_for(at_s)
        if used.void_from_s is not None and at_s >= used.void_from_s:
            raise Refused("issuer.void", "granted by one whose own right was void")
        above.append(parent)
        span = used
    return tuple(above)

"""The issuer profile ``did`` as the public ledger shows it: key and right, as of a time.

Where :mod:`livret_core.credential.profile_did` reads the issuer's own history, this reads
what the members of a ledger vouch for: that history cannot be rewritten by the issuer
alone, and it says besides whether the issuer may issue this, here (LEDGER §6).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

from livret_core.credential.issuer import IssuerKey
from livret_core.credential.presentation import Presentation
from livret_core.credential.types import CredentialType
from livret_core.credential.verified import VerifiedCredential
from livret_core.dids.did import DidUrl
from livret_core.dids.webvh import WebvhDid
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.keys import PublicKey, multikey
from livret_core.ledger import daily, described, lists
from livret_core.ledger.daily import DayCommit
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.records import DidRecord, KeyRecord
from livret_core.ledger.standing import Right, list_key, right_to, signing_key
from livret_core.ledger.state import did_name, key_name
from livret_core.status import token
from livret_core.status.token import SignedStatusList, VerifiedStatusList


def is_on(origin: str, did: str) -> bool:
    """Say whether *did* has the form of one that the ledger *origin* could hold.

    Decides only where to look it up: at the ledger's own host, and nowhere else.
    """
    try:
        webvh = WebvhDid.parse(did)
    except LivretError:
        return False
    host = webvh.host if webvh.port is None else f"{webvh.host}:{webvh.port}"
    return host == origin.partition("/")[0]


def establish(
    presentation: Presentation,
    state: ProvenState,
    *,
    now_s: int,
    dated_before_s: int | None = None,
) -> IssuerKey:
    """Find the key a presentation names among those the ledger has for its issuer.

    Args:
        presentation: whose profile is ``did``.
        state: proven, with the issuer's records in it.
        now_s: seconds since 1970; stands in for a date of issue that is concealed.
        dated_before_s: by when other evidence shows that it existed, None without any.

    Raises:
        Refused: ``issuer.unknown`` for a DID that the ledger does not have,
            ``issuer.key_not_listed``, ``issuer.key_ended``, ``issuer.key_compromised``.
        MalformedInput: ``did.malformed`` for a ``kid`` that is no DID URL.
        Unavailable: ``ledger.not_shown``, ``ledger.older_than_proof``.
    """
    did = presentation.registered.issuer
    kid = presentation.token.header.get("kid")
    if did is None or not isinstance(kid, str):
        raise Refused("issuer.key_not_listed", "no issuer or no key is named")
    kid = did + kid if kid.startswith("#") else kid
    if DidUrl.parse(kid).did.text != did:
        raise Refused("issuer.key_not_listed", "`kid` is not under `iss`")
    at_s = _issued_at_s(presentation, now_s)
    key = signing_key(state, did, kid, at_s=at_s, dated_before_s=dated_before_s)
    record = state.find(did_name(did), DidRecord)
    return IssuerKey(did, "did", kid, key, () if record is None else record.lists)


def check_right(
    credential: VerifiedCredential,
    kind: CredentialType,
    state: ProvenState,
    *,
    now_s: int,
    dated_before_s: int | None = None,
) -> Right:
    """Check that the issuer had the right to issue this type for this place at that time.

    Args:
        credential: its signature verified.
        kind: its type.
        state: proven, with the issuer's records in it.
        now_s: stands in for a date of issue that it does not have.
        dated_before_s: as for :func:`establish`.

    Raises:
        Refused: ``issuer.not_accredited``, ``issuer.wrong_territory``, ``issuer.void``,
            ``issuer.suspended``.
        Unavailable: ``ledger.not_shown``, ``ledger.older_than_proof``.
    """
    issued_at_s = credential.validity.issued_at_s
    return right_to(
        state,
        credential.issuer.issuer,
        kind.name,
        kind.territory(credential.issued.claims),
        at_s=now_s if issued_at_s is None else int(issued_at_s),
        dated_before_s=dated_before_s,
    )


def speakers_key(state: ProvenState, did: str, kid: str, *, claimed_s: int) -> PublicKey:
    """Give the key under which *did* says something of itself now.

    Args:
        state: proven, with the issuer's records in it.
        did: of the issuer.
        kid: absolute DID URL of the key.
        claimed_s: when it says it; the later of this and the state's time counts, so that a key
            that gave way says nothing any more.

    Raises:
        Refused, Unavailable: as :func:`livret_core.ledger.standing.signing_key`.
    """
    return signing_key(state, did, kid, at_s=max(claimed_s, state.at_s))


def check_may_offer(state: ProvenState, did: str, kind: CredentialType, *, now_s: int) -> None:
    """Check that *did* may issue credentials of a type at all, before there is one.

    Args:
        state: proven, with the issuer's records in it.
        did: of the issuer.
        kind: the type, as this program has it.
        now_s: seconds since 1970; of what is later than the state nothing is asked.

    Raises:
        Refused: ``issuer.not_accepted``, ``issuer.not_accredited``, ``issuer.void``,
            ``issuer.suspended``, ``type.not_as_published``, ``type.retired``.
        Unavailable: ``ledger.not_shown``, ``ledger.rights_not_shown``, ``ledger.type_not_shown``.
    """
    at_s = min(now_s, state.at_s)
    right_to(state, did, kind.name, None, at_s=at_s)
    described.check_described(state, kind.name, kind.version, kind.digest, at_s=at_s)


def check_described(
    credential: VerifiedCredential, kind: CredentialType, state: ProvenState, *, now_s: int
) -> int | None:
    """Check that the description gone by here is the one its authority published.

    Args:
        credential: its signature verified.
        kind: its type, as this program has it.
        state: proven, with the issuer's records in it.
        now_s: stands in for a date of issue that it does not have.

    Returns:
        When that version was retired, None where it was not. It was issued before.

    Raises:
        Refused, Unavailable: as :func:`livret_core.ledger.described.check_described`.
    """
    issued_at_s = credential.validity.issued_at_s
    record = described.check_described(
        state,
        kind.name,
        kind.version,
        kind.digest,
        at_s=now_s if issued_at_s is None else int(issued_at_s),
    )
    return record.retired_s


def commit_uri(issuer: IssuerKey, state: ProvenState) -> str | None:
    """Say where the digests are published that lists of the issuer are held to, None without any.

    Raises:
        Refused: ``issuer.unknown``.
        Unavailable: ``ledger.not_shown``: without that record nobody could tell a list from
            one that was replaced since.
    """
    proven = lists.in_force(state, issuer.issuer, issuer.key_id).proven
    if proven is None:
        return None
    name = "final" if proven.day is None else proven.day
    return f"{WebvhDid.parse(issuer.issuer).base_url}commit/{name}.json"


@final
@dataclass(frozen=True, slots=True)
class ListOnLedger:
    """A status list that the ledger has nothing against.

    Attributes:
        signed: the list, its signature verified.
        at_any_age: it is one of the final lists of a body that ended, and nobody renews it.
    """

    signed: SignedStatusList
    at_any_age: bool

    def check_time(self, *, now_s: int, max_age_s: int | None) -> VerifiedStatusList:
        """Check that it may be relied on now; errors as :func:`token.check_time`."""
        if self.at_any_age:
            return token.check_final(self.signed, now_s=now_s)
        return token.check_time(self.signed, now_s=now_s, max_age_s=max_age_s)


def check_list(
    issuer: IssuerKey,
    state: ProvenState,
    verify: Callable[[PublicKey], SignedStatusList],
    *,
    commit: bytes | None,
) -> ListOnLedger:
    """Verify a status list and check it against what the ledger has of its issuer (LEDGER §7).

    The credential's key signed it, while it could sign lists, or a key of the successor. It is no
    older than the one that was committed last, nor a second one of its time. If the key is under
    suspicion or the DID has ended, what that key signed counts only where the ledger names it.

    Args:
        issuer: as established.
        state: proven, with the issuer's records in it.
        verify: verifies the list's signature by a key, as
            :func:`livret_core.status.token.verify_signature`.
        commit: what was found at :func:`commit_uri`.

    Raises:
        Refused: ``issuer.key_ended``, ``issuer.key_compromised``, ``status.rolled_back``,
            ``status.equivocated``, ``status.elsewhere``, ``status.uncommitted``,
            ``commit.other_root``, and what *verify* raises.
        MalformedInput: ``commit.malformed``, and what *verify* and reading JSON raise.
        Unavailable: ``status.unavailable`` when there is a commit and its digests are not
            at hand: who keeps a newer list back would keep them back too.
    """
    rule = lists.in_force(state, issuer.issuer, issuer.key_id)
    try:
        signed, only_named = verify(issuer.key), rule.only_named
        if not only_named:
            list_key(state, issuer.issuer, issuer.key_id, at_s=signed.issued_at_s)
    except Refused as refused:
        if refused.code != "status.untrusted" or rule.successor is None:
            raise
        signed, only_named = _by_successor(rule.successor, state, verify), False
    if rule.proven is None:
        if only_named:
            raise Refused("status.uncommitted")
        return ListOnLedger(signed, at_any_age=False)
    if commit is None:
        raise Unavailable("status.unavailable", "the digests of the day", reason="missing")
    checked = daily.check_day(DayCommit.parse(commit), rule.proven)
    standing = daily.check_list(checked, signed, endpoints=issuer.status_prefixes)
    is_named = standing == "committed"
    if only_named and not is_named:
        raise Refused("status.uncommitted")
    return ListOnLedger(signed, at_any_age=rule.are_final and is_named)


def _by_successor(
    did: str, state: ProvenState, verify: Callable[[PublicKey], SignedStatusList]
) -> SignedStatusList:
    """Verify a list by whichever key of the successor signed it."""
    for kid in lists.keys_shown(state, did):
        record = state.find(key_name(kid), KeyRecord)
        if record is None or record.use != "assertion":
            continue
        try:
            signed = verify(multikey.parse(record.multikey))
        except Refused as refused:
            if refused.code != "status.untrusted":
                raise
            continue
        list_key(state, did, kid, at_s=signed.issued_at_s)
        return signed
    raise Refused("status.untrusted", reason="jws.signature")


def _issued_at_s(presentation: Presentation, now_s: int) -> int:
    issued_at_s = presentation.registered.validity.issued_at_s
    return now_s if issued_at_s is None else int(issued_at_s)

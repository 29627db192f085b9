"""The issuer profile ``did`` as the public ledger shows it: key and right, as of a time.

Where :mod:`livret_core.credential.profile_did` reads the issuer's own history, this reads
what the members of a ledger vouch for: that history cannot be rewritten by the issuer
alone, and it says besides whether the issuer may issue this, here (LEDGER §6).
"""

from livret_core.credential.issuer import IssuerKey
from livret_core.credential.presentation import Presentation
from livret_core.credential.types import CredentialType
from livret_core.credential.verified import VerifiedCredential
from livret_core.dids.did import DidUrl
from livret_core.dids.webvh import WebvhDid
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.ledger import daily
from livret_core.ledger.daily import DayCommit
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.records import DidRecord
from livret_core.ledger.standing import Right, list_key, right_to, signing_key
from livret_core.ledger.state import did_name
from livret_core.status.token import SignedStatusList


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


def establish(presentation: Presentation, state: ProvenState, *, now_s: int) -> IssuerKey:
    """Find the key a presentation names among those the ledger has for its issuer.

    Args:
        presentation: whose profile is ``did``.
        state: proven, with the issuer's records in it.
        now_s: seconds since 1970; stands in for a date of issue that is concealed.

    Raises:
        Refused: ``issuer.not_accepted`` for a DID that the ledger does not have,
            ``issuer.key_not_listed``, ``issuer.key_ended``, ``issuer.key_compromised``.
        MalformedInput: ``did.malformed`` for a ``kid`` that is no DID URL.
        Unavailable: ``ledger.not_shown``.
    """
    did = presentation.registered.issuer
    kid = presentation.token.header.get("kid")
    if did is None or not isinstance(kid, str):
        raise Refused("issuer.key_not_listed", "no issuer or no key is named")
    kid = did + kid if kid.startswith("#") else kid
    if DidUrl.parse(kid).did.text != did:
        raise Refused("issuer.key_not_listed", "`kid` is not under `iss`")
    key = signing_key(state, did, kid, at_s=_issued_at_s(presentation, now_s))
    record = state.find(did_name(did), DidRecord)
    return IssuerKey(did, "did", kid, key, () if record is None else record.lists)


def check_right(
    credential: VerifiedCredential, kind: CredentialType, state: ProvenState, *, now_s: int
) -> Right:
    """Check that the issuer had the right to issue this type for this place at that time.

    Raises:
        Refused: ``issuer.not_accredited``, ``issuer.wrong_territory``, ``issuer.void``,
            ``issuer.suspended``.
        Unavailable: ``ledger.not_shown``.
    """
    issued_at_s = credential.validity.issued_at_s
    return right_to(
        state,
        credential.issuer.issuer,
        kind.name,
        kind.territory(credential.issued.claims),
        at_s=now_s if issued_at_s is None else int(issued_at_s),
    )


def commit_uri(issuer: IssuerKey, state: ProvenState) -> str | None:
    """Say where the digests of the issuer's last committed day are published, None without one.

    Raises:
        Unavailable: ``ledger.not_shown``: without that record nobody could tell a list from
            one that was replaced since.
    """
    proven = daily.of_state(state, issuer.issuer)
    if proven is None:
        return None
    return f"{WebvhDid.parse(issuer.issuer).base_url}commit/{proven.day}.json"


def check_list(
    issuer: IssuerKey, state: ProvenState, signed: SignedStatusList, *, commit: bytes | None
) -> None:
    """Check a status list against what the ledger has of its issuer (LEDGER §7).

    The key could still sign lists when this one was signed; it is no older than the one that
    was committed last, nor a second one of its time.

    Args:
        issuer: as established.
        state: proven, with the issuer's records in it.
        signed: its signature verified.
        commit: what was found at :func:`commit_uri`.

    Raises:
        Refused: ``issuer.key_ended``, ``issuer.key_compromised``, ``status.rolled_back``,
            ``status.equivocated``, ``status.elsewhere``, ``commit.other_root``.
        MalformedInput: ``commit.malformed`` and what reading JSON raises.
        Unavailable: ``status.unavailable`` when there is a commit and its digests are not
            at hand: who keeps a newer list back would keep them back too.
    """
    list_key(state, issuer.issuer, issuer.key_id, at_s=int(signed.issued_at_s))
    proven = daily.of_state(state, issuer.issuer)
    if proven is None:
        return
    if commit is None:
        raise Unavailable("status.unavailable", "the digests of the day", reason="missing")
    checked = daily.check_day(DayCommit.parse(commit), proven)
    daily.check_list(checked, signed, endpoints=issuer.status_prefixes)


def _issued_at_s(presentation: Presentation, now_s: int) -> int:
    issued_at_s = presentation.registered.validity.issued_at_s
    return now_s if issued_at_s is None else int(issued_at_s)

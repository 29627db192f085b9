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
from livret_core.errors import LivretError, Refused
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.records import DidRecord
from livret_core.ledger.standing import Right, list_key, right_to, signing_key
from livret_core.ledger.state import did_name


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


def check_list_key(issuer: IssuerKey, state: ProvenState, *, issued_at_s: float) -> None:
    """Check that the issuer's key could still sign a status list when this one was signed.

    Raises:
        Refused: ``issuer.key_ended``, ``issuer.key_compromised``.
    """
    list_key(state, issuer.issuer, issuer.key_id, at_s=int(issued_at_s))


def _issued_at_s(presentation: Presentation, now_s: int) -> int:
    issued_at_s = presentation.registered.validity.issued_at_s
    return now_s if issued_at_s is None else int(issued_at_s)

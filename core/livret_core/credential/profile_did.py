"""The issuer profile ``did``: ``iss`` is a DID, ``kid`` one of its keys (ADR 0004)."""

from livret_core.credential.issuer import IssuerKey
from livret_core.credential.presentation import Presentation
from livret_core.dids.did import DidUrl
from livret_core.dids.document import STATUS_SERVICE
from livret_core.dids.webvh import VerifiedLog
from livret_core.errors import Refused


def establish(presentation: Presentation, log: VerifiedLog, *, now_s: int) -> IssuerKey:
    """Find the key a presentation names in its issuer's own history.

    The key must have been listed under ``assertionMethod`` when the credential says
    it was issued: a diploma outlives the key that signed it, and a key listed later
    signed nothing earlier. A credential that conceals ``iat`` is held to *now*.

    What ``iat`` says is the signer's word. That a key was stolen, and since when, no
    DID log can tell; the status list withdraws what it signed.

    Args:
        presentation: of the profile ``did``, see
            :func:`livret_core.credential.issuer.check_profile`.
        log: of the accepted issuer.
        now_s: seconds since 1970.

    Raises:
        MalformedInput: ``did.malformed`` for a ``kid`` that is not a DID URL.
        Refused: ``issuer.key_not_listed`` for a ``kid`` under another DID, or one not
            listed then; ``issuer.not_accepted`` when ``iss`` is not this log's DID.
    """
    registered = presentation.registered
    if registered.issuer != log.did.text:
        raise Refused("issuer.not_accepted", "`iss` is not the accepted DID")
    kid = presentation.token.header.get("kid")
    if not isinstance(kid, str) or DidUrl.parse(_absolute(kid, log.did.text)).did != log.did.did:
        raise Refused("issuer.key_not_listed", "`kid` is not under `iss`")
    issued_at_s = registered.validity.issued_at_s
    listed = log.key_at(
        _absolute(kid, log.did.text),
        "assertionMethod",
        now_s if issued_at_s is None else int(issued_at_s),
    )
    return IssuerKey(
        log.did.text,
        "did",
        _absolute(kid, log.did.text),
        listed.key,
        tuple(
            prefix if prefix.endswith("/") else prefix + "/"
            for prefix in log.document(log.last).service_endpoints(STATUS_SERVICE)
        ),
    )


def _absolute(kid: str, did: str) -> str:
    return did + kid if kid.startswith("#") else kid

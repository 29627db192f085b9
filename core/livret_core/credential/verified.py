"""A credential whose signature, structure and registered claims were checked."""

from dataclasses import InitVar, dataclass
from typing import Final, final

from livret_core.credential.claim_path import IssuedClaims
from livret_core.credential.issuer import IssuerKey
from livret_core.credential.presentation import Presentation
from livret_core.credential.registered import (
    NEVER_DISCLOSED,
    RegisteredClaims,
    Validity,
    parse_audience,
    parse_date,
)
from livret_core.errors import Refused
from livret_core.sdjwt.reveal import Placed, Revealed

_SEAL: Final = object()


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedCredential:
    """What an issuer signed, with the disclosures that came along put back.

    It says nothing yet about dates, status, holder or whether anyone asked for it.
    Only :func:`check_disclosures` makes one. The seal guards against mistakes, not
    against hostile code in the same process.

    Attributes:
        issuer: whose key signed it.
        registered: the claims the format gives meaning to.
        validity: with ``iat`` even where it was disclosed rather than in clear.
        audience: whom it is for, with what was disclosed of it; None when it does not say.
        issued: the processed payload (RFC 9901 §7.1) with what is known of the claims
            that were not disclosed, for queries and for the rules of the type.
        placed: where each disclosure went.
    """

    issuer: IssuerKey
    registered: RegisteredClaims
    validity: Validity
    audience: tuple[str, ...] | None
    issued: IssuedClaims
    placed: tuple[Placed, ...]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("VerifiedCredential is made by check_disclosures() only")

    def check_audience(self, name: str) -> None:
        """Check that it is for *name*, or for everybody (RFC 9901 §7.1, step 6).

        Raises:
            Refused: ``credential.other_audience``.
        """
        if self.audience is not None and name not in self.audience:
            raise Refused("credential.other_audience")


def verify_signature(presentation: Presentation, issuer: IssuerKey) -> None:
    """Verify the issuer's signature (RFC 9901 §7.1, step 2).

    Raises:
        Refused: ``issuer.signature``; ``jws.algorithm`` when ``alg`` is not the key's
            own; ``jws.signature_length``.
    """
    try:
        presentation.token.verify(issuer.key)
    except Refused as error:
        if error.code == "jws.signature":
            raise Refused("issuer.signature") from None
        raise


def check_disclosures(presentation: Presentation, issuer: IssuerKey) -> VerifiedCredential:
    """Put disclosures back and check that none touches a claim that must stay in clear.

    To be called after :func:`verify_signature` with the same *issuer*; the two are
    apart so that each can be a numbered check with its own reason.

    Raises:
        MalformedInput, Refused: as :func:`livret_core.sdjwt.reveal.reveal`;
            ``credential.claim`` for a disclosed ``iat`` that is no date or ``aud`` that is no
        name;
            ``credential.concealed`` when a registered claim or a part of one came in a
            disclosure (SD-JWT VC §2.2.2.3).
    """
    revealed = presentation.reveal()
    if any(placed.path[0] in NEVER_DISCLOSED for placed in revealed.placed):
        raise Refused("credential.concealed", "a registered claim came in a disclosure")
    return VerifiedCredential(
        issuer=issuer,
        registered=presentation.registered,
        validity=_validity(presentation.registered, revealed),
        audience=parse_audience(revealed.claims, kept_back=True),
        issued=IssuedClaims.of(revealed),
        placed=revealed.placed,
        seal=_SEAL,
    )


def _validity(registered: RegisteredClaims, revealed: Revealed) -> Validity:
    # `iat` and `sub` are the two registered claims of SD-JWT VC a holder may conceal.
    issued_at = parse_date(revealed.claims, "iat")
    if issued_at == registered.validity.issued_at_s:
        return registered.validity
    return Validity(issued_at, registered.validity.not_before_s, registered.validity.expires_at_s)

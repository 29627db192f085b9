"""A signature key that belongs to an issuer, and how that was established.

A credential names its key in one of two ways, called profiles, and never both
(ADR 0004): a DID URL in ``kid`` under the DID in ``iss``, or a certificate chain in
``x5c``. Which one is right for an issuer is the verifier's policy, so a stranger
cannot pick the way that suits him.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from livret_core.credential.presentation import Presentation
from livret_core.errors import MalformedInput, Refused
from livret_core.keys import PublicKey

Profile: TypeAlias = Literal["did", "x509"]


@final
@dataclass(frozen=True, slots=True)
class IssuerKey:
    """A key established as an issuer's at a time.

    Made by the two ``establish`` functions and nowhere else; a test counts the places.

    Attributes:
        issuer: the DID, or the https URI in the certificate.
        profile: how the key was established.
        key_id: the DID URL of the key, or the certificate's SHA-256 in hex.
        key: verifies credentials and status lists of this issuer.
        status_prefixes: https URI prefixes under which this issuer publishes its
            status lists; a list elsewhere is not fetched.
    """

    issuer: str
    profile: Profile
    key_id: str
    key: PublicKey
    status_prefixes: tuple[str, ...]


def check_profile(presentation: Presentation, profile: Profile) -> None:
    """Check that a presentation is of the profile that policy fixed for its issuer.

    Raises:
        Refused: ``issuer.wrong_profile`` for a credential of the other profile or of
            both at once.
        MalformedInput: ``credential.claim`` when a DID credential names no key.
    """
    header = presentation.token.header
    has_chain = "x5c" in header
    issuer = presentation.registered.issuer
    is_did = issuer is not None and issuer.startswith("did:")
    if profile == "did":
        if has_chain or not is_did:
            raise Refused("issuer.wrong_profile", "expected a DID issuer and no x5c")
        if "kid" not in header:
            raise MalformedInput("credential.claim", "a DID credential names its key in `kid`")
    elif is_did or not has_chain:
        raise Refused("issuer.wrong_profile", "expected an x5c chain and no DID issuer")

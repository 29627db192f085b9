"""Coming back for a newer credential with a refresh token (RFC 6749 §6, OpenID4VCI 1.0 §14.5).

A refresh token outlives the visit to the counter, so it is bound to the key that the
first token was bound to, and good for one use: the answer brings the next one.
"""

from dataclasses import dataclass, field
from typing import final

from livret_core.encoding import form
from livret_core.errors import Refused
from livret_core.oauth.authorization_server import REFRESH
from livret_core.oauth.dpop import DpopProof, check_bound


@final
@dataclass(frozen=True, slots=True)
class RefreshRequest:
    """A wallet comes back for a newer credential (RFC 6749 §6, OpenID4VCI 1.0 §14.5).

    Attributes:
        refresh_token: a secret; good for one use.
        client_id: None for a wallet that says no name.
        resource: the issuer it shall be for, or None.
    """

    refresh_token: str = field(repr=False)
    client_id: str | None = None
    resource: str | None = None

    def format(self) -> bytes:
        """Write the form."""
        values = {"grant_type": REFRESH, "refresh_token": self.refresh_token}
        values |= {} if self.client_id is None else {"client_id": self.client_id}
        values |= {} if self.resource is None else {"resource": self.resource}
        return form.format(values).encode()


@final
@dataclass(frozen=True, slots=True)
class OpenRefresh:
    """What a store knows of a refresh token.

    Attributes:
        bound_to: thumbprint of the key it was given to; None for one bound to no key.
        expires_at_s: seconds since 1970.
        was_used: whether another was given for it. One that comes twice was stolen, by
            whoever came first or second: the store ends all that came of it.
    """

    bound_to: str | None
    expires_at_s: int
    was_used: bool


def check_refresh(known: OpenRefresh | None, proof: DpopProof | None, *, now_s: int) -> None:
    """Check that a refresh token will do.

    Args:
        known: what the store has for it; None when it has nothing.
        proof: the verified DPoP proof of the request, if it brought one.
        now_s: seconds since 1970.

    Raises:
        Refused: ``token.refresh``, ``dpop.missing``, ``dpop.other_key``.
    """
    if known is None or known.was_used or now_s >= known.expires_at_s:
        raise Refused("token.refresh")
    check_bound(proof, known.bound_to)

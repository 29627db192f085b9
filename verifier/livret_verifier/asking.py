"""What a desk asks, and whether an answer still belongs to it. Pure."""

from livret_core import limits
from livret_core.credential.presentation import Presentation
from livret_core.errors import MalformedInput, Refused
from livret_core.keys import PublicKey
from livret_core.openid4vp.client_id import client_id_of
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.request import AuthorizationRequest
from livret_verifier.policy import Policy, Procedure


def make_request(
    policy: Policy,
    procedure: Procedure,
    key: PublicKey,
    *,
    nonce: str,
    state: str,
    now_s: int,
    valid_s: int,
) -> AuthorizationRequest:
    """Write a request for one of the policy's procedures, ready to sign.

    Args:
        policy: whose service asks.
        procedure: what it asks for, and why.
        key: of the desk; its client identifier is made of it.
        nonce: fresh, 16 to 128 URL-safe characters; the answer repeats it.
        state: likewise; names the request at this desk.
        now_s: seconds since 1970.
        valid_s: seconds in which it may be answered.

    Raises:
        MalformedInput: ``request.malformed``: no wallet would answer it.
    """
    if not 0 < valid_s <= limits.LATEST_S - now_s:
        raise MalformedInput("request.malformed", "valid: ends before it begins, or after 2500")
    return AuthorizationRequest(
        client_id_of(key),
        nonce,
        state,
        DcqlQuery.for_one(procedure.name, (procedure.type.vct,), procedure.asks),
        policy.service,
        now_s,
        now_s + valid_s,
        procedure.purposes,
    )


def check_answers_in_time(presentation: Presentation, *, expires_at_s: int) -> None:
    """Check that the holder answered before the request's end.

    The answer's own age is another check; this one keeps a request that was lost or
    copied from being good for longer than it says. What the holder's clock says is
    bounded by that other check.

    Raises:
        Refused: ``request.expired``.
    """
    bound = presentation.key_binding
    if bound is not None and bound.issued_at_s >= expires_at_s:
        raise Refused("request.expired", expired_at_s=expires_at_s, now_s=int(bound.issued_at_s))

"""What the endpoints of issuance answer when they refuse, and what such an answer means.

    wire_error    our reason, at a stage        →  the standard's code and HTTP status
    reason_of     the standard's code, received  →  our reason

One reason has one code on the wire at each stage. A reason from the layers below (JSON
that is none, a key that is weak) takes the code of the stage at which it was found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, final

from livret_core.codes import CODES
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.oauth.error_response import ErrorResponse

Stage: TypeAlias = Literal[
    "token", "dpop", "credential", "proofs", "encryption", "deferred", "notification"
]

STAGES: Final[tuple[Stage, ...]] = (
    "token",
    "dpop",
    "credential",
    "proofs",
    "encryption",
    "deferred",
    "notification",
)

# Where a reason that has no code of its own was found.
_OF_STAGE: Final[Mapping[Stage, str]] = MappingProxyType(
    {
        "token": "invalid_request",  # RFC 6749 §5.2
        "dpop": "invalid_dpop_proof",  # RFC 9449 §5
        "credential": "invalid_credential_request",  # OpenID4VCI 1.0 §8.3.1.2
        "proofs": "invalid_proof",
        "encryption": "invalid_encryption_parameters",
        "deferred": "invalid_credential_request",  # §9.3
        "notification": "invalid_notification_request",  # §11.3
    }
)
_OF_CODE: Final[Mapping[str, str]] = MappingProxyType(
    {
        # §6.3, RFC 6749 §5.2, RFC 8707 §2, RFC 9396 §5
        "token.malformed": "invalid_request",
        "token.tx_code_missing": "invalid_request",
        "token.tx_code_unexpected": "invalid_request",
        "token.code": "invalid_grant",
        "token.tx_code": "invalid_grant",
        "pickup.blocked": "invalid_grant",
        "token.refresh": "invalid_grant",
        # The proof is valid: it is the token that was issued to another client (RFC 6749 §5.2).
        "dpop.other_key": "invalid_grant",
        "token.client": "invalid_client",
        "token.grant_type": "unsupported_grant_type",
        "token.scope": "invalid_scope",
        "token.details": "invalid_authorization_details",
        "token.target": "invalid_target",
        # RFC 9449 §5, §8
        "dpop.malformed": "invalid_dpop_proof",
        "dpop.missing": "invalid_dpop_proof",
        "dpop.signature": "invalid_dpop_proof",
        "dpop.other_request": "invalid_dpop_proof",
        "dpop.other_token": "invalid_dpop_proof",
        "dpop.stale": "invalid_dpop_proof",
        "dpop.replayed": "invalid_dpop_proof",
        "dpop.nonce": "use_dpop_nonce",
        # §8.3.1.2
        "issuance.configuration": "unknown_credential_configuration",
        "issuance.identifier": "unknown_credential_identifier",
        "issuance.no_proof": "invalid_proof",
        "issuance.too_many": "invalid_credential_request",
        "issuance.encryption": "invalid_encryption_parameters",
        "issuance.denied": "credential_request_denied",
        "pickup.nothing_newer": "credential_request_denied",
        "key_proof.malformed": "invalid_proof",
        "key_proof.signature": "invalid_proof",
        "key_proof.other_issuer": "invalid_proof",
        "key_proof.stale": "invalid_proof",
        "key_proof.key_twice": "invalid_proof",
        "key_proof.client": "invalid_proof",
        "key_proof.unsupported": "invalid_proof",
        "key_proof.not_attested": "invalid_proof",
        "key_proof.nonce": "invalid_nonce",
        "key_proof.other_handover": "invalid_nonce",
        # §9.3, §11.3
        "issuance.transaction": "invalid_transaction_id",
        "issuance.notification": "invalid_notification_id",
    }
)
# What is wrong on our side, or with the matter itself, and no fault of the request.
_BUSY: Final = "temporarily_unavailable"
_DENIED: Final = "credential_request_denied"

# The reason for a code that was received and that says no more of itself.
_RECEIVED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "invalid_request": "token.malformed",
        "invalid_grant": "token.grant",  # one error for the code and for the PIN (§6.3)
        "invalid_tx_code": "token.tx_code",  # OpenID4VCI 1.1 draft
        "invalid_client": "token.client",
        "unauthorized_client": "token.client",
        "unsupported_grant_type": "token.grant_type",
        "invalid_scope": "token.scope",
        "invalid_authorization_details": "token.details",
        "invalid_target": "token.target",
        "invalid_dpop_proof": "dpop.signature",
        "use_dpop_nonce": "dpop.nonce",
        "invalid_token": "access.invalid",
        "insufficient_scope": "access.scope",
        "invalid_credential_request": "issuance.malformed",
        "unknown_credential_configuration": "issuance.configuration",
        "unknown_credential_identifier": "issuance.identifier",
        "invalid_proof": "key_proof.malformed",
        "invalid_nonce": "key_proof.nonce",
        "invalid_encryption_parameters": "issuance.encryption",
        "credential_request_denied": "issuance.denied",
        "invalid_transaction_id": "issuance.transaction",
        "invalid_notification_id": "issuance.notification",
        "invalid_notification_request": "issuance.malformed",
        "temporarily_unavailable": "issuance.busy",
        "server_error": "issuance.busy",
    }
)
_BRANCHES: Final = {"malformed": MalformedInput, "refused": Refused, "unavailable": Unavailable}


@final
@dataclass(frozen=True, slots=True)
class WireError:
    """An answer that refuses: never encrypted, never to be kept by a cache.

    Attributes:
        status: of the HTTP answer.
        response: the body; its description is our code and nothing that was received.
    """

    status: int
    response: ErrorResponse


def wire_error(error: LivretError, stage: Stage) -> WireError:
    """Say *error* as the standard does.

    What is wrong with an access token or, at a protected endpoint, with a DPoP proof is
    said by :func:`livret_core.oauth.bearer.challenge` instead.

    Args:
        error: raised while a request was read, checked or answered.
        stage: what was being read or checked.
    """
    if error.branch == "unavailable":
        return WireError(503, ErrorResponse(_BUSY, error.code))
    code = _OF_CODE.get(error.code)
    if code is None:
        code = _OF_STAGE[stage]
        if error.branch == "refused" and stage in {"credential", "deferred"}:
            code = _DENIED  # a list that is full, a right that has ended
    left = error.facts.get("attempts_left")
    return WireError(400, ErrorResponse(code, error.code, left if isinstance(left, int) else None))


def reason_of(response: ErrorResponse) -> LivretError:
    """Say an error that a server answered with as one of ours.

    A livret server puts its code into the description. It is believed as far as it goes
    together with the standard's code: it only chooses between reasons that mean the same
    to the protocol.
    """
    said = response.description or ""
    code = said if _OF_CODE.get(said) == response.error else _RECEIVED.get(response.error)
    if code is None:
        return Refused("issuance.other_error")
    branch = _BRANCHES[CODES[code].branch]
    left = response.attempts_left if code == "token.tx_code" else None
    return branch(code, "said by the server", **({} if left is None else {"attempts_left": left}))

"""What a request shows: a token, a DPoP proof, something encrypted; and how it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, final

from livret_core.errors import LivretError, MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Agreement, jwk
from livret_core.oauth import dpop
from livret_core.oauth.bearer import ShownToken, challenge
from livret_core.oauth.error_response import ErrorResponse
from livret_core.openid4vci.encryption import MEDIA_TYPE as JWT
from livret_core.openid4vci.encryption import ResponseEncryption, decrypt_request
from livret_core.openid4vci.errors import Stage, wire_error
from livret_edge.serving.endpoint import JSON, Incoming, Outgoing
from livret_issuer.pickup.going_on import client_mark
from livret_issuer.pickup.records import KeyShown
from livret_issuer.service.online.opened import Now

DPOP_NONCE: Final = "DPoP-Nonce"

_RETRY_S: Final = "5"
_DOT: Final = "."  # in no token that is kept
_NAMED: Final = "~"
# What reading a key proof raises besides reasons of its own, and reading a request does not.
_OF_PROOFS: Final = frozenset({"jws", "key", "did"})
_IN_PROOFS: Final = frozenset({"input.base64url"})
_OF_TOKENS: Final = frozenset({"access", "dpop"})


@final
@dataclass(frozen=True, slots=True)
class Shown:
    """A token, with the proof that came with it, if one did.

    Attributes:
        token: as it is kept.
        key: of the proof.
        client: what stands in it of the name that the wallet gave itself; empty for none.
        has_identifiers: whether identifiers of datasets were named when it was given, by which
            alone it is used then (OpenID4VCI 1.0 §8.2).
    """

    token: str
    key: KeyShown | None
    client: str = ""
    has_identifiers: bool = False


def token_of(incoming: Incoming, now: Now, uri: HttpsUri, *, now_s: int) -> Shown:
    """Read the token that a request shows, and verify its DPoP proof (RFC 9449 §7.1).

    Raises:
        Refused: ``access.missing``, ``dpop.*``. MalformedInput: ``access.malformed``, ``dpop.*``.
    """
    token = ShownToken.parse(_all(incoming, "authorization"))
    given, named, _ = token.text.partition(_NAMED)
    kept, _, client = given.partition(_DOT)
    if token.scheme == "Bearer":
        # As a bearer's token it stands for itself; one that is bound is refused as such.
        return Shown(kept, None, client, bool(named))
    key = proof_of(incoming, now, uri, now_s=now_s, access_token=token.text)
    if key is None:
        raise MalformedInput("dpop.malformed", "no proof")
    return Shown(kept, key, client, bool(named))


def marked(token: str, client_id: str | None, *, has_identifiers: bool) -> str:
    """Write behind a token what only its wallet need know, so that nothing of it is kept here.

    That is the name which a wallet gave itself, for which nobody vouches and which key proofs
    may repeat (F.1), and whether identifiers were named to it.
    """
    name = "" if client_id is None else f"{_DOT}{client_mark(client_id)}"
    return f"{token}{name}{_NAMED if has_identifiers else ''}"


def proof_of(
    incoming: Incoming, now: Now, uri: HttpsUri, *, now_s: int, access_token: str | None = None
) -> KeyShown | None:
    """Verify the DPoP proof of a request; None when it has none.

    Raises:
        MalformedInput: ``dpop.malformed``. Refused: ``dpop.*``.
    """
    text = dpop.only_header(_all(incoming, "dpop"))
    if text is None:
        return None
    try:
        proof = dpop.verify_proof(
            text, method="POST", uri=uri, now_s=now_s, access_token=access_token
        )
    except LivretError as error:
        if error.code.startswith("dpop."):
            raise
        raise MalformedInput("dpop.malformed", error.code) from None
    if proof.nonce is not None:
        now.pickups.check_dpop_nonce(proof.nonce, now_s=now_s)
    return KeyShown.of(proof)


def decrypted(incoming: Incoming, key: P256Agreement) -> tuple[bytes, bool]:
    """Give the body of a request, and whether it came encrypted.

    Raises:
        Refused: ``issuance.encryption``.
    """
    if incoming.content_type != JWT:
        return incoming.body, False
    return decrypt_request(incoming.body, {jwk.thumbprint(key.public_key): key}), True


def answered(
    message: bytes, asked: ResponseEncryption | None, *, status: int, headers: Mapping[str, str]
) -> Outgoing:
    """Answer in the way that was asked for."""
    if asked is None:
        return Outgoing(status=status, body=message, content_type=JSON, headers=headers)
    body = asked.encrypt(message).encode("ascii")
    return Outgoing(status=status, body=body, content_type=JWT, headers=headers)


def refused(error: LivretError, stage: Stage, headers: Mapping[str, str]) -> Outgoing:
    """Say no as the standard does at *stage*.

    Args:
        error: why.
        stage: what was being done.
        headers: of every answer of the endpoint.
    """
    area = error.code.partition(".")[0]
    if stage not in {"token", "dpop"} and area in _OF_TOKENS:
        return _challenged(error, headers)
    if stage == "credential" and (area in _OF_PROOFS or error.code in _IN_PROOFS):
        stage = "proofs"
    said = wire_error(error, stage)
    more = {"Retry-After": _RETRY_S} if said.status == 503 else {}
    return Outgoing(
        status=said.status,
        body=said.response.format(),
        content_type=JSON,
        headers={**headers, **more},
        code=error.code,
    )


def _challenged(error: LivretError, headers: Mapping[str, str]) -> Outgoing:
    said = challenge(error, algorithms=dpop.ALGORITHMS)
    body = b"" if said.error is None else ErrorResponse(said.error, error.code).format()
    return Outgoing(
        status=said.status,
        body=body,
        content_type=JSON if body else "",
        headers={**headers, "WWW-Authenticate": ", ".join(said.headers)},
        code=error.code,
    )


def _all(incoming: Incoming, name: str) -> list[str]:
    return [value for each, value in incoming.headers if each == name]

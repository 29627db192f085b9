"""Requests to one town hall: with a token, and a proof of the key that it is bound to. Pure.

What is random and what the time is come from outside, as functions.
"""

from collections.abc import Callable
from typing import Final, final

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.keys.p256 import SEED_BYTES
from livret_core.oauth.bearer import Scheme, ShownToken, challenge_error
from livret_core.oauth.dpop import sign_proof
from livret_core.oauth.error_response import ErrorResponse
from livret_wallet.receiving.needs import CHALLENGE, JSON, NONCE, UNAUTHORIZED, Answer, Call, Flow

#: What a town hall's server takes for a DPoP proof of ours.
ALGORITHM: Final = "ES256"

_JTI_BYTES: Final = 16
_MAX_NONCE: Final = 1_024
_WANTS_NONCE: Final = "use_dpop_nonce"


@final
class Session:
    """One visit. It remembers which nonce each server asked for last."""

    def __init__(
        self,
        random: Callable[[int], bytes],
        clock: Callable[[], int],
        *,
        dpop: P256Signer | None = None,
    ) -> None:
        """Begin.

        Args:
            random: gives that many random bytes.
            clock: gives seconds since 1970.
            dpop: the key that tokens are bound to; None for a server that takes no DPoP.
        """
        self.random: Final = random
        self.clock: Final = clock
        self.dpop = dpop
        self._nonces: dict[tuple[str, int], str] = {}

    def new_key(self) -> P256Signer:
        """Make a key."""
        return P256Signer.from_seed(self.random(SEED_BYTES))

    def post(
        self,
        uri: HttpsUri,
        body: bytes,
        *,
        content_type: str = JSON,
        token: tuple[Scheme, str] | None = None,
        max_bytes: int = limits.JSON_BYTES,
        accept: str = JSON,
    ) -> Flow[Answer]:
        """Post, and again with the server's nonce where that is all it lacked (RFC 9449 §8)."""
        answer: Answer = yield self._call(uri, body, content_type, token, max_bytes, accept)
        if self.learn(uri, answer) and _wants_nonce(answer):
            answer = yield self._call(uri, body, content_type, token, max_bytes, accept)
            self.learn(uri, answer)
        return answer

    def _call(
        self,
        uri: HttpsUri,
        body: bytes,
        content_type: str,
        token: tuple[Scheme, str] | None,
        max_bytes: int,
        accept: str,
    ) -> Call:
        headers = {"Accept": accept}
        if token is not None:
            headers["Authorization"] = ShownToken(*token).format()
        if self.dpop is not None and (token is None or token[0] == "DPoP"):
            headers["DPoP"] = sign_proof(
                self.dpop,
                method="POST",
                uri=uri,
                jti=base64url.encode(self.random(_JTI_BYTES)),
                issued_at_s=self.clock(),
                access_token=None if token is None else token[1],
                nonce=self._nonces.get((uri.host, uri.port)),
            )
        return Call(
            uri=uri, max_bytes=max_bytes, body=body, content_type=content_type, headers=headers
        )

    def learn(self, uri: HttpsUri, answer: Answer) -> bool:
        """Remember the nonce that a server asked for; whether it asked for one."""
        nonce = answer.headers.get(NONCE, "")
        if self.dpop is None or not (0 < len(nonce) <= _MAX_NONCE and nonce.isascii()):
            return False
        self._nonces[uri.host, uri.port] = nonce
        return True


def _wants_nonce(answer: Answer) -> bool:
    if answer.status == UNAUTHORIZED:
        return challenge_error((answer.headers.get(CHALLENGE, ""),)) == _WANTS_NONCE
    if answer.status != 400:
        return False
    try:
        return ErrorResponse.parse(answer.body).error == _WANTS_NONCE
    except LivretError:
        return False

"""The Authorization Response (OpenID4VP 1.0 §8): the answer file a wallet writes."""

from dataclasses import dataclass
from typing import Self, final

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput


@final
@dataclass(frozen=True, slots=True)
class AuthorizationResponse:
    """An answer to one request. The presentation in it is text still to be parsed.

    Attributes:
        state: names the request that is answered.
        query_id: the ``id`` of the credential query that is answered.
        presentation: one compact SD-JWT+KB.
    """

    state: str
    query_id: str
    presentation: str

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read ``{"vp_token": {ID: [PRESENTATION]}, "state": STATE}``.

        Raises:
            MalformedInput: ``answer.malformed``, or what reading JSON raises.
        """
        match json_encoding.parse_object(raw, max_bytes=2 * limits.SD_JWT_BYTES):
            case {"vp_token": dict(tokens), "state": str(state), **rest} if not rest:
                match list(tokens.items()):
                    case [(query_id, [str(presentation)])]:
                        return cls(state, query_id, presentation)
        raise MalformedInput("answer.malformed", "not one presentation for one query")

    def format(self) -> bytes:
        """Write the answer; the inverse of :meth:`parse`."""
        return json_encoding.format(
            {"vp_token": {self.query_id: [self.presentation]}, "state": self.state}
        )

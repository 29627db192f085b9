"""A wallet's *no* (OpenID4VP 1.0 §8.5): what it tells a service, and what of its own reasons.

A service learns why only as far as the standard's codes go, and those keep *has none* and
*does not want to* apart from nothing: both are ``access_denied``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Self, TypeAlias, final, get_args

from livret_core.encoding import form
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput

WireError: TypeAlias = Literal[
    "invalid_request",
    "invalid_client",
    "access_denied",
    "vp_formats_not_supported",
    "invalid_request_uri_method",
    "invalid_transaction_data",
    "wallet_unavailable",
]
WIRE_ERRORS: Final[tuple[WireError, ...]] = get_args(WireError)

# RFC 6749 §4.1.2.1: what `error` and `error_description` are written in.
_ERROR: Final = re.compile(r"[\x20\x21\x23-\x5b\x5d-\x7e]{1,128}")
_DESCRIPTION: Final = re.compile(r"[\x20\x21\x23-\x5b\x5d-\x7e]{0,1024}")
_OF_CODE: Final[Mapping[str, WireError]] = {
    "present.none": "access_denied",
    "present.asked": "access_denied",
    "present.other_proof": "access_denied",
    "present.no_consent": "access_denied",
    "request.formats": "vp_formats_not_supported",
    "request.transaction_data": "invalid_transaction_data",
    "request.uri_method": "invalid_request_uri_method",
}


@final
@dataclass(frozen=True, slots=True)
class ErrorResponse:
    """An answer that says no.

    Attributes:
        error: the standard's code, or another that a wallet of another maker uses.
        state: of the request; empty for one without.
        description: for the developers of the service. Never shown to anybody, and empty
            in what livret sends: it could tell more than the holder wants told.
    """

    error: str
    state: str = ""
    description: str = ""

    @classmethod
    def of(cls, error: LivretError, state: str) -> Self:
        """Say to a service why its request is not answered.

        Only to the ``response_uri`` of a request that was **verified**: what cannot be
        believed does not say where answers go.
        """
        return cls(wire_error(error), state)

    @classmethod
    def read(cls, members: Mapping[str, JsonValue]) -> Self:
        """Read the parameters of an error response; others are ignored.

        Raises:
            MalformedInput: ``answer.malformed``.
        """
        error = members.get("error")
        state = members.get("state", "")
        description = members.get("error_description", "")
        if (
            not isinstance(error, str)
            or not isinstance(state, str)
            or not isinstance(description, str)
            or not _ERROR.fullmatch(error)
            or not _DESCRIPTION.fullmatch(description)
        ):
            raise MalformedInput("answer.malformed", "an error that is not the standard's")
        return cls(error, state, description)

    @property
    def is_denied(self) -> bool:
        """Whether the holder has nothing that answers, or does not want to."""
        return self.error == "access_denied"

    def format(self) -> bytes:
        """Write what is encrypted, or put into a file."""
        return json_encoding.format(self._members())

    def format_form(self) -> str:
        """Write what is posted in clear."""
        return form.format(self._members())

    def _members(self) -> dict[str, str]:
        members = {
            "error": self.error,
            "error_description": self.description,
            "state": self.state,
        }
        return {name: text for name, text in members.items() if text}


def wire_error(error: LivretError) -> WireError:
    """Give the standard's code for a reason of ours; any fault of a request is its sender's."""
    return _OF_CODE.get(error.code, "invalid_request")


def request_error(error: LivretError) -> JsonObject:
    """Write what a service's own endpoint says to who asks it wrongly (RFC 6749 §5.2)."""
    return {"error": "invalid_request", "error_description": error.code}

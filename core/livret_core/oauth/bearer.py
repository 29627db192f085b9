"""Showing an access token (RFC 6750, RFC 9449 §7), and how a server says that it will not do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, Self, TypeAlias, final

from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.oauth.dpop import DpopProof, check_bound

Scheme: TypeAlias = Literal["Bearer", "DPoP"]

_MAX_CHARS: Final = 4_096
_SCHEMES: Final = frozenset({"bearer", "dpop"})
_SHOWN: Final = re.compile(r"(?i:(bearer)|dpop) +(?P<token>[A-Za-z0-9._~+/-]+=*)")
_CHALLENGE_ERROR: Final = re.compile(r'\berror="([\x20-\x21\x23-\x5B\x5D-\x7E]{1,64})"')


@final
@dataclass(frozen=True, slots=True)
class ShownToken:
    """The token of an ``Authorization`` header; nothing about it is known yet.

    Attributes:
        scheme: ``DPoP`` for one that comes with a proof.
        text: the token.
    """

    scheme: Scheme
    text: str

    @classmethod
    def parse(cls, values: Sequence[str]) -> Self:
        """Read the values of a request's ``Authorization`` headers.

        Raises:
            Refused: ``access.missing`` when there is none, or one of a scheme that is not
                understood here, which is answered the same (RFC 6750 §3.1).
            MalformedInput: ``access.malformed`` for two of them, or a token with characters
                that none has.
        """
        if not values or (len(values) == 1 and not _is_scheme(values[0])):
            raise Refused("access.missing")
        match = _SHOWN.fullmatch(values[0]) if len(values[0]) <= _MAX_CHARS else None
        if match is None or len(values) != 1:
            raise MalformedInput("access.malformed")
        return cls("Bearer" if match[1] else "DPoP", match["token"])

    def format(self) -> str:
        """Write the header's value."""
        return f"{self.scheme} {self.text}"

    def check_bound(self, proof: DpopProof | None, bound_to: str | None) -> None:
        """Check that the token is shown as it was given (RFC 9449 §7.2).

        A bound token shown as a bearer token is refused: its thief would do that. A token
        that is bound to nothing is not made better by a proof.

        Raises:
            Refused: ``dpop.missing``, ``dpop.other_key``, ``access.invalid``.
        """
        if bound_to is not None and self.scheme != "DPoP":
            raise Refused("dpop.missing", "a bound token, shown as a bearer token")
        if bound_to is None and self.scheme != "Bearer":
            raise Refused("access.invalid", "bound to no key")
        check_bound(proof, bound_to)


def _is_scheme(value: str) -> bool:
    return value[:_MAX_CHARS].partition(" ")[0].lower() in _SCHEMES


@final
@dataclass(frozen=True, slots=True)
class Challenge:
    """How a protected endpoint refuses a token.

    Attributes:
        status: of the HTTP answer.
        error: RFC 6750 §3.1 or RFC 9449 §7.1; None when no token was shown at all.
        headers: values of ``WWW-Authenticate``.
    """

    status: int
    error: str | None
    headers: tuple[str, ...]


_ERRORS: Final = MappingProxyType(
    {
        "access.missing": (401, None),
        "access.malformed": (400, "invalid_request"),
        "access.invalid": (401, "invalid_token"),
        "access.scope": (403, "insufficient_scope"),
        "dpop.nonce": (401, "use_dpop_nonce"),
        "dpop.other_key": (401, "invalid_token"),
    }
)
_OF_DPOP: Final = (401, "invalid_dpop_proof")


def challenge(error: LivretError, *, algorithms: Sequence[str]) -> Challenge:
    """Say a refused token, or a refused DPoP proof, as OAuth does.

    Args:
        error: raised while a token or a proof was read or checked.
        algorithms: the DPoP algorithms that are accepted.
    """
    status, name = _ERRORS.get(error.code, _OF_DPOP)
    said = "" if name is None else f'error="{name}", '
    dpop = f'DPoP {said}algs="{" ".join(algorithms)}"'
    if name in {"use_dpop_nonce", "invalid_dpop_proof"}:
        return Challenge(status, name, (dpop,))
    bearer = "Bearer" if name is None else f'Bearer error="{name}"'
    return Challenge(status, name, (dpop, bearer))


def challenge_error(values: Sequence[str]) -> str | None:
    """Read the error out of the ``WWW-Authenticate`` headers of an answer; None without one."""
    for value in values:
        match = _CHALLENGE_ERROR.search(value[:_MAX_CHARS])
        if match is not None:
            return match[1]
    return None

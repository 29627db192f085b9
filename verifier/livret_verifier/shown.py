"""What somebody shows at a counter without a network, as it was read there. Pure.

A scanner types it, somebody pastes it, or it lies in a file: an answer to a request file of this
service (as ``livret verify file`` takes it), or the code of a request, alone or as the end of
the address that stands beside its QR code.
"""

from typing import Final, TypeAlias

from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.openid4vp.response import AuthorizationResponse
from livret_core.short_code import ShortCode

Shown: TypeAlias = ShortCode | AuthorizationResponse

MOST_BYTES: Final = 256 << 10


def parse(read: bytes) -> Shown:
    """Say what it is.

    Raises:
        MalformedInput: ``input.too_large``, ``answer.malformed``; and as reading an answer.
    """
    if len(read) > MOST_BYTES:
        raise MalformedInput("input.too_large", max_bytes=MOST_BYTES)
    stripped = read.strip()
    if stripped.startswith(b"{"):
        return AuthorizationResponse.parse(stripped)
    try:
        # Where the whole address was read that stands beside a QR code, the code ends it. It is
        # looked for among this desk's own requests, whatever stands before it.
        return ShortCode.parse(stripped.decode("ascii").rpartition("/r/")[2])
    except (UnicodeDecodeError, LivretError):
        raise MalformedInput("answer.malformed", "neither an answer nor a code") from None


def check_fits(answer: AuthorizationResponse, asked: str, chosen: str | None) -> None:
    """Check that an answer is to what it says, and to what staff chose.

    Whoever answers one question is not let in by another.

    Args:
        answer: what was shown.
        asked: the procedure that its request was for.
        chosen: the procedure on the page; None where staff chose none.

    Raises:
        Refused: ``request.unknown``, ``answer.not_asked``. MalformedInput: ``answer.malformed``.
    """
    if answer.query_id != asked:
        raise Refused("request.unknown", "made for another procedure")
    if chosen is not None and chosen != asked:
        raise Refused("answer.not_asked", f"for {asked}, where {chosen} was chosen")

"""From a yes to an answer: the copy, exactly the agreed disclosures, and key binding. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, final

from livret_core.credential.claim_path import IssuedClaims
from livret_core.credential.presentation import Presentation
from livret_core.keys import ES256
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.response import AuthorizationResponse
from livret_core.sdjwt import keybinding
from livret_core.sdjwt.compact import SdJwt
from livret_core.sdjwt.reveal import PlacedPath
from livret_wallet.answering import PROTOCOL, Candidate
from livret_wallet.consent import ConsentGiven, ConsentSheet, leaves_of

_EMPTY: Final = ("{}", "[]")


@final
@dataclass(frozen=True, slots=True)
class UnsignedAnswer:
    """An answer of one proof that lacks only the holder's signature.

    Attributes:
        query_id: which credential query it answers.
        signing_input: what the copy's key signs.
        key_id: which key that is.
    """

    request: AuthorizationRequest
    query_id: str
    shown: SdJwt
    signing_input: bytes
    key_id: str

    def assemble(self, signature: bytes) -> AuthorizationResponse:
        """Join signature and copy into the answer."""
        bound = keybinding.assemble(self.shown, self.signing_input, signature)
        return AuthorizationResponse.of(self.request.state, self.query_id, bound.format())


def prepare(
    candidate: Candidate, request: AuthorizationRequest, consent: ConsentGiven, *, now_s: int
) -> tuple[UnsignedAnswer, ...]:
    """Write what the holder's keys sign: one for each proof that leaves.

    Args:
        candidate: the proofs and disclosures the sheet was written from.
        request: the request the sheet was written for.
        consent: the holder's yes.
        now_s: the holder's clock, seconds since 1970.

    Raises:
        ValueError: the yes was to another sheet, or what a service would read of the
            answer is not what stood on it.
    """
    if len(candidate.parts) != len(consent.sheet.parts):
        raise ValueError("consent was given to another number of proofs")
    return tuple(
        _prepare(one, request, sheet, now_s=now_s)
        for one, sheet in zip(candidate.parts, consent.sheet.parts, strict=True)
    )


def join(answers: Sequence[AuthorizationResponse]) -> AuthorizationResponse:
    """Make one answer of those to the several queries of one request."""
    token = {name: texts for one in answers for name, texts in one.vp_token.items()}
    return AuthorizationResponse(answers[0].state, MappingProxyType(token))


def _prepare(
    candidate: Candidate, request: AuthorizationRequest, sheet: ConsentSheet, *, now_s: int
) -> UnsignedAnswer:
    agreed = {line.path for line in sheet.leaves}
    chosen = set(candidate.indexes)
    at_stake = {placed.path for placed in candidate.opened.placed if placed.disclosure in chosen}
    day = None if candidate.dating is None else candidate.dating.commit.day
    if sheet.dated_day != day:
        raise ValueError("what dates it was not on the sheet")
    if request.transaction_data:
        raise ValueError("what the holder would agree to is not on the sheet")
    if sheet.client_id != request.client_id or not all(
        any(line[: len(path)] == path for line in agreed) for path in at_stake
    ):
        raise ValueError("consent was given to another sheet")
    shown = candidate.opened.presentation.sd_jwt.showing(candidate.indexes)
    if read_by_others(shown) != {
        (line.path, line.value) for line in (*sheet.leaves, *sheet.goes_along)
    }:
        raise ValueError("what would be read is not what the sheet says")
    return UnsignedAnswer(
        request,
        candidate.query_id,
        shown,
        keybinding.prepare(
            shown,
            algorithm=ES256,
            audience=request.client_id,
            nonce=request.nonce,
            issued_at_s=now_s,
        ),
        candidate.opened.copy.key_id,
    )


def read_by_others(shown: SdJwt) -> set[tuple[PlacedPath, str]]:
    """Read an answer as the service will: every claim in it, at its place."""
    revealed = Presentation.parse(shown.format()).reveal()
    claims = {name: value for name, value in revealed.claims.items() if name not in PROTOCOL}
    issued = IssuedClaims(claims, (), revealed.hidden_elements, None)
    # What is empty only because all of it stays is part of the proof's form, not a claim.
    hiding = {*revealed.hiding_objects, *(place[:-1] for place in revealed.hidden_elements)}
    return {
        (place, value)
        for place, value in leaves_of(issued, claims)
        if not (value in _EMPTY and place in hiding)
    }

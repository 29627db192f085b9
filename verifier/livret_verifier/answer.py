"""Whether what was shown answers what was asked: by its holder, now, all of it and nothing else.

A query is not a check: whatever a wallet makes of it, what it sends is held against what
was asked (OpenID4VP 1.0 §8.6).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from livret_core.credential.claim_path import (
    UNDISCLOSED,
    ClaimPath,
    IssuedClaims,
    PlacedPath,
    format_path,
)
from livret_core.credential.presentation import Presentation
from livret_core.credential.verified import VerifiedCredential
from livret_core.encoding.json import JsonValue
from livret_core.errors import Refused
from livret_verifier.policy import Procedure
from livret_verifier.question import Question

_OBJECTS: Final = (dict, MappingProxyType)


def check_type(presentation: Presentation, procedure: Procedure) -> None:
    """Check that it is of the type that was asked for.

    Raises:
        Refused: ``answer.other_type``.
    """
    registered = presentation.registered
    if procedure.type.vct != registered.vct:
        raise Refused("answer.other_type")


def check_content(credential: VerifiedCredential, procedure: Procedure) -> None:
    """Check a credential against its type, and that the issuer meant this edition of it.

    Raises:
        MalformedInput: ``type.malformed``, ``claims.malformed``.
        Refused: ``type.integrity``, and as
            :meth:`livret_core.credential.types.CredentialType.check_issued`.
    """
    procedure.type.check_issued(credential.issued)
    procedure.type.check_integrity(credential.registered.vct_integrity)


def check_holder(presentation: Presentation) -> None:
    """Check that it is shown by the one it was issued to (RFC 9901 §7.3).

    Raises:
        Refused: ``holder.unbound``, ``holder.missing``, ``holder.signature``.
    """
    holder_key = presentation.registered.holder_key
    if holder_key is None:
        raise Refused("holder.unbound")
    # Whether key binding is demanded never depends on whether it arrived (RFC 9901 §9.5).
    if presentation.key_binding is None:
        raise Refused("holder.missing")
    presentation.key_binding.verify(presentation.sd_jwt, holder_key)


def check_request(
    credential: VerifiedCredential, presentation: Presentation, question: Question
) -> None:
    """Check that it was made for this service and this request, just now.

    Raises:
        Refused: ``credential.other_audience`` when its issuer meant it for others,
            ``holder.missing``, and as the key binding's own check.
    """
    credential.check_audience(question.client_id)
    if presentation.key_binding is None:
        raise Refused("holder.missing")
    presentation.key_binding.check(
        audience=question.client_id,
        nonce=question.nonce,
        now_s=question.now_s,
        freshness=question.procedure.freshness,
    )


def check_once(question: Question) -> None:
    """Check that the request was never answered.

    Raises:
        Refused: ``holder.replayed``.
    """
    if question.answered_at_s is not None:
        raise Refused("holder.replayed", answered_at_s=question.answered_at_s)


def check_answer(
    credential: VerifiedCredential, procedure: Procedure
) -> Mapping[ClaimPath, JsonValue]:
    """Give the claims asked for and no others; over-disclosed ones end here.

    Raises:
        Refused: ``answer.incomplete`` when something asked for is not there or was kept
            back, ``answer.not_met`` when a value is not among those required.
    """
    return _check_claims(credential.issued, procedure.asks, procedure.requires)


def check_any_of(
    issued: IssuedClaims,
    options: Sequence[Collection[ClaimPath]],
    requires: Mapping[ClaimPath, tuple[str, ...]],
) -> Mapping[ClaimPath, JsonValue]:
    """Give the claims of the first option that is answered in full, and no others.

    Which one a wallet took it does not say, and what it made of ``values`` is nobody's
    proof. So each option is held to all that is required: one that leaves a required claim
    out is none, however a wallet would like it.

    Args:
        issued: what a verified credential shows.
        options: the claim sets that were asked for, the one liked best first; as
            :meth:`livret_core.openid4vp.dcql.query.CredentialQuery.options` has them.
        requires: for a claim, the values one of which it must have.

    Raises:
        Refused: ``answer.not_met`` when one is answered and a value is none of those
            required, else ``answer.incomplete``.
    """
    refused: Refused | None = None
    for option in options:
        if not requires.keys() <= set(option):
            continue
        try:
            return _check_claims(issued, option, requires)
        except Refused as error:
            if refused is None or error.code == "answer.not_met":
                refused = error
    raise refused or Refused("answer.incomplete", claim=format_path(next(iter(requires), ())))


def _check_claims(
    issued: IssuedClaims,
    asked: Iterable[ClaimPath],
    requires: Mapping[ClaimPath, tuple[str, ...]],
) -> Mapping[ClaimPath, JsonValue]:
    claims: dict[ClaimPath, JsonValue] = {}
    for path in asked:
        selected = _selected(issued, path)
        wanted = requires.get(path)
        # Equality of texts only: to Python, 1 == True.
        if wanted is not None and not all(
            isinstance(value, str) and value in wanted for value in selected
        ):
            raise Refused("answer.not_met", claim=format_path(path))
        claims[path] = selected if None in path else selected[0]
    return claims


def count_not_asked(credential: VerifiedCredential, procedure: Procedure) -> int:
    """Count the claims that were disclosed and that nobody asked for."""
    asked = procedure.asks
    return sum(
        placed.path not in asked and not any(_serves(placed.path, path) for path in asked)
        for placed in credential.placed
    )


def _selected(issued: IssuedClaims, path: ClaimPath) -> list[JsonValue]:
    """Give all that *path* selects of the credential **as issued** (OpenID4VP 1.0 §7).

    Whoever asks for every parent's name, or demands something of it, means each one:
    a holder who keeps one back has not answered, whatever the others say.

    Raises:
        Refused: ``answer.incomplete`` when nothing is there, or something that the path
            would select may have been kept back.
    """
    selected: list[tuple[PlacedPath, JsonValue]] = [((), issued.claims)]  # type: ignore[list-item]
    for part in path:
        found: list[tuple[PlacedPath, JsonValue]] = []
        for place, value in selected:
            if isinstance(part, str):
                if isinstance(value, _OBJECTS) and part in value:
                    found.append(((*place, part), value[part]))
                elif issued.may_hide(part, place, value):
                    raise Refused("answer.incomplete", claim=format_path(path))
            elif isinstance(value, list):
                for here, element in issued.elements(place, value):
                    if part is None or here[-1] == part:
                        if element is UNDISCLOSED:
                            raise Refused("answer.incomplete", claim=format_path(path))
                        found.append((here, element))  # type: ignore[arg-type]
        selected = found
    if not selected:
        raise Refused("answer.incomplete", claim=format_path(path))
    return [value for _, value in selected]


def _serves(placed: PlacedPath, asked: ClaimPath) -> bool:
    """Whether a disclosure is what was asked for, inside it, or on the way to it."""
    return all(
        ours == theirs or (theirs is None and isinstance(ours, int))
        for ours, theirs in zip(placed, asked, strict=False)
    )

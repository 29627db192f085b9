"""Holding a credential against its Type Metadata (SD-JWT VC "Claim Metadata")."""

from livret_core.credential.claim_path import (
    UNDISCLOSED,
    ClaimPath,
    IssuedClaims,
    format_path,
    select,
)
from livret_core.credential.type_metadata import TypeMetadata
from livret_core.errors import Refused


def check_type_rules(metadata: TypeMetadata, issued: IssuedClaims) -> None:
    """Check what can be seen of a credential against every rule of its type.

    A claim that is absent counts as missing only where it cannot have been kept
    back: it may not be disclosable, or there is no digest left that could be it.

    Args:
        metadata: resolved; nothing of a chain may be left out.
        issued: the credential's claims, as far as the holder showed them.

    Raises:
        Refused: ``claims.path``, ``claims.missing``, ``claims.disclosable`` (type says
            ``never``) or ``claims.not_disclosable`` (type says ``always``), each with
            the ``path`` of the rule.
    """
    hides_at_top = issued.hiding_objects is None or () in issued.hiding_objects
    for claim in metadata.claims:
        path, rule = claim.path, claim.sd
        if len(path) == 1 and isinstance(path[0], str):
            # Most claims stand at the top, where there is nothing to search for.
            if path[0] in issued.claims:
                _check_place(path, rule, disclosable=path in issued.disclosed)
            elif claim.mandatory and (rule == "never" or not hides_at_top):
                raise Refused("claims.missing", path=path[0])
            continue
        selected = select(path, issued)
        if not selected and claim.mandatory and not _may_be_hidden(path, issued, metadata):
            raise Refused("claims.missing", path=format_path(path))
        for place, value in selected:
            # An element that was kept back can only be one that may be.
            _check_place(path, rule, disclosable=value is UNDISCLOSED or place in issued.disclosed)


def _check_place(path: ClaimPath, rule: str | None, *, disclosable: bool) -> None:
    if disclosable and rule == "never":
        raise Refused("claims.disclosable", path=format_path(path))
    if not disclosable and rule == "always":
        raise Refused("claims.not_disclosable", path=format_path(path))


def _may_be_hidden(path: ClaimPath, issued: IssuedClaims, metadata: TypeMetadata) -> bool:
    """Say whether a claim that was not found may be there and not disclosed."""
    for depth, part in enumerate(path):
        places = select(path[:depth], issued)
        if any(value is UNDISCLOSED for _, value in places):
            return True
        if isinstance(part, str) and any(
            issued.may_hide(part, place, value) for place, value in places
        ):
            here = path[: depth + 1]
            return all(claim.path != here or claim.sd_rule != "never" for claim in metadata.claims)
    return False

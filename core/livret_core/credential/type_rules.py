"""Holding a credential against its Type Metadata (SD-JWT VC "Claim Metadata")."""

from collections.abc import Mapping
from typing import Final

from livret_core.credential.claim_path import (
    UNDISCLOSED,
    ClaimPath,
    IssuedClaims,
    format_path,
    select,
)
from livret_core.credential.type_metadata import ClaimMetadata, SdRule, TypeMetadata
from livret_core.errors import Refused

_UNSAID: Final[SdRule] = "allowed"


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
    rules: Mapping[ClaimPath, SdRule] = {claim.path: claim.sd_rule for claim in metadata.claims}
    for claim in metadata.claims:
        selected = select(claim.path, issued)
        if not selected and claim.is_mandatory and not _may_be_hidden(claim, issued, rules):
            raise Refused("claims.missing", path=format_path(claim.path))
        for place, value in selected:
            # An element that was kept back can only be one that may be.
            disclosable = value is UNDISCLOSED or place in issued.disclosed
            if disclosable and claim.sd_rule == "never":
                raise Refused("claims.disclosable", path=format_path(claim.path))
            if not disclosable and claim.sd_rule == "always":
                raise Refused("claims.not_disclosable", path=format_path(claim.path))


def _may_be_hidden(
    claim: ClaimMetadata, issued: IssuedClaims, rules: Mapping[ClaimPath, SdRule]
) -> bool:
    """Say whether the claim, which was not found, may be there and not disclosed."""
    for depth, part in enumerate(claim.path, start=1):
        above = claim.path[: depth - 1]
        places = select(above, issued)
        if any(value is UNDISCLOSED for _, value in places):
            return True
        if (
            isinstance(part, str)
            and rules.get(claim.path[:depth], _UNSAID) != "never"
            and any(_lacks(value, part) and issued.may_hide_in(place) for place, value in places)
        ):
            return True
    return False


def _lacks(value: object, name: str) -> bool:
    return isinstance(value, dict) and name not in value

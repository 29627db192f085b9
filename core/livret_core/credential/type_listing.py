"""What there is to know of a type, laid out for a list: the content of ``livret types``."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from livret_core.credential.claim_path import format_path
from livret_core.credential.type_law import LegalBasis
from livret_core.credential.type_metadata import ClaimMetadata, SdRule
from livret_core.credential.types import CredentialType
from livret_core.encoding.json import JsonObject

#: ``group``: holds other claims, and shows nothing but that they are there.
Shown: TypeAlias = Literal["one_by_one", "with_another", "always", "group"]


@final
@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim of a type.

    Attributes:
        path: as written, ``address.locality``; also the name of its column in a list.
        label: in the language asked for.
        sd: the rule of its Type Metadata.
        shown: what that means to a holder: ``with_another`` is part of a claim that is
            disclosed as a whole.
        mandatory: whether every credential has it.
        from_issuer: whether the issuer adds it, rather than a record.
        basis: on what ground it is attested.
    """

    path: str
    label: str
    sd: SdRule
    shown: Shown
    mandatory: bool
    from_issuer: bool
    basis: LegalBasis


@final
@dataclass(frozen=True, slots=True)
class TypeRow:
    """One type, described in one language.

    Attributes:
        name, vct: either is accepted wherever a type is asked for.
        label: in the language asked for.
        valid_months: how long a credential holds, None for ever.
        may_suspend: whether it can be suspended.
        claims: in the order to show them in.
    """

    name: str
    vct: str
    label: str
    valid_months: int | None
    may_suspend: bool
    claims: tuple[ClaimRow, ...]

    def as_object(self) -> JsonObject:
        """The row as a JSON object, for ``--json``."""
        return {
            "name": self.name,
            "vct": self.vct,
            "label": self.label,
            "valid_months": self.valid_months,
            "may_suspend": self.may_suspend,
            "claims": [
                {
                    "path": claim.path,
                    "label": claim.label,
                    "sd": claim.sd,
                    "shown": claim.shown,
                    "mandatory": claim.mandatory,
                    "from_issuer": claim.from_issuer,
                    "legal_basis": {"EU": claim.basis.eu, **claim.basis.national},
                }
                for claim in self.claims
            ],
        }


def describe(kind: CredentialType, language: str) -> TypeRow:
    """Describe *kind* to a reader of *language*."""
    return TypeRow(
        kind.name,
        kind.vct,
        kind.label(language),
        kind.law.valid_months,
        kind.law.may_suspend,
        tuple(
            ClaimRow(
                format_path(claim.path),
                kind.claim_label(claim.path, language),
                claim.sd_rule,
                _shown(kind, claim),
                claim.is_mandatory,
                claim.path[0] in kind.law.standing,
                kind.law.legal_basis(claim.path),
            )
            for claim in kind.claims
        ),
    )


def _shown(kind: CredentialType, claim: ClaimMetadata) -> Shown:
    if claim.sd_rule != "never":
        return "one_by_one"
    path = claim.path
    concealed = set(kind.conceal_paths)
    if any(path[:depth] in concealed for depth in range(1, len(path))):
        return "with_another"
    if any(other.path[: len(path)] == path != other.path for other in kind.claims):
        return "group"
    return "always"

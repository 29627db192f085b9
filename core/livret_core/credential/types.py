"""A type of credential: everything that is fixed before anybody asks for one.

Three files make a type (see :mod:`livret_schemas`): what its claims are called and
which may be disclosed, what shape they have, and the rules of law around them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any, Final, Self, final

import jsonschema_rs

from livret_core.credential.claim_path import ClaimPath, IssuedClaims, format_path
from livret_core.credential.claim_shape import shape_of
from livret_core.credential.claim_text import check_text
from livret_core.credential.integrity import check_integrity, format_integrity
from livret_core.credential.type_law import TypeLaw
from livret_core.credential.type_metadata import ClaimMetadata, TypeMetadata, in_locale
from livret_core.credential.type_rules import check_type_rules
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.official_language import check_language, choose_language
from livret_core.partial_date import PartialDate
from livret_core.territory import Territory


@final
@dataclass(frozen=True, slots=True, eq=False)  # one object a type: compared and hashed as such
class CredentialType:
    """One type of credential, read from its three files and found consistent.

    Attributes:
        name: short name, ``residency``.
        metadata: its SD-JWT VC Type Metadata.
        integrity: ``vct#integrity`` for credentials of this type.
        digest: SHA-256 of the same octets, base64url, as a ledger has it.
        law: legal basis, validity, language.
        schema: JSON Schema of all claims, those of the issuer included.
    """

    name: str
    metadata: TypeMetadata
    integrity: str
    digest: str
    law: TypeLaw
    schema: JsonObject = field(repr=False)
    _octets: bytes = field(repr=False)
    _validator: Any = field(repr=False, compare=False)

    @classmethod
    def parse(cls, name: str, *, metadata: bytes, schema: bytes, rules: bytes) -> Self:
        """Read a type from the octets of its files.

        Raises:
            MalformedInput: ``type.malformed`` when a file is not what it should be, or
                the three contradict each other; what reading JSON raises.
        """
        found = TypeMetadata.parse(metadata)
        law = TypeLaw.parse(rules)
        shape = json_encoding.parse_object(schema)
        law.check_against(found)
        integrity = format_integrity(metadata)
        digest = base64url.encode(sha256(metadata).digest())
        return cls(name, found, integrity, digest, law, shape, metadata, _validator(shape))

    @property
    def vct(self) -> str:
        """The type identifier, ``urn:livret:residency:1``."""
        return self.metadata.vct

    @property
    def version(self) -> str:
        """Which version of the type it is: ``1`` of ``urn:livret:residency:1``."""
        return self.vct.rpartition(":")[2]

    @property
    def territory_claim(self) -> str:
        """The claim, never disclosable, that carries the territory code."""
        return self.law.territory_claim

    @property
    def claims(self) -> tuple[ClaimMetadata, ...]:
        """What is said of each claim, in the order to show them in."""
        return self.metadata.claims

    @property
    def conceal_paths(self) -> tuple[ClaimPath, ...]:
        """The claims to make selectively disclosable; None stands for every element.

        A claim the type only allows to be disclosable is made so: the holder decides.
        """
        return tuple(claim.path for claim in self.claims if claim.sd_rule != "never")

    def label(self, locale: str) -> str:
        """The name of the type for a reader of *locale*."""
        found = in_locale(self.metadata.display or (), locale)
        return found.name if found else self.name

    def labels(self, locale: str) -> dict[str, str]:
        """The name of every claim for a reader of *locale*, by written path."""
        return {
            format_path(claim.path): self.claim_label(claim.path, locale) for claim in self.claims
        }

    def claim_label(self, path: Iterable[str | int | None], locale: str) -> str:
        """The name of one claim; a place such as ``("parents", 0)`` finds ``parents.*``.

        A claim without a name is called by its path.
        """
        wanted = tuple(path)
        for claim in self.claims:
            if len(claim.path) == len(wanted) and all(
                ours == theirs or (ours is None and isinstance(theirs, int))
                for ours, theirs in zip(claim.path, wanted, strict=True)
            ):
                return claim.label(locale) or format_path(wanted)
        return format_path(wanted)

    def claim_name(self, path: ClaimPath) -> str:
        """The path of a claim in one line, for reports that a program reads."""
        return format_path(path)

    def check_integrity(self, stated: str | None) -> None:
        """Check that a credential was made for this edition of the type, if it says which.

        Raises:
            MalformedInput: ``type.malformed``.
            Refused: ``type.integrity``.
        """
        # Our own text first: it spares a digest, and nearly every credential says it so.
        if stated is not None and stated != self.integrity:
            check_integrity(self._octets, stated)

    def check_claims(self, claims: Mapping[str, JsonValue]) -> None:
        """Check the full claims of one credential before it is made.

        Raises:
            MalformedInput: ``claims.text``; ``input.json``; ``claims.malformed`` with the ``path`` of the
                claim and the ``rule`` (the JSON Schema keyword) it breaks.
            Refused: ``territory.language``, ``claims.elsewhere``.
        """
        instance = dict(claims)
        check_text(instance)
        try:
            if not self._validator.is_valid(instance):
                error = next(self._validator.iter_errors(instance))
                raise _malformed(error)
        except (ValueError, TypeError) as no_json:  # a name with half a character in it
            raise MalformedInput("input.json", type(no_json).__name__) from None
        territory = self.territory(instance)
        if instance.get("issuing_country") != territory.country:
            raise MalformedInput("claims.malformed", path="issuing_country", rule="territory")
        check_language(territory, self.law.language_rule, str(instance[self.law.language_claim]))
        self.law.check_country(instance, territory)

    def check_claim(self, path: ClaimPath, value: JsonValue) -> None:
        """Check what a verifier would be given under one path, by itself.

        Raises:
            MalformedInput: ``claims.unknown``, ``claims.text``, ``input.json``; ``claims.malformed`` with
                the ``path`` of the claim and the ``rule`` (the JSON Schema keyword) it breaks.
        """
        name = format_path(path)
        check_text({name: value})
        try:
            error = next(_validator(shape_of(self.schema, path)).iter_errors(value), None)
        except (ValueError, TypeError) as no_json:
            raise MalformedInput("input.json", type(no_json).__name__) from None
        if error is not None:
            raise MalformedInput("claims.malformed", path=name, rule=str(error.schema_path[-1]))

    def check_dates(self, claims: Mapping[str, JsonValue], *, now_s: int) -> None:
        """Check that no date is still to come and that they follow each other.

        A partial date is wrong only when no day it can mean is right.

        Args:
            claims: claims that passed :meth:`check_claims`, or part of them.
            now_s: seconds since 1970; a day counts as soon as it began anywhere.

        Raises:
            Refused: ``claims.future`` with the ``path`` of the date; ``claims.order`` also with
                that of the one ``before`` it.
        """
        latest_day = (datetime.fromtimestamp(now_s, UTC) + timedelta(hours=14)).date()
        earliest, before = date.min, ""
        for name in self.law.dates_in_order:
            value = claims.get(name)
            if not isinstance(value, str):
                continue
            day = PartialDate.parse(value)
            if day.first_day() > latest_day:
                raise Refused("claims.future", path=name)
            if day.last_day() < earliest:
                raise Refused("claims.order", path=name, before=before)
            if day.first_day() >= earliest:
                earliest, before = day.first_day(), name

    def check_issued(self, issued: IssuedClaims) -> None:
        """Check a received credential against ``sd``, ``mandatory`` and the law of the type.

        Raises:
            Refused: see :func:`livret_core.credential.type_rules.check_type_rules`;
                ``claims.elsewhere``.
        """
        check_type_rules(self.metadata, issued)
        self.law.check_country(issued.claims, self.territory(issued.claims))

    def territory(self, claims: Mapping[str, JsonValue]) -> Territory:
        """Read the territory the credential was signed for.

        Raises:
            MalformedInput: ``claims.malformed`` when the claim is not there,
                ``territory.malformed``.
        """
        value = claims.get(self.law.territory_claim)
        if not isinstance(value, str):
            raise MalformedInput("claims.malformed", path=self.law.territory_claim, rule="type")
        return Territory.parse(value)

    def standing_claims(
        self,
        territory: Territory,
        *,
        authority: str,
        issued_on: date,
        language: str | None = None,
    ) -> JsonObject:
        """Write the claims that are the issuer's to make, the same for everyone that day.

        Args:
            territory: whose certificate it is.
            authority: name of the issuing body, in the language of the certificate.
            issued_on: the day of issue.
            language: the official one that was chosen; None where there is but one.

        Raises:
            MalformedInput: ``usage.language``. Refused: ``territory.language``.
        """
        language = choose_language(territory, self.law.language_rule, language)
        return {
            "issuing_authority": authority,
            "issuing_country": territory.country,
            self.law.territory_claim: territory.format(),
            self.law.language_claim: language,
            "date_of_issuance": issued_on.isoformat(),
        }


# The formats our schemas name. They are called only on text.
_FORMATS: Final = {
    "partial-date": lambda text: _reads(PartialDate.parse, text),
    "full-date": lambda text: _reads(PartialDate.parse, text),
    "territory": lambda text: _reads(Territory.parse, text),
}


def _reads(parse: Any, text: str) -> bool:
    try:
        parse(text)
    except MalformedInput:
        return False
    return True


def _validator(schema: JsonObject) -> Any:
    try:
        return jsonschema_rs.Draft202012Validator(
            schema,
            formats=_FORMATS,
            validate_formats=True,
            ignore_unknown_formats=False,
            # Linear time, whatever the pattern.
            pattern_options=jsonschema_rs.RegexOptions(),
            offline=True,
        )
    except (ValueError, jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
        raise MalformedInput("type.malformed", f"schema: {type(error).__name__}") from None


def _malformed(error: jsonschema_rs.ValidationError) -> MalformedInput:
    """Say where and which rule. The library's message quotes the value, so it is dropped."""
    path = list(error.instance_path)
    rule = str(error.schema_path[-1]) if error.schema_path else ""
    if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.Required):
        path.append(error.kind.property)
        rule = "required"
    elif isinstance(error.kind, jsonschema_rs.ValidationErrorKind.AnyOf):
        rule = "anyOf"
    return MalformedInput("claims.malformed", path=format_path(tuple(path)), rule=rule)

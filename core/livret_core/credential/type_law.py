"""The rules of law around a type: ``rules.toml``."""

import calendar
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, Self, final

from livret_core.credential.claim_path import ClaimPath, format_path
from livret_core.credential.type_metadata import TypeMetadata
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.official_language import LanguageRule
from livret_core.territory import Country, Territory

_MAX_BYTES: Final = 64 << 10
_UNDATED_MONTHS: Final = 24
_DAY_S: Final = 86_400
_COUNTRIES: Final = frozenset({"FR", "BE", "DE"})


@final
@dataclass(frozen=True, slots=True)
class LegalBasis:
    """On what ground a claim is attested: Union law, and that of the country."""

    eu: str
    national: Mapping[str, str]

    def in_country(self, country: Country) -> tuple[str, ...]:
        """The references that count in *country*, Union law first."""
        own = self.national.get(country)
        return (self.eu, own) if own else (self.eu,)


@final
@dataclass(frozen=True, slots=True)
class TypeLaw:
    """What neither JSON Schema nor Type Metadata can say of a type.

    Attributes:
        territory_claim: the claim, never disclosable, that carries the territory code.
        language_claim: the claim, never disclosable, that names the official language.
        language_rule: whose language it is.
        valid_months: how long a credential holds; None for ever.
        may_suspend: whether a credential can be suspended, or only revoked.
        may_exceed_two_years: whether it may hold longer than two years.
        standing: claims that are the issuer's to make, not the record's.
        dates_in_order: dates, none of which can be before the one named ahead of it.
        unique_by: claims that, together, one list of people does not hold twice.
        basis: the legal basis of each claim, by written path.
        own_commune: claims that name the commune of the territory and no other.
        own_country: claims that name the country of the territory and no other, each with
            the countries whose law has it so.
    """

    territory_claim: str
    language_claim: str
    language_rule: LanguageRule
    valid_months: int | None
    may_suspend: bool
    may_exceed_two_years: bool
    standing: tuple[str, ...]
    dates_in_order: tuple[str, ...]
    unique_by: tuple[str, ...]
    basis: Mapping[str, LegalBasis]
    own_commune: tuple[str, ...]
    own_country: Mapping[tuple[str, ...], frozenset[Country]]

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read ``rules.toml``.

        Raises:
            MalformedInput: ``input.too_large``, ``type.malformed``.
        """
        if len(raw) > _MAX_BYTES:
            raise MalformedInput("input.too_large", max_bytes=_MAX_BYTES)
        try:
            rules = tomllib.loads(raw.decode("utf-8"))
        except (ValueError, RecursionError):
            raise MalformedInput("type.malformed", "rules are not TOML") from None
        match rules:
            case {
                "territory_claim": str(territory),
                "language_claim": str(language),
                "language_rule": ("commune" | "community") as rule,
                "may_suspend": bool(may_suspend),
                "may_exceed_two_years": bool(long),
                "standing": list(standing),
                "dates_in_order": list(dates),
                "unique_by": list(unique),
                "own_commune": list(commune),
                "own_country": dict(country),
                "basis": dict(bases),
                "claims": dict(claims),
                **rest,
            } if all(isinstance(name, str) for name in (*standing, *dates, *unique, *commune)):
                months = rest.pop("valid_months", None)
                if rest or not _is_months(months) or (not long and (months or 0) > _UNDATED_MONTHS):
                    raise MalformedInput("type.malformed", "rules: valid_months, or an unknown one")
                return cls(
                    territory,
                    language,
                    rule,
                    months,
                    may_suspend,
                    long,
                    tuple(standing),
                    tuple(dates),
                    tuple(unique),
                    _basis_by_claim(bases, claims),
                    tuple(commune),
                    _countries_by_claim(country),
                )
            case _:
                raise MalformedInput("type.malformed", "rules: one is missing or mistyped")

    @property
    def must_be_dated(self) -> bool:
        """Whether a credential must have other evidence of its date than the date in it.

        A key may be stolen after years. What lives for over two of them is not simply made
        again then, so each copy's path in the day's commit is kept (LEDGER §8).
        """
        return self.valid_months is None or self.valid_months > _UNDATED_MONTHS

    def expires_at_s(self, issued_at_s: int) -> int | None:
        """When a credential issued at *issued_at_s* ends, or None; seconds since 1970.

        The same day of the month *valid_months* later, or the last day of that month,
        to its end: 3 months from 30 November is the end of 28 February. Always at
        midnight UTC, so that the hour of a visit to the counter is not told.
        """
        if self.valid_months is None:
            return None
        return _ends_s(self.valid_months, issued_at_s // _DAY_S)

    def check_country(self, claims: Mapping[str, JsonValue], territory: Territory) -> None:
        """Check that no claim places in another country what is of the territory's own.

        A claim that is not there, or was kept back, is not held against anybody.

        Args:
            claims: of one credential, as far as they are shown.
            territory: the one it is signed for.

        Raises:
            Refused: ``claims.elsewhere`` with the ``path`` of the claim.
        """
        for path, countries in self.own_country.items():
            if territory.country not in countries:
                continue
            value: object = claims
            for part in path:
                value = value.get(part) if isinstance(value, Mapping) else None
            if isinstance(value, str) and value != territory.country:
                raise Refused("claims.elsewhere", path=format_path(path))

    def check_commune(self, claims: Mapping[str, JsonValue], names: Collection[str]) -> None:
        """Check that no claim names another commune than the one that signs.

        Args:
            claims: the full claims of one credential.
            names: what the commune is called, in each of its languages; capitals do not
                matter. Empty when it never said: then there is nothing to hold a claim to.

        Raises:
            Refused: ``claims.elsewhere`` with the ``path`` of the claim.
        """
        known = {name.casefold() for name in names}
        for name in self.own_commune if known else ():
            value = claims.get(name)
            if isinstance(value, str) and value.casefold() not in known:
                raise Refused("claims.elsewhere", path=name)

    def legal_basis(self, path: ClaimPath) -> LegalBasis:
        """The legal basis of a claim of this type.

        Raises:
            MalformedInput: ``type.malformed`` for a path the type does not have.
        """
        found = self.basis.get(format_path(path))
        if found is None:
            raise MalformedInput("type.malformed", "a claim without a legal basis")
        return found

    def check_against(self, metadata: TypeMetadata) -> None:
        """Check that rules and metadata speak of the same claims.

        Raises:
            MalformedInput: ``type.malformed`` when a claim has no legal basis, a rule
                names no claim, or territory and language are not mandatory and in clear.
        """
        by_path = {format_path(claim.path): claim for claim in metadata.claims}
        if set(by_path) != set(self.basis):
            raise MalformedInput("type.malformed", "legal bases and claims differ")
        named = {*self.standing, *self.dates_in_order, *self.unique_by, *self.own_commune}
        named |= {format_path(path) for path in self.own_country}
        if not named <= set(by_path):
            raise MalformedInput("type.malformed", "rules name a claim the type does not have")
        for name in (self.territory_claim, self.language_claim):
            claim = by_path.get(name)
            if claim is None or claim.sd_rule != "never" or not claim.is_mandatory:
                raise MalformedInput("type.malformed", "territory and language must be in clear")


def _is_months(value: object) -> bool:
    if value is None:
        return True
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 1_200


def _countries_by_claim(
    entries: dict[str, Any],
) -> Mapping[tuple[str, ...], frozenset[Country]]:
    for countries in entries.values():
        if not isinstance(countries, list) or not set(map(str, countries)) <= _COUNTRIES:
            raise MalformedInput("type.malformed", "rules: own_country names no country of ours")
    return MappingProxyType(
        {tuple(name.split(".")): frozenset(countries) for name, countries in entries.items()}
    )


def _basis_by_claim(bases: dict[str, Any], claims: dict[str, Any]) -> Mapping[str, LegalBasis]:
    by_name = {name: _legal_basis(entry) for name, entry in bases.items()}
    if not all(isinstance(name, str) and name in by_name for name in claims.values()):
        raise MalformedInput("type.malformed", "a claim names a legal basis that is not there")
    return MappingProxyType({path: by_name[name] for path, name in claims.items()})


def _legal_basis(entry: object) -> LegalBasis:
    match entry:
        case {"eu": str(eu), **national} if (
            eu
            and set(national) <= _COUNTRIES
            and all(isinstance(text, str) and text for text in national.values())
        ):
            texts: dict[str, str] = {str(name): str(text) for name, text in national.items()}
            return LegalBasis(eu, MappingProxyType(texts))
        case _:
            raise MalformedInput("type.malformed", "a legal basis that is not text")


@lru_cache(maxsize=64)
def _ends_s(months: int, day_number: int) -> int:
    """When what is issued on a day, counted from 1970, and holds so many months, ends."""
    issued = datetime.fromtimestamp(day_number * _DAY_S, UTC)
    years, month = divmod(issued.month - 1 + months, 12)
    year, month = issued.year + years, month + 1
    day = min(issued.day, calendar.monthrange(year, month)[1])
    last_day = datetime(year, month, day, tzinfo=UTC)
    return int((last_day + timedelta(days=1)).timestamp())

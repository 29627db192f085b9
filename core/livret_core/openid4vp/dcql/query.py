"""A DCQL query as a service sends it (OpenID4VP 1.0 §6).

Members that the specification does not know are ignored, as it demands; whatever breaks
one of its rules is refused whole, with its place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self, final

from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput
from livret_core.openid4vp.dcql.claims import ClaimsQuery
from livret_core.openid4vp.dcql.meta import MDOC, SD_JWT_VC, Meta, SdJwtVcMeta, parse_meta
from livret_core.openid4vp.dcql.shape import (
    read_array,
    read_flag,
    read_id,
    read_ids,
    read_object,
    read_text,
    read_texts,
    wrong,
)
from livret_core.sdjwt.plan import ClaimPath

AKI: Final = "aki"

_MAX_CREDENTIALS: Final = 32
_MAX_CLAIMS: Final = 128
_MAX_SETS: Final = 32
_MAX_OPTIONS: Final = 64
_MAX_AUTHORITIES: Final = 16
_MAX_AUTHORITY_VALUES: Final = 256


@final
@dataclass(frozen=True, slots=True)
class TrustedAuthorities:
    """Authorities of one kind that the service says it believes (§6.1.1).

    Attributes:
        type: ``aki``, ``etsi_tl``, ``openid_federation``, or one defined elsewhere.
        values: which; for ``aki`` key identifiers in base64url.
    """

    type: str
    values: tuple[str, ...]

    @classmethod
    def parse(cls, value: JsonValue, place: str) -> Self:
        """Read one element of ``trusted_authorities``.

        Raises:
            MalformedInput: ``request.malformed``.
        """
        authorities = read_object(value, place)
        kind = read_text(authorities.get("type"), f"{place}.type")
        at = f"{place}.values"
        values = read_texts(authorities.get("values"), at, _MAX_AUTHORITY_VALUES)
        if kind == AKI:
            for index, text in enumerate(values):
                try:
                    base64url.decode(text)
                except MalformedInput:
                    raise wrong(f"{at}[{index}]", "is not base64url") from None
        return cls(kind, values)

    def format(self) -> JsonObject:
        """Write it; the inverse of :meth:`parse`."""
        return {"type": self.type, "values": list(self.values)}


@final
@dataclass(frozen=True, slots=True)
class CredentialQuery:
    """One kind of credential asked for, and the claims wanted from it (§6.1).

    Attributes:
        id: names the answer in ``vp_token``.
        format: of the credential.
        meta: of which types.
        claims: what is wanted of it; empty for nothing that can be kept back.
        claim_sets: combinations of claims by their ids, any one of which will do, the one
            the service likes best first; None when all claims are wanted.
        multiple: whether several credentials may answer.
        trusted_authorities: under whom it was issued, any one of which will do; empty when
            the service does not say.
        require_holder_binding: whether its holder must prove that it is his.
    """

    id: str
    format_name: str
    meta: Meta
    claims: tuple[ClaimsQuery, ...] = ()
    claim_sets: tuple[tuple[str, ...], ...] | None = None
    multiple: bool = False
    trusted_authorities: tuple[TrustedAuthorities, ...] = ()
    require_holder_binding: bool = True

    @classmethod
    def parse(cls, value: JsonValue, place: str) -> Self:
        """Read one element of ``credentials``.

        Raises:
            MalformedInput: ``request.malformed``.
        """
        query = read_object(value, place)
        at = f"{place}.format"
        name = read_text(query.get("format"), at)
        claims = _each(query, "claims", place, _MAX_CLAIMS)
        sets = _each(query, "claim_sets", place, _MAX_OPTIONS)
        authorities = _each(query, "trusted_authorities", place, _MAX_AUTHORITIES)
        binding = "require_cryptographic_holder_binding"
        return cls(
            read_id(query.get("id"), f"{place}.id"),
            name,
            parse_meta(name, query.get("meta"), f"{place}.meta"),
            tuple(ClaimsQuery.parse(one, at, of_mdoc=name == MDOC) for at, one in claims),
            # Nothing forbids an empty set: it asks for what cannot be kept back.
            tuple(read_ids(one, at, _MAX_CLAIMS, least=0) for at, one in sets) or None,
            read_flag(query.get("multiple", False), f"{place}.multiple"),
            tuple(TrustedAuthorities.parse(one, at) for at, one in authorities),
            read_flag(query.get(binding, True), f"{place}.{binding}"),
        )

    def format(self) -> JsonObject:
        """Write it; the inverse of :meth:`parse`. What has its default is left out."""
        query: JsonObject = {
            "id": self.id,
            "format": self.format_name,
            "meta": self.meta.format(),
        }
        if self.multiple:
            query["multiple"] = True
        if self.trusted_authorities:
            query["trusted_authorities"] = [one.format() for one in self.trusted_authorities]
        if not self.require_holder_binding:
            query["require_cryptographic_holder_binding"] = False
        if self.claims:
            query["claims"] = [one.format() for one in self.claims]
        if self.claim_sets is not None:
            query["claim_sets"] = [list(ids) for ids in self.claim_sets]
        return query

    def check(self, place: str) -> None:
        """Check what its parts say of each other.

        Raises:
            MalformedInput: ``request.malformed``.
        """
        ids = [claim.id for claim in self.claims if claim.id is not None]
        if len(set(ids)) != len(ids):
            raise wrong(f"{place}.claims", "has one `id` twice")
        if self.claim_sets is None:
            return
        if not self.claims:
            raise wrong(f"{place}.claim_sets", "is there without `claims`")
        if len(ids) != len(self.claims):
            raise wrong(f"{place}.claims", "has one without `id`, beside `claim_sets`")
        for index, named in enumerate(self.claim_sets):
            if not set(named) <= set(ids):
                raise wrong(f"{place}.claim_sets[{index}]", "names no claim of `claims`")

    def options(self) -> tuple[tuple[ClaimsQuery, ...], ...]:
        """The combinations of claims any one of which will do, the best one first.

        One that is empty asks for nothing that can be kept back. Within one, a claim that
        was asked for before is left out (§6.1: a wallet ignores the second).
        """
        if self.claim_sets is None:
            return (_once(self.claims),)
        by_id = {claim.id: claim for claim in self.claims}
        return tuple(_once([by_id[name] for name in names]) for names in self.claim_sets)


@final
@dataclass(frozen=True, slots=True)
class CredentialSetQuery:
    """Combinations of credentials by their queries' ids, any one of which will do (§6.2).

    Attributes:
        options: the one the service likes best first.
        required: whether the service can do nothing without one of them.
    """

    options: tuple[tuple[str, ...], ...]
    required: bool = True

    @classmethod
    def parse(cls, value: JsonValue, place: str) -> Self:
        """Read one element of ``credential_sets``.

        Raises:
            MalformedInput: ``request.malformed``.
        """
        query = read_object(value, place)
        at = f"{place}.options"
        options = enumerate(read_array(query.get("options"), at, _MAX_OPTIONS))
        return cls(
            tuple(read_ids(one, f"{at}[{index}]", _MAX_CREDENTIALS) for index, one in options),
            read_flag(query.get("required", True), f"{place}.required"),
        )

    def format(self) -> JsonObject:
        """Write it; the inverse of :meth:`parse`."""
        query: JsonObject = {"options": [list(option) for option in self.options]}
        if not self.required:
            query["required"] = False
        return query


@final
@dataclass(frozen=True, slots=True)
class DcqlQuery:
    """All that one request asks for.

    Attributes:
        credentials: what may be asked for, each under its own id; never empty.
        credential_sets: which combinations; None when all of *credentials* are wanted. With
            it, what no set names is not asked for.
    """

    credentials: tuple[CredentialQuery, ...]
    credential_sets: tuple[CredentialSetQuery, ...] | None = None

    def __post_init__(self) -> None:
        ids = [query.id for query in self.credentials]
        if not ids:
            raise wrong("credentials", "is empty")
        if len(set(ids)) != len(ids):
            raise wrong("credentials", "has one `id` twice")
        for index, query in enumerate(self.credentials):
            query.check(f"credentials[{index}]")
        for index, chosen in enumerate(self.credential_sets or ()):
            for number, option in enumerate(chosen.options):
                if not set(option) <= set(ids):
                    place = f"credential_sets[{index}].options[{number}]"
                    raise wrong(place, "names no credential of `credentials`")

    @classmethod
    def parse(cls, value: Mapping[str, JsonValue]) -> Self:
        """Read a query.

        Raises:
            MalformedInput: ``request.malformed``; the fact ``place`` says where.
        """
        query = dict(value)
        read_array(query.get("credentials"), "credentials", _MAX_CREDENTIALS)
        sets = _each(query, "credential_sets", "", _MAX_SETS)
        return cls(
            tuple(
                CredentialQuery.parse(one, at)
                for at, one in _each(query, "credentials", "", _MAX_CREDENTIALS)
            ),
            tuple(CredentialSetQuery.parse(one, at) for at, one in sets) or None,
        )

    @classmethod
    def for_one(cls, name: str, vct_values: Sequence[str], paths: Sequence[ClaimPath]) -> Self:
        """Ask for one SD-JWT VC and some of its claims.

        Args:
            name: the query's ``id``.
            vct_values: the types that will do.
            paths: the claims wanted, in the order they are asked for.

        Raises:
            MalformedInput: ``request.malformed``: no wallet would read it.
        """
        made = cls(
            (
                CredentialQuery(
                    name, SD_JWT_VC, SdJwtVcMeta(tuple(vct_values)), tuple(map(ClaimsQuery, paths))
                ),
            )
        )
        if len(set(paths)) != len(paths):
            raise wrong("credentials[0].claims", "asks for one claim twice")
        return cls.parse(made.format())

    def format(self) -> JsonObject:
        """Write the query; the inverse of :meth:`parse`."""
        query: JsonObject = {"credentials": [one.format() for one in self.credentials]}
        if self.credential_sets is not None:
            query["credential_sets"] = [one.format() for one in self.credential_sets]
        return query

    def sets(self) -> tuple[CredentialSetQuery, ...]:
        """What must and may be answered; without ``credential_sets``, all or nothing (§6.4.2)."""
        if self.credential_sets is not None:
            return self.credential_sets
        return (CredentialSetQuery((tuple(query.id for query in self.credentials),)),)


def _each(query: JsonObject, name: str, place: str, most: int) -> list[tuple[str, JsonValue]]:
    """Walk an optional array that is not empty when it is there, with the place of each."""
    if name not in query:
        return []
    at = f"{place}.{name}" if place else name
    elements = read_array(query[name], at, most)
    return [(f"{at}[{index}]", element) for index, element in enumerate(elements)]


def _once(claims: Sequence[ClaimsQuery]) -> tuple[ClaimsQuery, ...]:
    seen: dict[ClaimPath, ClaimsQuery] = {}
    for claim in claims:
        seen.setdefault(claim.path, claim)
    return tuple(seen.values())

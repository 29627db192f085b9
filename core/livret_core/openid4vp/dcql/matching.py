"""Which held credentials answer a query, and what each would show (OpenID4VP 1.0 §6.4). Pure.

What is found here is what *could* leave. Which of several credentials does, and whether
what is optional does, its holder decides.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Generic, Protocol, TypeVar, final

from livret_core.credential.claim_path import IssuedClaims, PlacedPath
from livret_core.encoding import base64url
from livret_core.errors import Refused
from livret_core.openid4vp.dcql.claims import ClaimsQuery, find_first
from livret_core.openid4vp.dcql.meta import SD_JWT_VC, SdJwtVcMeta
from livret_core.openid4vp.dcql.query import AKI, CredentialQuery, DcqlQuery, TrustedAuthorities


class Held(Protocol):
    """As much of a held credential as a query may look at."""

    @property
    def format_name(self) -> str:
        """Its format: ``dc+sd-jwt``."""

    @property
    def types(self) -> Sequence[str]:
        """Its own type, then those it is also of: ``aka_vcts``, and what its type extends."""

    @property
    def is_bound(self) -> bool:
        """Whether it names a key by which its holder can prove that it is his."""

    @property
    def authorities(self) -> Mapping[str, Collection[str]]:
        """Under whom it was issued, by the kinds of ``trusted_authorities``.

        For ``aki`` the key identifiers in the certificates that came in it, base64url. A
        kind that its holder cannot tell is not there, and no query of that kind matches.
        """

    @property
    def issued(self) -> IssuedClaims:
        """All its claims as issued, those the format gives meaning to among them."""


H = TypeVar("H", bound=Held)

NO_AUTHORITIES: Final[Mapping[str, Collection[str]]] = MappingProxyType({})


@final
@dataclass(frozen=True, slots=True)
class Match(Generic[H]):
    """A held credential that answers a credential query, and by what.

    Attributes:
        held: the credential.
        claim_set: which of ``claim_sets``, counted from 0; None when the query has none.
        places: the claims it would show. What cannot be kept back is shown beside them.
    """

    held: H
    claim_set: int | None
    places: tuple[PlacedPath, ...]


@final
@dataclass(frozen=True, slots=True)
class Answerable(Generic[H]):
    """One credential query and all that answers it.

    Attributes:
        query: what was asked. With ``multiple`` several of *matches* may be shown, else one.
        matches: those of the very type asked for first, else in the order held; never empty.
    """

    query: CredentialQuery
    matches: tuple[Match[H], ...]


@final
@dataclass(frozen=True, slots=True)
class Choice:
    """A set of credential queries, or one of several such sets, to be answered together.

    Attributes:
        options: ids of credential queries; those that can be answered, never none, the one
            the service likes best first.
        required: whether one of them must be answered.
    """

    options: tuple[tuple[str, ...], ...]
    required: bool


@final
@dataclass(frozen=True, slots=True)
class Answers(Generic[H]):
    """All that could be shown for one request.

    Attributes:
        choices: what must and what may be answered; what may and cannot is left out.
        queries: by id, each query that a choice names, in the order asked.
    """

    choices: tuple[Choice, ...]
    queries: Mapping[str, Answerable[H]]

    def preferred(self) -> tuple[Answerable[H], ...]:
        """The least that answers, as the service likes it best.

        The first option of all that is required. Where nothing is, of the first that is not.
        """
        required = [choice for choice in self.choices if choice.required]
        named = {name for choice in required or self.choices[:1] for name in choice.options[0]}
        return tuple(answer for name, answer in self.queries.items() if name in named)


def find_answers(query: DcqlQuery, held: Sequence[H]) -> Answers[H]:
    """Find which of *held* answer *query*.

    Args:
        query: what is asked for.
        held: every credential that may be shown at all, in the order to offer them in.

    Raises:
        Refused: ``present.none`` when something required cannot be answered, or nothing
            can: then nothing at all is shown. Nobody learns which it was.
    """
    matching = {one.id: _matches(one, held) for one in query.credentials}
    choices: list[Choice] = []
    for wanted in query.sets():
        options = tuple(
            option for option in wanted.options if all(matching[name] for name in option)
        )
        if options:
            choices.append(Choice(options, wanted.required))
        elif wanted.required:
            raise Refused("present.none")
    if not choices:
        raise Refused("present.none")
    named = {name for choice in choices for option in choice.options for name in option}
    return Answers(
        tuple(choices),
        MappingProxyType(
            {
                one.id: Answerable(one, matching[one.id])
                for one in query.credentials
                if one.id in named
            }
        ),
    )


def match(query: CredentialQuery, held: H) -> Match[H] | None:
    """Say how one credential answers one query; None when it does not."""
    return _match(query, query.options(), held)


def _match(
    query: CredentialQuery, options: Sequence[Sequence[ClaimsQuery]], held: H
) -> Match[H] | None:
    meta = query.meta
    if held.format_name != query.format_name or not isinstance(meta, SdJwtVcMeta):
        return None
    if set(meta.vct_values).isdisjoint(held.types):
        return None
    if query.require_holder_binding and not held.is_bound:
        return None
    if query.trusted_authorities and not any(
        _is_under(held.authorities, one) for one in query.trusted_authorities
    ):
        return None
    found = find_first(options, held.issued)
    if found is None:
        return None
    index, places = found
    return Match(held, None if query.claim_sets is None else index, places)


def _matches(query: CredentialQuery, held: Sequence[H]) -> tuple[Match[H], ...]:
    if query.format_name != SD_JWT_VC:
        return ()
    options = query.options()
    found = [one for one in (_match(query, options, each) for each in held) if one is not None]
    meta = query.meta
    asked = meta.vct_values if isinstance(meta, SdJwtVcMeta) else ()
    return tuple(sorted(found, key=lambda one: one.held.types[0] not in asked))


def _is_under(under: Mapping[str, Collection[str]], wanted: TrustedAuthorities) -> bool:
    known = under.get(wanted.type, ())
    if wanted.type == AKI:
        # The octets are what must be the same (§6.1.1.1).
        octets = {base64url.decode(text) for text in known}
        return any(base64url.decode(text) in octets for text in wanted.values)
    return any(text in known for text in wanted.values)

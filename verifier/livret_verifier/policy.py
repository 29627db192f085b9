"""What a service demands before it believes a proof, as a value read from one TOML file.

The file is the whole of the service's trust: which procedures it runs and what each
may ask, and which issuers it accepts for what, under which profile. Nothing is
accepted by default; a policy that lists no issuer refuses everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, final

from livret_core.credential.issuer import Profile
from livret_core.credential.profile_x509 import X509Policy
from livret_core.credential.types import CredentialType
from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.openid4vp.client_id import DID_PREFIX, Prefix
from livret_core.openid4vp.request_code import REQUESTS
from livret_core.openid4vp.request_members import DIRECT_POST_JWT, ResponseMode
from livret_core.sdjwt.keybinding import Freshness
from livret_core.sdjwt.plan import ClaimPath
from livret_core.short_code import ShortCode
from livret_core.territory import Territory
from livret_core.words import like

RETENTION_S: Final = 900

_NOTHING: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({})


@final
@dataclass(frozen=True, slots=True)
class Procedure:
    """One thing the service does at the counter, and what it may ask for it.

    Attributes:
        name: how staff and commands call it.
        type: the credential type asked for.
        asks: the claims asked for.
        requires: for a claim, the values one of which it must have; a claim here is
            also asked for.
        purposes: why, by language, as shown to the holder.
        status_max_age_s: how old a status list may be; older is *could not check*.
        freshness: how old a key binding may be.
        retention_s: how long what was shown over the network is kept; then all of it is
            forgotten, the request too.
        response_mode: how an answer comes over the network.
        then: by outcome and language, what staff do next; the service's own words.
    """

    name: str
    type: CredentialType
    asks: tuple[ClaimPath, ...]
    requires: Mapping[ClaimPath, tuple[str, ...]]
    purposes: Mapping[str, str]
    status_max_age_s: int
    freshness: Freshness
    retention_s: int = RETENTION_S
    response_mode: ResponseMode = DIRECT_POST_JWT
    then: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _NOTHING)


@final
@dataclass(frozen=True, slots=True)
class AcceptedIssuer:
    """An issuer the service believes, for some types and territories, under one profile.

    Attributes:
        name: as shown to people; the policy's own word, never the credential's.
        profile: ``did`` or ``x509``; fixed here, so that an attacker never chooses.
        identifier: the DID, or the https URI in the certificate's SAN (``https://`` and
            the name, for a SAN that is a host name).
        types: ``vct`` values it may sign.
        territories: whose residents, births and so on it may speak of.
        status_prefixes: for ``x509``, the https URIs, each ending in a slash, under
            which its status lists lie; a DID document says so itself.
        x509: for ``x509``, the anchors and what a leaf must be fit for.
        communes: what its commune is called, in each of its languages; a proof that names
            another is not its to sign. Empty when the policy does not say.
        is_on_ledger: stands for every issuer that the public ledger accredits for these
            types; *identifier* is then empty, and no *territories* means wherever the
            issuer's own right reaches.
        names: registered numbers of those on the ledger, and what the policy calls each; one
            that is not among them is *name* and its number.
    """

    name: str
    profile: Profile
    identifier: str
    types: frozenset[str]
    territories: frozenset[Territory]
    status_prefixes: tuple[str, ...] = ()
    x509: X509Policy | None = None
    is_on_ledger: bool = False
    communes: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()


@final
@dataclass(frozen=True, slots=True)
class LedgerTerms:
    """Which public ledger a service believes, and how old its news may be.

    Attributes:
        origin: the ledger's name.
        fresh_s, refuse_s: ages in seconds; None for what the ledger's founders advise.
    """

    origin: str
    fresh_s: int | None = None
    refuse_s: int | None = None


@final
@dataclass(frozen=True, slots=True)
class Address:
    """Where wallets find the service on the network, and how its requests say who asks.

    Attributes:
        base: what comes before the tenant's path; no query.
        tenant: the service's name in addresses.
        prefix: of ``client_id``.
        kid: for a service whose DID is on the ledger, the DID URL of its request key; None
            for one that is known by the key itself.
    """

    base: HttpsUri
    tenant: str
    prefix: Prefix = DID_PREFIX
    kid: str | None = None

    def uri(self, path: str) -> HttpsUri:
        """Give the address of something of this service's; *path* begins with a slash."""
        return HttpsUri.parse(f"{self.base.text.rstrip('/')}/{self.tenant}{path}")

    def typed(self, code: str) -> str:
        """Give the address under which somebody without a camera types a request's code."""
        whole = self.uri(f"/{REQUESTS}/{ShortCode.parse(code)}").text
        return whole.removeprefix("https://")


@final
@dataclass(frozen=True, slots=True)
class Policy:
    """A service's whole policy; see docs/spec/policy.md for the file.

    Attributes:
        service: the service's name, as it signs its requests.
        procedures: by name.
        issuers: whom it believes; empty refuses all.
        ledger: the public ledger it believes, if any.
        address: where it answers on the network, if it does.
    """

    service: str
    procedures: Mapping[str, Procedure]
    issuers: tuple[AcceptedIssuer, ...]
    ledger: LedgerTerms | None = None
    address: Address | None = None

    def procedure(self, name: str) -> Procedure:
        """Find a procedure.

        Raises:
            MalformedInput: ``policy.no_procedure``; ``detail`` lists those there are.
        """
        found = self.procedures.get(name)
        if found is None:
            known, near = ", ".join(sorted(self.procedures)) or "none", like(name, self.procedures)
            raise MalformedInput("policy.no_procedure", f"known: {known}", known=known, **near)
        return found

    def on_network(self) -> Address:
        """Give where this service answers on the network.

        Raises:
            MalformedInput: ``policy.no_address``.
        """
        if self.address is None:
            raise MalformedInput("policy.no_address")
        return self.address

"""One kind of credential that an issuer can issue (OpenID4VCI 1.0 §12.2.4, Appendix A.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, Self, TypeAlias, final

from livret_core.credential.types import CredentialType
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.oauth import members as read
from livret_core.openid4vci.claims_description import (
    ClaimDescription,
    format_names,
    parse_claims,
    parse_names,
)

Profile: TypeAlias = Literal["did", "x509"]

FORMAT: Final = "dc+sd-jwt"
JWT_PROOF: Final = "jwt"
BINDING_METHODS: Final = ("jwk", "did:jwk")

_SIGNED_BY: Final = frozenset({"ES256", "EdDSA", "Ed25519"})
_PROFILES: Final[tuple[Profile, ...]] = ("did", "x509")


@final
@dataclass(frozen=True, slots=True)
class ProofType:
    """How a wallet may show that it holds the key a credential will be bound to.

    Attributes:
        algorithms: with which it may be signed, never empty.
        needs_attestation: whether a key attestation must come along.
    """

    algorithms: tuple[str, ...]
    needs_attestation: bool = False

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read an entry of ``proof_types_supported``.

        Raises:
            MalformedInput: ``metadata.malformed``.
        """
        members = read.object_of(value, "a proof type")
        algorithms = read.names(members, "proof_signing_alg_values_supported")
        if not algorithms:
            raise MalformedInput("metadata.malformed", "a proof type without algorithms")
        needed = "key_attestations_required" in members
        if needed:
            read.object_of(members["key_attestations_required"], "key_attestations_required")
        return cls(algorithms, needed)

    def format(self) -> JsonObject:
        """Write the entry."""
        members: JsonObject = {"proof_signing_alg_values_supported": list(self.algorithms)}
        return members | ({"key_attestations_required": {}} if self.needs_attestation else {})


@final
@dataclass(frozen=True, slots=True)
class CredentialConfiguration:
    """What an issuer says of one kind of credential; what livret does not use is left out.

    Of another format only its name is read: its members are other wallets' to judge.

    Attributes:
        format: ``dc+sd-jwt``, or one livret does not hold.
        vct: the type; None for other formats.
        scope: by which OAuth names it.
        signing_algorithms: of the credential.
        binding_methods: how it can be bound to a key; empty when it is bound to none.
        proof_types: by name.
        names: what it is called, by language tag.
        claims: in the order to show them in.
    """

    format: str
    vct: str | None = None
    scope: str | None = None
    signing_algorithms: tuple[str, ...] = ()
    binding_methods: tuple[str, ...] = ()
    proof_types: Mapping[str, ProofType] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    claims: tuple[ClaimDescription, ...] = ()

    @classmethod
    def parse(cls, value: JsonValue) -> Self:
        """Read a configuration.

        Raises:
            MalformedInput: ``metadata.malformed``.
        """
        members = read.object_of(value, "a configuration")
        form = read.text(members, "format", max_chars=64)
        if form is None:
            raise MalformedInput("metadata.malformed", "`format` is required")
        if form != FORMAT:
            return cls(form)
        vct = read.text(members, "vct")
        if vct is None:
            raise MalformedInput("metadata.malformed", "`vct` is required")
        proofs = read.object_of(members.get("proof_types_supported", {}), "proof_types_supported")
        shown = read.object_of(members.get("credential_metadata", {}), "credential_metadata")
        return cls(
            form,
            vct,
            read.text(members, "scope"),
            read.names(members, "credential_signing_alg_values_supported"),
            read.names(members, "cryptographic_binding_methods_supported"),
            MappingProxyType({name: ProofType.parse(one) for name, one in proofs.items()}),
            parse_names(shown),
            parse_claims(shown),
        )

    def format_object(self) -> JsonObject:
        """Write the configuration; the inverse of :meth:`parse`."""
        shown: JsonObject = {}
        if self.names:
            shown["display"] = format_names(self.names)
        if self.claims:
            shown["claims"] = [claim.format() for claim in self.claims]
        proofs: JsonObject = {name: one.format() for name, one in self.proof_types.items()}
        return read.present(
            {
                "format": self.format,
                "scope": self.scope,
                "vct": self.vct,
                "credential_signing_alg_values_supported": self.signing_algorithms,
                "cryptographic_binding_methods_supported": self.binding_methods,
                "proof_types_supported": proofs or None,
                "credential_metadata": shown or None,
            }
        )

    def check_holdable(self, *, algorithms: tuple[str, ...]) -> str:
        """Check that livret's wallet can hold what comes of it.

        Args:
            algorithms: with which the wallet signs key proofs.

        Returns:
            The ``vct``.

        Raises:
            Refused: ``metadata.unsupported``.
        """
        proof = self.proof_types.get(JWT_PROOF)
        if self.vct is None:
            raise Refused("metadata.unsupported", "a format other than dc+sd-jwt")
        if proof is None or "jwk" not in self.binding_methods:
            raise Refused("metadata.unsupported", "bound to no key that is shown by a JWT")
        if proof.needs_attestation:
            raise Refused("metadata.unsupported", "asks who made the wallet's keys")
        if not set(algorithms) & set(proof.algorithms):
            raise Refused("metadata.unsupported", "key proofs in another algorithm")
        if self.signing_algorithms and _SIGNED_BY.isdisjoint(self.signing_algorithms):
            raise Refused(
                "metadata.unsupported", "signed in an algorithm that livret cannot verify"
            )
        return self.vct


def configuration_id(kind: CredentialType, profile: Profile) -> str:
    """Name the configuration of a type in one issuer profile: ``residency.1.did``.

    A profile is never chosen by who asks in another way than by this name: no two are
    mixed in one credential.
    """
    return f"{kind.name}.{kind.version}.{profile}"


def profile_named(configuration_id: str) -> Profile | None:
    """Say which profile a configuration is of by its name; None for one named by others' rules.

    A name promises and proves nothing: what is handed over is checked for what it is.
    """
    _, _, last = configuration_id.rpartition(".")
    return next((each for each in _PROFILES if each == last), None)


def configuration_of(
    kind: CredentialType,
    profile: Profile,
    *,
    signing_algorithms: tuple[str, ...] = ("ES256",),
    proof_algorithms: tuple[str, ...] = ("ES256",),
) -> CredentialConfiguration:
    """Publish a type of livret: its names and claims in every language it has."""
    claims = tuple(
        ClaimDescription(
            claim.path,
            claim.is_mandatory,
            MappingProxyType({one.locale: one.label for one in claim.display or ()}),
        )
        for claim in kind.claims
    )
    return CredentialConfiguration(
        FORMAT,
        kind.vct,
        configuration_id(kind, profile),
        signing_algorithms,
        BINDING_METHODS,
        MappingProxyType({JWT_PROOF: ProofType(proof_algorithms)}),
        MappingProxyType({one.locale: one.name for one in kind.metadata.display or ()}),
        claims,
    )

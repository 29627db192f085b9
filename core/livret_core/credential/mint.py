"""The issuer's side: claims of one person become one signed copy for one key.

Nothing here is random or knows the time. Salts, decoys, the status slot and the dates
come in as arguments, so that a credential can be made again byte for byte in a test.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias, final

from livret_core import jws
from livret_core.credential.presentation import TYP
from livret_core.credential.registered import NEVER_DISCLOSED
from livret_core.credential.types import CredentialType
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import Refused
from livret_core.keys import Algorithm, PublicKey, jwk
from livret_core.sdjwt.conceal import conceal
from livret_core.sdjwt.plan import ClaimPath, ConcealPlan
from livret_core.status.token import StatusReference

# What the issuer adds; a register row that brings one of these is trying to.
_ISSUERS_OWN: Final = NEVER_DISCLOSED | {"iat", "sub", "_sd", "_sd_alg", "..."}


@final
@dataclass(frozen=True, slots=True)
class IssuerIdentity:
    """How an issuer names itself and its key in what it signs: one profile, never both.

    Attributes:
        algorithm: of the signing key.
        iss: the DID, or the https URI of a certificate, or None.
        header: ``{"kid": …}`` for a DID, ``{"x5c": […]}`` for a certificate.
    """

    algorithm: Algorithm
    iss: str | None
    header: Mapping[str, JsonValue]

    @classmethod
    def did(cls, algorithm: Algorithm, *, did: str, key_id: str) -> "IssuerIdentity":
        """Name the issuer by DID and the key by DID URL (ADR 0004)."""
        return cls(algorithm, did, {"kid": key_id})

    @classmethod
    def x509(
        cls, algorithm: Algorithm, *, x5c: list[JsonValue], iss: str | None = None
    ) -> "IssuerIdentity":
        """Name the issuer by its certificate chain, without the anchor (ADR 0004)."""
        return cls(algorithm, iss, {"x5c": x5c})


@final
@dataclass(frozen=True, slots=True)
class UnsignedCredential:
    """A credential that lacks only its signature.

    Attributes:
        signing_input: what the issuer's key signs.
        disclosures: go with it, every one.
    """

    signing_input: bytes
    disclosures: tuple[str, ...]

    def assemble(self, signature: bytes) -> str:
        """Join signature and disclosures into a compact SD-JWT VC."""
        return "~".join((jws.assemble(self.signing_input, signature), *self.disclosures, ""))


def prepare(
    kind: CredentialType,
    claims: Mapping[str, JsonValue],
    *,
    plan: ConcealPlan,
    issuer: IssuerIdentity,
    holder_key: PublicKey,
    status: StatusReference | None,
    issued_at_s: int,
    expires_at_s: int | None,
    salts: Iterator[bytes],
    decoys: Iterator[bytes] | None = None,
) -> UnsignedCredential:
    """Write one credential, ready to sign (SD-JWT VC §2.2, RFC 9901 §6).

    The claims must have passed ``kind.check_claims``; that is done once for a batch.

    Args:
        kind: the type.
        claims: of the type, the issuer's standing claims included.
        plan: which claims to conceal: :func:`conceal_plan`, made once for a type.
        issuer: names the issuer and the key that will sign.
        holder_key: whose private half a key proof has shown.
        status: this copy's own slot, or None for one that lives a day at most.
        issued_at_s: seconds since 1970, coarse: see :func:`coarse_time`.
        expires_at_s: likewise, or None.
        salts: 16 fresh random bytes for each disclosure.
        decoys: 32 fresh random bytes for each decoy of *plan*.

    Raises:
        Refused: ``claims.registered`` when *claims* holds one that is the issuer's to
            make, ``sdjwt.reserved_name``.
    """
    if not _ISSUERS_OWN.isdisjoint(claims):
        raise Refused("claims.registered")
    concealed = conceal(claims, plan, salts=salts, decoys=decoys)
    payload: JsonObject = {} if issuer.iss is None else {"iss": issuer.iss}
    payload["vct"] = kind.vct
    payload["vct#integrity"] = kind.integrity
    payload["iat"] = issued_at_s
    if expires_at_s is not None:
        payload["exp"] = expires_at_s
    payload["cnf"] = {"jwk": jwk.format_public(holder_key)}
    if status is not None:
        payload["status"] = status.format()
    payload.update(concealed.payload)
    header: Mapping[str, JsonValue] = {
        "alg": issuer.algorithm.name,
        "typ": TYP,
        **issuer.header,
    }
    return UnsignedCredential(
        jws.signing_input(header, json_encoding.format(payload)), concealed.disclosures
    )


def conceal_plan(kind: CredentialType, claims: Mapping[str, JsonValue]) -> ConcealPlan:
    """Plan what to conceal of *claims*, with a decoy for each optional claim not there.

    Every credential of a type then shows the same number of digests in each object:
    how many claims a person has is not to be counted from outside (RFC 9901 §9.4).
    """
    return _plan(kind, _shape(claims))


# The names in an object, each that holds an object itself with the names in that.
_Shape: TypeAlias = tuple["str | tuple[str, _Shape]", ...]


def _shape(claims: Mapping[str, JsonValue]) -> _Shape:
    """What a plan depends on: which claims there are, and none of what they say."""
    return tuple(
        (name, _shape(value)) if isinstance(value, dict) else name for name, value in claims.items()
    )


@lru_cache(maxsize=512)
def _plan(kind: CredentialType, shape: _Shape) -> ConcealPlan:
    paths = kind.conceal_paths
    return ConcealPlan.of(
        paths, decoys=Counter(path[:-1] for path in paths if _is_absent(shape, path))
    )


def _is_absent(shape: _Shape, path: ClaimPath) -> bool:
    """Whether the object that would hold the claim at *path* is there, and the claim is not."""
    for part in path[:-1]:
        # Elements of an array are not padded: their number is in the array itself.
        inner = [entry[1] for entry in shape if isinstance(entry, tuple) and entry[0] == part]
        if not inner:
            return False
        shape = inner[0]
    return isinstance(path[-1], str) and all(
        path[-1] != (entry if isinstance(entry, str) else entry[0]) for entry in shape
    )


def coarse_time(now_s: int, *, not_before_s: int, step_s: int = 86_400) -> int:
    """Round a time of issue down to the day, so that copies cannot be matched by it.

    Never before *not_before_s*, when the signing key came into use: earlier, the key
    would not be found in the issuer's history.
    """
    return max(now_s - now_s % step_s, not_before_s)

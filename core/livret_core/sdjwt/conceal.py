"""Issuer side: turn claims into a payload of digests and the disclosures behind them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, final

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.sdjwt.disclosure import (
    HASH_ALGORITHM,
    RESERVED_NAMES,
    SALT_BYTES,
    digest,
    format_disclosure,
)
from livret_core.sdjwt.plan import ConcealPlan

DIGEST_BYTES: Final = 32

# A disclosure starts with `["` and the 22 characters of its salt, in base64url.
_SALTED_CHARS: Final = 32


@final
@dataclass(frozen=True, slots=True)
class Concealed:
    """A payload ready to sign, and the disclosures that go with it, inner before outer."""

    payload: JsonObject
    disclosures: tuple[str, ...]


def conceal(
    claims: Mapping[str, JsonValue],
    plan: ConcealPlan,
    *,
    salts: Iterator[bytes],
    decoys: Iterator[bytes] | None = None,
) -> Concealed:
    """Conceal what *plan* says (RFC 9901 §4.2, §6).

    ``_sd`` is sorted, so neither the order of claims nor which digests are decoys
    can be read from it.

    Args:
        claims: the unsecured payload; not changed.
        plan: which claims to conceal; a path with no claim under it is passed over.
        salts: 16 fresh random bytes for each disclosure, no two alike.
        decoys: 32 fresh random bytes for each decoy the plan asks for.

    Raises:
        Refused: ``sdjwt.reserved_name`` when a claim is named ``_sd``, ``_sd_alg`` or
            ``...``.
        MalformedInput: ``sdjwt.malformed`` when nested deeper than
            :data:`livret_core.limits.JSON_DEPTH` or the salts run out.
        ValueError: a salt or decoy of another length, or a salt used twice.
    """
    disclosures: list[bytes] = []
    try:
        payload = _conceal_object(claims, plan, salts, decoys or iter(()), disclosures, 0)
    except StopIteration:
        raise MalformedInput("sdjwt.malformed", "too few salts for the plan") from None
    # One salt for two claims would let whoever sees the one guess the other (§9.3).
    if len({text[:_SALTED_CHARS] for text in disclosures}) != len(disclosures):
        raise ValueError("a salt is used once")
    if disclosures or plan.decoys:
        payload["_sd_alg"] = HASH_ALGORITHM
    return Concealed(payload, tuple(text.decode("ascii") for text in disclosures))


def _conceal_value(
    value: JsonValue,
    plan: ConcealPlan | None,
    salts: Iterator[bytes],
    decoys: Iterator[bytes],
    out: list[bytes],
    depth: int,
) -> JsonValue:
    if isinstance(value, dict):
        return _conceal_object(value, plan or _NOTHING, salts, decoys, out, depth)
    if isinstance(value, list):
        return _conceal_array(value, plan or _NOTHING, salts, decoys, out, depth)
    return value


def _conceal_object(
    claims: Mapping[str, JsonValue],
    plan: ConcealPlan,
    salts: Iterator[bytes],
    decoys: Iterator[bytes],
    out: list[bytes],
    depth: int,
) -> JsonObject:
    _check(depth, claims)
    payload: JsonObject = {}
    digests: list[str] = []
    for name, value in claims.items():
        node = plan.children.get(name)
        inner = (
            _conceal_value(value, node, salts, decoys, out, depth + 1)
            if isinstance(value, _CONTAINERS)
            else value
        )
        if node is not None and node.concealed:
            digests.append(_disclose(salts, name, inner, out))
        else:
            payload[name] = inner
    digests += [_decoy(next(decoys)) for _ in range(plan.decoys)]
    if digests:
        digests.sort()
        payload["_sd"] = digests  # type: ignore[assignment]  # list is invariant
    return payload


def _conceal_array(
    elements: list[JsonValue],
    plan: ConcealPlan,
    salts: Iterator[bytes],
    decoys: Iterator[bytes],
    out: list[bytes],
    depth: int,
) -> list[JsonValue]:
    _check(depth, ())
    result: list[JsonValue] = []
    for index, value in enumerate(elements):
        node = plan.child(index)
        inner = _conceal_value(value, node, salts, decoys, out, depth + 1)
        if node is not None and node.concealed:
            result.append({"...": _disclose(salts, None, inner, out)})
        else:
            result.append(inner)
    # At the end, not between: the order of elements is part of the claim.
    result += [{"...": _decoy(next(decoys))} for _ in range(plan.decoys)]
    return result


def _disclose(salts: Iterator[bytes], name: str | None, value: JsonValue, out: list[bytes]) -> str:
    """Write one disclosure to *out*, and give its digest."""
    salt = next(salts)
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    disclosure = format_disclosure(salt, name, value)
    out.append(disclosure)
    return digest(disclosure)


def _decoy(random: bytes) -> str:
    if len(random) != DIGEST_BYTES:
        raise ValueError(f"a decoy takes {DIGEST_BYTES} random bytes")
    return base64url.encode(random)


def _check(depth: int, names: Mapping[str, JsonValue] | tuple[()]) -> None:
    if depth >= limits.JSON_DEPTH:
        raise MalformedInput("sdjwt.malformed", "nested too deep")
    if not RESERVED_NAMES.isdisjoint(names):
        raise Refused("sdjwt.reserved_name", "a claim named like a control")


_CONTAINERS: Final = (dict, list)
_NOTHING: Final = ConcealPlan()

"""Queries and wallets to compare two implementations by: as many as wanted, the same in each run.

None of them has what the two are known to differ in; ``test_dcql_npm`` asks that by itself.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from livret_core.credential.claim_path import IssuedClaims

TYPES: Final = ("urn:x:1", "urn:x:2", "urn:x:3")
TEXTS: Final = ("Verneuil", "verneuil", "", "1", "true")
NAMES: Final = ("a", "b", "c", "d")
AUTHORITIES: Final = (
    ("aki", ("AAAA", "s9tIpPmhxdiuNkHMEWNpYim8S8Y", "AQ")),
    ("etsi_tl", ("https://a.example", "https://b.example")),
    ("openid_federation", ("https://a.example", "https://b.example")),
)


@dataclass(frozen=True)
class Card:
    """A credential in both houses' words."""

    claims: dict[str, Any]
    types: tuple[str, ...]
    is_bound: bool = True
    format_name: str = "dc+sd-jwt"
    authorities: Mapping[str, Collection[str]] = field(default_factory=dict)

    @property
    def issued(self) -> IssuedClaims:
        return IssuedClaims(self.claims, (), (), ())

    def told(self) -> dict[str, Any]:
        """The same for the other implementation."""
        card: dict[str, Any] = {
            "credential_format": self.format_name,
            "cryptographic_holder_binding": self.is_bound,
            "vct": self.types[0],
            "claims": self.claims,
        }
        for kind, values in self.authorities.items():
            card["authority"] = {"type": kind, "values": list(values)}
        return card


def plain(rng: Random) -> Any:
    return rng.choice([*TEXTS, 0, 1, 2, True, False, 1.0, 1.5])


def part(rng: Random) -> dict[str, Any]:
    """An object with some of the few members there are."""
    return {name: plain(rng) for name in NAMES if rng.random() < 0.6}


def card(rng: Random) -> Card:
    claims: dict[str, Any] = part(rng)
    shapes: dict[str, Callable[[], Any]] = {
        "object": lambda: {**part(rng), "inner": part(rng)},
        "texts": lambda: [rng.choice(TEXTS) for _ in range(rng.randint(1, 3))],
        "plains": lambda: [plain(rng) for _ in range(rng.randint(1, 3))],
        "objects": lambda: [part(rng) for _ in range(rng.randint(1, 3))],
        "arrays": lambda: [
            [plain(rng) for _ in range(rng.randint(1, 3))] for _ in range(rng.randint(1, 3))
        ],
        "nested": lambda: [
            {"list": [part(rng) for _ in range(rng.randint(1, 3))]}
            for _ in range(rng.randint(1, 3))
        ],
    }
    for name, make in shapes.items():
        if rng.random() < 0.6:
            claims[name] = make()
    kind, values = rng.choice(AUTHORITIES)
    return Card(
        claims,
        (rng.choice(TYPES),),
        rng.random() < 0.85,
        "vc+sd-jwt" if rng.random() < 0.05 else "dc+sd-jwt",
        {kind: rng.sample(values, rng.randint(1, len(values)))} if rng.random() < 0.4 else {},
    )


PATHS: Final[tuple[tuple[str | int | None, ...], ...]] = (
    *((name,) for name in (*NAMES, "missing", "object", "texts", "objects", "arrays")),
    ("object", "a"), ("object", "inner"), ("object", "inner", "b"), ("object", "missing"),
    ("object", 0), ("object", None), ("a", "b"), ("a", 0), ("a", None),
    ("texts", 0), ("texts", 2), ("texts", 9), ("texts", None), ("texts", "a"),
    ("plains", None), ("plains", 1), ("texts", None, "a"), ("plains", None, 0),
    ("objects", None), ("objects", None, "a"), ("objects", 1, "b"), ("objects", None, "missing"),
    ("objects", None, 0), ("objects", None, None), ("arrays", None, 0), ("arrays", None, None),
    ("arrays", 0, None), ("arrays", 1, 1), ("arrays", None, "a"),
    ("nested", None, "list"), ("nested", None, "list", None, "c"), ("nested", 0, "list", 1),
    ("nested", None, "list", 0, "d"),
)  # fmt: skip


def claims_query(rng: Random, path: tuple[str | int | None, ...]) -> dict[str, Any]:
    claim: dict[str, Any] = {"path": list(path)}
    if rng.random() < 0.35:
        values = [*TEXTS, 0, 1, 2, True, False]
        claim["values"] = rng.sample(values, rng.randint(1, 6))
    return claim


def credential_query(rng: Random, name: str) -> dict[str, Any]:
    query: dict[str, Any] = {
        "id": name,
        "format": "dc+sd-jwt",
        "meta": {"vct_values": rng.sample(TYPES, rng.randint(1, len(TYPES)))},
    }
    if rng.random() < 0.05:
        query |= {"format": "mso_mdoc", "meta": {"doctype_value": "d"}}
        return query
    for member in ("multiple", "require_cryptographic_holder_binding"):
        if rng.random() < 0.3:
            query[member] = rng.random() < 0.5
    if rng.random() < 0.1:
        kinds = rng.sample(AUTHORITIES, rng.randint(1, 2))
        query["trusted_authorities"] = [
            {"type": kind, "values": rng.sample(values, rng.randint(1, 2))}
            for kind, values in kinds
        ]
    if rng.random() < 0.85:
        paths = rng.sample(PATHS, rng.randint(1, 4))
        query["claims"] = [claims_query(rng, path) for path in paths]
        if rng.random() < 0.4:
            ids = [f"c{index}" for index in range(len(paths))]
            for claim, claim_id in zip(query["claims"], ids, strict=True):
                claim["id"] = claim_id
            query["claim_sets"] = [
                rng.sample(ids, rng.randint(1, len(ids))) for _ in range(rng.randint(1, 3))
            ]
    return query


def dcql_query(rng: Random) -> dict[str, Any]:
    names = list("wxyz")[: rng.choice([1, 1, 2, 3, 4])]
    query: dict[str, Any] = {"credentials": [credential_query(rng, name) for name in names]}
    if rng.random() < 0.5:
        sets: list[dict[str, Any]] = [
            {
                "options": [
                    rng.sample(names, rng.randint(1, min(2, len(names))))
                    for _ in range(rng.randint(1, 3))
                ]
            }
            for _ in range(rng.randint(1, 2))
        ]
        if rng.random() < 0.5:
            sets.append({"options": [[rng.choice(names)]], "required": False})
            rng.shuffle(sets)
        query["credential_sets"] = sets
    return query


def wallet(rng: Random) -> list[Card]:
    return [card(rng) for _ in range(rng.randint(1, 8))]

"""What can be attested: one folder of data for each type of credential.

    <type>/type.json     SD-JWT VC Type Metadata: names of claims, what may be disclosed
    <type>/schema.json   JSON Schema 2020-12 of the claims
    <type>/rules.toml    what neither can say: legal basis, validity, language

This package reads its own files and nothing else; what they mean is
:mod:`livret_core.credential.catalogue`'s business.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, final

TYPES: Final = ("birth", "diploma", "residency")


@final
@dataclass(frozen=True, slots=True)
class TypeFiles:
    """The files of one type, as octets: digests are taken over them.

    Attributes:
        name: the folder, which is also the short name of the type.
        metadata: ``type.json``.
        schema: ``schema.json``.
        rules: ``rules.toml``.
    """

    name: str
    metadata: bytes
    schema: bytes
    rules: bytes


@cache
def load() -> tuple[TypeFiles, ...]:
    """Read the packaged types, once a process, in the order of their names."""
    root = resources.files(__package__ or __name__)
    return tuple(
        TypeFiles(
            name,
            (root / name / "type.json").read_bytes(),
            (root / name / "schema.json").read_bytes(),
            (root / name / "rules.toml").read_bytes(),
        )
        for name in TYPES
    )

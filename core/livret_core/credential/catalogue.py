"""The types livret ships, by name or by ``vct``."""

from collections.abc import Iterable
from functools import cache
from typing import Final

import livret_schemas
from livret_core.credential.types import CredentialType
from livret_core.errors import MalformedInput, Refused

_PREFIX: Final = "urn:livret:"


def parse(files: Iterable[livret_schemas.TypeFiles]) -> tuple[CredentialType, ...]:
    """Read types from their files.

    Raises:
        MalformedInput: ``type.malformed``, also when a folder holds another type than
            its name says or two hold the same.
    """
    types: dict[str, CredentialType] = {}
    for entry in files:
        found = CredentialType.parse(
            entry.name, metadata=entry.metadata, schema=entry.schema, rules=entry.rules
        )
        if not found.vct.startswith(f"{_PREFIX}{entry.name}:") or found.vct in types:
            raise MalformedInput("type.malformed", "a type under another's name")
        types[found.vct] = found
    return tuple(types.values())


@cache
def all_types() -> tuple[CredentialType, ...]:
    """The packaged types, in the order of their names. Read and compiled once."""
    return parse(livret_schemas.load())


def find(name_or_vct: str) -> CredentialType:
    """Find a packaged type by short name (``residency``) or ``vct``.

    Raises:
        Refused: ``type.unknown``, with the ``known`` names.
    """
    for found in all_types():
        if name_or_vct in (found.name, found.vct):
            return found
    raise Refused("type.unknown", known=", ".join(found.name for found in all_types()))

"""The file in which a program hands over what one person's proof will say."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from livret_core.credential import catalogue
from livret_core.credential.claim_path import format_path
from livret_core.credential.types import CredentialType
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput
from livret_edge.files import named_by, read_file

_MAX_BYTES: Final = 256 << 10
_STDIN: Final = "-"
_OPTION: Final = "--claims"
_NAME_CHARS: Final = 80
_BY_RULE: Final[Mapping[str, str]] = {
    "additionalProperties": "claims.unknown",
    "required": "claims.absent",
}


def name_of(claims: str) -> str:
    """Say what the source of an offer is called, without the folders it lies in."""
    return "stdin" if claims == _STDIN else Path(claims).name


def read_claims(claims: str) -> JsonObject:
    """Read what a program says of one person.

    Args:
        claims: path of a file, or ``-`` for standard input.

    Raises:
        MalformedInput: ``usage.no_file``; ``usage.claims_file`` for one that is no JSON object,
            such as a list; ``input.too_large``.
    """
    with named_by(_OPTION):
        if claims == _STDIN:
            raw = sys.stdin.buffer.read(_MAX_BYTES + 1)
        else:
            raw = read_file(Path(claims), _MAX_BYTES)
    try:
        return json_encoding.parse_object(raw, max_bytes=_MAX_BYTES)
    except MalformedInput as error:
        if error.code == "input.too_large":
            raise
        raise MalformedInput(
            "usage.claims_file", error.detail, option=_OPTION, file=name_of(claims)
        ) from None


@contextmanager
def told_by_name(kind: CredentialType, said: JsonObject, claims: str) -> Iterator[None]:
    """Say which claim is too many or missing, or that the file is for another type.

    Raises:
        MalformedInput: what was raised inside; in place of ``claims.malformed``
            ``usage.other_type``, ``claims.unknown`` or ``claims.absent`` where that is why.
    """
    try:
        yield
    except MalformedInput as error:
        if error.code != "claims.malformed":
            raise
        other = _fits(kind, said)
        if other is not None:
            raise MalformedInput(
                "usage.other_type",
                option=_OPTION,
                file=name_of(claims),
                type=kind.name,
                other=other.name,
            ) from None
        code = _BY_RULE.get(str(error.facts.get("rule")), error.code)
        facts = {**error.facts, "type": kind.name}
        if code == "claims.unknown":
            # No message elsewhere names it: it may be anything. Who reads this one wrote it.
            facts["path"] = next(_unknown(kind, said, ()), facts["path"])
        raise MalformedInput(code, error.detail, **facts) from None


def _unknown(kind: CredentialType, value: JsonValue, path: tuple[str | None, ...]) -> Iterator[str]:
    """Name what a type does not have, in the order of the file."""
    members: Iterable[tuple[str | None, JsonValue]] = ()
    if isinstance(value, dict):
        members = value.items()
    elif isinstance(value, list):
        members = ((None, each) for each in value)
    for name, member in members:
        here = (*path, name)
        if all(claim.path[: len(here)] != here for claim in kind.claims):
            yield format_path(here)[:_NAME_CHARS]
        else:
            yield from _unknown(kind, member, here)


def _fits(kind: CredentialType, said: Mapping[str, JsonValue]) -> CredentialType | None:
    """Find the type whose names these are, where they are not *kind*'s."""
    names = set(said)
    if names <= _names(kind):
        return None
    return next((each for each in catalogue.all_types() if names and names <= _names(each)), None)


def _names(kind: CredentialType) -> set[str | int | None]:
    return {claim.path[0] for claim in kind.claims}

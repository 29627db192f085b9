"""Scopes: what a client asks a token for, and what it is told it got (RFC 6749 §3.3, §5.1)."""

import re
from collections.abc import Collection
from typing import Final, TypeAlias

from livret_core.errors import Refused

#: Names, each once, in the order written; which order that is says nothing.
Scope: TypeAlias = tuple[str, ...]

_SCOPE: Final = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]+(?: [\x21\x23-\x5B\x5D-\x7E]+)*")
_MAX_CHARS: Final = 4_096


def parse_scope(text: str) -> Scope:
    """Read a scope: names with one space between two.

    Raises:
        Refused: ``token.scope`` (RFC 6749 §5.2: a malformed scope is an invalid one).
    """
    if len(text) > _MAX_CHARS or not _SCOPE.fullmatch(text):
        raise Refused("token.scope", "not names with one space between two")
    return tuple(dict.fromkeys(text.split(" ")))


def format_scope(scope: Scope) -> str:
    """Write a scope; the inverse of :func:`parse_scope`."""
    return " ".join(scope)


def told_scope(asked: Scope, granted: Collection[str]) -> Scope:
    """Give what a token's answer says of its scope: nothing where it is what was asked for.

    Who asked for none is told none. To others it has to be said where it differs (§5.1): a name
    that nobody knows, or that the grant is not for, is passed over and no error
    (§3.3; OpenID4VCI 1.0 §5.1.2).
    """
    return () if not asked or set(asked) == set(granted) else tuple(granted)

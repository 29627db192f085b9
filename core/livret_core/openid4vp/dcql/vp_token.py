"""Whether a ``vp_token`` holds what was asked for (OpenID4VP 1.0 §8.1, §8.6). Pure.

Only the outside of it: which queries are answered, and by how many presentations. What
each presentation is worth, and whether it shows what it must, is for the checks of one
presentation: :meth:`~livret_core.openid4vp.dcql.query.CredentialQuery.options` says what
would do. Afterwards :func:`check_complete` is asked again, about those that passed.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput, Refused
from livret_core.openid4vp.dcql.query import DcqlQuery

_MAX_PRESENTATIONS: Final = 32


def check_vp_token(query: DcqlQuery, value: JsonValue) -> Mapping[str, tuple[str, ...]]:
    """Read a ``vp_token`` and check it against the query it answers.

    Returns:
        The presentations as text, by the ``id`` of the query they answer.

    Raises:
        MalformedInput: ``answer.malformed`` for anything but an object of arrays of texts,
            none of them empty.
        Refused: ``answer.not_asked``, ``answer.several``, ``answer.missing``.
    """
    if not isinstance(value, dict):
        raise MalformedInput("answer.malformed", "`vp_token` is not an object")
    asked = {one.id: one for one in query.credentials}
    found: dict[str, tuple[str, ...]] = {}
    for name, entry in value.items():
        wanted = asked.get(name)
        if wanted is None:
            raise Refused("answer.not_asked")
        if not isinstance(entry, list) or not 0 < len(entry) <= _MAX_PRESENTATIONS:
            raise MalformedInput("answer.malformed", "an entry that is no short, filled array")
        texts = tuple(text for text in entry if isinstance(text, str) and text)
        if len(texts) != len(entry):
            raise MalformedInput("answer.malformed", "a presentation that is not text")
        if len(texts) > 1 and not wanted.multiple:
            raise Refused("answer.several", query=wanted.id)
        found[name] = texts
    check_complete(query, found)
    whole = [
        option for chosen in query.sets() for option in chosen.options if set(option) <= set(found)
    ]
    if not set(found) <= {name for option in whole for name in option}:
        raise Refused("answer.not_asked")
    return MappingProxyType(found)


def check_complete(query: DcqlQuery, answered: Collection[str]) -> None:
    """Check that all that was required is among the queries *answered* (§6.4.2).

    Raises:
        Refused: ``answer.missing``.
    """
    for chosen in query.sets():
        if chosen.required and not any(set(option) <= set(answered) for option in chosen.options):
            raise Refused("answer.missing")

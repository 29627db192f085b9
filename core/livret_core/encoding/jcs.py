"""JSON Canonicalization Scheme (RFC 8785): the bytes that hashes and proofs are taken over."""

import rfc8785

from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput


def canonicalize(value: JsonValue) -> bytes:
    """Write *value* in its one canonical form.

    Raises:
        MalformedInput: ``input.json`` for a number or text outside I-JSON.
    """
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise MalformedInput("input.json", type(error).__name__) from None

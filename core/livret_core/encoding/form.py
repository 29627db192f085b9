"""Forms (``application/x-www-form-urlencoded``): what OAuth and OpenID put in bodies and links.

Readers of forms differ on a name that comes twice and on octets that are no UTF-8. OAuth
forbids the first (RFC 6749 §3.1), and here neither is read.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from livret_core.errors import MalformedInput

_MAX_FIELDS: Final = 64
_HALF_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")


def parse(raw: bytes | str, *, max_bytes: int) -> dict[str, str]:
    """Read a form: each name once, in the order written; an empty text is an empty form.

    Raises:
        MalformedInput: ``input.too_large``, or ``input.form`` for a name that comes twice,
            a field without ``=``, half an escape, more than 64 fields, or what is no UTF-8.
    """
    if len(raw) > max_bytes:
        raise MalformedInput("input.too_large", max_bytes=max_bytes)
    try:
        text = raw if isinstance(raw, str) else raw.decode("ascii")
        if not text:
            return {}
        is_visible = text.isascii() and text.isprintable() and " " not in text
        if not is_visible or _HALF_ESCAPE.search(text):
            raise MalformedInput("input.form", "a character that is not escaped, or half an escape")
        fields = parse_qsl(
            text,
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_MAX_FIELDS,
        )
    except ValueError:  # UnicodeDecodeError among them
        raise MalformedInput("input.form", "not fields of UTF-8") from None
    form = dict(fields)
    if len(form) != len(fields):
        raise MalformedInput("input.form", "a name that comes twice")
    return form


def format(fields: Mapping[str, str]) -> str:
    """Write a form; the inverse of :func:`parse`."""
    return urlencode(fields, quote_via=quote, safe="")

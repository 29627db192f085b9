"""A form with a file in it, as a browser sends one (RFC 7578). Nothing else of MIME.

What a sender calls his file is not read: nothing here is ever named by it.
"""

import re
from dataclasses import dataclass
from typing import Final, final

from livret_core.errors import MalformedInput

MULTIPART: Final = "multipart/form-data"

_BOUNDARY: Final = re.compile(r'boundary=(?:"([^"]{1,70})"|([0-9A-Za-z\'()+_,./:=?-]{1,70}))\s*$')
_NAME: Final = re.compile(r';\s*name="([a-z_]{1,32})"')
_PARTS: Final = 16
_HEAD_BYTES: Final = 1 << 12
_FIELD_BYTES: Final = 256 << 10


@final
@dataclass(frozen=True, slots=True)
class FilledIn:
    """What a form had.

    Attributes:
        fields: by name, each there once.
        files: by name, what was chosen; empty where nothing was.
    """

    fields: dict[str, str]
    files: dict[str, bytes]


def read_form(body: bytes, content_type: str) -> FilledIn:
    """Read a form.

    Args:
        body: whole, within the bounds of its route.
        content_type: as it came, parameters too.

    Raises:
        MalformedInput: ``input.malformed``.
    """
    found = _BOUNDARY.search(content_type)
    if found is None:
        raise MalformedInput("input.malformed", "a form without a boundary")
    mark = b"--" + (found[1] or found[2]).encode("latin-1", "replace")
    if not body.startswith(mark + b"\r\n"):
        raise MalformedInput("input.malformed", "not a form")
    pieces = body[len(mark) :].split(b"\r\n" + mark, _PARTS + 1)
    if len(pieces) > _PARTS or pieces.pop() not in {b"--", b"--\r\n"}:
        raise MalformedInput("input.malformed", "a form that ends early, or does not")
    form = FilledIn({}, {})
    for piece in pieces:
        _read_part(piece, form)
    return form


def _read_part(piece: bytes, form: FilledIn) -> None:
    head, empty, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    if not piece.startswith(b"\r\n") or not empty or len(head) > _HEAD_BYTES:
        raise MalformedInput("input.malformed", "a part of a form without a head")
    lines = [
        line
        for line in head.decode("utf-8", "replace").split("\r\n")
        if line.lower().startswith("content-disposition: form-data;")
    ]
    found = _NAME.search(lines[0]) if len(lines) == 1 else None
    if found is None or found[1] in form.fields or found[1] in form.files:
        raise MalformedInput("input.malformed", "a part of a form without a name, or twice")
    if ";" in lines[0] and re.search(r";\s*filename\*?=", lines[0]):
        form.files[found[1]] = content
        return
    if len(content) > _FIELD_BYTES:
        raise MalformedInput("input.too_large", max_bytes=_FIELD_BYTES)
    try:
        form.fields[found[1]] = content.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedInput("input.malformed", "a field that is not UTF-8") from None

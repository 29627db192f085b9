"""Where a published file lies in a folder that mirrors the web.

A town hall writes what it publishes into a folder; a desk without network is given a
copy. ``https://host:port/a/b`` lies at ``host%3Aport/a/b`` below that folder, on both
sides, so that one can be copied over the other.
"""

from pathlib import PurePosixPath
from typing import Final

from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri

_NOT_A_NAME: Final = frozenset({"", ".", ".."})


def mirror_path(uri: HttpsUri) -> PurePosixPath:
    """Say where *uri* lies below the folder; always relative, never upwards.

    Raises:
        MalformedInput: ``input.https_uri`` for a query, an empty or dotted segment, or
            percent-encoding, which a file system would not read as a server does.
    """
    _, _, rest = uri.text.removeprefix("https://").partition("/")
    segments = rest.split("/")
    if "?" in rest or "%" in rest or not _NOT_A_NAME.isdisjoint(segments):
        raise MalformedInput("input.https_uri", "not a path that a folder can mirror")
    host = uri.host if uri.port == 443 else f"{uri.host}%3A{uri.port}"
    return PurePosixPath(host, *segments)

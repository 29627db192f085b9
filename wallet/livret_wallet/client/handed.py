"""What somebody was handed at a counter, as it is typed or pasted: a link, a code, or a picture."""

from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from livret_core.errors import MalformedInput
from livret_edge.files import read_file
from livret_wallet.typed_path import is_file, path_of

if TYPE_CHECKING:
    from livret_core.openid4vci.offer import CredentialOffer, OfferReference

_FILE: Final = "file://"
_QUOTES: Final = ("'", '"')


def link_of(typed: str) -> str:
    """Give the link, or the address with a code, that was typed, or is in the picture of a file.

    Raises:
        MalformedInput: ``scan.no_picture`` for another file; as
            :func:`~livret_edge.scanning.read_code` and :func:`~livret_edge.files.read_file`.
        Unavailable: ``scan.unavailable``, ``file.unavailable``.
    """
    from livret_wallet.receiving import invitation

    text = typed.strip()
    if not text.isprintable():
        return text  # no file of a name that is seen
    path = _path_of(text)
    if is_file(path) or not invitation.is_like_a_link(text):
        return _picture(path)
    return text


def read_handed(typed: str) -> "CredentialOffer | OfferReference":
    """Read an offer's link or address with a code, or the picture of one: a file, by its path.

    Raises:
        MalformedInput: ``offer.is_request`` for the link, or the address, of a service that asks;
            as :func:`link_of` and :func:`livret_wallet.receiving.invitation.parse`.
        Unavailable: as :func:`link_of`.
    """
    from livret_core.openid4vp.request_code import is_request
    from livret_wallet.receiving import invitation

    text = link_of(typed)
    if is_request(text):
        raise MalformedInput("offer.is_request")
    return invitation.parse(text)


def _path_of(text: str) -> Path:
    """Give the path that is meant: terminals quote what is dropped on them."""
    for quote in _QUOTES:
        if len(text) > 1 and text.startswith(quote) and text.endswith(quote):
            text = text[1:-1]
    if text.startswith(_FILE):
        text = unquote(text.removeprefix(_FILE))
    return path_of(text)


def _picture(path: Path) -> str:
    from livret_edge.scanning import PICTURE_BYTES, is_picture, read_code

    raw = read_file(path, PICTURE_BYTES)
    if not is_picture(raw):
        raise MalformedInput("scan.no_picture")
    return read_code(raw)

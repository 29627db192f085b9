"""Where a wallet finds an offer, and the link that leads there. Pure."""

from typing import Final

from livret_core.errors import MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.short_code import ShortCode

#: Behind a town hall's address, and before the code of the offer.
OFFERS: Final = "o"

_SCHEME: Final = "openid-credential-offer://?credential_offer_uri="
_MAX_CHARS: Final = 200


def check_issuer_url(url: HttpsUri) -> None:
    """Check that an address can be a credential issuer identifier (OpenID4VCI 1.0 §12.2.1).

    It is compared as a text, so one that ends in ``/`` would be another issuer than the same
    without it, and one with a query none at all.

    Raises:
        MalformedInput: ``input.https_uri``.
    """
    if "?" in url.text or "%" in url.text or url.text.endswith("/") or len(url.text) > _MAX_CHARS:
        raise MalformedInput("input.https_uri", "not an address that an issuer can have")


def issuer_of(url: HttpsUri | None) -> str:
    """Give the address under which wallets know a town hall.

    Raises:
        Refused: ``pickup.no_address``.
    """
    if url is None:
        raise Refused("pickup.no_address")
    return url.text


def offer_url(url: HttpsUri | None, code: ShortCode) -> str:
    """Say where the offer of a hand-over can be read; errors as :func:`issuer_of`."""
    return f"{issuer_of(url)}/{OFFERS}/{code.text}"


def offer_link(url: HttpsUri | None, code: ShortCode) -> str:
    """Write the link that a wallet opens, and that the QR code shows.

    By reference, since an offer by value makes a QR code that no terminal shows. ``:`` and
    ``/`` stand in a query as they are (RFC 3986 §3.4); escaped, they would cost two sizes.
    """
    return _SCHEME + offer_url(url, code)

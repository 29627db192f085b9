"""What somebody was handed at the counter: a link, or an address with a code, typed. Pure."""

import re
from typing import Final

from livret_core import limits
from livret_core.errors import LivretError, MalformedInput
from livret_core.https_uri import HttpsUri
from livret_core.openid4vci.offer import (
    SCHEMES,
    CredentialOffer,
    OfferReference,
    parse_offer_uri,
)
from livret_core.short_code import ShortCode, check_not_alone, is_like_a_code

# `verneuil.test:8443/o/7KQ2-M9T9`, with or without `https://`; the code in any case.
_TYPED: Final = re.compile(r"(?:https://)?([^/\s?#]+\.[^/\s?#]+(?:/[^/\s?#]+)*)/o/([^/?#]{8,24})")
# No name of a file that a clerk gives looks so, however a link was mistyped.
_LIKE_A_LINK: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|(?!.*\.json$).*(?://|\?|/[or]/)")
_KNOWN: Final = ", ".join((*(f"{one}://" for one in SCHEMES), "https://"))


def is_like_a_link(typed: str) -> bool:
    """Say whether what was typed is a link, or an address with a code, or is to be one."""
    return is_like_a_code(typed) or _LIKE_A_LINK.match(typed.strip()) is not None


def is_offer(typed: str) -> bool:
    """Say whether what was typed is meant for a hand-over, right or wrong in itself."""
    text = typed.strip()
    return text.partition(":")[0].lower() in SCHEMES or _TYPED.fullmatch(text) is not None


def parse(typed: str) -> CredentialOffer | OfferReference:
    """Read a link, or an address with a code.

    Raises:
        MalformedInput: ``usage.link`` for a link of a kind that is none of an offer;
            ``code.alone`` for a code without an address, ``code.mistyped`` for one that is wrong
            in itself, ``input.https_uri``, or what :func:`~.offer.parse_offer_uri` raises.
    """
    text = typed.strip()
    if len(text) > limits.OFFER_BYTES:
        raise MalformedInput("input.too_large", max_bytes=limits.OFFER_BYTES)
    match = _TYPED.fullmatch(text)
    if match is not None:
        return OfferReference(HttpsUri.parse(f"https://{match[1]}/o/{ShortCode.parse(match[2])}"))
    check_not_alone(text)
    if text.partition(":")[0].lower() not in SCHEMES:
        raise MalformedInput("usage.link", known=_KNOWN)
    return parse_offer_uri(text)


def at(issuer: str, code: str) -> str:
    """Write what somebody would type who has both: the address of a town hall, then a code.

    Args:
        issuer: the town hall's address, as wallets know it.
        code: as it was typed.

    Raises:
        MalformedInput: ``code.mistyped``.
    """
    return f"{issuer.removeprefix('https://')}/o/{ShortCode.parse(code)}"


def code_of(invitation: CredentialOffer | OfferReference) -> str:
    """Give the code that a person can read in it; empty without one."""
    if isinstance(invitation, OfferReference):
        try:
            return ShortCode.parse(invitation.uri.text.rpartition("/o/")[2]).text
        except LivretError:
            pass
    return ""

"""Names that somebody types for a town hall, read so that people can be shown them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from livret_core.errors import MalformedInput
from livret_core.https_uri import HttpsUri

# As a hand-over and the types' schemas have them.
NAME_CHARS: Final = 128
AUTHORITY_CHARS: Final = 300
COMMUNE_NAMES: Final = 16

_CODE: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,31}")


def name_of(most: int) -> Callable[[str, str], str]:
    """Take a name: 1 to *most* characters, none of them hidden.

    Raises:
        MalformedInput: ``usage.text``.
    """

    def read(option: str, typed: str) -> str:
        from livret_core.credential.claim_text import check_text

        try:
            check_text({"name": typed})
        except MalformedInput as error:
            raise MalformedInput("usage.text", error.detail, option=option, most=most) from None
        if not typed.strip() or len(typed) > most:
            raise MalformedInput("usage.text", option=option, most=most)
        return typed

    return read


def names_of(most: int, each: int) -> Callable[[str, str], tuple[str, ...]]:
    """Take several names with a / between them.

    Args:
        most: how many.
        each: characters that each may have.

    Raises:
        MalformedInput: ``usage.text`` for one of them, ``usage.names`` for too many.
    """
    read_one = name_of(each)

    def read(option: str, typed: str) -> tuple[str, ...]:
        names = tuple(read_one(option, name.strip()) for name in typed.split("/"))
        if len(names) > most:
            raise MalformedInput("usage.names", option=option, most=most)
        return names

    return read


def code_of_who(name: str, typed: str) -> str:
    """Take the code of somebody who acts: a function, never a person's name.

    Raises:
        MalformedInput: ``usage.clerk``.
    """
    if not _CODE.fullmatch(typed):
        raise MalformedInput("usage.clerk", option=name)
    return typed


def folders(_name: str, typed: str) -> tuple[Path, ...]:
    """Take folders with commas between them."""
    return tuple(Path(each) for each in typed.split(",") if each)


def issuer_url(name: str, typed: str) -> HttpsUri:
    """Take the address at which wallets reach a town hall.

    Raises:
        MalformedInput: ``usage.url``.
    """
    from livret_issuer.pickup.addresses import check_issuer_url

    try:
        url = HttpsUri.parse(typed.removesuffix("/"))
        check_issuer_url(url)
    except MalformedInput:
        raise MalformedInput("usage.url", option=name) from None
    return url


def endpoint(name: str, typed: str) -> str:
    """Take an address of status lists: HOST/PATH, with or without https: before it.

    Raises:
        MalformedInput: ``usage.address``.
    """
    from livret_issuer.list_places import as_endpoint

    try:
        return as_endpoint("https://" + typed.removeprefix("https://"))
    except MalformedInput as error:
        raise MalformedInput("usage.address", error.detail, option=name) from None

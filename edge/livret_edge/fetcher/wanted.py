"""The way out that a command was asked for: ``--authorities FILE``, ``--resolve PIN,PIN``."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_edge.arguments import REACHING, Asked
from livret_edge.fetcher.addresses import Pins, parse_pin
from livret_edge.fetcher.asynchronous import AsyncFetcher
from livret_edge.fetcher.blocking import Fetcher
from livret_edge.files import named_by, read_file

__all__ = ["REACHING", "async_fetcher_of", "fetcher_of"]

_OPTION: Final = "--authorities"


def fetcher_of(asked: Asked, *, timeout_s: float = 10.0) -> Fetcher:
    """Make the way out, with the authorities and pinned names that were asked for.

    Raises:
        MalformedInput: ``usage.arguments``, and what *--authorities* is refused for.
    """
    with _file_named(asked):
        return Fetcher(authorities=_authorities(asked), pins=_pins(asked), timeout_s=timeout_s)


def async_fetcher_of(asked: Asked, *, timeout_s: float = 10.0) -> AsyncFetcher:
    """Make the same within an event loop; errors as :func:`fetcher_of`."""
    with _file_named(asked):
        return AsyncFetcher(authorities=_authorities(asked), pins=_pins(asked), timeout_s=timeout_s)


def _pins(asked: Asked) -> Pins:
    # Whoever reads a copy in a folder, once, has no use for either.
    pinned = getattr(asked, "resolve", None) or ""
    return dict(parse_pin(each) for each in pinned.split(",") if each)


def _authorities(asked: Asked) -> bytes | None:
    file = getattr(asked, "authorities", None)
    if file is None:
        return None
    with named_by(_OPTION):
        return read_file(file, limits.PEM_BUNDLE_BYTES)


@contextmanager
def _file_named(asked: Asked) -> Iterator[None]:
    """Say which file it is that holds no authority."""
    try:
        yield
    except MalformedInput as error:
        if error.code != "usage.authorities":
            raise
        raise MalformedInput(error.code, option=_OPTION, file=str(asked.authorities)) from None

"""The way to a copy's files and to its witnesses."""

from collections.abc import Callable
from pathlib import Path

from livret_core import limits
from livret_edge.arguments import Asked
from livret_edge.files import named_by, read_file
from livret_ledger.client.fetcher import Fetcher, parse_pin
from livret_ledger.client.reading import Reader, open_source


def fetcher_of(asked: Asked) -> Fetcher:
    """Make the way out, with the authorities and pinned names that were asked for."""
    authorities = None
    if asked.authorities is not None:
        with named_by("--authorities"):
            authorities = read_file(asked.authorities, limits.PEM_BUNDLE_BYTES)
    pins = dict(parse_pin(each) for each in (asked.resolve or "").split(",") if each)
    return Fetcher(authorities=authorities, pins=pins)


def reading(place: str, fetcher: Fetcher) -> Callable[[], Reader]:
    """Find the way to a ledger's files; each reader begins anew.

    The folder of a ledger or a mirror stands for what it publishes.
    """
    public = Path(place) / "public"
    source = open_source(str(public) if public.is_dir() else place, fetcher)
    return lambda: Reader(source)

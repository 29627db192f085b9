"""The way to a copy's files and to its witnesses."""

from collections.abc import Callable
from pathlib import Path

from livret_edge.fetcher import Fetcher
from livret_ledger.client.reading import Reader, open_source


def reading(place: str, fetcher: Fetcher) -> Callable[[], Reader]:
    """Find the way to a ledger's files; each reader begins anew.

    The folder of a ledger or a mirror stands for what it publishes.
    """
    public = Path(place) / "public"
    source = open_source(str(public) if public.is_dir() else place, fetcher)
    return lambda: Reader(source)

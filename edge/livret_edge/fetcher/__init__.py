"""The one way out to the network: https only, bounded in size and time, never to an address inside.

A name is looked up once and the connection goes to the address that was checked, so that a
second answer of the name service changes nothing. Only a name that somebody pinned may lead
to this machine or into its own network. Proxies, certificates and the like are not taken
from the environment.

addresses.py      which address a name may lead to
trip.py           every decision of one fetch; no network
calling.py        what may be asked for, of either
blocking.py       ``Fetcher``, for threads
asynchronous.py   ``AsyncFetcher``, for an event loop
carrying.py       connections that end in time
keeping.py        which connections are kept
wanted.py         the way out that a command was asked for
"""

from livret_edge.fetcher.addresses import Pins, is_outside, look_up, parse_pin
from livret_edge.fetcher.asynchronous import AsyncFetcher
from livret_edge.fetcher.blocking import Fetcher
from livret_edge.fetcher.trip import Fetched
from livret_edge.fetcher.wanted import REACHING, async_fetcher_of, fetcher_of

__all__ = [
    "REACHING",
    "AsyncFetcher",
    "Fetched",
    "Fetcher",
    "Pins",
    "async_fetcher_of",
    "fetcher_of",
    "is_outside",
    "look_up",
    "parse_pin",
]

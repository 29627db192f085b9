"""A town hall as a service, a wallet that calls it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from livret_issuer.service import Office
from livret_issuer.service.online.serving import Online
from tests.halls_online import Caller, Clock, opened, within
from tests.pickups import open_hall


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_hall(tmp_path)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def online(office: Office, clock: Clock) -> Iterator[Online]:
    with opened(office, clock) as made:
        yield made


@pytest.fixture
def caller(online: Online, clock: Clock) -> Caller:
    return Caller(within(online), clock=clock)

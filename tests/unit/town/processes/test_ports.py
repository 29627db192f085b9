"""Ports are held until those listen there for whom they were found."""

import socket
from collections.abc import Iterator

import pytest

from livret_core.errors import Unavailable
from livret_town.processes.ports import HOST, Ports, is_free


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens at."""
    with socket.create_server((HOST, 0)) as listening:
        yield int(listening.getsockname()[1])


def test_ports_that_nobody_named_are_free_and_different() -> None:
    ports = Ports.reserve(0, 9)
    assert len(set(ports.numbers)) == 9
    ports.release()
    assert all(is_free(each) for each in ports.numbers)


def test_a_port_that_is_held_can_be_listened_at() -> None:
    ports = Ports.reserve(0, 1)
    with socket.create_server((HOST, ports.numbers[0])) as listening:
        assert listening.getsockname()[1] == ports.numbers[0]
        ports.release()


def test_a_row_of_which_one_is_taken_is_refused_with_another_to_try(taken: int) -> None:
    with pytest.raises(Unavailable) as caught:
        Ports.reserve(taken, 1)
    assert caught.value.code == "town.port_taken"
    assert caught.value.facts["port"] == taken
    assert caught.value.facts["other"] != taken


def test_where_the_usual_row_is_taken_and_none_was_named_any_will_do(
    taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("livret_town.processes.ports.USUAL", taken)
    ports = Ports.reserve(None, 2)
    assert taken not in ports.numbers
    ports.release()


def test_what_is_listened_at_is_not_free(taken: int) -> None:
    assert not is_free(taken)

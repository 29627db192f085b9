"""Who waits for a long work hears how far it has come."""

from collections.abc import Callable
from typing import TypeAlias

Told: TypeAlias = Callable[[int, int], None]
"""Hears how much is done, and of how much, now and then."""


def silent(_done: int, _of: int) -> None:
    """Say nothing."""

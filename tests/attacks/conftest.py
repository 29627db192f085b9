"""Some attacks are played out on a whole town."""

from tests.playing import cheap_kdf, clock, play, town
from tests.wallets_on_the_wire import wire

__all__ = ["cheap_kdf", "clock", "play", "town", "wire"]

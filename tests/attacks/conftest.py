"""Some attacks are played out on a whole town."""

from tests.playing import cheap_kdf, clock, play, town

__all__ = ["cheap_kdf", "clock", "play", "town"]

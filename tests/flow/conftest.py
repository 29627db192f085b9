"""Stories are played in a folder of their own, on a clock of their own."""

from tests.playing import cheap_kdf, clock, play, town

__all__ = ["cheap_kdf", "clock", "play", "town"]

"""The process's own environment, read once, for the command that runs."""

import os

from livret_core.words.manner import Manner


def read() -> Manner:
    """How to speak to whoever started this process."""
    return Manner.from_env(os.environ)

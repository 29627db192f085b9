"""What a passphrase costs, left out: in this process by a fixture, in others by how they are begun.

[*LIVRET_AT_ONCE, "ledger", "serve", ...]
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import nacl.bindings
import pytest

from livret_core.ledger import six_words
from tests.livret_at_once import at_once

LIVRET_AT_ONCE: Final = (sys.executable, "-P", str(Path(__file__).with_name("livret_at_once.py")))


@pytest.fixture
def passphrases_at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let what is sealed here open there, and words be the same; nothing is remembered after."""
    six_words._indexes_of.cache_clear()
    monkeypatch.setattr(nacl.bindings, "crypto_pwhash_alg", at_once)
    yield
    six_words._indexes_of.cache_clear()

"""Six words at once: what a guess at them costs is their own tests' affair."""

from collections.abc import Iterator

import pytest

from livret_core.ledger import six_words
from livret_core.sealing import KdfParameters

CHEAP = KdfParameters(passes=1, memory_kib=8)


@pytest.fixture
def cheap_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Compute six words without their half second; nothing of it is remembered after."""
    six_words._indexes_of.cache_clear()
    monkeypatch.setattr(six_words, "MODERATE", CHEAP)
    yield
    six_words._indexes_of.cache_clear()

"""Which held proof a person means: by its number in the list, or by its id. Pure."""

from collections.abc import Sequence
from typing import Final

from livret_core.errors import MalformedInput, Refused
from livret_wallet.records import HeldBatch

_NUMBER_DIGITS: Final = 6


def find_batch(batches: Sequence[HeldBatch], text: str | None) -> HeldBatch:
    """Find a held proof.

    Args:
        batches: in the order of the list.
        text: a number of that list, counted from 1, or an id; None for the first.

    Raises:
        Refused: ``vault.empty``. MalformedInput: ``usage.proof``: it names none, and none was refused.
    """
    if not batches:
        raise Refused("vault.empty")
    if text is None:
        return batches[0]
    found = next((batch for batch in batches if batch.id == text), None)
    if found is None and text.isascii() and text.isdecimal() and len(text) <= _NUMBER_DIGITS:
        at = int(text) - 1
        found = batches[at] if 0 <= at < len(batches) else None
    if found is None:
        raise MalformedInput("usage.proof", most=len(batches))
    return found

"""Warnings, line by line: each whole."""

from collections.abc import Sequence

from livret_core.errors import LivretError
from livret_wallet.plain.opened import Opened
from livret_wallet.screens import warnings as told
from livret_wallet.screens.warnings import Warned


def show(opened: Opened, *more: Warned) -> None:
    """Say how the public ledgers stand, and what else there is to warn of."""
    now_s, ledgers = opened.wallet.now_s, opened.wallet.ledgers()
    found = told.of_ledgers(ledgers, opened.language, now_s=now_s, zone=opened.zone)
    opened.title(opened.said["title_warnings"])
    for facts in told.blocks((*more, *found), ledgers, opened.language, now_s=now_s):
        opened.say(*facts)


def say(opened: Opened, found: Sequence[Warned]) -> None:
    """Say warnings where they arise."""
    for each in found:
        opened.say(*each.facts(opened.language))


def refuse(opened: Opened, error: LivretError, *, who: str) -> None:
    """Say why something was not done: as a warning, if it is one.

    Args:
        opened: to whom.
        error: as it was raised.
        who: with whom, by the place that it was found at.
    """
    found = told.of_error(
        error,
        opened.language,
        who=who,
        ledgers=opened.wallet.ledgers(),
        now_s=opened.wallet.now_s,
        zone=opened.zone,
    )
    if found is None:
        opened.refuse(error)
    else:
        say(opened, (found,))

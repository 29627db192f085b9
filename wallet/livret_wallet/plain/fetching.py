"""Something fetched over the network, and what came of it said."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from livret_core.errors import LivretError
from livret_wallet.plain.opened import Opened
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.standing import put_off

if TYPE_CHECKING:
    from livret_wallet.client.fetching import Arrived
    from livret_wallet.receiving.collecting import PutOff


def fetch(opened: Opened, do: Callable[[], object], *, who: str) -> bool:
    """Fetch something of *who*, and say what came of it; whether something did."""
    opened.talk.say(opened.said["fetching"])
    try:
        done = do()
        opened.read()
    except LivretError as error:
        from livret_wallet.plain import warnings  # with it comes all that verifies

        warnings.refuse(opened, error, who=who)
        return False
    if type(done).__name__ == "Arrived":
        from livret_wallet.plain import receive

        receive.decide(opened, cast("Arrived", done))
        return True
    if type(done).__name__ == "PutOff":
        opened.say(*put_off(cast("PutOff", done).pickup, opened.language, opened.zone))
    else:
        opened.say(Fact("", opened.said["fetched"], "✓"))
    return True

"""A link is followed where it leads, whichever word it was typed after: an offer, or a service's question."""

from livret_wallet.plain import receive
from livret_wallet.plain.opened import Opened


def take_in(opened: Opened, typed: str = "") -> None:
    """Take in what was handed over; what a service asks is shown instead.

    Args:
        opened: the open wallet.
        typed: behind the word, if anything.
    """
    asked = receive.show(opened, typed)
    if asked is not None:
        from livret_wallet.plain import consent  # with it comes all that verifies

        consent.show(opened, asked)


def show(opened: Opened, link: str, *, proof: str | None = None) -> None:
    """Show what a service asks; what a town hall hands over is taken in instead.

    Args:
        opened: the open wallet.
        link: behind the word; empty to ask for it.
        proof: the one to show if it fits.
    """
    from livret_wallet.plain import consent  # with it comes all that verifies
    from livret_wallet.receiving.invitation import is_offer

    link = link or consent.ask(opened)
    if is_offer(link):
        receive.show(opened, link)
    elif link:
        consent.show(opened, link, proof=proof)

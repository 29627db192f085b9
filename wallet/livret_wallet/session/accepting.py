"""What an open wallet asks a public ledger: who registered to ask for a proof like one it holds."""

from typing import TYPE_CHECKING

from livret_wallet.session.opened import OpenWallet

if TYPE_CHECKING:
    from livret_wallet.accepting import Services


def look(wallet: OpenWallet, origin: str) -> "Services":
    """Read it from the ledger's host; nothing of it is kept.

    Raises:
        Refused, Unavailable: as :func:`livret_wallet.client.services.registered`.
        Unavailable: ``vault.locked``.
    """
    from livret_wallet.client.services import registered

    with wallet.opened_vault() as vault, wallet.reach() as network:
        return registered(vault, network, origin, now_s=wallet.now_s)

"""A wallet that is open, for whichever face shows it: effects, no drawing and no rules.

    wallet = OpenWallet.unlock(path, passphrase, clock=now_s, reach=web_of)
    wallet.contents()            what is held, as one value
    wallet.history()             what happened, newest first, in pieces
    wallet.ledgers()             the public ledgers that are believed, and when each was last seen
    wallet.renew(batch, ...)     a newer one, over the network
    wallet.lock()                keys and values are let go of; all else raises ``vault.locked``

    wallet.pass_by()             what is due by itself: what comes later, and new copies

    AutoLock(clock)              when nobody has touched it for a while
    Passing(wallet)              passes in a thread, where nothing else calls one each minute

Built on :class:`livret_wallet.service.Wallet` and :class:`livret_wallet.client.fetching.Fetching`,
which are imported when something is to be done with them: a list needs neither.
Any thread may call; a face calls from a worker, never from what draws.
"""

from livret_wallet.session.idle import LOCK_AFTER_S, WARN_BEFORE_S, AutoLock
from livret_wallet.session.opened import HISTORY_PIECE, OpenWallet, Reach
from livret_wallet.session.passing import PASS_EVERY_S, Passing

__all__ = [
    "HISTORY_PIECE",
    "LOCK_AFTER_S",
    "WARN_BEFORE_S",
    "PASS_EVERY_S",
    "AutoLock",
    "OpenWallet",
    "Passing",
    "Reach",
]

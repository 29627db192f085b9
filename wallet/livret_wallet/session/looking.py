"""Asking every town hall now, because its holder wants to know: for newer proofs, and for what was put off.

What a wallet asks by itself is drawn days before, so that nobody learns from it when anything is shown
(:mod:`livret_wallet.refilling`). This is asked when a key is pressed, and that much each town hall sees.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from livret_core.errors import LivretError
from livret_wallet.looking import Looked, begun, renewable

if TYPE_CHECKING:
    from livret_wallet.client.fetching import Fetched
    from livret_wallet.receiving.collecting import PutOff
    from livret_wallet.session.opened import OpenWallet

Asking: TypeAlias = "Callable[[], Fetched | PutOff | None]"

#: What stands in the way here, whomever is asked.
_OURS: Final = frozenset({"vault.locked", "vault.storage", "trust.unconfirmed"})
#: A town hall that has nothing newer says so in one of these.
_NOTHING: Final = frozenset({"pickup.nothing_newer", "issuance.denied"})


def look_now(wallet: "OpenWallet") -> Looked:
    """Ask for all of that, one after the other. What one town hall refuses stops none of the others.

    Raises:
        Unavailable: ``vault.locked``, ``vault.storage``, ``trust.unconfirmed``.
    """
    contents = wallet.contents()
    askings: list[tuple[str, Asking]] = [
        (each.issuer_name, partial(wallet.go_on, each)) for each in begun(contents)
    ]
    askings += [(each.issuer_name, partial(wallet.renew, each)) for each in renewable(contents)]
    came, failed, put_off = 0, list[tuple[str, LivretError]](), 0
    for who, ask in askings:
        try:
            done = ask()
        except LivretError as error:
            if error.code in _OURS:
                raise
            if error.code not in _NOTHING:
                failed.append((who, error))
            continue
        is_later = type(done).__name__ == "PutOff"
        put_off += is_later
        came += done is not None and not is_later
    return Looked(len(askings), came, put_off, tuple(failed))

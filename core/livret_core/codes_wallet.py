"""The reasons of a wallet that is kept safe: backups, recovery words, links."""

from typing import Final

from livret_core.code import Code

WALLET: Final = {
    "backup.malformed": Code(
        "malformed", "not a backup of a wallet, or a damaged one", "attack 60"
    ),
    "backup.secret": Code("refused", "wrong recovery words or passphrase, or an altered lock"),
    "recovery.words": Code("malformed", "not the words of a recovery sheet"),
    "links.open_offer": Code("unavailable", "an offer's link, while the wallet is open elsewhere"),
    "links.open_request": Code(
        "unavailable", "a request's link, while the wallet is open elsewhere"
    ),
    "links.system": Code("unavailable", "a system on which livret registers no links"),
    "links.path": Code("malformed", "a path that a link's entry cannot hold", "attack 62"),
}

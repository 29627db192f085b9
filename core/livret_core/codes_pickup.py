"""The reasons of a town hall that hands over across the network: offers, PINs, renewal."""

from typing import Final

from livret_core.code import Code

PICKUP: Final = {
    "pickup.blocked": Code("refused", "too many wrong PINs", "OpenID4VCI 1.0 §6.3, attack 21"),
    "pickup.no_address": Code("refused", "a town hall that wallets cannot reach"),
    "pickup.no_certificate": Code("refused", "no certificate of the key that signs", "HAIP 1.0"),
    "pickup.unknown": Code("refused", "a hand-over that is not picked up over the network"),
    "pickup.no_new_pin": Code("refused", "a pickup that no PIN opens any more"),
    "pickup.no_extension": Code("refused", "a pickup that cannot end later any more"),
    "pickup.nothing_newer": Code("refused", "all that there is was handed out", "attack 25"),
    "pickup.not_renewable": Code("refused", "no wallet can fetch a newer one of this"),
    "pickup.other_person": Code("refused", "a newer proof of somebody else"),
    "pickup.four_eyes": Code("refused", "in a file, where a second clerk is needed", "attack 29"),
    "pickup.no_approval": Code("refused", "waits for no second clerk"),
    "pickup.same_clerk": Code("refused", "one clerk for both", "attack 29"),
    "pickup.not_dated": Code("unavailable", "the ledger does not have its day yet"),
}

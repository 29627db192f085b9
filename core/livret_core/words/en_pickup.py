"""English, at a counter that hands over across the network: offers, PINs, renewal."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

PICKUP: Final[Mapping[str, Sentence]] = {
    "pickup.blocked": Sentence(
        "A wrong PIN was typed too often: this hand-over is blocked. Nothing was signed.",
        "Ask at the counter for a new PIN; it is given to the person who is there.",
    ),
    "pickup.four_eyes": Sentence(
        "Nothing is handed over in a file: this type needs a second clerk, who agrees to what is offered at the counter.",
        "Offer it to one person at a time: `livret issuer offer TYPE --from LIST --by FUNCTION`, without --to.",
    ),
    "pickup.no_address": Sentence(
        "This town hall has no address at which wallets could pick anything up.",
        "Say where it can be reached: `livret issuer address https://HOST/PATH`. Until then, hand over files with --to.",
    ),
    "pickup.no_certificate": Sentence(
        "This town hall has no electronic seal for the key that signs now, so it cannot sign by one.",
        "Have an authority seal it: `livret issuer seal --request-to FILE`. Or leave out --profile.",
    ),
    "pickup.unknown": Sentence(
        "This hand-over is not one that is picked up over the network.",
        "Look with `livret issuer show` where it stands.",
    ),
    "pickup.no_new_pin": Sentence(
        "No PIN opens this hand-over any more: it was used, cancelled, or its time is over.",
        "Make a new hand-over.",
    ),
    "pickup.no_extension": Sentence(
        "This hand-over cannot be prolonged any more: it was picked up, cancelled, or its time is over.",
        "Look with `livret issuer show` where it stands. If need be, make a new hand-over.",
    ),
    "pickup.nothing_newer": Sentence(
        "The town hall has handed out all that it has for this proof; there is nothing newer.",
        "Use the proof in the wallet. If it is lost, ask at the counter for new copies, then renew again.",
    ),
    "pickup.not_renewable": Sentence(
        "No wallet can fetch a newer one of this proof by itself.",
        "Make a hand-over without --renews; the person picks it up with a PIN.",
    ),
    "pickup.other_person": Sentence(
        "What would be said is about somebody else than the proof that it would renew.",
        "Look at the code again, and at the person on that line. Nothing was offered.",
    ),
    "pickup.no_approval": Sentence(
        "This hand-over waits for nobody's yes.",
        "Look with `livret issuer show` where it stands.",
    ),
    "pickup.same_clerk": Sentence(
        "Whoever made a hand-over of this kind cannot also be the second who says yes.",
        "Ask another clerk.",
    ),
    "home.key_unread": Sentence(
        "It is not read yet since when the public ledger has the new key of this town hall.",
        "Look: `livret issuer ledger settle --from COPY`; `serve` does by itself. From midnight UTC it signs anyway.",
        "It is not read yet since when the public ledger has the new key. From {until_s:minute} it signs anyway.",
    ),
    "pickup.not_dated": Sentence(
        "The public ledger does not have the day on which this was signed yet.",
        "Ask again tomorrow. The proof can be used meanwhile.",
    ),
}

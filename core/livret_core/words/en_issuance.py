"""English, on issuing over the network: offer, PIN, delivery."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

ISSUANCE: Final[Mapping[str, Sentence]] = {
    "offer.gone": Sentence(
        "There is no hand-over where the link leads, or it was used, or its time is over.",
        "Look at the code again. If it is right, ask at the counter for a new PIN, or for a new hand-over.",
    ),
    "offer.is_request": Sentence(
        "That is the link of a service that asks you for something, no hand-over by a town hall.",
        "Go back, press s (line by line: type show) and paste it there; or `livret wallet present LINK`.",
    ),
    "offer.no_authority": Sentence(
        "This town hall signs with an electronic seal, and no authority for such seals is named here.",
        "Name its file: `--anchors FILE`. Nothing was asked for: the hand-over and its PIN stay good.",
    ),
    "offer_other_ways": Sentence(
        "This hand-over takes a way that livret does not speak yet.",
        "Ask at the counter for a hand-over as a file, or for paper.",
    ),
    "offer_does_not_fit": Sentence(
        "The hand-over does not fit what the town hall publishes of itself. Nothing was asked for.",
        "Do not type a PIN. Ask at the counter for a new hand-over, and show this message there.",
    ),
    "metadata_of_another_day": Sentence(
        "By the clock here, what the town hall publishes of itself is of another day. Nothing was asked for.",
        "Look at the date and time of this machine, then try again. If they are right, tell the town hall.",
    ),
    "token.code": Sentence(
        "This hand-over was used already, or its time is over, or the town hall never made it.",
        "Ask for a new one at the counter, and say if it was not you who used it.",
    ),
    "token.grant": Sentence(
        "This hand-over was not taken: the PIN is wrong, or it was used already, or its time is over.",
        "Open it again and type the PIN as it was said aloud; else ask for a new one at the counter.",
    ),
    "token.unanswered": Sentence(
        "The code and the PIN were sent, and no answer came back.",
        "Try again with the same link. If the hand-over was used, ask at the counter for a new PIN: the link stays good.",
    ),
    "token.tx_code": Sentence(
        "The PIN is wrong.",
        "Type it as it was said aloud at the counter; after a few tries the hand-over is blocked.",
        "The PIN is wrong. Tries left: {attempts_left}.",
    ),
    "token.tx_code_missing": Sentence(
        "This hand-over needs the PIN that was said aloud at the counter.",
        "Type the PIN, or ask at the counter for it.",
    ),
    "token.tx_code_unexpected": Sentence(
        "This hand-over takes no PIN, and one came with the request.",
        "Ask again without a PIN, and tell nobody the one you have.",
    ),
    "token.refresh": Sentence(
        "The right to fetch a newer one of this proof is over, or was used already.",
        "Ask at the counter for a new hand-over. The proof you hold is not touched by this.",
    ),
    "access_refused": Sentence(
        "The wallet may not ask for this here, or no longer. Nothing was signed.",
        "Ask at the counter for a new hand-over.",
    ),
    "wallet_not_the_same": Sentence(
        "It was not shown that the wallet asking now is the one that began. Nothing was signed.",
        "Ask again from that wallet, with its clock right; else ask at the counter for a new hand-over.",
    ),
    "issuance.denied": Sentence(
        "The town hall will not sign this.",
        "Ask at the counter why. Asking again from the wallet changes nothing.",
    ),
    "delivery_unknown": Sentence(
        "The town hall knows no such delivery, or it was fetched already.",
        "Look at `livret wallet list`; if it is not there, ask at the counter.",
    ),
    "issuance.other_error": Sentence(
        "The town hall answered with a refusal that livret does not know.",
        "Ask at the counter, and show this message there.",
    ),
    "issuance.redirected": Sentence(
        "The town hall's service leads this wallet elsewhere. A wallet does not follow: it would show your secrets there.",
        "Do not type a PIN again. Ask at the counter for a new hand-over, and show this message there.",
    ),
    "issuance.busy": Sentence(
        "The town hall's service cannot answer at this moment. Nothing was signed.",
        "Try again in a few minutes; the hand-over stays good until its time is over.",
    ),
    "received.declined": Sentence(
        "You chose not to keep this proof. Nothing of it is here.",
        "Nothing is left to do. If you want it after all, ask at the counter for a new hand-over.",
    ),
}

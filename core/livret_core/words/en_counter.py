"""English, at the counter: hand-overs, lists, what a wallet was given, the record of acts."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

COUNTER: Final[Mapping[str, Sentence]] = {
    "encrypted_otherwise": Sentence(
        "It is encrypted in a way that livret does not accept.",
        "Ask for it again from software that follows the European rules.",
    ),
    "not_for_this_key": Sentence(
        "It is encrypted for another key, or was altered on the way.",
        "Ask the sender to encrypt it again, for the key in use now.",
    ),
    "code.alone": Sentence(
        "That is the code alone: it does not say whose it is.",
        "Type the address before it, as both stand beside the QR code: verneuil.example/o/7KQ2-M9T9. Or paste the link.",
    ),
    "code.mistyped": Sentence(
        "That is not a code, or a character of it is mistyped.",
        "Type it again from the paper or the screen, with or without the dash.",
    ),
    "wallet_request_wrong": Sentence(
        "The wallet's request does not fit this hand-over. Nothing was signed.",
        "Ask the person to make the request again, with this hand-over.",
    ),
    "handover.unknown": Sentence(
        "This town hall made no such hand-over.",
        "Ask for a new hand-over at the counter.",
    ),
    "handover.used": Sentence(
        "This hand-over was used already; it works once.",
        "Ask for a new one at the counter, and say if it was not you who used it.",
    ),
    "handover.collected": Sentence(
        "This hand-over was collected already; there is nothing left to cancel.",
        "Withdraw what was signed: `livret issuer revoke {handover|CODE}`. To pause it: `suspend`.",
        "{handover} was collected on {collected_at_s:minute}; there is nothing left to cancel.",
    ),
    "handover.expired": Sentence(
        "This hand-over's time is over.",
        "Ask for a new one at the counter.",
        "This hand-over's time was over on {expired_at_s:minute}.",
    ),
    "handover.other_type": Sentence(
        "This is another kind of proof than was handed over. Nothing was signed.",
        "Ask at the counter for a hand-over of the kind you need.",
    ),
    "handover.too_many": Sentence(
        "More copies were asked for than this hand-over allows.",
        "Ask for fewer, or for another hand-over.",
        "More copies were asked for than this hand-over allows: {max_copies}.",
    ),
    "handover.not_issued": Sentence(
        "Nothing was signed for this hand-over, so there is nothing to change.",
        "Look with `livret issuer show` where it stands.",
    ),
    "received_wrong": Sentence(
        "What the town hall sent is not what the wallet asked for. Nothing was stored.",
        "Ask at the counter for a new hand-over, and show this message there.",
    ),
    "pending.unknown": Sentence(
        "This wallet has no open request for that answer. Nothing was stored.",
        "Open it with the wallet that asked, or ask at the counter for a new hand-over.",
    ),
    "present.none": Sentence(
        "This wallet holds no proof that answers the request. Nothing was sent.",
        "Ask the town hall for one, or ask the service whether paper will do.",
    ),
    "present.asked": Sentence(
        "A proof that may answer was asked for, and is not in this wallet yet. Nothing was sent.",
        "Take in the town hall's answer: `livret wallet receive`, then the name of its file. Then answer once more.",
    ),
    "present.other_proof": Sentence(
        "The proof you named does not answer this request. Nothing was sent.",
        "Leave the choice to the wallet, or take another from `livret wallet list`.",
    ),
    "present.declined": Sentence(
        "You said no. A no was sent to the service, and nothing of what you hold.",
        "Nothing is left to do. If you change your mind, have the service ask again.",
    ),
    "present.untold": Sentence(
        "You said no. Nothing of what you hold was sent; whether the service heard the no is not known.",
        "Nothing is left to do. To tell it once more, refuse the same link again.",
    ),
    "present.no_consent": Sentence(
        "You said no. Nothing was written, and nothing was sent.",
        "Nothing is left to do. If you change your mind, answer the same file again.",
    ),
    "status.missing": Sentence(
        "It does not say where to ask whether it is still good.",
        "Ask for a new one from the body that signed it.",
    ),
    "status.final": Sentence(
        "A withdrawn proof stays withdrawn.",
        "Sign a new one instead.",
    ),
    "status.no_suspension": Sentence(
        "This kind of proof can be withdrawn, not paused.",
        "Withdraw it, and sign a new one when the matter is settled.",
    ),
    "intake.encoding": Sentence(
        "The list is not in UTF-8, so names would come out wrong.",
        "Save it again as CSV in UTF-8, then try again.",
        "Line {line} of the list is not in UTF-8: names would come out wrong.",
    ),
    "intake.garbled": Sentence(
        "A name in the list was misread by another program before; its letters are lost in this file.",
        "Have the list exported anew from the register, as UTF-8. Saving this file again mends nothing.",
        "A name on line {line} was misread by another program before; its letters are lost in this file.",
    ),
    "intake.spreadsheet": Sentence(
        "The list is a spreadsheet's own file, and not a CSV.",
        "Save it from the spreadsheet as CSV in UTF-8, then try again.",
    ),
    "intake.line_ends": Sentence(
        "The lines of the list end as on old Macs, so all of it reads as one line.",
        "Save it again as CSV in UTF-8, and not as CSV for Macintosh. Then try again.",
    ),
    "intake.header": Sentence(
        "A column of the list is unknown, missing or there twice.",
        "Name the columns as the kind of proof does; `livret types` lists them.",
        "Column {column} of the list is unknown, missing or there twice.",
    ),
    "claims.elsewhere": Sentence(
        "It places this in a commune or country that the signing town may not speak for.",
        "Correct the place in the record, or ask the town it belongs to.",
        "{path} names a place that the signing town may not speak for.",
    ),
    "claims.future": Sentence(
        "A date is still to come.",
        "Correct the date in the record, then try again.",
        "{path} is a day that is still to come.",
    ),
    "claims.order": Sentence(
        "A date lies before another that comes first.",
        "Correct whichever of the two dates is wrong, then try again.",
        "{path} lies before {before}, which comes first.",
    ),
    "intake.row": Sentence(
        "A row of the list has too many or too few cells, or an open quotation mark.",
        "Correct the row, then try again.",
    ),
    "intake.formula": Sentence(
        "A cell of the list begins like a formula that a spreadsheet would run.",
        "Write the cell as plain text, then try again.",
    ),
    "intake.nobody": Sentence(
        "Nobody stands on that line of the list.",
        "Look up the line's number; the header counts as line 1.",
    ),
    "intake.changed": Sentence(
        "The list was changed while it was being read. Nothing was offered.",
        "Close the program that changes it, then try again.",
    ),
    "intake.empty": Sentence(
        "There is nobody in the list: it ends after its first line.",
        "Put the people below the names of the columns, one a line.",
    ),
    "intake.offered": Sentence(
        "This person has a hand-over of this kind that is still open.",
        "Cancel that one first, or give another on purpose with --again.",
        "This person has a hand-over that is still open: {handover} (cancel it, or --again).",
    ),
    "offer.none": Sentence(
        "A hand-over could not be written, so nobody was offered one and nothing was recorded.",
        "Make room, or name another folder with --to, then run the same command again.",
        "Nothing was offered or recorded: {file} could not be written ({reason:cause}).",
    ),
    "offer.unfinished": Sentence(
        "The hand-overs are recorded, and not all of their files are in their places.",
        "Make room, then run the same command again: it puts the files in their places first.",
        "The hand-overs are recorded, and not all files are in place: {file} ({reason:cause}).",
    ),
    "intake.duplicate": Sentence(
        "The same person is in the list twice.",
        "Take one of the two rows out. If they are two people, serve the second at the counter.",
        "The same person is in the list twice, first on line {first_line}.",
    ),
    "audit.altered": Sentence(
        "The town hall's record of its own acts was changed afterwards.",
        "Stop, leave the folder as it is, and call whoever looks after this machine.",
        "The town hall's record of its own acts was changed, at entry {number}.",
    ),
    "audit.rolled_back": Sentence(
        "The town hall's record of its own acts does not go on from where it stood when that was noted.",
        "Stop, leave the folder as it is, and call whoever looks after this machine.",
        "The record of the town hall's acts has {number} {number:entry|entries} and does not go on from entry {noted} as noted.",
    ),
    "audit.head": Sentence(
        "This is not a number and digits as `livret issuer audit` writes them.",
        "Type again what was written down: a number, then groups of four.",
    ),
}

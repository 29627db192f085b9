"""English."""

from typing import Final

from livret_core.words.en_command import COMMAND
from livret_core.words.en_counter import COUNTER
from livret_core.words.en_desk import DESK
from livret_core.words.en_issuance import ISSUANCE
from livret_core.words.en_keeping import KEEPING
from livret_core.words.en_ledger import LEDGER
from livret_core.words.en_pickup import PICKUP
from livret_core.words.en_presentation import PRESENTATION
from livret_core.words.en_reading import READING
from livret_core.words.en_store import STORE
from livret_core.words.en_wallet import WALLET
from livret_core.words.en_watching import WATCHING
from livret_core.words.language import Sentence, Texts

TEXTS: Final = Texts(
    verdicts={
        "accepted": "ACCEPTED",
        "refused": "REFUSED",
        "unavailable": "COULD NOT CHECK",
        "malformed": "UNREADABLE",
        "not_done": "NOT DONE",
        "no_answer": "NO ANSWER",
    },
    menders={
        "sender": "whoever made the file",
        "holder": "the person who shows it",
        "issuer": "the town hall or body that signs",
        "service": "the service that asks",
        "ledger": "those who keep the public ledger",
        "you": "you, here",
    },
    labels={
        "step": "What to do",
        "mender": "Who can",
        "meaning": "For engineers",
        "rule": "Rule",
        "more": "More",
        "codes": "Reasons",
        "unknown": "No reason is called",
        "near": "Did you mean",
    },
    causes={
        "missing": "not found",
        "not_allowed": "not allowed",
        "folder": "it is a folder",
        "special": "it is no file",
        "too_large": "it is far too large",
        "full": "no room is left",
        "empty": "nothing of livret is there",
        "another": "it is the folder of something else",
        "failed": "reading or writing failed",
        "no_server": "no database server answers there",
        "no_database": "the server has no such database: `createdb` makes one",
        "login": "the server lets nobody in with this name and password",
        "no_toml": "no TOML from there on",
        "key_missing": "it is missing",
        "key_unknown": "this version knows no such key",
        "key_kind": "it is of another kind, a text where a number belongs, say",
        "key_value": "it cannot be so",
        "claim_unknown": "this type of proof has no such claim",
        "claim_parts": "it has parts: name those that you want",
        "said_twice": "it is said twice",
    },
    minute="{day}, {hour:02}:{minute:02} {zone}",
    ages={
        "days": "{count} days",
        "hours": "{count} hours",
        "minutes": "{count} minutes",
        "seconds": "{count} {count:second|seconds}",
    },
    decimal_mark=".",
    question_mark="?",
    sentences={
        **COMMAND,
        **COUNTER,
        **ISSUANCE,
        **DESK,
        **PICKUP,
        **WALLET,
        **KEEPING,
        **LEDGER,
        **READING,
        **PRESENTATION,
        **STORE,
        **WATCHING,
        # What cannot be read.
        "unreadable": Sentence(
            "This is not something livret can read: damaged, cut short, or another kind of file.",
            "Ask for it again, as it was made. A proof is as good on paper.",
        ),
        "too_large": Sentence(
            "This is far larger than an honest file of its kind. It was not read.",
            "Ask for it again from where it was made, and look at what you were sent.",
            "Far larger than an honest file of its kind, so it was not read: {file}.",
        ),
        "secret_key": Sentence(
            "It contains a secret key, which should never leave the machine it was made on.",
            "Treat that key as stolen: make a new one, and delete this file.",
        ),
        "request_unreadable": Sentence(
            "This is not a request livret can read. Nothing was sent.",
            "Ask the service for a new request, or show your proof on paper.",
        ),
        "answer_unreadable": Sentence(
            "This is not an answer livret can read: damaged, or cut short.",
            "Ask the person to show the proof again, or take it on paper.",
        ),
        "rules_unreadable": Sentence(
            "The rules file contains something it may not. Nothing was checked with it.",
            "Correct the place that is named, then try again.",
            "The rules file cannot be used, at {place}: {reason:cause}. Nothing was checked with it.",
        ),
        "policy.no_procedure": Sentence(
            "The rules file names no such procedure.",
            "Choose one that is there, or add this one.",
            "The rules file names no such procedure; it names {known:all}.",
        ),
        "record_wrong": Sentence(
            "A value in this record is not what this kind of proof demands. Nothing was signed.",
            "Correct the value in the town's own records, then try again.",
            "{path} is not what this kind of proof demands. Nothing was signed.",
        ),
        "date.malformed": Sentence(
            "No such date, or not written as it must be: 1988-03-14, 1988-03 or 1988. Nothing was signed.",
            "Write it in that form in the town's own records; leave out the day or month that is not known.",
            "No such date, or not written as it must be: {form}. Nothing was signed.",
        ),
        "against_its_kind": Sentence(
            "This proof was not made by the rules of its kind.",
            "Ask for a new one from the body that signed it.",
        ),
        "kind_damaged": Sentence(
            "The description of this kind of proof is damaged or contradicts itself.",
            "Fetch it again from the body that publishes it, or call that body.",
        ),
        "type.unknown": Sentence(
            "livret knows no kind of proof by this name.",
            "Choose one that `livret types` lists.",
        ),
        "type.unavailable": Sentence(
            "The description of this kind of proof could not be had. Not a refusal.",
            "Try again in a few minutes, or ask for the proof on paper.",
        ),
        # The body that signs, and its public record.
        "body_name_wrong": Sentence(
            "The signing body is named in a way that livret will not look up.",
            "Ask for a new proof from the body itself.",
        ),
        "body_record_damaged": Sentence(
            "The signing body's record on the public ledger is damaged or incomplete.",
            "Fetch it again. If it stays so, call those who keep the ledger.",
        ),
        "body_record_forged": Sentence(
            "The signing body's record does not hold together. Somebody may have changed it.",
            "Do not rely on it. Keep the file and call those who keep the ledger.",
        ),
        "body_record_rules": Sentence(
            "This would break a rule that public bodies keep for their records.",
            "Leave the keys and the settings as `livret issuer init` makes them.",
        ),
        "ledger_unreadable": Sentence(
            "What came from the public ledger is damaged or cut short.",
            "Fetch it again. If it stays so, call those who keep the ledger.",
        ),
        "ledger_forged": Sentence(
            "This page of the public ledger was not signed by those who keep it, or was changed.",
            "Do not rely on it. Keep the file and call those who keep the ledger.",
        ),
        "ledger_rewritten": Sentence(
            "The public ledger does not continue what it said before. It may have been rewritten.",
            "Do not rely on it. Keep the file as evidence and call a town that watches the ledger.",
        ),
        "trust_rules_wrong": Sentence(
            "The file that says which ledger to trust is wrong or damaged. Nothing was checked with it.",
            "Take it again from where it was handed out.",
        ),
        "log.unknown": Sentence(
            "This comes from a ledger that is not trusted here.",
            "Ask whoever gave it to you which ledger it is, and confirm that one at the counter.",
        ),
        "log.quorum": Sentence(
            "Too few towns confirm this page of the public ledger.",
            "Fetch a newer one. If it stays so, call those who keep the ledger.",
        ),
        "log.witness_unavailable": Sentence(
            "A town that watches the public ledger gave no answer.",
            "Try again later. The others may be enough.",
        ),
        "did.deactivated": Sentence(
            "The signing body has closed this record and signs nothing with it any more.",
            "Ask which body took over its duties, and for a proof from that one.",
        ),
        "did.version_not_found": Sentence(
            "The signing body's record has no such version.",
            "Ask for a version that exists, or for the latest one.",
        ),
        "webvh.witness_threshold": Sentence(
            "Too few of the demanded witnesses stand behind the signing body's record.",
            "Wait for the others to confirm it, or call those who keep the ledger.",
        ),
        "webvh.witness_file_missing": Sentence(
            "The witnesses' confirmations of this record could not be had. Not a refusal.",
            "Fetch the confirmations as well, then try again.",
        ),
        "issuer.unavailable": Sentence(
            "Could not find out which keys the signing body uses. Not a refusal.",
            "Try again in a few minutes, or follow the service's rule for such cases.",
            "Could not find out which keys {issuer} uses ({reason:cause}). Not a refusal.",
        ),
        "map.unavailable": Sentence(
            "Part of what the public ledger holds is missing or damaged. Not a refusal.",
            "Ask another town that keeps the ledger. This one has to restore it from a copy.",
        ),
        "issuer.unknown": Sentence(
            "The public ledger knows no body of the name that this proof bears.",
            "Treat it as forged, and keep it. A proof of a body on the ledger, or one on paper, will do.",
        ),
        "issuer.not_accepted": Sentence(
            "This service does not accept proofs of this kind from this body.",
            "Ask the service which bodies it accepts, or whether paper will do.",
        ),
        "issuer.key_not_listed": Sentence(
            "Not signed with a key of the body it names. Treat it as forged; keep the file.",
            "Ask for a proof made by the body itself, and tell that body what you saw.",
        ),
        "issuer.not_accredited": Sentence(
            "The body that signed this may not sign this kind of proof.",
            "Ask which body may, and for a proof from that one.",
            "{issuer} may not sign this kind of proof.",
        ),
        "issuer.wrong_territory": Sentence(
            "Signed by one town for a matter of another.",
            "Ask for a proof from the town whose matter it is.",
            "Signed by {issuer} for a territory that is not its own.",
        ),
        # Signatures and what they cover.
        "signature_wrong": Sentence(
            "The signature does not match what is written here. Treat it as forged.",
            "Keep the file. Ask the person for the proof again, from the wallet.",
        ),
        "signed_otherwise": Sentence(
            "It is signed in a way that livret does not accept.",
            "Ask for it again from software that follows the European rules.",
        ),
        "not_what_was_signed": Sentence(
            "What is shown is not what was signed: something was added, doubled or replaced.",
            "Treat it as forged. Ask the person for the proof again, from the wallet.",
        ),
        "certificate_unfit": Sentence(
            "The signing body's electronic seal does not entitle it to sign this.",
            "Ask that body to renew its seal with an authority you trust.",
        ),
        "x509.expired": Sentence(
            "The signing body's electronic seal has ended.",
            "Ask that body to renew it; the proof itself may still be good then.",
            "The signing body's electronic seal ended on {expired_at_s:day}.",
        ),
        "x509.not_yet_valid": Sentence(
            "The signing body's electronic seal is not good yet.",
            "Look at this machine's clock; otherwise wait, or call that body.",
            "The signing body's electronic seal is good from {valid_from_s:day} only.",
        ),
        # Dates.
        "validity.expired": Sentence(
            "This proof has ended. The holder can ask for a new one.",
            "Ask the town hall for a new one; a paper one is as good.",
            "Ended on {expired_at_s:day}. The holder can ask for a new one.",
        ),
        "validity.not_yet": Sentence(
            "This proof is not good yet.",
            "Look at this machine's clock; otherwise come back when it has begun.",
            "Good from {starts_at_s:minute} only.",
        ),
        "clock_ahead": Sentence(
            "This is dated in the future, so one of two clocks is wrong.",
            "Set this machine's clock, then ask for it again.",
        ),
        # The request, and the answer to it.
        "request.unsupported": Sentence(
            "The request asks in a way that livret does not speak yet. Nothing was sent.",
            "Ask the service for another way, or show your proof on paper.",
        ),
        "request.signature": Sentence(
            "The request is not signed by the service it names. Nothing was sent.",
            "Do not answer it. Ask the service itself, at its counter or address.",
        ),
        "request.expired": Sentence(
            "The request's time is over. Nothing was sent.",
            "Ask the service for a new one.",
            "The request's time was over on {expired_at_s:minute}. Nothing was sent.",
        ),
        "request.unknown": Sentence(
            "This answers a request that this service never made.",
            "Make a new request and show it to the person.",
        ),
        "answer.other_type": Sentence(
            "This is another kind of proof than the one asked for.",
            "Ask the person for the kind that the procedure names.",
        ),
        "answer.incomplete": Sentence(
            "Something that was asked for is not in the answer.",
            "Ask again, and say what it is needed for; the person may say no.",
            "The answer does not say: {claim}.",
        ),
        "answer.not_met": Sentence(
            "The proof is genuine, and what it says is not what the procedure demands.",
            "Say so to the person; another proof may answer the question.",
            "The proof is genuine; {claim} is not what the procedure demands.",
        ),
        "answer.not_asked": Sentence(
            "There is a proof in the answer that nobody asked for.",
            "Ask again; the person sends what is asked for and nothing else.",
        ),
        "answer.several": Sentence(
            "There are several proofs in the answer where one was asked for.",
            "Ask again; the person chooses one of them.",
        ),
        "answer.missing": Sentence(
            "A proof that was asked for is not in the answer.",
            "Ask again, and say what it is needed for; the person may say no.",
        ),
        # The person who shows it.
        "holder.missing": Sentence(
            "Shown without proof that the bearer holds it: a copy.",
            "Ask the person to show it from the wallet.",
        ),
        "bearer_unproven": Sentence(
            "The one who shows this is not shown to be the one it was given to.",
            "Ask the person to show it again, from the wallet it was given to.",
        ),
        "holder.other_service": Sentence(
            "Made for another service, not for yours.",
            "Make a request of your own and show it to the person.",
        ),
        "holder.other_request": Sentence(
            "Made for another request, not for this one.",
            "Make a new request and show it to the person.",
        ),
        "holder.stale": Sentence(
            "Prepared too long ago for your rules.",
            "Make a new request; showing it again takes a moment.",
            "Prepared on {bound_at_s:minute}, too long ago for your rules.",
        ),
        "holder.replayed": Sentence(
            "Already shown here. A second showing of the same answer proves nothing.",
            "Make a new request.",
            "Already shown here on {answered_at_s:minute}.",
        ),
        # Whether it still holds.
        "status.revoked": Sentence(
            "Withdrawn by the body that signed it.",
            "Ask the town hall for a new one.",
            "Withdrawn by the body that signed it, says its list of {listed_at_s:minute}.",
        ),
        "status.suspended": Sentence(
            "Paused by the body that signed it.",
            "The holder can ask that body why; until then a paper proof may help.",
            "Paused by the body that signed it, says its list of {listed_at_s:minute}.",
        ),
        "status_not_understood": Sentence(
            "The signing body says something about this proof that livret does not understand.",
            "Ask that body whether the proof is still good.",
        ),
        "status_list_wrong": Sentence(
            "The list that should say whether this is still good cannot be relied on.",
            "Ask the body that signed it to publish its list again.",
        ),
        "status.small_list": Sentence(
            "The list it stands in is so small that it would give its holder away. Nothing was stored.",
            "Ask the town hall for a proof in a list for everyone, and show this message there.",
        ),
        "status.exhausted": Sentence(
            "There is no room on any list of signed proofs. Nothing was signed.",
            "Call whoever looks after livret: the next list should have begun by itself.",
        ),
        "status.unavailable": Sentence(
            "Could not find out whether it is still good. Not a refusal.",
            "Try again in a few minutes, or follow the service's rule for such cases.",
            "Could not find out whether it is still good ({reason:cause}). Not a refusal.",
        ),
        "status.stale": Sentence(
            "The last known list is older than your rule allows. Not a refusal.",
            "Fetch a newer list, or follow the service's rule for such cases.",
            "The last known list is of {issued_at_s:minute}, older than your rule allows.",
        ),
    },
)

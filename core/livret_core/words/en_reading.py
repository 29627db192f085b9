"""English, for who reads a public ledger: what its pages show, whom to believe, what dates a proof."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

READING: Final[Mapping[str, Sentence]] = {
    "ledger.clock": Sentence(
        "The clock here is behind what was seen before.",
        "Set the clock, then try again.",
    ),
    "ledger.stale": Sentence(
        "The newest page of the public ledger at hand is too old.",
        "Connect once and fetch a newer one. Any town that keeps a copy has it.",
    ),
    "ledger.unavailable": Sentence(
        "There is no evidence of the public ledger here about who signed this.",
        "Fetch the evidence again from the ledger or any town that keeps a copy. Not a refusal.",
    ),
    "trust.unconfirmed": Sentence(
        "No public ledger is believed here yet, so who may sign cannot be looked up.",
        "Take its trust file and compare its six words with the sheet at the counter: `trust add`.",
    ),
    "ledger.unlinked": Sentence(
        "This newer page of the public ledger comes with nothing that shows it goes on from the one seen here before.",
        "Connect and try again. Without a network, copy the ledger's folder tile/ too. Not a refusal.",
    ),
    "ledger_older": Sentence(
        "This page of the public ledger is older than one that was believed here before.",
        "Fetch a newer one. If none is to be had, call those who keep the ledger.",
    ),
    "ledger.unproven": Sentence(
        "Whoever answered says the ledger has it, and shows no proof that this is so.",
        "Take the ledger's newest trust file and try again. If it stays so, tell the members.",
    ),
    "ledger.not_proven": Sentence(
        "Whoever answered says the ledger has it. No proof of that came.",
        "It may have been taken. Hand the same file in again later: nothing is written twice.",
        "Whoever answered says the ledger has it as entry {index}. No proof of that came.",
    ),
    "ledger.not_shown": Sentence(
        "What came along does not show all that has to be checked.",
        "Fetch it again from the public ledger.",
    ),
    "ledger.rights_not_shown": Sentence(
        "What came along does not show all that this body may sign, so whether it may sign this is open.",
        "Fetch it again from the public ledger. Not a refusal.",
    ),
    "ledger.type_not_shown": Sentence(
        "What came along does not show which description of this kind of proof was published.",
        "Fetch it again from the public ledger, or tell its keepers. Not a refusal.",
    ),
    "type.not_as_published": Sentence(
        "The program goes by another description of this kind of proof than was published for all.",
        "Have livret brought up to date here. Nothing is said against the proof itself.",
    ),
    "type.retired": Sentence(
        "This version of the proof was retired before it was signed.",
        "Ask the body that signed it for a proof of the current version.",
    ),
    "ledger.retired_keys": Sentence(
        "Those who saw this back then keep the ledger no more. Their word alone dates nothing.",
        "Ask the body that signed it for a newer file to date it (livret ledger redate).",
    ),
    "ledger.older_than_proof": Sentence(
        "This was signed after the state of the ledger that is at hand. That one does not show who may sign it.",
        "Fetch it again from the public ledger. Not a refusal.",
    ),
    "issuer.key_ended": Sentence(
        "Signed with a key after its end.",
        "Ask the body that signed it for a new proof.",
    ),
    "issuer.key_compromised": Sentence(
        "Signed with a key that may be stolen, and nothing shows that it was before the theft.",
        "Show what dates it (livret wallet present --with-dating; livret verify file --dating), or ask for a new proof.",
        "Signed with a key that may be stolen since {from_s:minute}, and nothing shows that it was before.",
    ),
    "issuer.undated": Sentence(
        "Signed with a key that may be stolen. Proofs of this kind can show that they are older; this one has not.",
        "Show it again with the file that dates it: `livret wallet present --with-dating`.",
    ),
    "issuer.suspended": Sentence(
        "Signed while the other towns had paused the body that signed it.",
        "Ask that body for a new proof, once it may sign again.",
    ),
    "issuer.void": Sentence(
        "The body that signed it had no right to by then.",
        "Ask who signs this kind of proof for your town now.",
    ),
    "trust_broken": Sentence(
        "The list of who keeps the ledger was not passed on by those who kept it before.",
        "Do not rely on it. Confirm the six words at the counter.",
    ),
    "trust.other_text": Sentence(
        "This is another text of a version that is believed here. One of the two is forged.",
        "Hold both against the newest sheet: `trust check FILE`. Is it the one here: `trust remove`, then add the other.",
    ),
    "trust.joint_open": Sentence(
        "Too few witnesses and auditors, old or new, signed the last head.",
        "Call those that have not answered, then ask again.",
    ),
    "trust.expired": Sentence(
        "What is known here of who keeps the ledger is too old to go by.",
        "Add the newest list of its members: `trust add`. Should it ask for six words, take the newest sheet at the counter.",
    ),
    "trust.memory": Sentence(
        "This machine has too little free memory to compute the six words. Nothing was compared.",
        "Close other programs, then try again, or use another machine.",
    ),
    "trust.not_yet": Sentence(
        "Somebody may still object to the new key of this ledger. What it signs is not believed yet.",
        "Go on with the last state that you had. A week after it, ask again.",
        "Until {from_s:minute} somebody may object to the ledger's new key. What it signs is not believed before.",
    ),
    "trust.words": Sentence(
        "These are not the six words of this file. Nothing is believed by it.",
        "Read them again. If the sheet says a later version, take a newer file. If not, keep this one and ask at the counter.",
        "These are not the six words of this file, which goes up to version {newest}. Nothing is believed by it.",
    ),
    "trust.sheet_old": Sentence(
        "This sheet is too old: somebody with keys of back then may have written what came after it.",
        "Ask at the counter for the newest sheet, and take its six words.",
        "The sheet of version {version} is too old: somebody with keys of back then may have written what came after.",
    ),
    "trust.sheet_newer": Sentence(
        "This file has no version of that number.",
        "Take the newest file from those who keep the ledger, then try again.",
        "The sheet says version {version}. This file goes up to version {newest}.",
    ),
    "trust.file_old": Sentence(
        "This file is too old to go by: who keeps the ledger by now is not in it.",
        "Take the newest file, and the newest sheet at the counter.",
        "This file is too old to go by: it ends on {expired_s:day}, and who keeps the ledger by now is not in it.",
    ),
    "trust.unknown": Sentence(
        "No public ledger of that name is believed here.",
        "See which are: `livret wallet trust list`, at a desk `livret verify trust list`.",
    ),
    "trust.another": Sentence(
        "This desk believes another public ledger, and one at a time.",
        "See which: `livret verify trust list`. If it is to go: `livret verify trust remove`.",
    ),
    "issuer.off_ledger": Sentence(
        "The body that signed this is on no public ledger that you believe.",
        "Ask it which ledger it is on, and confirm that one's six words. It is not kept until then.",
    ),
    "commit.lists_missing": Sentence(
        "Status lists that the public ledger names are not all here, or older ones are.",
        "Fetch the lists and the commit folder again from where the old town hall published them.",
    ),
    "commit.no_lists": Sentence(
        "This names no status lists.",
        "Give a draft that `livret ledger lists commit` made, or a succession with final lists.",
    ),
    "commit.other_root": Sentence(
        "These are other figures of a day than those that are named.",
        "Ask the body whose lists they are for the day's file as it published it.",
    ),
    "commit.path": Sentence(
        "This does not show that the proof was signed by that day.",
        "Show the file that came with this very proof, or ask the town hall for it again.",
    ),
    "status.rolled_back": Sentence(
        "The list shown is older than one that its signer has put on the public ledger.",
        "Get the newest list, and ask again.",
        "The list is of {issued_at_s:minute}; one of {committed_at_s:minute} stands on the public ledger.",
    ),
    "dating.none": Sentence(
        "Nothing is kept here that dates this proof.",
        "Ask the town hall for the file that dates it, and keep it: `livret wallet dating`.",
    ),
    "dating.unchecked": Sentence(
        "What is kept to date this proof was checked; this file cannot be.",
        "Believe its public ledger first: `livret wallet trust add`. What is kept stays.",
    ),
    "dating.no_proof": Sentence(
        "This file dates a proof that you do not hold.",
        "Check that it is the file that goes with your proof: `livret wallet list`.",
    ),
    "status.uncommitted": Sentence(
        "The body has ended, or its key may be stolen, and this list is not the one on the public ledger.",
        "Get the list that the public ledger names, and ask again.",
    ),
    "status.equivocated": Sentence(
        "The body that signed it made two lists of one time, and this is not the one on the public ledger.",
        "Keep both lists, and tell those who watch the public ledger.",
        "Two lists of {issued_at_s:minute} were made. This is not the one on the public ledger.",
    ),
}

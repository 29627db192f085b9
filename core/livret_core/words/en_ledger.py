"""English, for who writes a public ledger, keeps one, or is on it: what was handed in, and who signed it."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

LEDGER: Final[Mapping[str, Sentence]] = {
    "entry_unreadable": Sentence(
        "What was handed in for the public ledger is damaged, or says what it may not.",
        "Make it again with `livret ledger`, and hand that in.",
        "What was handed in for the public ledger is not well formed, at {member}.",
    ),
    "entry_number_wrong": Sentence(
        "A number given for a body or for its area is none that its country uses.",
        "Look it up, and type it again digit by digit.",
    ),
    "ledger.origin": Sentence(
        "This was made for another public ledger.",
        "Hand it in there, or make it anew for this one.",
    ),
    "entry_out_of_turn": Sentence(
        "This comes too late or too early: something was written before it, or it was signed long ago.",
        "Fetch the ledger as it stands now, make it again and have it signed again.",
    ),
    "entry_has_words": Sentence(
        "It says something in words of its own. The public ledger takes numbers and addresses only.",
        "Make it again with `livret ledger`, and add nothing.",
    ),
    "entry_there_already": Sentence(
        "This is on the public ledger already. It was not touched.",
        "Look at what stands there. Another version is another entry.",
    ),
    "ledger.claim": Sentence(
        "A service is registered for a detail that this kind of proof does not have.",
        "Choose among the details in the published description of this kind of proof.",
        "A service is registered for a detail that no published version of {type} has.",
    ),
    "ledger.unknown": Sentence(
        "It refers to something that the public ledger does not have.",
        "Look at what it names, and have that written first.",
    ),
    "entry_signer_wrong": Sentence(
        "It is signed by one who may not sign it, or with a key that does not count.",
        "Look at who signs for your town now, and sign again.",
    ),
    "ledger.threshold": Sentence(
        "It is not signed by those that it takes.",
        "Ask the others to sign. A town does not count in its own matter.",
        "It takes {needed} signatures that count. It has {found}.",
    ),
    "ledger.own_matter": Sentence(
        "Nobody counts in a matter of their own, nor through whoever runs their machines.",
        "Ask another town that watches the ledger to do it.",
    ),
    "ledger.suspended": Sentence(
        "This member is paused. It can neither sign proofs nor vouch for others.",
        "Wait until the pause ends, or ask the other members to end it.",
    ),
    "entry_no_longer": Sentence(
        "What this builds on has ended or was replaced.",
        "Fetch the ledger as it stands now, and look again.",
    ),
    "ledger.holds_role": Sentence(
        "This member watches the ledger, or is about to. The others rely on it.",
        "Decide first who takes its place, then do this.",
    ),
    "roles_unfit": Sentence(
        "These members, keys or numbers could not keep the ledger honest.",
        "Take members that do not share their machines, a key for each role, and larger numbers.",
    ),
    "ledger.numbers": Sentence(
        "The ledger's numbers n, q, a and k do not fit each other, its members or the numbers before.",
        "Change them: q more than half of n, a and k at least 2q − n; name as many members as n and a say.",
        "n={n}, q={q}, a={a}, k={k} do not fit: q {least_q} to {n}; with q={fit}, a at least {least}, k {least} to {n}.",
    ),
    "ledger.rules_version": Sentence(
        "The ledger follows rules that this livret does not know.",
        "Install a newer livret, then try again.",
    ),
    "ledger.quota": Sentence(
        "This town has vouched for as many today as it may in one day.",
        "Try again tomorrow, or ask another town.",
    ),
    "ledger.too_often": Sentence(
        "That was done today as often as it may be.",
        "Try again tomorrow. A recovery key is counted apart.",
    ),
    "ledger.day": Sentence(
        "This body's entry of the day is there already, or it names another day.",
        "There is one such entry a day. Not noted at the town hall yet: `livret issuer ledger settle --from COPY`.",
    ),
    "entry_dates_wrong": Sentence(
        "These dates cannot be: too soon, too late, too long, or over others that stand.",
        "Choose other dates, and look at what stands on the ledger.",
    ),
    "ledger.scope": Sentence(
        "Nobody passes on more than they hold: another kind, a larger area or a longer time.",
        "Ask for less, or ask a body that holds that right.",
    ),
    "ledger.full": Sentence(
        "This record holds as many terms as it can.",
        "Make the last one longer instead of adding another.",
    ),
    "entry_keys_unfit": Sentence(
        "A key is used a second time, or for what it may not be used for.",
        "Make a new key for each use.",
    ),
    "ledger.frozen": Sentence(
        "This public ledger is closed. Nothing more is written in it.",
        "Ask those who kept it which ledger goes on.",
    ),
    "ledger_time_wrong": Sentence(
        "The public ledger's time does not go forward, or is ahead of the clock here.",
        "Look at the clock here. If it is right, call those who keep the ledger.",
    ),
    "ledger_miscounted": Sentence(
        "The public ledger says things stand otherwise than all its entries come to.",
        "Do not rely on it. Keep the file as evidence and call a town that watches the ledger.",
    ),
    "ledger.damaged": Sentence(
        "This copy of the public ledger is damaged.",
        "Write nothing to it. Make it again from another town's copy: `livret ledger recover --help`.",
        "This copy of the public ledger is damaged: what it keeps at entry {index} is not what its entries come to.",
    ),
    "ledger.busy": Sentence(
        "Another livret is writing to this ledger.",
        "Wait until it is done, or close it, then try again.",
    ),
    "ledger.behind": Sentence(
        "This copy of the ledger ends before what other towns have confirmed. Nothing is written here.",
        "Do not force it. From a newer copy: `livret ledger recover --help`. If nobody has one, another has the key: --key-lost.",
        "This copy of the ledger has {own} {own:entry|entries}; {by} has confirmed {size}. Nothing is written here.",
    ),
    "ledger.taken_over": Sentence(
        "This ledger goes on under its new key already. Nothing was written.",
        "Nothing is left to do here. Serve it: `livret ledger serve`, with its folder as --home.",
    ),
    "ledger.overtaken": Sentence(
        "So many witnesses have confirmed more than there is here that too few are left to go on.",
        "Ask each mirror for a newer copy. If nobody has one, this ledger has ended, under any key: its members begin another.",
        "{found} of {of} witnesses have confirmed more than is here ({own}), and no quorum the same. Too few are left to go on.",
    ),
    "ledger.claimed": Sentence(
        "Somebody says that it has confirmed more than there is here, and shows nothing. Nothing is written yet.",
        "This copy needs nothing: it goes on when enough others answer. Call who says so, and who is silent.",
        "{by} says, and shows nothing, that it has confirmed {size}; here it ends at {own}. {found} of {needed} deny it.",
    ),
    "ledger.forked": Sentence(
        "Other towns have confirmed another history of this ledger. Nothing is written here any more.",
        "Let the other machine write. If it is gone: `livret ledger recover --help`. What is lost here: `livret ledger status`.",
        "{by} holds another history of this ledger, of {size} {size:entry|entries}, than is signed here. Nothing is written here.",
    ),
    "ledger.few_witnesses": Sentence(
        "Too few witnesses answered to know whether this copy is the newest. Nothing is written yet.",
        "Ask again. If it stays so, see --authorities and --resolve, or call the towns that run them.",
    ),
    "ledger.founding": Sentence(
        "This is no plan, no draft and no signature to found a ledger with.",
        "Ask for it again, as it was made.",
    ),
    "ledger.opening": Sentence(
        "The keys of a founder are missing here, or are not those fixed before anybody showed any.",
        "Ask each founder for its own opening. If one has other keys now, all begin again.",
    ),
    "ledger.agreement": Sentence(
        "This draft follows from another agreement than the one that you kept.",
        "Do not sign. Compare the agreement with the other founders.",
    ),
    "trust.unchanged": Sentence(
        "The list of members already says what the ledger says now.",
        "A change counts after seven days: make the list then. A key that signs at once is named in the ledger's folder (--home).",
    ),
    "trust.not_voted": Sentence(
        "This list of members is not the one that the ledger's members voted.",
        "Do not sign it. Ask whoever sent it; livret ledger trust next makes the right one.",
    ),
    "trust.address": Sentence(
        "One of those who must confirm has no address here.",
        "Add it: --address NAME=https://…, with commas between.",
        "{name} must confirm, and has no address here.",
    ),
    "ledger.key_changed": Sentence(
        "The members let another key sign the ledger. Under this one nothing more is written.",
        "Make the next list of members (`livret ledger trust next`), and then take the new key up: `livret ledger log take-up`.",
    ),
    "ledger.log_key": Sentence(
        "The key in this folder is not the one that signs this ledger.",
        "Use the folder with the key that the founders signed for, or have them sign for this one.",
    ),
    "ledger.store_lost": Sentence(
        "This ledger has begun, and its database is gone.",
        "Do not begin it anew. Go on from the copy of a mirror: livret ledger recover --from COPY.",
    ),
    "ledger.no_genesis": Sentence(
        "The key is here, but the ledger has not begun.",
        "Give the key to the founders, then: livret ledger init --genesis FILE.",
    ),
    "ledger.no_head": Sentence(
        "Too few towns have confirmed any state of this ledger so far.",
        "Start it with `livret ledger serve`, and see that its witnesses and auditors answer.",
    ),
    "ledger.halted": Sentence(
        "The ledger takes nothing just now: something is wrong on its own machine.",
        "Nothing is wrong here. Hand it in again later; if it lasts, tell whoever keeps the ledger.",
        "{host} takes nothing just now: something is wrong on its own machine ({reason}).",
    ),
    "ledger.source": Sentence(
        "What is published there cannot be gone by: damaged, cut short, or not from those who keep the ledger.",
        "Read another copy (--from). If all say the same, call those who keep the ledger.",
        "What is published there cannot be gone by ({reason}): damaged, cut short, or not from those who keep the ledger.",
    ),
    "ledger.stopped": Sentence(
        "The ledger is being stopped and takes nothing more.",
        "Try again in a minute. What is sent twice is written once.",
    ),
    "net.address": Sentence(
        "That name leads into a private network. Nobody was contacted.",
        "If that is meant, pin the name: --resolve HOST:PORT=ADDRESS.",
        "{host} leads into a private network. Nobody was contacted.",
    ),
    "net.certificate_time": Sentence(
        "What another machine shows to prove itself is not good at the time by the clock here. Nothing was asked of it.",
        "Look at the clock of this device. If it is right, tell whoever runs that machine, or ask at the counter.",
        "{host} cannot prove itself: what it shows is not good at the time by the clock here. Nothing was asked of it.",
    ),
    "net.certificate": Sentence(
        "Another machine cannot show here that it is the one that was meant. Nothing was asked of it.",
        "If the authority is your own, name it with --authorities; else somebody may stand in between.",
        "{host} cannot show here that it is that machine. Nothing was asked of it.",
    ),
    "net.unavailable": Sentence(
        "Another machine gave no answer.",
        "Look at the name and at the connection, then try again.",
        "{host} gave no answer.",
    ),
    "ledger.draft": Sentence(
        "This is a draft: nobody has signed it.",
        "Sign it, `livret issuer ledger sign`, join it with its signatures, `livret ledger join`, and hand that in.",
    ),
    "ledger.other_draft": Sentence(
        "This signature is under another draft. It says nothing of this one.",
        "Take the file out of the folder, or have this draft signed: `livret issuer ledger sign`.",
    ),
    "ledger.joined": Sentence(
        "This is whole, but no draft any more: it is joined with its signatures.",
        "Hand it in: `livret ledger submit`. To read it again, review its draft.",
    ),
    "home.operation_open": Sentence(
        "What was made for the public ledger before this is not settled yet.",
        "Note how it ended: `livret issuer ledger settle --from COPY`. Never handed in? `journal --to open/` writes it again.",
    ),
    "home.not_made_here": Sentence(
        "This operation was not made in this town hall.",
        "Settle it where it was made. What was made here: `livret issuer ledger journal`.",
    ),
    "home.settled": Sentence(
        "How this operation ended is noted already, and not so.",
        "See `livret issuer ledger journal`. What the ledger has can be called refused by nobody.",
    ),
    "home.unproven_no": Sentence(
        "The ledger says it has not taken the figures of an earlier day, and nothing shows that this is so.",
        "Have a copy of it say how they ended: `livret issuer ledger settle --from COPY`. Then make today's.",
    ),
    "home.unsettled": Sentence(
        "What was made here is not on the ledger, which may still take it.",
        "Hand it in, from what `livret issuer ledger journal --to open/` writes; then settle it.",
    ),
    "home.no_trust": Sentence(
        "Nobody has confirmed this town hall's public ledger here, so nothing of it can be checked.",
        "Compare its six words: `livret issuer trust add`. Or vouch for a file yourself: --trust.",
    ),
    "home.clock_behind": Sentence(
        "By the clock here, the key that signs is listed on the public ledger later than now.",
        "Set the clock; if it is right, read the ledger again: `livret issuer ledger rights`.",
    ),
    "home.ended": Sentence(
        "This town hall has ended its identity. Its last lists stand as they are.",
        "Whoever goes on for it signs and withdraws from now on.",
    ),
    "home.no_right": Sentence(
        "The public ledger, as read last, does not let this town hall sign this now.",
        "Ask who accredits it; then read the ledger again: `livret issuer ledger rights`.",
    ),
    "home.right_later": Sentence(
        "By the public ledger, as read last, your right to sign this begins later.",
        "Wait until then, or have it granted from earlier (`--begins`); then `livret issuer ledger rights`.",
        "Your right to sign {type} begins on {from_s:minute}; until then no desk would take it.",
    ),
    "home.not_registered": Sentence(
        "The public ledger does not have this town hall yet.",
        "Make its entry with `livret issuer ledger register`, and have a member sign it.",
    ),
    "home.other_evidence": Sentence(
        "This evidence is about another town hall, and says nothing of this one.",
        "Take the ledger.evidence that the ledger publishes in this town hall's own folder.",
    ),
    "home.key_unknown": Sentence(
        "This town hall never had a key of that name.",
        "See the name: `livret issuer show`, or what the watch told.",
        "{key} is no key of this town hall's, nor one that others listed in its name.",
    ),
    "home.nothing_stolen": Sentence(
        "Nothing by others stands in this name in the copy that was read: a recovery key would be spent for nothing.",
        "A key may have been read: --suspected-from. Keys are lost: --lost-keys. A successor was named: `succeed --refuse`.",
    ),
    "home.recovery_key": Sentence(
        "This recovery key is none that counts for this identity now.",
        "Try another (`livret issuer ledger recovery-keys FOLDER`). If none counts, call the members (`did.succeed`).",
    ),
    "home.no_ledger": Sentence(
        "This town hall was made without a public ledger.",
        "Make one that stands on a ledger: `livret issuer init --ledger`.",
    ),
    "home.signs_proofs": Sentence(
        "This identity may sign proofs: with its key a desk could sign them too.",
        "Give the service an identity of its own: `livret issuer init --who CODE/2`.",
    ),
    "home.key_needed": Sentence(
        "Proofs signed with this key still hold, and their lists are signed with it.",
        "Keep the key listed until the last of them has ended.",
    ),
    "home.lists_needed": Sentence(
        "Proofs whose status lists lie at this address still hold.",
        "Keep the lists there until the last of those proofs has ended.",
    ),
    "home.lists_place": Sentence(
        "New status lists begin at this address already, or none lie there.",
        "Look at where your lists lie: `livret issuer show`.",
    ),
    "home.not_successor": Sentence(
        "The public ledger does not say that this town hall goes on for that identity now.",
        "Fetch the ledger.evidence of the old identity anew; a succession by voters begins after 72 hours.",
    ),
}

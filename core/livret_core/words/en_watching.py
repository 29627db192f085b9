"""English, where the ledger is watched: witnesses, auditors, evidence of fraud."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

WATCHING: Final[Mapping[str, Sentence]] = {
    "mirror.lost": Sentence(
        "This copy is here without a part of it that nothing in its folder makes again.",
        "Make the copy again in another folder: `livret ledger mirror --home`. It has no key that anybody has to replace.",
        "This copy is here without its `{file}`, which nothing in its folder makes again.",
    ),
    "witness.memory_lost": Sentence(
        "This key is here without the memory of what it confirmed. It might confirm two histories.",
        "Never use this key again: have the members replace it (policy.change), and start anew with `init`.",
    ),
    "witness.busy": Sentence(
        "Another livret answers from this folder already: the one key, and its memory, work once.",
        "Leave that one, or end it first. Another witness or auditor has a folder of its own: --home.",
    ),
    "fraud.malformed": Sentence(
        "This is no file that could convict the keeper of a ledger: damaged, cut short, or another kind of file.",
        "Have it written again where the fraud was seen: `livret ledger prove-fraud`.",
    ),
    "fraud.not_shown": Sentence(
        "This file does not show what it says. Nobody is convicted by it.",
        "Ask whoever gave it to you for another, and tell the towns that keep the ledger that it was made.",
    ),
    "fraud.replica": Sentence(
        "To check this, the ledger's entries before it are needed. Not an acquittal.",
        "Name a copy of the ledger with --copy: a folder, an https address, or an auditor's replica.db.",
    ),
    "fraud.none": Sentence(
        "Nothing that the keeper of the ledger could be convicted of was seen here.",
        "There is nothing to do. Ask another town that watches the ledger if you heard of something.",
    ),
    "ledger.tiles": Sentence(
        "The ledger's published files do not fit the head that was signed. Nothing was confirmed.",
        "Try again, or read the ledger from another copy. If it stays so, call those who keep it.",
    ),
    "ledger.catching_up": Sentence(
        "This town is still reading the ledger. It confirms nothing before it has checked all of it.",
        "Try again in a minute.",
    ),
    "town.no_answer": Sentence(
        "A service of the demo gave no answer.",
        "Look at the last lines it said, above; --keep DIR keeps all of them in logs/.",
        "This service gave no answer: {process}.",
    ),
    "town.kept_port_taken": Sentence(
        "A port at which this kept town answers is taken.",
        "End what holds it (perhaps this town is open already), or open another: --keep OTHER.",
        "Port {port} is taken, and the town in {folder} answers there and nowhere else.",
    ),
    "town.unfinished": Sentence(
        "This kept town was never played to its end; it cannot be opened.",
        "Remove its folder, or name another with --keep; then it is played anew.",
        "The town in {folder} was never played to its end; it cannot be opened.",
    ),
    "town.port_taken": Sentence(
        "Somebody listens already at a port that the demo was to use.",
        "End what holds it, or name other ports: livret demo --port 9443.",
        "Port {port} is taken: livret demo --port {other}.",
    ),
    "net.port_taken": Sentence(
        "Another program of this machine listens there already.",
        "Choose another port, or ask whoever runs this machine what holds it: ss -ltnp.",
        "Port {port} is taken on this machine. Choose another with {option}.",
    ),
    "net.listen": Sentence(
        "This address cannot be listened at.",
        "Choose another with --listen, or end what holds it.",
        "{address} cannot be listened at.",
    ),
    "watch.damaged": Sentence(
        "A file of this watch cannot be used.",
        "Remove a replica.db: it is made anew. For a watch.db, move the folder away and begin again with --trust.",
        "A file of this watch cannot be used: {file}.",
    ),
    "watch.journal": Sentence(
        "This is not a journal of operations: one number of an operation a line is expected.",
        "Write it anew from the town hall's folder: `livret issuer ledger journal --json --home HALL > journal.jsonl`.",
        "This is not a journal of operations: line {line} has no number of one.",
    ),
    "watch.other_journal": Sentence(
        "This journal says nothing of the identity that is watched. It is another town hall's.",
        "Write it from that town hall's folder: `livret issuer ledger journal --json --home HALL > journal.jsonl`.",
    ),
    "watch.other": Sentence(
        "This folder watches another identity, or another ledger.",
        "Name another folder with --home. What this one remembers holds for its own name only.",
    ),
    "watch.missing": Sentence(
        "What your journal has as on the public ledger is not there.",
        "Write it again, hand it in and settle it (`livret issuer ledger journal --all --to`), and tell the members.",
    ),
    "watch.silent": Sentence(
        "Nothing new was heard of the ledger for too long. What happens there now is not known.",
        "Look from another copy (--from), and call the towns that keep the ledger.",
        "Nothing was heard of the ledger since {since_s:minute}. What happens there now is not known.",
    ),
    "watch.theft": Sentence(
        "An entry by keys of this name was not made here: by a thief, or by another machine or copy of yours.",
        "`livret issuer ledger watch` names it. A copy of yours: stop one of them, acknowledge. A thief: recover-identity.",
        "Entry {index} of the ledger is by keys of this name, and was not made here.",
    ),
    "watch.unknown": Sentence(
        "No entry of that number was told here, or it is acknowledged already.",
        "`livret issuer ledger watch` lists what is open.",
    ),
    "watch.untold": Sentence(
        "An alert could not be handed over. It is kept, and tried again at the next look.",
        "See that the program of --exec ends with 0, and that the address of --webhook answers.",
    ),
}

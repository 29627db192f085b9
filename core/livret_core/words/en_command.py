"""English, where a command was not done: what was typed, files and folders, the wallet's own."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

COMMAND: Final[Mapping[str, Sentence]] = {
    "home.malformed": Sentence(
        "A file in this folder is damaged, or is not livret's.",
        "Restore it from a backup, or name another folder with --home.",
        "A file in this folder is damaged, or is not livret's: {file}.",
    ),
    "home.exists": Sentence(
        "There is something here already. It was not touched.",
        "Choose another folder, with --home or --to.",
    ),
    "home.lost": Sentence(
        "A file that belongs to this place is gone.",
        "Put that file alone back from the newest backup. A key that no backup has is lost: have the others replace it.",
        "A file that belongs to this place is gone: {file}.",
    ),
    "home.unavailable": Sentence(
        "This folder is no home of this command's, or it cannot be read or written.",
        "Name its own folder with --home. Where there is none yet, its `init` makes it.",
        "This place of livret's could not be used: {home} ({reason:cause}).",
    ),
    "store.unavailable": Sentence(
        "The store is locked, missing or failing.",
        "See whether its disk or its server works and who else has it open, then try again.",
        "The store cannot be read or written: {reason:cause}.",
    ),
    "store.no_driver": Sentence(
        "This ledger is kept on a PostgreSQL server, and the part that speaks with one is not installed.",
        "Install it with: pip install 'livret[postgres]'.",
    ),
    "usage.passphrase": Sentence(
        "No passphrase was given: there is no terminal here to ask at, or its input ended.",
        "Give it in a file with --passphrase-file, or - for standard input.",
    ),
    "usage.words": Sentence(
        "There is no terminal here to ask for the six words.",
        "Give them in a file with --words-file, or - for standard input.",
    ),
    "usage.not_the_same": Sentence(
        "The passphrase was typed differently the second time. Nothing was changed.",
        "Type it twice the same, slowly.",
    ),
    "output.unavailable": Sentence(
        "What was to be said could not be written: the place for it is full or closed.",
        "Make room, or choose another place. What was done stays done: look before you do it again.",
    ),
    "file.unavailable": Sentence(
        "A file could not be read or written.",
        "Look at its name, at the free space, and at who may write there.",
        "This file could not be read or written: {file} ({reason:cause}).",
    ),
    "usage.language": Sentence(
        "The law leaves a choice of official language here, and none was named.",
        "Say which one with --language.",
        "The law leaves a choice of official language here. Name one: --language {allowed}.",
    ),
    "usage.arguments": Sentence(
        "Something typed here means nothing to this command.",
        "Look at its examples with --help.",
        "{option} does not go like that here.",
    ),
    "usage.option_place": Sentence(
        "An option stands before the command that it belongs to.",
        "Type it after the command's name.",
        "{option} goes after the command's name: {command} COMMAND {option}.",
    ),
    "usage.option_unknown": Sentence(
        "There is no such option here.",
        "Look at what there is with --help.",
        "There is no such option here: {option}.",
    ),
    "usage.too_many": Sentence(
        "More words were typed than this command takes.",
        "Take the last one away. A PIN or a passphrase is never typed here: you are asked for it.",
        "Options aside, word {place} is one too many: this command takes {takes}.",
    ),
    "usage.link": Sentence(
        "That looks like a link, and of no kind that can be opened here.",
        "Look at how it begins. An address with a code does as well: verneuil.example/o/7KQ2-M9T9.",
        "That looks like a link that cannot be opened here. Here one begins with {known}.",
    ),
    "usage.pin": Sentence(
        "That has not the form of the PIN, so it was not sent and no try is lost.",
        "Type the PIN alone, as it was said aloud at the counter.",
        "That is not the PIN that is wanted here (digits: {digits}). It was not sent, and no try is lost.",
    ),
    "usage.proof": Sentence(
        "No proof of yours has that number or id.",
        "`livret wallet list` shows them, each with its number.",
        "There is no such proof here: your list ends with number {most}.",
    ),
    "usage.missing": Sentence(
        "Something that this command needs was not typed.",
        "Look at its examples with --help.",
        "Still needed: {option}.",
    ),
    "usage.no_value": Sentence(
        "An option was typed without what belongs after it.",
        "Look at its examples with --help.",
        "Something belongs after {option}.",
    ),
    "usage.transaction": Sentence(
        "No request of that name was made here, or it is forgotten by now.",
        "Compare it with what `livret verify request` said, and --home; or make a new request.",
    ),
    "usage.choice": Sentence(
        "An option takes certain words only, and this is none of them.",
        "Choose one of them.",
        "{option} takes one of these: {known:all}.",
    ),
    "usage.names": Sentence(
        "Too many names.",
        "Give those that the place bears today, and former ones only where they count.",
        "{option} takes up to {most} names, each after a /.",
    ),
    "usage.range": Sentence(
        "A number is too small, too large, or no number.",
        "Choose one within the limits.",
        "{option} takes a whole number from {least} to {most}.",
    ),
    "usage.time": Sentence(
        "That is no day and no time.",
        "Write a day as 2026-11-20, or an instant in UTC as 2026-11-20T14:05:00Z.",
        "{option} takes a day or an instant in UTC.",
    ),
    "usage.address": Sentence(
        "This is no address of the form HOST/PATH.",
        "Write it like ledger.example/town, or ledger.example:8443/town: no https:, no dots as a folder.",
        "{option} takes an address of the form HOST/PATH, such as ledger.example/town.",
    ),
    "usage.address_taken": Sentence(
        "Every ledger publishes files of its own at that place.",
        "Take another name after the host, such as ledger.example/town.",
        "{option}: at {path}, every ledger publishes files of its own.",
    ),
    "usage.url": Sentence(
        "This is no https address with a host name.",
        "Write https:// and a name, such as https://ledger.example/town: no http://, and no number in the place of a name.",
        "{option} takes an https address with a host name, such as https://ledger.example/town.",
    ),
    "usage.record": Sentence(
        "No record of a ledger is called so.",
        "Write a registered number, an institution's identity, or a name such as policy.",
        "No record of a ledger is called so. There are: {known:all}.",
    ),
    "usage.type_file": Sentence(
        "This file does not describe that kind of proof.",
        "Name the file that describes that very kind and version.",
        "{option} takes the description of {type} and of nothing else; this file is none.",
    ),
    "usage.scope": Sentence(
        "This is no place that a right can be for.",
        "Write fr-insee:80999, all codes that begin so (fr-insee:80*, de-ags:05*), a country (be-nis:*), or * for everywhere.",
    ),
    "usage.territory": Sentence(
        "This is no commune's official number.",
        "Write fr-insee:80999, be-nis:21010 or de-ags:05334002, with your commune's number.",
        "{option} takes a commune's official number, such as fr-insee:80999 or de-ags:05334002.",
    ),
    "usage.text": Sentence(
        "A text is empty, too long, or has characters that nobody sees.",
        "Type it again, by hand.",
        "{option} takes 1 to {most} characters, all of them to be seen.",
    ),
    "vault.empty": Sentence(
        "There is no proof in this wallet yet.",
        "Ask the town hall for a hand-over; `livret wallet list` says what to ask for again after a restore.",
    ),
    "usage.contradiction": Sentence(
        "The same thing was typed twice, and differently.",
        "Type it once.",
        "What {option} says was typed twice, and differently.",
    ),
    "usage.itself": Sentence(
        "That is the very thing that another is to follow.",
        "Name another one.",
        "{option} names the very thing that is to be followed: {value}.",
    ),
    "usage.trust": Sentence(
        "This file holds no trust roots.",
        "Give the file that `livret ledger trust sheet --roots-to` wrote, as it was handed to you.",
        "{option} takes a file of trust roots; this is none.",
    ),
    "usage.log_key": Sentence(
        "This is no key of a ledger.",
        "Give it whole, as `livret ledger init` writes it.",
        "{option} takes a key of a ledger, as `livret ledger init` writes it.",
    ),
    "store.has_hall": Sentence(
        "The database server has records of this town hall already. Nothing was touched.",
        "Another machine of it? Copy its folder there: `init` makes another town hall. Otherwise name another database.",
    ),
    "store.has_ledger": Sentence(
        "The database server has this ledger already. It was not touched.",
        "Go on from the folder it belongs to; for a copy of the ledger make another database and name it with --store.",
    ),
    "usage.authorities": Sentence(
        "A file holds no authority whose word on hosts could count.",
        "Name the authority's own PEM file, not its key.",
        "{file} holds no authority, as {option} takes it.",
    ),
    "usage.terminal": Sentence(
        "This is what people use, and it needs a terminal; there is none here.",
        "Start it in a terminal, or take one of the commands: `livret wallet --help`.",
    ),
    "usage.claim": Sentence(
        "Something is asked for that this kind of proof does not say.",
        "Choose one of the names that it has: `livret types {type|TYPE}` lists them.",
        "{claim} is nothing that this kind of proof says. It says: {known:all}.",
    ),
    "usage.command": Sentence(
        "This command has no part of that name.",
        "Look at what there is with --help.",
        "There is none of that name here, only: {known:all}.",
    ),
    "usage.other_key": Sentence(
        "The chain and the key can both be read, and do not belong together.",
        "Name the key to this chain; in it the service's own part comes first, its authority's after.",
        "{file} is not the key to the first part of {chain}.",
    ),
    "usage.key_locked": Sentence(
        "The key is locked with a passphrase, and nobody sits at a service to type it.",
        "Give the key unlocked, in a file that only the service can read.",
        "{file} ({option}) is locked with a passphrase; a service needs it open.",
    ),
    "usage.pem": Sentence(
        "A file holds something else than a service's chain, or its key.",
        "Name two PEM files: the chain that the authority gave, and its key.",
        "{file} is not what {option} takes.",
    ),
    "claims.absent": Sentence(
        "Something that this kind of proof needs is not there. Nothing was signed.",
        "Look at its names with `livret types {type|TYPE}`, then write what is missing.",
        "{path} is missing: a {type} needs it. Nothing was signed.",
    ),
    "claims.standing": Sentence(
        "It says otherwise what the town hall says itself in every proof. Nothing was signed.",
        "Leave it out of the file: the town hall writes it.",
        "{path} says otherwise than the town hall, which writes it itself in every proof. Nothing was signed.",
    ),
    "claims.unknown": Sentence(
        "Something is said that this kind of proof does not say. Nothing was signed.",
        "Leave it out, or look for its right name with `livret types {type|TYPE}`.",
        "{path} is nothing that a {type} says. Leave it out, or mend its name.",
    ),
    "usage.claims_file": Sentence(
        "This file does not hold what one person's proof says.",
        "Write one object: names and values in braces. A list goes with --from instead.",
        "{file} is no such object, or ends early: {option} takes one person's names and values.",
    ),
    "usage.clerk": Sentence(
        "Who acts is said by a function's code, never by a person's name.",
        "Write a code such as desk-2: small letters, digits, dots and hyphens, up to 32.",
        "{option} takes the code of a function, such as desk-2: a-z, 0-9, dots and hyphens.",
    ),
    "usage.other_type": Sentence(
        "These are the data of another kind of proof. Nothing was signed.",
        "Name the kind that they are for, or the file for this kind.",
        "{file} is for a {other}, not for a {type}. Nothing was signed.",
    ),
    "usage.no_file": Sentence(
        "There is no file of the name that was typed.",
        "Look at the name, and in which folder you are.",
        "No file to use, for {option}: {file} ({reason:cause}).",
    ),
    "usage.same_passphrase": Sentence(
        "That is the passphrase there is already. Nothing was changed.",
        "Think of another one: four words that nobody would say together.",
    ),
    "usage.file_exists": Sentence(
        "There is a file of that name already. It was not touched.",
        "Name another file, or move that one away first.",
        "There is a file already: {file}. Name another one with {option}.",
    ),
    "usage.store": Sentence(
        "That is no address of a PostgreSQL server.",
        "Write for example postgresql://ledger@db.example/ledger, or postgresql:///?service=ledger.",
        "{option} takes an address like postgresql://ledger@db.example/ledger.",
    ),
    "usage.store_secret": Sentence(
        "A password stands in the address of the database. Nothing was kept.",
        "Put it into the file that PGPASSFILE names, or into a service file. Then change it.",
    ),
    "usage.folder_used": Sentence(
        "There are other files in that folder already. None was touched.",
        "Name an empty folder, or one that does not exist yet.",
        "There are other files in {folder}. Name an empty folder with {option}.",
    ),
    "usage.no_folder": Sentence(
        "There is no folder of the name that was typed.",
        "Look at the name, and in which folder you are.",
        "No such folder: {folder}. Name one with {option}.",
    ),
    "usage.consent": Sentence(
        "Nobody said yes or no: no terminal here, its input ended, or no word that answers was typed. Nothing was sent.",
        "Answer at a terminal, or say yes beforehand with --yes-to.",
    ),
    "vault_damaged": Sentence(
        "The wallet's file is damaged, or was changed by something other than livret.",
        "Restore your backup; `livret wallet doctor` says what else can be saved. The town hall makes proofs anew.",
    ),
    "vault.weak_kdf": Sentence(
        "This file is locked more weakly than livret locks any: somebody changed it.",
        "Type the passphrase no more. Restore your backup.",
    ),
    "vault.exists": Sentence(
        "There is a wallet here already. It was not touched.",
        "Open that one, or choose another folder with --home.",
    ),
    "vault.passphrase": Sentence(
        "Wrong passphrase, or the file was changed. The two cannot be told apart.",
        "Type it again, slowly. If it stays so, restore your backup.",
    ),
    "vault.passphrase_short": Sentence(
        "This passphrase is too short: who has the file would soon guess it.",
        "Take ten characters or more; several words are easy to remember.",
    ),
    "vault.passphrase_empty": Sentence(
        "An empty passphrase locks nothing.",
        "Choose a few words that you will remember.",
    ),
    "vault.row_unknown": Sentence(
        "No proof has this number.",
        "`livret wallet list` shows them.",
    ),
    "vault.busy": Sentence(
        "Another livret has this wallet open.",
        "Close the other window, then try again.",
    ),
    "vault.locked": Sentence(
        "The wallet was locked meanwhile. Nothing more was done.",
        "Unlock it, then try again.",
    ),
    "vault.memory": Sentence(
        "This machine has too little free memory to try the passphrase.",
        "Close other programs, then try again.",
    ),
    "vault.missing": Sentence(
        "There is no wallet here yet.",
        "Make one with `livret wallet init`, or name its folder with --home.",
    ),
    "vault.storage": Sentence(
        "The wallet's file cannot be read or written.",
        "Look at the disk's free space and at who may write in that folder.",
    ),
}

"""Keeping a copy of a ledger, in English."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "mirror": "keep a whole copy of a ledger, and its head fresh",
    "recover": "go on from a copy, when a ledger's machine or key is lost",
    "mirror --from": "a folder, or an https address (the first time)",
    "mirror --trust": "trust roots from a safe hand (the first time)",
    "--home": "its folder",
    "--once": "look once, and end",
    "--every": "seconds between two looks (default 60)",
    "--listen": "answer there too: HOST:PORT (else: files only)",
    "--certificate": "for TLS: PEM of the chain",
    "--certificate-key": "for TLS: PEM of its key",
    "--address-to": "write the address there once it answers",
    "--resolve": "pin names: HOST:PORT=ADDRESS, with commas between",
    "--authorities": "PEM of the authorities to trust (default: the well-known)",
    "recover --from": "the copy: a folder or an https address",
    "recover --trust": "trust roots; with --rotate, the next version too",
    "--to": "the folder to make",
    "--key": "the log's key, as it was sealed: log.sealed of the old folder",
    "--key-lost": "make another key; the members then name it",
    "--rotate": "the log.rotate that enough members signed",
    "--dry-run": "check everything, write nothing",
    "--store": "PostgreSQL server to keep it: postgresql://…",
}

TEXTS: Final[Mapping[str, str]] = {
    "made": "A mirror of {origin} begins in {path}.",
    "grown": "{grown} new {grown:entry|entries} checked. {size} {size:is|are} published here, confirmed on {time}.",
    "same": "Nothing new. {size} {size:entry is|entries are} published here, confirmed on {time}.",
    "restored": "{count} {count:file was|files were} gone from this copy, and {count:is|are} there again.",
    "refreshed": "Confirmed anew by its witnesses: {size} {size:entry|entries}, on {time}.",
    "left_out": "No evidence could be written for {path} ({code}).",
    "fraud": "FRAUD SHOWN. Anybody can check it: livret ledger verify-fraud {path}",
    "listening": "Answers at {url}. Ctrl-C ends it.",
    "recovered": "The ledger {origin} is in {path}, with {size} {size:entry|entries}. It ends where its witnesses do.",
    "serve_next": "Next: livret ledger serve --home {path}",
    "old_off": "The old machine must never write again. Take its key away before you go on.",
    "new_key": "New log key",
    "rotate": "Draft of the log.rotate",
    "trust": "Draft of the next trust root",
    "not_before": "Not before",
    "prepared": "Nothing is written here yet. Enough members sign both drafts: livret ledger review, livret ledger trust sign. Not before then: livret ledger recover --to {path} --rotate FILE --trust FILE. After that, witnesses and auditors go over to the key: rotate-log.",
    "ahead": "These have confirmed more than a quorum did, and cannot follow: {names}. The members replace their keys.",
    "recoverable": "The ledger {origin} could go on from this copy, with {size} {size:entry|entries}. All were checked again.",
    "would_take_over": "The ledger could go on under its new key now.",
    "dry_run": "A dry run: nothing was signed, sent or changed.",
    "taken_over": "The ledger goes on under its new key, with {size} {size:entry|entries}.",
}

"""The help of `livret verify` in English."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "ask for a proof, and check the one that was shown",
    "init": "make a desk: policy and key",
    "key": "show the public key that requests are signed with",
    "key --to": "file for the key",
    "request": "ask: over the network, or in a signed file",
    "file": "check an answer",
    "trust": "the public ledgers you believe",
    "policy": "what the policy accepts, and what it never will",
    "policy --try": "decide about an answer by a policy, noting nothing",
    "--file": "another policy file than this desk's own",
    "--try": "the answer that is tried",
    "--at": "where wallets will find it (https)",
    "--home": "this desk's folder",
    "--service": "the name holders will see",
    "request --for": "one of the policy's procedures",
    "file --for": "the procedure it is for",
    "policy --try --for": "the procedure it is for",
    "--to": "write a file instead (answered by a file)",
    "--valid": "in which it may be answered (900; of a file 3600)",
    "answer": "the file that the person gave",
    "--dating": "what dates it, if the person gave that too",
    "--report": "every check, with its rule",
    "--dry-run": "do not note that the request was answered",
    "result": "what became of a request (exit 3: nobody answered)",
    "--type": "ask for this type, without a procedure",
    "--claims": "and for these claims, divided by commas",
    "transaction": "as `request` named it",
    "--wait": "until an answer has come",
    "--within": "that one waits (default 900)",
    "--resolve": "addresses of names, divided by commas",
    "--authorities": "whose word on hosts counts (PEM)",
}

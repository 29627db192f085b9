"""The help of `livret wallet` in English."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "keep proofs, and decide who sees what",
    "init": "make a wallet",
    "request": "ask for a proof",
    "receive": "check a proof and keep it",
    "dating": "keep what dates a proof",
    "forget": "drop a request that was not answered",
    "list": "the proofs you hold",
    "show": "everything one proof says",
    "history": "what came and went",
    "present": "answer a service",
    "trust": "the public ledgers you believe",
    "--home": "this wallet's folder",
    "handover": "the file from the counter",
    "--copies": "single-use copies to ask for (default: 10, or as many as may be)",
    "request --to": "where to write the request",
    "receive answer": "the file the town hall gave back",
    "dating file": "the file the town hall gave later",
    "code": "the hand-over's code, as list shows it",
    "proof": "its number in the list, or its id (default: 1)",
    "present request": "the service's request file",
    "present --to": "where to write the answer",
    "--proof": "which proof, where several would do",
    "--dry-run": "show the sheet, send nothing",
    "--yes-to": "agree to the sheet of this digest, without a terminal",
    "--with-dating": "also write what dates the proof: only if its key is disputed",
}

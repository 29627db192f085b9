"""Say what bytes are and what they say, believing none of it: the half of `livret inspect` that decides.

    found          what is handed back
    recognise      which reader a text is for
    tokens         SD-JWT, JWS, JWE
    status_lists   a status list in each of its forms: counted, never printed
    documents      JSON, by its members
    withheld       what of it must stay secret
    histories      DIDs, DID logs, checkpoints and other signed notes
    pems           PEM: keys, certificates, certificate requests
    databases      SQLite: a wallet's vault, a town hall's store, anybody's
    lists          a list of people: its columns, never its rows
    rules          a desk's policy

Decoding only: no key is looked up, no signature verified, no status asked for, nothing
fetched. What the strict readers refuse is refused here for the same reason; what they
accept is shown as it stands.
"""

from livret_town.inspection.databases import HEAD_BYTES, in_file, is_database
from livret_town.inspection.found import NOT_OURS, REFUSED, Inspection, Said
from livret_town.inspection.recognise import inspect

__all__ = [
    "HEAD_BYTES",
    "NOT_OURS",
    "REFUSED",
    "Inspection",
    "Said",
    "in_file",
    "inspect",
    "is_database",
]

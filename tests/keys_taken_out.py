"""Another key signs for a town hall, by whoever read its sealed keys; its own is taken out, or stays."""

import os
from collections.abc import Iterable

from livret_core.dids import webvh
from livret_core.encoding.json import JsonObject
from livret_core.keys import Ed25519Signer, P256Signer
from livret_core.ledger.operation import Draft, Operation
from livret_issuer.hall_document import with_key
from livret_issuer.operations import update_body
from livret_issuer.service import Office
from livret_issuer.taking_back import entries_of, log_lines


def change_by_others(
    office: Office, leaves: Iterable[bytes], passphrase: bytes, *, now_s: int, takes_out: bool
) -> None:
    """Change the DID of *office* and note it there as the ledger's.

    Args:
        office: the town hall.
        leaves: what its ledger has.
        passphrase: of its keys.
        now_s: seconds since 1970.
        takes_out: whether its own key goes; otherwise it gives way, and signs its lists still.
    """
    hall, did = office.hall, office.hall.did.text
    own = [each for each in map(Operation.parse, leaves) if each.subject == did]
    log = webvh.verify_log(log_lines(entries_of(own)), hall.did, now_s=now_s + 86_400)
    key = P256Signer.from_seed(os.urandom(48)).public_key
    document: JsonObject = with_key(dict(log.last.entry.state), did, "credential-666", key)
    if takes_out:
        methods = document["verificationMethod"]
        assert isinstance(methods, list)
        kept = [each for each in methods if isinstance(each, dict) and each["id"] != hall.key_id]
        document = {**document, "verificationMethod": list(kept)}
    made = webvh.update(
        log,
        signer=office.home.read_keys(passphrase).updates[-1],
        next_key_hash=webvh.commitment(Ed25519Signer.from_seed(os.urandom(32)).public_key),
        version_time_s=max(now_s, log.last.from_s + 1),
        document=document,
    )
    last, body = own[-1], update_body(made.line)
    draft = Draft(last.ledger, "did.update", did, last.seq + 1, last.id, now_s, body)
    office.own_name().acknowledge({9: draft.signed(())}, (), by="clerk-2", now_s=now_s)

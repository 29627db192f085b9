"""A town's next update key is stolen and used; its owner sees it and takes the identity back."""

import os
from dataclasses import dataclass
from typing import final

from livret_core.dids import webvh
from livret_core.dids.webvh import VerifiedLog
from livret_core.dids.webvh.entry import sign_next
from livret_core.encoding.timestamp import format_utc
from livret_core.errors import LivretError
from livret_core.keys import Ed25519Signer, P256Signer, PublicKey, multikey
from livret_core.keys.p256 import SEED_BYTES
from livret_core.ledger.head import verify
from livret_core.ledger.operation import Operation
from livret_core.ledger.state import did_name
from livret_core.ledger.trust_root import begin
from livret_issuer.identity import with_key, without_key
from livret_issuer.operations import next_name, update_body
from livret_town.demo.consortium import fresh_key
from livret_town.demo.ledger_stage import LedgerStage
from livret_town.demo.stage import PASSPHRASE
from livret_town.demo.watching import not_made_by


@final
@dataclass(frozen=True, slots=True)
class Thief:
    """What he has, and where the identity stands once he used it.

    Attributes:
        line: his entry.
        log: the DID log with it.
        coming: the key that his entry commits to.
        key_name: of the credential key that he listed.
    """

    line: bytes
    log: VerifiedLog
    coming: Ed25519Signer
    key_name: str


@final
@dataclass(frozen=True, slots=True)
class Undone:
    """Where the owner's entry stands, and why the thief's next one was refused."""

    index: int
    refusal: str


def steal(stage: LedgerStage) -> Thief:
    """Somebody who read the town hall's sealed keys makes an entry with the next update key.

    The current one would be of no use to him: it was spent on the entry in force.
    """
    office = stage.office
    keys = office.home.read_keys(PASSPHRASE)
    log = _published(stage)
    name = next_name("credential", tuple(keys.credentials))
    coming = fresh_key()
    entry = webvh.update(
        log,
        signer=keys.updates[-1],
        next_key_hash=webvh.commitment(coming.public_key),
        version_time_s=stage.clock(),
        document=with_key(dict(log.last.entry.state), stage.did, name, _credential_key()),
    )
    return Thief(entry.line, entry.log, coming, name)


def fall_victim(stage: LedgerStage, thief: Thief) -> int:
    """The ledger takes the thief's entry: it breaks no rule. Its index."""
    return stage.consortium.submit(_operation(stage, thief.line))


def watch(stage: LedgerStage) -> list[int]:
    """Hold the new entries against the town's own journal; the indexes of what it never made.

    Read from the published files: the head is verified under the trust root, each entry by
    its proof.
    """
    reader = stage.consortium.reader()
    signed = reader.checkpoint()
    verify(signed, begin(stage.consortium.founding.trust))
    size = signed.checkpoint.size
    entries = [
        (index, Operation.parse(reader.entry(index, signed)))
        for index in range(stage.watched, size)
    ]
    stage.watched = size
    own = {each.operation.id for each in stage.office.on_ledger().journal()}
    return [index for index, _ in not_made_by(stage.did, own, entries)]


def recover(stage: LedgerStage, thief: Thief) -> Undone:
    """Undo the entry with a recovery key, and put what the thief listed under suspicion."""
    consortium = stage.consortium
    stolen_from_s = stage.clock()
    document = with_key(
        dict(thief.log.last.entry.state),
        stage.did,
        next_name("credential", (thief.key_name,)),
        _credential_key(),
    )
    coming, spare, second = fresh_key(), fresh_key(), stage.recovery(2)
    entry = webvh.update(
        thief.log,
        signer=stage.recovery(1),
        next_key_hash=webvh.commitment(coming.public_key),
        # The recovery key is spent by being shown: another takes its place.
        recovery_key_hashes=[
            webvh.commitment(second.public_key),
            webvh.commitment(spare.public_key),
        ],
        version_time_s=stage.clock(),
        document=without_key(document, stage.did, thief.key_name),
    )
    index = consortium.submit(_operation(stage, entry.line))
    suspicion = stage.office.on_ledger().compromise(
        thief.key_name, stolen_from_s, second, now_s=stage.clock()
    )
    consortium.submit(suspicion)
    consortium.publish()
    return Undone(index, _refusal(stage, thief, entry.log))


def _refusal(stage: LedgerStage, thief: Thief, log: VerifiedLog) -> str:
    """Say why the thief's next entry is refused, if it is.

    It is signed with the key that his first one committed to. Our own writer would not make
    it, so it is made by hand.
    """
    last = log.last
    line = sign_next(
        number=last.number + 1,
        previous_version_id=last.version_id,
        parameters={
            "updateKeys": [multikey.format(thief.coming.public_key)],
            "nextKeyHashes": [
                webvh.commitment(fresh_key().public_key),
                *last.parameters.next_key_hashes[1:],
            ],
        },
        state=last.entry.state,
        version_time=format_utc(stage.clock()),
        signer=thief.coming,
    )
    try:
        stage.consortium.submit(_operation(stage, line))
    except LivretError as error:
        return error.code
    return ""


def _operation(stage: LedgerStage, line: bytes) -> Operation:
    record = did_name(stage.did)
    draft = stage.consortium.draft("did.update", stage.did, update_body(line), record=record)
    return draft.signed(())


def _published(stage: LedgerStage) -> VerifiedLog:
    did = stage.office.hall.did
    lines = [
        str(operation.body["entry"]).encode() + b"\n"
        for operation in map(Operation.parse, stage.consortium.leaves())
        if operation.subject == did.text and operation.type in {"did.create", "did.update"}
    ]
    return webvh.verify_log(b"".join(lines), did, now_s=stage.clock())


def _credential_key() -> PublicKey:
    return P256Signer.from_seed(os.urandom(SEED_BYTES)).public_key

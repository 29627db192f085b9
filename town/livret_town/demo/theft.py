"""A town's next update key is stolen and used; its owner sees it and takes the identity back."""

import os
from dataclasses import dataclass
from typing import final

import msgspec

from livret_core.dids import webvh
from livret_core.dids.webvh import VerifiedLog
from livret_core.dids.webvh.entry import LogEntry, sign_next
from livret_core.encoding.timestamp import NS, format_utc
from livret_core.errors import LivretError
from livret_core.keys import Ed25519Signer, P256Signer, PublicKey, multikey
from livret_core.keys.p256 import SEED_BYTES
from livret_core.ledger.operation import Operation
from livret_core.ledger.state import did_name
from livret_core.ledger.trust_root import format_versions
from livret_issuer.hall_document import with_key
from livret_issuer.operations import next_name, update_body
from livret_ledger.watch.service.looking import Watch
from livret_town.demo.consortium import fresh_key
from livret_town.demo.ledger_stage import DAY_S, LedgerStage
from livret_town.demo.stage import PASSPHRASE


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
    """Look what others wrote in the town's name; the indexes of what its keys made elsewhere.

    The look is the one of `livret issuer ledger watch`: every entry under a head that both
    quorums cosigned is replayed, and held against the town's own journal.
    """
    folder, place = stage.office.home.root / "watch", str(stage.consortium.public)
    if not Watch.is_in(folder):
        trust = format_versions([stage.consortium.founding.trust])
        Watch.begin(folder, stage.did, trust, place, now_s=stage.clock())
    with Watch.held(folder) as held:
        looked = held.look(
            stage.consortium.reader(),
            place,
            stage.office.own_name().known(),
            {},
            now_s=stage.clock(),
            quiet_s=DAY_S,
        )
    if looked.error is not None:
        raise looked.error
    return [each.index for each in looked.open if each.is_theft and each.index is not None]


def recover(stage: LedgerStage, thief: Thief) -> Undone:
    """Undo the entry with a recovery key, and put what the thief listed under suspicion."""
    consortium, office = stage.consortium, stage.office
    with Watch.held(office.home.root / "watch") as held:
        operations, _ = office.own_name().take_back(
            list(held.operations_about(stage.did)),
            stage.recovery(1),
            PASSPHRASE,
            rehearse=lambda made: held.rehearse(made, now_s=stage.clock()),
            spare_in=stage.root / "hall-recovery",
            suspected_from_s=stage.clock(),
            suspects=(thief.key_name,),
            by="recovery",
            now_s=stage.clock(),
        )
    indexes = [consortium.submit(operation) for operation in operations]
    consortium.publish()
    for operation, index in zip(operations, indexes, strict=True):
        stage.settle(operation, index)
    return Undone(indexes[0], _refusal(stage, thief, _published(stage)))


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
    made_s = LogEntry.parse(line[:-1]).time_ns // NS
    return msgspec.structs.replace(draft, issued_at_s=made_s).signed(())


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

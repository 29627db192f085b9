"""One specimen of each file that a public ledger's people write, for those who look at files."""

import json
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from livret_core.encoding import json as json_encoding
from livret_core.ledger import draft as drafts
from livret_core.ledger.dating import Dating
from livret_core.ledger.trust_root import format_versions
from livret_core.short_code import ShortCode
from livret_core.tlog import merkle
from livret_core.tlog.proof import LogProof
from livret_ledger.agreeing import Opening
from livret_ledger.fraud_file import BadEntry, TwoHeads
from livret_ledger.store.sqlite import SqliteStore
from livret_ledger.witness.store.memory import WitnessStore
from livret_town.simulator.ledgers import Keeper
from tests import committing
from tests.ledger_heads import Seen
from tests.ledger_scene import ORIGIN, Scene


@cache
def every() -> dict[str, bytes]:
    """All of them, by a name for the test's title."""
    scene = Scene.founded()
    seen = Seen(scene)
    scene.tick(60)
    namur = scene.towns[0]
    operation = scene.publish("residency/1")
    draft = drafts.unsigned_of(operation)
    signed = seen.head(at_s=scene.at_s)
    honest = Keeper.founded()
    honest.tick(times=4)
    other = honest.fork(2)
    other.tick(2, times=4)
    liar = honest.fork(4)
    index = liar.lie_about_the_map()
    bad = BadEntry(
        liar.signed(),
        index,
        "ledger.map_root",
        liar.leaves[index],
        merkle.prove_inclusion(index, liar.size, liar.read),
        merkle.prove_consistency(index, liar.size, liar.read),
    )
    opening = Opening.of_founder(
        namur.who,
        namur.genesis_did.did,
        namur.witness.format(),
        None,
        nonce=bytes(32),
    )
    did, key_id, signer = namur.pen
    mark = {"v": 1, "kind": "witness", "key": namur.witness.format(), "source": None}
    return {
        "operation": operation.leaf,
        "draft": drafts.format(draft),
        "signature": drafts.sign(draft, signer, by=did, key_id=key_id),
        "dating": _dating(),
        "day": committing.commit().format(),
        "trust root": format_versions([seen.first]),
        "evidence": seen.evidence(["policy", f"member/{namur.who}", "did/none"], signed).format(),
        "log proof": _proof(honest),
        "fraud, two heads": TwoHeads(honest.signed(4), other.signed(4)).format(),
        "fraud, bad entry": bad.format(),
        "opening": opening.raw,
        "commitment": opening.format_commitment(),
        "witness memory": _memory(),
        "ledger store": _store(),
        "witness mark": json_encoding.format(mark),
        "ledger mark": json.dumps({"version": 1, "origin": ORIGIN}).encode(),
        "mirror mark": json.dumps({"v": 1, "origin": ORIGIN, "source": "/copy"}).encode(),
    }


KINDS = {
    "operation": "operation of a public ledger",
    "draft": "draft of an operation, to be signed",
    "signature": "signature under a draft",
    "dating": "what dates copies of a proof",
    "day": "digests of a day",
    "trust root": "trust root of a public ledger",
    "evidence": "evidence from a public ledger",
    "log proof": "proof that an entry is in a log",
    "fraud, two heads": "fraud file: two heads of one ledger",
    "fraud, bad entry": "fraud file: an entry that the rules refuse",
    "opening": "opening of a commitment",
    "commitment": "commitment to a party's keys",
    "witness memory": "memory of a witness or an auditor: never to be put back from a copy",
    "ledger store": "a public ledger's entries and what they come to",
    "witness mark": "who a witness or an auditor is",
    "ledger mark": "which ledger is kept here",
    "mirror mark": "which ledger a mirror follows",
}


def _proof(keeper: Keeper) -> bytes:
    hashes = merkle.prove_inclusion(1, keeper.size, keeper.read)
    return LogProof(1, tuple(hashes), keeper.signed()).format()


def _dating() -> bytes:
    commit = committing.commit()
    stand = committing.on_the_ledger(commit)
    _, path, _ = committing.dated()
    return Dating(ShortCode.of(bytes(16)), commit, stand.operation, stand.proof, (path,)).format()


def _memory() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "memory.db"
        memory = WitnessStore.create(path, bytes(16))
        memory.add_log(Keeper.founded().key)
        memory.close()
        return _whole(path)


def _store() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        SqliteStore.create(path, ORIGIN).close()
        return _whole(path)


def _whole(path: Path) -> bytes:
    """Bring what stands in the log beside a database into it, and read it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()

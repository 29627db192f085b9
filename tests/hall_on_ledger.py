"""A town hall that stands on a ledger: an office on disk, and a consortium that takes what it makes.

stand = Stand(tmp_path)           # four towns; Verdun's town hall founded, not registered
stand.register()                  # Namur signs, the ledger takes it, the town hall notes it
operation, commit = stand.desk.commit(now_s=stand.now_s)
stand.take(operation)             # applied and noted, with a proof under a cosigned head
"""

from pathlib import Path

from livret_core.dids.key import DidKey
from livret_core.keys import Ed25519Signer
from livret_core.ledger import draft as drafts
from livret_core.ledger.operation import Draft, Operation
from livret_core.ledger.records import KeyRecord
from livret_core.ledger.state import key_name
from livret_core.ledger.taken import verify
from livret_core.territory import Territory
from livret_core.tlog import merkle
from livret_core.tlog.proof import LogProof
from livret_issuer.identity import TownHall
from livret_issuer.placing import on_ledger
from livret_issuer.service import LedgerOffice, Office, found_town_hall
from livret_issuer.service.shelving import keep_hall
from tests.ledger_heads import Seen, Tree
from tests.ledger_scene import ORIGIN, Scene
from tests.office import CHEAP

WHO = "fr-insee:55545"
PASSPHRASE = b"cheap"


class Stand:
    """One town hall, one ledger."""

    def __init__(self, root: Path, *, who: str = WHO) -> None:
        self.scene = Scene.founded()
        self.scene.apply(self.scene.publish())
        self.scene.tick()
        self.seen = Seen(self.scene)
        place = on_ledger(ORIGIN, who)
        self.root = root
        self.office = found_town_hall(
            root / "hall",
            name="Ville de Verdun",
            authority="Le maire de Verdun",
            territory=Territory.parse(WHO),
            language=None,
            host=place.host,
            port=place.port,
            path=place.path,
            recovery=root / "recovery",
            passphrase=PASSPHRASE,
            now_s=self.scene.at_s,
            kdf=CHEAP,
            ledger=place.ledger,
        )

    @property
    def now_s(self) -> int:
        return self.scene.at_s

    @property
    def desk(self) -> LedgerOffice:
        return self.office.on_ledger()

    def reopen(self) -> None:
        """Take up work again, with the keys as they are sealed now."""
        self.office.close()
        self.office = Office.open(self.root / "hall", PASSPHRASE)

    def become(self, hall: TownHall) -> None:
        """Keep who it is, however that came about, and take up work again."""
        with self.office._store.transaction() as transaction:
            keep_hall(self.office.home, transaction, hall)
        self.reopen()

    def sponsored(self, draft: Draft) -> Operation:
        """Have Namur sign."""
        namur = self.scene.towns[0]
        did, kid, signer = namur.pen
        return drafts.join(draft, [drafts.sign(draft, signer, by=did, key_id=kid)])

    def register(self) -> Operation:
        operation = self.sponsored(self.desk.register(now_s=self.now_s))
        self.take(operation)
        return operation

    def take(self, operation: Operation) -> LogProof:
        """The ledger takes it; after a second it is published; the town hall notes it."""
        self.scene.apply(operation)
        index = len(self.scene.leaves) - 1
        self.scene.tick()
        proof = self.proof(index)
        self.settle(operation, proof)
        self.read_key()
        self.reopen()
        return proof

    def read_key(self) -> bool:
        """The town hall reads since when the ledger has the key that signs."""
        key_id = self.desk.hall.key_id
        record = self.scene.state.records[key_name(key_id)]
        assert isinstance(record, KeyRecord)
        return self.desk.note_key(key_id, record.from_s)

    def settle(self, operation: Operation, proof: LogProof) -> None:
        """The town hall notes that the ledger has it."""
        proven = verify(operation, proof, self.seen.chain, now_s=self.now_s)
        self.desk.settle(proven, now_s=self.now_s)

    def proof(self, index: int) -> LogProof:
        """That the ledger has entry *index*, under a head of now."""
        signed = self.seen.head(at_s=self.scene.at_s)
        size = signed.checkpoint.size
        hashes = merkle.prove_inclusion(index, size, Tree(self.scene.leaves).read)
        return LogProof(index, tuple(hashes), signed)

    def recovery(self, number: int = 1) -> Ed25519Signer:
        from livret_issuer.store import read_recovery_key

        return read_recovery_key(self.root / "recovery" / f"recovery-{number}.sealed", PASSPHRASE)

    def founder_did(self, name: str) -> str:
        return DidKey.of(self.scene.town(name).key("genesis").public_key).did

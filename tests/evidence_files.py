"""A ledger whose evidence lies in files, and what makes them be written anew."""

from pathlib import Path
from typing import Self

from livret_ledger.client.reading import Folder, Reader
from livret_ledger.publishing import evidence_path
from livret_ledger.service.evidencing import EvidenceFiles
from livret_ledger.store.sqlite import SqliteStore
from tests.ledger_scene import Town
from tests.ledger_works import Works
from tests.on_ledger import Desk


class Hall:
    """A ledger with one accredited town, published."""

    def __init__(self, root: Path, desk: Desk | None = None) -> None:
        self.desk = desk or Desk()
        self.works = Works.founded(root, self.desk.scene)
        self.did = str(self.desk.metz.did)
        self.publish()
        self.files = EvidenceFiles(self.works.web)

    @classmethod
    def of_two(cls, root: Path) -> Self:
        """Metz and Aachen, both accredited."""
        desk = Desk()
        desk.scene.apply(desk.scene.grant(desk.scene.towns[2], desk.root))
        desk.scene.tick(60)
        return cls(root, desk)

    def publish(self) -> None:
        with self.works.running() as (_, publisher):
            assert publisher.publish().has_quorum

    def write(self, files: EvidenceFiles | None = None) -> int | None:
        signed = Reader(Folder(self.works.web.root)).checkpoint()
        store = SqliteStore.open(self.works.path, read_only=True)
        try:
            now_s = self.works.clock.now_s
            return (files or self.files).write(store, signed, time_s=now_s, now_s=now_s)
        finally:
            store.close()

    @property
    def bundle(self) -> bytes:
        return (self.works.web.root / evidence_path(self.did)).read_bytes()


def report(hall: Hall, town: Town) -> None:
    """A town reports its credential key, and the report is published."""
    with hall.works.running() as (sequencer, publisher):
        hall.works.follow()
        reported = hall.desk.scene.compromise(
            f"{town.did}#credential-1", town, from_s=hall.desk.scene.at_s
        )
        sequencer.submit(reported.leaf)
        assert publisher.publish().has_quorum

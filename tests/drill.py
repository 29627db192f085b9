"""Four towns, their ledger, a mirror, a desk and a wallet; then the operator is gone with the log's key.

drill = Drill(tmp_path)
drill.ask(drill.mirrored.home.public)      # what the desk says by what a folder publishes
home = drill.prepared()                    # a ledger's home, made from the mirror
drill.go_on(home)                          # as the members decided
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from livret_core.keys import Ed25519Signer
from livret_core.ledger import draft, root_draft, trusting
from livret_core.ledger.evidence import Evidence as LedgerEvidence
from livret_core.ledger.operation import Operation
from livret_core.ledger.trust_root import TrustRoot
from livret_core.ledger.trusting import Believed, Trusted
from livret_core.sealing import FLOOR
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_ledger.client.reading import Folder, Reader
from livret_ledger.publishing import evidence_path
from livret_ledger.service.recovering import ROTATE, look, rebuild, take_over
from livret_ledger.service.serving import Parts, Service
from livret_ledger.service.web_root import WebRoot
from livret_ledger.store.home import Home
from livret_verifier.evidence import Evidence, Found, TilesNeed
from livret_verifier.verdict import Verdict
from livret_wallet import vouching
from tests.ledger_heads import AGES
from tests.ledger_scene import DAY_S, ORIGIN, Town, ed25519
from tests.ledger_works import Works
from tests.mirrors import Mirrored
from tests.on_ledger import Desk
from tests.scene import CLAIMS, INDEX, bind, showing
from tests.scene import draft as credential

NEW = ed25519("the log key after")
NEW_KEY = VerifierKey.of(ORIGIN, SignatureType.ED25519, NEW)
PASSPHRASE = b"four words to keep"


class Drill:
    """Four towns, a mirror, a desk and a wallet; the operator is gone with the log's key."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.desk = Desk()
        self.works = Works.founded(root, self.desk.scene)
        with self.works.running() as (_, publisher):
            assert publisher.publish().has_quorum
        self.works.follow()
        self.mirrored = Mirrored(self.works)
        self.mirrored.mirror.follow()
        self.died_s = self.works.clock.now_s
        self.desk.believed = Believed(self.works.chain, AGES, None)
        self.trusted = trusting.recall(self.works.chain.roots, since_s=self.died_s, head=None)
        self.old_signer, self.works.signer = self.works.signer, None

    @property
    def now_s(self) -> int:
        return self.works.clock.now_s

    # What readers do.

    def ask(self, folder: Path) -> Verdict:
        """What the desk says to a proof of Metz, with what *folder* publishes."""
        assert self.desk.believed is not None
        chain = self.desk.believed.chain.extend(
            Reader(Folder(folder)).trust_roots(), now_s=self.now_s
        )
        self.desk.believed = replace(self.desk.believed, chain=chain)
        raw = (folder / evidence_path(str(self.desk.metz.did))).read_bytes()
        asked = replace(self.desk.question(), now_s=self.now_s)
        text = self._shown()

        def tiles(need: TilesNeed) -> Evidence:
            parts = [(folder / each.format()).read_bytes() for each in need.tiles]
            return Found(b"".join(parts), "folder", self.now_s)

        self.desk.tiles = tiles
        return self.desk.verdict(text, evidence=raw, asked=asked)

    def desk_refusal(self, folder: Path) -> str | None:
        """The code of what the desk says; None: accepted."""
        verdict = self.ask(folder)
        if verdict.presentation is None:
            assert verdict.report.reason is not None
            return verdict.report.reason.code
        return None

    def _shown(self) -> str:
        self.desk.list = self.desk.hall().status_list(issued_s=self.now_s - 3_600)
        hall = self.desk.hall()
        claims: dict[str, Any] = {**CLAIMS, "issuing_territory": self.desk.metz.who}
        made = credential(
            claims,
            town=hall,
            index=INDEX,
            issued_s=self.desk.issued_s,
            expires_s=self.now_s + 80 * DAY_S,
        )
        return bind(showing(made.signed(hall.signer), "commune"), iat=self.now_s - 5)

    def wallet(self, folder: Path) -> Trusted:
        """The wallet walks on, and believes the town by what *folder* publishes."""
        versions = tuple(Reader(Folder(folder)).trust_roots())
        found = trusting.considered(versions, [self.trusted], now_s=self.now_s)
        assert isinstance(found, Trusted)
        did = str(self.desk.metz.did)
        raw = (folder / evidence_path(did)).read_bytes()
        nodes = Reader(Folder(folder)).nodes(LedgerEvidence.parse(raw).signed.checkpoint.size)
        _, self.trusted = vouching.by_evidence(raw, did, [found], now_s=self.now_s, nodes=nodes)
        return self.trusted

    # What the members do.

    def prepared(self, **changes: Any) -> Home:
        found = look(
            Reader(Folder(changes.get("copy", self.mirrored.home.public))),
            self.works.chain,
            self.works.post,
            has_key=False,
            now_s=self.now_s,
        )
        return rebuild(found, self.root / "new", NEW, PASSPHRASE, now_s=self.now_s, kdf=FLOOR)

    def voted(self, home: Home, by: Sequence[Town] | None = None) -> tuple[TrustRoot, Operation]:
        """The next trust root and the `log.rotate`, signed by those who vote."""
        signers = by or self.works.scene.towns[:3]
        trust = root_draft.parse((home.root / "trust-2.json").read_bytes())
        rotate = draft.parse((home.root / ROTATE).read_bytes())
        return (
            trust.signed([town.pen[2] for town in signers]),
            self.works.scene.sign(rotate, *signers),
        )

    def go_on(self, home: Home) -> None:
        second, rotate = self.voted(home)
        chain = self.works.chain.extend([second], now_s=self.now_s)
        take_over(home, rotate, chain, NEW, now_s=self.now_s)
        for cosigner in self.works.cosigners.values():
            cosigner.log_key = NEW_KEY  # `livret ledger witness rotate-log`

    @contextmanager
    def service(self, home: Home, key: Ed25519Signer = NEW) -> Iterator[Service]:
        made = Service(
            Parts(
                home.store(),
                home.store(read_only=True),
                key,
                home.trust_chain(),
                WebRoot(home.public),
                self.works.post,
                self.works.clock,
                self.works.clock.pause,
                home.store(read_only=True),
            )
        )
        try:
            yield made
        finally:
            made.stop()

    def hourly(self, seconds: int) -> None:
        """Time passes; the mirror asks for fresh times every hour (one in twenty is played)."""
        until_s = self.now_s + seconds
        while self.now_s + 72_000 < until_s:
            self.works.clock.now_s += 72_000
            self.mirrored.mirror.refresh()
        self.works.clock.now_s = until_s

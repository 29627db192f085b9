"""A wallet with proofs is asked by a service on the wire, which may lie; no network.

asked = Asked(tmp_path)                 # a registered pool asks for the commune
asked.answer()                          # the holder says yes
asked.refusal()                         # outcome and code of what was not sent
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from livret_core.errors import LivretError
from livret_core.keys import P256Signer
from livret_core.openid4vp.client_id import client_id_of
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_town.simulator.services import LyingService
from livret_wallet.asked.flow import Delivered
from livret_wallet.client.answering import Answering
from livret_wallet.consent import ConsentGiven, ConsentSheet, agree
from livret_wallet.gather import Folder
from livret_wallet.receiving.needs import Answer, Call
from livret_wallet.records import HeldBatch
from livret_wallet.vault import holdings
from tests.on_ledger import Desk
from tests.scene import RESIDENCY, seed
from tests.visiting import Visit

URL: Final = "https://pool.test:8443"
SIGNER: Final = P256Signer.from_seed(seed("pool", 48))
BY_KEY: Final = client_id_of(SIGNER.public_key)


class Network:
    """A service, and what is published; *before* is called before each request."""

    def __init__(self, folder: Path) -> None:
        self.service: LyingService | None = None
        self.read_: list[str] = []
        self.before: Callable[[Call], None] = lambda _: None
        self.after: Callable[[Call], None] = lambda _: None
        self._folder: Final = Folder(folder)

    def read(self, uri: str, code: str) -> bytes:
        self.read_.append(uri)
        return self._folder.read(uri, code)

    def carry(self, call: Call) -> Answer:
        assert self.service is not None
        self.before(call)
        method = "GET" if call.body is None else "POST"
        said = self.service.answer(method, call.uri.text, call.headers, call.body or b"")
        self.after(call)
        return Answer(said.status, said.content_type, said.body, said.headers)


class Asked:
    """One wallet with a residence, one service."""

    def __init__(
        self,
        root: Path,
        *,
        registered: bool = False,
        claims: Sequence[str] = ("commune",),
        **visit: Any,
    ) -> None:
        desk = Desk()
        if registered:
            asks = ({"type": "residency", "claims": list(claims)},)
            desk.scene.apply(desk.scene.register(desk.metz, desk.root, asks=asks))
            desk.scene.tick(60)
        self.desk = desk
        self.visit = Visit(root, desk=desk, **visit)
        self.batch: HeldBatch = self.visit.receive().batch
        self.network = Network(self.visit.files.published)
        self.sheets: list[ConsentSheet] = []
        self.says = "yes"
        self.registered = registered
        if registered:
            names = [*desk.names(), f"service/{desk.metz.did}"]
            shown = desk.seen.evidence(sorted(set(names)), desk.head()).format()
            self.visit.files.publish(evidence=shown)

    def by_ledger(self, *paths: str, **service: Any) -> "Asked":
        """Let a service ask whose key the ledger has."""
        hall = self.desk.hall()
        client = f"decentralized_identifier:{hall.did}"
        return self.by(client, *paths, signer=hall.signer, named={"kid": hall.kid}, **service)

    def by(
        self,
        client_id: str = BY_KEY,
        *paths: str,
        signer: P256Signer = SIGNER,
        **service: Any,
    ) -> "Asked":
        """Let a service ask for claims of a residence; for the commune when none is named."""
        asks: Sequence[tuple[str]] = [(path,) for path in paths or ("commune",)]
        query = DcqlQuery.for_one("pool", (RESIDENCY.vct,), asks)
        self.network.service = LyingService(
            URL, client_id, signer, query, clock=lambda: self.visit.now_s, **service
        )
        return self

    @property
    def service(self) -> LyingService:
        assert self.network.service is not None
        return self.network.service

    def answering(self, **more: Any) -> Answering:
        """The wallet's side."""
        return Answering(
            self.visit.holder.vault, self.network, clock=lambda: self.visit.now_s, **more
        )

    def answer(self, link: str | None = None, *, again: bool = False, **more: Any) -> Delivered:
        """Be asked, and say what there is to say."""
        answering = self.answering(**more)
        asked = answering.ask(link or self.service.link)
        candidate = answering.choose(asked, None)
        return answering.answer(candidate, asked, again=again, language="en", ask=self._ask)

    def refusal(self, link: str | None = None, **more: Any) -> tuple[str, str]:
        """Outcome and code of what was not answered; no claim has left."""
        with pytest.raises(LivretError) as caught:
            self.answer(link, **more)
        assert not any(b"vp_token" in body for body in self.service.bodies)
        assert not any(hasattr(one, "vp_token") for one in self.service.received)
        return caught.value.branch, caught.value.code

    @property
    def history(self) -> list[str]:
        """What the history says, the newest first."""
        return [entry.kind for entry in holdings.history(self.visit.holder.vault)]

    @property
    def used(self) -> int:
        """How many copies were shown."""
        [batch] = self.visit.holder.wallet.batches()
        return sum(copy.used_at_s is not None for copy in batch.copies)

    def _ask(self, sheet: ConsentSheet) -> ConsentGiven | None:
        self.sheets.append(sheet)
        return agree(sheet, self.says)

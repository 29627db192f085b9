"""A wallet used by its commands, and services that ask it over real TLS, one of them hostile.

    def test_…(wire: OnTheWire) -> None:
        wire.curious.asks(dcql_query={…})                # a request of the hostile service
        assert wire.refusal() == (1, "present.none")     # `livret wallet present LINK --json`
        wire.curious.asks()
        wire.present()                                   # …and a yes to the very sheet
        wire.curious.shown                               # what it was shown

    window = wire.desk()                                 # an honest desk, at its own address

Whoever is asked here has the residence of :mod:`tests.scene`; the clock is the scene's.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from livret_core.encoding.json import JsonObject
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.request_uri import REQUEST_OBJECT, ByReference
from livret_core.openid4vp.response import AuthorizationResponse, parse_posted, receive
from livret_core.sdjwt.compact import SdJwt
from livret_town.simulator.issuers import Said
from livret_wallet.records import HeldBatch, HeldCopy, HolderKey
from livret_wallet.vault import Vault, holdings
from tests.asking import ask
from tests.desks_that_ask import BY_KEY, ENCRYPTION, OPENING, forged
from tests.on_the_wire import Wire, on_the_wire
from tests.playing import PASSPHRASE, Ended, Play
from tests.scene import CLAIMS, NOW_S, RESIDENCY, TOWN, draft, elements_of, seed
from tests.windows import BASE, HOST, POLICY, Opened, opened

CURIOUS: Final = "curious.test"
DESK: Final = HOST
STATE: Final = "s" * 22


class Curious:
    """A service that asks whatever it likes, and keeps what it is given.

    Attributes:
        asked: method and path of all that reached it.
        bodies: what was posted, as it came.
        says: what it answers to an answer.
    """

    def __init__(self, wire: Wire) -> None:
        self.at: Final = f"https://{CURIOUS}:{wire.port}"
        self.asked: list[str] = []
        self.bodies: list[bytes] = []
        self.says = Said(200, b"{}")
        self._object = Said(404)
        wire.answers[CURIOUS] = self.answer

    def asks(self, *, header: dict[str, Any] | None = None, **claims: Any) -> None:
        """Ask for the commune, or for what *claims* of the request say; ``...`` leaves out."""
        made: dict[str, Any] = {
            "nonce": "n" * 22,
            "state": STATE,
            "response_uri": f"{self.at}/answers/7",
            "dcql_query": query("commune"),
            **claims,
        }
        self.tells(Said(200, forged(BY_KEY, header=header, **made).encode(), REQUEST_OBJECT))

    def tells(self, said: Said) -> None:
        """Answer so to whoever fetches the request."""
        self._object = said

    @property
    def link(self) -> str:
        return ByReference(BY_KEY, HttpsUri.parse(f"{self.at}/requests/7"), "get").format()

    @property
    def received(self) -> AuthorizationResponse:
        """The one answer, opened with the key that was made for it."""
        [body] = self.bodies
        posted = parse_posted(body)
        answer = receive(posted, state=STATE, opening=OPENING)
        assert isinstance(answer, AuthorizationResponse)
        return answer

    @property
    def shown(self) -> dict[str, Any]:
        """Each claim that was disclosed, by its name."""
        disclosed = [
            elements_of(text) for text in SdJwt.parse(self.received.presentation).disclosures
        ]
        return {str(name): value for _, name, value in disclosed}

    def answer(self, method: str, uri: str, _headers: Mapping[str, str], body: bytes) -> Said:
        """Answer one request."""
        path = uri.removeprefix(self.at)
        self.asked.append(f"{method} {path}")
        if path == "/requests/7":
            return self._object
        if path == "/answers/7":
            self.bodies.append(body)
            return self.says
        return Said(404)


class OnTheWire:
    """One wallet, and whom it can reach.

    Attributes:
        curious: the hostile service.
    """

    def __init__(self, play: Play, wire: Wire) -> None:
        self.play, self.wire = play, wire
        self.curious: Final = Curious(wire)
        play.clock.now_s = NOW_S
        play.wallet("init")
        self.holds()

    def holds(self, claims: JsonObject | None = None) -> None:
        """Put a proof of four copies into the wallet, in the place of what it has."""
        signers = [P256Signer.from_seed(seed(f"copy {each}", 48)) for each in range(4)]
        copies = [
            draft({**CLAIMS, **(claims or {})}, holder=signer, copy=2 * number).signed().format()
            for number, signer in enumerate(signers)
        ]
        with self.vault() as vault:
            for kind in ("credential", "key"):
                for row, _ in list(vault.all(kind)):
                    vault.delete(kind, row)
            for number, signer in enumerate(signers):
                vault.put("key", None, HolderKey(f"key{number}", signer.scalar_bytes).format())
            held = tuple(HeldCopy(f"key{number}", text) for number, text in enumerate(copies))
            batch = HeldBatch("batch", TOWN.did, "Verneuil", RESIDENCY.vct, NOW_S, "", held)
            vault.put("credential", None, batch.format())

    def wallet(self, *typed: str, status: int | None = 0) -> Ended:
        """A command of the wallet's that reaches the network."""
        resolve, pins, *others = self.wire.options
        # Where a redirect leads nobody listens; that is known at once.
        pins += ",elsewhere.test:443=127.0.0.1"
        reached = (resolve, pins, *others)
        return self.play.wallet(*typed, *reached, "--json", status=status)  # type: ignore[arg-type]

    def present(self, link: str | None = None, *, status: int = 0) -> JsonObject:
        """Look at the sheet, say yes to it; the last event."""
        link = link or self.curious.link
        sheet = self.wallet("present", link, "--dry-run").events[0]
        said = self.wallet("present", link, "--consent", str(sheet["digest"]), status=status)
        last: JsonObject = said.events[-1]
        return last

    def refusal(self, link: str | None = None) -> tuple[int, str]:
        """Exit status and code of what is not answered: nothing is sent, nothing is used up."""
        before, posts = self.stored, len(self.curious.bodies)
        ended = self.wallet("present", link or self.curious.link, "--yes", status=None)
        assert (self.stored, len(self.curious.bodies)) == (before, posts)
        return ended.status, str(ended.events[-1]["code"])

    @property
    def stored(self) -> tuple[tuple[int | None, ...], tuple[str, ...]]:
        """When each copy was shown, and what the history says."""
        with self.vault() as vault:
            used = [copy.used_at_s for batch in holdings.batches(vault) for copy in batch.copies]
            return tuple(used), tuple(entry.kind for entry in holdings.history(vault))

    def desk(self, **more: Any) -> Opened:
        """Open an honest desk; what its wallets ask goes through its public interface."""
        base = f"{BASE}:{self.wire.port}"
        window = opened(self.play.root / "pool", policy=POLICY.replace(BASE, base), **more)
        window.host = f"{DESK}:{self.wire.port}"

        def answer(method: str, uri: str, headers: Mapping[str, str], body: bytes) -> Said:
            path = uri.removeprefix(base)
            kept = [(name, value) for name, value in headers.items() if name != "host"]
            said = ask(window.service.app, method, path, body=body, headers=kept, host=window.host)
            return Said(said.status, said.body, said.headers.get("content-type", ""))

        self.wire.answers[DESK] = answer
        return window

    @contextmanager
    def listening(self, host: str) -> Iterator[list[bytes]]:
        """Hear what is posted to a host."""
        answer, heard = self.wire.answers[host], list[bytes]()

        def overheard(method: str, uri: str, headers: Mapping[str, str], body: bytes) -> Said:
            if "/answers/" in uri:
                heard.append(body)
            return answer(method, uri, headers, body)

        self.wire.answers[host] = overheard
        yield heard
        self.wire.answers[host] = answer

    def vault(self) -> Vault:
        """What it keeps."""
        home: Path = self.play.root / "camille"
        return Vault.open(home / "wallet.vault", PASSPHRASE.encode())


def query(*paths: str, **changes: Any) -> JsonObject:
    """A query for claims of a residence; *changes* are members of its one credential query."""
    made = DcqlQuery.for_one("pool", (RESIDENCY.vct,), [tuple(path.split(".")) for path in paths])
    members = {**made.credentials[0].format(), **changes}
    return {"credentials": [{name: value for name, value in members.items() if value is not ...}]}


def metadata(**changes: Any) -> JsonObject:
    """What a service says of itself, its encryption key too; ``...`` leaves out."""
    from livret_core.openid4vp.client_metadata import ClientMetadata

    members = {**ClientMetadata("Curious", encryption=ENCRYPTION).format(), **changes}
    return {name: value for name, value in members.items() if value is not ...}


@pytest.fixture
def wire(play: Play) -> Iterator[OnTheWire]:
    """A wallet and a hostile service."""
    with on_the_wire(play.root, CURIOUS, DESK) as made:
        yield OnTheWire(play, made)

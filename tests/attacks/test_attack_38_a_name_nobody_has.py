"""Attack 38: forged proofs that name whomever they like on the believed ledger's own host.

The ledger has to be asked about a name before it is known to be nobody's. That costs it one
request each, and what comes of it is *no*: not a look-up for every further try at one request.
"""

import asyncio
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from livret_core.ledger.trusting import recall
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_members import POSTED
from livret_core.sdjwt.compact import SdJwt
from livret_edge.fetcher import AsyncFetcher, Fetcher
from livret_verifier import Answer, AsyncVerifier, Verifier
from livret_verifier.client.blocking import NetworkGatherer
from livret_verifier.deciding import TRIES
from livret_verifier.evidence import Found, HeadNeed, LedgerNeed, Missing, Need
from livret_verifier.gather import FolderGatherer
from livret_verifier.store import Desk as Home
from tests.fetching import OUTSIDE, reply
from tests.ledger_scene import DAY_S, ORIGIN
from tests.on_ledger import Desk
from tests.scene import CLAIMS, THIEF, TownHall, bind, draft, showing
from tests.windows import BASE, Opened, opened, posted

HOST: Final = "ledger.example"
NOBODY: Final = f"did:webvh:QmZUjSXT78oJ3kfYmFPHNvjHX1dxxmvWskjBuN9kUdE7d8:{HOST}:fr-insee:10000"
HEAD: Final = f"https://{HOST}/checkpoint"
POLICY: Final = f"""\
version = 1
service = "Piscine des Saules"

[desk]
at = "{BASE}/"
tenant = "pool"

[procedures.parking]
type = "residency"
asks = ["commune"]

[ledger]
origin = "{ORIGIN}"

[[issuers]]
name = "A town of the ledger"
profile = "ledger"
types = ["residency"]
"""


@cache
def _desk() -> Desk:
    return Desk()  # nothing here changes it


class Ledger:
    """A ledger as its host serves it, and what was asked of the whole web."""

    def __init__(self, desk: Desk | None = None) -> None:
        self.desk = desk or _desk()
        self.asked: list[str] = []
        self.checkpoint: bytes | None = self.desk.head().format()
        self.absent = 404
        town = str(self.desk.metz.did).rpartition(f"{HOST}:")[2].replace(":", "/")
        self.town: Final = f"https://{HOST}/{town}/ledger.evidence"
        hall = self.desk.hall()
        self.files: dict[str, bytes] = {
            self.town: self.desk.evidence(),
            hall.status_uri.text: hall.status_list(issued_s=self.desk.now_s - 3_600),
        }

    def __call__(self, request: httpx.Request) -> httpx.Response:
        uri = f"https://{request.headers['host']}{request.url.raw_path.decode()}"
        self.asked.append(uri)
        if uri == HEAD and self.checkpoint is not None:
            return reply(200, self.checkpoint)
        found = self.files.get(uri)
        return reply(self.absent) if found is None else reply(200, found)

    def forged(self, did: str) -> SdJwt:
        """What a thief signs in a name."""
        return self._signed(TownHall(THIEF, did, b"", self.desk.hall().status_uri))

    def honest(self) -> SdJwt:
        """What the town signs that the ledger has."""
        return self._signed(self.desk.hall())

    def _signed(self, hall: TownHall) -> SdJwt:
        desk = self.desk
        made = draft(
            {**CLAIMS, "issuing_territory": desk.metz.who},
            town=hall,
            issued_s=desk.issued_s,
            expires_s=desk.now_s + DAY_S,
        )
        return made.signed(hall.signer)


def answered(request: AuthorizationRequest, signed: SdJwt, now_s: int) -> str:
    """What a wallet posts."""
    chosen = showing(signed, "commune")
    return posted(request, bind(chosen, aud=request.client_id, nonce=request.nonce, iat=now_s - 5))


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def home(tmp_path: Path, ledger: Ledger) -> Path:
    made = Home.create(tmp_path / "pool", POLICY)
    seen = ledger.desk.seen
    made.ledgers.keep(recall((seen.first,), since_s=ledger.desk.now_s, head=None))
    return tmp_path / "pool"


@pytest.fixture
def window(home: Path, ledger: Ledger) -> Iterator[Opened]:
    fetcher = Fetcher(transport=httpx.MockTransport(ledger), find=lambda *_: [OUTSIDE])
    made = opened(home, gather=NetworkGatherer(fetcher, clock=lambda: ledger.desk.now_s).gather)
    made.clock.now_s = ledger.desk.now_s
    yield made
    fetcher.close()


Reader = Callable[[SdJwt], Answer]


@pytest.fixture(params=["blocking", "asynchronous"])
def check(request: pytest.FixtureRequest, home: Path, ledger: Ledger) -> Reader:
    """The library: asks, and checks what a draft becomes as an answer."""
    now_s = ledger.desk.now_s
    given: dict[str, Any] = {"find": lambda *_: [OUTSIDE]}

    def read(text: str) -> AuthorizationRequest:
        return AuthorizationRequest.verify(text, now_s=now_s, modes=POSTED)

    def blocking(of: SdJwt) -> Answer:
        fetcher = Fetcher(transport=httpx.MockTransport(ledger), **given)
        library = Verifier.open(home, fetcher=fetcher, clock=lambda: now_s)
        asked = library.ask("parking")
        answer = library.check(asked, answered(read(library.request(asked)), of, now_s).encode())
        fetcher.close()
        return answer

    async def walk(of: SdJwt) -> Answer:
        fetcher = AsyncFetcher(transport=httpx.MockTransport(ledger), **given)
        library = AsyncVerifier.open(home, fetcher=fetcher, clock=lambda: now_s)
        asked = await library.ask("parking")
        answer = await library.check(
            asked, answered(read(library.request(asked)), of, now_s).encode()
        )
        await fetcher.close()
        return answer

    return blocking if request.param == "blocking" else lambda of: asyncio.run(walk(of))


def told(window: Opened, signed: SdJwt) -> tuple[object, object, int]:
    """Outcome, code, and the status of a second answer to the same request."""
    asked = window.ask()
    text = answered(window.fetch(asked), signed, window.clock.now_s)
    assert window.answer(asked, text).status == 200
    said = window.verdict(asked)
    return said["outcome"], said["code"], window.answer(asked, text).status


def test_attack_38_a_name_that_the_ledger_has_nobody_of_is_refused_at_the_window(
    window: Opened, ledger: Ledger
) -> None:
    assert told(window, ledger.forged(NOBODY)) == ("refused", "issuer.unknown", 400)
    assert ledger.asked == [f"https://{HOST}/fr-insee/10000/ledger.evidence", HEAD]


@pytest.mark.parametrize("status", [404, 410])
def test_attack_38_and_by_the_library(check: Reader, ledger: Ledger, status: int) -> None:
    ledger.absent = status
    answer = check(ledger.forged(NOBODY))
    assert (answer.outcome.value, answer.code) == ("refused", "issuer.unknown")
    assert not answer.may_be_asked_again
    assert ledger.asked == [f"https://{HOST}/fr-insee/10000/ledger.evidence", HEAD]


@pytest.mark.parametrize(
    "did",
    [
        "did:webvh:QmZUjSXT78oJ3kfYmFPHNvjHX1dxxmvWskjBuN9kUdE7d8:evil.example:fr-insee:10000",
        f"did:webvh:QmZUjSXT78oJ3kfYmFPHNvjHX1dxxmvWskjBuN9kUdE7d8:{HOST}%3A8444:x",
        f"did:webvh:QmZUjSXT78oJ3kfYmFPHNvjHX1dxxmvWskjBuN9kUdE7d8:{HOST}.evil.example:x",
        f"did:webvh:QmZUjSXT78oJ3kfYmFPHNvjHX1dxxmvWskjBuN9kUdE7d8:{HOST}:..:..:api",
        f"did:webvh:QmZUjSXT78oJ3kfYmFPHNvjHX1dxxmvWskjBuN9kUdE7d8:{HOST}%2F@evil.example:x",
        f"did:web:{HOST}:x",
        "did:webvh:QmZUjSXT78oJ3kfYmFPHNvjHX1dxxmvWskjBuN9kUdE7d8:169.254.169.254:x",
        f"https://{HOST}/x",
    ],
)
def test_attack_38_no_answer_chooses_another_host(
    check: Reader, window: Opened, ledger: Ledger, did: str
) -> None:
    answer = check(ledger.forged(did))
    assert (answer.outcome.value, answer.code) == ("refused", "issuer.not_accepted")
    assert told(window, ledger.forged(did))[:2] == ("refused", "issuer.not_accepted")
    assert ledger.asked == []


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_attack_38_a_ledger_that_does_not_answer_is_not_a_no(
    check: Reader, ledger: Ledger, status: int
) -> None:
    ledger.absent = status
    answer = check(ledger.forged(NOBODY))
    assert (answer.outcome.value, answer.code) == ("unavailable", "ledger.unavailable")
    assert len(ledger.asked) == 1


def _spoiled(head: bytes) -> bytes:
    return head.replace(b"\n\n", b"\nmore\n\n", 1)


@pytest.mark.parametrize(
    "shown_head",
    [lambda _: None, lambda _: b"<html>", _spoiled],
    ids=["none", "another page", "spoiled"],
)
def test_attack_38_who_does_not_know_its_own_head_knows_of_nobody(
    check: Reader, ledger: Ledger, shown_head: Any
) -> None:
    """A web server that has lost its files says *not found* of every town alike."""
    assert ledger.checkpoint is not None
    ledger.checkpoint = shown_head(ledger.checkpoint)
    ledger.files.clear()
    for did in (NOBODY, str(ledger.desk.metz.did)):
        answer = check(ledger.forged(did))
        assert (answer.outcome.value, answer.code) == ("unavailable", "ledger.unavailable")


def test_attack_38_a_head_that_is_too_old_says_nothing_of_today() -> None:
    desk = Desk()
    desk.checkpoint = Found(desk.head().format(), "memory", desk.now_s)
    forged = desk.text(hall=TownHall(THIEF, NOBODY, b"", desk.hall().status_uri))
    needs: list[Need] = []
    assert desk.refusal(forged, evidence=b"", needs=needs) == ("refused", "issuer.unknown")
    assert needs == [LedgerNeed(NOBODY), HeadNeed(ORIGIN)]
    verdict = desk.verdict(forged, evidence=b"")
    assert verdict.report.head is not None  # as of then
    assert verdict.head is None  # and not to be remembered: what is shown of towns is older
    late = desk.question(now_s=desk.now_s + 30 * DAY_S)
    assert desk.refusal(forged, evidence=b"", asked=late) == ("unavailable", "ledger.stale")
    desk.checkpoint = Missing("memory", "status 404", is_absent=True)
    assert desk.refusal(forged, evidence=b"") == ("unavailable", "ledger.unavailable")


def test_attack_38_twin_a_town_that_is_known_is_not_forgotten_by_a_lapse(
    check: Reader, window: Opened, ledger: Ledger
) -> None:
    """What it showed before stands in, by its own date."""
    assert check(ledger.honest()).accepted
    assert told(window, ledger.honest())[0] == "accepted"
    del ledger.files[ledger.town]
    window.clock.now_s += 70
    assert told(window, ledger.honest())[0] == "accepted"


def test_attack_38_a_made_up_name_is_in_no_honest_proofs_way(home: Path) -> None:
    """What the ledger shows of a town is of the hour; its newest head is of this minute."""
    ledger = Ledger(Desk())
    scene = ledger.desk.scene
    scene.tick(60)
    now_s = ledger.desk.now_s
    ledger.checkpoint = ledger.desk.head().format()
    fetcher = Fetcher(transport=httpx.MockTransport(ledger), find=lambda *_: [OUTSIDE])
    window = opened(home, gather=NetworkGatherer(fetcher, clock=lambda: now_s).gather)
    window.clock.now_s = now_s
    assert told(window, ledger.forged(NOBODY))[:2] == ("refused", "issuer.unknown")
    assert told(window, ledger.honest())[0] == "accepted"
    fetcher.close()


def test_attack_38_a_request_is_not_asked_about_without_end(window: Opened, ledger: Ledger) -> None:
    ledger.absent = 503
    asked = window.ask()
    request = window.fetch(asked)
    statuses = []
    for number in range(TRIES + 3):
        text = answered(request, ledger.forged(f"{NOBODY}{number}"), window.clock.now_s)
        statuses.append(window.answer(asked, text).status)
    assert statuses == [200] * TRIES + [400] * 3
    assert len(ledger.asked) == TRIES
    assert window.verdict(asked)["outcome"] == "unavailable"
    assert window.kept(asked).asked is None


def test_attack_38_a_copy_that_lacks_a_town_never_says_that_there_is_none(tmp_path: Path) -> None:
    """`livret verify file`: a folder has what somebody copied."""
    found = FolderGatherer(tmp_path, clock=lambda: 0).gather(LedgerNeed(NOBODY))
    assert isinstance(found, Missing)
    assert not found.is_absent

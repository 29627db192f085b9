"""`livret issuer serve` as a process of its own, and what a proxy before it does."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path
from typing import Final

import httpx

from livret_core.https_uri import HttpsUri
from livret_core.territory import Territory
from livret_issuer.service import Office, found_town_hall
from tests.asking import Answer
from tests.halls_online import HOST, Transport
from tests.ledger_processes import Started
from tests.passphrases import LIVRET_AT_ONCE

ADDRESS: Final = f"https://{HOST}/verneuil"


def seconds() -> int:
    return int(time.time())


def founded(root: Path, address: str, database: str | None = None) -> Office:
    """A town hall of today: its service has the real time."""
    (root / "passphrase").write_text("cheap")
    return found_town_hall(
        root / "hall",
        name="Ville de Verneuil-sur-Lys",
        authority="Le maire de Verneuil-sur-Lys",
        territory=Territory.parse("fr-insee:80999"),
        language=None,
        host="ledger.livret.test",
        port=None,
        path=("hall",),
        recovery=root / "recovery",
        passphrase=b"cheap",
        now_s=seconds(),
        url=HttpsUri.parse(address),
        database=database,
    )


@contextmanager
def serving(root: Path, *more: str, program: Sequence[str] = LIVRET_AT_ONCE) -> Iterator[Started]:
    """Start `livret issuer serve` for the town hall in *root*, on a port that is free."""
    words = ("issuer", "serve", "--home", "hall", "--passphrase-file", "passphrase")
    started = Started((*words, "--listen", "127.0.0.1:0", *more), root, program=program)
    try:
        yield started.ready()
    finally:
        started.close()


def behind(stack: ExitStack, *urls: str) -> Transport:
    """What a proxy does: each request goes to the next of several processes."""
    turns = cycle(urls)
    client = stack.enter_context(httpx.Client(trust_env=False))

    def send(method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str]) -> Answer:
        host, _, path = url.removeprefix("https://").partition("/")
        answer = client.request(
            method, f"{next(turns)}{path}", content=body, headers={**headers, "host": host}
        )
        return Answer(answer.status_code, dict(answer.headers), answer.content)

    return send

"""`make soak`: an open town used without a pause, and the memory of each of its processes.

    python -m bench.soak [--minutes N] [--wallets N]

The town is that of `livret demo --serve`. Each wallet goes the whole way over TLS, again and
again: the clerk offers, it picks a copy up, the desk asks, it answers, the desk accepts. Exit
status 1 where a walk ended otherwise, where a process ended before the time was over, or is larger
at the end than after the first quarter by more than a tenth.
"""

import argparse
import json
import os
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from bench.issuing import Line
from livret_core.credential import catalogue
from livret_core.encoding import json as json_encoding
from livret_core.openid4vp.client_id import KnownClients
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_members import POSTED
from livret_core.openid4vp.request_uri import ByReference, parse
from livret_core.openid4vp.wallet_metadata import RequestUriPost, WalletMetadata
from livret_core.sdjwt import SdJwt
from livret_edge.fetcher import Fetcher
from livret_edge.fetcher.addresses import parse_pin
from livret_issuer.pickup.acting import Act
from livret_issuer.service import Office
from livret_verifier.client.blocking import NetworkGatherer
from livret_verifier.desk.window import Window
from livret_verifier.store import Desk
from tests.halls_online import Caller, credentials
from tests.scene import bind, showing
from tests.windows import posted

LARGER: Final = 1.1
_LOOK_S: Final = 5.0
_FORM: Final = "application/x-www-form-urlencoded"
_ACT: Final = Act("passport", "self", "lease")
_KINDS: Final = ("ledger witness", "ledger auditor", "ledger", "issuer", "desk")


class Ended(Exception):
    """The town, or a process of it, is not there any more."""


class Town:
    """An open town, until the block ends; :class:`Ended` where it does not begin."""

    def __init__(self, root: Path) -> None:
        words = ("demo", "--serve", "--json", "--port", "0", "--keep", str(root))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "livret_town", *words],
            stdout=subprocess.PIPE,
            text=True,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        )
        self.ready: dict[str, Any] = {}
        for line in self._process.stdout or ():
            self.ready = json.loads(line)
            if self.ready["event"] == "ready":
                return
        said = self.ready.get("message") or self.ready.get("code") or "it said nothing"
        raise Ended(f"the town did not begin (status {self._process.wait()}): {said}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # Not SIGINT: what a shell began in the background does not hear it.
        self._process.terminate()
        with self._process:
            self._process.communicate(timeout=60)

    def way_out(self) -> Fetcher:
        """The way to its ledger, by its own authority and the names it pinned."""
        pins = dict(map(parse_pin, self.ready["resolve"]))
        return Fetcher(authorities=Path(self.ready["ca"]).read_bytes(), pins=pins)

    def processes(self) -> dict[int, str]:
        """Each process of it, and what it is.

        Raises:
            Ended: where the town ended, or one of them did.
        """
        pid = self._process.pid
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            return {int(each): _kind(int(each)) for each in children}
        except (FileNotFoundError, ProcessLookupError, StopIteration):
            raise Ended("the town ended as it began") from None


def _kind(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")
    home = words.partition("--home ")[2].partition(" ")[0]
    kind = next(each for each in _KINDS if f" {each} serve" in words)
    return f"{kind} {Path(home).parent.name}" if kind.startswith("ledger ") else kind


def megabytes(pid: int, name: str) -> float:
    """How large a process is.

    Raises:
        Ended: for one that is gone, or has ended and waits for who began it.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        status = ""
    _, is_there, size = status.partition("VmRSS:")
    if not is_there:
        raise Ended(f"the town ended before the time was over: {name} is gone")
    return int(size.split()[0]) / 1_024


@dataclass
class Walks:
    """What the wallets did so far."""

    done: int = 0
    problems: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Walker:
    """One wallet, and who serves it at the counter and at the desk."""

    def __init__(self, town: Town, office: Office, window: Window, name: str) -> None:
        root, self._name, self._turn = Path(town.ready["home"]), name, 0
        self._office, self._window = office, window
        context = ssl.create_default_context(cafile=town.ready["ca"])
        self._hall = Line(_port(town.ready["issuer"]), context, "verneuil.test")
        self._desk = Line(_port(town.ready["desk"]), context, "piscine.verneuil.test")
        self._url = town.ready["issuer"].rstrip("/")
        # What a wallet would have read of the desk on the ledger.
        kid = window.pen.address.kid
        self._known = KnownClients(
            did_keys={} if kid is None else {kid: window.pen.signer.public_key}
        )
        self._claims = json_encoding.parse_object((root / "claims.json").read_bytes())

    def close(self) -> None:
        """Let go of its connections."""
        self._hall.close()
        self._desk.close()

    def walk(self) -> None:
        """Go the whole way once.

        Raises:
            RuntimeError, TypeError, ValueError: where something was not as it should be.
        """
        self._turn += 1
        now_s = int(time.time())
        kind = catalogue.find("residency")
        claims = {**self._claims, **self._office.standing_claims(kind, now_s=now_s)}
        offered = self._office.counter().offer(
            kind, claims, _ACT, source="soak", line=None, max_copies=1, valid_s=900, now_s=now_s
        )
        caller = Caller(
            self._hall, name=f"{self._name} {self._turn}", clock=_seconds, url=self._url
        )
        answer = caller.ask(caller.access(offered), caller.request(copies=1))
        [held] = credentials(answer)
        self._show(SdJwt.parse(held), caller)

    def _show(self, held: SdJwt, caller: Caller) -> None:
        procedure = self._window.policy().procedure("pool")
        asked = self._window.ask(procedure, valid_s=900)
        link = parse(asked.link)
        if not isinstance(link, ByReference):
            raise TypeError(asked.link)
        asking = RequestUriPost(WalletMetadata(), "a-nonce-of-this-wallet")
        request = AuthorizationRequest.verify(
            self._post(link.request_uri.text, asking.format()),
            now_s=_seconds(),
            modes=POSTED,
            known=self._known,
            client_id=link.client_id,
            request_uri=link.request_uri,
            wallet_nonce=asking.wallet_nonce,
        )
        presentation = bind(
            showing(held, "commune", "issuing_territory"),
            signer=caller.key_of(0),
            iat=_seconds(),
            aud=request.client_id,
            nonce=request.nonce,
        )
        if request.response_uri is None:
            raise RuntimeError("nowhere to answer to")
        self._post(request.response_uri.text, posted(request, presentation, query="pool"))
        verdict = self._window.transactions.find_by_handle(asked.handle).verdict
        if verdict is None or json_encoding.parse_object(verdict)["outcome"] != "accepted":
            raise RuntimeError(f"the desk said {verdict!r}")

    def _post(self, url: str, body: str) -> str:
        said = self._desk("POST", url, body=body.encode(), headers={"content-type": _FORM})
        if said.status != 200:
            raise RuntimeError(f"{url}: {said.status} {said.body!r}")
        return said.body.decode()


def _seconds() -> int:
    return int(time.time())


def _port(url: str) -> int:
    return int(url.rstrip("/").rpartition(":")[2])


def _go_on(walker: Walker, walks: Walks, goes_on: Callable[[], bool]) -> None:
    while goes_on():
        try:
            walker.walk()
        except Exception as error:  # noqa: BLE001  # each is told of, none ends the rest
            with walks.lock:
                walks.problems.append(f"{type(error).__name__}: {error}")
            time.sleep(1)
        else:
            with walks.lock:
                walks.done += 1


def soak(root: Path, *, seconds: float, wallets: int) -> int:
    """Use a town for so long; the exit status."""
    with Town(root) as town:
        passphrase = (root / "passphrase").read_bytes().strip()
        office = Office.open(root / "hall", passphrase)
        desk, way_out = Desk.open(root / "pool"), town.way_out()
        gather = NetworkGatherer(way_out, clock=_seconds).gather
        window = Window(desk, gather, clock=_seconds)
        walks, begun, over = Walks(), time.monotonic(), threading.Event()
        walkers = [Walker(town, office, window, f"wallet {number}") for number in range(wallets)]

        def goes_on() -> bool:
            return time.monotonic() - begun < seconds and not over.is_set()

        threads = [
            threading.Thread(target=_go_on, args=(walker, walks, goes_on)) for walker in walkers
        ]
        for each in threads:
            each.start()
        names = town.processes()
        seen: dict[int, list[float]] = {pid: [] for pid in names}
        try:
            while any(each.is_alive() for each in threads):
                time.sleep(_LOOK_S)
                for pid, sizes in seen.items():
                    sizes.append(megabytes(pid, names[pid]))
                total = sum(sizes[-1] for sizes in seen.values())
                left = max(0, seconds - (time.monotonic() - begun))
                print(f"{walks.done:7,} walks  {total:7.1f} MB  {left:4.0f} s left", flush=True)
        finally:
            over.set()
            for each in threads:
                each.join()
            for walker in walkers:
                walker.close()
            way_out.close()
        return told(walks, {names[pid]: sizes for pid, sizes in seen.items()}, seconds)


def told(walks: Walks, seen: dict[str, list[float]], seconds: float) -> int:
    """Say how it went: each process after the first quarter, and in the last eighth."""
    print(f"\n{walks.done:,} walks in {seconds:.0f} s, {len(walks.problems)} that ended otherwise")
    for each in walks.problems[:5]:
        print(f"✗ {each}")
    grown = 0
    for name, sizes in sorted(seen.items()):
        if not sizes:
            grown += 1
            print(f"✗ {name:40} was not looked at")
            continue
        eighth = max(1, len(sizes) // 8)
        before, after = (
            statistics.median(part)
            for part in (sizes[2 * eighth : 3 * eighth] or sizes, sizes[-eighth:])
        )
        is_larger = after > LARGER * before
        grown += is_larger
        print(f"{'✗' if is_larger else '✓'} {name:40} {before:7.1f} MB → {after:7.1f} MB")
    return 1 if grown or walks.problems or not walks.done else 0


def main() -> int:
    """Read what was typed, and do it."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--wallets", type=int, default=4)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        try:
            return soak(Path(folder) / "town", seconds=60 * asked.minutes, wallets=asked.wallets)
        except Ended as ended:
            print(f"✗ {ended}")
            return 1


if __name__ == "__main__":
    sys.exit(main())

"""A proof is picked up over the network: `livret issuer serve` as a process, wallets over TLS.

One flow is what a wallet does: it reads the offer, brings code and PIN, asks for a nonce, asks
for a copy, each with a DPoP proof where one belongs; every step is on the disk (SQLite,
``synchronous=FULL``) before it is answered. Connections stay open, as those of a proxy would.

``vci.issue.http`` is flows a second of the service's own processor time: what one core bears.
``.wallets.N`` are flows a second by the clock, with N wallets at once; the wallets take their part
of this machine's cores, and three times a flow somebody waits for the disk.
``.in_memory``: processor time again, where the records lie in memory: what is left without the kernel's
part in writing through, and without going on after a wait for the disk.
"""

import http.client
import os
import socket
import ssl
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.filling import fill
from bench.measure import Row, in_memory, row
from livret_edge.serving.listening import Tls
from livret_issuer.service import Office
from livret_issuer.service.counter import Offered
from tests.asking import Answer
from tests.halls_online import HOST, Caller, free_port, tls_for
from tests.halls_served import founded, seconds, serving
from tests.pickups import offer

FLOWS: Final = 200
WALLETS: Final = (1, 8, 64)
SIZES: Final = (10**3, 10**4, 10**5, 10**6)
_PLAIN: Final = (sys.executable, "-m", "livret_town")
_TICKS: Final = os.sysconf("SC_CLK_TCK")


def rows() -> Iterator[Row]:
    """``vci.issue.http*``."""
    spent: list[float] = []
    with _served(0) as hall:
        for wallets in WALLETS:
            cpu_s, took_s = hall.flows(FLOWS, wallets)
            spent.append(cpu_s)
            yield row(f"vci.issue.http.wallets.{wallets}", round(FLOWS / took_s, 1), "/s", n=FLOWS)
    count = FLOWS * len(WALLETS)
    yield row(
        "vci.issue.http", round(count / sum(spent)), "/s", target=300, better="higher", n=count
    )
    if (memory := in_memory()) is not None:
        with _served(0, memory) as hall:
            cpu_s = sum(hall.flows(FLOWS, wallets)[0] for wallets in WALLETS)
        yield row("vci.issue.http.in_memory", round(count / cpu_s), "/s", n=count)
    yield from _grown()


def _grown() -> Iterator[Row]:
    """The same with so many hand-overs in the records, and what tidying up takes then."""
    largest, spent = int(os.environ.get("LIVRET_BENCH_OFFERS", "0")), []
    for size in (each for each in SIZES if each <= largest):
        with _served(size) as hall:
            cpu_s, _ = hall.flows(FLOWS, WALLETS[1])
            begun = time.perf_counter()
            hall.office.forget_expired(now_s=seconds())
            tidied_s = time.perf_counter() - begun
        spent.append(cpu_s)
        power = f"10^{len(str(size)) - 1}"
        yield row(f"vci.issue.http.{power}", round(FLOWS / cpu_s), "/s", n=size)
        yield row(f"vci.tidy.{power}", round(tidied_s * 1_000, 1), "ms", n=size)
    if spent:
        yield row("vci.issue.http.growth", round(spent[-1] / spent[0], 2), "times", n=largest)


@dataclass(frozen=True)
class _Hall:
    """A town hall that is served, and how to reach it."""

    office: Office
    url: str
    port: int
    context: ssl.SSLContext
    pid: int

    def flows(self, count: int, wallets: int) -> tuple[float, float]:
        """Pick offers up; seconds of the service's processor, and by the clock."""
        offers = _offers(self.office, count)
        cpu_s, begun = _cpu_s(self.pid), time.perf_counter()
        _flows(offers, self.url, self.port, self.context, wallets)
        return _cpu_s(self.pid) - cpu_s, time.perf_counter() - begun


@contextmanager
def _served(offers: int, below: Path | None = None) -> Iterator[_Hall]:
    """Serve a town hall with so many hand-overs in its records, and warm it up."""
    with tempfile.TemporaryDirectory(dir=below) as folder, ExitStack() as stack:
        root, port = Path(folder), free_port()
        url = f"https://{HOST}:{port}/verneuil"
        office = stack.enter_context(closing(founded(root, url)))
        if offers:
            fill(office, offers, now_s=seconds())
        tls, authority = tls_for(root, HOST)
        process = stack.enter_context(
            serving(root, "--listen", f"127.0.0.1:{port}", *_files(tls), program=_PLAIN)
        )
        context = ssl.create_default_context(cadata=authority.decode("ascii"))
        hall = _Hall(office, url, port, context, process.process.pid)
        hall.flows(20, 2)
        yield hall


def _offers(office: Office, count: int) -> list[Offered]:
    """Offers that nobody opened."""
    return [
        offer(office, given_name=f"Camille {number}", max_copies=1, now_s=seconds())
        for number in range(count)
    ]


def _files(tls: Tls) -> Sequence[str]:
    return ("--certificate", tls.certificate, "--certificate-key", tls.key)


def _cpu_s(pid: int) -> float:
    """Processor time of a process, with all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _flows(
    offers: Sequence[Offered], url: str, port: int, context: ssl.SSLContext, wallets: int
) -> None:
    """Pick all of them up, *wallets* at a time, each over a connection of its own."""
    own = threading.local()

    def flow(offered: Offered) -> None:
        if not hasattr(own, "line"):
            own.line = Line(port, context)
        caller = Caller(own.line, name=offered.handover.code.text, clock=seconds, url=url)
        token = caller.access(offered)
        answer = caller.ask(token, caller.request(copies=1))
        if answer.status != 200:
            raise RuntimeError(answer.body)

    with ThreadPoolExecutor(wallets) as pool:
        list(pool.map(flow, offers))


class Line:
    """One connection that stays open."""

    def __init__(self, port: int, context: ssl.SSLContext, host: str = HOST) -> None:
        self._line = http.client.HTTPConnection(host, port)
        plain = socket.create_connection(("127.0.0.1", port))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._line.sock = context.wrap_socket(plain, server_hostname=host)

    def __call__(
        self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str]
    ) -> Answer:
        path = "/" + url.removeprefix("https://").partition("/")[2]
        self._line.request(method, path, body or None, dict(headers))
        answer = self._line.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read())

    def close(self) -> None:
        """Let go of it."""
        self._line.close()

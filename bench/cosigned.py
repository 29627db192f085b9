"""From handing an operation in to the proof that a quorum cosigned it, five towns on this machine.

Everything is what runs in a town: the service answers over HTTP, each of five witnesses and
five auditors over TLS, with its memory (and an auditor's own copy) on the disk; what is
waited for is q = 4 witnesses and a = 3 auditors who replayed the rules. The ten of them share
one process, its interpreter and one disk, so towns with machines of their own are faster;
what the network between them costs is not in it.
"""

import http.client
import json
import multiprocessing
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias

import trustme
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from bench.measure import Row, row
from livret_core.ledger.trust_chain import begin
from livret_core.tlog.policy import Policy, Witness
from livret_ledger.auditor.service import Auditor
from livret_ledger.client.fetcher import Fetcher
from livret_ledger.client.reading import Folder, Reader
from livret_ledger.service.asking import post_with
from livret_ledger.service.http import make_app
from livret_ledger.service.serving import Parts, Service
from livret_ledger.store.sqlite import SqliteStore
from livret_ledger.witness.service import Cosigner
from livret_ledger.witness.service import make_app as make_cosigner_app
from livret_ledger.witness.store.memory import INSTANCE_BYTES, WitnessStore
from tests.ledger_heads import first_root
from tests.ledger_scene import ORIGIN, Scene
from tests.ledger_works import Works

TOWNS: Final = ("namur", "metz", "aachen", "liege", "verdun")
TIMES: Final = 25
AUTHORITY: Final = trustme.CA()
_HOST: Final = "towns.example"


def rows() -> Iterator[Row]:
    """``ledger.cosigned``."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        works = Works.founded(Path(folder), Scene.founded(TOWNS, q=4, a=3, k=3))
        began, began_s = time.perf_counter(), works.clock.now_s

        def clock() -> int:
            return began_s + int(time.perf_counter() - began)

        port = stack.enter_context(_apart(works, clock))
        waits = list(_handed_in(_ledger(works, clock, port, stack), works))
    median_ms = statistics.median(waits) * 1_000
    yield row("ledger.cosigned", round(median_ms, 1), "ms", target=50, n=len(waits))
    yield row("ledger.cosigned.slowest", round(max(waits) * 1_000, 1), "ms", n=len(waits))


_Clock: TypeAlias = Callable[[], int]  # of the scene's day, going on as this machine's does


@contextmanager
def _apart(works: Works, clock: _Clock) -> Iterator[int]:
    """Serve the cosigners in a process of their own; their port."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()

    def serve() -> None:
        with ExitStack() as stack:
            there.send(_cosigners(works, clock, stack))
            there.recv()

    process = context.Process(target=serve, daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        here.send(None)
        process.join()


def _cosigners(works: Works, clock: _Clock, stack: ExitStack) -> int:
    """Serve every witness and auditor over TLS; the port they share."""
    apps = []
    for number, named in enumerate(works.policy.witnesses):
        each = works.cosigners[f"https://{named.key.name}"]
        root = works.root / f"cosigner-{number}"
        root.mkdir()
        memory = WitnessStore.create(root / "memory.db", bytes(INSTANCE_BYTES))
        stack.callback(memory.close)
        memory.add_log(each.log_key)
        approval = None
        if str(each.key.name).endswith("/audit"):
            copy = stack.enter_context(closing(SqliteStore.create(root / "copy.db", ORIGIN)))
            stack.enter_context(copy.writer())
            approval = Auditor(
                copy,
                memory,
                lambda: Reader(Folder(works.web.root)),
                clock=clock,
                stopwatch=time.perf_counter,
            ).approve
        cosigner = Cosigner(
            memory, name=str(each.key.name), signer=each.signer, clock=clock, approval=approval
        )
        apps.append(Mount(f"/{number}", make_cosigner_app(cosigner)))
    certified = AUTHORITY.issue_cert(_HOST)
    chain, key = works.root / "chain.pem", works.root / "key.pem"
    chain.write_bytes(b"".join(each.bytes() for each in certified.cert_chain_pems))
    key.write_bytes(certified.private_key_pem.bytes())
    return stack.enter_context(_served(Starlette(routes=apps), ssl_certfile=chain, ssl_keyfile=key))


def _ledger(works: Works, clock: _Clock, cosigners_port: int, stack: ExitStack) -> int:
    """Serve the ledger; its port."""
    works.policy = _at_port(works.policy, cosigners_port)
    works.chain = begin(first_root(works.scene, policy=works.policy))
    fetcher = Fetcher(
        authorities=AUTHORITY.cert_pem.bytes(), pins={(_HOST, cosigners_port): "127.0.0.1"}
    )
    stack.callback(fetcher.close)
    service = Service(
        Parts(
            SqliteStore.open(works.path),
            SqliteStore.open(works.path, read_only=True),
            works.signer,
            works.chain,
            works.web,
            post_with(fetcher),
            clock,
            time.sleep,
        )
    )
    stack.callback(service.stop)
    reason = service.start()
    if reason is not None:
        raise reason
    return stack.enter_context(_served(make_app(service)))


def _handed_in(port: int, works: Works) -> Iterator[float]:
    """Hand in one operation after the other, each in a second of its own; how long each waited."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        for leaf in works.schemas(TIMES + 1):
            # The ledger publishes once a second at most, and there are more of them after
            # nobody handed anything in.
            time.sleep(1.2)
            began = time.perf_counter()
            connection.request("POST", "/submit?wait=cosigned", leaf)
            said = json.loads(connection.getresponse().read())
            took_s = time.perf_counter() - began
            if said.get("outcome") != "appended" or not said.get("proof"):
                raise AssertionError(said)
            if said["index"] > len(works.scene.leaves):  # the first finds nothing warm
                yield took_s


def _at_port(policy: Policy, port: int) -> Policy:
    witnesses = tuple(
        Witness(each.name, each.key, f"https://{_HOST}:{port}/{number}".encode())
        for number, each in enumerate(policy.witnesses)
    )
    return Policy(policy.logs, witnesses, policy.groups, policy.quorum)


@contextmanager
def _served(app: Starlette, **options: Any) -> Iterator[int]:
    """Serve in a thread; the port."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", **options))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        listening.close()

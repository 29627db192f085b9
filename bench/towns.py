"""Witnesses and auditors of a bench: served over TLS, in a process of their own."""

import multiprocessing
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any, Final, TypeAlias

import trustme
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from livret_core.tlog.policy import Policy, Witness
from livret_ledger.auditor.service import Auditor
from livret_ledger.client.reading import Folder, Reader
from livret_ledger.store.sqlite import SqliteStore
from livret_ledger.witness.service import Cosigner
from livret_ledger.witness.service import make_app as make_cosigner_app
from livret_ledger.witness.store.memory import INSTANCE_BYTES, Held, WitnessStore
from tests.ledger_scene import ORIGIN
from tests.ledger_works import Works

AUTHORITY: Final = trustme.CA()
HOST: Final = "towns.example"

Clock: TypeAlias = Callable[[], int]  # of the scene's day, going on as this machine's does


@contextmanager
def apart(works: Works, clock: Clock, *, do_audit: bool = True) -> Iterator[int]:
    """Serve the cosigners in a process of their own; their port.

    Without *do_audit*, auditors cosign what witnesses would.
    """
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()

    def serve() -> None:
        with ExitStack() as stack:
            there.send(_cosigners(works, clock, stack, do_audit=do_audit))
            there.recv()

    process = context.Process(target=serve, daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        here.send(None)
        process.join()


def _cosigners(works: Works, clock: Clock, stack: ExitStack, *, do_audit: bool) -> int:
    """Serve every witness and auditor over TLS; the port they share."""
    apps = []
    for number, named in enumerate(works.policy.witnesses):
        each = works.cosigners[f"https://{named.key.name}"]
        root = works.root / f"cosigner-{number}"
        root.mkdir()
        memory = WitnessStore.create(root / "memory.db", bytes(INSTANCE_BYTES))
        stack.callback(memory.close)
        memory.add_log(each.log_key)
        published = works.web.checkpoint()
        if published is not None:
            memory.replace(None, Held(published, works.clock.now_s))
        approval = None
        if do_audit and str(each.key.name).endswith("/audit"):
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
    certified = AUTHORITY.issue_cert(HOST)
    chain, key = works.root / "chain.pem", works.root / "key.pem"
    chain.write_bytes(b"".join(each.bytes() for each in certified.cert_chain_pems))
    key.write_bytes(certified.private_key_pem.bytes())
    return stack.enter_context(served(Starlette(routes=apps), ssl_certfile=chain, ssl_keyfile=key))


def at_port(policy: Policy, port: int) -> Policy:
    """Give the policy with every cosigner's address at that port."""
    witnesses = tuple(
        Witness(each.name, each.key, f"https://{HOST}:{port}/{number}".encode())
        for number, each in enumerate(policy.witnesses)
    )
    return Policy(policy.logs, witnesses, policy.groups, policy.quorum)


@contextmanager
def served(app: Starlette, **options: Any) -> Iterator[int]:
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

"""What simulators answer, over real TLS under real names, in a thread of this process.

with on_the_wire({"verneuil.test": hall.answer}) as wire:
    wire.port                       # to write addresses with
    wire.options                    # `--resolve` and `--authorities` for a command
"""

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import trustme

from livret_town.simulator.issuers import Said

Answers = Callable[[str, str, Mapping[str, str], bytes], Said]


@dataclass
class Wire:
    """A server that is there.

    Attributes:
        port: where it listens on this machine.
        options: for a command that reaches it.
        answers: by host; may be filled in later.
    """

    port: int
    options: tuple[str, ...]
    answers: dict[str, Answers] = field(default_factory=dict)


@contextmanager
def on_the_wire(root: Path, *hosts: str) -> Iterator[Wire]:
    """Serve *hosts*; who answers for each is told in :attr:`Wire.answers`."""
    made = trustme.CA(key_type=trustme.KeyType.ECDSA)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.issue_cert(*hosts, key_type=trustme.KeyType.ECDSA).configure_cert(context)
    (root / "ca.pem").write_bytes(made.cert_pem.bytes())
    answers: dict[str, Answers] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            host = self.headers["host"]
            headers = {name.lower(): value for name, value in self.headers.items()}
            uri = f"https://{host}{self.path}"
            said = answers[host.partition(":")[0]](self.command, uri, headers, body)
            self.send_response(said.status)
            self.send_header("Content-Type", said.content_type)
            self.send_header("Content-Length", str(len(said.body)))
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said.body)

        do_GET = do_POST = _answer  # noqa: N815  # the names http.server looks for

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    port = server.server_address[1]
    pins = ",".join(f"{host}:{port}=127.0.0.1" for host in hosts)
    options = ("--resolve", pins, "--authorities", str(root / "ca.pem"))
    try:
        yield Wire(port, options, answers)
    finally:
        server.shutdown()
        thread.join(timeout=5)
        server.server_close()

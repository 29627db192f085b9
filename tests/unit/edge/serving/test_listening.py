"""Connections: TLS or plain, bounded, and ended in order."""

import json
import socket
import ssl
import threading
import time
from pathlib import Path

import pytest
import trustme

from livret_core.errors import LivretError
from livret_core.https_uri import HttpsUri
from livret_edge.fetcher import Fetcher
from livret_edge.serving.guard import Bounds
from livret_edge.serving.inside import make_inside
from livret_edge.serving.listening import Listening, Plain, Tls, check_free, serve
from tests.asking import HOST, ask, served
from tests.sample_service import Sample

METADATA = "/verneuil/.well-known/openid-credential-issuer"
HURRIED = Bounds(head_s=0.3, head_bytes=2_000, body_s=0.3)


def spoken(port: int, *pieces: bytes, pause_s: float = 0.0) -> bytes:
    """Say pieces, and give what came back until the connection ended, or that it did not."""
    with socket.create_connection(("127.0.0.1", port), timeout=1.5) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause_s)
        except OSError:
            return b""
        heard = b""
        try:
            while piece := connection.recv(65_536):
                heard += piece
        except ConnectionResetError:
            return heard
        except TimeoutError:
            return heard + b"(and open)"
        return heard


def head(line: str = f"GET {METADATA}", *more: str) -> bytes:
    return "\r\n".join([f"{line} HTTP/1.1", f"Host: {HOST}", *more, "", ""]).encode()


def test_a_service_speaks_tls_under_its_name(tmp_path: Path) -> None:
    authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
    made = authority.issue_cert(HOST, key_type=trustme.KeyType.ECDSA)
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    made.private_key_pem.write_to_path(str(key))
    for each in made.cert_chain_pems:
        each.write_to_path(str(chain), append=True)
    with served(Sample().app, tls=Tls(str(chain), str(key))) as [port]:
        sample = Sample(f"https://{HOST}:{port}")
        with served(sample.app, tls=Tls(str(chain), str(key))) as [own]:
            fetcher = Fetcher(
                authorities=authority.cert_pem.bytes(),
                pins={(HOST, port): "127.0.0.1", (HOST, own): "127.0.0.1"},
            )
            uri = HttpsUri.parse(f"https://{HOST}:{port}{METADATA}")
            # Asked under another port than it was told is its own.
            assert fetcher.get(uri, max_bytes=1_000).status == 421
            fetcher.close()


def test_figures_and_health_are_on_a_listener_of_their_own() -> None:
    sample = Sample()
    with served(sample.app, make_inside(sample.service.figures, {})) as [port, inside]:
        answer = spoken(port, head(f"GET {METADATA}", "Connection: close"))
        assert answer.startswith(b"HTTP/1.1 200")
        assert b"\r\nserver:" not in answer
        assert spoken(port, head("GET /metrics", "Connection: close")).startswith(b"HTTP/1.1 404")
        figures = spoken(inside, head("GET /metrics", "Connection: close"))
    assert b'status="2xx"} 1.0' in figures
    assert b'status="4xx"} 1.0' in figures


def test_a_connection_that_says_nothing_is_not_kept() -> None:
    with served(Sample().app, bounds=HURRIED) as [port]:
        assert spoken(port) == b""


def test_a_head_in_drops_is_not_waited_for() -> None:
    with served(Sample().app, bounds=HURRIED) as [port]:
        drops = [head()[at : at + 1] for at in range(len(head()))]
        assert spoken(port, *drops, pause_s=0.01) == b""


def test_a_second_head_in_drops_on_a_connection_that_was_good_is_not_either() -> None:
    with served(Sample().app, bounds=HURRIED) as [port]:
        heard = spoken(port, head(), b"GET / HTTP/1.1\r\n")
    assert heard.count(b"HTTP/1.1 200") == 1


def test_a_head_without_end_is_not_read() -> None:
    with served(Sample().app, bounds=Bounds(head_bytes=2_000)) as [port]:
        assert (
            spoken(port, b"GET / HTTP/1.1\r\n", *[b"x: " + b"y" * 1_000] * 8, pause_s=0.02) == b""
        )


def test_a_body_in_drops_is_answered_before_it_ends() -> None:
    with served(Sample().app, bounds=HURRIED) as [port]:
        put = head(
            "PUT /verneuil/things/a", "Content-Length: 100", "Content-Type: application/json"
        )
        assert spoken(port, put, b"{").startswith(b"HTTP/1.1 408")


def test_twin_what_comes_in_two_pieces_is_answered() -> None:
    with served(Sample().app, bounds=HURRIED) as [port]:
        said = head(f"GET {METADATA}", "Connection: close")
        assert spoken(port, said[:9], said[9:], pause_s=0.01).startswith(b"HTTP/1.1 200")


def test_what_was_begun_is_answered_before_it_ends() -> None:
    sample = Sample()
    heard: list[bytes] = []
    with served(sample.app) as [port]:
        said = head("GET /verneuil/wait", "Connection: close")
        thread = threading.Thread(target=lambda: heard.append(spoken(port, said)))
        thread.start()
        assert sample.waits.wait(5)
        threading.Timer(0.2, sample.hold.set).start()
    thread.join(timeout=5)
    assert heard[0].startswith(b"HTTP/1.1 200")


def test_a_service_of_which_a_thread_died_ends_and_says_by_what() -> None:
    """It would answer for ever, and the work of that thread be done by nobody."""
    seen: list[int] = []

    def die() -> None:
        raise ZeroDivisionError

    def announce(port: int) -> None:
        seen.append(port)
        threading.Thread(target=die).start()

    before = threading.excepthook
    with pytest.raises(ZeroDivisionError):
        serve(Listening(Sample().app, "127.0.0.1", 0, Plain(), announce))
    assert len(seen) == 1
    assert threading.excepthook is before


def test_where_somebody_listens_already_nobody_else_does() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(LivretError) as caught:
            serve(Listening(Sample().app, "127.0.0.1", port, Plain(), lambda _: None))
    assert caught.value.code == "net.port_taken"
    assert caught.value.facts == {"port": port, "option": "--listen"}


def test_an_address_of_another_machine_is_no_port_that_is_taken() -> None:
    with pytest.raises(LivretError) as caught:
        check_free("192.0.2.1", 8443, "--inside")
    assert caught.value.code == "net.listen"
    assert caught.value.facts["option"] == "--inside"


def test_twin_a_port_that_was_looked_at_is_free_to_listen_at() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    check_free("127.0.0.1", port)
    check_free("127.0.0.1", port)


@pytest.mark.parametrize(("content", "code"), [(None, "usage.no_file"), ("no chain", "usage.pem")])
def test_certificates_that_cannot_be_read_are_said_to_be_that(
    tmp_path: Path, content: str | None, code: str
) -> None:
    file = tmp_path / "chain.pem"
    if content is not None:
        file.write_text(content)
    way = Tls(str(file), str(file))
    with pytest.raises(LivretError) as caught:
        serve(Listening(Sample().app, "127.0.0.1", 0, way, lambda _: None))
    assert caught.value.code == code
    assert caught.value.facts["option"] == "--certificate"


def fails() -> None:
    raise KeyError("password=secret")


def test_a_service_that_cannot_work_says_by_what() -> None:
    from livret_core.errors import Unavailable

    def is_gone() -> None:
        raise Unavailable("store.unavailable", "secret")

    figures = Sample().service.figures
    answer = ask(make_inside(figures, {"database": is_gone, "keys": fails}), "GET", "/readyz")
    said = {"ready": False, "checks": {"database": "store.unavailable", "keys": "fault"}}
    assert (answer.status, json.loads(answer.body)) == (503, said)
    fine = ask(make_inside(figures, {"database": lambda: None}), "GET", "/readyz")
    assert (fine.status, fine.json()["ready"]) == (200, True)
    assert ask(make_inside(figures, {"keys": fails}), "GET", "/healthz").status == 200
    assert ask(make_inside(figures, {}), "POST", "/healthz").status == 405
    assert ask(make_inside(figures, {}), "GET", "/").status == 404


def test_tls_of_an_old_kind_is_not_spoken(tmp_path: Path) -> None:
    authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
    made = authority.issue_cert(HOST, key_type=trustme.KeyType.ECDSA)
    both = tmp_path / "both.pem"
    made.private_key_and_cert_chain_pem.write_to_path(str(both))
    with served(Sample().app, tls=Tls(str(both), str(both))) as [port]:
        context = ssl.create_default_context(cadata=authority.cert_pem.bytes().decode())
        with (
            socket.create_connection(("127.0.0.1", port)) as raw,
            context.wrap_socket(raw, server_hostname=HOST) as connection,
        ):
            assert connection.version() in {"TLSv1.2", "TLSv1.3"}


def test_who_keeps_an_idle_connection_open_holds_nobody_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("livret_edge.serving.listening._GRACE_S", 600)
    authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
    made = authority.issue_cert(HOST, key_type=trustme.KeyType.ECDSA)
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    made.private_key_pem.write_to_path(str(key))
    for each in made.cert_chain_pems:
        each.write_to_path(str(chain), append=True)
    with served(Sample().app, tls=Tls(str(chain), str(key))) as [port]:
        fetcher = Fetcher(authorities=authority.cert_pem.bytes(), pins={(HOST, port): "127.0.0.1"})
        uri = HttpsUri.parse(f"https://{HOST}:{port}/openapi.json")
        assert fetcher.get(uri, max_bytes=1 << 20).body
    # It has ended, and the connection was not let go of.
    fetcher.close()

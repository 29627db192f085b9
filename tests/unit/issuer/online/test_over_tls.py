"""A town hall and a wallet over a real connection, under the names that both know."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from livret_core.dids import webvh
from livret_core.https_uri import HttpsUri
from livret_core.status.token import AHEAD_S
from livret_edge.fetcher import Fetcher
from livret_issuer.service import Office
from livret_issuer.status_lists import LIST_TTL_S
from tests.asking import served
from tests.halls_online import (
    HOST,
    Caller,
    Clock,
    Transport,
    credentials,
    free_port,
    open_at,
    opened,
    over,
    tls_for,
)
from tests.office import NOW_S
from tests.pickups import offer


@contextmanager
def hall(root: Path, path: str) -> Iterator[tuple[Office, Caller, Clock, Transport, int]]:
    port, clock = free_port(), Clock()
    office = open_at(root, port, address=f"https://{HOST}:{port}{path}")
    tls, authority = tls_for(root, HOST)
    with (
        opened(office, clock) as online,
        served(online.service.app, online.inside, tls=tls, port=port) as [_, inside],
    ):
        pins = {(HOST, port): "127.0.0.1", (HOST, inside): "127.0.0.1"}
        fetcher = Fetcher(authorities=authority, pins=pins)
        send = over(fetcher)
        yield (
            office,
            Caller(send, clock=clock, url=f"https://{HOST}:{port}{path}"),
            clock,
            send,
            inside,
        )
        fetcher.close()


@pytest.mark.parametrize("path", ["/verneuil", ""])
def test_a_proof_is_picked_up_over_tls(tmp_path: Path, path: str) -> None:
    with hall(tmp_path, path) as (office, caller, _, send, inside):
        token = caller.access(offer(office))
        answer = caller.ask(token)
        assert len(credentials(answer)) == 3
        assert caller.notify(token, str(answer.json()["notification_id"])).status == 204
        base = f"https://{HOST}:{caller.url.partition(':')[2].rpartition(':')[2].partition('/')[0]}"
        for name in ("openid-credential-issuer", "oauth-authorization-server"):
            for place in (f"{caller.url}/.well-known/{name}", f"{base}/.well-known/{name}{path}"):
                assert caller.get(place).status == 200
        ready = send("GET", f"https://{HOST}:{inside}/readyz", headers={})
        assert ready.json() == {"ready": True, "checks": {"records": "ok", "keys": "ok"}}
        figures = send("GET", f"https://{HOST}:{inside}/metrics", headers={}).body.decode()
        assert f'route="{path}/credential",status="2xx"}} 1.0' in figures


def test_lists_and_the_did_are_where_they_are_published(tmp_path: Path) -> None:
    with hall(tmp_path, "/verneuil") as (office, caller, clock, _, _):
        caller.ask(caller.access(offer(office)))
        uri = office.hall.status_uri(1).text
        first = caller.get(uri)
        assert first.headers["content-type"] == "application/statuslist+jwt"
        assert first.headers["cache-control"] == f"public, max-age={LIST_TTL_S}"
        assert first.body == office.home.read_public(HttpsUri.parse(uri), 1 << 20)
        tag = first.headers["etag"]
        clock.now_s += 600
        known = caller.get(uri, If_None_Match=f'"other", {tag}')
        assert (known.status, known.body) == (304, b"")
        assert known.headers["cache-control"] == f"public, max-age={LIST_TTL_S - 600}"
        clock.now_s += 30 * 86_400
        assert caller.get(uri).headers["cache-control"] == "public, max-age=0"
        office.publish(now_s=clock.now_s)
        assert caller.get(uri, If_None_Match=tag).status == 200
        log = caller.get(office.hall.did.log_url)
        assert log.headers["content-type"] == "text/jsonl"
        webvh.verify_log(log.body, office.hall.did, now_s=NOW_S + AHEAD_S)
        for other in (
            "status/2.jwt",
            "status/1",
            "commit/1.json",
            "did-witness.json",
            "keys.sealed",
        ):
            assert caller.get(f"{caller.url}/{other}").status == 404

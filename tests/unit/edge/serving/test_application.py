"""The application of declared routes: hosts, tenants, methods, bodies, pages of anybody's."""

import asyncio

import pytest

from livret_core.errors import MalformedInput
from livret_edge.serving.application import Service
from livret_edge.serving.endpoint import JSON, Endpoint, Incoming, Outgoing, Says
from livret_edge.serving.guard import Bounds
from livret_edge.serving.site import Site, check_tenant
from tests.asking import ask, asked
from tests.sample_service import BASE, BODY_BYTES, Sample

METADATA = "/verneuil/.well-known/openid-credential-issuer"
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    "path", [METADATA, "/.well-known/openid-credential-issuer/verneuil"], ids=["behind", "before"]
)
def test_a_well_known_document_is_found_before_and_behind_the_tenants_path(path: str) -> None:
    answer = ask(Sample().app, "GET", path)
    assert (answer.status, answer.json()) == (200, {"tenant": "verneuil"})


@pytest.mark.parametrize("base", [f"{BASE}/eid", f"{BASE}/eid/", f"{BASE}:8443/eid"])
def test_a_service_below_a_path_is_found_there(base: str) -> None:
    sample = Sample(base)
    host = "hall.verneuil.test:8443" if "8443" in base else "hall.verneuil.test"
    for path in (f"/eid{METADATA}", "/.well-known/openid-credential-issuer/eid/verneuil"):
        assert ask(sample.app, "GET", path, host=host).status == 200
    assert ask(sample.app, "GET", METADATA, host=host).status == 404
    assert ask(sample.app, "GET", "/eid/openapi.json", host=host).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "hall.verneuil.test:8443", "hall.verneuil.test.evil.example", "", None]
)
def test_who_asks_another_host_is_told_so(host: str | None) -> None:
    answer = ask(Sample().app, "GET", METADATA, host=host, x_forwarded_host="hall.verneuil.test")
    assert answer.status == 421


@pytest.mark.parametrize("host", ["HALL.verneuil.test", "hall.verneuil.test:443"])
def test_the_same_host_written_otherwise_is_the_same(host: str) -> None:
    assert ask(Sample().app, "GET", METADATA, host=host).status == 200


def test_two_hosts_are_none() -> None:
    twice = [("host", "hall.verneuil.test"), ("host", "evil.example")]
    assert ask(Sample().app, "GET", METADATA, headers=twice, host=None).status == 421


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/verneuil",
        "/verneuil/",
        "/verneuil/nothing",
        "/other/things/a",
        "/VERNEUIL/things/a",
        "/%2e%2e/things/a",
        "/verneuil/things/",
        "/verneuil/things/a/b",
        "/verneuil%2fthings%2fa",
        "/verneuil/things/a%2fb",
        "/verneuil/things/a%00",
        "//verneuil/things/a",
    ],
)
def test_what_is_not_there_is_not_there_in_json(path: str) -> None:
    sample = Sample()
    answer = ask(sample.app, "GET", path)
    assert answer.status == 404
    assert answer.json()["title"] == "Not Found"
    assert answer.headers["content-type"] == "application/problem+json"
    assert sample.seen == []


def test_another_method_is_told_which_there_are() -> None:
    answer = ask(Sample().app, "DELETE", "/verneuil/things/a")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS, PUT")


def test_what_can_be_read_can_be_asked_about() -> None:
    whole, head = (ask(Sample().app, method, METADATA) for method in ("GET", "HEAD"))
    assert head.body == b""
    assert head.headers == whole.headers


def test_every_answer_says_how_it_may_be_used() -> None:
    for path in ("/verneuil/things/a", "/verneuil/things/fault", "/nothing"):
        headers = ask(Sample().app, "GET", path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert "server" not in headers
    assert ask(Sample().app, "GET", METADATA).headers["cache-control"] == "max-age=60"


def test_a_form_is_given_to_whoever_takes_it() -> None:
    sample = Sample()
    answer = ask(sample.app, "POST", "/sainte-marie/token", body=b"code=a+b", content_type=FORM)
    assert answer.status == 200
    assert sample.seen[0].tenant == "sainte-marie"
    assert sample.seen[0].form() == {"code": "a b"}


@pytest.mark.parametrize("body", [b"code=a&code=b", b"\xff", b"a"])
def test_what_is_no_form_is_refused_as_the_standard_says(body: bytes) -> None:
    answer = ask(Sample().app, "POST", "/verneuil/token", body=body, content_type=FORM)
    assert (answer.status, answer.json()) == (400, {"error": "invalid_request"})


def test_a_header_that_counts_may_not_come_twice() -> None:
    twice = [("dpop", "a"), ("dpop", "b"), ("content-type", FORM)]
    answer = ask(Sample().app, "POST", "/verneuil/token", body=b"code=a", headers=twice)
    assert answer.status == 400


def test_a_query_parameter_that_counts_may_not_come_twice() -> None:
    answer = ask(Sample().app, "GET", "/verneuil/things/a?lang=fr&lang=nl")
    assert (answer.status, answer.json()["code"]) == (400, "input.malformed")


@pytest.mark.parametrize("kind", ["text/plain", "", "application/jsonx"])
def test_a_body_of_another_kind_is_not_read(kind: str) -> None:
    answer = ask(Sample().app, "PUT", "/verneuil/things/a", body=None, content_type=kind)
    assert (answer.status, answer.headers["connection"]) == (415, "close")


def test_a_body_of_another_kind_is_refused_in_a_protocols_own_words() -> None:
    answer = ask(Sample().app, "POST", "/verneuil/token", body=b"{}", content_type=JSON)
    assert (answer.status, answer.json()) == (400, {"error": "invalid_request"})
    assert answer.headers["connection"] == "close"


def test_a_body_exactly_as_large_as_allowed_is_read() -> None:
    body = b'{"a":"' + b"x" * (BODY_BYTES - 8) + b'"}'
    kind = "application/json; charset=utf-8"
    assert (
        ask(Sample().app, "PUT", "/verneuil/things/a", body=body, content_type=kind).status == 204
    )


@pytest.mark.parametrize("said", [[], [("content-length", "201")]], ids=["read", "said"])
def test_a_larger_one_is_not(said: list[tuple[str, str]]) -> None:
    sample = Sample()
    answer = ask(
        sample.app,
        "PUT",
        "/verneuil/things/a",
        body=None if said else [b"{" * 150, b"{" * 150],
        headers=[("content-type", "application/json"), *said],
    )
    assert (answer.status, answer.json()["code"], sample.seen) == (413, "input.too_large", [])
    assert answer.headers["connection"] == "close"


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    answer = ask(
        Sample().app, "PUT", "/verneuil/things/a", body=None, content_type="application/json"
    )
    assert answer.status == 408


def test_a_reason_is_told_by_its_code_and_nothing_of_the_case() -> None:
    answer = ask(Sample().app, "GET", "/verneuil/things/gone")
    assert answer.status == 503
    assert set(answer.json()) == {"type", "title", "status", "code", "request"}
    assert answer.json()["code"] == "store.unavailable"


def test_a_fault_is_told_as_one() -> None:
    answer = ask(Sample().app, "GET", "/verneuil/things/fault")
    assert (answer.status, answer.json()["title"]) == (500, "Internal Server Error")


def test_a_page_of_anybodys_may_ask_what_is_for_wallets_and_nothing_else() -> None:
    app = Sample().app
    asked_first = ask(app, "OPTIONS", "/verneuil/token", origin="https://wallet.example")
    assert asked_first.status == 204
    assert asked_first.headers["access-control-allow-origin"] == "*"
    assert asked_first.headers["access-control-allow-methods"] == "POST"
    assert "dpop" in asked_first.headers["access-control-allow-headers"]
    answer = ask(app, "POST", "/verneuil/token", body=b"code=a", content_type=FORM)
    assert "dpop-nonce" in answer.headers["access-control-expose-headers"]
    for method in ("OPTIONS", "GET"):
        other = ask(app, method, "/verneuil/things/a", origin="https://wallet.example")
        assert not [name for name in other.headers if name.startswith("access-control")]
        assert "access-control-allow-credentials" not in answer.headers


def test_more_at_once_than_it_takes_on_is_told_to_come_again() -> None:
    sample = Sample(bounds=Bounds(at_once=1))

    async def both() -> tuple[int, int]:
        first = asyncio.create_task(asked(sample.app, "GET", "/verneuil/wait"))
        await asyncio.to_thread(sample.waits.wait, 5)
        second = await asked(sample.app, "GET", METADATA)
        sample.hold.set()
        return (await first).status, second.status

    assert asyncio.run(both()) == (200, 503)
    assert ask(sample.app, "GET", METADATA).status == 200


def test_headers_larger_than_it_takes_on_are_refused() -> None:
    app = Sample(bounds=Bounds(head_bytes=1_000)).app
    assert ask(app, "GET", METADATA, x_more="x" * 900).status == 200
    assert ask(app, "GET", METADATA, x_more="x" * 1_000).status == 431
    assert ask(app, "GET", f"{METADATA}?{'x' * 9_000}").status == 414


async def nothing(_incoming: Incoming) -> Outgoing:
    return Outgoing()


def declared(path: str, name: str) -> Endpoint:
    return Endpoint(
        method="GET", path=path, name=name, about="", answers={200: Says(about="")}, handler=nothing
    )


@pytest.mark.parametrize(
    "endpoints",
    [
        [declared("/a", "one"), declared("/a", "two")],
        [declared("/a", "one"), declared("/b", "one")],
    ],
    ids=["path", "name"],
)
def test_two_routes_of_one_path_or_name_are_no_service(endpoints: list[Endpoint]) -> None:
    with pytest.raises(ValueError, match="two routes"):
        Service("", "", Site.of(BASE, ["a"]), endpoints)


@pytest.mark.parametrize("path", ["a", "/{place}", "/a b", "/a/../b?"])
def test_a_path_that_is_not_declared_whole_is_no_route(path: str) -> None:
    with pytest.raises(ValueError, match="one"):
        declared(path, "one")


def test_what_is_described_is_what_is_served() -> None:
    sample = Sample()
    described = ask(sample.app, "GET", "/openapi.json").json()
    paths = described["paths"]
    assert isinstance(paths, dict)
    assert set(paths) | {"/openapi.json"} == sample.service.routes
    thing = paths["/{tenant}/things/{code}"]
    assert isinstance(thing, dict)
    assert set(thing) == {"get", "put"}
    assert described["servers"] == [{"url": BASE}]


def test_an_address_of_ours_is_made_of_what_was_told() -> None:
    site = Site.of(f"{BASE}:8443/eid/", ["verneuil"])
    assert site.uri("verneuil", "/token").text == f"{BASE}:8443/eid/verneuil/token"
    assert (
        site.well_known("verneuil", "openid-credential-issuer").text
        == f"{BASE}:8443/.well-known/openid-credential-issuer/eid/verneuil"
    )


@pytest.mark.parametrize("base", [f"{BASE}/?a=b", f"{BASE}/%41", f"{BASE}//a", "http://a.test/"])
def test_an_address_that_could_be_written_twice_is_none_of_ours(base: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        Site.of(base, ["verneuil"])
    assert caught.value.code == "input.https_uri"


@pytest.mark.parametrize("name", ["", "-a", "a-", "a--b", "A", "é", "a" * 64, "a.b", "a/b", "a\n"])
def test_a_name_that_cannot_stand_in_a_path_is_no_tenants(name: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        check_tenant(name)
    assert caught.value.code == "input.malformed"
    assert not Site(Site.of(BASE, ["a"]).base, lambda _: True).knows(name)

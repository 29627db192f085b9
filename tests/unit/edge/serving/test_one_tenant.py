"""A service of one tenant: its address is the service's own."""

import pytest

from livret_core.https_uri import HttpsUri
from livret_edge.serving.application import Service
from livret_edge.serving.endpoint import Endpoint, Incoming, Outgoing, Says, answer_json
from livret_edge.serving.site import Site
from tests.asking import ask

HOST = "verneuil.test"


async def say(incoming: Incoming) -> Outgoing:
    return answer_json({"tenant": incoming.tenant})


def service(path: str) -> Service:
    ok = {200: Says(about="it")}
    site = Site.of_one(HttpsUri.parse(f"https://{HOST}{path}"), "verneuil")
    return Service(
        "One",
        "1",
        site,
        [
            Endpoint(
                method="GET", path="/about", name="about", about="It", answers=ok, handler=say,
                is_well_known=True,
            ),
            Endpoint(method="GET", path="/thing", name="thing", about="It", answers=ok, handler=say),
        ],
    )  # fmt: skip


@pytest.mark.parametrize("path", ["", "/a", "/a/b"])
def test_everything_is_below_its_address(path: str) -> None:
    made = service(path)
    for at in (f"{path}/thing", f"{path}/.well-known/about", f"/.well-known/about{path}"):
        answer = ask(made.app, "GET", at, host=HOST)
        assert (answer.status, answer.json()) == (200, {"tenant": "verneuil"})
    assert ask(made.app, "GET", f"{path}/openapi.json", host=HOST).status == 200
    assert ask(made.app, "GET", "/verneuil/thing", host=HOST).status == 404


def test_its_addresses_have_no_tenant() -> None:
    site = Site.of_one(HttpsUri.parse(f"https://{HOST}/a"), "verneuil")
    assert site.uri("verneuil", "/token").text == f"https://{HOST}/a/token"
    assert site.well_known("verneuil", "x").text == f"https://{HOST}/.well-known/x/a"
    assert site.knows("verneuil")
    assert not site.knows("sainte-marie")

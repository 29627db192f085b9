"""A desk over TLS: a request by one command, an answer by a wallet, the result by another."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from livret_core.https_uri import HttpsUri
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_members import POSTED
from livret_core.openid4vp.request_uri import ByReference, parse, read_fetched
from livret_core.openid4vp.wallet_metadata import RequestUriPost, WalletMetadata
from livret_edge.fetcher import Fetched, Fetcher
from livret_edge.serving.listening import Listening, Tls, serve
from livret_town.command import main
from livret_verifier.desk.routes import make_service
from livret_verifier.desk.window import Window
from livret_verifier.store import Desk
from tests.scene import FOLDER, NOW_S
from tests.windows import BASE, HOST, POLICY, declined, posted, shown

_FORM = "application/x-www-form-urlencoded"


class Network:
    """A desk on this machine, under its own name and an authority of its own."""

    def __init__(self, root: Path) -> None:
        authority = trustme.CA()
        certificate = authority.issue_cert(HOST)
        self.chain, self.key, self.ca = root / "chain.pem", root / "key.pem", root / "ca.pem"
        authority.cert_pem.write_to_path(str(self.ca))
        certificate.private_key_pem.write_to_path(str(self.key))
        for blob in certificate.cert_chain_pems:
            blob.write_to_path(str(self.chain), append=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.home = root / "pool"
        self.desk = Desk.create(self.home, POLICY.replace(BASE, f"{BASE}:{self.port}"))
        self.fetcher = Fetcher(
            authorities=self.ca.read_bytes(), pins={(HOST, self.port): "127.0.0.1"}
        )

    @contextmanager
    def serving(self) -> Iterator[None]:
        window = Window(self.desk, FOLDER, clock=lambda: NOW_S)
        service = make_service(window, version="1.0")
        ready, stops = threading.Event(), list[Any]()
        listening = Listening(
            service.app, "127.0.0.1", self.port, Tls(str(self.chain), str(self.key)),
            lambda _: ready.set(),
        )  # fmt: skip
        thread = threading.Thread(target=lambda: serve(listening, hold=stops.append))
        thread.start()
        try:
            assert ready.wait(20)
            yield
        finally:
            self.fetcher.close()
            for stop in stops:
                stop()
            thread.join(timeout=20)

    def open(self, link: str) -> AuthorizationRequest:
        """What a wallet does with a link."""
        invocation = parse(link)
        assert isinstance(invocation, ByReference)
        assert invocation.method == "post"
        asking = RequestUriPost(WalletMetadata(), "a-nonce-of-the-wallet")
        got = self.fetcher.post(
            invocation.request_uri, asking.format().encode(), content_type=_FORM, max_bytes=65_536
        )
        return AuthorizationRequest.verify(
            read_fetched(got.status, got.content_type, got.body),
            now_s=NOW_S,
            modes=POSTED,
            client_id=invocation.client_id,
            request_uri=invocation.request_uri,
            wallet_nonce=asking.wallet_nonce,
        )

    def post(self, request: AuthorizationRequest, body: str) -> Fetched:
        assert request.response_uri is not None
        return self.fetcher.post(
            request.response_uri, body.encode(), content_type=_FORM, max_bytes=4_096
        )


@pytest.fixture
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    monkeypatch.setattr(time, "time", lambda: float(NOW_S))
    made = Network(tmp_path)
    with made.serving():
        yield made


@pytest.fixture
def verify(network: Network, capsys: pytest.CaptureFixture[str]) -> Any:
    def typed(*words: str, status: int = 0) -> Any:
        capsys.readouterr()
        got = main(["verify", *words, "--home", str(network.home)])
        told = capsys.readouterr()
        assert got == status, told.err
        return json.loads(told.out) if "--json" in words and told.out else told.out

    return typed


def test_a_proof_is_asked_for_shown_and_told(network: Network, verify: Any) -> None:
    asked = verify("request", "parking", "--json")
    request = network.open(asked["request_uri"])
    assert request.service == "Piscine des Saules"
    receipt = network.post(request, posted(request))
    assert (receipt.status, receipt.content_type, receipt.body) == (200, "application/json", b"{}")
    told = verify("result", asked["transaction"], "--wait", "--json")
    assert (told["outcome"], told["claims"]) == ("accepted", {"commune": "Verneuil"})


def test_type_and_claims_can_be_asked_for_without_a_procedure(
    network: Network, verify: Any
) -> None:
    asked = verify("request", "--type", "residency", "--claims", "commune,birthdate", "--json")
    request = network.open(asked["request_uri"])
    network.post(request, posted(request, shown(request, "commune", "birthdate"), query="asked"))
    told = verify("result", asked["transaction"], "--json")
    assert told["claims"] == {"commune": "Verneuil", "birthdate": "1988-04-09"}


def test_a_claim_that_is_named_twice_is_asked_for_once(network: Network, verify: Any) -> None:
    asked = verify("request", "--type", "residency", "--claims", "commune,commune", "--json")
    request = network.open(asked["request_uri"])
    [credential] = request.query.credentials
    assert [claim.path for claim in credential.claims] == [("commune",)]


def test_it_waits_for_an_answer_that_is_still_to_come(network: Network, verify: Any) -> None:
    asked = verify("request", "parking", "--json")
    request = network.open(asked["request_uri"])
    later = threading.Timer(0.5, lambda: network.post(request, posted(request)))
    later.start()
    assert verify("result", asked["transaction"], "--wait", "--json")["outcome"] == "accepted"
    later.join()


def test_a_no_a_refusal_and_no_answer_end_differently(network: Network, verify: Any) -> None:
    said_no, refused, open_ = (verify("request", "parking", "--json") for _ in range(3))
    request = network.open(said_no["request_uri"])
    network.post(request, declined(request))
    assert verify("result", said_no["transaction"], "--json", status=1)["code"] == "answer.declined"
    request = network.open(refused["request_uri"])
    network.post(request, posted(request, shown(request, "family_name")))
    told = verify("result", refused["transaction"], "--json", status=1)
    assert told["code"] == "answer.incomplete"
    waiting = verify("result", open_["transaction"], "--json", status=3)
    assert (waiting["code"], waiting["facts"]) == (
        "answer.none", {"ends_at": open_["expires_at"]},
    )  # fmt: skip


def test_a_request_whose_time_ran_out_was_refused_by_nobody(
    network: Network, verify: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = verify("request", "parking", "--valid", "60", "--json")
    monkeypatch.setattr(time, "time", lambda: float(NOW_S + 61))
    told = verify("result", asked["transaction"], "--wait", "--json", status=3)
    assert (told["event"], told["outcome"], told["code"]) == (
        "error", "unavailable", "answer.never",
    )  # fmt: skip


def test_a_transaction_that_is_mistyped_names_nothing(network: Network, verify: Any) -> None:
    told = verify("result", "nobody-was-given-this", "--json", status=2)
    assert (told["outcome"], told["code"]) == ("malformed", "usage.transaction")


@pytest.mark.parametrize("typed", ["residncy", "Residence"])
def test_a_kind_that_is_mistyped_is_named_with_those_like_it(verify: Any, typed: str) -> None:
    words = ("request", "--type", typed, "--claims", "commune", "--json")
    told = verify(*words, status=2)
    assert told["code"] == "usage.choice"
    known = "birth, diploma, residency"
    assert told["facts"] == {"option": "--type", "known": known, "near": "residency"}


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
def test_people_read_it_in_their_language(network: Network, verify: Any, lang: str) -> None:
    shown_ = verify("request", "parking", "--lang", lang)
    assert all(len(line) <= 80 for line in shown_.splitlines() if "://" not in line)
    asked = verify("request", "parking", "--json")
    request = network.open(asked["request_uri"])
    network.post(request, posted(request))
    said = verify("result", asked["transaction"], "--lang", lang)
    word = {"fr": "ACCEPTÉ", "nl": "AANVAARD", "de": "ANGENOMMEN", "en": "ACCEPTED"}[lang]
    assert word in said
    assert "Verneuil" in said


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("request", "--json"), 2),
        (("request", "--type", "residency", "--json"), 2),
        (("request", "--type", "no-such-type", "--claims", "commune", "--json"), 2),
        (("request", "--type", "residency", "--claims", "shoe_size", "--json"), 2),
        (("request", "parking", "--type", "residency", "--claims", "commune", "--json"), 2),
    ],
)
def test_what_cannot_be_asked_is_not(verify: Any, words: tuple[str, ...], status: int) -> None:
    verify(*words, status=status)


@pytest.mark.parametrize(
    ("words", "code", "facts"),
    [
        (("parkin", "--claims", "commune"), "policy.no_procedure", {"near": "parking"}),
        (("parking", "--claims", "commune"), "usage.contradiction", {"option": "--for, --claims"}),
        ((), "usage.missing", {"option": "--for, --type, --claims"}),
        (("--type", "residency"), "usage.missing", {"option": "--claims"}),
        (("--claims", "commune"), "usage.missing", {"option": "--type"}),
        (
            ("--type", "birth", "--claims", "parents.None.given_name"),
            "usage.claim",
            {"near": "parents.*.given_name", "claim": "parents.None.given_name"},
        ),
        (
            ("--type", "birth", "--claims", "sex,surname"),
            "usage.claim",
            {"option": "--claims", "claim": "surname"},
        ),
    ],
)
def test_what_is_wrong_with_a_question_is_said_of_what_was_typed(
    verify: Any, words: tuple[str, ...], code: str, facts: dict[str, str]
) -> None:
    said = verify("request", *words, "--json", status=2)
    assert said["code"] == code
    assert facts.items() <= said["facts"].items()
    known = said["facts"].get("known", "").split(", ")
    assert not {each for each in known if "None" in each or each in {"parents", "place_of_birth"}}


def test_a_desk_without_an_address_asks_by_files_alone(tmp_path: Path) -> None:
    home = tmp_path / "files"
    Desk.create(
        home,
        POLICY.replace("[desk]\n", "")
        .replace(f'at = "{BASE}/"\n', "")
        .replace('tenant = "pool"\n', ""),
    )
    assert main(["verify", "request", "parking", "--home", str(home), "--json"]) == 2


def test_the_command_serves_until_told_to_stop(tmp_path: Path) -> None:
    network = Network(tmp_path)
    at = tmp_path / "at"
    process = subprocess.Popen(
        [
            sys.executable, "-m", "livret_town", "desk", "serve", "--home", str(network.home),
            "--listen", f"127.0.0.1:{network.port}", "--certificate", str(network.chain),
            "--certificate-key", str(network.key), "--address-to", str(at), "--json",
        ],
        stdout=subprocess.PIPE, env={**os.environ, "LIVRET_LANG": "en"},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        with urllib.request.urlopen(f"{said['inside']}readyz") as ready:
            assert json.loads(ready.read()) == {"ready": True, "checks": {"store": "ok"}}
        asked = network.fetcher.get(
            HttpsUri.parse(f"{BASE}:{network.port}/pool/requests/222222222222"), max_bytes=1_000
        )
        assert asked.status == 400
        assert at.read_text().strip() == said["at"] == f"https://127.0.0.1:{network.port}/"
    finally:
        network.fetcher.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        if process.stdout is not None:
            process.stdout.close()

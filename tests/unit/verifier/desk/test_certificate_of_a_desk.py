"""A desk known by a certificate that no wallet would believe says so itself, wherever it is asked."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from livret_core.credential.profile_x509 import X509Policy
from livret_core.errors import LivretError, MalformedInput
from livret_core.keys import P256Signer, pem
from livret_core.openid4vp.client_id import KnownClients
from livret_core.words import LANGUAGES, explain
from livret_core.x509 import TrustAnchors
from livret_edge.serving.inside import make_inside
from livret_town.command import main
from livret_verifier.cli import online, reviewing, serving
from livret_verifier.client.library import Verifier
from livret_verifier.store import Desk
from tests.asking import ask
from tests.certificates import Certified, authority, leaf
from tests.desks_that_ask import der
from tests.scene import DAY_S, NOW_S, seed
from tests.windows import HOST, POLICY, Opened, opened

SIGNER = P256Signer.from_seed(seed("a desk with a certificate", 48))
GOOD = leaf("Guichet", HOST, signer=SIGNER)
KNOWN = KnownClients(x509=X509Policy(anchors=TrustAnchors.of([der(authority("Racine"))])))
FIRST_S, LATE_S = GOOD.certificate.not_valid_before_utc.timestamp(), NOW_S + 400 * DAY_S
BOTH = pytest.mark.parametrize("client", ["x509_hash", "x509_san_dns"])


def pem_of(*certified: Certified) -> bytes:
    return b"".join(each.certificate.public_bytes(Encoding.PEM) for each in certified)


@dataclass(frozen=True)
class Fault:
    """What is wrong with ``request-chain.pem``, or when."""

    code: str
    status: int = 2
    chain: bytes | None = pem_of(GOOD)
    now_s: int = NOW_S


UNREADABLE = b"not a certificate"
FAULTS = {
    "missing": Fault("desk.no_certificate", chain=None),
    "of another key": Fault("desk.other_key", chain=pem_of(leaf("Guichet", HOST))),
    "over": Fault("desk.certificate_over", status=3, now_s=LATE_S),
    "early": Fault("desk.certificate_early", status=3, now_s=int(FIRST_S) - 1),
    "authority along": Fault("desk.certificate_unfit", chain=pem_of(GOOD, authority("Racine"))),
    "of an authority": Fault("desk.other_key", chain=pem_of(authority("Racine"))),
    "no certificate": Fault("desk.certificate_unfit", chain=UNREADABLE),
}
ELSEWHERE = pem_of(leaf("Guichet", "elsewhere.example", signer=SIGNER))
FAULTY = pytest.mark.parametrize(
    ("client", "fault"),
    [
        *((client, fault) for client in ("x509_hash", "x509_san_dns") for fault in FAULTS.values()),
        ("x509_san_dns", Fault("desk.other_host", chain=ELSEWHERE)),
    ],
    ids=[
        *(f"{client} {name}" for client in ("x509_hash", "x509_san_dns") for name in FAULTS),
        "x509_san_dns of another host",
    ],
)


def made(root: Path, client: str, chain: bytes | None = pem_of(GOOD)) -> Path:
    policy = POLICY.replace('tenant = "pool"', f'tenant = "pool"\nclient = "{client}"')
    desk = Desk.create(root, policy)
    desk.key_path.write_bytes(pem.format_private(SIGNER, None))
    if chain is not None:
        (root / "request-chain.pem").write_bytes(chain)
    return root


@pytest.fixture
def typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, dict[str, Any]]]:
    def run(home: Path, now_s: int, *words: str) -> tuple[int, dict[str, Any]]:
        for module in (online, reviewing, serving):
            monkeypatch.setattr(module, "now_s", lambda: now_s)
        capsys.readouterr()
        status = main([*words, "--home", str(home), "--json"])
        lines = capsys.readouterr().out.splitlines()
        return status, json.loads(lines[-1])

    return run


def ready(window: Opened) -> tuple[int, Any]:
    inside = make_inside(window.service.figures, {"store": window.window.check})
    answer = ask(inside, "GET", "/readyz", host="127.0.0.1")
    checks: Any = answer.json()
    return answer.status, checks["checks"]["store"]


@FAULTY
@pytest.mark.parametrize(
    "words",
    [("verify", "policy"), ("verify", "request", "parking"), ("desk", "serve", "--behind-proxy")],
    ids=" ".join,
)
def test_each_command_stops_and_names_the_next_step(
    tmp_path: Path, typed: Any, client: str, fault: Fault, words: tuple[str, ...]
) -> None:
    home = made(tmp_path / "pool", client, fault.chain)
    status, said = typed(home, fault.now_s, *words)
    assert (status, said.get("code")) == (fault.status, fault.code)
    assert said["step"] == explain(fault.code).step


@FAULTY
def test_it_is_not_ready_and_hands_out_nothing(tmp_path: Path, client: str, fault: Fault) -> None:
    home = made(tmp_path / "pool", client, fault.chain)
    if fault.chain == UNREADABLE:
        with pytest.raises(MalformedInput, match=fault.code):
            opened(home)
        return
    window = opened(home)
    window.clock.now_s = fault.now_s
    assert ready(window) == (503, fault.code)
    with pytest.raises(LivretError) as caught:
        window.ask()
    assert caught.value.code == fault.code
    verifier = Verifier.open(home, clock=lambda: fault.now_s)
    with pytest.raises(LivretError) as caught:
        verifier.ask("parking")
    assert caught.value.code == fault.code


@BOTH
def test_twin_the_good_one_passes(tmp_path: Path, typed: Any, client: str) -> None:
    home = made(tmp_path / "pool", client)
    assert typed(home, NOW_S, "verify", "policy")[0] == 0
    assert typed(home, NOW_S, "verify", "request", "parking")[0] == 0
    window = opened(home)
    assert ready(window) == (200, "ok")
    assert window.fetch(window.ask(), known=KNOWN).client_id.startswith(f"{client}:")
    assert Verifier.open(home, clock=lambda: NOW_S).ask("parking").link


def test_of_a_hash_the_names_inside_are_not_compared(tmp_path: Path) -> None:
    """A wallet does not compare them either (ADR 0016)."""
    window = opened(made(tmp_path / "pool", "x509_hash", ELSEWHERE))
    assert ready(window) == (200, "ok")
    assert window.fetch(window.ask(), known=KNOWN).client_id.startswith("x509_hash:")


@BOTH
def test_one_that_ends_while_the_desk_is_open_is_said_then(tmp_path: Path, client: str) -> None:
    window = opened(made(tmp_path / "pool", client))
    window.clock.now_s = int(GOOD.certificate.not_valid_after_utc.timestamp())
    asked = window.ask()
    assert ready(window) == (200, "ok")
    window.clock.now_s += 1
    assert ready(window) == (503, "desk.certificate_over")
    answer = window.call("GET", f"/pool/requests/{asked.transaction.code}")
    assert answer.status == 503, "try again later, not: there is no such request"


@BOTH
def test_a_chain_that_nobody_uses_says_nothing(tmp_path: Path, client: str) -> None:
    home = made(tmp_path / "pool", client, UNREADABLE)
    policy = home / "policy.toml"
    policy.write_text(policy.read_text().replace(f'client = "{client}"\n', ""))
    assert ready(opened(home)) == (200, "ok")


@pytest.mark.parametrize("code", sorted({fault.code for fault in FAULTS.values()}))
def test_it_is_said_as_something_not_done(code: str) -> None:
    for language in LANGUAGES:
        said = explain(code, language)
        assert said.sign == "!"
        assert "request-chain.pem" in said.what + said.step or code == "desk.certificate_early"

"""What the documents tell somebody to type, and every file they print, is tried."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from livret_core.openid4vci.handover import Handover
from livret_core.openid4vci.messages import CredentialRequest, CredentialResponse
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.response import AuthorizationResponse
from livret_verifier.policy import LedgerTerms, Policy, Procedure
from livret_verifier.policy_file import parse as parse_policy
from tests.certificates import authority
from tests.guides import livret

DOCS = Path(__file__).parents[2] / "docs"


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_first_proof_is_made_in_an_empty_folder(tmp_path: Path) -> None:
    script = "\n".join(["set -eu", *blocks("guides/first-proof.md", "sh")])
    command = livret(tmp_path / "bin", at_once=True)
    home = tmp_path / "home"
    home.mkdir()
    empty = tmp_path / "empty"
    empty.mkdir()
    done = subprocess.run(
        ["sh", "-c", script],
        cwd=empty,
        env={"PATH": f"{command.parent}:{os.defpath}", "HOME": str(home), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout
    assert told.index("✓ ACCEPTED") < told.index("✗ REFUSED") < told.index("Withdrawn by the body")
    assert list(home.iterdir()) == []


def anchors(name: str) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    assert name == "anchors.pem"
    return authority("Racine").certificate.public_bytes(Encoding.PEM)


def policies() -> list[Policy]:
    return [parse_policy(text, read_anchors=anchors) for text in blocks("spec/policy.md", "toml")]


def test_every_policy_in_the_specification_is_one() -> None:
    first, second, third = policies()
    assert first.procedure("pool").requires == {("commune",): ("Verneuil-sur-Lys", "Haut-Bruyère")}
    assert second.issuers[0].x509 is not None
    assert second.issuers[0].x509.max_leaf_days == 400
    assert third.issuers[0].is_on_ledger
    assert third.ledger == LedgerTerms("ledger.example/meuse", None, 604_800)


def test_the_defaults_in_the_specification_are_the_defaults() -> None:
    procedure: Procedure = policies()[1].procedure("card")
    assert (procedure.status_max_age_s, procedure.freshness.max_age_s) == (86_400, 3_600)
    assert procedure.freshness.max_ahead_s == 60


def keys_told(page: str) -> set[str]:
    text = (DOCS / page).read_text("utf-8")
    return set(re.findall(r"^\| `(?:\[\[)?(\w+)", text, re.MULTILINE))


def test_every_key_of_a_policy_is_in_the_specification() -> None:
    known = {
        "version", "service", "procedures", "issuers", "type", "asks", "requires", "purpose",
        "status_max_age_s", "answer_max_age_s", "name", "profile", "did", "san", "anchors",
        "types", "territories", "status_prefixes", "purposes", "max_leaf_days", "ledger", "origin",
        "communes", "names", "retention_s", "response_mode", "desk", "at", "tenant", "client", "kid",
        "then",
    }  # fmt: skip
    assert known <= keys_told("spec/policy.md")
    source = (Path(__file__).parents[2] / "verifier/livret_verifier/policy_file.py").read_text()
    reads = r'(?:take|texts|_positive|_chosen|_in_languages)\((?:table, )?"(\w+)"'
    assert set(re.findall(reads, source)) == known
    assert {"fresh_s", "refuse_s"} <= keys_told("spec/policy.md")


def test_every_file_in_the_specification_can_be_read() -> None:
    handover, request, response, asked, answer = blocks("spec/files.md", "json")
    assert Handover.parse(handover.encode()).max_copies == 10
    assert len(CredentialRequest.parse(request.encode()).proofs) == 2
    assert len(CredentialResponse.parse(response.encode()).credentials) == 1
    query = DcqlQuery.parse(json.loads(asked)["dcql_query"])
    assert [claim.path for claim in query.credentials[0].claims] == [("commune",)]
    assert AuthorizationResponse.parse(answer.encode()).query_id == "pool"


@pytest.mark.parametrize("page", ["spec/files.md", "spec/policy.md"])
def test_every_reason_that_is_told_is_one(page: str) -> None:
    from livret_core.codes import CODES

    groups = {code.partition(".")[0] for code in CODES}
    text = (DOCS / page).read_text("utf-8")
    told = {
        code
        for code in re.findall(r"`([a-z_0-9]+\.[a-z_0-9]+)`", text)
        if code.partition(".")[0] in groups
        and not code.endswith((".json", ".jwt", ".toml", ".pem"))
    }
    assert told
    assert told - CODES.keys() == set()

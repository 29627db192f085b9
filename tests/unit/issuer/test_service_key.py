"""The key that a service signs its requests with, listed under a DID of the service's own."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from livret_core.errors import MalformedInput, Refused
from livret_core.keys import P256Signer, pem
from livret_core.keys.p256 import SEED_BYTES
from livret_core.ledger.records import DidRecord, KeyRecord
from livret_issuer.cli.ledger import PROGRAM
from livret_issuer.operations import request_key_listed
from livret_issuer.rights import HeldRight
from livret_verifier.cli import PROGRAM as VERIFY
from livret_verifier.store import Desk
from livret_verifier.template import policy_template
from tests.hall_on_ledger import PASSPHRASE, WHO, Stand

pytestmark = pytest.mark.usefixtures("cheap")

SERVICE = f"{WHO}/2"
KEYS = [P256Signer.from_seed(bytes([number] * SEED_BYTES)).public_key for number in (1, 2)]


@pytest.fixture
def service(tmp_path: Path) -> Stand:
    stand = Stand(tmp_path, who=SERVICE)
    stand.register()
    stand.scene.tick()
    return stand


def key(stand: Stand, name: str) -> KeyRecord:
    record = stand.scene.state.records[f"key/{stand.office.hall.did.text}#{name}"]
    assert isinstance(record, KeyRecord)
    return record


def test_the_ledger_takes_the_key_of_a_desk_beside_those_of_its_service(service: Stand) -> None:
    entry = service.desk.let_ask(KEYS[0], PASSPHRASE, now_s=service.now_s)
    service.take(entry)
    assert request_key_listed(entry) == f"{service.office.hall.did.text}#request-1"
    assert key(service, "request-1").use == "assertion"
    assert key(service, "request-1").until_s is None
    # What the service signs itself with is what it was.
    assert service.office.hall.key_id.endswith("#credential-1")
    assert key(service, "credential-1").until_s is None


def test_another_key_takes_its_place(service: Stand) -> None:
    for each in KEYS:
        service.take(service.desk.let_ask(each, PASSPHRASE, now_s=service.now_s))
        service.scene.tick()
    assert key(service, "request-1").until_s is not None
    assert key(service, "request-2").until_s is None


def test_it_stays_when_another_key_of_the_service_changes(service: Stand) -> None:
    service.take(service.desk.let_ask(KEYS[0], PASSPHRASE, now_s=service.now_s))
    for use in ("credential", "operation"):
        service.scene.tick()
        service.take(service.desk.change_key(use, PASSPHRASE, now_s=service.now_s))
        service.reopen()
    record = service.scene.state.records[f"did/{service.office.hall.did.text}"]
    assert isinstance(record, DidRecord)
    assert key(service, "request-1").until_s is None
    assert service.office.hall.key_id.endswith("#credential-2")
    assert service.office.hall.operation_key_id.endswith("#operation-2")


def test_the_same_key_is_not_listed_twice(service: Stand) -> None:
    service.take(service.desk.let_ask(KEYS[0], PASSPHRASE, now_s=service.now_s))
    service.scene.tick()
    with pytest.raises(Refused) as caught:
        service.desk.let_ask(KEYS[0], PASSPHRASE, now_s=service.now_s)
    assert caught.value.code == "did.key_fragment"


def test_no_desks_key_stands_under_a_name_that_may_sign_proofs(service: Stand) -> None:
    """Whoever has the key of a desk could sign proofs with it."""
    right = HeldRight("residency", WHO, 0, service.now_s + 1)
    service.become(replace(service.office.hall, rights=(right,)))
    with pytest.raises(Refused) as caught:
        service.desk.let_ask(KEYS[0], PASSPHRASE, now_s=service.now_s)
    assert caught.value.code == "home.signs_proofs"
    service.become(replace(service.office.hall, rights=()))
    service.desk.let_ask(KEYS[0], PASSPHRASE, now_s=service.now_s)


def test_a_desk_gives_its_public_key_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk.create(tmp_path / "pool", policy_template("Piscine"))
    to = tmp_path / "pool.pem"
    assert VERIFY.run(["key", "--to", str(to), "--home", str(desk.root), "--json"]) == 0
    assert pem.parse_public(to.read_bytes()) == desk.signer().public_key
    assert b"PRIVATE" not in to.read_bytes()
    assert json.loads(capsys.readouterr().out)["to"] == str(to)
    assert VERIFY.run(["key", "--home", str(desk.root)]) == 0
    assert capsys.readouterr().out.encode() == to.read_bytes()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"nothing", "key.malformed"),
        (pem.format_private(P256Signer.from_seed(bytes([3] * SEED_BYTES)), None), "key.private"),
    ],
)
def test_only_a_public_key_is_read(service: Stand, content: bytes, code: str) -> None:
    service.office.close()
    file, secret = service.root / "key.pem", service.root / "secret"
    file.write_bytes(content)
    secret.write_bytes(PASSPHRASE)
    told = ["update", "--request-key", str(file), "--to", str(service.root / "update.json")]
    told += ["--home", str(service.root / "hall"), "--passphrase-file", str(secret)]
    with pytest.raises(MalformedInput) as caught:
        PROGRAM.run(told)
    assert caught.value.code == code
    assert not (service.root / "update.json").exists()


def test_the_command_names_the_key_that_the_desk_signs_as(
    service: Stand, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    service.office.close()
    at_s = service.now_s
    monkeypatch.setattr("livret_issuer.cli.ledger.identity.now_s", lambda: at_s)
    file, secret = service.root / "key.pem", service.root / "secret"
    file.write_bytes(pem.format_public(KEYS[0]))
    secret.write_bytes(PASSPHRASE)
    told = ["update", "--request-key", str(file), "--home", str(service.root / "hall")]
    told += ["--passphrase-file", str(secret), "--to", str(service.root / "update.json")]
    assert PROGRAM.run([*told, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["key"] == f"{service.office.hall.did.text}#request-1"

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from livret_core import jws
from livret_core.dids import DidKey
from livret_core.encoding import base64url
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import MalformedInput
from livret_core.keys import Ed25519Signer
from livret_core.sdjwt import SdJwt
from livret_town import command, inspect_command
from livret_town.inspection import Inspection, inspect
from livret_town.words.inspection import texts
from tests.specimens import (
    BY_CERTIFICATE,
    CHECKPOINT,
    POLICY,
    SIGNER,
    anchors,
    did_log,
    proof,
    shown_proof,
    status_list,
    store,
)


def part(found: Inspection, title: str) -> JsonValue:
    return dict(found.parts)[title]


def only(value: JsonValue) -> JsonObject:
    assert isinstance(value, list)
    [entry] = value
    assert isinstance(entry, dict)
    return entry


def test_a_proof_shows_its_claims_and_where_each_disclosure_belongs() -> None:
    found = inspect(proof().format().encode())
    assert found.kind == "SD-JWT without key binding"
    assert part(found, "claims, put together") == {
        "iss": "did:example:town",
        "vct": "urn:livret:residency:1",
        "locality": "Verneuil",
    }
    disclosure = only(part(found, "disclosures"))
    assert (disclosure["name"], disclosure["value"]) == ("locality", "Verneuil")


def test_a_presentation_shows_its_key_binding() -> None:
    found = inspect(shown_proof().format().encode())
    [bound] = found.nested
    assert (found.kind, bound.kind) == ("SD-JWT with key binding", "key binding JWT")
    assert part(bound, "sd_hash is this text's") is True


def test_a_disclosure_nobody_signed_is_shown_and_named() -> None:
    stranger = base64url.encode(b'["c2FsdA","admin",true]')
    found = inspect(SdJwt(proof().issuer_jwt, (stranger,)).format().encode())
    assert part(found, "does not fit together") == "sdjwt.unreferenced"


def test_a_status_list_is_counted_not_printed() -> None:
    found = inspect(status_list())
    assert found.kind == "status list token"
    assert part(found, "entries by status") == {"valid": 997, "revoked": 2, "suspended": 1}


def test_a_did_log_shows_each_entry() -> None:
    found = inspect(did_log())
    assert (found.kind, part(found, "entries")) == ("DID log", 1)
    assert str(only(part(found, "log"))["version"]).startswith("1-")


def test_an_answer_shows_the_proof_inside() -> None:
    answer = {"vp_token": {"pool": [shown_proof().format()]}, "state": "s" * 16}
    found = inspect(json.dumps(answer).encode())
    assert (found.kind, found.nested[0].kind) == ("answer to a request", "SD-JWT with key binding")


def test_a_request_says_what_it_is_by_its_type() -> None:
    request = jws.sign({"typ": "oauth-authz-req+jwt"}, b'{"nonce":"n"}', SIGNER)
    assert inspect(request.encode()).kind == "authorization request"
    assert inspect(f"openid4vp://?request={request}".encode()).nested[0].kind == (
        "authorization request"
    )


def test_a_checkpoint_shows_its_size_and_who_says_to_have_signed() -> None:
    found = inspect(CHECKPOINT.encode())
    assert (found.kind, part(found, "size")) == ("checkpoint", 42)
    assert part(found, "signatures") == [
        {"name": "ledger.livret.test/1", "key id": "01020304", "bytes": 2},
        {"name": "witness.test/a", "key id": "0708090a", "bytes": 1},
    ]


def test_another_signed_note_is_shown_as_text() -> None:
    assert inspect("a\nb\n\n— n AQIDBAUG\n".encode()).kind == "signed note"


def test_a_did_says_where_its_log_would_be() -> None:
    key = DidKey.of(Ed25519Signer.from_seed(bytes(32)).public_key)
    assert inspect(key.did.encode()).parts[0][0] == "document"


def test_a_private_key_is_not_put_on_the_screen() -> None:
    found = inspect(b'{"kty":"EC","crv":"P-256","x":"a","y":"b","d":"TOPSECRET"}')
    assert "TOPSECRET" not in repr(found)
    assert found.kind == "key"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"handover":1,"code":"x"}', "hand-over"),
        ('{"verificationMethod":[],"id":"did:example:a"}', "DID document"),
        ('{"vct":"urn:x","claims":[]}', "type metadata"),
        ('{"anything":1}', "JSON"),
        ('[{"versionId":"1-x","proof":[]}]', "DID witness file"),
        ("eyJhbGciOiJFQ0RILUVTIn0..aXY.Y2lwaGVy.dGFn", "encrypted token"),
    ],
)
def test_a_thing_is_known_by_its_shape(text: str, kind: str) -> None:
    assert inspect(text.encode()).kind.startswith(kind)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "input.malformed"),
        (b"hello", "input.malformed"),
        (b"\xff\xfe", "input.malformed"),
        (b'{"a":1,"a":2}', "input.duplicate_member"),
        (b"[" * 100, "input.too_deep"),
        (b"{", "input.json"),
        (b"YQ==.YQ.YQ", "input.base64url"),
        (b"livseal\0", "vault.malformed"),
        (b"did:webvh:x:127.0.0.1", "did.malformed"),
    ],
)
def test_what_cannot_be_read_is_malformed(raw: bytes, code: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        inspect(raw)
    assert caught.value.code == code


def test_a_thing_inside_a_thing_inside_a_thing_ends_somewhere() -> None:
    text = shown_proof().format()
    for _ in range(8):
        text = json.dumps({"vp_token": {"a": [text]}, "state": "s"})
    found = inspect(text.encode())
    depth = 0
    while found.nested:
        found, depth = found.nested[0], depth + 1
    assert depth == 3


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def go(*argv: str) -> tuple[int, str]:
        return inspect_command.run(list(argv)), capsys.readouterr().out

    return go


def test_the_first_line_says_that_nothing_was_checked(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "proof"
    file.write_text(proof().format())
    status, shown = run(str(file))
    assert status == 0
    assert shown.splitlines()[0] == texts("en").NOTHING_CHECKED


def test_json_is_one_object_and_says_so_too(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "proof"
    file.write_text(proof().format())
    _, shown = run(str(file), "--json")
    [line] = shown.splitlines()
    assert (json.loads(line)["event"], json.loads(line)["checked"]) == ("inspection", False)


def test_standard_input_is_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(CHECKPOINT.encode())))
    assert "checkpoint" in run("-")[1]


def test_a_text_can_be_given_itself(run: Run) -> None:
    assert "SD-JWT" in run(proof().format())[1]


HOSTILE: JsonObject = {"name": "a\x1b[2J\x9b31m\x07", "\u202eevil": "\u200b", "vct": "\x7f"}


def test_nothing_shown_can_act_on_the_terminal(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "hostile"
    file.write_text(json.dumps(HOSTILE))
    _, shown = run(str(file))
    assert [char for char in shown if not char.isprintable() and char != "\n"] == []


def test_a_file_that_is_not_there_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["inspect", "no-such-file"]) == 2
    assert "no-such-file" in capsys.readouterr().err


def test_a_long_thing_is_cut_and_says_by_how_much(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "long"
    file.write_text(json.dumps({str(n): n for n in range(1_000)}))
    _, shown = run(str(file))
    assert len(shown.splitlines()) == 402
    assert shown.splitlines()[-1] == "… 603 more lines; --json has them all"


def test_a_database_is_read_where_it_lies(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "issuer.db"
    file.write_bytes(store())
    file.chmod(0o400)
    tmp_path.chmod(0o500)
    assert "hand-overs: 2" in run(str(file))[1]
    assert [path.name for path in tmp_path.iterdir()] == ["issuer.db"]


def test_a_database_can_come_by_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(store())))
    assert "hand-overs: 2" in run("-")[1]


def test_the_authorities_of_a_policy_are_looked_for_beside_it(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(POLICY + BY_CERTIFICATE)
    (tmp_path / "anchors.pem").write_bytes(anchors())
    assert "https://sint-jansbeke.example" in run(str(file))[1]


def test_a_policy_whose_authorities_are_not_there_says_which_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(POLICY + BY_CERTIFICATE)
    with pytest.raises(MalformedInput) as caught:
        run(str(file))
    assert caught.value.code == "policy.malformed"

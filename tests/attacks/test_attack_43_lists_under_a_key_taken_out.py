"""Attack 43: whoever read the keys takes a town hall's own key out of its DID.

Until it is won back, its machine still has that key. A list that it signs now counts for nobody,
and would lie where one lay that does count.
"""

import os
from pathlib import Path

import pytest

from livret_core.dids import webvh
from livret_core.encoding.json import JsonObject
from livret_core.keys import Ed25519Signer, P256Signer
from livret_core.ledger.operation import Draft, Operation
from livret_core.sealing import SealedFile
from livret_core.short_code import ShortCode
from livret_core.status.token import Status
from livret_issuer.identity import with_key
from livret_issuer.operations import update_body
from livret_issuer.taking_back import entries_of, log_lines
from tests.hall_on_ledger import PASSPHRASE, Stand
from tests.office import CHEAP, ask, offer

HOUR_S = 3_600


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """A town hall whose proofs stand in a list that was published an hour ago."""
    defaults = SealedFile.unseal.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "floor", CHEAP)
    monkeypatch.setattr("tests.office.NOW_S", 1_796_000_001)
    stand = Stand(tmp_path)
    stand.register()
    asked = ask(offer(stand.office), copies=1, now_s=stand.now_s)
    stand.office.issue(asked.request.format(), now_s=stand.now_s)
    stand.office.publish(now_s=stand.now_s)
    return stand


def changed_by_others(stand: Stand, *, takes_out: bool) -> None:
    """Another key signs from now on, and the one before is taken out, or signs its lists still."""
    hall, did = stand.office.hall, stand.office.hall.did.text
    operations = [Operation.parse(leaf) for leaf in stand.scene.leaves]
    lines = log_lines(entries_of(each for each in operations if each.subject == did))
    log = webvh.verify_log(lines, hall.did, now_s=stand.now_s + HOUR_S)
    key = P256Signer.from_seed(os.urandom(48)).public_key
    document: JsonObject = with_key(dict(log.last.entry.state), did, "credential-666", key)
    if takes_out:
        methods = document["verificationMethod"]
        assert isinstance(methods, list)
        own = f"{did}#credential-1"
        kept = [each for each in methods if isinstance(each, dict) and each["id"] != own]
        document = {**document, "verificationMethod": list(kept)}
    made = webvh.update(
        log,
        signer=stand.office.home.read_keys(PASSPHRASE).updates[-1],
        next_key_hash=webvh.commitment(Ed25519Signer.from_seed(os.urandom(32)).public_key),
        version_time_s=max(stand.now_s, log.last.from_s + 1),
        document=document,
    )
    last = next(each for each in reversed(operations) if each.subject == did)
    body, seq = update_body(made.line), last.seq + 1
    draft = Draft(last.ledger, "did.update", did, seq, last.id, stand.now_s, body)
    theirs = draft.signed(())
    stand.office.own_name().acknowledge({9: theirs}, (), by="clerk-2", now_s=stand.now_s)


def lists(stand: Stand) -> dict[str, bytes]:
    folder = stand.office.home.public
    return {each.name: each.read_bytes() for each in sorted(folder.rglob("status/*.jwt"))}


def withdraw(stand: Stand) -> ShortCode:
    [handover] = stand.office.handovers()
    stand.office.set_status(handover.code, Status.INVALID, now_s=stand.now_s + HOUR_S)
    return handover.code


def test_attack_43_no_list_is_signed_under_a_key_that_was_taken_out(stand: Stand) -> None:
    before = lists(stand)
    changed_by_others(stand, takes_out=True)
    withdraw(stand)
    assert stand.office.publish(now_s=stand.now_s + HOUR_S) == ()
    assert lists(stand) == before
    assert stand.office.taken_out() == (1,)


def test_attack_43_a_day_names_the_list_that_counts(stand: Stand) -> None:
    before = lists(stand)
    changed_by_others(stand, takes_out=True)
    stand.scene.tick(HOUR_S)
    stand.desk.commit(now_s=stand.now_s)
    assert lists(stand) == before


def test_attack_43_twin_a_key_that_gave_way_signs_its_lists_to_their_end(stand: Stand) -> None:
    before = lists(stand)
    changed_by_others(stand, takes_out=False)
    withdraw(stand)
    [published] = stand.office.publish(now_s=stand.now_s + HOUR_S)
    assert published.name == "1.jwt"
    assert lists(stand) != before
    assert stand.office.taken_out() == ()

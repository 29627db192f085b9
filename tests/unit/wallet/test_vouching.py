"""Who vouches for the body that signed a proof, and what a wallet keeps of it."""

import json
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.ledger.head import Remembered
from livret_core.ledger.trusting import Doubt, recall
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_wallet import trust_record
from livret_wallet.records import HeldBatch, Vouched
from livret_wallet.vault import Vault
from livret_wallet.vault.ledgers import Ledgers
from livret_wallet.vouching import by_evidence, ledgers_for
from tests.cheap_words import CHEAP
from tests.ledger_heads import first_root
from tests.ledger_holder import LedgerHolder
from tests.ledger_scene import DAY_S, ORIGIN, Scene


@pytest.fixture
def holder(tmp_path: Path) -> LedgerHolder:
    return LedgerHolder(tmp_path)


def test_a_body_is_looked_up_on_the_ledger_of_its_own_host(holder: LedgerHolder) -> None:
    did, trusted = str(holder.files.town.did), holder.trusted
    assert ledgers_for(did, [trusted]) == (trusted,)
    assert ledgers_for(did, []) == ()
    with pytest.raises(LivretError) as caught:
        ledgers_for(did.replace("ledger.example", "town.example"), [trusted])
    assert caught.value.code == "issuer.off_ledger"


def test_of_two_ledgers_on_one_host_the_evidence_says_which(
    holder: LedgerHolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = ORIGIN.replace("meuse", "sambre")
    scene = holder.files.desk.scene
    with monkeypatch.context() as patched:
        key = VerifierKey.of(name, SignatureType.ED25519, scene.log_pen[2])
        patched.setattr(Scene, "log_key", key)
        other = recall((first_root(scene, origin=name),), since_s=1, head=None)
    did = str(holder.files.town.did)
    could = ledgers_for(did, [other, holder.trusted])
    assert len(could) == 2
    _, found = by_evidence(holder.files.desk.evidence(), did, could, now_s=holder.files.now_s)
    assert found.origin == ORIGIN
    assert found.remembered is not None


def test_a_list_signed_after_its_keys_end_says_nothing(holder: LedgerHolder) -> None:
    desk = holder.files.desk
    desk.metz.credential_keys = ("credential-2",)
    desk.scene.move_on(desk.metz)
    desk.scene.tick(2 * 3_600)
    holder.files.publish()
    batch, is_checked = holder.receive()
    assert (len(batch.copies), is_checked) == (2, False)


def test_a_list_signed_before_its_keys_end_says_yes(holder: LedgerHolder) -> None:
    desk = holder.files.desk
    desk.scene.tick(2 * 3_600)
    holder.files.publish()
    desk.metz.credential_keys = ("credential-2",)
    desk.scene.move_on(desk.metz)
    desk.scene.tick(60)
    [place] = holder.files.published.rglob("ledger.evidence")
    place.write_bytes(desk.evidence())
    assert holder.receive()[1] is True


def test_copies_of_a_rights_first_day_are_dated_from_its_beginning(holder: LedgerHolder) -> None:
    desk = holder.files.desk
    desk.scene.tick(DAY_S)
    desk.scene.apply(desk.scene.grant(desk.metz, desk.root, scope="fr-insee:54395"))
    begins_s = desk.scene.at_s
    desk.scene.tick(60)
    holder.files.publish()
    batch, _ = holder.receive(territory="fr-insee:54395", issued_s=begins_s)
    assert batch.vouched is not None


def test_copies_dated_by_the_second_are_marked(holder: LedgerHolder) -> None:
    begins_s = holder.files.desk.issued_s
    assert holder.refusal(issued_s=begins_s + DAY_S - 1) == ("refused", "received.marked")


def test_a_record_that_the_evidence_lacks_is_not_taken_for_granted(holder: LedgerHolder) -> None:
    desk = holder.files.desk
    names = [name for name in desk.names() if not name.startswith("compromise/")]
    holder.files.publish(evidence=desk.seen.evidence(names, desk.head()).format())
    assert holder.refusal() == ("unavailable", "ledger.not_shown")


# What the vault keeps.


@pytest.mark.parametrize("head", [None, Remembered(7, bytes(range(32)), 900)])
def test_a_believed_ledger_is_read_as_it_was_written(
    holder: LedgerHolder, head: Remembered | None
) -> None:
    chain, doubt = holder.trusted.chain.roots, Doubt("ledger.older_head", 7)
    trusted = recall(chain, since_s=5, head=head)
    assert trust_record.parse(trust_record.format(trusted)) == trusted
    more = recall(chain, since_s=5, head=head, cosigners=("a.example/witness", "b"), doubt=doubt)
    assert trust_record.parse(trust_record.format(more)) == more
    # Of an earlier version, which kept neither.
    assert json.loads(trust_record.format(trusted)).keys() == {"v", "versions", "since_s", "head"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"since_s": "5"}, "vault.record"),
        ({"more": 1}, "vault.record"),
        ({"head": {"size": 1}}, "vault.record"),
        ({"head": {"size": 1, "root": "AA", "time_s": 1, "more": 1}}, "vault.record"),
        ({"versions": ["{}"]}, "trust.malformed"),
        ({"v": 2}, "vault.record"),
        ({"cosigners": "a"}, "vault.record"),
        ({"doubt": {"code": "log.fork"}}, "vault.record"),
        ({"doubt": {"code": "log.fork", "at_s": -1}}, "vault.record"),
        ({"doubt": {"code": "ledger.stale", "at_s": 1}}, "vault.record"),
    ],
    ids=[
        "since",
        "more",
        "head",
        "head_more",
        "versions",
        "v",
        "cosigners",
        "doubt",
        "doubt_time",
        "doubt_code",
    ],
)
def test_a_row_of_another_form_is_refused(
    holder: LedgerHolder, change: dict[str, object], code: str
) -> None:
    raw = json.loads(trust_record.format(holder.trusted)) | change
    with pytest.raises(LivretError) as caught:
        trust_record.parse(json.dumps(raw).encode())
    assert caught.value.code == code


def test_who_stands_behind_the_newest_head_is_kept(holder: LedgerHolder) -> None:
    desk = holder.files.desk
    three = desk.head(witnesses=desk.scene.towns[1:])
    holder.files.publish(evidence=desk.evidence(signed=three))
    holder.receive()
    names = sorted(str(town.witness.name) for town in desk.scene.towns[1:])
    assert holder.trusted.cosigners == tuple(names)


def test_a_ledger_is_kept_once_and_forgotten_by_its_name(holder: LedgerHolder) -> None:
    trusted = holder.trusted
    holder.ledgers.keep(recall(trusted.chain.roots, since_s=9, head=None))
    assert [each.since_s for each in holder.ledgers.known()] == [9]
    holder.ledgers.forget("other.example")
    assert len(holder.ledgers.known()) == 1
    holder.ledgers.forget(ORIGIN)
    assert holder.ledgers.known() == []


def test_what_is_kept_is_sealed(holder: LedgerHolder, tmp_path: Path) -> None:
    holder.vault.close()
    assert ORIGIN.encode() not in (tmp_path / "wallet.vault").read_bytes()
    again = Vault.open(tmp_path / "wallet.vault", b"cheap", floor=CHEAP)
    assert Ledgers(again).known()[0].origin == ORIGIN
    again.close()


def test_a_proof_remembers_who_vouched_for_it(holder: LedgerHolder) -> None:
    batch, _ = holder.receive()
    desk = holder.files.desk
    assert batch.vouched == Vouched(ORIGIN, desk.metz.who, desk.scene.at_s, 4, 4)
    assert HeldBatch.parse(batch.format()) == batch


def test_a_proof_of_earlier_versions_has_nobody_who_vouched(holder: LedgerHolder) -> None:
    raw = json.loads(holder.receive()[0].format())
    del raw["vouched"]
    assert HeldBatch.parse(json.dumps(raw).encode()).vouched is None


@pytest.mark.parametrize(
    "change",
    [{"members": 5}, {"members": -1}, {"as_of_s": -1}, {"more": 1}, {"who": None}],
    ids=str,
)
def test_who_vouched_is_read_strictly(holder: LedgerHolder, change: dict[str, object]) -> None:
    raw = json.loads(holder.receive()[0].format())
    raw["vouched"] |= change
    with pytest.raises(LivretError) as caught:
        HeldBatch.parse(json.dumps(raw).encode())
    assert caught.value.code == "vault.record"

"""What goes into a backup, and what a new wallet makes of it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from livret_core.errors import MalformedInput, Refused
from livret_wallet.backup import choosing, recovery_words
from livret_wallet.backup.contents import Contents
from livret_wallet.backup.restoring import plan
from livret_wallet.backup.sealed import SealedBackup
from livret_wallet.missing_record import MissingProof
from livret_wallet.pickup_record import Pickup
from livret_wallet.records import HeldBatch, HistoryEntry
from livret_wallet.vault import Vault, holdings
from livret_wallet.vault.filling import make_filled, rows_of
from livret_wallet.vault.safekeeping import Safekeeping, open_backup
from tests.keepsakes import (
    BATCH,
    BEGUN,
    CHEAP,
    CLAIM,
    HISTORY,
    ON_PAPER,
    PASSPHRASE,
    PENDING,
    filled,
)
from tests.scene import NOW_S

LATER_S = NOW_S + 3_600


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return filled(tmp_path / "wallet.vault")


def test_without_keys_nothing_can_be_shown_and_nothing_is_said(vault: Vault) -> None:
    contents = choosing.without_keys(rows_of(vault), now_s=LATER_S)
    assert not contents.with_keys
    assert {kind for kind, _ in contents.rows} == {"missing", "history", "setting", "pickup"}
    raw = contents.format()
    assert CLAIM.encode() in BATCH.format() or "~" in BATCH.copies[0].sd_jwt
    for secret in (CLAIM, "~", "scalar", "a-key-proof", '"later"'):
        assert secret.encode() not in raw, secret
    assert b"a-refresh-token" in raw


def test_without_keys_the_list_tells_what_was_held(vault: Vault) -> None:
    contents = choosing.without_keys(rows_of(vault), now_s=LATER_S)
    known = {each.id: each for each in map(MissingProof.parse, contents.of("missing"))}
    assert known.keys() == {"batch", "paper", "asked"}
    assert (known["batch"].copies, known["batch"].known_at_s) == (2, LATER_S)
    assert known["batch"].expires_at_s is not None
    assert (known["asked"].copies, known["asked"].code) == (0, PENDING.code)
    restored = plan(contents, now_s=LATER_S + 1)
    assert {each.proof.id: each.has_handle for each in restored.absent} == {
        "batch": True,
        "paper": False,
        "asked": False,
    }
    assert (restored.shown, restored.history) == ((), 2)


def test_without_keys_what_was_begun_begins_again_with_keys_of_its_own(vault: Vault) -> None:
    contents = choosing.without_keys(rows_of(vault), now_s=LATER_S)
    pickups = {each.id: each for each in map(Pickup.parse, contents.of("pickup"))}
    assert pickups.keys() == {"pickup", "begun"}  # what was replaced is fetched no more
    begun = pickups["begun"]
    assert (begun.key_ids, begun.proofs, begun.transaction_id, begun.not_before_s) == (
        (),
        (),
        "",
        0,
    )
    assert begun.refresh_token == BEGUN.refresh_token
    assert [each.id for each in plan(contents, now_s=LATER_S).going_on] == ["begun"]


def test_with_keys_everything_comes_back_and_each_copys_use_is_unknown(vault: Vault) -> None:
    contents = choosing.with_keys(rows_of(vault), now_s=LATER_S)
    restored = plan(contents, now_s=LATER_S + 1)
    batches = {each.id: each for each in restored.shown}
    assert batches.keys() == {"batch", "paper"}
    batch = batches["batch"]
    assert batch == replace(BATCH, restored_from_s=LATER_S)
    assert (batch.unused, BATCH.unused) == (0, 1)
    assert [batch.is_uncertain(copy) for copy in batch.copies] == [True, False]
    kinds = [kind for kind, _ in restored.rows]
    assert "refill" not in kinds  # when to ask next is drawn anew
    assert "inbox" not in kinds  # over by then, and whoever has the link can use it
    assert (kinds.count("key"), kinds.count("pending")) == (6, 1)
    assert HistoryEntry.parse(restored.rows[-1][1]).kind == "restored"


def test_a_copy_stays_unknown_since_the_oldest_backup(vault: Vault) -> None:
    first = plan(choosing.with_keys(rows_of(vault), now_s=LATER_S), now_s=LATER_S)
    again = plan(choosing.with_keys(first.rows, now_s=LATER_S + 9), now_s=LATER_S + 9)
    assert {each.restored_from_s for each in again.shown} == {LATER_S}


def test_a_batch_is_written_with_where_it_came_back_from() -> None:
    batch = replace(BATCH, restored_from_s=5)
    assert HeldBatch.parse(batch.format()) == batch
    assert b"restored" not in BATCH.format()


def spoiled(contents: Contents, **changes: object) -> Contents:
    return replace(contents, **changes)  # type: ignore[arg-type]  # a few members, by name


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: spoiled(whole, rows=tuple(row for row in whole.rows if row[0] != "key")),
        lambda whole: spoiled(whole, rows=(*whole.rows, ("history", b"{}"))),
        lambda whole: spoiled(whole, rows=(*whole.rows, ("trust", b'{"v":1}'))),
        lambda whole: spoiled(whole, rows=(*whole.rows, ("recovery", b'{"v":1}'))),
        lambda whole: spoiled(whole, rows=(*whole.rows, ("dating", b'{"v":1}'))),
        lambda whole: spoiled(whole, with_keys=False),
    ],
    ids=["no keys", "history", "trust", "recovery", "dating", "keys where none are"],
)
def test_one_record_that_is_none_and_nothing_is_made(
    vault: Vault, spoil: Callable[[Contents], Contents]
) -> None:
    whole = choosing.with_keys(rows_of(vault), now_s=LATER_S)
    with pytest.raises(MalformedInput) as caught:
        plan(spoil(whole), now_s=LATER_S)
    assert caught.value.code == "backup.malformed"


@pytest.mark.parametrize("kind", ["pending", "pickup"])
def test_a_request_without_its_keys_is_not_taken(kind: str) -> None:
    value = PENDING.format() if kind == "pending" else BEGUN.format()
    with pytest.raises(MalformedInput) as caught:
        plan(Contents(1, True, ((kind, value),)), now_s=1)  # type: ignore[arg-type]
    assert caught.value.code == "backup.malformed"


def test_a_vault_is_made_of_a_backup_and_goes_on(vault: Vault, tmp_path: Path) -> None:
    kept = Safekeeping(vault)
    recovery = kept.words(now_s=NOW_S)
    raw = kept.back_up(None, with_keys=True, now_s=LATER_S, kdf=CHEAP)
    secret = recovery_words.passphrase_of(recovery.entropy)
    contents = open_backup(SealedBackup.parse(raw), [b"wrong", secret], floor=CHEAP)
    path = tmp_path / "new" / "wallet.vault"
    make_filled(path, b"another", plan(contents, now_s=LATER_S).rows, kdf=CHEAP)
    assert {each.name for each in path.parent.iterdir()} == {"wallet.vault", "wallet.vault.lock"}
    with Vault.open(path, b"another", floor=CHEAP) as made:
        assert {each.id for each in holdings.batches(made)} == {"batch", "old", "paper"}
        assert [entry.kind for entry in holdings.history(made)] == ["restored", "sent", "received"]
        assert holdings.history(made)[1:] == list(reversed(HISTORY))
        assert Safekeeping(made).recovery() == recovery  # the sheet still opens its backups
        again = Safekeeping(made).back_up(None, with_keys=False, now_s=LATER_S, kdf=CHEAP)
    assert open_backup(SealedBackup.parse(again), [secret], floor=CHEAP).rows


def test_a_wallet_that_is_there_is_not_written_over(vault: Vault, tmp_path: Path) -> None:
    vault.close()
    before = (tmp_path / "wallet.vault").read_bytes()
    with pytest.raises(Refused) as caught:
        make_filled(tmp_path / "wallet.vault", b"another", [], kdf=CHEAP)
    assert caught.value.code == "vault.exists"
    assert (tmp_path / "wallet.vault").read_bytes() == before


def test_words_are_drawn_once_unless_somebody_wants_others(vault: Vault) -> None:
    kept = Safekeeping(vault)
    with pytest.raises(Refused) as caught:
        kept.back_up(None, with_keys=False, now_s=NOW_S, kdf=CHEAP)
    assert caught.value.code == "vault.row_unknown"
    kept.confirm(now_s=NOW_S)  # of no sheet
    first = kept.words(now_s=NOW_S)
    kept.confirm(now_s=NOW_S + 5)
    assert kept.words(now_s=LATER_S) == replace(first, checked_at_s=NOW_S + 5)
    other = kept.words(now_s=LATER_S, anew=True)
    assert (other.entropy != first.entropy, other.checked_at_s) == (True, None)
    assert len(list(vault.all("recovery"))) == 1


def test_a_proof_that_is_missing_is_known_by_its_record() -> None:
    known = MissingProof(
        id="batch",
        issuer_did="did",
        issuer_name="Verneuil",
        vct="urn:x",
        received_at_s=1,
        code=ON_PAPER.code,
        copies=2,
        expires_at_s=None,
        known_at_s=2,
    )
    assert MissingProof.parse(known.format()) == known
    with pytest.raises(MalformedInput) as caught:
        replace(known, copies=-1)
    assert caught.value.code == "vault.record"
    assert PASSPHRASE

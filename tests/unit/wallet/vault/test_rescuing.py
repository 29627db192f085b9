"""A damaged vault: what opens is listed, and nothing of it is written to."""

import shutil
from pathlib import Path

import pytest

from livret_core.errors import LivretError, Unavailable
from livret_wallet.backup import choosing
from livret_wallet.backup.restoring import plan
from livret_wallet.records import HeldBatch
from livret_wallet.vault import Vault
from livret_wallet.vault.filling import rows_of
from livret_wallet.vault.lockfile import LockFile
from livret_wallet.vault.rescuing import Rescued, rescue
from tests.keepsakes import BATCH, CHEAP, PASSPHRASE, filled
from tests.scene import NOW_S

PAGE = 4_096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "wallet.vault"
    with filled(made) as vault:
        for number in range(40):
            vault.put("setting", None, f"setting {number}".encode())
    return made


def look(path: Path, passphrase: bytes = PASSPHRASE) -> Rescued:
    return rescue(path, passphrase, floor=CHEAP)


def code_of(path: Path, passphrase: bytes = PASSPHRASE) -> str:
    with pytest.raises(LivretError) as caught:
        look(path, passphrase)
    return caught.value.code


def test_of_a_whole_vault_everything_opens(path: Path) -> None:
    with Vault.open(path, PASSPHRASE, floor=CHEAP) as vault:
        rows = sorted(rows_of(vault))
    found = look(path)
    assert sorted(found.rows) == rows
    assert (found.is_whole, found.lost, found.has_log) == (True, (), False)


def test_wherever_a_page_is_gone_the_rest_opens_and_the_file_stays_as_it_is(path: Path) -> None:
    raw, whole = path.read_bytes(), look(path)
    outcomes = set()
    for page in range(1, len(raw) // PAGE):
        damaged = raw[: page * PAGE] + bytes(PAGE) + raw[(page + 1) * PAGE :]
        path.write_bytes(damaged)
        try:
            found = look(path)
        except LivretError as error:
            outcomes.add(error.code)
        else:
            assert set(found.rows) <= set(whole.rows)
            assert len(found.rows) + len(found.lost) == len(whole.rows)
            outcomes.add("some" if found.lost else "all")
        assert path.read_bytes() == damaged
        assert {each.name for each in path.parent.iterdir()} == {path.name, f"{path.name}.lock"}
    # Head and lock lie on pages of their own, without which nothing opens.
    assert outcomes >= {"some"}
    assert outcomes <= {"some", "all", "vault.malformed", "vault.altered", "vault.passphrase"}


def test_what_is_cut_off_is_lost_and_what_lies_before_may_open(path: Path) -> None:
    raw, whole = path.read_bytes(), look(path)
    path.write_bytes(raw[:-PAGE])
    found = look(path)
    assert len(found.rows) + len(found.lost) == len(whole.rows)
    assert found.is_whole == (not found.lost)
    for length in range(PAGE, len(raw), 5 * PAGE + 99):
        path.write_bytes(raw[:length])
        try:
            assert set(look(path).rows) <= set(whole.rows)
        except LivretError as error:
            assert error.code in {"vault.malformed", "vault.altered"}  # noqa: PT017


@pytest.mark.parametrize("raw", [b"", b"SQLite format 3\0", bytes(100), b"x" * 10_000])
def test_what_is_no_vault_says_so(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
    assert code_of(path) == "vault.malformed"


def test_another_passphrase_opens_nothing(path: Path) -> None:
    assert code_of(path, b"another") == "vault.passphrase"


def test_a_vault_that_is_open_or_not_there_is_not_looked_at(path: Path) -> None:
    with Vault.open(path, PASSPHRASE, floor=CHEAP):
        assert code_of(path) == "vault.busy"
    assert code_of(path.with_name("nowhere")) == "vault.missing"


def test_a_change_that_was_not_finished_is_told(path: Path) -> None:
    path.with_name("wallet.vault-wal").write_bytes(b"half a log")
    assert look(path).has_log


def test_a_stick_that_can_only_be_read_is_looked_at(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_lock: LockFile, _vault: Path) -> None:
        raise Unavailable("vault.storage", "Read-only file system")

    monkeypatch.setattr(LockFile, "__init__", denied)
    assert look(path).is_whole


def test_an_older_lock_that_was_put_back_is_told(path: Path, tmp_path: Path) -> None:
    old = Path(shutil.copy(path, tmp_path / "old"))
    with Vault.open(old, PASSPHRASE, floor=CHEAP) as vault:
        lock = vault._database.read_lock()
    with Vault.open(path, PASSPHRASE, floor=CHEAP) as vault:
        vault.change_passphrase(PASSPHRASE, b"another", kdf=CHEAP)
        vault._database.begin()
        vault._database.write_lock(lock)
        vault._database.commit()
    found = look(path)
    assert (found.is_lock_old, found.is_whole, found.lost) == (True, False, ())


def test_what_opens_becomes_a_backup_without_what_lost_its_key(path: Path) -> None:
    rows = look(path).rows
    keyless = [row for row in rows if b'"id":"key1"' not in row[1] and b'"id":"key3"' not in row[1]]
    contents = choosing.what_opens([*keyless, ("credential", b"not a record")], now_s=NOW_S)
    restored = plan(contents, now_s=NOW_S)
    assert [each.id for each in restored.shown] == ["batch"]
    [batch] = [b for b in map(HeldBatch.parse, contents.of("credential")) if b.id == "batch"]
    assert batch.copies == BATCH.copies[:1]
    assert {each.proof.id for each in restored.absent} == {"paper"}
    gone = [row for row in rows if row[0] != "key"]
    nothing = plan(choosing.what_opens(gone, now_s=NOW_S), now_s=NOW_S)
    assert nothing.shown == ()
    assert {each.proof.id for each in nothing.absent} == {"batch", "paper", "asked"}
    assert [each.key_ids for each in nothing.going_on] == [()]

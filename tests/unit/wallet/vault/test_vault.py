"""Putting, getting, listing, deleting; whole changes; the file around them."""

import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from livret_core import limits
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.sealing import KdfParameters, SealedFile
from livret_wallet.vault import RowId, Table, Vault
from livret_wallet.vault.database import Database
from livret_wallet.vault.keys import LOCK_PURPOSE, VaultKeys
from livret_wallet.vault.layout import TABLES

QUICK = KdfParameters(passes=1, memory_kib=8)
PASSPHRASE = b"five words of a poem"

Reopen = Callable[[], Vault]


@pytest.mark.parametrize("table", TABLES)
def test_what_is_put_is_there_after_reopening(vault: Vault, reopen: Reopen, table: Table) -> None:
    row_id = vault.put(table, None, b"value")
    with reopen() as again:
        assert again.get(table, row_id) == b"value"


@pytest.mark.parametrize("length", [0, 1, 507, 508, 509, 4_091, 4_092, 4_093, 70_000])
def test_a_value_of_any_length_comes_back_exactly(
    vault: Vault, reopen: Reopen, length: int
) -> None:
    value = b"\xff" * length
    row_id = vault.put("setting", None, value)
    with reopen() as again:
        assert again.get("setting", row_id) == value


def test_a_value_that_is_put_again_takes_the_place_of_the_old(vault: Vault, reopen: Reopen) -> None:
    row_id = vault.put("setting", None, b"old")
    assert vault.put("setting", row_id, b"new") == row_id
    with reopen() as again:
        assert list(again.all("setting")) == [(row_id, b"new")]


def test_an_id_of_the_caller_s_own_may_be_given(vault: Vault) -> None:
    row_id = RowId(bytes(range(16)))
    vault.put("credential", row_id, b"restored")
    assert vault.get("credential", row_id) == b"restored"


def test_rows_come_in_the_order_they_were_first_put(vault: Vault, reopen: Reopen) -> None:
    ids = [vault.put("history", None, str(number).encode()) for number in range(20)]
    vault.put("history", ids[3], b"3 again")
    with reopen() as again:
        assert [row_id for row_id, _ in again.all("history")] == ids


def test_a_deleted_row_is_gone(vault: Vault, reopen: Reopen) -> None:
    row_id = vault.put("pending", None, b"value")
    vault.delete("pending", row_id)
    with reopen() as again:
        assert list(again.all("pending")) == []
        with pytest.raises(Refused) as caught:
            again.get("pending", row_id)
    assert caught.value.code == "vault.row_unknown"


@pytest.mark.parametrize(
    "operation",
    [
        lambda vault, row_id: vault.get("credential", row_id),
        lambda vault, row_id: vault.delete("credential", row_id),
        lambda vault, row_id: vault.put("credential", row_id, b"other"),
    ],
    ids=["get", "delete", "put"],
)
def test_a_row_is_not_found_through_another_table(
    vault: Vault, operation: Callable[[Vault, RowId], object]
) -> None:
    row_id = vault.put("key", None, b"value")
    with pytest.raises(Refused) as caught:
        operation(vault, row_id)
    assert caught.value.code == "vault.row_unknown"
    assert vault.get("key", row_id) == b"value"


def test_a_transaction_is_one_change(vault: Vault, reopen: Reopen) -> None:
    gone = vault.put("pending", None, b"request")
    with vault.transaction():
        kept = vault.put("credential", None, b"proof")
        vault.delete("pending", gone)
        assert vault.get("credential", kept) == b"proof"
        assert list(vault.all("pending")) == []
    with reopen() as again:
        assert list(again.all("credential")) == [(kept, b"proof")]
        assert list(again.all("pending")) == []


def test_an_error_in_a_transaction_undoes_all_of_it(vault: Vault, reopen: Reopen) -> None:
    kept = vault.put("pending", None, b"request")

    def fails_half_way() -> None:
        with vault.transaction():
            vault.put("credential", None, b"proof")
            vault.put("pending", kept, b"answered")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fails_half_way()
    assert list(vault.all("credential")) == []
    vault.put("history", None, b"the vault goes on")
    with reopen() as again:
        assert list(again.all("pending")) == [(kept, b"request")]
        assert list(again.all("credential")) == []


def test_a_transaction_within_a_transaction_is_a_mistake(vault: Vault) -> None:
    with vault.transaction(), pytest.raises(RuntimeError), vault.transaction():
        pass
    vault.put("setting", None, b"still works")


def test_a_transaction_that_changes_nothing_writes_nothing(vault: Vault, vault_path: Path) -> None:
    before = vault_path.read_bytes()
    with vault.transaction():
        row_id = vault.put("key", None, b"made and dropped")
        vault.delete("key", row_id)
    vault.close()
    assert vault_path.read_bytes() == before


def test_a_value_beyond_the_limit_is_not_put(vault: Vault) -> None:
    with pytest.raises(MalformedInput) as caught:
        vault.put("credential", None, bytes(limits.VAULT_ROW_BYTES + 1))
    assert caught.value.code == "input.too_large"
    assert list(vault.all("credential")) == []


def test_the_largest_value_allowed_comes_back(vault: Vault, reopen: Reopen) -> None:
    row_id = vault.put("credential", None, bytes(limits.VAULT_ROW_BYTES))
    with reopen() as again:
        assert len(again.get("credential", row_id)) == limits.VAULT_ROW_BYTES


def test_a_vault_has_an_upper_number_of_rows(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "VAULT_ROWS", 2)
    first = vault.put("history", None, b"1")
    vault.put("history", None, b"2")
    with pytest.raises(MalformedInput) as caught:
        vault.put("history", None, b"3")
    assert caught.value.code == "input.too_large"
    vault.put("history", first, b"in place of 1")


def test_a_full_disk_leaves_the_vault_as_it_was(vault: Vault, reopen: Reopen) -> None:
    row_id = vault.put("setting", None, b"before")
    connection = vault._database._connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")

    def goes_on_after_an_error() -> None:
        with vault.transaction():
            vault.put("setting", row_id, b"after")
            with pytest.raises(Unavailable):
                vault.put("credential", None, bytes(100_000))
            vault.put("setting", row_id, b"alone")

    with pytest.raises(Unavailable) as caught:
        goes_on_after_an_error()
    assert caught.value.code == "vault.storage"
    assert vault.get("setting", row_id) == b"before"
    with reopen() as again:
        assert list(again.all("setting")) == [(row_id, b"before")]


@pytest.mark.parametrize("committed", [True, False], ids=["after the commit", "before it"])
def test_an_interrupt_at_the_commit_leaves_a_vault_that_goes_on(
    vault: Vault, reopen: Reopen, monkeypatch: pytest.MonkeyPatch, committed: bool
) -> None:
    commit = Database.commit

    def interrupted(database: Database) -> None:
        if committed:
            commit(database)
        raise KeyboardInterrupt

    first = vault.put("setting", None, b"before")
    with monkeypatch.context() as patch:
        patch.setattr(Database, "commit", interrupted)
        with pytest.raises(KeyboardInterrupt):
            vault.put("setting", first, b"at it")
        with pytest.raises(KeyboardInterrupt):
            vault.put("setting", None, b"another")
    last = vault.put("setting", None, b"after")
    values = [value for _, value in vault.all("setting")]
    assert values == ([b"at it", b"another", b"after"] if committed else [b"before", b"after"])
    with reopen() as again:
        assert [value for _, value in again.all("setting")] == values
        assert again.get("setting", last) == b"after"


def test_an_interrupt_within_a_transaction_undoes_it_even_when_caught(
    vault: Vault, reopen: Reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    row_id = vault.put("setting", None, b"before")
    write_row = Database.write_row

    def interrupted(database: Database, row: bytes, sealed: bytes) -> None:
        write_row(database, row, sealed)
        if row == row_id.raw:
            raise KeyboardInterrupt

    monkeypatch.setattr(Database, "write_row", interrupted)

    def goes_on() -> None:
        with vault.transaction():
            with pytest.raises(KeyboardInterrupt):
                vault.put("setting", row_id, b"half made")
            vault.put("history", None, b"as if nothing had been")

    with pytest.raises(RuntimeError, match="interrupted"):
        goes_on()
    vault.put("history", None, b"the vault goes on")
    with reopen() as again:
        assert list(again.all("setting")) == [(row_id, b"before")]
        assert [value for _, value in again.all("history")] == [b"the vault goes on"]


def test_a_refusal_within_a_transaction_may_be_caught(vault: Vault, reopen: Reopen) -> None:
    with vault.transaction():
        vault.put("setting", None, b"one")
        with pytest.raises(Refused) as caught:
            vault.delete("setting", RowId(bytes(16)))
        vault.put("setting", None, b"two")
    assert caught.value.code == "vault.row_unknown"
    with reopen() as again:
        assert [value for _, value in again.all("setting")] == [b"one", b"two"]


def test_a_source_of_random_bytes_that_repeats_itself_overwrites_nothing(
    vault_path: Path,
) -> None:
    with Vault.create(vault_path, PASSPHRASE, kdf=QUICK, random=bytes) as vault:
        row_id = vault.put("key", None, b"first")
        with pytest.raises(RuntimeError, match="repeats itself"):
            vault.put("key", None, b"other")
        assert list(vault.all("key")) == [(row_id, b"first")]


def test_a_place_that_may_not_be_looked_at_is_not_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", denied)
    with pytest.raises(Unavailable) as caught:
        Vault.open(tmp_path / "wallet.vault", PASSPHRASE, floor=QUICK)
    assert caught.value.code == "vault.storage"


def test_the_file_and_a_folder_made_for_it_are_the_owner_s_alone(
    vault: Vault, vault_path: Path
) -> None:
    vault.put("setting", None, b"value")
    assert stat.S_IMODE(vault_path.parent.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in vault_path.parent.iterdir()}
    assert modes.pop("wallet.vault") == 0o600
    assert set(modes.values()) == {0o600}


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir(mode=0o755)
    Vault.create(folder / "wallet.vault", PASSPHRASE, kdf=QUICK).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


def test_a_closed_vault_leaves_no_log_behind(vault: Vault, vault_path: Path) -> None:
    vault.put("setting", None, b"value")
    vault.close()
    names = {path.name for path in vault_path.parent.iterdir()}
    assert names == {"wallet.vault", "wallet.vault.lock"}


def test_a_vault_is_never_created_over_another(vault: Vault, vault_path: Path) -> None:
    row_id = vault.put("setting", None, b"value")
    vault.close()
    with pytest.raises(Refused) as caught:
        Vault.create(vault_path, PASSPHRASE, kdf=QUICK)
    assert caught.value.code == "vault.exists"
    with Vault.open(vault_path, PASSPHRASE, floor=QUICK) as again:
        assert again.get("setting", row_id) == b"value"


def test_a_new_vault_does_not_take_up_the_log_of_one_that_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "wallet.vault"
    old = Vault.create(path, PASSPHRASE, kdf=QUICK)
    old._database._connection.execute("PRAGMA wal_autocheckpoint = 0")
    old._database.begin()
    old._database.write_row(bytes(16), b"of the old vault")
    old._database._connection.execute("COMMIT")
    log = path.with_name("wallet.vault-wal").read_bytes()
    old.close()
    path.unlink()
    path.with_name("wallet.vault-wal").write_bytes(log)
    with Vault.create(path, PASSPHRASE, kdf=QUICK) as new:
        assert [list(new.all(table)) for table in TABLES] == [[]] * len(TABLES)
        assert new._database.row_ids() == []


def test_what_a_killed_creation_left_does_not_hinder_the_next(tmp_path: Path) -> None:
    (tmp_path / "wallet.vault.new").write_bytes(b"half a vault")
    (tmp_path / "wallet.vault.new-wal").write_bytes(b"half a log")
    with Vault.create(tmp_path / "wallet.vault", PASSPHRASE, kdf=QUICK) as vault:
        vault.put("setting", None, b"value")
    assert not (tmp_path / "wallet.vault.new").exists()


def test_no_vault_is_not_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as caught:
        Vault.open(tmp_path / "wallet.vault", PASSPHRASE, floor=QUICK)
    assert caught.value.code == "vault.missing"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_not_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable) as caught:
        Vault.create(tmp_path / "file" / "wallet.vault", PASSPHRASE, kdf=QUICK)
    assert caught.value.code == "vault.storage"


def test_a_table_that_does_not_exist_is_a_mistake(vault: Vault) -> None:
    with pytest.raises(ValueError, match="no table"):
        vault.put("lock", None, b"value")  # type: ignore[arg-type]  # the mistake


def test_a_vault_that_cannot_get_its_name_is_not_half_there(
    vault_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(path: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", denied)
        with pytest.raises(Unavailable) as caught:
            Vault.create(vault_path, PASSPHRASE, kdf=QUICK)
    assert caught.value.code == "vault.storage"
    Vault.create(vault_path, PASSPHRASE, kdf=QUICK).close()


def test_a_lock_with_other_contents_is_refused(vault: Vault, vault_path: Path) -> None:
    lock = SealedFile.seal(
        bytes(47), PASSPHRASE, purpose=LOCK_PURPOSE, salt=bytes(16), nonce=bytes(24), kdf=QUICK
    )
    vault._database.begin()
    vault._database.write_lock(lock.format())
    vault._database.commit()
    vault.close()
    with pytest.raises(Refused) as caught:
        Vault.open(vault_path, PASSPHRASE, floor=QUICK)
    assert caught.value.code == "vault.altered"


def test_the_vault_s_keys_do_not_show_themselves() -> None:
    assert repr(VaultKeys(bytes(48))) == "VaultKeys(…)"


def test_a_lock_that_cannot_be_made_is_not_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "wallet.vault.lock").mkdir()
    with pytest.raises(Unavailable) as caught:
        Vault.create(tmp_path / "wallet.vault", PASSPHRASE, kdf=QUICK)
    assert caught.value.code == "vault.storage"


def test_another_program_s_database_is_left_untouched(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "places.sqlite"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE bookmark (url TEXT)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(MalformedInput) as caught:
        Vault.open(path, PASSPHRASE, floor=QUICK)
    assert caught.value.code == "vault.malformed"
    assert path.read_bytes() == before


def test_a_closed_vault_is_closed(vault: Vault) -> None:
    vault.close()
    vault.close()
    with pytest.raises(ValueError, match="closed"):
        vault.get("setting", RowId(bytes(16)))


def test_threads_share_a_vault(vault: Vault) -> None:
    def work(number: int) -> None:
        for _ in range(5):
            with vault.transaction():
                vault.put("history", None, bytes([number]))
                vault.put("history", None, bytes([number]))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    values = [value for _, value in vault.all("history")]
    assert len(values) == 40
    assert values[::2] == values[1::2]


def test_the_passphrase_can_be_changed(vault: Vault, vault_path: Path) -> None:
    row_id = vault.put("setting", None, b"value")
    vault.change_passphrase(PASSPHRASE, b"another poem", kdf=QUICK)
    vault.put("setting", row_id, b"after")
    vault.close()
    with pytest.raises(Refused) as caught:
        Vault.open(vault_path, PASSPHRASE, floor=QUICK)
    assert caught.value.code == "vault.passphrase"
    with Vault.open(vault_path, b"another poem", floor=QUICK) as again:
        assert again.get("setting", row_id) == b"after"


def test_the_passphrase_is_not_changed_without_the_old_one(vault: Vault, reopen: Reopen) -> None:
    with pytest.raises(Refused) as caught:
        vault.change_passphrase(b"a guess", b"another poem", kdf=QUICK)
    assert caught.value.code == "vault.passphrase"
    reopen().close()


def test_a_new_passphrase_never_costs_less_to_guess(tmp_path: Path) -> None:
    path = tmp_path / "wallet.vault"
    dear = KdfParameters(passes=3, memory_kib=64)
    with Vault.create(path, PASSPHRASE, kdf=dear) as vault:
        vault.change_passphrase(PASSPHRASE, b"another poem", kdf=QUICK)
    Vault.open(path, b"another poem", floor=dear).close()


def test_the_old_lock_is_not_left_in_the_file(vault: Vault, vault_path: Path) -> None:
    old = vault._database.read_lock()
    vault.change_passphrase(PASSPHRASE, b"another poem", kdf=QUICK)
    held = b"".join(path.read_bytes() for path in vault_path.parent.iterdir())
    assert old[40:] not in held
    assert vault._database.read_lock()[40:] in held


def test_every_random_byte_comes_from_the_caller(tmp_path: Path) -> None:
    def vault_bytes(name: str) -> bytes:
        counter = iter(range(1 << 30))
        path = tmp_path / name
        with Vault.create(
            path,
            PASSPHRASE,
            kdf=QUICK,
            random=lambda length: bytes(next(counter) % 251 for _ in range(length)),
        ) as vault:
            vault.put("setting", None, b"value")
        return path.read_bytes()

    assert vault_bytes("one") == vault_bytes("two")


def test_every_connection_is_set_to_keep_its_promises(vault: Vault, reopen: Reopen) -> None:
    with reopen() as again:
        settings = {
            name: again._database._connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("synchronous", "secure_delete", "temp_store", "trusted_schema")
        }
        mode = again._database._connection.execute("PRAGMA journal_mode").fetchone()[0]
    assert settings == {"synchronous": 2, "secure_delete": 1, "temp_store": 2, "trusted_schema": 0}
    assert mode == b"wal"


def test_opening_a_vault_imports_nothing_slow() -> None:
    slow = ("httpx", "jwcrypto", "multiformats", "sqlalchemy", "textual", "cryptography")
    program = (
        "import sys, livret_wallet.vault, livret_wallet.records\n"
        f"print([name for name in {slow!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"

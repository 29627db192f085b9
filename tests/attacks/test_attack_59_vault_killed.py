"""Attack 59: the wallet is killed, or the power fails, while the vault is written.

Four ways to stop at a chosen point: a signal at every few steps of SQLite's machine,
one when a file grows past a chosen byte (a torn write), a log cut at any byte (the
power failed before the rest reached the disk), and a signal at any moment at all.
What opens afterwards is the vault before the change or after it.
"""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from livret_core.errors import LivretError
from livret_core.sealing import KdfParameters
from livret_wallet.vault import Vault
from livret_wallet.vault.layout import TABLES

QUICK: Final = KdfParameters(passes=1, memory_kib=8)
PASSPHRASE: Final = b"five words of a poem"

Contents: TypeAlias = dict[str, list[bytes]]
Act: TypeAlias = Callable[[Vault], None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "before" / "wallet.vault"
    with Vault.create(made, PASSPHRASE, kdf=QUICK) as vault:
        vault.put("pending", None, b"request")
        vault.put("key", None, b"key" * 1_000)
        vault.put("credential", None, b"proof" * 1_000)
    return made


def change(vault: Vault) -> None:
    """Put, replace and delete, large and small, as one change."""
    with vault.transaction():
        request, _ = next(vault.all("pending"))
        proof, _ = next(vault.all("credential"))
        vault.delete("pending", request)
        vault.put("credential", proof, b"shown" * 1_000)
        vault.put("credential", None, b"other" * 4_000)
        vault.put("history", None, b"received")


def read(path: Path, passphrase: bytes = PASSPHRASE) -> Contents:
    with Vault.open(path, passphrase, floor=QUICK) as vault:
        return {table: [value for _, value in vault.all(table)] for table in TABLES}


def opens(path: Path, passphrase: bytes) -> bool:
    try:
        Vault.open(path, passphrase, floor=QUICK).close()
    except LivretError as error:
        if error.code != "vault.passphrase":
            raise
        return False
    return True


def copied(path: Path, name: str) -> Path:
    folder = path.parent.parent / name
    shutil.copytree(path.parent, folder)
    return folder / path.name


def in_a_child(act: Callable[[], None]) -> int:
    """Run *act* in a fork; the signal that ended it, or 0."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            act()
            status = 0
        finally:
            os._exit(status)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code <= 0, "the child met an error that it was not stopped by"
    return -code


def die() -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def run(path: Path) -> None:
    with Vault.open(path, PASSPHRASE, floor=QUICK) as vault:
        change(vault)


def before_and_after(path: Path) -> tuple[Contents, Contents]:
    after = copied(path, "after")
    run(after)
    return read(path), read(after)


def test_attack_59_twin_a_change_that_nobody_stops_is_made(path: Path) -> None:
    before, after = before_and_after(path)
    assert before != after
    assert after["credential"] == [b"shown" * 1_000, b"other" * 4_000]


def test_attack_59_killed_at_a_step_of_the_database(path: Path) -> None:
    before, after = before_and_after(path)
    outcomes = []
    for steps in range(1, 1_000, 4):
        victim = copied(path, f"steps {steps}")

        def killed_at(victim: Path = victim, steps: int = steps) -> None:
            with Vault.open(victim, PASSPHRASE, floor=QUICK) as vault:
                left = iter(range(steps))
                vault._database._connection.set_progress_handler(
                    lambda: next(left, None) is None and die(), 1
                )
                change(vault)
                vault._database._connection.set_progress_handler(None, 1)

        ended_by = in_a_child(killed_at)
        found = read(victim)
        assert found in (before, after), steps
        outcomes.append(found == after)
        if ended_by == 0:
            break
    assert outcomes[0] is False
    assert outcomes[-1] is True
    assert len(outcomes) > 10


def test_attack_59_killed_when_a_write_is_half_done(path: Path) -> None:
    before, after = before_and_after(path)
    whole = path.stat().st_size
    signals, outcomes = set(), []
    for limit in range(4_096, whole + 160_000, 1_009):
        victim = copied(path, f"limit {limit}")

        def killed_at(victim: Path = victim, limit: int = limit) -> None:
            with Vault.open(victim, PASSPHRASE, floor=QUICK) as vault:
                # Python ignores the signal; a program that does not dies of it.
                signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
                change(vault)

        ended_by = in_a_child(killed_at)
        signals.add(ended_by)
        found = read(victim)
        assert found in (before, after), limit
        outcomes.append(found == after)
        if ended_by == 0:
            break
    assert signals == {0, signal.SIGXFSZ}
    assert (outcomes[0], outcomes[-1]) == (False, True)


def test_attack_59_the_log_cut_at_any_byte(path: Path) -> None:
    before, after = before_and_after(path)
    victim = copied(path, "victim")

    def killed_before_the_log_is_emptied() -> None:
        vault = Vault.open(victim, PASSPHRASE, floor=QUICK)
        vault._database._connection.execute("PRAGMA wal_autocheckpoint = 0")
        vault._database._connection.set_trace_callback(
            lambda statement: die() if "wal_checkpoint" in statement else None
        )
        change(vault)

    assert in_a_child(killed_before_the_log_is_emptied) == signal.SIGKILL
    file, log = victim.read_bytes(), victim.with_name("wallet.vault-wal").read_bytes()
    assert len(log) > 40_000
    outcomes = []
    for length in [*range(0, len(log), 997), len(log)]:
        victim.write_bytes(file)
        victim.with_name("wallet.vault-wal").write_bytes(log[:length])
        found = read(victim)
        assert found in (before, after), length
        outcomes.append(found == after)
    # A change is made by the last piece of its log, not before.
    assert outcomes == [False] * (len(outcomes) - 1) + [True]


def test_attack_59_a_flipped_byte_in_the_log_leaves_the_vault_before_or_after(
    path: Path,
) -> None:
    before, after = before_and_after(path)
    victim = copied(path, "victim")

    def killed_before_the_log_is_emptied() -> None:
        vault = Vault.open(victim, PASSPHRASE, floor=QUICK)
        vault._database._connection.set_trace_callback(
            lambda statement: die() if "wal_checkpoint" in statement else None
        )
        change(vault)

    assert in_a_child(killed_before_the_log_is_emptied) == signal.SIGKILL
    file, log = victim.read_bytes(), victim.with_name("wallet.vault-wal").read_bytes()
    for at in [*range(32), *range(32, len(log), 641)]:
        altered = bytearray(log)
        altered[at] ^= 0x10
        victim.write_bytes(file)
        victim.with_name("wallet.vault-wal").write_bytes(altered)
        assert read(victim) in (before, after), at


def test_attack_59_killed_while_the_passphrase_is_changed(path: Path) -> None:
    before = read(path)
    opened = set()
    for steps in range(1, 400, 3):
        victim = copied(path, f"steps {steps}")

        def killed_at(victim: Path = victim, steps: int = steps) -> None:
            with Vault.open(victim, PASSPHRASE, floor=QUICK) as vault:
                left = iter(range(steps))
                vault._database._connection.set_progress_handler(
                    lambda: next(left, None) is None and die(), 1
                )
                vault.change_passphrase(PASSPHRASE, b"another poem", kdf=QUICK)
                vault._database._connection.set_progress_handler(None, 1)

        ended_by = in_a_child(killed_at)
        opening = [
            passphrase for passphrase in (PASSPHRASE, b"another poem") if opens(victim, passphrase)
        ]
        assert len(opening) == 1, steps
        assert read(victim, opening[0]) == before
        opened.update(opening)
        if ended_by == 0:
            break
    assert opened == {PASSPHRASE, b"another poem"}


def test_attack_59_killed_while_the_vault_is_created(tmp_path: Path) -> None:
    """Any limit on the size of files stops it somewhere else on its way."""
    for limit in (1, 4_096, 10_000, 20_000, 33_000):
        path = tmp_path / str(limit) / "wallet.vault"

        def killed_at(path: Path = path, limit: int = limit) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            Vault.create(path, PASSPHRASE, kdf=QUICK).close()

        if in_a_child(killed_at):
            assert not path.exists()
            Vault.create(path, PASSPHRASE, kdf=QUICK).close()
        assert read(path) == {table: [] for table in TABLES}


_WRITER: Final = """
import sys
from pathlib import Path
from livret_core.sealing import KdfParameters
from livret_wallet.vault import Vault
with Vault.open(Path(sys.argv[1]), b"five words of a poem",
                floor=KdfParameters(passes=1, memory_kib=8)) as vault:
    left, right = [row_id for row_id, _ in vault.all("setting")]
    number = int(vault.get("setting", left))
    while True:
        number += 1
        with vault.transaction():
            vault.put("setting", left, str(number).encode())
            history = vault.put("history", None, bytes(number * 97 % 20_000))
            vault.put("setting", right, str(number).encode())
            for row_id, _ in vault.all("history"):
                if row_id != history:
                    vault.delete("history", row_id)
        print(number, flush=True)
"""


@pytest.mark.slow
def test_attack_59_killed_at_any_moment(tmp_path: Path) -> None:
    path = tmp_path / "wallet.vault"
    with Vault.create(path, PASSPHRASE, kdf=QUICK) as vault:
        vault.put("setting", None, b"0")
        vault.put("setting", None, b"0")
    told = 0
    for round_number in range(12):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            assert int(writer.stdout.readline()) == told + 1
            time.sleep(0.011 * round_number)
            writer.kill()
            told = int(([str(told + 1), *writer.stdout.read().split()])[-1])
        with Vault.open(path, PASSPHRASE, floor=QUICK) as vault:
            vault.check()
            left, right = [int(value) for _, value in vault.all("setting")]
            history = [value for _, value in vault.all("history")]
        assert left == right
        assert history == [bytes(left * 97 % 20_000)]
        # What was reported is kept; of what was not yet, at most one change more.
        assert told <= left <= told + 1
        told = left

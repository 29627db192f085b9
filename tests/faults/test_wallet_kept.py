"""A wallet is stopped at each write while it is backed up, restored or locked anew.

Enumerated by tracing (:mod:`tests.faults.points`): every write, sync, truncation and removal of
SQLite's, every file made, written, synced, renamed and linked by Python.
"""

import os
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import pytest

from livret_core.errors import Refused, Unavailable
from livret_edge.files import write_named
from livret_wallet.backup.restoring import Restored, plan
from livret_wallet.backup.sealed import SealedBackup
from livret_wallet.vault import Vault
from livret_wallet.vault.filling import make_filled, rows_of
from livret_wallet.vault.safekeeping import Safekeeping, open_backup
from tests.faults.lives import in_a_child
from tests.faults.points import How, Points
from tests.keepsakes import CHEAP, PASSPHRASE, filled
from tests.scene import NOW_S

Share = Callable[[Sequence[int], float, str], list[int]]
OTHER: Final = b"another poem"
SECRET: Final = b"its own passphrase"
KILLS: Final[tuple[How, ...]] = ("kill", "torn", "power")
FAILS: Final[tuple[How, ...]] = ("fail", "full")


@contextmanager
def watched(points: Points) -> Iterator[None]:
    """Also where a file gets its name without another's going."""
    rename, link = os.rename, os.link

    def renamed(old: Any, new: Any, **more: Any) -> None:
        points.reach(f"rename {Path(new).name}")
        rename(old, new, **more)
        points.moved(str(old), str(new))

    def linked(old: Any, new: Any, **more: Any) -> None:
        points.reach(f"link {Path(new).name}")
        link(old, new, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "rename", renamed)
        patch.setattr(os, "link", linked)
        with points.watched():
            yield


def alike() -> Callable[[int], bytes]:
    """The same bytes in every run: a row's name decides which pages of the file are written."""
    return random.Random(20260719).randbytes


def contents(vault: Vault) -> list[tuple[str, bytes]]:
    return list(rows_of(vault))


def opened(path: Path, passphrase: bytes = PASSPHRASE) -> list[tuple[str, bytes]]:
    with Vault.open(path, passphrase, floor=CHEAP) as vault:
        return contents(vault)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a wallet and a backup of it."""
    root = tmp_path_factory.mktemp("base")
    with filled(root / "home" / "wallet.vault") as vault:
        kept = Safekeeping(vault)
        raw = kept.back_up(SECRET, with_keys=True, now_s=NOW_S, kdf=CHEAP)
        (root / "wallet.backup").write_bytes(raw)
    return root


@pytest.fixture(scope="module")
def restored(base: Path) -> Restored:
    raw = (base / "wallet.backup").read_bytes()
    return plan(open_backup(SealedBackup.parse(raw), [SECRET], floor=CHEAP), now_s=NOW_S)


def copied(base: Path, root: Path, name: str) -> Path:
    return shutil.copytree(base, root / name)


def stops(names: Sequence[str], hows: Sequence[How], share: Share) -> list[tuple[How, int]]:
    """Every point, the first and the last always; an eighth of the others if not all are wanted."""
    chosen = []
    for how in hows:
        all_ = [at for at, name in enumerate(names) if how != "torn" or name.startswith("write")]
        some = {*share(all_, 0.12, how), all_[0], all_[-1]}
        chosen += [(how, at) for at in sorted(some)]
    return chosen


def test_killed_while_restoring_there_is_a_whole_wallet_or_none(
    base: Path, restored: Restored, tmp_path: Path, share: Share
) -> None:
    whole = Points()

    def restore(root: Path, points: Points) -> None:
        with watched(points):
            make_filled(root / "new" / "wallet.vault", OTHER, restored.rows, kdf=CHEAP)

    restore(copied(base, tmp_path, "whole"), whole)
    expected = opened(tmp_path / "whole" / "new" / "wallet.vault", OTHER)
    assert sorted(expected) == sorted(restored.rows)
    assert "rename wallet.vault" in whole.names
    outcomes = set()
    for how, at in stops(whole.names, KILLS, share):
        root = copied(base, tmp_path, f"{how}{at}")
        path = root / "new" / "wallet.vault"
        assert in_a_child(lambda r=root, h=how, a=at: restore(r, Points(a, h))) == 9  # type: ignore[misc]
        outcomes.add(path.exists())
        if path.exists():
            assert opened(path, OTHER) == expected, (how, at)
            continue
        restore(root, Points())  # what was left does not hinder the next run
        assert opened(path, OTHER) == expected
        left = {each.name for each in path.parent.iterdir()}
        assert left == {"wallet.vault", "wallet.vault.lock"}, (how, at)
    assert outcomes == {True, False}


@pytest.mark.parametrize("how", FAILS)
def test_a_disk_that_fails_or_is_full_leaves_no_wallet_and_says_so(
    base: Path, restored: Restored, tmp_path: Path, share: Share, how: How
) -> None:
    def restore(root: Path, points: Points) -> None:
        with watched(points):
            make_filled(root / "new" / "wallet.vault", OTHER, restored.rows, kdf=CHEAP)

    whole = Points()
    restore(copied(base, tmp_path, "whole"), whole)
    codes = set()
    for _, at in stops(whole.names, [how], share):
        root = copied(base, tmp_path, f"{at}")
        path = root / "new" / "wallet.vault"
        try:
            restore(root, Points(at, how))
        except Unavailable as error:
            codes.add(error.code)
        if path.exists():
            opened(path, OTHER)  # what failed was not needed
        else:
            restore(root, Points())
            opened(path, OTHER)
    assert codes == {"vault.storage"}


def test_killed_while_backing_up_there_is_a_whole_backup_or_none_and_the_wallet_is_as_it_was(
    base: Path, tmp_path: Path, share: Share
) -> None:
    def back_up(root: Path, points: Points) -> None:
        path = root / "home" / "wallet.vault"
        with watched(points), Vault.open(path, PASSPHRASE, floor=CHEAP, random=alike()) as vault:
            kept = Safekeeping(vault)
            raw = kept.back_up(SECRET, with_keys=False, now_s=NOW_S, kdf=CHEAP)
            write_named(root / "made", raw, "--to")
            kept.note_backed_up(now_s=NOW_S)

    whole = Points()
    before = opened(base / "home" / "wallet.vault")
    back_up(copied(base, tmp_path, "whole"), whole)
    after = opened(tmp_path / "whole" / "home" / "wallet.vault")
    assert len(after) == len(before) + 1
    outcomes = set()
    for how, at in stops(whole.names, KILLS, share):
        root = copied(base, tmp_path, f"{how}{at}")
        assert in_a_child(lambda r=root, h=how, a=at: back_up(r, Points(a, h))) == 9  # type: ignore[misc]
        found = opened(root / "home" / "wallet.vault")
        assert found in (before, after), (how, at)
        made = root / "made"
        outcomes.add(made.exists())
        if made.exists():
            sealed = SealedBackup.parse(made.read_bytes())
            assert open_backup(sealed, [SECRET], floor=CHEAP).rows
        else:
            assert found == before
            back_up(root, Points())  # which also sweeps away what was half written
            assert {each.name for each in root.iterdir()} == {"home", "made", "wallet.backup"}
    assert outcomes == {True, False}


def test_killed_while_the_passphrase_is_changed_one_of_the_two_opens_all(
    base: Path, tmp_path: Path, share: Share
) -> None:
    def change(root: Path, points: Points) -> None:
        path = root / "home" / "wallet.vault"
        with watched(points), Vault.open(path, PASSPHRASE, floor=CHEAP, random=alike()) as vault:
            vault.change_passphrase(PASSPHRASE, OTHER, kdf=CHEAP)

    whole = Points()
    before = opened(base / "home" / "wallet.vault")
    change(copied(base, tmp_path, "whole"), whole)
    opens = set()
    for how, at in stops(whole.names, KILLS, share):
        root = copied(base, tmp_path, f"{how}{at}")
        assert in_a_child(lambda r=root, h=how, a=at: change(r, Points(a, h))) == 9  # type: ignore[misc]
        found = []
        for one in (PASSPHRASE, OTHER):
            with suppress(Refused):
                found.append((one, opened(root / "home" / "wallet.vault", one)))
        assert [rows for _, rows in found] == [before], (how, at)
        opens.add(found[0][0])
    assert opens == {PASSPHRASE, OTHER}

"""Attack 60: a backup put back later, so that copies that were shown look unused again.

Whoever kept a backup with keys, or found one, restores it after copies were shown. No file can
say that there is a newer one; what is made of it therefore trusts no copy of it to be new.
"""

from pathlib import Path

from livret_wallet.vault import Vault, holdings
from tests.playing import PASSPHRASE, Play


def back_up(play: Play) -> Path:
    to = play.root / "camille.backup"
    play.wallet("backup", "--to", to, "--with-keys", *secret(play))
    return to


def secret(play: Play) -> tuple[str, str]:
    (play.root / "secret").write_text("its own passphrase\n")
    return "--recovery-secret", str(play.root / "secret")


def sheet(play: Play, of: str) -> dict[str, object]:
    request = play.request()
    to = play.root / "looked-at.json"
    ended = play.wallet("present", request, "--to", to, "--dry-run", "--json", of=of)
    shown: dict[str, object] = ended.event
    return shown


def test_attack_60_a_copy_shown_after_the_backup_is_not_called_new(town: Play) -> None:
    backup = back_up(town)
    town.show()  # the first copy, which the backup has as unused
    town.wallet("restore", backup, *secret(town), of="again")
    with Vault.open(town.root / "again" / "wallet.vault", PASSPHRASE.encode()) as vault:
        [batch] = holdings.batches(vault)
    assert batch.unused == 0
    assert [batch.is_uncertain(copy) for copy in batch.copies] == [True] * 3
    shown = sheet(town, "again")
    assert (shown["copy"], shown["uncertain"]) == (1, True)
    request, to = town.request(), town.root / "other.json"
    told = town.wallet("present", request, "--to", to, "--dry-run", of="again").out
    assert "another wallet may have shown it" in " ".join(told.split())


def test_attack_60_twin_the_wallet_that_was_not_restored_knows_its_new_copies(town: Play) -> None:
    back_up(town)
    town.show()
    shown = sheet(town, "camille")
    assert (shown["copy"], shown["uncertain"], shown["used_before"]) == (2, False, False)


def test_attack_60_a_backup_without_keys_shows_no_copy_twice(town: Play) -> None:
    to = town.root / "camille.backup"
    town.wallet("backup", "--to", to, *secret(town))
    town.show()
    town.wallet("restore", to, *secret(town), of="again")
    request, answer = town.request(), town.root / "a.json"
    ended = town.wallet("present", request, "--to", answer, "--json", of="again", status=1)
    assert ended.event["code"] == "present.none"

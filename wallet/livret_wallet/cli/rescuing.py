"""`livret wallet doctor`: what of a damaged wallet still opens, and a backup of that."""

import os
from collections import Counter
from typing import TYPE_CHECKING, Final

from livret_edge.arguments import RECOVERY_PASSPHRASE, Argument, Asked, path
from livret_edge.files import check_free, write_named
from livret_edge.passphrase import take_passphrase
from livret_edge.program import Command
from livret_edge.saying import now_s
from livret_wallet.cli.opening import vault_path
from livret_wallet.words import keeping

if TYPE_CHECKING:
    from livret_wallet.vault.rescuing import Rescued

_DAMAGED: Final = 1


def look(asked: Asked) -> int:
    """List what opens, and write nothing but the backup that was asked for."""
    from livret_wallet.vault.rescuing import rescue

    if asked.to is not None:
        check_free(asked.to, "--to")
    passphrase = take_passphrase(asked.passphrase_file, asked.voice)
    found = rescue(vault_path(asked), passphrase)
    _tell(asked, found)
    if asked.to is not None:
        _save(asked, found)
    return 0 if found.is_whole else _DAMAGED


def _tell(asked: Asked, found: "Rescued") -> None:
    voice, said = asked.voice, keeping(asked.voice.lang)
    opens, lost = Counter(table for table, _ in found.rows), Counter(found.lost)
    tables = sorted({*opens, *lost})
    if voice.json:
        voice.event(
            "looked",
            whole=found.is_whole,
            opens={table: opens[table] for table in tables},
            lost={table: lost[table] for table in tables if lost[table]},
            unfinished=found.has_log,
        )
        return
    if found.is_whole:
        voice.tell("✓ " + said["doctor_whole"])
    for table in tables:
        sign, count = "!" if lost[table] else "✓", opens[table] + lost[table]
        text = said["doctor_opens"].format(
            what=said[f"table_{table}"], opens=opens[table], all=count
        )
        voice.tell(f"{sign} {text}")
    if found.is_lock_old:
        voice.tell("! " + said["doctor_lock"])
    if found.has_log:
        voice.tell("! " + said["doctor_log"])
    if not found.is_whole and asked.to is None:
        voice.tell(said["doctor_save"])


def _save(asked: Asked, found: "Rescued") -> None:
    from livret_wallet.backup import choosing, sealed

    voice, said = asked.voice, keeping(asked.voice.lang)
    own = take_passphrase(
        asked.recovery_secret,
        voice,
        twice=True,
        prompt="backup_passphrase",
        option="--recovery-secret",
    )
    content = choosing.what_opens(found.rows, now_s=now_s()).format()
    made = sealed.seal(content, own, under="passphrase", random=os.urandom(sealed.RANDOM_BYTES))
    write_named(asked.to, made.format(), "--to")
    if voice.json:
        voice.event("saved", to=str(asked.to))
    else:
        voice.tell("✓ " + said["doctor_saved"].format(path=asked.to))


COMMANDS: Final = (
    Command(
        "doctor",
        look,
        ("livret wallet doctor", "livret wallet doctor --to saved.backup"),
        (Argument("--to", "file", path), RECOVERY_PASSPHRASE),
    ),
)

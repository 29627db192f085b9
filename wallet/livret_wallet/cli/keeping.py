"""Commands that keep a wallet safe: backup, recovery sheet, restore, another passphrase."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from livret_core.errors import MalformedInput, Refused
from livret_core.words import unsigned
from livret_core.words.figures import day
from livret_edge.arguments import NEW_PASSPHRASE, RECOVERY_PASSPHRASE, Argument, Asked, path
from livret_edge.files import check_free, named_by, read_file, write_named
from livret_edge.passphrase import take_passphrase
from livret_edge.program import Command
from livret_edge.saying import Voice, now_s
from livret_wallet.cli.arguments import TO
from livret_wallet.cli.opening import open_vault, vault_path
from livret_wallet.cli.telling import tell_absent
from livret_wallet.words import keeping, screen_texts, texts

if TYPE_CHECKING:
    from livret_wallet.backup.restoring import Restored
    from livret_wallet.backup.sealed import SealedBackup
    from livret_wallet.records import HeldBatch
    from livret_wallet.recovery_record import Recovery
    from livret_wallet.vault import Vault

_SECRET: Final = "--recovery-secret"
_ASKED_TIMES: Final = 3
_NUMBER_DIGITS: Final = 6


def back_up(asked: Asked) -> int:
    """Write a backup: without keys, unless somebody says otherwise and hears what that means."""
    from livret_wallet.vault.safekeeping import Safekeeping

    voice, said = asked.voice, keeping(asked.voice.lang)
    check_free(asked.to, "--to")
    with open_vault(asked) as vault:
        kept = Safekeeping(vault)
        if asked.with_keys and not voice.json:
            voice.tell(*(f"! {said[name]}" for name in ("keys_twice", "keys_linked", "keys_theft")))
            if not _agrees(said["keys_question"]):
                voice.tell(said["not_written"])
                return 1
        recovery, passphrase = kept.recovery(), None
        if asked.recovery_secret is not None or recovery is None:
            passphrase = _own_passphrase(asked)
        at_s = now_s()
        raw = kept.back_up(passphrase, with_keys=asked.with_keys, now_s=at_s)
        write_named(asked.to, raw, "--to")
        kept.note_backed_up(now_s=at_s)
    under = "words" if passphrase is None else "passphrase"
    if voice.json:
        voice.event(
            "backed_up", to=str(asked.to), with_keys=asked.with_keys, under=under, bytes=len(raw)
        )
        return 0
    voice.tell("✓ " + said["backed_up"].format(path=asked.to), said[f"opens_with_{under}"])
    if not asked.with_keys:
        voice.tell(said["without_keys"])
    if under == "words" and recovery is not None and recovery.checked_at_s is None:
        voice.tell("! " + said["never_checked"])
    return 0


def write_sheet(asked: Asked) -> int:
    """Write the recovery sheet, and have two of its words read back."""
    from livret_wallet.backup import recovery_words, sheet
    from livret_wallet.vault.safekeeping import Safekeeping

    voice, said = asked.voice, keeping(asked.voice.lang)
    check_free(asked.sheet, "--sheet")
    with open_vault(asked) as vault:
        kept = Safekeeping(vault)
        recovery = kept.words(now_s=now_s(), anew=asked.new_words)
        words = recovery_words.words_of(recovery.entropy, voice.lang)
        made = day(recovery.made_at_s, voice.lang)
        page = sheet.sheet(words, made=made, said=said, language=voice.lang)
        write_named(asked.sheet, page, "--sheet")
        can_ask = sys.stdin.isatty() and not voice.json
        if not voice.json:
            voice.tell("✓ " + said["sheet_written"].format(path=asked.sheet))
        is_checked = can_ask and _reads_back(voice, recovery)
        if is_checked:
            kept.confirm(now_s=now_s())
    if voice.json:
        voice.event("recovery_sheet", to=str(asked.sheet), checked=is_checked)
        return 0
    voice.tell("✓ " + said["it_works"] if is_checked else "! " + said["not_checked"])
    return 0


def restore(asked: Asked) -> int:
    """Make a wallet of a backup, and say what works and what must be issued again."""
    from livret_wallet.backup.restoring import plan
    from livret_wallet.backup.sealed import SealedBackup
    from livret_wallet.vault.filling import make_filled
    from livret_wallet.vault.safekeeping import open_backup

    place = vault_path(asked)
    if not asked.dry_run and os.path.lexists(place):
        raise Refused("vault.exists")
    with named_by(asked.named("file")):
        raw = read_file(asked.file, _most_bytes())
    backup = SealedBackup.parse(raw)
    contents = open_backup(backup, _secrets(asked, backup))
    restored = plan(contents, now_s=now_s())
    if not asked.dry_run:
        passphrase = take_passphrase(
            asked.passphrase_file, asked.voice, twice=True, prompt="new_passphrase"
        )
        make_filled(place, passphrase, restored.rows)
    _tell_restored(asked, restored)
    return 0


def change_passphrase(asked: Asked) -> int:
    """Lock the vault under another passphrase; one of the two always opens it."""
    from livret_wallet.vault import Vault

    voice, said = asked.voice, keeping(asked.voice.lang)
    old = take_passphrase(asked.passphrase_file, voice)
    with Vault.open(vault_path(asked), old) as vault:
        new = take_passphrase(
            asked.new_passphrase_file,
            voice,
            twice=True,
            prompt="new_passphrase",
            option="--new-passphrase-file",
        )
        if new == old:
            raise MalformedInput("usage.same_passphrase")
        vault.change_passphrase(old, new)
    if voice.json:
        voice.event("passphrase_changed", file=str(vault_path(asked)))
    else:
        voice.tell("✓ " + said["passphrase_changed"], said["old_copies"])
    return 0


def forget(asked: Asked) -> int:
    """Drop a proof and its keys, after a yes or with ``--yes``."""
    _check_may_ask(asked)
    with open_vault(asked) as vault:
        return drop(asked, vault)


def is_proof(vault: "Vault", typed: str) -> bool:
    """Whether a proof was named: by its number, which no code looks like, or by its id."""
    from livret_wallet.vault import holdings

    if typed.isascii() and typed.isdecimal() and len(typed) <= _NUMBER_DIGITS:
        return True
    held = {each.id for each in holdings.batches(vault)}
    return typed in held | {each.id for _, each in holdings.missing(vault)}


def drop(asked: Asked, vault: "Vault") -> int:
    """Say what is lost with a proof, and drop it after a yes."""
    from livret_core.credential.type_names import type_name
    from livret_wallet.choosing import find_batch
    from livret_wallet.records import HeldBatch
    from livret_wallet.vault import holdings
    from livret_wallet.vault.forgetting import forget_proof

    voice, said = asked.voice, keeping(asked.voice.lang)
    _check_may_ask(asked)
    missing = {each.id: each for _, each in holdings.missing(vault)}
    proof = missing.get(asked.proof) or find_batch(holdings.batches(vault), asked.proof)
    name = f"{type_name(proof.vct, voice.lang)}, {_name(proof.issuer_name)}"
    unused, copies = 0, 0
    if isinstance(proof, HeldBatch):
        unused, copies = proof.unused, len(proof.copies)
        left = texts(voice.lang)["copies_left"].format(left=unused, all=copies)
        name = f"{name}, {left}"
    if not voice.json:
        voice.tell(said["forget_what"].format(name=name), said["forget_means"])
    if not asked.dry_run:
        if not asked.yes and not _agrees(said["forget_question"]):
            voice.tell(said["forget_not"])
            return 1
        forget_proof(vault, proof)
    if voice.json:
        voice.event(
            "proof_forgotten", id=proof.id, unused=unused, copies=copies, dry_run=asked.dry_run
        )
    elif not asked.dry_run:
        voice.tell("✓ " + said["forget_done"])
    return 0


def _check_may_ask(asked: Asked) -> None:
    if not asked.yes and not asked.dry_run and (asked.voice.json or not sys.stdin.isatty()):
        raise MalformedInput("usage.missing", option="--yes")


def _most_bytes() -> int:
    from livret_core import limits

    return limits.BACKUP_BYTES + (limits.BACKUP_BYTES >> 8)


def _own_passphrase(asked: Asked) -> bytes:
    voice = asked.voice
    if asked.recovery_secret is None and sys.stdin.isatty() and not voice.json:
        voice.tell(keeping(voice.lang)["own_passphrase"])
    return take_passphrase(
        asked.recovery_secret, voice, twice=True, prompt="backup_passphrase", option=_SECRET
    )


def _secrets(asked: Asked, backup: "SealedBackup") -> Sequence[bytes]:
    """Have the words or the passphrase that a backup says it opens with."""
    from livret_wallet.backup import recovery_words

    voice = asked.voice
    if backup.under == "passphrase":
        prompt = "backup_passphrase"
        return [take_passphrase(asked.recovery_secret, voice, prompt=prompt, option=_SECRET)]
    found = recovery_words.parse(_typed_words(asked), voice.lang)
    return [recovery_words.passphrase_of(entropy) for entropy in found]


def _typed_words(asked: Asked) -> str:
    voice, said = asked.voice, keeping(asked.voice.lang)
    if asked.recovery_secret is not None:
        source = asked.recovery_secret
        return take_passphrase(source, voice, option=_SECRET).decode()
    if voice.json or not sys.stdin.isatty():
        raise MalformedInput("usage.missing", option=_SECRET)
    try:
        return input(said["words_question"])
    except EOFError:
        raise MalformedInput("usage.missing", option=_SECRET) from None


def _agrees(question: str) -> bool:
    """Have a yes where somebody is there to give one; where nobody is, the option was one."""
    from livret_wallet.consent import is_yes

    if not sys.stdin.isatty():
        return True
    try:
        return is_yes(input(question))
    except EOFError:
        return False


def _reads_back(voice: Voice, recovery: "Recovery") -> bool:
    """Ask for two words of the sheet, each up to three times."""
    from livret_wallet.backup import recovery_words

    said = keeping(voice.lang)
    voice.tell(said["check_it"], said["no_printer"])
    numbers = recovery_words.positions(os.urandom(2))
    return all(_reads_word(voice, recovery, number) for number in numbers)


def _reads_word(voice: Voice, recovery: "Recovery", number: int) -> bool:
    from livret_wallet.backup import by_hand, recovery_words

    said, left = keeping(voice.lang), _ASKED_TIMES
    while left:
        try:
            typed = input(said["word_question"].format(number=number))
        except EOFError:
            return False
        if recovery_words.is_word(typed, recovery.entropy, number):
            return True
        match by_hand.wish(typed):
            case "show":
                voice.tell(*by_hand.shown(recovery.entropy, voice.lang))
            case "skip":
                voice.tell("! " + said["check_skipped"])
                return False
            case None:
                left -= 1
                voice.tell(*([said["word_wrong"]] if left else []))
    return False


def _tell_restored(asked: Asked, restored: "Restored") -> None:
    voice, said = asked.voice, keeping(asked.voice.lang)
    if voice.json:
        voice.event(
            "restored",
            made_at=restored.made_at_s,
            with_keys=restored.with_keys,
            dry_run=asked.dry_run,
            shown=[batch.id for batch in restored.shown],
            history=restored.history,
            ledgers=list(restored.ledgers),
            going_on=[pickup.id for pickup in restored.going_on],
        )
        tell_absent(voice, restored.absent)
        return
    made = voice.moment(restored.made_at_s)
    voice.tell(
        ("" if asked.dry_run else "✓ ")
        + said["would_restore" if asked.dry_run else "restored"].format(time=made),
        "✓ " + said["history_back"].format(count=restored.history),
    )
    if restored.ledgers:
        names = ", ".join(map(unsigned, restored.ledgers))
        voice.tell("✓ " + said["ledgers_back"].format(names=names))
    _tell_shown(voice, restored)
    tell_absent(voice, restored.absent)
    if restored.going_on:
        voice.tell("! " + said["going_on"].format(count=len(restored.going_on)))
    if not restored.ledgers:
        voice.tell("! " + said["no_ledgers"])


def _tell_shown(voice: Voice, restored: "Restored") -> None:
    from livret_core.credential.type_names import type_name

    said = keeping(voice.lang)
    if not restored.shown:
        return
    voice.tell(
        "✓ " + said["shown_back"].format(count=len(restored.shown)),
        *(
            f"  {type_name(each.vct, voice.lang)}, {_name(each.issuer_name)}{_listed(each, voice)}"
            for each in restored.shown
        ),
        "! " + said["uses_unknown"],
        "! " + said["two_wallets"],
    )


def _listed(batch: "HeldBatch", voice: Voice) -> str:
    """Say of a proof that its town's list had it withdrawn or paused, when somebody looked last."""
    from livret_wallet.screens.standing import LISTED

    state = None if batch.seen is None else LISTED.get(batch.seen.stand)
    return "" if state is None else f" ({screen_texts(voice.lang)[f'note_{state}']})"


def _name(issuer_name: str) -> str:
    return unsigned(issuer_name, max_chars=60)


COMMANDS: Final = (
    Command(
        "backup",
        back_up,
        (
            "livret wallet backup --to wallet.backup",
            "livret wallet backup --to wallet.backup --with-keys",
        ),
        (TO, Argument("--with-keys", default=False), RECOVERY_PASSPHRASE),
    ),
    Command(
        "backup --sheet",
        write_sheet,
        (
            "livret wallet backup --sheet recovery-sheet.html",
            "livret wallet backup --sheet recovery-sheet.html --new-words",
        ),
        (
            Argument("--sheet", "file", path, required=True),
            Argument("--new-words", default=False),
        ),
    ),
    Command(
        "restore",
        restore,
        (
            "livret wallet restore wallet.backup",
            "livret wallet restore wallet.backup --dry-run",
        ),
        (
            Argument("file", "file", path, required=True),
            RECOVERY_PASSPHRASE,
            Argument("--dry-run", default=False),
        ),
    ),
    Command(
        "passphrase",
        change_passphrase,
        ("livret wallet passphrase", "livret wallet passphrase --home usb-stick/wallet"),
        (NEW_PASSPHRASE,),
    ),
    Command(
        "forget --proof",
        forget,
        ("livret wallet forget --proof 2", "livret wallet forget --proof 2 --dry-run"),
        (
            Argument("--proof", "proof", required=True),
            Argument("--yes", default=False),
            Argument("--dry-run", default=False),
        ),
    ),
)

"""What is done for the day a wallet is lost, and its passphrase: effects, and the dialogues around them."""

import os
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from livret_core.errors import LivretError, MalformedInput
from livret_core.sealing import encode_passphrase, new_passphrase
from livret_core.words import Language, printable
from livret_core.words.figures import day
from livret_wallet.backup import by_hand, recovery_words, sheet
from livret_wallet.contents import Safety
from livret_wallet.screens.facts import Fact, kind, name
from livret_wallet.screens.first_run import SUGGEST
from livret_wallet.screens.unlock import refusal
from livret_wallet.session.dialogue import Ask, Dialogue, Say, Step, Work
from livret_wallet.typed_path import path_of
from livret_wallet.vault import holdings
from livret_wallet.words import first_run, keeping, screen_texts

if TYPE_CHECKING:
    from livret_wallet.recovery_record import Recovery
    from livret_wallet.session.opened import OpenWallet
    from livret_wallet.vault.safekeeping import Safekeeping

T = TypeVar("T")

SHEET: Final = "recovery-sheet.html"
BACKUP: Final = "wallet.backup"

_TRIES: Final = 3
_PATH: Final = 4_096
_TYPED_WRONG: Final = frozenset({"vault.passphrase", "usage.same_passphrase", "input.malformed"})


def safety(wallet: "OpenWallet") -> Safety:
    """Read it.

    Raises:
        Unavailable: ``vault.locked``; what :class:`~livret_wallet.vault.Vault` raises.
    """
    with wallet.opened_vault() as vault:
        recovery = holdings.recovery(vault)
        missing = [each for _, each in holdings.missing(vault)]
        handles = set[str]()
        if missing:
            handles = {each.batch_id for _, each in holdings.pickups(vault) if each.refresh_token}
    return Safety(
        wallet.preferences.lock_after_s,
        None if recovery is None else recovery[1].made_at_s,
        None if recovery is None else recovery[1].checked_at_s,
        tuple((each, each.id in handles) for each in missing),
    )


def back_up(wallet: "OpenWallet", language: Language) -> Dialogue[bool]:
    """Write a backup without keys, under the recovery words or a passphrase of its own."""
    said, texts = screen_texts(language), keeping(language)
    path = yield from ask_path(BACKUP, language)
    try:
        recovery: Recovery | None = yield Work(partial(_with, wallet, lambda kept: kept.recovery()))
        passphrase = None
        if recovery is None:
            yield Say((Fact("", said["own_passphrase"]),))
            passphrase = yield from _twice("file_passphrase", language)
        yield Work(partial(_write_backup, wallet, path, passphrase), said["working"])
    except LivretError as error:
        yield Say(refusal(error, language))
        return False
    opens = texts["opens_with_passphrase" if recovery is None else "opens_with_words"]
    told = [Fact("", texts["backed_up"].format(path=shown(path)), "✓"), Fact("", opens)]
    yield Say((*told, Fact("", texts["without_keys"])))
    if recovery is not None and recovery.checked_at_s is None:
        yield Say((Fact("", said["sheet_unchecked"], "!"),))
    return True


def write_sheet(wallet: "OpenWallet", language: Language) -> Dialogue[bool]:
    """Write the recovery sheet, and have two of its words read back; whether they were."""
    from livret_wallet.client import beside

    texts = keeping(language)
    path = yield from ask_path(SHEET, language)
    try:
        recovery: Recovery = yield Work(
            partial(_with, wallet, lambda kept: kept.words(now_s=wallet.now_s))
        )
        words = recovery_words.words_of(recovery.entropy, language)
        made = day(recovery.made_at_s, language)
        page = sheet.sheet(words, made=made, said=texts, language=language)
        yield Work(partial(beside.write, path, page))
        written = texts["sheet_written"].format(path=shown(path))
        check = Fact("", texts["check_it"])
        yield Say((Fact("", written, "✓"), check, Fact("", texts["no_printer"])))
        numbers: tuple[int, int] = yield Work(partial(_with, wallet, lambda kept: kept.asked()))
        for number in numbers:
            if (why := (yield from _unread(recovery, number, language))) is not None:
                yield Say((Fact("", why, "!"),))
                return False
        yield Work(partial(_with, wallet, lambda kept: kept.confirm(now_s=wallet.now_s)))
    except LivretError as error:
        yield Say(refusal(error, language))
        return False
    yield Say((Fact("", texts["it_works"], "✓"),))
    return True


def change_passphrase(wallet: "OpenWallet", language: Language) -> Dialogue[bool]:
    """Lock the vault under another passphrase, after the old one; whether it is."""
    said, texts = screen_texts(language), keeping(language)
    while True:
        typed: str = yield Ask(said["old_passphrase"], is_hidden=True)
        try:
            old = encode_passphrase(typed)
            # A wrong one is told before a new one has been thought of and typed twice.
            yield Work(partial(_check, wallet, old), said["working"])
            new = yield from _twice("new_passphrase", language, wallet=wallet)
            if new == old:
                raise MalformedInput("usage.same_passphrase")
            yield Work(partial(_change, wallet, old, new), said["working"])
        except LivretError as error:
            yield Say(refusal(error, language))
            if error.code in _TYPED_WRONG:
                continue
            return False
        yield Say((Fact("", texts["passphrase_changed"], "✓"), Fact("", texts["old_copies"])))
        return True


def fetch_missing(wallet: "OpenWallet", language: Language) -> Dialogue[bool]:
    """Fetch again every missing proof that can be fetched from here; whether there was one."""
    said = screen_texts(language)
    try:
        found: Safety = yield Work(partial(safety, wallet))
    except LivretError as error:
        yield Say(refusal(error, language))
        return False
    wanted = [each for each, has_handle in found.missing if has_handle]
    if not wanted:
        yield Say((Fact("", said["none_to_fetch"]),))
        return False
    for proof in wanted:
        told = Fact("", f"{kind(proof.vct, language)}, {name(proof.issuer_name)}")
        yield Say((told,))
        try:
            done = yield Work(partial(wallet.renew, proof), said["fetching"])
        except LivretError as error:
            yield Say(refusal(error, language))
            continue
        is_later = type(done).__name__ == "PutOff"
        text = said["put_off" if is_later else "fetched"]
        yield Say((Fact("", text, "!" if is_later else "✓"),))
    return True


def shown(path: Path) -> str:
    """Write a path as somebody would type it from here."""
    here = Path.cwd()
    text = str(path.relative_to(here) if path.is_relative_to(here) else path)
    return printable(text, max_chars=_PATH)


def ask_path(usual: str, language: Language) -> Generator[Step, Any, Path]:
    """Ask where to write; *usual* is a name that is free, or nearly."""
    from livret_wallet.client import beside

    said, free = screen_texts(language), _free(Path.cwd() / usual)
    while True:
        typed: str = yield Ask(said["write_where"].format(name=free.name))
        path = path_of(typed)
        try:
            yield Work(partial(beside.check, path))
        except LivretError as error:
            yield Say(refusal(error, language))
        else:
            return path


def _free(path: Path) -> Path:
    found, number = path, 2
    while os.path.lexists(found):
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return found


def _twice(
    question: str, language: Language, *, wallet: "OpenWallet | None" = None
) -> Generator[Step, Any, bytes]:
    """Ask for a passphrase that is new, twice; with a wallet, suggest one where that is wanted."""
    said, texts = screen_texts(language), first_run(language)
    while True:
        typed: str = yield Ask(said[question], is_hidden=True)
        if wallet is not None and typed.strip().casefold() == SUGGEST:
            words = yield Work(partial(_with, wallet, lambda kept: kept.five_words(language)))
            yield Say((Fact("", texts["five_words"]), Fact("", " ".join(words))))
            continue
        try:
            passphrase = new_passphrase(typed)
        except LivretError as error:
            yield Say(refusal(error, language))
            continue
        again: str = yield Ask(said["again_passphrase"], is_hidden=True)
        if again == typed:
            return passphrase
        yield Say((Fact("", texts["not_same"], "!"),))


def _unread(
    recovery: "Recovery", number: int, language: Language
) -> Generator[Step, Any, str | None]:
    """Ask for a word of the sheet, up to three times; why it was not read, if it was not."""
    texts, left = keeping(language), _TRIES
    while left:
        typed: str = yield Ask(texts["word_question"].format(number=number).strip())
        if recovery_words.is_word(typed, recovery.entropy, number):
            return None
        match by_hand.wish(typed):
            case "show":
                yield Say(
                    tuple(Fact("", line) for line in by_hand.shown(recovery.entropy, language))
                )
            case "skip":
                return texts["check_skipped"]
            case None:
                left -= 1
                yield Say((Fact("", texts["word_wrong"], "!"),))
    return first_run(language)["not_read"]


def _with(wallet: "OpenWallet", do: "Callable[[Safekeeping], T]") -> T:
    """Do something with what the vault keeps for that day."""
    from livret_wallet.vault.safekeeping import Safekeeping

    with wallet.opened_vault() as vault:
        return do(Safekeeping(vault))


def _write_backup(wallet: "OpenWallet", path: Path, passphrase: bytes | None) -> None:
    from livret_wallet.client import beside

    def write(kept: "Safekeeping") -> None:
        now_s = wallet.now_s
        beside.write(path, kept.back_up(passphrase, with_keys=False, now_s=now_s))
        kept.note_backed_up(now_s=now_s)

    _with(wallet, write)


def _check(wallet: "OpenWallet", passphrase: bytes) -> None:
    with wallet.opened_vault() as vault:
        vault.check_passphrase(passphrase)


def _change(wallet: "OpenWallet", old: bytes, new: bytes) -> None:
    with wallet.opened_vault() as vault:
        vault.change_passphrase(old, new)

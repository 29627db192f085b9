"""What is done with the activity: effects, and the dialogues around them. Nothing is ever sent."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from livret_core.errors import LivretError
from livret_wallet import letters
from livret_wallet.letters import Written
from livret_wallet.request_record import AskedRecord
from livret_wallet.screens.activity import Past, is_asked, is_left
from livret_wallet.screens.facts import Fact, name
from livret_wallet.screens.unlock import refusal
from livret_wallet.session.dialogue import Dialogue, Say, Work
from livret_wallet.session.safety import ask_path, shown
from livret_wallet.vault import requests
from livret_wallet.words import screen_texts

if TYPE_CHECKING:
    from livret_wallet.records import HistoryEntry
    from livret_wallet.session.opened import OpenWallet

LETTER: Final = "letter.txt"
REPORT: Final = "report.txt"
EXPORT: Final = "activity.json"


def kept(wallet: "OpenWallet") -> dict[bytes, AskedRecord]:
    """Read what services signed, by digest.

    Raises:
        Unavailable: ``vault.locked``; what :class:`~livret_wallet.vault.Vault` raises.
    """
    with wallet.opened_vault() as vault:
        return {each.digest: each for _, each in requests.kept(vault) if each.text}


def erase(wallet: "OpenWallet", past: Past, at: int) -> Dialogue[bool]:
    """Write the letter that asks a service to delete what left; whether it was written."""
    if not is_left(past.entries[at]):
        yield Say((Fact("", screen_texts(past.language)["none_to_erase"], "!"),))
        return False
    return (yield from _letter(wallet, past, at, "erase"))


def report(wallet: "OpenWallet", past: Past, at: int) -> Dialogue[bool]:
    """Write the report on a service; whether it was written."""
    if not is_asked(past.entries[at]):
        yield Say((Fact("", screen_texts(past.language)["none_to_report"], "!"),))
        return False
    return (yield from _letter(wallet, past, at, "report"))


def export(wallet: "OpenWallet", past: Past, listed: Sequence[int]) -> Dialogue[bool]:
    """Write what is listed, and what services signed for it; whether it was written."""
    said, language = screen_texts(past.language), past.language
    entries = [past.entries[at] for at in listed if at >= 0]
    if not entries:
        yield Say((Fact("", said["none_to_export"], "!"),))
        return False
    try:
        records: dict[bytes, AskedRecord] = yield Work(partial(kept, wallet))
        signed = sum(digest in records for digest in {each.request_digest for each in entries})
        first = said["export_first"].format(count=len(entries), signed=signed)
        yield Say((Fact("", first, "!"),))
        path = yield from ask_path(EXPORT, language)
        content = letters.exported(entries, records, now_s=wallet.now_s)
        yield Work(partial(_write, path, content), said["working"])
    except LivretError as error:
        yield Say(refusal(error, language))
        return False
    yield Say((Fact("", said["letter_written"].format(path=shown(path)), "✓"),))
    return True


def _letter(wallet: "OpenWallet", past: Past, at: int, what: str) -> Dialogue[bool]:
    said, language, entry = screen_texts(past.language), past.language, past.entries[at]
    service = name(entry.counterparty)
    yield Say((Fact("", said[f"{what}_first"].format(service=service)),))
    try:
        record = yield Work(partial(_find, wallet, entry))
        path = yield from ask_path(LETTER if what == "erase" else REPORT, language)
        left = past.claims(entry) if is_left(entry) else ()
        about = Written(entry, record, service, past.proof(entry), left, past.wanted(entry))
        write = letters.erasure if what == "erase" else letters.report
        content = write(about, language, now_s=wallet.now_s, zone=past.zone)
        yield Work(partial(_write, path, content), said["working"])
    except LivretError as error:
        yield Say(refusal(error, language))
        return False
    written = said["letter_written"].format(path=shown(path))
    yield Say((Fact("", written, "✓"), Fact("", said["letter_blanks"])))
    return True


def _find(wallet: "OpenWallet", entry: "HistoryEntry") -> AskedRecord | None:
    return kept(wallet).get(entry.request_digest or b"")


def _write(path: Path, content: bytes) -> None:
    from livret_wallet.client import beside

    beside.write(path, content)

"""The settings: how a wallet is read, where it lies, its lock, and what helps when it is lost. Pure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from livret_core.words import Language, moment, printable
from livret_core.words.figures import Zone, day
from livret_wallet.listing import code_of
from livret_wallet.records import HeldBatch, HistoryEntry
from livret_wallet.screens.card import Part
from livret_wallet.screens.facts import Fact, kind, name
from livret_wallet.screens.keys import BACK, HELP, LANGUAGE, LOCK, MOVES, THEME, Key
from livret_wallet.words import screen_texts

if TYPE_CHECKING:
    from livret_wallet.contents import Safety
    from livret_wallet.missing_record import MissingProof

_PATH: Final = 4_096

READING: Final = Key("r", "reading")
MINUTES: Final = Key("m", "minutes")
BACKUP: Final = Key("b", "back_up")
SHEET: Final = Key("s", "sheet")
PASSPHRASE: Final = Key("p", "passphrase")
FETCH: Final = Key("u", "fetch_missing")
KEYS: Final = (
    *MOVES, READING, MINUTES, BACKUP, SHEET, PASSPHRASE, FETCH, LANGUAGE, THEME, LOCK, HELP, BACK,
)  # fmt: skip


def page(
    reading: str,
    theme: str,
    safety: "Safety",
    batches: Sequence[HeldBatch],
    past: Sequence[HistoryEntry],
    language: Language,
    *,
    place: str,
    zone: Zone,
) -> tuple[Part, ...]:
    """Write the settings.

    Args:
        reading: screen or lines, as it lies beside the vault.
        theme: likewise.
        safety: what the vault keeps for the day it is lost, and what is preferred.
        batches: the proofs that are held.
        past: what happened, newest first.
        language: the reader's.
        place: the file of the vault; empty where nobody knows.
        zone: of the reader.
    """
    said = screen_texts(language)
    parts = [
        Part(
            said["part_reads"],
            (
                Fact(said["set_language"], said[f"language_{language}"]),
                reads(reading, language),
                Fact(said["set_theme"], said[f"theme_{theme}"]),
            ),
        ),
        Part(
            said["part_place"],
            (
                Fact(said["set_place"], printable(place, max_chars=_PATH)),
                locks(safety.lock_after_s, language),
            ),
        ),
        Part(said["part_lost"], _lost(safety, batches, past, language, zone)),
    ]
    if safety.missing:
        facts = tuple(_missing(proof, language, can) for proof, can in safety.missing)
        parts.append(Part(said["part_missing"], facts))
    return tuple(parts)


def reads(reading: str, language: Language) -> Fact:
    """Say how it is read."""
    said = screen_texts(language)
    return Fact(said["set_reading"], said[f"reading_{reading}"])


def locks(after_s: int, language: Language) -> Fact:
    """Say after how long it locks itself."""
    said = screen_texts(language)
    return Fact(said["set_lock"], said["set_lock_text"].format(count=after_s // 60))


def _lost(
    safety: "Safety",
    batches: Sequence[HeldBatch],
    past: Sequence[HistoryEntry],
    language: Language,
    zone: Zone,
) -> tuple[Fact, ...]:
    said = screen_texts(language)
    at_s = next((each.at_s for each in past if each.kind == "backed_up"), None)
    backed_up = said["set_backup_none"] if at_s is None else moment(at_s, language, zone=zone)
    facts = [Fact(said["set_sheet"], *_sheet(safety, language))]
    facts.append(Fact(said["set_backup"], backed_up, "!" if at_s is None else ""))
    restored = [each.restored_from_s for each in batches if each.restored_from_s is not None]
    if restored:
        on = day(min(restored), language)
        text = said["set_restored"].format(count=len(restored), day=on)
        facts.append(Fact("", text, "!"))
    return tuple(facts)


def _sheet(safety: "Safety", language: Language) -> tuple[str, str]:
    """Say what there is of a recovery sheet, and with which sign."""
    said = screen_texts(language)
    if safety.sheet_made_s is None:
        return said["set_sheet_none"], "!"
    made = day(safety.sheet_made_s, language)
    if safety.sheet_checked_s is None:
        return said["set_sheet_unchecked"].format(made=made), "!"
    checked = day(safety.sheet_checked_s, language)
    return said["set_sheet_checked"].format(made=made, checked=checked), "✓"


def _missing(proof: "MissingProof", language: Language, can_fetch: bool) -> Fact:
    said = screen_texts(language)
    label = f"{kind(proof.vct, language)}, {name(proof.issuer_name)}"
    if can_fetch:
        return Fact(label, said["missing_fetch"].format(key=FETCH.label(said)), "!")
    if not proof.code:
        return Fact(label, said["missing_counter_bare"], "!")
    return Fact(label, said["missing_counter"].format(code=code_of(proof.code)), "!")

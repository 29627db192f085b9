"""Warnings of a service's name, before its sheet: as lines, and as values for programs."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from livret_core.encoding.json import JsonValue
from livret_core.words import Language, labelled_lines

if TYPE_CHECKING:
    from livret_core.look_alike import Known
    from livret_wallet.consent import ConsentSheet
    from livret_wallet.screens.warnings import Warned
    from livret_wallet.vault import Vault

# What else there is to warn of stands on the sheet itself.
_OF_NAMES: Final = frozenset({"name_mixed", "name_alike"})


def familiar(vault: "Vault") -> "tuple[Known, ...]":
    """Read the names that a holder knows.

    Raises:
        MalformedInput: ``vault.record``.
    """
    from livret_wallet.screens.warnings import known_names
    from livret_wallet.vault import holdings

    return known_names(holdings.batches(vault), holdings.history(vault))


def of_names(
    sheet: "ConsentSheet", known: "Iterable[Known]", language: Language
) -> "tuple[Warned, ...]":
    """Warn of a service whose name mixes alphabets, or looks like one that is known."""
    from livret_wallet.screens.warnings import of_sheet

    return tuple(one for one in of_sheet(sheet, known, language) if one.kind in _OF_NAMES)


def lines(found: "Sequence[Warned]", language: Language, *, plain: bool) -> list[str]:
    """Write warnings whole, an empty line after each."""
    told: list[str] = []
    for one in found:
        title, *facts = one.facts(language)
        rows = [(fact.label, fact.text) for fact in facts]
        told += [f"{title.sign} {title.text}", *labelled_lines(rows, language, plain=plain), ""]
    return told


def objects(found: "Sequence[Warned]") -> list[JsonValue]:
    """Write warnings for ``--json``: which, and what is known, in the reader's language."""
    return [{"kind": one.kind, "known": one.known} for one in found]

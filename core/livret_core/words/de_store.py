"""German, for a ledger's own folder: what its store holds, beside what it published."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

STORE: Final[Mapping[str, Sentence]] = {
    "ledger.short": Sentence(
        "Der Speicher des Journals endet vor dem, was daneben veröffentlicht ist: Hier fehlen Einträge.",
        "Nichts schreiben. Blieb `ledger.db-wal` zurück, es neben `ledger.db` legen. Sonst: `livret ledger recover --help`.",
        "Der Speicher des Journals hat {own} {own:Eintrag|Einträge}; daneben veröffentlicht sind {size}. Die übrigen fehlen hier.",
    ),
    "ledger.other_store": Sentence(
        "Der Speicher hier gehört zu einem anderen Journal, oder zu anderer Geschichte, als die Dateien daneben.",
        "Nichts schreiben. Den Speicher dieses Ordners zurücklegen, oder von einer Kopie weiter: `livret ledger recover --help`.",
    ),
}

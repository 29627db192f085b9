"""German, for a ledger's own folder: what its store holds, beside what it published."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

STORE: Final[Mapping[str, Sentence]] = {
    "ledger.short": Sentence(
        "Der Speicher des Journals endet vor dem, was daneben veröffentlicht ist: Hier fehlen Einträge.",
        "Nichts schreiben. `ledger.db-wal` oder anderen Server suchen. Sonst: `livret ledger recover --from DIR/public`.",
        "Der Speicher des Journals hat {own} {own:Eintrag|Einträge}; daneben veröffentlicht sind {size}. Die übrigen fehlen hier.",
    ),
    "ledger.other_store": Sentence(
        "Der Speicher hier gehört zu einem anderen Journal, oder zu anderer Geschichte, als die Dateien daneben.",
        "Nichts schreiben. Den Speicher dieses Ordners zurücklegen, oder von einer Kopie weiter: `livret ledger recover --help`.",
    ),
    "ledger.published_damaged": Sentence(
        "Falsch ist eine veröffentlichte Datei, nicht der Speicher, aus dem sie gemacht ist.",
        "`livret ledger serve` beenden, die Dateien neu schreiben lassen: `livret ledger fsck --mend`, dann wieder starten.",
        "{count} {count:veröffentlichte Datei ist|veröffentlichte Dateien sind} nicht, was der Speicher daraus macht: {file}. Am Speicher liegt es nicht.",
    ),
}

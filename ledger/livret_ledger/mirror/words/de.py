"""Eine Kopie eines Journals halten, auf Deutsch."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "mirror": "eine ganze Kopie eines Journals halten, und seinen Stand frisch",
    "recover": "von einer Kopie weitergehen, wenn Maschine oder Schlüssel fehlen",
    "mirror --from": "wo es gelesen wird: Ordner oder https (beim ersten Mal)",
    "mirror --trust": "Vertrauenswurzeln aus sicherer Hand (beim ersten Mal)",
    "--home": "sein Ordner",
    "--once": "einmal nachsehen und enden",
    "--every": "Sekunden zwischen zwei Blicken (sonst 60)",
    "--listen": "dort auch antworten: HOST:PORT (sonst nur Dateien)",
    "--certificate": "für TLS: PEM der Kette",
    "--certificate-key": "für TLS: PEM des Schlüssels",
    "--address-to": "die Adresse dorthin schreiben, sobald es antwortet",
    "--resolve": "Namen festlegen: HOST:PORT=ADRESSE, mit Kommas",
    "--authorities": "PEM der anerkannten Stellen (sonst die üblichen)",
    "recover --from": "die Kopie: Ordner oder https-Adresse",
    "recover --trust": "Vertrauenswurzeln; mit --rotate samt der nächsten",
    "--to": "der Ordner, der entstehen soll",
    "--key": "der versiegelte Schlüssel: log.sealed des alten Ordners",
    "--key-lost": "neuer Schlüssel, den die Mitglieder dann nennen",
    "--rotate": "das log.rotate, das genug Mitglieder signierten",
    "--dry-run": "alles prüfen, nichts schreiben",
    "--store": "PostgreSQL-Server dafür: postgresql://…",
}

TEXTS: Final[Mapping[str, str]] = {
    "made": "Ein Spiegel von {origin} beginnt in {path}.",
    "grown": "{grown} {grown:neuer Eintrag|neue Einträge} geprüft. {size} {size:ist|sind} hier veröffentlicht, bestätigt am {time}.",
    "same": "Nichts Neues. {size} {size:Eintrag ist|Einträge sind} hier veröffentlicht, bestätigt am {time}.",
    "restored": "{count} {count:Datei fehlte|Dateien fehlten} in dieser Kopie und {count:ist|sind} wieder da.",
    "refreshed": "Von seinen Zeugen erneut bestätigt: {size} {size:Eintrag|Einträge}, am {time}.",
    "left_out": "Für {path} konnte kein Beleg geschrieben werden ({code}).",
    "fraud": "BETRUG BEWIESEN. Alle können es prüfen: livret ledger verify-fraud {path}",
    "listening": "Antwortet unter {url}. Strg-C beendet es.",
    "recovered": "Das Journal {origin} ist in {path}, mit {size} {size:Eintrag|Einträgen}. Es endet, wo seine Zeugen enden.",
    "serve_next": "Als Nächstes: livret ledger serve --home {path}",
    "old_off": "Die alte Maschine darf nie wieder schreiben. Nehmen Sie ihr den Schlüssel, bevor Sie weitermachen.",
    "new_key": "Neuer Schlüssel",
    "rotate": "Entwurf des log.rotate",
    "trust": "Entwurf der Vertrauenswurzel",
    "not_before": "Nicht vor",
    "prepared": "Hier ist noch nichts geschrieben. Genug Mitglieder signieren beide Entwürfe: livret ledger review, livret ledger trust sign. Nicht vor dieser Zeit: livret ledger recover --to {path} --rotate DATEI --trust DATEI. Danach gehen Zeugen und Prüfer zum Schlüssel über: rotate-log.",
    "ahead": "Diese haben mehr bestätigt als ein Quorum und können nicht folgen: {names}. Die Mitglieder ersetzen ihre Schlüssel.",
    "recoverable": "Das Journal {origin} könnte von dieser Kopie aus weitergehen, mit {size} {size:Eintrag|Einträgen}. Alle wurden noch einmal geprüft.",
    "would_take_over": "Das Journal könnte jetzt unter seinem neuen Schlüssel weitergehen.",
    "dry_run": "Probelauf: Nichts wurde signiert, gesendet oder geändert.",
    "taken_over": "Das Journal geht unter seinem neuen Schlüssel weiter, mit {size} {size:Eintrag|Einträgen}.",
}

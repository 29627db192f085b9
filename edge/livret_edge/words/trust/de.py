"""Believing a public ledger, in German."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "die öffentlichen Journale, denen hier geglaubt wird",
    "add": "einem Journal nach seinen sechs Wörtern glauben, oder neuere Fassungen aufnehmen",
    "list": "welchen geglaubt wird, seit wann und wie weit",
    "remove": "einem nicht mehr glauben; was davon gesehen wurde, wird auch vergessen",
    "--home": "der Ordner dieser Brieftasche, Stelle oder Gemeinde",
    "add file": "die Vertrauensdatei des Journals, eine Fassung je Zeile",
    "--words-file": "die sechs Wörter daraus lesen, oder - für die Standardeingabe",
    "--sheet-version": "die Fassung, die auf dem Blatt steht, wenn keine andere versucht werden soll",
    "origin": "der Name des Journals, wie list ihn zeigt",
}

TEXTS: Final[Mapping[str, str]] = {
    "ledger": "Öffentliches Journal",
    "since": "Geglaubt seit",
    "version": "Fassung",
    "version_until": "{version}, bis {day}",
    "members": "Mitglieder",
    "members_say": "{n} {n:Name|Namen}; {q} {q:muss|müssen} übereinstimmen",
    "holds": "Gilt",
    "holds_say": "solange nicht mehr als {f} von {n} {f:lügt|lügen}",
    "newest": "Zuletzt gesehen",
    "seen": "{time}, Alter: {age}, {size} {size:Eintrag|Einträge}",
    "not_seen": "noch nichts",
    "sheet_says": "Auf dem Blatt steht Fassung {version}.",
    "sheet_from": "Auf dem neuesten Blatt steht Fassung {version}; ein älteres genügt ab Fassung {oldest}.",
    "older_sheet": "Das Blatt ist von Fassung {version}. Den späteren, bis {newest}, wird wegen ihrer Signaturen geglaubt.",
    "read_them": "Lesen Sie seine sechs Wörter vom Blatt am Schalter, nicht dort, woher diese Datei kommt.",
    "again": "Ihm wurde hier geglaubt, doch was davon bekannt ist, endete vor über einem Jahr.",
    "six_words": "Sechs Wörter: ",
    "slip": "Kein Blatt hat ein solches Wort: Nr. {numbers}. Tippen Sie alle sechs noch einmal.",
    "count": "Es müssen sechs Wörter sein, hier sind es {count}. Tippen Sie alle sechs noch einmal.",
    "believed": "Von jetzt an wird {origin} hier geglaubt.",
    "walked_on": "{origin}: Fassung {version}, signiert von den vorigen Mitgliedern und den eigenen.",
    "other_log_key": "Ein anderer Schlüssel signiert {origin} seit Fassung {version}. Wer davon nicht gehört hat, fragt am Schalter nach, bevor er sich darauf verlässt.",
    "nothing_newer": "{origin}: wird schon geglaubt. Die Datei hat nichts Neueres.",
    "ended": "Diese Fassung endete am {day}. Ohne eine neuere lässt sich damit wenig prüfen.",
    "removed": "{origin} wird hier nicht mehr geglaubt; was davon gesehen wurde, ist vergessen.",
    "none": "Keinem öffentlichen Journal wird hier geglaubt.",
    "first": "Hier wird noch keinem öffentlichen Journal geglaubt: Niemand bürgt für den, der dies anbietet.",
    "first_file": "Datei mit seiner Vertrauenswurzel, vom Blatt am Schalter (Eingabetaste hört auf): ",
    "none_step": "Nehmen Sie die Datei eines Journals und das Blatt mit seinen sechs Wörtern: trust add DATEI.",
}

"""German, where a command was not done: what was typed, files and folders, the wallet's own."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

COMMAND: Final[Mapping[str, Sentence]] = {
    "home.malformed": Sentence(
        "Eine Datei in diesem Ordner ist beschädigt oder nicht von livret.",
        "Spielen Sie eine Sicherung ein, oder nennen Sie mit --home einen anderen Ordner.",
        "Eine Datei in diesem Ordner ist beschädigt oder nicht von livret: {file}.",
    ),
    "home.exists": Sentence(
        "Hier ist schon etwas. Es wurde nicht angerührt.",
        "Wählen Sie mit --home oder --to einen anderen Ordner.",
    ),
    "home.lost": Sentence(
        "Eine Datei dieses Ordners fehlt.",
        "Nur diese Datei aus der neuesten Sicherung holen. Einen Schlüssel, der nirgends mehr ist, ersetzen die anderen.",
        "Eine Datei dieses Ordners fehlt: {file}.",
    ),
    "home.unavailable": Sentence(
        "Dieser Ordner ist nicht der dieses Befehls, oder er lässt sich nicht lesen oder schreiben.",
        "Nennen Sie den eigenen mit --home. Gibt es noch keinen, legt `init` ihn an.",
        "livret konnte das nicht benutzen: {home} ({reason:cause}).",
    ),
    "store.unavailable": Sentence(
        "Die Daten sind gesperrt, fehlen oder versagen.",
        "Prüfen Sie Datenträger oder Server und wer sie sonst geöffnet hat, und versuchen Sie es erneut.",
        "Die Daten lassen sich nicht lesen oder schreiben: {reason:cause}.",
    ),
    "store.no_driver": Sentence(
        "Dieses Journal liegt auf einem PostgreSQL-Server, und was mit ihm spricht, ist nicht installiert.",
        "Installieren Sie es mit: pip install 'livret[postgres]'.",
    ),
    "usage.passphrase": Sentence(
        "Keine Passphrase: hier ist kein Terminal, um danach zu fragen, oder die Eingabe endete.",
        "Geben Sie sie in einer Datei mit --passphrase-file, oder - für die Standardeingabe.",
    ),
    "usage.words": Sentence(
        "Hier ist kein Terminal, um nach den sechs Wörtern zu fragen.",
        "Geben Sie sie in einer Datei mit --words-file, oder - für die Standardeingabe.",
    ),
    "usage.not_the_same": Sentence(
        "Die Passphrase wurde beim zweiten Mal anders getippt. Nichts wurde verändert.",
        "Tippen Sie sie zweimal gleich, langsam.",
    ),
    "output.unavailable": Sentence(
        "Die Ausgabe ließ sich nicht schreiben: ihr Ziel ist voll oder geschlossen.",
        "Schaffen Sie Platz oder wählen Sie ein anderes Ziel. Getanes bleibt getan: sehen Sie vorher nach.",
    ),
    "file.unavailable": Sentence(
        "Eine Datei ließ sich nicht lesen oder schreiben.",
        "Prüfen Sie den Namen, den freien Platz und wer dort schreiben darf.",
        "Diese Datei ließ sich nicht lesen oder schreiben: {file} ({reason:cause}).",
    ),
    "usage.language": Sentence(
        "Das Gesetz lässt hier die Wahl der Amtssprache, und keine wurde genannt.",
        "Nennen Sie eine mit --language.",
        "Das Gesetz lässt hier die Wahl der Amtssprache. Nennen Sie eine: --language {allowed}.",
    ),
    "usage.arguments": Sentence(
        "Etwas von dem Getippten bedeutet diesem Befehl nichts.",
        "Sehen Sie die Beispiele mit --help an.",
        "{option} wird hier nicht so verwendet.",
    ),
    "usage.option_place": Sentence(
        "Eine Option steht vor dem Befehl, zu dem sie gehört.",
        "Schreiben Sie sie hinter den Namen des Befehls.",
        "{option} gehört hinter den Namen des Befehls: {command} BEFEHL {option}.",
    ),
    "usage.option_unknown": Sentence(
        "Eine Option dieses Namens gibt es hier nicht.",
        "Sehen Sie mit --help nach, was es gibt.",
        "Eine Option dieses Namens gibt es hier nicht: {option}.",
    ),
    "usage.too_many": Sentence(
        "Es stehen mehr Wörter da, als dieser Befehl nimmt.",
        "Lassen Sie das letzte weg. Eine PIN oder Passphrase wird hier nie getippt: man fragt Sie danach.",
        "Ohne die Optionen gezählt ist Wort {place} zu viel: dieser Befehl nimmt {takes}.",
    ),
    "usage.link": Sentence(
        "Das sieht wie ein Link aus, der sich hier nicht öffnen lässt.",
        "Sehen Sie nach, wie er beginnt. Eine Adresse mit Code geht auch: verneuil.example/o/7KQ2-M9T9.",
        "Das sieht wie ein Link aus, der sich hier nicht öffnen lässt. Hier beginnt einer mit {known}.",
    ),
    "usage.pin": Sentence(
        "Das hat nicht die Form der PIN: nichts wurde gesendet, kein Versuch ist verloren.",
        "Geben Sie allein die PIN ein, wie am Schalter gesagt.",
        "Das ist nicht die PIN, die hierhin gehört (Ziffern: {digits}). Nichts wurde gesendet, kein Versuch ist verloren.",
    ),
    "usage.proof": Sentence(
        "Keiner Ihrer Nachweise hat diese Nummer oder Kennung.",
        "`livret wallet list` zeigt sie, jeden mit seiner Nummer.",
        "Einen solchen Nachweis gibt es hier nicht: Ihre Liste endet mit Nummer {most}.",
    ),
    "usage.missing": Sentence(
        "Etwas, das dieser Befehl braucht, wurde nicht getippt.",
        "Sehen Sie die Beispiele mit --help an.",
        "Noch nötig: {option}.",
    ),
    "usage.no_value": Sentence(
        "Eine Option wurde ohne das getippt, was danach kommen muss.",
        "Sehen Sie die Beispiele mit --help an.",
        "Nach {option} fehlt noch etwas.",
    ),
    "usage.transaction": Sentence(
        "Unter diesem Namen wurde hier keine Anfrage gestellt, oder sie ist vergessen.",
        "Vergleichen Sie mit dem, was `livret verify request` sagte, und --home; oder fragen Sie neu.",
    ),
    "usage.choice": Sentence(
        "Eine Option nimmt nur bestimmte Wörter, und dies ist keines davon.",
        "Wählen Sie eines davon.",
        "{option} nimmt eines von diesen: {known:all}.",
    ),
    "usage.names": Sentence(
        "Zu viele Namen.",
        "Geben Sie die heutigen an, und frühere nur, wenn sie zählen.",
        "{option} nimmt höchstens {most} Namen, je nach einem /.",
    ),
    "usage.range": Sentence(
        "Eine Zahl ist zu klein, zu groß oder keine Zahl.",
        "Wählen Sie eine innerhalb der Grenzen.",
        "{option} nimmt eine ganze Zahl von {least} bis {most}.",
    ),
    "usage.time": Sentence(
        "Das ist weder ein Tag noch ein Zeitpunkt.",
        "Schreiben Sie einen Tag als 2026-11-20 oder einen Zeitpunkt in UTC als 2026-11-20T14:05:00Z.",
        "{option} erwartet einen Tag oder einen Zeitpunkt in UTC.",
    ),
    "usage.address": Sentence(
        "Das ist keine Adresse der Form HOST/PFAD.",
        "Schreiben Sie etwa ledger.example/stadt oder ledger.example:8443/stadt, ohne https davor.",
        "{option} nimmt eine Adresse der Form HOST/PFAD, etwa ledger.example/stadt.",
    ),
    "usage.address_taken": Sentence(
        "An dieser Stelle veröffentlicht jedes öffentliche Journal seine eigenen Dateien.",
        "Nehmen Sie hinter dem Host einen anderen Namen, etwa ledger.example/stadt.",
        "{option}: Unter {path} veröffentlicht jedes öffentliche Journal seine eigenen Dateien.",
    ),
    "usage.url": Sentence(
        "Das ist keine https-Adresse mit einem Hostnamen.",
        "Schreiben Sie https:// und einen Namen, etwa https://ledger.example/stadt, und keine Zahlen statt des Namens.",
        "{option} nimmt eine https-Adresse mit einem Hostnamen, etwa https://ledger.example/stadt.",
    ),
    "usage.record": Sentence(
        "Kein Eintrag im Stand eines Journals heißt so.",
        "Geben Sie eine amtliche Nummer, die Identität einer Einrichtung oder einen Namen wie policy an.",
        "Kein Eintrag im Stand eines Journals heißt so. Es gibt: {known:all}.",
    ),
    "usage.type_file": Sentence(
        "Diese Datei beschreibt diese Art von Nachweis nicht.",
        "Nennen Sie die Datei, die genau diese Art und Version beschreibt.",
        "{option} nimmt die Beschreibung von {type} und nichts anderes; diese Datei ist keine.",
    ),
    "usage.scope": Sentence(
        "Das ist kein Ort, für den ein Recht gelten kann.",
        "Schreiben: fr-insee:80999, alle, die so beginnen (fr-insee:80*, de-ags:05*), ein Land (be-nis:*), oder * für überall.",
    ),
    "usage.territory": Sentence(
        "Das ist keine amtliche Nummer einer Gemeinde.",
        "Schreiben Sie fr-insee:80999, be-nis:21010 oder de-ags:05334002, mit Ihrer Gemeindenummer.",
        "{option} nimmt die amtliche Nummer einer Gemeinde, etwa de-ags:05334002.",
    ),
    "usage.text": Sentence(
        "Ein Text ist leer, zu lang oder enthält Zeichen, die niemand sieht.",
        "Tippen Sie ihn noch einmal von Hand.",
        "{option} nimmt 1 bis {most} Zeichen, alle sichtbar.",
    ),
    "vault.empty": Sentence(
        "In dieser Brieftasche ist noch kein Nachweis.",
        "Bitten Sie die Gemeinde um eine Abholung; was nach einer Wiederherstellung fehlt, sagt `livret wallet list`.",
    ),
    "usage.contradiction": Sentence(
        "Dasselbe wurde zweimal getippt, und verschieden.",
        "Tippen Sie es einmal.",
        "Was {option} sagt, wurde zweimal getippt, und verschieden.",
    ),
    "usage.itself": Sentence(
        "Das ist gerade das, dem etwas anderes folgen soll.",
        "Nennen Sie etwas anderes.",
        "{option} nennt gerade das, dem gefolgt werden soll: {value}.",
    ),
    "usage.trust": Sentence(
        "Diese Datei enthält keine Vertrauenswurzeln.",
        "Geben Sie die Datei an, die `livret ledger trust sheet --roots-to` schrieb, wie man sie Ihnen gab.",
        "{option} verlangt eine Datei mit Vertrauenswurzeln; das ist keine.",
    ),
    "usage.log_key": Sentence(
        "Das ist kein Schlüssel eines Journals.",
        "Geben Sie ihn ganz, wie `livret ledger init` ihn schreibt.",
        "{option} nimmt einen Schlüssel eines Journals, wie `livret ledger init` ihn schreibt.",
    ),
    "store.has_hall": Sentence(
        "Der Datenbankserver hat schon Daten dieses Rathauses. Nichts wurde angerührt.",
        "Weitere Maschine? Ordner dorthin kopieren: `init` gründet ein anderes Rathaus. Sonst eine andere Datenbank nennen.",
    ),
    "store.has_ledger": Sentence(
        "Der Datenbankserver hat dieses Journal schon. Es wurde nicht angerührt.",
        "Weiter mit dem Ordner, der dazugehört; für eine Kopie eine andere Datenbank anlegen und mit --store nennen.",
    ),
    "usage.authorities": Sentence(
        "Eine Datei enthält keine Stelle, die für Maschinen einsteht.",
        "Nennen Sie die PEM-Datei der Stelle selbst, nicht ihren Schlüssel.",
        "{file} enthält keine Stelle, wie {option} sie verlangt.",
    ),
    "usage.terminal": Sentence(
        "Das ist für Menschen und braucht ein Terminal; hier ist keines.",
        "Starten Sie es in einem Terminal, oder nehmen Sie einen der Befehle: `livret wallet --help`.",
    ),
    "usage.claim": Sentence(
        "Es wird etwas verlangt, das diese Art Nachweis nicht sagt.",
        "Wählen Sie einen der Namen, die sie hat: `livret types {type|TYPE}` zählt sie auf.",
        "{claim} ist nichts, was diese Art Nachweis sagt. Sie sagt: {known:all}.",
    ),
    "usage.command": Sentence(
        "Dieser Befehl hat nichts dieses Namens.",
        "Sehen Sie mit --help nach, was es gibt.",
        "Etwas dieses Namens gibt es hier nicht, nur: {known:all}.",
    ),
    "usage.other_key": Sentence(
        "Die Kette und der Schlüssel sind lesbar und gehören nicht zusammen.",
        "Den Schlüssel zu dieser Kette nennen; der Teil des Dienstes steht vorn, der seiner Stelle dahinter.",
        "{file} ist nicht der Schlüssel zum ersten Teil von {chain}.",
    ),
    "usage.key_locked": Sentence(
        "Der Schlüssel ist mit einer Passphrase verschlossen; am Dienst sitzt niemand, der sie tippt.",
        "Den Schlüssel unverschlossen geben, in einer Datei, die nur der Dienst lesen kann.",
        "{file} ({option}) ist mit einer Passphrase verschlossen; ein Dienst braucht ihn offen.",
    ),
    "usage.pem": Sentence(
        "Eine Datei enthält etwas anderes als die Kette eines Dienstes oder ihren Schlüssel.",
        "Zwei PEM-Dateien nennen: die Kette, die man bekommen hat, und ihren Schlüssel.",
        "{file} ist nicht, was {option} braucht.",
    ),
    "claims.absent": Sentence(
        "Es fehlt etwas, das diese Art Nachweis braucht. Nichts wurde signiert.",
        "Die Namen mit `livret types {type|TYPE}` ansehen, dann schreiben, was fehlt.",
        "{path} fehlt: {type} braucht es. Nichts wurde signiert.",
    ),
    "claims.standing": Sentence(
        "Es widerspricht dem, was das Rathaus selbst in jedem Nachweis sagt. Nichts wurde signiert.",
        "Lassen Sie diese Angabe in der Datei weg: Das Rathaus schreibt sie selbst.",
        "{path} widerspricht dem Rathaus, das es selbst in jeden Nachweis schreibt. Nichts wurde signiert.",
    ),
    "claims.unknown": Sentence(
        "Da steht etwas, das diese Art Nachweis nicht sagt. Nichts wurde signiert.",
        "Lassen Sie es weg, oder suchen Sie den richtigen Namen mit `livret types {type|TYPE}`.",
        "{path} ist nichts, was {type} sagt. Lassen Sie es weg, oder berichtigen Sie den Namen.",
    ),
    "usage.claims_file": Sentence(
        "Diese Datei enthält nicht, was der Nachweis einer Person sagt.",
        "Ein einziges Objekt schreiben: Namen und Werte in Klammern. Eine Liste gehört zu --from.",
        "{file} ist kein solches Objekt oder endet zu früh: {option} nimmt Namen und Werte einer Person.",
    ),
    "usage.clerk": Sentence(
        "Wer handelt, wird mit dem Kürzel einer Funktion gesagt, nie mit einem Personennamen.",
        "Ein Kürzel wie schalter-2 schreiben: kleine Buchstaben, Ziffern, Punkte, Striche, bis 32.",
        "{option} nimmt das Kürzel einer Funktion, wie schalter-2: a-z, 0-9, Punkte und Striche.",
    ),
    "usage.other_type": Sentence(
        "Das sind die Daten einer anderen Art Nachweis. Nichts wurde signiert.",
        "Nennen Sie die Art, für die sie sind, oder die Datei für diese Art.",
        "{file} ist für {other}, nicht für {type}. Nichts wurde signiert.",
    ),
    "usage.no_file": Sentence(
        "Es gibt keine Datei mit dem getippten Namen.",
        "Prüfen Sie den Namen, und in welchem Ordner Sie sind.",
        "Keine brauchbare Datei für {option}: {file} ({reason:cause}).",
    ),
    "usage.same_passphrase": Sentence(
        "Das ist die Passphrase, die schon gilt. Nichts wurde geändert.",
        "Denken Sie sich eine andere aus, aus vier Wörtern, die niemand zusammen sagt.",
    ),
    "usage.file_exists": Sentence(
        "Es gibt schon eine Datei dieses Namens. Sie wurde nicht angerührt.",
        "Nennen Sie eine andere Datei, oder verschieben Sie jene zuerst.",
        "Es gibt schon eine Datei: {file}. Nennen Sie mit {option} eine andere.",
    ),
    "usage.store": Sentence(
        "Das ist keine Adresse eines PostgreSQL-Servers.",
        "Schreiben Sie etwa postgresql://register@db.example/register oder postgresql:///?service=register.",
        "{option} nimmt eine Adresse wie postgresql://register@db.example/register.",
    ),
    "usage.store_secret": Sentence(
        "In der Adresse der Datenbank steht ein Passwort. Nichts wurde behalten.",
        "Es gehört in die Datei, die PGPASSFILE nennt, oder in eine Dienstdatei. Ändern Sie es dann.",
    ),
    "usage.folder_used": Sentence(
        "In diesem Ordner liegen schon andere Dateien. Keine wurde angerührt.",
        "Einen leeren Ordner angeben, oder einen, den es noch nicht gibt.",
        "In {folder} liegen andere Dateien. Einen leeren Ordner angeben mit {option}.",
    ),
    "usage.no_folder": Sentence(
        "Es gibt keinen Ordner mit dem getippten Namen.",
        "Prüfen Sie den Namen, und in welchem Ordner Sie sind.",
        "So einen Ordner gibt es nicht: {folder}. Nennen Sie einen mit {option}.",
    ),
    "usage.consent": Sentence(
        "Niemand hat ja oder nein gesagt: kein Terminal, die Eingabe endete, oder andere Wörter. Nichts wurde gesendet.",
        "Antworten Sie an einem Terminal, oder sagen Sie vorab ja mit --yes-to.",
    ),
    "vault_damaged": Sentence(
        "Die Datei der Brieftasche ist beschädigt, oder etwas anderes als livret hat sie verändert.",
        "Spielen Sie Ihre Sicherung ein; was sich noch retten lässt, sagt `livret wallet doctor`. Den Rest erneuert die Gemeinde.",
    ),
    "vault.weak_kdf": Sentence(
        "Diese Datei ist schwächer verschlossen, als livret es tut: Jemand hat sie verändert.",
        "Geben Sie die Passphrase nicht mehr ein. Spielen Sie Ihre Sicherung ein.",
    ),
    "vault.exists": Sentence(
        "Hier ist schon eine Brieftasche. Sie wurde nicht angerührt.",
        "Öffnen Sie diese, oder wählen Sie mit --home einen anderen Ordner.",
    ),
    "vault.passphrase": Sentence(
        "Falsche Passphrase, oder die Datei wurde verändert. Beides sieht gleich aus.",
        "Tippen Sie sie langsam noch einmal. Bleibt es so, nehmen Sie Ihre Sicherung.",
    ),
    "vault.passphrase_short": Sentence(
        "Diese Passphrase ist zu kurz: Wer die Datei hat, errät sie bald.",
        "Nehmen Sie zehn Zeichen oder mehr; mehrere Wörter merkt man sich leicht.",
    ),
    "vault.passphrase_empty": Sentence(
        "Eine leere Passphrase verschließt nichts.",
        "Wählen Sie einige Wörter, die Sie behalten werden.",
    ),
    "vault.row_unknown": Sentence(
        "Kein Nachweis hat diese Nummer.",
        "`livret wallet list` zeigt sie.",
    ),
    "vault.busy": Sentence(
        "Ein anderes livret hat diese Brieftasche offen.",
        "Schließen Sie das andere Fenster, und versuchen Sie es erneut.",
    ),
    "vault.locked": Sentence(
        "Die Brieftasche wurde inzwischen gesperrt. Mehr ist nicht geschehen.",
        "Entsperren Sie sie, und versuchen Sie es erneut.",
    ),
    "vault.memory": Sentence(
        "Dieses Gerät hat zu wenig freien Speicher, um die Passphrase zu prüfen.",
        "Schließen Sie andere Programme, und versuchen Sie es erneut.",
    ),
    "vault.missing": Sentence(
        "Hier ist noch keine Brieftasche.",
        "Erstellen Sie eine mit `livret wallet init`, oder nennen Sie ihren Ordner mit --home.",
    ),
    "vault.storage": Sentence(
        "Die Datei der Brieftasche lässt sich nicht lesen oder schreiben.",
        "Prüfen Sie den freien Platz und wer in diesen Ordner schreiben darf.",
    ),
}

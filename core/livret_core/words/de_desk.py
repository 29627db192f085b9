"""German, at a service desk: its seal, who works at it, what was read."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

DESK: Final[Mapping[str, Sentence]] = {
    "desk.certificate_early": Sentence(
        "Das elektronische Siegel des Schalters gilt noch nicht. Keine Brieftasche würde seinen Anfragen glauben.",
        "Prüfen Sie die Uhr dieses Computers; warten Sie sonst auf diesen Tag.",
        "Das elektronische Siegel des Schalters gilt erst ab {valid_from_s:day}. Vorher würde keine Brieftasche ihm glauben.",
    ),
    "desk.certificate_over": Sentence(
        "Das elektronische Siegel des Schalters ist abgelaufen. Keine Brieftasche glaubt seinen Anfragen.",
        "Legen Sie ein erneuertes in request-chain.pem, und starten Sie `livret desk serve` neu.",
        "Das elektronische Siegel des Schalters ist am {ended_at_s:day} abgelaufen. Keine Brieftasche glaubt seinen Anfragen.",
    ),
    "desk.certificate_unfit": Sentence(
        "Was in request-chain.pem liegt, ist kein Siegel für Anfragen, oder das eigene der Stelle liegt dabei.",
        "Legen Sie das Siegel von request-key.pem dorthin, dann die bis zur Stelle, ohne deren eigenes.",
    ),
    "desk.no_certificate": Sentence(
        "Diese Stelle soll an einem elektronischen Siegel erkannt werden, und es gibt keines. Keine Brieftasche könnte sie lesen.",
        "Legen Sie das Siegel von request-key.pem in request-chain.pem daneben, ohne das der Stelle.",
    ),
    "desk.other_host": Sentence(
        "Das elektronische Siegel des Schalters gilt für eine andere Adresse. Keine Brieftasche würde seinen Anfragen glauben.",
        "Berichtigen Sie `at` in policy.toml, oder legen Sie ein Siegel für diese Adresse in request-chain.pem.",
        "Das elektronische Siegel des Schalters gilt nicht für {host}. Keine Brieftasche würde seinen Anfragen glauben.",
    ),
    "desk.other_key": Sentence(
        "Das elektronische Siegel des Schalters gehört zu einem anderen Schlüssel. Keine Brieftasche würde ihm glauben.",
        "Lassen Sie den Schlüssel siegeln, den `livret verify key` schreibt, und legen Sie das Siegel in request-chain.pem.",
    ),
    "scan.no_picture": Sentence(
        "Diese Datei ist kein Bild.",
        "Geben Sie den Pfad eines Fotos oder Bildschirmfotos an, auf dem der Code zu sehen ist: PNG, JPEG, WEBP, GIF oder BMP.",
    ),
    "scan.nothing": Sentence(
        "Auf dem Bild ist kein Code zu sehen.",
        "Nehmen Sie es noch einmal auf, näher und bei gutem Licht, oder lassen Sie sich die Datei geben.",
    ),
    "scan.several": Sentence(
        "Auf dem Bild ist mehr als ein Code zu sehen.",
        "Nehmen Sie einen nach dem anderen auf.",
    ),
    "scan.too_large": Sentence(
        "Diese Datei ist größer als das, was an einem Schalter gelesen wird. Sie wurde nicht gelesen.",
        "Nehmen Sie ein Bildschirmfoto statt eines Fotos, oder ein kleineres Foto; oder tippen Sie den Code daneben.",
    ),
    "scan.unavailable": Sentence(
        "Bilder lassen sich hier nicht lesen.",
        "Tippen Sie den Code, der beim Bild steht, oder bitten Sie um die Datei. Zum Installieren: `pip install 'livret[scan]'`.",
    ),
    "staff.closed": Sentence(
        "An diesem Schalter ist niemand angemeldet, oder nicht mehr.",
        "Melden Sie sich an.",
    ),
    "staff.exists": Sentence(
        "Ein Konto mit diesem Namen gibt es schon.",
        "Nehmen Sie einen anderen Namen, oder entfernen Sie jenes: `livret desk staff remove NAME`.",
    ),
    "staff.name": Sentence(
        "Der Name eines Kontos hat 1 bis 64 Buchstaben, Ziffern, Punkte oder Bindestriche.",
        "Wählen Sie einen: odile, schalter-1.",
    ),
    "staff.none": Sentence(
        "Ein Konto mit diesem Namen gibt es nicht.",
        "Sehen Sie nach, welche es gibt: `livret desk staff list`.",
    ),
    "staff.other_page": Sentence(
        "Dieses Formular stammt nicht von dieser Seite, oder von einer Anmeldung, die vorbei ist. Es ist nichts geschehen.",
        "Öffnen Sie die Seite des Schalters neu, und beginnen Sie von vorn.",
    ),
    "staff.passphrase_short": Sentence(
        "Diese Passphrase ist zu kurz für ein Konto am Schalter.",
        "Nehmen Sie zehn Zeichen oder mehr; mehrere Wörter merkt man sich leicht.",
    ),
    "staff.blocked": Sentence(
        "Zu viele Versuche nacheinander für dieses Konto: Es wartet.",
        "Versuchen Sie es etwas später wieder. Bis dahin gilt, was die Stelle für die Zeit ohne die Seite vereinbart hat.",
    ),
    "staff.busy": Sentence(
        "Zu viele Anmeldungen auf einmal.",
        "Versuchen Sie es in ein paar Sekunden wieder.",
    ),
    "staff.unknown": Sentence(
        "Der Name, die Passphrase oder der Code stimmt nicht.",
        "Beginnen Sie von vorn, mit dem Code, den der Authentifikator jetzt zeigt.",
    ),
}

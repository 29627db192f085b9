"""German, on issuing over the network: offer, PIN, delivery."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

ISSUANCE: Final[Mapping[str, Sentence]] = {
    "offer.gone": Sentence(
        "Wohin der Link führt, ist keine Abholung, oder sie wurde schon benutzt, oder ihre Zeit ist um.",
        "Lesen Sie den Code noch einmal. Stimmt er, bitten Sie am Schalter um eine neue PIN oder eine neue Abholung.",
    ),
    "offer.is_request": Sentence(
        "Das ist der Link einer Stelle, die etwas von Ihnen wissen will, keine Abholung bei einer Gemeinde.",
        "Gehen Sie zurück, drücken Sie s (Zeile für Zeile: zeigen) und fügen Sie ihn dort ein; oder `livret wallet present LINK`.",
    ),
    "offer.no_authority": Sentence(
        "Diese Gemeinde signiert mit einem elektronischen Siegel; hier ist keine Behörde dafür genannt.",
        "Nennen Sie deren Datei: `--anchors DATEI`. Nichts wurde angefragt: Abholung und PIN bleiben gut.",
    ),
    "offer_other_ways": Sentence(
        "Diese Abholung geht auf eine Weise, die livret noch nicht kennt.",
        "Bitten Sie am Schalter um eine Abholung als Datei, oder um Papier.",
    ),
    "offer_does_not_fit": Sentence(
        "Die Abholung passt nicht zu dem, was die Gemeinde über sich veröffentlicht. Nichts wurde verlangt.",
        "Geben Sie keine PIN ein. Bitten Sie am Schalter um eine neue Abholung, mit dieser Meldung.",
    ),
    "metadata_of_another_day": Sentence(
        "Nach der Uhr hier ist das, was die Gemeinde über sich veröffentlicht, von einem anderen Tag. Nichts wurde verlangt.",
        "Prüfen Sie Datum und Uhrzeit hier und versuchen Sie es erneut. Stimmen sie, melden Sie es der Gemeinde.",
    ),
    "token.code": Sentence(
        "Diese Abholung wurde schon benutzt, ist abgelaufen, oder die Gemeinde hat sie nie vorbereitet.",
        "Bitten Sie am Schalter um eine neue, und sagen Sie dort, wenn nicht Sie sie benutzt haben.",
    ),
    "token.grant": Sentence(
        "Diese Abholung wurde nicht angenommen: PIN falsch, schon benutzt oder abgelaufen.",
        "Öffnen Sie sie erneut und geben Sie die PIN ein wie gesagt; sonst fragen Sie am Schalter.",
    ),
    "token.unanswered": Sentence(
        "Code und PIN sind abgeschickt, und es kam keine Antwort.",
        "Mit demselben Link erneut versuchen. Ist er benutzt, am Schalter um eine neue PIN bitten: Der Link gilt weiter.",
    ),
    "token.tx_code": Sentence(
        "Die PIN ist falsch.",
        "Geben Sie sie ein, wie am Schalter gesagt; nach wenigen Versuchen ist die Abholung gesperrt.",
        "Die PIN ist falsch. Versuche übrig: {attempts_left}.",
    ),
    "token.tx_code_missing": Sentence(
        "Diese Abholung braucht die PIN, die am Schalter gesagt wurde.",
        "Geben Sie die PIN ein, oder fragen Sie am Schalter danach.",
    ),
    "token.tx_code_unexpected": Sentence(
        "Diese Abholung braucht keine PIN, und eine kam mit.",
        "Bitten Sie erneut ohne PIN, und nennen Sie Ihre niemandem.",
    ),
    "token.refresh": Sentence(
        "Das Recht, einen neueren Nachweis zu holen, ist vorbei oder schon genutzt.",
        "Bitten Sie am Schalter um eine neue Abholung. Der Nachweis, den Sie haben, bleibt, wie er ist.",
    ),
    "access_refused": Sentence(
        "Die Brieftasche darf das hier nicht oder nicht mehr verlangen. Nichts wurde signiert.",
        "Bitten Sie am Schalter um eine neue Abholung.",
    ),
    "wallet_not_the_same": Sentence(
        "Nichts zeigt, dass diese Brieftasche die ist, die begonnen hat. Nichts wurde signiert.",
        "Erneut mit jener Brieftasche und richtiger Uhr; sonst am Schalter um eine neue Abholung bitten.",
    ),
    "issuance.denied": Sentence(
        "Die Gemeinde signiert das nicht.",
        "Fragen Sie am Schalter, warum. Erneut zu bitten, ändert nichts.",
    ),
    "delivery_unknown": Sentence(
        "Die Gemeinde kennt keine solche Lieferung, oder sie wurde schon geholt.",
        "Sehen Sie in `livret wallet list` nach; fehlt er dort, fragen Sie am Schalter.",
    ),
    "issuance.other_error": Sentence(
        "Die Gemeinde antwortete mit einer Absage, die livret nicht kennt.",
        "Fragen Sie am Schalter, und zeigen Sie dort diese Meldung.",
    ),
    "issuance.redirected": Sentence(
        "Der Dienst der Gemeinde schickt diese Brieftasche woandershin. Sie folgt nicht: Sie würde dort Ihre Geheimnisse zeigen.",
        "Geben Sie keine PIN mehr ein. Bitten Sie am Schalter um eine neue Abholung, mit dieser Meldung.",
    ),
    "issuance.busy": Sentence(
        "Der Dienst der Gemeinde kann gerade nicht antworten. Nichts wurde signiert.",
        "Versuchen Sie es in einigen Minuten erneut; die Abholung gilt bis zu ihrem Ende.",
    ),
    "received.declined": Sentence(
        "Sie haben diesen Nachweis nicht behalten. Von ihm ist nichts hier.",
        "Nichts weiter zu tun. Wenn Sie ihn doch wollen, bitten Sie am Schalter um eine neue Abholung.",
    ),
}

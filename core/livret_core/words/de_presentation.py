"""Deutsch, für Fragen und Antworten über das Netz."""

from typing import Final

from livret_core.words.language import Sentence

PRESENTATION: Final = {
    "credential.other_audience": Sentence(
        "Wer dies signierte, bestimmte es für eine andere Stelle.",
        "Bitten Sie um einen Nachweis, den jede Stelle prüfen darf, oder auf Papier.",
    ),
    "key.weak": Sentence(
        "Darin steht ein Schlüssel, mit dem jeder signieren könnte. Es belegt nichts.",
        "Als Fälschung behandeln und die Datei aufheben.",
    ),
    "policy.no_address": Sentence(
        "Die Regeln dieser Stelle nennen keine Adresse, an die Brieftaschen antworten.",
        "Ergänzen Sie eine Tabelle [desk] mit `at` in policy.toml; siehe docs/spec/policy.md.",
    ),
    "answer.declined": Sentence(
        "Die Brieftasche der Person antwortet nein: nichts Passendes, oder sie will nicht.",
        "Fragen Sie die Person; ein Nachweis auf Papier ist ebenso gut.",
    ),
    "answer.none": Sentence(
        "Es ist noch keine Antwort gekommen.",
        "Warten Sie auf die Person, oder stellen Sie eine neue Anfrage.",
        "Es ist noch keine Antwort gekommen; Zeit ist bis {ends_at_s:minute}.",
    ),
    "answer.never": Sentence(
        "Niemand hat geantwortet, und die Zeit der Anfrage ist vorbei.",
        "Stellen Sie eine neue Anfrage und zeigen Sie sie der Person; Papier gilt genauso.",
        "Niemand hat geantwortet, und die Zeit der Anfrage war am {ends_at_s:minute} vorbei.",
    ),
    "request.certificate": Sentence(
        "Das elektronische Siegel dieser Stelle berechtigt sie nicht zu fragen. Es wurde nichts gesendet.",
        "Bitten Sie die Stelle, ihr Siegel zu erneuern; ein Nachweis auf Papier gilt ebenso.",
    ),
    "request.certificate_early": Sentence(
        "Das elektronische Siegel dieser Stelle gilt noch nicht. Es wurde nichts gesendet.",
        "Prüfen Sie die Uhr dieses Computers; zeigen Sie sonst Ihren Nachweis auf Papier.",
        "Das elektronische Siegel dieser Stelle gilt erst ab {valid_from_s:day}. Es wurde nichts gesendet.",
    ),
    "request.certificate_over": Sentence(
        "Das elektronische Siegel dieser Stelle ist abgelaufen. Es wurde nichts gesendet.",
        "Bitten Sie die Stelle, ihr Siegel zu erneuern; ein Nachweis auf Papier gilt ebenso.",
        "Das elektronische Siegel dieser Stelle ist am {expired_at_s:day} abgelaufen. Es wurde nichts gesendet.",
    ),
    "request.untrusted": Sentence(
        "Niemand, den Sie genannt haben, steht für das elektronische Siegel dieser Stelle ein. Es wurde nichts gesendet.",
        "Wenn Sie seiner Stelle vertrauen, nennen Sie sie mit --anchors. Zeigen Sie sonst Ihren Nachweis auf Papier.",
    ),
    "request.over_purpose": Sentence(
        "Das verlangt mehr, als diese Stelle im öffentlichen Journal eingetragen hat. Nichts wurde gesendet.",
        "Gefragt werden darf nur, was eingetragen ist; die Stelle kann das ändern lassen.",
        "Diese Stelle ist im öffentlichen Journal nicht eingetragen, um {claim} zu fragen. Nichts wurde gesendet.",
    ),
    "request_elsewhere": Sentence(
        "Die Anfrage, oder die Antwort darauf, führt anderswohin als zur Stelle selbst. Nichts wurde gesendet.",
        "Antworten Sie nicht. Fragen Sie die Stelle selbst, am Schalter oder unter ihrer Adresse.",
    ),
    "request.wallet_nonce": Sentence(
        "Die Anfrage ist für eine andere Brieftasche gemacht, oder alt. Nichts wurde gesendet.",
        "Bitten Sie die Stelle um eine neue, und öffnen Sie sie in dieser Brieftasche.",
    ),
    "request_unreached": Sentence(
        "Nicht zu klären, wer fragt oder wonach. Keine Ablehnung; nichts wurde gesendet.",
        "Versuchen Sie es in ein paar Minuten wieder, oder zeigen Sie ein Papier.",
    ),
    "request.gone": Sentence(
        "Diese Anfrage gibt es dort nicht (mehr): beantwortet, oder ihre Zeit ist um. Nichts wurde gesendet.",
        "Bitten Sie die Stelle um eine neue; ein Papier gilt genauso.",
    ),
    "answer.other_mode": Sentence(
        "Die Antwort kam nicht so geschützt an, wie es verlangt war.",
        "Stellen Sie eine neue Anfrage; geschieht es wieder, passt die Brieftasche nicht.",
    ),
    "answer.receipt": Sentence(
        "Die Antwort ist zugestellt. Was die Stelle dazu sagte, ist nicht lesbar.",
        "Fragen Sie die Stelle, ob Ihre Antwort da ist.",
    ),
    "holder.other_transaction": Sentence(
        "Die Person hat dem, wonach gefragt war, nicht zugestimmt.",
        "Stellen Sie eine neue Anfrage, und sagen Sie, was die Person damit erlaubt.",
    ),
    "consent.required": Sentence(
        "Niemand hat gelesen, was hinausginge, und ja gesagt. Nichts wurde gesendet.",
        "Lesen Sie das Blatt, und sagen Sie dann ja zu genau diesem Blatt: `--consent ABDRUCK`.",
    ),
    "consent.changed": Sentence(
        "Was hinausginge, ist nicht mehr, was Sie gelesen haben. Nichts wurde gesendet.",
        "Lesen Sie es neu, wie es jetzt ist, und antworten Sie darauf.",
    ),
    "consent.other_sheet": Sentence(
        "Dieses Ja gilt einem anderen Blatt als dem, das jetzt hinausginge. Nichts wurde gesendet.",
        "Lesen Sie das Blatt, wie `--dry-run` es jetzt zeigt, und sagen Sie ja zu diesem.",
    ),
    "present.used_up": Sentence(
        "Jede Kopie dieses Nachweises wurde schon gezeigt: Zwei Stellen sähen, dass Sie es sind. Nichts wurde gesendet.",
        "Holen Sie Kopien mit `livret wallet renew`, wählen Sie mit --proof N anders, oder zeigen Sie eine wieder mit --again.",
    ),
    "present.rejected": Sentence(
        "Die Antwort ging hinaus, und die Stelle nahm sie nicht an.",
        "Fragen Sie die Stelle nach dem Grund und nach einer neuen Anfrage. Papier gilt ebenso.",
    ),
    "present.undelivered": Sentence(
        "Es kam nichts zurück: Niemand weiß, ob die Antwort ankam. Ihre Kopie gilt als gezeigt.",
        "Fragen Sie die Stelle, ob sie Ihre Antwort hat, bevor Sie noch eine senden.",
    ),
}

"""German, at the counter: hand-overs, lists, what a wallet was given, the record of acts."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

COUNTER: Final[Mapping[str, Sentence]] = {
    "encrypted_otherwise": Sentence(
        "Es ist auf eine Weise verschlüsselt, die livret nicht annimmt.",
        "Bitten Sie erneut darum, aus Software, die den europäischen Regeln folgt.",
    ),
    "not_for_this_key": Sentence(
        "Es ist für einen anderen Schlüssel verschlüsselt oder unterwegs verändert worden.",
        "Bitten Sie den Absender, es für den jetzigen Schlüssel neu zu verschlüsseln.",
    ),
    "code.alone": Sentence(
        "Das ist nur der Code: Er sagt nicht, von wem er kommt.",
        "Tippen Sie die Adresse davor; beide stehen beim QR-Code: verneuil.example/o/7KQ2-M9T9. Oder fügen Sie den Link ein.",
    ),
    "code.mistyped": Sentence(
        "Das ist kein Code, oder ein Zeichen ist vertippt.",
        "Tippen Sie ihn noch einmal ab, mit oder ohne Strich.",
    ),
    "wallet_request_wrong": Sentence(
        "Die Anfrage der Brieftasche passt nicht zu dieser Abholung. Nichts wurde signiert.",
        "Bitten Sie die Person, die Anfrage mit dieser Abholung neu zu erstellen.",
    ),
    "handover.unknown": Sentence(
        "Diese Gemeinde hat keine solche Abholung vorbereitet.",
        "Bitten Sie am Schalter um eine neue Abholung.",
    ),
    "handover.used": Sentence(
        "Diese Abholung wurde schon benutzt; sie gilt einmal.",
        "Bitten Sie am Schalter um eine neue, und sagen Sie, wenn Sie es nicht waren.",
    ),
    "handover.collected": Sentence(
        "Diese Abholung ist schon geschehen; es gibt nichts mehr abzubrechen.",
        "Widerrufen Sie, was signiert wurde: `livret issuer revoke {handover|CODE}`. Zum Aussetzen: `suspend`.",
        "{handover} wurde am {collected_at_s:minute} abgeholt; es gibt nichts mehr abzubrechen.",
    ),
    "handover.expired": Sentence(
        "Die Zeit dieser Abholung ist vorbei.",
        "Bitten Sie am Schalter um eine neue.",
        "Die Zeit dieser Abholung war am {expired_at_s:minute} vorbei.",
    ),
    "handover.other_type": Sentence(
        "Das ist eine andere Art von Nachweis als vorbereitet. Nichts wurde signiert.",
        "Bitten Sie am Schalter um eine Abholung der Art, die Sie brauchen.",
    ),
    "handover.too_many": Sentence(
        "Es wurden mehr Kopien verlangt, als diese Abholung erlaubt.",
        "Verlangen Sie weniger, oder eine andere Abholung.",
        "Es wurden mehr Kopien verlangt, als diese Abholung erlaubt: {max_copies}.",
    ),
    "handover.not_issued": Sentence(
        "Für diese Abholung wurde nichts signiert; es gibt nichts zu ändern.",
        "Sehen Sie mit `livret issuer show` nach, wie es um sie steht.",
    ),
    "received_wrong": Sentence(
        "Was die Gemeinde sandte, ist nicht, was verlangt war. Nichts wurde gespeichert.",
        "Bitten Sie am Schalter um eine neue Abholung und zeigen Sie dort diese Meldung.",
    ),
    "pending.unknown": Sentence(
        "Diese Brieftasche hat keine offene Anfrage für diese Antwort. Nichts wurde gespeichert.",
        "Öffnen Sie sie mit der Brieftasche, die fragte, oder holen Sie eine neue Abholung.",
    ),
    "present.none": Sentence(
        "Diese Brieftasche enthält keinen Nachweis, der antwortet. Nichts wurde gesendet.",
        "Bitten Sie die Gemeinde um einen, oder fragen Sie, ob Papier genügt.",
    ),
    "present.asked": Sentence(
        "Ein Nachweis, der vielleicht passt, ist beantragt und noch nicht hier. Nichts wurde gesendet.",
        "Nehmen Sie erst die Antwort der Gemeinde auf: `livret wallet receive`, dann den Namen ihrer Datei.",
    ),
    "present.other_proof": Sentence(
        "Der genannte Nachweis beantwortet diese Anfrage nicht. Nichts wurde gesendet.",
        "Lassen Sie die Brieftasche wählen, oder nehmen Sie einen anderen aus `livret wallet list`.",
    ),
    "present.declined": Sentence(
        "Sie haben nein gesagt. Ein Nein ging an die Stelle, und nichts von dem, was Sie haben.",
        "Es ist nichts mehr zu tun. Überlegen Sie es sich anders, so lassen Sie die Stelle erneut fragen.",
    ),
    "present.untold": Sentence(
        "Sie haben nein gesagt. Nichts von dem, was Sie haben, wurde gesendet; ob die Stelle das Nein bekam, ist nicht bekannt.",
        "Es ist nichts mehr zu tun. Um es noch einmal zu sagen, lehnen Sie denselben Link noch einmal ab.",
    ),
    "present.no_consent": Sentence(
        "Sie haben nein gesagt. Nichts wurde geschrieben, und nichts gesendet.",
        "Es ist nichts mehr zu tun. Überlegen Sie es sich anders, so beantworten Sie dieselbe Datei noch einmal.",
    ),
    "status.missing": Sentence(
        "Er sagt nicht, wo man fragt, ob er noch gilt.",
        "Bitten Sie die Stelle, die ihn signierte, um einen neuen.",
    ),
    "status.final": Sentence(
        "Ein widerrufener Nachweis bleibt widerrufen.",
        "Signieren Sie stattdessen einen neuen.",
    ),
    "status.no_suspension": Sentence(
        "Diese Art von Nachweis lässt sich widerrufen, nicht aussetzen.",
        "Widerrufen Sie ihn, und signieren Sie später einen neuen.",
    ),
    "intake.encoding": Sentence(
        "Die Liste ist nicht in UTF-8: Namen kämen falsch heraus.",
        "Speichern Sie sie als CSV in UTF-8, und versuchen Sie es erneut.",
        "Zeile {line} der Liste ist nicht in UTF-8: Namen kämen falsch heraus.",
    ),
    "intake.garbled": Sentence(
        "Ein Name der Liste wurde von einem anderen Programm falsch gelesen; seine Buchstaben fehlen in dieser Datei.",
        "Lassen Sie die Liste neu aus dem Melderegister ausgeben, in UTF-8. Erneut speichern hilft nicht.",
        "Ein Name in Zeile {line} wurde von einem anderen Programm falsch gelesen; seine Buchstaben fehlen in dieser Datei.",
    ),
    "intake.spreadsheet": Sentence(
        "Die Liste ist die eigene Datei einer Tabellenkalkulation und keine CSV.",
        "Speichern Sie sie dort als CSV in UTF-8, und versuchen Sie es erneut.",
    ),
    "intake.line_ends": Sentence(
        "Die Zeilen der Liste enden wie auf alten Macs: alles liest sich als eine einzige Zeile.",
        "Speichern Sie sie als CSV in UTF-8, und nicht als CSV für Macintosh. Versuchen Sie es dann erneut.",
    ),
    "intake.header": Sentence(
        "Eine Spalte der Liste ist unbekannt, fehlt oder steht doppelt da.",
        "Nennen Sie die Spalten wie dieser Nachweis; `livret types` führt sie auf.",
        "Die Spalte {column} der Liste ist unbekannt, fehlt oder steht doppelt da.",
    ),
    "claims.elsewhere": Sentence(
        "Das liegt in einer Gemeinde oder einem Land, für das die signierende Gemeinde nicht sprechen darf.",
        "Berichtigen Sie den Ort in den Daten, oder fragen Sie die Gemeinde, die es betrifft.",
        "{path} nennt einen Ort, für den die signierende Gemeinde nicht sprechen darf.",
    ),
    "claims.future": Sentence(
        "Ein Datum liegt noch in der Zukunft.",
        "Berichtigen Sie das Datum in den Daten, dann erneut versuchen.",
        "{path} ist ein Tag, der erst noch kommt.",
    ),
    "claims.order": Sentence(
        "Ein Datum liegt vor einem anderen, das zuerst kommt.",
        "Berichtigen Sie das falsche der beiden Daten, dann erneut versuchen.",
        "{path} liegt vor {before}, das zuerst kommt.",
    ),
    "intake.row": Sentence(
        "Eine Zeile der Liste hat zu viele oder zu wenige Zellen, oder ein offenes Anführungszeichen.",
        "Berichtigen Sie die Zeile, und versuchen Sie es erneut.",
    ),
    "intake.formula": Sentence(
        "Eine Zelle der Liste beginnt wie eine Formel, die eine Tabellenkalkulation ausführen würde.",
        "Schreiben Sie die Zelle als einfachen Text, und versuchen Sie es erneut.",
    ),
    "intake.nobody": Sentence(
        "In dieser Zeile der Liste steht niemand.",
        "Sehen Sie die Nummer der Zeile nach; die Kopfzeile ist Zeile 1.",
    ),
    "intake.changed": Sentence(
        "Die Liste wurde geändert, während sie gelesen wurde. Nichts wurde angeboten.",
        "Schließen Sie das Programm, das sie ändert, und versuchen Sie es erneut.",
    ),
    "intake.empty": Sentence(
        "In der Liste steht niemand: sie endet nach der ersten Zeile.",
        "Setzen Sie die Personen unter die Namen der Spalten, eine je Zeile.",
    ),
    "intake.offered": Sentence(
        "Diese Person hat schon eine offene Abholung dieser Art.",
        "Stornieren Sie diese zuerst, oder geben Sie mit --again bewusst noch eine.",
        "Diese Person hat schon eine offene Abholung: {handover} (stornieren, oder --again).",
    ),
    "offer.none": Sentence(
        "Eine Abholung ließ sich nicht schreiben; es wurde also nichts angeboten und nichts vermerkt.",
        "Schaffen Sie Platz, oder nennen Sie mit --to einen anderen Ordner, und wiederholen Sie den Befehl.",
        "Nichts wurde angeboten oder vermerkt: {file} ließ sich nicht schreiben ({reason:cause}).",
    ),
    "offer.unfinished": Sentence(
        "Die Abholungen sind vermerkt, und nicht alle ihre Dateien sind an ihrem Platz.",
        "Schaffen Sie Platz und wiederholen Sie den Befehl: er bringt die Dateien an ihren Platz.",
        "Die Abholungen sind vermerkt, nicht alle Dateien an ihrem Platz: {file} ({reason:cause}).",
    ),
    "intake.duplicate": Sentence(
        "Dieselbe Person steht zweimal in der Liste.",
        "Nehmen Sie eine der beiden Zeilen heraus. Sind es zwei Personen, bedienen Sie die zweite am Schalter.",
        "Dieselbe Person steht zweimal in der Liste, zuerst in Zeile {first_line}.",
    ),
    "audit.altered": Sentence(
        "Das Protokoll der Gemeinde über ihre eigenen Handlungen wurde nachträglich verändert.",
        "Nichts ändern; wenden Sie sich an Ihre IT-Betreuung.",
        "Das Protokoll der Gemeinde über ihre Handlungen wurde bei Eintrag {number} verändert.",
    ),
    "audit.rolled_back": Sentence(
        "Das Protokoll der Gemeinde über ihre eigenen Handlungen setzt nicht fort, was notiert wurde.",
        "Nichts ändern; wenden Sie sich an Ihre IT-Betreuung.",
        "Das Protokoll hat {number} {number:Eintrag|Einträge} und setzt Eintrag {noted}, wie er notiert wurde, nicht fort.",
    ),
    "audit.head": Sentence(
        "Das sind nicht Nummer und Ziffern, wie `livret issuer audit` sie schreibt.",
        "Tippen Sie erneut, was notiert wurde: eine Nummer, dann Vierergruppen.",
    ),
}

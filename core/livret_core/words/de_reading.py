"""German, for who reads a public ledger: what its pages show, whom to believe, what dates a proof."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

READING: Final[Mapping[str, Sentence]] = {
    "ledger.clock": Sentence(
        "Die Uhr hier geht gegenüber dem schon Gesehenen nach.",
        "Stellen Sie die Uhr und versuchen Sie es erneut.",
    ),
    "ledger.stale": Sentence(
        "Die neueste Seite des öffentlichen Journals, die da ist, ist zu alt.",
        "Verbinden Sie sich einmal und holen Sie eine neuere, bei jeder Gemeinde mit einer Kopie.",
    ),
    "ledger.unavailable": Sentence(
        "Hier zeigt nichts, was das öffentliche Journal über den sagt, der signierte.",
        "Holen Sie es erneut beim Journal oder bei einer Gemeinde mit Kopie. Keine Ablehnung.",
    ),
    "trust.unconfirmed": Sentence(
        "Hier wird noch keinem öffentlichen Journal geglaubt: Wer signieren darf, ist offen.",
        "Nehmen Sie seine Datei, vergleichen Sie die sechs Wörter mit dem Blatt am Schalter: `trust add`.",
    ),
    "ledger.unlinked": Sentence(
        "Nichts zeigt, dass diese neuere Seite des öffentlichen Journals die hier schon gesehene fortsetzt.",
        "Mit Verbindung erneut versuchen. Ohne Netz auch den Ordner tile/ des Journals kopieren. Keine Ablehnung.",
    ),
    "ledger_older": Sentence(
        "Diese Seite des öffentlichen Journals ist älter als eine, der hier schon geglaubt wurde.",
        "Holen Sie eine neuere. Gibt es keine, wenden Sie sich an die Betreiber des Journals.",
    ),
    "ledger.unproven": Sentence(
        "Wer antwortete, sagt, das Journal habe es, und zeigt keinen Beleg dafür.",
        "Nehmen Sie die neueste Vertrauensdatei des Journals, versuchen Sie es erneut. Sonst: den Mitgliedern sagen.",
    ),
    "ledger.not_proven": Sentence(
        "Wer antwortete, sagt, das Journal habe es. Ein Beleg kam nicht.",
        "Es ist vielleicht angenommen. Reichen Sie dieselbe Datei später erneut ein: nichts wird doppelt geschrieben.",
        "Wer antwortete, sagt, das Journal habe es als Eintrag {index}. Ein Beleg kam nicht.",
    ),
    "ledger.not_shown": Sentence(
        "Was dabei war, zeigt nicht alles, was zu prüfen ist.",
        "Holen Sie es erneut aus dem öffentlichen Journal.",
    ),
    "ledger.rights_not_shown": Sentence(
        "Was dabei war, zeigt nicht alles, was diese Stelle ausstellen darf. Es bleibt also offen.",
        "Holen Sie es erneut aus dem öffentlichen Journal. Das ist keine Ablehnung.",
    ),
    "ledger.type_not_shown": Sentence(
        "Was dabei war, zeigt nicht, welche Beschreibung dieser Art von Nachweis veröffentlicht wurde.",
        "Holen Sie es erneut aus dem öffentlichen Journal, oder melden Sie es den Betreibern. Das ist keine Ablehnung.",
    ),
    "type.not_as_published": Sentence(
        "Das Programm folgt einer anderen Beschreibung dieser Art von Nachweis als der für alle veröffentlichten.",
        "Lassen Sie livret hier aktualisieren. Gegen den Nachweis selbst ist nichts gesagt.",
    ),
    "type.retired": Sentence(
        "Diese Version des Nachweises war außer Gebrauch, bevor er signiert wurde.",
        "Bitten Sie die Stelle, die ihn signiert hat, um einen Nachweis der aktuellen Version.",
    ),
    "ledger.retired_keys": Sentence(
        "Wer das damals sah, führt das Journal nicht mehr. Deren Wort allein datiert nichts.",
        "Bitten Sie die Stelle, die es ausstellte, um eine neue Datierung (livret ledger redate).",
    ),
    "ledger.older_than_proof": Sentence(
        "Dies wurde nach dem Stand des Journals ausgestellt, der vorliegt. Wer das darf, zeigt er nicht.",
        "Holen Sie es erneut aus dem öffentlichen Journal. Das ist keine Ablehnung.",
    ),
    "issuer.key_ended": Sentence(
        "Mit einem Schlüssel nach dessen Ende signiert.",
        "Bitten Sie die Stelle, die ihn signiert hat, um einen neuen Nachweis.",
    ),
    "issuer.key_compromised": Sentence(
        "Mit einem womöglich gestohlenen Schlüssel signiert; nichts zeigt, dass es vorher war.",
        "Zeigen, was ihn datiert (livret wallet present --with-dating; livret verify file --dating), oder einen neuen erbitten.",
        "Mit einem womöglich seit {from_s:minute} gestohlenen Schlüssel signiert; nichts zeigt, dass es vorher war.",
    ),
    "issuer.undated": Sentence(
        "Mit einem womöglich gestohlenen Schlüssel signiert. Dass er älter ist, könnte er zeigen; gezeigt wurde es nicht.",
        "Zeigen Sie ihn noch einmal mit der Datei, die ihn datiert: `livret wallet present --with-dating`.",
    ),
    "issuer.suspended": Sentence(
        "Signiert, während die anderen Gemeinden die Stelle ausgesetzt hatten.",
        "Bitten Sie sie um einen neuen Nachweis, sobald sie wieder signieren darf.",
    ),
    "issuer.void": Sentence(
        "Die Stelle, die ihn signierte, hatte dazu damals kein Recht.",
        "Fragen Sie, wer diese Art von Nachweis jetzt für Ihre Gemeinde signiert.",
    ),
    "trust_broken": Sentence(
        "Die Liste der Betreiber des Journals wurde nicht von den bisherigen weitergegeben.",
        "Nicht darauf verlassen. Bestätigen Sie die sechs Wörter am Schalter.",
    ),
    "trust.other_text": Sentence(
        "Das ist ein anderer Text einer Fassung, der hier geglaubt wird. Einer der beiden ist gefälscht.",
        "Beide mit dem neuesten Blatt vergleichen: `trust check DATEI`. Ist es der hiesige: `trust remove`, dann den anderen.",
    ),
    "trust.joint_open": Sentence(
        "Zu wenige Zeugen und Prüfer, alte oder neue, haben den letzten Stand signiert.",
        "Rufen Sie die Gemeinden an, deren Maschinen nicht antworteten, dann noch einmal.",
    ),
    "trust.expired": Sentence(
        "Was hier über die Betreiber des Journals bekannt ist, ist zu alt.",
        "Nehmen Sie die neueste Liste der Mitglieder auf: `trust add`. Fragt es nach sechs Wörtern: vom Blatt am Schalter.",
    ),
    "trust.memory": Sentence(
        "Dieses Gerät hat zu wenig freien Speicher, um die sechs Wörter zu berechnen. Es wurde nichts verglichen.",
        "Schließen Sie andere Programme, und versuchen Sie es erneut, oder nehmen Sie ein anderes Gerät.",
    ),
    "trust.not_yet": Sentence(
        "Gegen den neuen Schlüssel dieses Journals kann noch Einspruch erhoben werden. Was er signiert, gilt noch nicht.",
        "Arbeiten Sie mit dem letzten Stand weiter. Eine Woche nach diesem fragen Sie erneut.",
        "Bis {from_s:minute} kann Einspruch gegen den neuen Schlüssel erhoben werden. Vorher gilt er nicht.",
    ),
    "trust.words": Sentence(
        "Das sind nicht die sechs Wörter dieser Datei. Ihr wird nichts geglaubt.",
        "Lesen Sie noch einmal. Nennt das Blatt eine spätere Fassung, ist die Datei zu alt. Sonst fragen Sie am Schalter.",
        "Das sind nicht die sechs Wörter dieser Datei, die bis Fassung {newest} reicht. Ihr wird nichts geglaubt.",
    ),
    "trust.sheet_old": Sentence(
        "Dieses Blatt ist zu alt: wer Schlüssel von damals hat, kann geschrieben haben, was danach kam.",
        "Lassen Sie sich am Schalter das neueste Blatt geben, und nehmen Sie dessen sechs Wörter.",
        "Das Blatt der Fassung {version} ist zu alt: wer Schlüssel von damals hat, kann geschrieben haben, was danach kam.",
    ),
    "trust.sheet_newer": Sentence(
        "Diese Datei hat keine Fassung dieser Nummer.",
        "Nehmen Sie die neueste Datei von denen, die das Journal führen, dann noch einmal.",
        "Das Blatt nennt Fassung {version}. Diese Datei reicht bis Fassung {newest}.",
    ),
    "trust.file_old": Sentence(
        "Diese Datei ist zu alt: wer das Journal heute führt, steht nicht darin.",
        "Nehmen Sie die neueste Datei, und am Schalter das neueste Blatt.",
        "Diese Datei ist zu alt: sie endet am {expired_s:day}, und wer das Journal heute führt, steht nicht darin.",
    ),
    "trust.unknown": Sentence(
        "Einem öffentlichen Journal dieses Namens wird hier nicht geglaubt.",
        "Sehen Sie, welchen: `livret wallet trust list`, am Schalter `livret verify trust list`.",
    ),
    "trust.another": Sentence(
        "Dieser Schalter glaubt einem anderen öffentlichen Journal, und immer nur einem.",
        "Sehen Sie, welchem: `livret verify trust list`. Soll es weg: `livret verify trust remove`.",
    ),
    "issuer.off_ledger": Sentence(
        "Die Stelle, die signiert hat, steht in keinem öffentlichen Journal, dem Sie glauben.",
        "Fragen Sie, in welchem sie steht, und bestätigen Sie dessen sechs Wörter. Vorher wird nichts behalten.",
    ),
    "commit.lists_missing": Sentence(
        "Nicht alle Statuslisten, die das öffentliche Journal nennt, sind hier, oder es sind ältere.",
        "Holen Sie die Listen und den Ordner commit neu, wo das alte Rathaus sie veröffentlicht hat.",
    ),
    "commit.no_lists": Sentence(
        "Das nennt keine Statuslisten.",
        "Geben Sie einen Entwurf von `livret ledger lists commit` an, oder eine Nachfolge mit letzten Listen.",
    ),
    "commit.other_root": Sentence(
        "Diese Tagesangaben sind andere als die genannten.",
        "Bitten Sie die Stelle, deren Listen es sind, um die Datei des Tages, wie sie sie veröffentlicht hat.",
    ),
    "commit.path": Sentence(
        "Das zeigt nicht, dass der Nachweis an jenem Tag schon signiert war.",
        "Zeigen Sie die Datei zu genau diesem Nachweis, oder erbitten Sie sie neu bei der Gemeinde.",
    ),
    "status.rolled_back": Sentence(
        "Die gezeigte Liste ist älter als eine, die im öffentlichen Journal steht.",
        "Holen Sie die neueste Liste und versuchen Sie es erneut.",
        "Die Liste ist vom {issued_at_s:minute}; im öffentlichen Journal steht eine vom {committed_at_s:minute}.",
    ),
    "dating.none": Sentence(
        "Hier ist nichts aufbewahrt, das diesen Nachweis datiert.",
        "Erbitten Sie bei der Gemeinde die Datei, die ihn datiert, und bewahren Sie sie auf: `livret wallet dating`.",
    ),
    "dating.unchecked": Sentence(
        "Was diesen Nachweis datiert, wurde geprüft; diese Datei lässt sich nicht prüfen.",
        "Glauben Sie zuerst seinem Journal: `livret wallet trust add`. Was aufbewahrt ist, bleibt.",
    ),
    "dating.no_proof": Sentence(
        "Diese Datei datiert einen Nachweis, den Sie nicht haben.",
        "Prüfen Sie, ob es die Datei zu Ihrem Nachweis ist: `livret wallet list`.",
    ),
    "status.uncommitted": Sentence(
        "Die Stelle besteht nicht mehr, oder ihr Schlüssel ist womöglich gestohlen, und diese Liste steht nicht im Journal.",
        "Holen Sie die Liste, die das öffentliche Journal nennt, und versuchen Sie es erneut.",
    ),
    "status.equivocated": Sentence(
        "Die Stelle hat zwei Listen zur selben Zeit gemacht, und diese steht nicht im Journal.",
        "Bewahren Sie beide auf und melden Sie es denen, die über das öffentliche Journal wachen.",
        "Es gibt zwei Listen vom {issued_at_s:minute}. Diese steht nicht im öffentlichen Journal.",
    ),
}

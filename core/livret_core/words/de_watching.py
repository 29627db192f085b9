"""Deutsch, wo das Journal überwacht wird: Zeugen, Prüfer, Beweise für Betrug."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

WATCHING: Final[Mapping[str, Sentence]] = {
    "mirror.lost": Sentence(
        "Dieser Kopie fehlt ein Teil, den nichts in ihrem Ordner neu macht.",
        "Legen Sie die Kopie in einem anderen Ordner neu an: `livret ledger mirror --home`. Sie hat keinen Schlüssel.",
        "Dieser Kopie fehlt `{file}`; nichts in ihrem Ordner macht das neu.",
    ),
    "witness.memory_lost": Sentence(
        "Dieser Schlüssel ist hier ohne das Gedächtnis, was er bestätigt hat. Er könnte zweierlei bestätigen.",
        "Nie wieder benutzen: von den Mitgliedern ersetzen lassen (policy.change), neu mit `init` beginnen.",
    ),
    "witness.busy": Sentence(
        "Ein anderes livret antwortet schon aus diesem Ordner: Schlüssel und Gedächtnis arbeiten nur einmal.",
        "Lassen Sie es laufen, oder beenden Sie es zuerst. Ein anderer Zeuge oder Prüfer hat einen eigenen Ordner: --home.",
    ),
    "fraud.malformed": Sentence(
        "Diese Datei überführt keinen, der ein Journal führt: beschädigt, abgeschnitten oder anderer Art.",
        "Lassen Sie sie dort neu schreiben, wo der Betrug gesehen wurde: `livret ledger prove-fraud`.",
    ),
    "fraud.not_shown": Sentence(
        "Diese Datei zeigt nicht, was sie sagt. Niemand ist damit überführt.",
        "Bitten Sie den Absender um eine andere und melden Sie es den Gemeinden, die das Journal führen.",
    ),
    "fraud.replica": Sentence(
        "Um das zu prüfen, braucht es die Einträge davor. Das ist kein Freispruch.",
        "Nennen Sie eine Kopie mit --copy: Ordner, https-Adresse oder die replica.db eines Prüfers.",
    ),
    "fraud.none": Sentence(
        "Hier wurde nichts gesehen, dessen man den Betreiber des Journals überführen könnte.",
        "Es ist nichts zu tun. Im Zweifel eine andere Gemeinde fragen, die das Journal überwacht.",
    ),
    "ledger.tiles": Sentence(
        "Die veröffentlichten Dateien passen nicht zum signierten Blatt. Nichts wurde bestätigt.",
        "Erneut versuchen oder eine andere Kopie des Journals lesen. Sonst die Betreiber anrufen.",
    ),
    "ledger.catching_up": Sentence(
        "Diese Gemeinde liest das Journal noch. Sie bestätigt nichts, bevor alles geprüft ist.",
        "In einer Minute erneut versuchen.",
    ),
    "town.no_answer": Sentence(
        "Ein Prozess der Demo hat nicht geantwortet.",
        "Sehen Sie seine letzten Zeilen oben an; --keep ORDNER bewahrt alle in logs/ auf.",
        "Dieser Prozess hat nicht geantwortet: {process}.",
    ),
    "town.kept_port_taken": Sentence(
        "Ein Port, an dem diese behaltene Gemeinde antwortet, ist belegt.",
        "Beenden, was ihn belegt (vielleicht ist sie schon offen), oder eine andere öffnen: --keep ANDERE.",
        "Port {port} ist belegt, und die Gemeinde in {folder} antwortet nur dort.",
    ),
    "town.unfinished": Sentence(
        "Diese behaltene Gemeinde wurde nicht zu Ende gespielt; sie lässt sich nicht öffnen.",
        "Ihren Ordner löschen oder mit --keep einen anderen nennen; dann wird neu gespielt.",
        "Die Gemeinde in {folder} wurde nicht zu Ende gespielt; sie lässt sich nicht öffnen.",
    ),
    "town.port_taken": Sentence(
        "An einem Port, den die Demo braucht, lauscht schon jemand.",
        "Beenden Sie, was ihn belegt, oder nennen Sie andere: livret demo --port 9443.",
        "Port {port} ist belegt: livret demo --port {other}.",
    ),
    "net.port_taken": Sentence(
        "Ein anderes Programm dieses Computers lauscht dort schon.",
        "Einen anderen Port wählen oder fragen, wer den Computer betreibt, was ihn belegt: ss -ltnp.",
        "Port {port} ist auf diesem Computer belegt. Mit {option} einen anderen wählen.",
    ),
    "net.listen": Sentence(
        "An dieser Adresse kann nicht gelauscht werden.",
        "Mit --listen eine andere wählen oder beenden, was sie belegt.",
        "An {address} kann nicht gelauscht werden.",
    ),
    "watch.damaged": Sentence(
        "Eine Datei dieser Wache ist unbrauchbar.",
        "Eine replica.db löschen: Sie entsteht neu. Bei watch.db den Ordner beiseitelegen und mit --trust neu beginnen.",
        "Eine Datei dieser Wache ist unbrauchbar: {file}.",
    ),
    "watch.journal": Sentence(
        "Das ist kein Verzeichnis von Vorgängen: Erwartet wird ein Vorgang je Zeile.",
        "Neu schreiben, aus dem Ordner der Gemeinde: `livret issuer ledger journal --json --home ORDNER > journal.jsonl`.",
        "Das ist kein Verzeichnis von Vorgängen: Zeile {line} hat keine Nummer eines Vorgangs.",
    ),
    "watch.other_journal": Sentence(
        "Dieses Tagebuch sagt nichts von der überwachten Identität. Es ist das eines anderen Rathauses.",
        "Aus dem Ordner dieses Rathauses schreiben: `livret issuer ledger journal --json --home RATHAUS`.",
    ),
    "watch.other": Sentence(
        "Dieser Ordner wacht über eine andere Identität oder ein anderes Journal.",
        "Mit --home einen anderen Ordner nennen. Was dieser weiß, gilt nur für seinen eigenen Namen.",
    ),
    "watch.missing": Sentence(
        "Was laut Ihrem Verzeichnis im öffentlichen Journal steht, steht nicht darin.",
        "Neu schreiben, einreichen, notieren (`livret issuer ledger journal --all --to`); den Mitgliedern sagen.",
    ),
    "watch.silent": Sentence(
        "Zu lange nichts Neues vom Journal. Was dort geschieht, ist nicht bekannt.",
        "Eine andere Kopie lesen (--from) und die Gemeinden anrufen, die das Journal führen.",
        "Nichts vom Journal seit {since_s:minute}. Was dort geschieht, ist nicht bekannt.",
    ),
    "watch.theft": Sentence(
        "Ein Eintrag mit Schlüsseln dieses Namens ist nicht von hier: von einem Dieb, oder einer anderen Kopie von Ihnen.",
        "`livret issuer ledger watch` nennt ihn. Ihre Kopie: eine anhalten, anerkennen. Ein Dieb: recover-identity.",
        "Eintrag {index} des Journals ist mit Schlüsseln dieses Namens gemacht, und nicht hier.",
    ),
    "watch.unknown": Sentence(
        "Kein Eintrag dieser Nummer wurde hier gemeldet, oder er ist schon anerkannt.",
        "`livret issuer ledger watch` zeigt, was noch offen ist.",
    ),
    "watch.untold": Sentence(
        "Eine Meldung nahm niemand an. Sie ist aufgehoben und geht beim nächsten Blick noch einmal hinaus.",
        "Sehen, ob das Programm von --exec mit 0 endet und die Adresse von --webhook antwortet.",
    ),
}

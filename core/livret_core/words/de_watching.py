"""Deutsch, wo das Journal überwacht wird: Zeugen, Prüfer, Beweise für Betrug."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

WATCHING: Final[Mapping[str, Sentence]] = {
    "witness.memory_lost": Sentence(
        "Dieser Schlüssel ist hier ohne das Gedächtnis, was er bestätigt hat. Er könnte zweierlei bestätigen.",
        "Nie wieder benutzen: von den Mitgliedern ersetzen lassen (policy.change), neu mit `init` beginnen.",
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
    "net.listen": Sentence(
        "An dieser Adresse kann nicht gelauscht werden.",
        "Mit --listen eine andere wählen oder beenden, was sie belegt.",
        "An {address} kann nicht gelauscht werden.",
    ),
}

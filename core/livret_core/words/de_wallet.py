"""Deutsch, wo eine Brieftasche gesichert wird: Sicherungen, Wiederherstellungswörter, Links."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

WALLET: Final[Mapping[str, Sentence]] = {
    "backup.malformed": Sentence(
        "Das ist keine Sicherung einer Brieftasche, oder sie ist beschädigt oder abgeschnitten.",
        "Nehmen Sie eine andere Kopie der Datei. Ohne sie: jeden Nachweis neu bei der Gemeinde erbitten.",
    ),
    "backup.secret": Sentence(
        "Diese Sicherung öffnet sich nicht mit dem, was getippt wurde.",
        "Nehmen Sie das Rettungsblatt oder die Passphrase vom Tag der Sicherung. Tippen Sie noch einmal.",
    ),
    "recovery.words": Sentence(
        "Das sind nicht die zwölf Wörter eines Rettungsblatts in ihrer Reihenfolge.",
        "Lesen Sie sie noch einmal vom Blatt, jedes mit seiner Nummer, und tippen Sie alle zwölf.",
        "Kein Wort eines Rettungsblatts: Nummer {numbers}.",
    ),
    "links.open_offer": Sentence(
        "Diese Brieftasche ist in einem anderen Fenster offen, und hier wartet eine Abholung.",
        "Gehen Sie in dieses Fenster, drücken Sie r (Zeile für Zeile: empfangen) und fügen Sie den Link dort ein.",
    ),
    "links.open_request": Sentence(
        "Diese Brieftasche ist in einem anderen Fenster offen, und hier wartet eine Anfrage.",
        "Gehen Sie in dieses Fenster, drücken Sie s (Zeile für Zeile: zeigen) und fügen Sie den Link dort ein.",
    ),
    "links.system": Sentence(
        "livret weiß nicht, wie auf diesem System Links geöffnet werden. Nichts wurde geändert.",
        "Tippen Sie den Link selbst, in Anführungszeichen: `livret wallet open LINK`.",
    ),
    "links.path": Sentence(
        "Ein Ordner hat einen Namen, der in keinem Link-Eintrag stehen darf. Nichts wurde geändert.",
        "Verschieben Sie die Brieftasche oder livret in einen Ordner mit einfacherem Namen.",
    ),
}

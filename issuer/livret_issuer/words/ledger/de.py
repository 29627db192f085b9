"""The clerk before the public ledger, in German."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "did": "Identität",
    "ledger": "Öffentliches Journal",
    "what": "Was",
    "about": "Über",
    "made": "Gemacht",
    "written": "Geschrieben in",
    "registered": "Der Eintrag dieser Gemeinde steht in {path}. Im Journal steht noch nichts.",
    "sponsor_next": "Lassen Sie ein anderes Mitglied ihn unterzeichnen (`livret issuer ledger sign`), fügen Sie zusammen, reichen Sie ein und notieren Sie den Ausgang (`livret issuer ledger settle`).",
    "key_changed": "Der Schlüsselwechsel ist bereit, der neue Schlüssel versiegelt. Er unterzeichnet, sobald das Journal es hat.",
    "key_dropped": "Der Eintrag ist bereit. Sobald das Journal ihn hat, erscheinen die Listen dieses Schlüssels nicht mehr.",
    "deactivated": "Das Ende dieser Identität ist bereit. Steht es im Journal, bringt nichts sie zurück.",
    "succeeded": "Bereit: eine andere Identität führt weiter, sobald das Journal es hat.",
    "refused_successor": "Bereit: diese Identität lehnt eine Nachfolge ab.",
    "compromised": "Bereit: von da an gilt nichts von diesem Schlüssel, es sei denn, anderes datiert es.",
    "committed": "Die Tagesangaben sind bereit und veröffentlicht. Das Journal nimmt sie bis Mitternacht UTC.",
    "settle_next": "Reichen Sie {path} ein und notieren Sie den Ausgang: livret issuer ledger settle.",
    "taken": "Das Journal hat es, Eintrag {index}.",
    "not_cosigned": "Noch kein Quorum hat es gesehen. Ein Beleg ist noch zu haben: livret ledger prove.",
    "rights_read": "Was diese Gemeinde laut öffentlichem Journal unterzeichnen darf, ist festgehalten: {count} Zeiträume.",
    "paths": "Dateien, die Nachweise datieren, geschrieben in {path}: {count}",
    "paths_next": "Geben Sie jede der Person, deren Abholung diesen Code hat. Sie wird nur gezeigt, wenn der Schlüssel dieser Gemeinde je bestritten wird.",
    "root": "Dies sagt fortan, wem über das Journal zu glauben ist (Fassung {version}):",
    "root_numbers": "Zahlen",
    "root_voters": "Stimmende",
    "root_until": "Bis",
    "signed": "Unterzeichnet; die Unterschrift steht in {path}.",
    "joined": "Zusammengefügt; was einzureichen ist, steht in {path}.",
    "settled_taken": "Notiert: das Journal hat es.",
    "settled_refused": "Notiert: das Journal nahm es nicht.",
    "stand_open": "offen",
    "stand_taken": "im Journal",
    "stand_refused": "nicht genommen",
}

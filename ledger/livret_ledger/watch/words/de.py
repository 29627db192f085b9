"""Wer über einen Namen wacht, auf Deutsch."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "watch": "sehen, was andere unter einem Namen schreiben, und melden",
    "--did": "die Identität, über die gewacht wird",
    "--journal": "was ihr Inhaber machte (`journal --json`)",
    "--from": "eine Kopie: Ordner oder https-Adresse",
    "--trust": "Vertrauenswurzeln von jemandem, dem Sie vertrauen",
    "--resolve": "Namen festlegen, durch Kommas getrennt",
    "--authorities": "PEM der anerkannten Stellen",
    "--once": "einmal sehen: 1 etwas gefunden, 3 nicht möglich",
    "--since": "einmal sehen, und alles seither zeigen",
    "--every": "zwischen zwei Blicken (sonst 3600)",
    "--quiet": "Alarm, wenn so lange nichts kommt (93600)",
    "--exec": "Programm, das jede Meldung von seiner Eingabe liest",
    "--webhook": "https-Adresse, an die jede Meldung geht",
    "--home": "der Ordner der Wache",
}

TEXTS: Final[Mapping[str, str]] = {
    "quiet": "Nichts unter diesem Namen, was sein Inhaber nicht schrieb, bis Eintrag {last}.",
    "as_of": "Stand",
    "signed_by": "Signiert von",
    "open": "Früher gemeldet und noch nicht anerkannt: Eintrag {indexes}.",
    "open_theft": "Früher gemeldet und noch nicht beantwortet: Eintrag {indexes}, mit Ihren Schlüsseln und nicht hier gemacht. Es bleibt ein Alarm, bis das Journal hat, was ihn rückgängig macht, oder jemand ihn zur Kenntnis nimmt.",
    "open_succession": "Früher gemeldet und noch nicht beantwortet: Eintrag {indexes}, durch den eine andere Identität diese fortführt. Es bleibt ein Alarm, bis das Journal eine Ablehnung hat oder jemand ihn zur Kenntnis nimmt.",
    "since": "Einträge zu diesem Namen oder in ihm, seit Eintrag {index}:",
    "since_none": "Kein Eintrag zu diesem Namen oder in ihm, seit Eintrag {index}.",
    "known": "hier bekannt",
    "not_known": "hier nicht bekannt",
    "theft": "Eintrag {index} ({type}) steht unter Ihrem Namen, mit {key}, und wurde nicht hier gemacht.",
    "theft_many": "Einträge {indexes} ({count}, {type}) stehen unter Ihrem Namen, mit {key}, und wurden nicht hier gemacht.",
    "others": "Eintrag {index} ({type}) betrifft Sie. Andere schrieben ihn.",
    "others_many": "Einträge {indexes} ({count}, {type}) betreffen Sie. Andere schrieben sie.",
    "missing": "Eintrag {index} sollte Ihr {type} sein. Ihr Verzeichnis sagt es, und das Journal hat ihn dort nicht.",
    "key_update": "Ihrem nächsten Änderungsschlüssel",
    "key_recovery": "einem Ihrer Wiederherstellungsschlüssel",
    "key_operation": "Ihrem Vorgangsschlüssel",
    "answer_recover": "Falls ihn nicht eine andere Maschine oder Kopie von Ihnen machte, sind Ihre Schlüssel gestohlen: Die Identität sofort zurückholen (livret issuer ledger recover-identity, mit einem Wiederherstellungsschlüssel), von einer anderen Maschine; die Schlüssel auf dieser wurden gelesen. Eine Kopie von Ihnen, etwa eine Sicherung, die daneben läuft: eine von beiden anhalten und den Eintrag hier zur Kenntnis nehmen (watch --acknowledge).",
    "answer_recover_other": "Ein Wiederherstellungsschlüssel ist in anderen Händen. Die Identität mit dem anderen zurückholen (recover-identity) und die Mitglieder anrufen.",
    "answer_members": "Kein Schlüssel von Ihnen macht das rückgängig. Die Mitglieder anrufen: Genug von ihnen können eine andere Identität weiterführen lassen (did.succeed).",
    "answer_operation_key": "Den Schlüssel mit einem Wiederherstellungsschlüssel in Verdacht stellen (livret issuer ledger compromise … --recovery), dann einen anderen eintragen (update --operation-key).",
    "answer_credential_key": "Stimmberechtigte stellten einen Ihrer Schlüssel in Verdacht. Nach dem Grund fragen und einen anderen signieren lassen (livret issuer ledger update).",
    "answer_refuse": "Wenn Sie es nicht wollen, binnen 72 Stunden ablehnen: livret issuer ledger succeed --refuse, mit einem Wiederherstellungsschlüssel.",
    "answer_hand_in": "Jemand zeigte Ihnen den Beleg eines anderen Journals oder hält ihn zurück. Schreiben Sie ihn neu (livret issuer ledger journal --all --to ORDNER), reichen Sie ihn ein, notieren Sie ihn; sagen Sie es den Mitgliedern.",
    "answer_ask": "Wenn Sie es nicht erwarteten, die Signierenden fragen. Was er sagt: livret ledger explain.",
}

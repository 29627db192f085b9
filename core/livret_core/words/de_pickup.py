"""German, at a counter that hands over across the network: offers, PINs, renewal."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

PICKUP: Final[Mapping[str, Sentence]] = {
    "pickup.blocked": Sentence(
        "Die PIN war zu oft falsch: Diese Abholung ist gesperrt. Nichts wurde signiert.",
        "Bitten Sie am Schalter um eine neue PIN; sie erhält die Person, die dort ist.",
    ),
    "pickup.four_eyes": Sentence(
        "In einer Datei wird nichts übergeben: Diese Art braucht eine zweite Person, die am Schalter zustimmt.",
        "Bieten Sie es je einer Person an: `livret issuer offer ART --from LISTE --by STELLE`, ohne --to.",
    ),
    "pickup.no_address": Sentence(
        "Dieses Rathaus hat keine Adresse, an der eine Brieftasche etwas abholen könnte.",
        "Sagen Sie, wo es erreichbar ist: `livret issuer address https://HOST/PFAD`. Bis dahin geben Sie Dateien aus, mit --to.",
    ),
    "pickup.no_certificate": Sentence(
        "Dieses Rathaus hat kein elektronisches Siegel für den Schlüssel, der jetzt signiert.",
        "Beantragen Sie es: `livret issuer seal --request-to DATEI`. Oder lassen Sie --profile weg.",
    ),
    "pickup.unknown": Sentence(
        "Diese Abholung geht nicht über das Netz.",
        "Sehen Sie mit `livret issuer show` nach, wie es um sie steht.",
    ),
    "pickup.no_new_pin": Sentence(
        "Keine PIN öffnet diese Abholung mehr: Sie wurde genutzt, abgebrochen oder ist vorbei.",
        "Machen Sie eine neue Abholung.",
    ),
    "pickup.no_extension": Sentence(
        "Diese Abholung lässt sich nicht mehr verlängern: Sie ist erfolgt, abgebrochen, oder ihre Zeit ist um.",
        "Sehen Sie mit `livret issuer show` nach, wie weit sie ist. Bereiten Sie nötigenfalls eine neue vor.",
    ),
    "pickup.nothing_newer": Sentence(
        "Die Gemeinde hat für diesen Nachweis alles ausgegeben; es gibt nichts Neueres.",
        "Nutzen Sie den Nachweis in der Brieftasche. Ist er verloren, erbitten Sie am Schalter neue Kopien; erneuern Sie dann.",
    ),
    "pickup.not_renewable": Sentence(
        "Keine Brieftasche kann von sich aus einen neueren Nachweis dieser Abholung holen.",
        "Machen Sie eine Abholung ohne --renews; die Person holt sie mit einer PIN ab.",
    ),
    "pickup.other_person": Sentence(
        "Was gesagt würde, betrifft eine andere Person als der Nachweis, der erneuert wird.",
        "Prüfen Sie den Code und die Person in dieser Zeile. Nichts wurde angeboten.",
    ),
    "pickup.no_approval": Sentence(
        "Diese Abholung wartet auf niemandes Zustimmung.",
        "Sehen Sie mit `livret issuer show` nach, wie es um sie steht.",
    ),
    "pickup.same_clerk": Sentence(
        "Wer eine solche Abholung gemacht hat, kann ihr nicht auch als Zweiter zustimmen.",
        "Bitten Sie eine andere Person vom Amt.",
    ),
    "home.key_unread": Sentence(
        "Noch nicht gelesen ist, seit wann das öffentliche Journal den neuen Schlüssel hat.",
        "Nachsehen: `livret issuer ledger settle --from KOPIE`; `serve` sieht selbst nach. Ab Mitternacht UTC geht es ohnehin.",
        "Noch nicht gelesen ist, seit wann das Journal den neuen Schlüssel hat. Ab {until_s:minute} geht es ohnehin.",
    ),
    "pickup.not_dated": Sentence(
        "Das öffentliche Journal hat den Tag, an dem dies signiert wurde, noch nicht.",
        "Fragen Sie morgen wieder. Der Nachweis kann inzwischen genutzt werden.",
    ),
}

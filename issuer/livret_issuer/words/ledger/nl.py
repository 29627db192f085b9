"""The clerk before the public ledger, in Dutch."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "did": "Identiteit",
    "ledger": "Openbaar logboek",
    "what": "Wat",
    "about": "Over",
    "made": "Gemaakt",
    "written": "Geschreven naar",
    "registered": "De vermelding van deze gemeente staat in {path}. In het logboek staat nog niets.",
    "sponsor_next": "Laat een lid dat niet deze gemeente is ze ondertekenen (`livret issuer ledger sign`), voeg samen, dien in en noteer hoe het afliep (`livret issuer ledger settle`).",
    "key_changed": "De sleutelwissel is klaar en de nieuwe sleutel verzegeld. Hij tekent zodra het logboek dit heeft.",
    "key_dropped": "De vermelding is klaar. Zodra het logboek ze heeft, verschijnen de lijsten van die sleutel niet meer.",
    "deactivated": "Het einde van deze identiteit is klaar. Staat het in het logboek, dan brengt niets haar terug.",
    "succeeded": "Klaar: een andere identiteit gaat verder zodra het logboek dit heeft.",
    "refused_successor": "Klaar: deze identiteit weigert te worden opgevolgd.",
    "compromised": "Klaar: vanaf dat moment wordt niets van deze sleutel geloofd, tenzij iets anders het dateert.",
    "committed": "De gegevens van de dag zijn klaar en gepubliceerd. Het logboek neemt ze tot middernacht UTC.",
    "settle_next": "Dien {path} in en noteer hoe het afliep: livret issuer ledger settle.",
    "taken": "Het logboek heeft het, vermelding {index}.",
    "not_cosigned": "Nog geen quorum heeft het gezien. Een bewijs is nog te krijgen: livret ledger prove.",
    "rights_read": "Wat deze gemeente volgens het openbare logboek mag ondertekenen is bewaard: {count} termijnen.",
    "paths": "Bestanden die bewijzen dateren, geschreven naar {path}: {count}",
    "paths_next": "Geef elk aan de persoon wiens afhaling die code heeft. Het wordt alleen getoond als de sleutel van deze gemeente ooit betwist wordt.",
    "root": "Dit zegt voortaan wie te geloven over het logboek (versie {version}):",
    "root_numbers": "Getallen",
    "root_voters": "Stemmers",
    "root_until": "Tot",
    "signed": "Ondertekend; de handtekening staat in {path}.",
    "joined": "Samengevoegd; wat in te dienen is staat in {path}.",
    "settled_taken": "Genoteerd: het logboek heeft het.",
    "settled_refused": "Genoteerd: het logboek nam het niet.",
    "stand_open": "open",
    "stand_taken": "in het logboek",
    "stand_refused": "niet genomen",
}

"""Waar een regel op neerkomt, in het Nederlands."""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, str]] = {
    "readable": "{path} is leesbaar.",
    "tried": "{path} is niet de regel van het loket zelf.",
    "service": "Dienst",
    "at": "Op het net",
    "files_only": "alleen met bestanden",
    "ledger": "Openbaar logboek",
    "procedure": "Procedure",
    "asks": "Vraagt",
    "accepts": "Ja bij",
    "anything": "wat er ook staat",
    "why": "Zegt waarom",
    "believes": "Vertrouwt",
    "keeps": "Bewaard",
    "age": "Lijsten",
    "younger": "niet ouder dan {age}",
    "issuer": "Vertrouwt",
    "by_did": "met haar DID",
    "by_seal": "met een certificaat, voor {san}",
    "by_ledger": "zoals het openbaar logboek zegt",
    "where": "Waar",
    "its_right": "overal waar haar recht geldt",
    "signs": "Voor",
    "nobody": "Elk bewijs wordt geweigerd: niemand wordt vertrouwd. Noem onder [[issuers]] wie u vertrouwt.",
    "nobody_signs": "Elk bewijs voor {name} wordt geweigerd: niemand die u vertrouwt mag deze soort ondertekenen.",
    "never_met": "Elk bewijs voor {name} wordt geweigerd: niemand die u vertrouwt kan zeggen wat vereist is.",
    "ledger_unconfirmed": "Niets is te beslissen met het logboek {name}: zijn woorden zijn hier niet bevestigd (livret verify trust add).",
    "lists_nowhere": "Bewijzen van {name} worden geweigerd: de regel zegt niet waar haar lijsten staan (status_prefixes).",
    "anchors_over": "Bewijzen van {name} worden geweigerd: het certificaat van de autoriteit zelf is verlopen.",
    "any_value": "{name} vraagt en eist niets: wat een bewijs ook zegt, het is ja.",
    "no_purpose": "{name} zegt niet waarom zij vraagt.",
    "no_address": "Geen wallet bereikt dit loket over het net: er is geen [desk].",
    "all_well": "Niets erin weigert iedereen.",
}

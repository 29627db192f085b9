"""Dutch, for a ledger's own folder: what its store holds, beside what it published."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

STORE: Final[Mapping[str, Sentence]] = {
    "ledger.short": Sentence(
        "De opslag van het logboek eindigt vóór wat ernaast gepubliceerd is: hier ontbreken vermeldingen.",
        "Schrijf niets. Zoek een `ledger.db-wal` of andere server. Anders: `livret ledger recover --from DIR/public`.",
        "De opslag van het logboek heeft {own} {own:vermelding|vermeldingen}; wat ernaast gepubliceerd is {size}. De rest ontbreekt.",
    ),
    "ledger.other_store": Sentence(
        "De opslag in deze map is van een ander logboek, of van een andere geschiedenis, dan de bestanden ernaast.",
        "Schrijf niets. Zet de opslag van deze map terug, of ga verder vanaf een kopie: `livret ledger recover --help`.",
    ),
    "ledger.published_damaged": Sentence(
        "Fout is een gepubliceerd bestand, niet de opslag waaruit het gemaakt is.",
        "Stop `livret ledger serve`, laat de bestanden opnieuw schrijven: `livret ledger fsck --mend`, en start weer.",
        "{count} {count:gepubliceerd bestand is|gepubliceerde bestanden zijn} niet wat de opslag ervan maakt: {file}. Aan de opslag ligt het niet.",
    ),
}

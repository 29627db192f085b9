"""Nederlands, waar een wallet veilig bewaard wordt: back-ups, herstelwoorden, links."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

WALLET: Final[Mapping[str, Sentence]] = {
    "backup.malformed": Sentence(
        "Dit is geen back-up van een wallet, of hij is beschadigd of afgebroken. Er is niets mee gedaan.",
        "Neem een andere kopie van het bestand. Is die er niet, vraag de gemeente dan elk bewijs opnieuw.",
    ),
    "backup.secret": Sentence(
        "Deze back-up gaat niet open met wat er is getypt.",
        "Neem het herstelblad, of de wachtzin, van de dag van de back-up. Typ het opnieuw.",
    ),
    "recovery.words": Sentence(
        "Dit zijn niet de twaalf woorden van een herstelblad, in hun volgorde.",
        "Lees ze opnieuw van het blad, elk met zijn nummer, en typ ze alle twaalf.",
        "Geen woord van een herstelblad: nummer {numbers}.",
    ),
    "links.open_offer": Sentence(
        "Deze wallet is in een ander venster open, en hier wacht een afhaling.",
        "Ga naar dat venster, druk r (regel voor regel: typ ontvangen) en plak de link daar.",
    ),
    "links.open_request": Sentence(
        "Deze wallet is in een ander venster open, en hier wacht een verzoek.",
        "Ga naar dat venster, druk s (regel voor regel: typ tonen) en plak de link daar.",
    ),
    "links.system": Sentence(
        "livret weet niet hoe links op dit systeem geopend worden. Er is niets veranderd.",
        "Typ een link zelf, tussen aanhalingstekens: `livret wallet open LINK`.",
    ),
    "links.path": Sentence(
        "Een map heeft een naam die niet in een linkregistratie mag staan. Er is niets veranderd.",
        "Verplaats de wallet, of livret, naar een map met een eenvoudiger naam.",
    ),
}

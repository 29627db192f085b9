"""Dutch, at a service desk: who works at it, what was read there."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

DESK: Final[Mapping[str, Sentence]] = {
    "scan.no_picture": Sentence(
        "Dit bestand is geen afbeelding.",
        "Geef het pad van een foto of schermafdruk waarop de code te zien is: PNG, JPEG, WEBP, GIF of BMP.",
    ),
    "scan.nothing": Sentence(
        "Op de foto is geen code te zien.",
        "Neem ze opnieuw, van dichterbij en bij goed licht, of vraag het bestand.",
    ),
    "scan.several": Sentence(
        "Op de foto is meer dan één code te zien.",
        "Neem ze één voor één.",
    ),
    "scan.unavailable": Sentence(
        "Afbeeldingen kunnen hier niet gelezen worden.",
        "Typ de code die naast de afbeelding staat, of vraag het bestand. Installeren: `pip install 'livret[scan]'`.",
    ),
    "staff.closed": Sentence(
        "Aan dit loket is niemand aangemeld, of niet meer.",
        "Meld u aan.",
    ),
    "staff.exists": Sentence(
        "Er is al een account met deze naam.",
        "Neem een andere naam, of verwijder die: `livret desk staff remove NAAM`.",
    ),
    "staff.name": Sentence(
        "De naam van een account heeft 1 tot 64 letters, cijfers, punten of streepjes.",
        "Kies er een: odile, loket-1.",
    ),
    "staff.none": Sentence(
        "Er is geen account met deze naam.",
        "Kijk welke er zijn: `livret desk staff list`.",
    ),
    "staff.other_page": Sentence(
        "Dit formulier komt niet van deze pagina, of van een aanmelding die voorbij is. Er is niets gedaan.",
        "Open de pagina van het loket opnieuw, en begin opnieuw.",
    ),
    "staff.passphrase_short": Sentence(
        "Deze wachtzin is te kort voor een account aan het loket.",
        "Neem tien tekens of meer; enkele woorden onthoudt u gemakkelijk.",
    ),
    "staff.blocked": Sentence(
        "Te veel pogingen na elkaar voor dit account: het wacht.",
        "Probeer het wat later opnieuw. Doe intussen wat de dienst zonder de pagina heeft afgesproken.",
    ),
    "staff.busy": Sentence(
        "Te veel aanmeldingen tegelijk.",
        "Probeer het over enkele seconden opnieuw.",
    ),
    "staff.unknown": Sentence(
        "De naam, de wachtzin of de code klopt niet.",
        "Begin opnieuw, met de code die de authenticator nu toont.",
    ),
}

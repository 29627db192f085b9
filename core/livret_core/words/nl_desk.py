"""Dutch, at a service desk: its seal, who works at it, what was read."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

DESK: Final[Mapping[str, Sentence]] = {
    "desk.certificate_early": Sentence(
        "Het elektronisch zegel van het loket geldt nog niet. Geen wallet zou zijn verzoeken vertrouwen.",
        "Kijk naar de klok van deze machine; wacht anders tot die dag.",
        "Het elektronisch zegel van het loket geldt pas vanaf {valid_from_s:day}. Eerder zou geen wallet het vertrouwen.",
    ),
    "desk.certificate_over": Sentence(
        "Het elektronisch zegel van het loket is verlopen. Geen wallet vertrouwt zijn verzoeken.",
        "Zet een vernieuwd zegel in request-chain.pem, en start `livret desk serve` opnieuw.",
        "Het elektronisch zegel van het loket verliep op {ended_at_s:day}. Geen wallet vertrouwt zijn verzoeken.",
    ),
    "desk.certificate_unfit": Sentence(
        "Wat in request-chain.pem staat, is geen zegel om mee te vragen, of dat van de autoriteit staat erbij.",
        "Zet er het zegel van request-key.pem, daarna die tussen dit en de autoriteit, zonder dat van haarzelf.",
    ),
    "desk.no_certificate": Sentence(
        "Deze dienst wordt herkend aan een elektronisch zegel, en er is er geen. Geen wallet zou zijn verzoeken lezen.",
        "Zet het zegel van request-key.pem in request-chain.pem ernaast, zonder dat van de autoriteit.",
    ),
    "desk.other_host": Sentence(
        "Het elektronisch zegel van het loket is voor een ander adres. Geen wallet zou zijn verzoeken vertrouwen.",
        "Verbeter `at` in policy.toml, of zet een zegel voor dat adres in request-chain.pem.",
        "Het elektronisch zegel van het loket is niet voor {host}. Geen wallet zou zijn verzoeken vertrouwen.",
    ),
    "desk.other_key": Sentence(
        "Het elektronisch zegel van het loket is van een andere sleutel dan die ondertekent. Geen wallet zou het vertrouwen.",
        "Laat de sleutel verzegelen die `livret verify key` schrijft, en zet dat zegel in request-chain.pem.",
    ),
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
    "scan.too_large": Sentence(
        "Dit bestand is groter dan wat aan een loket gelezen wordt. Het werd niet gelezen.",
        "Neem een schermafdruk in plaats van een foto, of een kleinere foto; of typ de code die ernaast staat.",
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

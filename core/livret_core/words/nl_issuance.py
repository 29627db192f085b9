"""Dutch, on issuing over the network: offer, PIN, delivery."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

ISSUANCE: Final[Mapping[str, Sentence]] = {
    "offer.gone": Sentence(
        "Waar de link heen leidt is geen afhaling, of ze is gebruikt, of de tijd is voorbij.",
        "Lees de code nog eens. Klopt die, vraag dan aan het loket een nieuwe pincode of een nieuwe afhaling.",
    ),
    "offer.is_request": Sentence(
        "Dat is de link van een dienst die u iets vraagt, geen afhaling bij een gemeentehuis.",
        "Ga terug, druk s (regel voor regel: typ tonen) en plak hem daar; of `livret wallet present LINK`.",
    ),
    "offer.no_authority": Sentence(
        "Dit gemeentehuis ondertekent met een elektronisch zegel, en hier is er geen autoriteit voor genoemd.",
        "Noem het bestand ervan: `--anchors BESTAND`. Niets is gevraagd: afhaling en pincode blijven goed.",
    ),
    "offer_other_ways": Sentence(
        "Deze afhaling gaat op een manier die livret nog niet kent.",
        "Vraag aan het loket een afhaling als bestand, of papier.",
    ),
    "offer_does_not_fit": Sentence(
        "De afhaling past niet bij wat het gemeentehuis over zichzelf bekendmaakt. Er is niets gevraagd.",
        "Typ geen pincode. Vraag aan het loket een nieuwe afhaling, en toon er dit bericht.",
    ),
    "metadata_of_another_day": Sentence(
        "Volgens de klok hier is wat het gemeentehuis over zichzelf bekendmaakt van een andere dag. Er is niets gevraagd.",
        "Kijk datum en uur van deze computer na en probeer opnieuw. Kloppen ze, zeg het dan het gemeentehuis.",
    ),
    "token.code": Sentence(
        "Deze afhaling is al gebruikt, of verlopen, of het gemeentehuis heeft ze nooit gemaakt.",
        "Vraag een nieuwe aan het loket, en zeg het als u ze niet zelf gebruikte.",
    ),
    "token.grant": Sentence(
        "Deze afhaling is niet aangenomen: de pincode is fout, of ze is al gebruikt of verlopen.",
        "Open ze opnieuw en typ de pincode zoals ze gezegd is; vraag anders een nieuwe aan het loket.",
    ),
    "token.unanswered": Sentence(
        "De code en de pincode zijn verstuurd, en er kwam geen antwoord.",
        "Probeer het met dezelfde link. Is de afhaling gebruikt, vraag dan aan het loket een nieuwe pincode: de link blijft goed.",
    ),
    "token.tx_code": Sentence(
        "De pincode is fout.",
        "Typ ze zoals ze aan het loket gezegd is; na enkele pogingen is de afhaling geblokkeerd.",
        "De pincode is fout. Pogingen over: {attempts_left}.",
    ),
    "token.tx_code_missing": Sentence(
        "Deze afhaling vraagt de pincode die aan het loket gezegd is.",
        "Typ de pincode, of vraag ze aan het loket.",
    ),
    "token.tx_code_unexpected": Sentence(
        "Deze afhaling vraagt geen pincode, en er kwam er een mee.",
        "Vraag opnieuw zonder pincode, en zeg de uwe aan niemand.",
    ),
    "token.refresh": Sentence(
        "Het recht om een nieuwer bewijs op te halen is voorbij, of al gebruikt.",
        "Vraag aan het loket een nieuwe afhaling. Het bewijs dat u hebt, blijft zoals het is.",
    ),
    "access_refused": Sentence(
        "De wallet mag dit hier niet vragen, of niet meer. Er is niets ondertekend.",
        "Vraag aan het loket een nieuwe afhaling.",
    ),
    "wallet_not_the_same": Sentence(
        "Niets toont dat deze wallet dezelfde is als die begon. Er is niets ondertekend.",
        "Vraag opnieuw met die wallet en een juiste klok; anders een nieuwe afhaling aan het loket.",
    ),
    "issuance.denied": Sentence(
        "Het gemeentehuis ondertekent dit niet.",
        "Vraag aan het loket waarom. Opnieuw vragen met de wallet verandert niets.",
    ),
    "delivery_unknown": Sentence(
        "Het gemeentehuis kent zo'n levering niet, of ze is al opgehaald.",
        "Kijk in `livret wallet list`; staat het er niet bij, vraag dan aan het loket.",
    ),
    "issuance.other_error": Sentence(
        "Het gemeentehuis antwoordde met een weigering die livret niet kent.",
        "Vraag aan het loket, en toon er dit bericht.",
    ),
    "issuance.redirected": Sentence(
        "De dienst van het gemeentehuis stuurt deze wallet elders heen. Ze volgt niet: ze zou er uw geheimen tonen.",
        "Typ geen pincode meer. Vraag aan het loket een nieuwe afhaling, en toon er dit bericht.",
    ),
    "issuance.busy": Sentence(
        "De dienst van het gemeentehuis kan nu niet antwoorden. Er is niets ondertekend.",
        "Probeer het over enkele minuten opnieuw; de afhaling blijft geldig tot haar einde.",
    ),
    "received.declined": Sentence(
        "U hebt dit bewijs niet bewaard. Er is hier niets van.",
        "Er hoeft niets meer te gebeuren. Wilt u het toch, vraag dan een nieuwe afhaling aan het loket.",
    ),
}

"""Dutch, at a counter that hands over across the network: offers, PINs, renewal."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

PICKUP: Final[Mapping[str, Sentence]] = {
    "pickup.blocked": Sentence(
        "De pincode was te vaak fout: deze afhaling is geblokkeerd. Er is niets ondertekend.",
        "Vraag aan het loket een nieuwe pincode; die krijgt de persoon die er staat.",
    ),
    "pickup.four_eyes": Sentence(
        "Niets gaat mee in een bestand: deze soort vraagt een tweede ambtenaar, die ja zegt aan het loket.",
        "Bied het één persoon tegelijk aan: `livret issuer offer SOORT --from LIJST --by FUNCTIE`, zonder --to.",
    ),
    "pickup.no_address": Sentence(
        "Deze gemeente heeft geen adres waar een wallet iets kan afhalen.",
        "Zeg waar zij te bereiken is: `livret issuer address https://HOST/PAD`. Geef tot dan bestanden mee met --to.",
    ),
    "pickup.no_certificate": Sentence(
        "Deze gemeente heeft geen elektronisch zegel voor de sleutel die nu ondertekent.",
        "Vraag het aan een autoriteit: `livret issuer seal --request-to BESTAND`. Of laat --profile weg.",
    ),
    "pickup.unknown": Sentence(
        "Deze afhaling gaat niet over het netwerk.",
        "Kijk met `livret issuer show` hoe het ermee staat.",
    ),
    "pickup.no_new_pin": Sentence(
        "Geen pincode opent deze afhaling nog: zij is gebruikt, geannuleerd of voorbij.",
        "Maak een nieuwe afhaling.",
    ),
    "pickup.no_extension": Sentence(
        "Deze afhaling kan niet meer worden verlengd: ze is gebeurd, geannuleerd, of haar tijd is voorbij.",
        "Kijk met `livret issuer show` hoe het ermee staat. Maak zo nodig een nieuwe.",
    ),
    "pickup.nothing_newer": Sentence(
        "De gemeente heeft voor dit bewijs alles gegeven wat zij heeft; er is niets nieuwers.",
        "Gebruik het bewijs in de wallet. Is het weg, vraag aan het loket nieuwe kopieën en vernieuw dan.",
    ),
    "pickup.not_renewable": Sentence(
        "Geen wallet kan zelf een nieuwere versie van dit bewijs halen.",
        "Maak een afhaling zonder --renews; de persoon haalt af met een pincode.",
    ),
    "pickup.other_person": Sentence(
        "Wat gezegd zou worden gaat over iemand anders dan het bewijs dat vernieuwd wordt.",
        "Bekijk de code opnieuw, en de persoon op die regel. Er is niets aangeboden.",
    ),
    "pickup.no_approval": Sentence(
        "Deze afhaling wacht op niemands akkoord.",
        "Kijk met `livret issuer show` hoe het ermee staat.",
    ),
    "pickup.same_clerk": Sentence(
        "Wie zo'n afhaling maakte, kan niet ook de tweede zijn die akkoord gaat.",
        "Vraag een andere medewerker.",
    ),
    "home.key_unread": Sentence(
        "Nog niet gelezen is sinds wanneer het openbare logboek de nieuwe sleutel heeft.",
        "Laat kijken: `livret issuer ledger settle --from KOPIE`; `serve` kijkt vanzelf. Na middernacht UTC ondertekent ze toch.",
        "Nog niet gelezen is sinds wanneer het logboek de nieuwe sleutel heeft. Vanaf {until_s:minute} ondertekent ze toch.",
    ),
    "pickup.not_dated": Sentence(
        "Het openbaar logboek heeft de dag waarop dit ondertekend is nog niet.",
        "Vraag het morgen opnieuw. Het bewijs kan intussen gebruikt worden.",
    ),
}

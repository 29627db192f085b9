"""Dutch, at the counter: hand-overs, lists, what a wallet was given, the record of acts."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

COUNTER: Final[Mapping[str, Sentence]] = {
    "encrypted_otherwise": Sentence(
        "Het is versleuteld op een manier die livret niet aanvaardt.",
        "Vraag het opnieuw, uit software die de Europese regels volgt.",
    ),
    "not_for_this_key": Sentence(
        "Het is versleuteld voor een andere sleutel, of onderweg veranderd.",
        "Vraag de afzender het opnieuw te versleutelen, voor de huidige sleutel.",
    ),
    "code.alone": Sentence(
        "Dat is alleen de code: die zegt niet van wie ze komt.",
        "Typ het adres ervoor, zoals beide naast de QR-code staan: verneuil.example/o/7KQ2-M9T9. Of plak de link.",
    ),
    "code.mistyped": Sentence(
        "Dat is geen code, of er is een teken verkeerd getypt.",
        "Typ hem opnieuw van het papier of het scherm, met of zonder streepje.",
    ),
    "wallet_request_wrong": Sentence(
        "De aanvraag van de wallet past niet bij deze afhaling. Er is niets ondertekend.",
        "Vraag de persoon de aanvraag opnieuw te maken, met deze afhaling.",
    ),
    "handover.unknown": Sentence(
        "Dit gemeentehuis heeft zo'n afhaling niet klaargezet.",
        "Vraag een nieuwe afhaling aan het loket.",
    ),
    "handover.used": Sentence(
        "Deze afhaling is al gebruikt; ze werkt één keer.",
        "Vraag een nieuwe aan het loket, en zeg het als u het niet was.",
    ),
    "handover.collected": Sentence(
        "Deze afhaling is al gebeurd; er valt niets meer te annuleren.",
        "Trek in wat ondertekend is: `livret issuer revoke {handover|CODE}`. Om het te schorsen: `suspend`.",
        "{handover} is afgehaald op {collected_at_s:minute}; er valt niets meer te annuleren.",
    ),
    "handover.expired": Sentence(
        "De tijd van deze afhaling is voorbij.",
        "Vraag een nieuwe aan het loket.",
        "De tijd van deze afhaling was voorbij op {expired_at_s:minute}.",
    ),
    "handover.other_type": Sentence(
        "Dit is een ander soort bewijs dan klaargezet. Er is niets ondertekend.",
        "Vraag aan het loket een afhaling voor het soort dat u nodig hebt.",
    ),
    "handover.too_many": Sentence(
        "Er zijn meer kopieën gevraagd dan deze afhaling toelaat.",
        "Vraag er minder, of een andere afhaling.",
        "Er zijn meer kopieën gevraagd dan deze afhaling toelaat: {max_copies}.",
    ),
    "handover.not_issued": Sentence(
        "Er is niets ondertekend voor deze afhaling; er valt niets te veranderen.",
        "Kijk met `livret issuer show` hoe het ermee staat.",
    ),
    "received_wrong": Sentence(
        "Wat het gemeentehuis stuurde is niet wat gevraagd was. Er is niets bewaard.",
        "Vraag een nieuwe afhaling aan het loket, en toon daar deze melding.",
    ),
    "pending.unknown": Sentence(
        "Deze wallet heeft geen open aanvraag voor dat antwoord. Er is niets bewaard.",
        "Open het met de wallet die de aanvraag deed, of vraag een nieuwe afhaling aan het loket.",
    ),
    "present.none": Sentence(
        "Deze wallet bevat geen bewijs dat het verzoek beantwoordt. Er is niets verstuurd.",
        "Vraag er een op het gemeentehuis, of vraag de dienst of papier volstaat.",
    ),
    "present.asked": Sentence(
        "Een bewijs dat misschien past is aangevraagd, en is nog niet hier. Er is niets verstuurd.",
        "Neem eerst het antwoord van de gemeente op: `livret wallet receive`, dan de naam van het bestand.",
    ),
    "present.other_proof": Sentence(
        "Het genoemde bewijs beantwoordt dit verzoek niet. Er is niets verstuurd.",
        "Laat de wallet kiezen, of neem een ander uit `livret wallet list`.",
    ),
    "present.declined": Sentence(
        "U zei nee. Er is een nee naar de dienst verstuurd, en niets van wat u bezit.",
        "Er is niets meer te doen. Bedenkt u zich, laat de dienst dan opnieuw vragen.",
    ),
    "present.untold": Sentence(
        "U zei nee. Niets van wat u bezit is verstuurd; of de dienst het nee kreeg, is niet bekend.",
        "Er is niets meer te doen. Om het nog eens te zeggen: weiger dezelfde link opnieuw.",
    ),
    "present.no_consent": Sentence(
        "U zei nee. Er is niets geschreven, en niets verstuurd.",
        "Er is niets meer te doen. Bedenkt u zich, beantwoord dan hetzelfde bestand opnieuw.",
    ),
    "status.missing": Sentence(
        "Het zegt niet waar men vraagt of het nog geldig is.",
        "Vraag een nieuw bewijs bij de instantie die het ondertekende.",
    ),
    "status.final": Sentence(
        "Een ingetrokken bewijs blijft ingetrokken.",
        "Onderteken in plaats daarvan een nieuw bewijs.",
    ),
    "status.no_suspension": Sentence(
        "Dit soort bewijs kan ingetrokken worden, niet geschorst.",
        "Trek het in, en onderteken een nieuw bewijs als de zaak geregeld is.",
    ),
    "intake.encoding": Sentence(
        "De lijst is niet in UTF-8: namen zouden er verkeerd uitkomen.",
        "Bewaar ze opnieuw als CSV in UTF-8 en probeer opnieuw.",
        "Regel {line} van de lijst is niet in UTF-8: namen zouden er verkeerd uitkomen.",
    ),
    "intake.garbled": Sentence(
        "Een naam in de lijst werd eerder door een ander programma verkeerd gelezen; zijn letters zijn hier verloren.",
        "Laat de lijst opnieuw uit het bestand van de gemeente halen, in UTF-8. Dit opnieuw bewaren helpt niet.",
        "Een naam op regel {line} werd eerder door een ander programma verkeerd gelezen; zijn letters zijn hier verloren.",
    ),
    "intake.spreadsheet": Sentence(
        "De lijst is het eigen bestand van een rekenblad, en geen CSV.",
        "Bewaar ze vanuit het rekenblad als CSV in UTF-8 en probeer opnieuw.",
    ),
    "intake.line_ends": Sentence(
        "De regels van de lijst eindigen zoals op oude Macs: alles leest als één regel.",
        "Bewaar ze opnieuw als CSV in UTF-8, en niet als CSV voor Macintosh. Probeer dan opnieuw.",
    ),
    "intake.header": Sentence(
        "Een kolom van de lijst is onbekend, ontbreekt of staat er twee keer.",
        "Noem de kolommen zoals dit bewijs doet; `livret types` geeft ze.",
        "Kolom {column} van de lijst is onbekend, ontbreekt of staat er twee keer.",
    ),
    "claims.elsewhere": Sentence(
        "Dit ligt in een gemeente of land waarover de ondertekenende gemeente niet mag spreken.",
        "Verbeter de plaats in de gegevens, of vraag het de gemeente die het aangaat.",
        "{path} noemt een plaats waarover de ondertekenende gemeente niet mag spreken.",
    ),
    "claims.future": Sentence(
        "Een datum moet nog komen.",
        "Verbeter de datum in de gegevens en probeer opnieuw.",
        "{path} is een dag die nog moet komen.",
    ),
    "claims.order": Sentence(
        "Een datum ligt vóór een andere die eerst komt.",
        "Verbeter de datum die van beide fout is en probeer opnieuw.",
        "{path} ligt vóór {before}, dat eerst komt.",
    ),
    "intake.row": Sentence(
        "Een rij van de lijst heeft te veel of te weinig cellen, of een open aanhalingsteken.",
        "Verbeter de rij en probeer opnieuw.",
    ),
    "intake.formula": Sentence(
        "Een cel van de lijst begint als een formule die een rekenblad zou uitvoeren.",
        "Schrijf de cel als gewone tekst en probeer opnieuw.",
    ),
    "intake.nobody": Sentence(
        "Niemand staat op die regel van de lijst.",
        "Zoek het nummer van de regel op; de kop is regel 1.",
    ),
    "intake.changed": Sentence(
        "De lijst is veranderd terwijl ze werd gelezen. Er is niets aangeboden.",
        "Sluit het programma dat ze verandert en probeer opnieuw.",
    ),
    "intake.empty": Sentence(
        "Er staat niemand in de lijst: ze eindigt na de eerste regel.",
        "Zet de personen onder de namen van de kolommen, een per regel.",
    ),
    "intake.offered": Sentence(
        "Deze persoon heeft al een open afhaling van deze soort.",
        "Annuleer die eerst, of geef met --again bewust nog een.",
        "Deze persoon heeft al een open afhaling: {handover} (annuleer ze, of --again).",
    ),
    "offer.none": Sentence(
        "Een afhaling kon niet worden geschreven; er is dus niets aangeboden en niets genoteerd.",
        "Maak plaats, of noem een andere map met --to, en herhaal de opdracht.",
        "Niets is aangeboden of genoteerd: {file} kon niet worden geschreven ({reason:cause}).",
    ),
    "offer.unfinished": Sentence(
        "De afhalingen zijn genoteerd, en niet al hun bestanden staan op hun plaats.",
        "Maak plaats en herhaal de opdracht: ze zet eerst de bestanden op hun plaats.",
        "De afhalingen zijn genoteerd, niet alle bestanden staan op hun plaats: {file} ({reason:cause}).",
    ),
    "intake.duplicate": Sentence(
        "Dezelfde persoon staat twee keer in de lijst.",
        "Haal een van de twee rijen weg. Zijn het twee personen, help de tweede dan aan het loket.",
        "Dezelfde persoon staat twee keer in de lijst, eerst op regel {first_line}.",
    ),
    "audit.altered": Sentence(
        "Wat het gemeentehuis van zijn eigen daden bijhoudt, is achteraf veranderd.",
        "Stop, laat de map zoals ze is, en bel wie voor deze machine zorgt.",
        "Wat het gemeentehuis van zijn daden bijhoudt, is veranderd bij punt {number}.",
    ),
    "audit.rolled_back": Sentence(
        "Wat het gemeentehuis van zijn eigen daden bijhoudt, gaat niet verder vanaf wat genoteerd was.",
        "Stop, laat de map zoals ze is, en bel wie voor deze machine zorgt.",
        "De lijst van daden telt {number} {number:punt|punten} en gaat niet verder vanaf punt {noted} zoals genoteerd.",
    ),
    "audit.head": Sentence(
        "Dit is geen nummer met cijfers zoals `livret issuer audit` ze schrijft.",
        "Typ opnieuw wat genoteerd werd: een nummer, dan groepen van vier.",
    ),
}

"""Dutch, for who reads a public ledger: what its pages show, whom to believe, what dates a proof."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

READING: Final[Mapping[str, Sentence]] = {
    "ledger.clock": Sentence(
        "De klok hier loopt achter op wat al is gezien.",
        "Zet de klok goed en probeer het opnieuw.",
    ),
    "ledger.stale": Sentence(
        "De nieuwste bladzijde van het openbaar logboek hier is te oud.",
        "Maak één keer verbinding en haal een nieuwere, bij elke gemeente met een kopie.",
    ),
    "ledger.unavailable": Sentence(
        "Hier is niets dat toont wat het openbaar logboek over deze ondertekenaar zegt.",
        "Haal het opnieuw bij het logboek of bij een gemeente met een kopie. Geen weigering.",
    ),
    "trust.unconfirmed": Sentence(
        "Hier wordt nog geen openbaar logboek vertrouwd: wie mag ondertekenen is niet na te gaan.",
        "Neem het bestand ervan en vergelijk de zes woorden met het blad aan het loket: `trust add`.",
    ),
    "ledger.unlinked": Sentence(
        "Niets toont dat deze nieuwere bladzijde van het openbaar logboek aansluit op die hier eerder is gezien.",
        "Maak verbinding en probeer opnieuw. Zonder netwerk: kopieer ook de map tile/ van het logboek. Geen weigering.",
    ),
    "ledger_older": Sentence(
        "Deze bladzijde van het openbaar logboek is ouder dan een die hier al is gezien.",
        "Haal een nieuwere. Is er geen, bel dan wie het logboek bijhoudt.",
    ),
    "ledger.unproven": Sentence(
        "Wie antwoordde zegt dat het logboek het heeft, en toont geen bewijs dat dit zo is.",
        "Neem het nieuwste vertrouwensbestand van het logboek en probeer opnieuw. Blijft het zo, zeg het de leden.",
    ),
    "ledger.not_proven": Sentence(
        "Wie antwoordde zegt dat het logboek het heeft. Er kwam geen bewijs.",
        "Misschien is het opgenomen. Dien hetzelfde bestand later opnieuw in: niets wordt twee keer geschreven.",
        "Wie antwoordde zegt dat het logboek het heeft als vermelding {index}. Er kwam geen bewijs.",
    ),
    "ledger.not_shown": Sentence(
        "Wat erbij zat, toont niet alles wat gecontroleerd moet worden.",
        "Haal het opnieuw uit het openbaar logboek.",
    ),
    "ledger.rights_not_shown": Sentence(
        "Wat erbij zat, toont niet alles wat deze instantie mag ondertekenen. Of ze dit mag, blijft open.",
        "Haal het opnieuw uit het openbaar logboek. Dit is geen weigering.",
    ),
    "ledger.type_not_shown": Sentence(
        "Wat erbij zat, toont niet welke beschrijving van dit soort bewijs gepubliceerd is.",
        "Haal het opnieuw uit het openbaar logboek, of meld het de beheerders. Dit is geen weigering.",
    ),
    "type.not_as_published": Sentence(
        "Het programma volgt een andere beschrijving van dit soort bewijs dan voor allen gepubliceerd is.",
        "Laat livret hier bijwerken. Over het bewijs zelf is niets kwaads gezegd.",
    ),
    "type.retired": Sentence(
        "Deze versie van het bewijs was buiten gebruik voor het ondertekend werd.",
        "Vraag de instantie die het ondertekende een bewijs van de huidige versie.",
    ),
    "ledger.retired_keys": Sentence(
        "Wie dit toen zag, houdt het logboek niet meer bij. Hun woord alleen dateert niets.",
        "Vraag de instantie die het ondertekende om een nieuwere datering (livret ledger redate).",
    ),
    "ledger.older_than_proof": Sentence(
        "Dit is ondertekend na de stand van het logboek die voorhanden is. Wie dit mag, staat er niet in.",
        "Haal het opnieuw uit het openbaar logboek. Dit is geen weigering.",
    ),
    "issuer.key_ended": Sentence(
        "Ondertekend met een sleutel na het einde ervan.",
        "Vraag een nieuw bewijs aan de instantie die het ondertekende.",
    ),
    "issuer.key_compromised": Sentence(
        "Ondertekend met een misschien gestolen sleutel, en niets toont dat het vóór de diefstal was.",
        "Toon wat het dateert (livret wallet present --with-dating; livret verify file --dating), of vraag een nieuw bewijs.",
        "Ondertekend met een sleutel die misschien gestolen is sinds {from_s:minute}; niets toont dat het ervoor was.",
    ),
    "issuer.undated": Sentence(
        "Ondertekend met een misschien gestolen sleutel. Dit soort bewijs kan tonen dat het ouder is, en deed het niet.",
        "Toon het opnieuw met het bestand dat het dateert: `livret wallet present --with-dating`.",
    ),
    "issuer.suspended": Sentence(
        "Ondertekend terwijl de andere gemeenten de instantie hadden geschorst.",
        "Vraag haar een nieuw bewijs zodra ze weer mag ondertekenen.",
    ),
    "issuer.void": Sentence(
        "De instantie die het ondertekende, had er toen het recht niet toe.",
        "Vraag wie dit soort bewijs nu voor uw gemeente ondertekent.",
    ),
    "trust_broken": Sentence(
        "De lijst van wie het logboek bijhoudt, is niet doorgegeven door wie dat eerst deed.",
        "Vertrouw er niet op. Bevestig de zes woorden aan het loket.",
    ),
    "trust.other_text": Sentence(
        "Dit is een andere tekst van een versie die hier vertrouwd wordt. Een van beide is vals.",
        "Leg beide naast het nieuwste blad: `trust check BESTAND`. Is het die van hier: `trust remove`, dan de andere toevoegen.",
    ),
    "trust.joint_open": Sentence(
        "Te weinig getuigen en controleurs, oude of nieuwe, hebben de laatste stand ondertekend.",
        "Bel de gemeenten waarvan de machines niet antwoordden en probeer opnieuw.",
    ),
    "trust.expired": Sentence(
        "Wat hier bekend is over wie het logboek bijhoudt, is te oud.",
        "Voeg de nieuwste ledenlijst toe: `trust add`. Vraagt dat zes woorden, neem dan het nieuwste blad aan het loket.",
    ),
    "trust.memory": Sentence(
        "Deze machine heeft te weinig vrij geheugen om de zes woorden te berekenen. Er is niets vergeleken.",
        "Sluit andere programma's en probeer opnieuw, of neem een andere machine.",
    ),
    "trust.not_yet": Sentence(
        "Tegen de nieuwe sleutel van dit logboek kan nog bezwaar worden gemaakt. Wat hij ondertekent, geldt nog niet.",
        "Ga verder met de laatste stand die u had. Vraag een week daarna opnieuw.",
        "Tot {from_s:minute} kan bezwaar worden gemaakt tegen de nieuwe sleutel. Wat hij ondertekent, geldt nog niet.",
    ),
    "trust.words": Sentence(
        "Dit zijn niet de zes woorden van dit bestand. Er wordt niets op vertrouwd.",
        "Lees ze opnieuw. Noemt het blad een latere versie, neem een nieuwer bestand. Zo niet, bewaar dit en vraag aan het loket.",
        "Dit zijn niet de zes woorden van dit bestand, dat tot versie {newest} gaat. Er wordt niets op vertrouwd.",
    ),
    "trust.sheet_old": Sentence(
        "Dit blad is te oud: iemand met sleutels van toen kan geschreven hebben wat erna kwam.",
        "Vraag aan het loket het nieuwste blad en neem de zes woorden daarvan.",
        "Het blad van versie {version} is te oud: iemand met sleutels van toen kan geschreven hebben wat erna kwam.",
    ),
    "trust.sheet_newer": Sentence(
        "Dit bestand heeft geen versie met dat nummer.",
        "Neem het nieuwste bestand van wie het logboek bijhoudt en probeer opnieuw.",
        "Het blad noemt versie {version}. Dit bestand gaat tot versie {newest}.",
    ),
    "trust.file_old": Sentence(
        "Dit bestand is te oud: wie het logboek nu bijhoudt, staat er niet in.",
        "Neem het nieuwste bestand, en het nieuwste blad aan het loket.",
        "Dit bestand is te oud: het eindigt op {expired_s:day}, en wie het logboek nu bijhoudt, staat er niet in.",
    ),
    "trust.unknown": Sentence(
        "Een openbaar logboek met die naam wordt hier niet vertrouwd.",
        "Zie welke wel: `livret wallet trust list`, aan een loket `livret verify trust list`.",
    ),
    "trust.another": Sentence(
        "Dit loket vertrouwt een ander openbaar logboek, en maar één tegelijk.",
        "Zie welk: `livret verify trust list`. Moet het weg: `livret verify trust remove`.",
    ),
    "issuer.off_ledger": Sentence(
        "De instantie die ondertekende, staat in geen openbaar logboek dat u vertrouwt.",
        "Vraag in welk logboek ze staat en bevestig de zes woorden ervan. Tot dan wordt niets bewaard.",
    ),
    "commit.lists_missing": Sentence(
        "Niet alle statuslijsten die het openbare logboek noemt staan hier, of er staan oudere.",
        "Haal de lijsten en de map commit opnieuw waar het oude gemeentehuis ze publiceerde.",
    ),
    "commit.no_lists": Sentence(
        "Dit noemt geen statuslijsten.",
        "Geef een ontwerp van `livret ledger lists commit`, of een opvolging met definitieve lijsten.",
    ),
    "commit.other_root": Sentence(
        "Deze gegevens van een dag zijn andere dan die genoemd worden.",
        "Vraag de instantie van die lijsten om het bestand van die dag zoals gepubliceerd.",
    ),
    "commit.path": Sentence(
        "Dit toont niet aan dat het bewijs die dag al ondertekend was.",
        "Toon het bestand dat bij dit bewijs hoort, of vraag het opnieuw aan de gemeente.",
    ),
    "status.rolled_back": Sentence(
        "De getoonde lijst is ouder dan een lijst die in het openbare logboek staat.",
        "Haal de nieuwste lijst en probeer het opnieuw.",
        "De lijst is van {issued_at_s:minute}; in het openbare logboek staat er een van {committed_at_s:minute}.",
    ),
    "dating.none": Sentence(
        "Hier is niets bewaard dat dit bewijs dateert.",
        "Vraag de gemeente om het bestand dat het dateert en bewaar het: `livret wallet dating`.",
    ),
    "dating.unchecked": Sentence(
        "Wat bewaard is om dit bewijs te dateren, is gecontroleerd; dit bestand kan dat niet worden.",
        "Neem eerst het openbare logboek aan: `livret wallet trust add`. Wat bewaard is, blijft.",
    ),
    "dating.no_proof": Sentence(
        "Dit bestand dateert een bewijs dat u niet hebt.",
        "Kijk of het het bestand van uw bewijs is: `livret wallet list`.",
    ),
    "status.uncommitted": Sentence(
        "De instantie is opgehouden of haar sleutel is misschien gestolen, en deze lijst staat niet in het openbare logboek.",
        "Haal de lijst die het openbare logboek noemt en probeer het opnieuw.",
    ),
    "status.equivocated": Sentence(
        "De instantie maakte twee lijsten van één moment, en dit is niet die van het openbare logboek.",
        "Bewaar beide lijsten en meld het aan wie over het openbare logboek waakt.",
        "Er zijn twee lijsten van {issued_at_s:minute}. Dit is niet die van het openbare logboek.",
    ),
}

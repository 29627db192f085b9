"""Dutch, for who writes a public ledger, keeps one, or is on it: what was handed in, and who signed it."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

LEDGER: Final[Mapping[str, Sentence]] = {
    "entry_unreadable": Sentence(
        "Wat voor het openbaar logboek is ingediend, is beschadigd of zegt wat niet mag.",
        "Maak het opnieuw met `livret ledger` en dien dat in.",
        "Wat voor het openbaar logboek is ingediend, is niet goed gevormd, bij {member}.",
    ),
    "entry_number_wrong": Sentence(
        "Een nummer van een instantie of haar gebied is er geen dat haar land gebruikt.",
        "Zoek het op en typ het cijfer voor cijfer opnieuw.",
    ),
    "ledger.origin": Sentence(
        "Dit is voor een ander openbaar logboek gemaakt.",
        "Dien het daar in, of maak het opnieuw voor dit.",
    ),
    "entry_out_of_turn": Sentence(
        "Dit komt te laat of te vroeg: er is iets vóór geschreven, of het is lang geleden ondertekend.",
        "Haal het logboek op zoals het nu is, maak het opnieuw en laat het weer ondertekenen.",
    ),
    "entry_has_words": Sentence(
        "Het zegt iets in eigen woorden. Het openbaar logboek neemt alleen nummers en adressen.",
        "Maak het opnieuw met `livret ledger` en voeg niets toe.",
    ),
    "entry_there_already": Sentence(
        "Dit staat al in het openbaar logboek. Er is niets aan veranderd.",
        "Kijk wat er staat. Een andere versie is een andere vermelding.",
    ),
    "ledger.claim": Sentence(
        "Een dienst is ingeschreven voor een veld dat dit soort bewijs niet heeft.",
        "Kies uit de velden in de gepubliceerde beschrijving van dit soort.",
        "Een dienst is ingeschreven voor een veld dat geen gepubliceerde versie van {type} heeft.",
    ),
    "ledger.unknown": Sentence(
        "Het verwijst naar iets wat niet in het openbaar logboek staat.",
        "Kijk wat het noemt en laat dat eerst schrijven.",
    ),
    "entry_signer_wrong": Sentence(
        "Het is ondertekend door iemand die dat niet mag, of met een sleutel die niet telt.",
        "Kijk wie nu voor uw gemeente ondertekent en onderteken opnieuw.",
    ),
    "ledger.threshold": Sentence(
        "Het is niet ondertekend door wie nodig is.",
        "Vraag de anderen te ondertekenen. Een gemeente telt niet mee in haar eigen zaak.",
        "Er zijn {needed} handtekeningen nodig die tellen. Het heeft er {found}.",
    ),
    "ledger.own_matter": Sentence(
        "Niemand telt mee in de eigen zaak, ook niet via wie zijn machines beheert.",
        "Vraag het aan een andere gemeente die over het logboek waakt.",
    ),
    "ledger.suspended": Sentence(
        "Dit lid is geschorst. Het kan geen bewijzen ondertekenen en voor niemand instaan.",
        "Wacht tot de schorsing eindigt, of vraag de andere leden ze te beëindigen.",
    ),
    "entry_no_longer": Sentence(
        "Waar dit op steunt, is beëindigd of vervangen.",
        "Haal het logboek op zoals het nu is en kijk opnieuw.",
    ),
    "ledger.holds_role": Sentence(
        "Dit lid waakt over het logboek, of gaat dat doen. De anderen rekenen erop.",
        "Beslis eerst wie zijn plaats inneemt en doe dit daarna.",
    ),
    "roles_unfit": Sentence(
        "Met deze leden, sleutels of aantallen blijft het logboek niet eerlijk.",
        "Neem leden zonder gedeelde machines, een sleutel per rol en grotere aantallen.",
    ),
    "ledger.numbers": Sentence(
        "De getallen n, q, a en k van het logboek passen niet bij elkaar, bij de leden of bij de vorige getallen.",
        "Wijzig ze: q meer dan de helft van n, a en k minstens 2q − n; noem zoveel leden als n en a zeggen.",
        "n={n}, q={q}, a={a}, k={k}: dat past niet. q: {least_q} tot {n}; bij q={fit}, a: minstens {least}, k: {least} tot {n}.",
    ),
    "ledger.rules_version": Sentence(
        "Het logboek volgt regels die deze livret niet kent.",
        "Installeer een nieuwere livret en probeer het opnieuw.",
    ),
    "ledger.quota": Sentence(
        "Deze gemeente stond vandaag al in voor zoveel als op één dag mag.",
        "Probeer het morgen opnieuw, of vraag een andere gemeente.",
    ),
    "ledger.too_often": Sentence(
        "Dat is vandaag al zo vaak gebeurd als het mag.",
        "Probeer het morgen opnieuw. Een herstelsleutel telt apart.",
    ),
    "ledger.day": Sentence(
        "De vermelding van vandaag van deze instantie staat er al, of ze noemt een andere dag.",
        "Er is er één per dag. Op het gemeentehuis nog niet genoteerd: `livret issuer ledger settle --from KOPIE`.",
    ),
    "entry_dates_wrong": Sentence(
        "Deze data kunnen niet: te vroeg, te laat, te lang of over andere heen.",
        "Kies andere data en kijk wat er in het logboek staat.",
    ),
    "ledger.scope": Sentence(
        "Niemand geeft meer door dan hij heeft: andere soort, groter gebied of langere tijd.",
        "Vraag minder, of vraag het aan een instantie die dat recht heeft.",
    ),
    "ledger.full": Sentence(
        "Hier staan zoveel termijnen als er kunnen staan.",
        "Verleng de laatste in plaats van er een toe te voegen.",
    ),
    "entry_keys_unfit": Sentence(
        "Een sleutel dient een tweede keer, of waarvoor hij niet mag dienen.",
        "Maak voor elk gebruik een nieuwe sleutel.",
    ),
    "ledger.frozen": Sentence(
        "Dit openbaar logboek is gesloten. Er wordt niets meer in geschreven.",
        "Vraag wie het bijhield welk logboek verdergaat.",
    ),
    "ledger_time_wrong": Sentence(
        "De tijd van het openbaar logboek gaat niet vooruit, of loopt voor op de klok hier.",
        "Kijk naar de klok hier. Klopt ze, bel dan wie het logboek bijhoudt.",
    ),
    "ledger_miscounted": Sentence(
        "Het openbaar logboek zegt iets anders dan alle vermeldingen samen.",
        "Vertrouw er niet op. Bewaar het bestand en bel een gemeente die over het logboek waakt.",
    ),
    "ledger.damaged": Sentence(
        "Deze kopie van het openbaar logboek is beschadigd.",
        "Schrijf er niets in. Maak ze opnieuw uit de kopie van een andere gemeente: `livret ledger recover --help`.",
        "Deze kopie van het openbaar logboek is beschadigd bij vermelding {index}: dit volgt niet uit de vermeldingen.",
    ),
    "ledger.busy": Sentence(
        "Een andere livret schrijft in dit logboek.",
        "Wacht tot die klaar is, of sluit die, en probeer het opnieuw.",
    ),
    "ledger.behind": Sentence(
        "Deze kopie van het logboek eindigt vóór wat andere gemeenten hebben bevestigd. Hier wordt niets geschreven.",
        "Forceer niets. Vanaf een recentere kopie: `livret ledger recover --help`. Anders heeft een ander de sleutel: --key-lost.",
        "Deze kopie van het logboek heeft {own} {own:vermelding|vermeldingen}; {by} heeft er {size} bevestigd. Hier wordt niets geschreven.",
    ),
    "ledger.taken_over": Sentence(
        "Dit logboek gaat al verder onder zijn nieuwe sleutel. Er is niets geschreven.",
        "Hier valt niets meer te doen. Bedien het: `livret ledger serve`, met zijn map als --home.",
    ),
    "ledger.overtaken": Sentence(
        "Zoveel getuigen hebben meer bevestigd dan hier is dat er te weinig overblijven om verder te gaan.",
        "Vraag elke spiegel om een recentere kopie. Is er geen, dan is dit logboek ten einde: de leden stichten een nieuw.",
        "{found} van {of} getuigen bevestigden meer dan hier is ({own}), en geen quorum hetzelfde. Er blijven er te weinig over.",
    ),
    "ledger.claimed": Sentence(
        "Iemand zegt meer te hebben bevestigd dan hier is, en toont niets. Er wordt nog niets geschreven.",
        "Deze kopie heeft niets nodig: ze gaat verder als genoeg anderen antwoorden. Bel wie het zegt, en wie zwijgt.",
        "{by} zegt, en toont niets, {size} te hebben bevestigd; hier eindigt het bij {own}. {found} van {needed} ontkennen het.",
    ),
    "ledger.forked": Sentence(
        "Andere gemeenten hebben een andere geschiedenis van dit logboek bevestigd. Hier wordt niets meer geschreven.",
        "Laat de andere machine schrijven. Is ze weg: `livret ledger recover --help`. Wat verloren is: `livret ledger status`.",
        "{by} heeft een andere geschiedenis van dit logboek, van {size} {size:vermelding|vermeldingen}. Hier wordt niets geschreven.",
    ),
    "ledger.few_witnesses": Sentence(
        "Te weinig getuigen antwoordden om te weten of deze kopie de nieuwste is. Er wordt nog niets geschreven.",
        "Vraag opnieuw. Blijft het zo, zie --authorities en --resolve, of bel hun gemeenten.",
    ),
    "ledger.founding": Sentence(
        "Dit is geen plan, geen ontwerp en geen handtekening om een logboek mee op te richten.",
        "Vraag het opnieuw, zoals het gemaakt is.",
    ),
    "ledger.opening": Sentence(
        "De sleutels van een oprichter ontbreken, of zijn andere dan die vooraf waren vastgelegd.",
        "Vraag elke oprichter om zijn eigen opening. Heeft een van hen andere sleutels, dan beginnen allen opnieuw.",
    ),
    "ledger.agreement": Sentence(
        "Dit ontwerp volgt uit een andere overeenkomst dan die u bewaarde.",
        "Onderteken niet. Vergelijk de overeenkomst met de andere oprichters.",
    ),
    "trust.unchanged": Sentence(
        "De ledenlijst zegt al wat het logboek nu zegt.",
        "Een wijziging geldt na zeven dagen. Een sleutel die meteen ondertekent, noemt u in de map van het logboek (--home).",
    ),
    "trust.not_voted": Sentence(
        "Deze ledenlijst is niet die waarvoor de leden van het logboek stemden.",
        "Onderteken ze niet. Vraag het aan wie ze stuurde; livret ledger trust next maakt de juiste.",
    ),
    "trust.address": Sentence(
        "Een van wie moet bevestigen heeft hier geen adres.",
        "Voeg het toe: --address NAAM=https://…, met komma's.",
        "{name} moet bevestigen en heeft hier geen adres.",
    ),
    "ledger.key_changed": Sentence(
        "De leden laten een andere sleutel het logboek ondertekenen. Onder deze wordt niets meer geschreven.",
        "Maak de volgende ledenlijst (`livret ledger trust next`) en neem dan de nieuwe sleutel: `livret ledger log take-up`.",
    ),
    "ledger.log_key": Sentence(
        "De sleutel in deze map is niet die waarmee dit logboek ondertekent.",
        "Gebruik de map met de sleutel waarvoor de oprichters ondertekenden, of laat ze voor deze ondertekenen.",
    ),
    "ledger.store_lost": Sentence(
        "Dit logboek is begonnen, en zijn database is weg.",
        "Begin het niet opnieuw. Ga verder vanaf de kopie van een spiegel: livret ledger recover --from KOPIE.",
    ),
    "ledger.no_genesis": Sentence(
        "De sleutel is er, maar het logboek is nog niet begonnen.",
        "Geef de sleutel aan de oprichters, daarna: livret ledger init --genesis BESTAND.",
    ),
    "ledger.no_head": Sentence(
        "Te weinig gemeenten hebben tot nu toe een stand van dit logboek bevestigd.",
        "Start het met `livret ledger serve`, en zie erop toe dat getuigen en controleurs antwoorden.",
    ),
    "ledger.halted": Sentence(
        "Het logboek neemt nu niets aan: op zijn eigen machine is iets mis.",
        "Hier is niets mis. Dien het later opnieuw in; blijft het zo, zeg het dan aan wie het logboek houdt.",
        "{host} neemt nu niets aan: op zijn eigen machine is iets mis ({reason}).",
    ),
    "ledger.source": Sentence(
        "Op wat daar gepubliceerd is, kan niemand afgaan: beschadigd, afgebroken, of niet van wie het logboek houdt.",
        "Lees een andere kopie (--from). Zeggen ze alle hetzelfde, bel dan wie het logboek houdt.",
        "Op wat daar gepubliceerd is, kan niemand afgaan ({reason}): beschadigd, afgebroken, of niet van wie het logboek houdt.",
    ),
    "ledger.stopped": Sentence(
        "Het logboek wordt gestopt en neemt niets meer aan.",
        "Probeer het over een minuut opnieuw. Wat twee keer komt, wordt één keer ingeschreven.",
    ),
    "net.address": Sentence(
        "Die naam leidt naar een privénetwerk. Er is met niemand contact opgenomen.",
        "Is dat de bedoeling, zet de naam dan vast: --resolve HOST:POORT=ADRES.",
        "{host} leidt naar een privénetwerk. Er is met niemand contact opgenomen.",
    ),
    "net.certificate_time": Sentence(
        "Wat een machine toont om zich te bewijzen, geldt niet op het uur van de klok hier. Er is haar niets gevraagd.",
        "Kijk naar de klok van dit toestel. Staat die goed, zeg het dan aan wie die machine beheert, of aan het loket.",
        "{host} kan zich niet bewijzen: wat het toont geldt niet op het uur van de klok hier. Er is niets gevraagd.",
    ),
    "net.certificate": Sentence(
        "Een andere machine kan hier niet tonen dat zij de bedoelde is. Er is haar niets gevraagd.",
        "Is de instantie van uzelf, noem ze dan met --authorities; anders zit er misschien iemand tussen.",
        "{host} kan hier niet tonen dat het die machine is. Er is niets gevraagd.",
    ),
    "net.unavailable": Sentence(
        "Een andere machine gaf geen antwoord.",
        "Kijk naar de naam en de verbinding, en probeer het opnieuw.",
        "{host} gaf geen antwoord.",
    ),
    "ledger.draft": Sentence(
        "Dit is een ontwerp: niemand heeft het ondertekend.",
        "Onderteken het, `livret issuer ledger sign`, voeg het samen, `livret ledger join`, en dien dat in.",
    ),
    "ledger.other_draft": Sentence(
        "Deze handtekening staat onder een ander ontwerp. Over dit ontwerp zegt ze niets.",
        "Haal het bestand uit de map, of laat dit ontwerp ondertekenen: `livret issuer ledger sign`.",
    ),
    "ledger.joined": Sentence(
        "Dit is gaaf, maar geen ontwerp meer: het is met zijn handtekeningen samengevoegd.",
        "Dien het in: `livret ledger submit`. Om het te herlezen neemt `review` het ontwerp.",
    ),
    "home.operation_open": Sentence(
        "Wat eerder voor het openbare logboek werd gemaakt, is nog niet afgehandeld.",
        "Noteer de afloop: `livret issuer ledger settle --from KOPIE`. Nooit ingediend? `journal --to open/` schrijft het weer.",
    ),
    "home.not_made_here": Sentence(
        "Deze handeling werd niet in dit gemeentehuis gemaakt.",
        "Noteer de afloop waar ze gemaakt werd. Wat hier gemaakt is: `livret issuer ledger journal`.",
    ),
    "home.settled": Sentence(
        "Hoe deze handeling afliep is al genoteerd, en niet zo.",
        "Zie `livret issuer ledger journal`. Wat het logboek heeft, kan niemand geweigerd noemen.",
    ),
    "home.unproven_no": Sentence(
        "Het logboek zegt de cijfers van een eerdere dag niet te hebben genomen, en niets toont dat dit zo is.",
        "Laat een kopie zeggen hoe het afliep: `livret issuer ledger settle --from KOPIE`. Maak dan die van vandaag.",
    ),
    "home.unsettled": Sentence(
        "Wat hier werd gemaakt staat niet in het openbare logboek, dat het nog kan nemen.",
        "Dien in wat `livret issuer ledger journal --to open/` schrijft, en handel het dan af.",
    ),
    "home.no_trust": Sentence(
        "Niemand heeft het openbare logboek van deze gemeente hier bevestigd: niets ervan is te controleren.",
        "Vergelijk de zes woorden: `livret issuer trust add`. Of sta zelf in voor een bestand: --trust.",
    ),
    "home.clock_behind": Sentence(
        "Volgens de klok hier staat de sleutel die ondertekent pas later in het openbare logboek.",
        "Zet de klok goed; klopt ze, lees het logboek dan opnieuw: `livret issuer ledger rights`.",
    ),
    "home.ended": Sentence(
        "Deze gemeente heeft haar identiteit beëindigd. Haar laatste lijsten blijven zoals ze zijn.",
        "Wie haar opvolgt, geeft voortaan uit en trekt in.",
    ),
    "home.no_right": Sentence(
        "Volgens het openbare logboek, zoals laatst gelezen, mag deze gemeente dit nu niet ondertekenen.",
        "Vraag het wie haar machtigt; lees dan het logboek opnieuw: `livret issuer ledger rights`.",
    ),
    "home.right_later": Sentence(
        "Volgens het openbare logboek, zoals laatst gelezen, begint uw recht om dit te ondertekenen later.",
        "Wacht tot dan, of laat het eerder ingaan (`--begins`); dan `livret issuer ledger rights`.",
        "Uw recht om {type} te ondertekenen begint op {from_s:minute}; tot dan zou geen loket het aannemen.",
    ),
    "home.not_registered": Sentence(
        "Het openbare logboek heeft deze gemeente nog niet.",
        "Maak de vermelding met `livret issuer ledger register` en laat een lid ze ondertekenen.",
    ),
    "home.other_evidence": Sentence(
        "Dit bewijs gaat over een andere gemeente, en zegt niets over deze.",
        "Neem het ledger.evidence dat het logboek in de map van deze gemeente publiceert.",
    ),
    "home.key_unknown": Sentence(
        "Dit gemeentehuis had nooit een sleutel met die naam.",
        "Kijk naar de naam: `livret issuer show`, of wat de wacht meldde.",
        "{key} is geen sleutel van dit gemeentehuis, en geen die anderen op zijn naam zetten.",
    ),
    "home.nothing_stolen": Sentence(
        "Niets van anderen staat op deze naam in de gelezen kopie: een herstelsleutel zou voor niets worden gebruikt.",
        "Sleutel misschien gelezen: --suspected-from. Sleutels kwijt: --lost-keys. Opvolger genoemd: `succeed --refuse`.",
    ),
    "home.recovery_key": Sentence(
        "Deze herstelsleutel is er geen die nu voor deze identiteit telt.",
        "Probeer een andere (`livret issuer ledger recovery-keys MAP`). Telt er geen, bel dan de leden (`did.succeed`).",
    ),
    "home.no_ledger": Sentence(
        "Deze gemeente is zonder openbaar logboek opgezet.",
        "Zet er een op die er een heeft: `livret issuer init --ledger`.",
    ),
    "home.signs_proofs": Sentence(
        "Deze identiteit mag bewijzen ondertekenen: een loket zou dat dan ook kunnen.",
        "Geef de dienst een eigen identiteit: `livret issuer init --who CODE/2`.",
    ),
    "home.key_needed": Sentence(
        "Bewijzen met deze sleutel gelden nog, en hun lijsten worden ermee ondertekend.",
        "Laat de sleutel staan tot het laatste bewijs is afgelopen.",
    ),
    "home.lists_needed": Sentence(
        "Bewijzen waarvan de statuslijst op dit adres staat, gelden nog.",
        "Laat de lijsten daar staan tot het laatste bewijs is afgelopen.",
    ),
    "home.lists_place": Sentence(
        "Nieuwe statuslijsten beginnen al op dit adres, of er staan er geen.",
        "Kijk waar uw lijsten staan: `livret issuer show`.",
    ),
    "home.not_successor": Sentence(
        "Het openbare logboek zegt niet dat dit gemeentehuis nu die identiteit opvolgt.",
        "Haal de ledger.evidence van de oude identiteit opnieuw; een opvolging door stemmers begint na 72 uur.",
    ),
}

"""Nederlands, waar toezicht is op het logboek: getuigen, controleurs, bewijs van bedrog."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

WATCHING: Final[Mapping[str, Sentence]] = {
    "mirror.lost": Sentence(
        "Deze kopie mist een deel dat niets in haar map opnieuw maakt.",
        "Maak de kopie opnieuw in een andere map: `livret ledger mirror --home`. Zij heeft geen sleutel om te vervangen.",
        "Deze kopie mist haar `{file}`, en niets in haar map maakt dat opnieuw.",
    ),
    "witness.memory_lost": Sentence(
        "Deze sleutel is hier zonder het geheugen van wat hij bevestigde. Hij kan twee verhalen bevestigen.",
        "Gebruik hem nooit meer: laat de leden hem vervangen (policy.change) en begin opnieuw met `init`.",
    ),
    "witness.busy": Sentence(
        "Een andere livret antwoordt al vanuit deze map: de sleutel en zijn geheugen werken één keer.",
        "Laat die draaien, of beëindig hem eerst. Een andere getuige of controleur heeft een eigen map: --home.",
    ),
    "fraud.malformed": Sentence(
        "Dit bestand bewijst niets tegen wie een logboek bijhoudt: beschadigd, afgebroken of een ander soort.",
        "Laat het opnieuw schrijven waar de fraude is gezien: `livret ledger prove-fraud`.",
    ),
    "fraud.not_shown": Sentence(
        "Dit bestand toont niet wat het zegt. Niemand wordt erdoor veroordeeld.",
        "Vraag een ander aan wie het u gaf, en meld het aan de gemeenten die het logboek bijhouden.",
    ),
    "fraud.replica": Sentence(
        "Om dit na te gaan zijn de eerdere vermeldingen van het logboek nodig. Dit is geen vrijspraak.",
        "Noem een kopie met --copy: een map, een https-adres, of de replica.db van een controleur.",
    ),
    "fraud.none": Sentence(
        "Hier is niets gezien waarvan de houder van het logboek overtuigd kan worden.",
        "Er is niets te doen. Vraag bij twijfel een andere gemeente die toezicht houdt.",
    ),
    "ledger.tiles": Sentence(
        "De gepubliceerde bestanden passen niet bij de ondertekende stand. Er is niets bevestigd.",
        "Probeer opnieuw, of lees een andere kopie van het logboek. Blijft het zo, bel wie het bijhoudt.",
    ),
    "ledger.catching_up": Sentence(
        "Deze gemeente leest het logboek nog. Ze bevestigt niets voor alles is nagegaan.",
        "Probeer het over een minuut opnieuw.",
    ),
    "town.no_answer": Sentence(
        "Een dienst van de demo gaf geen antwoord.",
        "Kijk naar de laatste regels hierboven; --keep MAP bewaart ze allemaal in logs/.",
        "Deze dienst gaf geen antwoord: {process}.",
    ),
    "town.kept_port_taken": Sentence(
        "Een poort waar deze bewaarde gemeente antwoordt, is bezet.",
        "Stop wat ze bezet (misschien is de gemeente al open), of open een andere: --keep ANDERE.",
        "Poort {port} is bezet, en de gemeente in {folder} antwoordt alleen daar.",
    ),
    "town.unfinished": Sentence(
        "Deze bewaarde gemeente is niet tot het einde gespeeld; ze kan niet open.",
        "Verwijder haar map, of noem een andere met --keep; dan wordt ze opnieuw gespeeld.",
        "De gemeente in {folder} is niet tot het einde gespeeld; ze kan niet open.",
    ),
    "town.port_taken": Sentence(
        "Op een poort die de demo nodig heeft, luistert al iemand.",
        "Stop wat ze bezet, of noem andere poorten: livret demo --port 9443.",
        "Poort {port} is bezet: livret demo --port {other}.",
    ),
    "net.port_taken": Sentence(
        "Een ander programma van deze machine luistert daar al.",
        "Kies een andere poort, of vraag wie de machine beheert wat ze bezet: ss -ltnp.",
        "Poort {port} is bezet op deze machine. Kies een andere met {option}.",
    ),
    "net.listen": Sentence(
        "Op dit adres kan niet geluisterd worden.",
        "Kies een ander met --listen, of stop wat het bezet.",
        "Op {address} kan niet geluisterd worden.",
    ),
    "watch.damaged": Sentence(
        "Een bestand van deze wacht is onbruikbaar.",
        "Verwijder een replica.db: die komt vanzelf terug. Bij watch.db: zet de map weg en begin opnieuw met --trust.",
        "Een bestand van deze wacht is onbruikbaar: {file}.",
    ),
    "watch.journal": Sentence(
        "Dit is geen lijst van handelingen: verwacht wordt één handeling per regel.",
        "Schrijf ze opnieuw uit de map van de gemeente: `livret issuer ledger journal --json --home MAP > journal.jsonl`.",
        "Dit is geen lijst van handelingen: regel {line} heeft geen nummer van een handeling.",
    ),
    "watch.other_journal": Sentence(
        "Dit dagboek zegt niets over de identiteit die in het oog wordt gehouden. Het is van een ander gemeentehuis.",
        "Schrijf het uit de map van dat gemeentehuis: `livret issuer ledger journal --json --home GEMEENTEHUIS`.",
    ),
    "watch.other": Sentence(
        "Deze map waakt over een andere identiteit, of een ander logboek.",
        "Noem een andere map met --home. Wat deze onthoudt, geldt alleen voor haar eigen naam.",
    ),
    "watch.missing": Sentence(
        "Wat volgens uw register in het openbare logboek staat, staat er niet.",
        "Schrijf het opnieuw, dien het in en noteer het (`livret issuer ledger journal --all --to`); zeg het de leden.",
    ),
    "watch.silent": Sentence(
        "Te lang niets nieuws van het logboek. Wat er nu gebeurt, is niet bekend.",
        "Kijk in een andere kopie (--from), en bel de gemeenten die het logboek bijhouden.",
        "Niets van het logboek sinds {since_s:minute}. Wat er nu gebeurt, is niet bekend.",
    ),
    "watch.theft": Sentence(
        "Een vermelding met sleutels van deze naam is niet van hier: van een dief, of een andere machine of kopie van u.",
        "`livret issuer ledger watch` noemt ze. Uw kopie: stop een van beide, erken ze. Een dief: recover-identity.",
        "Vermelding {index} van het logboek is met sleutels van deze naam gemaakt, en niet hier.",
    ),
    "watch.unknown": Sentence(
        "Geen vermelding met dat nummer is hier gemeld, of ze is al erkend.",
        "`livret issuer ledger watch` toont wat nog open is.",
    ),
    "watch.untold": Sentence(
        "Een melding kon niet worden afgegeven. Ze blijft bewaard en gaat bij de volgende blik opnieuw.",
        "Kijk of het programma van --exec met 0 eindigt, en of het adres van --webhook antwoordt.",
    ),
}

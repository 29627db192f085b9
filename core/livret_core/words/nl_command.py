"""Dutch, where a command was not done: what was typed, files and folders, the wallet's own."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

COMMAND: Final[Mapping[str, Sentence]] = {
    "home.malformed": Sentence(
        "Een bestand in deze map is beschadigd, of is niet van livret.",
        "Zet het terug uit een reservekopie, of noem een andere map met --home.",
        "Een bestand in deze map is beschadigd, of is niet van livret: {file}.",
    ),
    "home.exists": Sentence(
        "Hier staat al iets. Er is niet aan geraakt.",
        "Kies een andere map, met --home of --to.",
    ),
    "home.lost": Sentence(
        "Een bestand van deze map is weg.",
        "Zet dat ene bestand terug uit de nieuwste back-up. Een sleutel die nergens meer is, vervangen de anderen.",
        "Een bestand van deze map is weg: {file}.",
    ),
    "home.unavailable": Sentence(
        "Deze map is niet die van deze opdracht, of ze kan niet gelezen of geschreven worden.",
        "Noem zijn eigen map met --home. Is er nog geen, dan maakt zijn `init` ze.",
        "livret kon dit niet gebruiken: {home} ({reason:cause}).",
    ),
    "store.unavailable": Sentence(
        "De gegevens zijn vergrendeld, weg of defect.",
        "Kijk of hun schijf of hun server werkt en wie ze nog open heeft, en probeer opnieuw.",
        "De gegevens zijn niet te lezen of te schrijven: {reason:cause}.",
    ),
    "store.no_driver": Sentence(
        "Dit logboek staat op een PostgreSQL-server, en wat daarmee praat is niet geïnstalleerd.",
        "Installeer het met: pip install 'livret[postgres]'.",
    ),
    "usage.passphrase": Sentence(
        "Er is geen wachtzin gegeven: hier is geen terminal om hem te vragen, of de invoer hield op.",
        "Geef hem in een bestand met --passphrase-file, of - voor de standaardinvoer.",
    ),
    "usage.words": Sentence(
        "Hier is geen terminal om de zes woorden te vragen.",
        "Geef ze in een bestand met --words-file, of - voor de standaardinvoer.",
    ),
    "usage.not_the_same": Sentence(
        "De wachtzin is de tweede keer anders getypt. Er is niets veranderd.",
        "Typ hem twee keer hetzelfde, langzaam.",
    ),
    "output.unavailable": Sentence(
        "Wat gezegd moest worden, kon niet worden geschreven: de plaats ervoor is vol of gesloten.",
        "Maak plaats of kies een andere plaats. Wat gedaan is, blijft gedaan: kijk voor u het herhaalt.",
    ),
    "file.unavailable": Sentence(
        "Een bestand kon niet gelezen of geschreven worden.",
        "Kijk naar de naam, de vrije ruimte en wie daar mag schrijven.",
        "Dit bestand kon niet gelezen of geschreven worden: {file} ({reason:cause}).",
    ),
    "usage.language": Sentence(
        "De wet laat hier een keuze van ambtelijke taal, en er is er geen genoemd.",
        "Zeg welke met --language.",
        "De wet laat hier een keuze van ambtelijke taal. Noem er een: --language {allowed}.",
    ),
    "usage.arguments": Sentence(
        "Iets van wat is getypt, betekent niets voor deze opdracht.",
        "Bekijk de voorbeelden met --help.",
        "{option} wordt hier niet zo gebruikt.",
    ),
    "usage.option_place": Sentence(
        "Een optie staat vóór de opdracht waarbij ze hoort.",
        "Typ ze achter de naam van de opdracht.",
        "{option} hoort achter de naam van de opdracht: {command} OPDRACHT {option}.",
    ),
    "usage.option_unknown": Sentence(
        "Een optie van die naam is er hier niet.",
        "Bekijk wat er is met --help.",
        "Een optie van die naam is er hier niet: {option}.",
    ),
    "usage.too_many": Sentence(
        "Er staan meer woorden dan deze opdracht aanneemt.",
        "Laat het laatste weg. Een pincode of wachtzin typt u hier nooit: er wordt om gevraagd.",
        "Opties niet meegeteld is woord {place} te veel: deze opdracht neemt er {takes} aan.",
    ),
    "usage.link": Sentence(
        "Dat lijkt een link die hier niet opengaat.",
        "Kijk hoe hij begint. Een adres met een code mag ook: verneuil.example/o/7KQ2-M9T9.",
        "Dat lijkt een link die hier niet opengaat. Hier begint een link met {known}.",
    ),
    "usage.pin": Sentence(
        "Dat heeft niet de vorm van de pincode: niets is verstuurd, geen poging is verloren.",
        "Typ alleen de pincode, zoals ze aan het loket gezegd is.",
        "Dat is niet de pincode die hier hoort (cijfers: {digits}). Niets is verstuurd, geen poging is verloren.",
    ),
    "usage.proof": Sentence(
        "Geen van uw bewijzen heeft dat nummer of dat kenmerk.",
        "`livret wallet list` toont ze, elk met zijn nummer.",
        "Zo'n bewijs is er hier niet: uw lijst eindigt bij nummer {most}.",
    ),
    "usage.missing": Sentence(
        "Iets wat deze opdracht nodig heeft, is niet getypt.",
        "Bekijk de voorbeelden met --help.",
        "Nog nodig: {option}.",
    ),
    "usage.no_value": Sentence(
        "Een optie is getypt zonder wat erna moet komen.",
        "Bekijk de voorbeelden met --help.",
        "Na {option} moet nog iets komen.",
    ),
    "usage.transaction": Sentence(
        "Onder die naam is hier geen verzoek gemaakt, of het is intussen vergeten.",
        "Vergelijk met wat `livret verify request` zei, en --home; of maak een nieuw verzoek.",
    ),
    "usage.choice": Sentence(
        "Een optie neemt alleen bepaalde woorden, en dit is er geen van.",
        "Kies er een van.",
        "{option} neemt een van deze: {known:all}.",
    ),
    "usage.names": Sentence(
        "Te veel namen.",
        "Geef die van vandaag, en vroegere alleen als ze meetellen.",
        "{option} neemt hoogstens {most} namen, elk na een /.",
    ),
    "usage.range": Sentence(
        "Een getal is te klein, te groot, of geen getal.",
        "Kies er een binnen de grenzen.",
        "{option} neemt een geheel getal van {least} tot {most}.",
    ),
    "usage.time": Sentence(
        "Dat is geen dag en geen tijdstip.",
        "Schrijf een dag als 2026-11-20, of een tijdstip in UTC als 2026-11-20T14:05:00Z.",
        "{option} verwacht een dag of een tijdstip in UTC.",
    ),
    "usage.address": Sentence(
        "Dit is geen adres van de vorm HOST/PAD.",
        "Schrijf bijvoorbeeld ledger.example/stad of ledger.example:8443/stad, zonder https ervoor.",
        "{option} neemt een adres van de vorm HOST/PAD, zoals ledger.example/stad.",
    ),
    "usage.address_taken": Sentence(
        "Op die plaats publiceert elk openbaar logboek zijn eigen bestanden.",
        "Neem een andere naam na de host, zoals ledger.example/stad.",
        "{option}: in {path} publiceert elk openbaar logboek zijn eigen bestanden.",
    ),
    "usage.url": Sentence(
        "Dit is geen https-adres met een hostnaam.",
        "Schrijf https:// en een naam, zoals https://ledger.example/stad: geen http://, en geen cijfers in plaats van een naam.",
        "{option} neemt een https-adres met een hostnaam, zoals https://ledger.example/stad.",
    ),
    "usage.record": Sentence(
        "Geen enkel gegeven van een logboek heet zo.",
        "Geef een geregistreerd nummer, de identiteit van een instelling, of een naam zoals policy.",
        "Geen enkel gegeven van een logboek heet zo. Er zijn: {known:all}.",
    ),
    "usage.type_file": Sentence(
        "Dit bestand beschrijft dat soort bewijs niet.",
        "Geef het bestand dat precies dat soort en die versie beschrijft.",
        "{option} neemt de beschrijving van {type} en niets anders; dit bestand is er geen.",
    ),
    "usage.scope": Sentence(
        "Dit is geen plaats waarvoor een recht kan gelden.",
        "Schrijf fr-insee:80999, alle nummers die zo beginnen (fr-insee:80*), een land (be-nis:*), of * voor overal.",
    ),
    "usage.territory": Sentence(
        "Dit is geen officieel nummer van een gemeente.",
        "Schrijf fr-insee:80999, be-nis:21010 of de-ags:05334002, met het nummer van uw gemeente.",
        "{option} neemt het officiële nummer van een gemeente, zoals be-nis:21010.",
    ),
    "usage.text": Sentence(
        "Een tekst is leeg, te lang, of bevat tekens die niemand ziet.",
        "Typ hem opnieuw, met de hand.",
        "{option} neemt 1 tot {most} tekens, alle zichtbaar.",
    ),
    "vault.empty": Sentence(
        "Er zit nog geen bewijs in deze wallet.",
        "Vraag de gemeente om een afhaling; na een herstel zegt `livret wallet list` wat u opnieuw vraagt.",
    ),
    "usage.contradiction": Sentence(
        "Hetzelfde is twee keer getypt, en verschillend.",
        "Typ het één keer.",
        "Wat {option} zegt, is twee keer getypt, en verschillend.",
    ),
    "usage.itself": Sentence(
        "Dat is juist wat door iets anders gevolgd moet worden.",
        "Noem iets anders.",
        "{option} noemt juist wat gevolgd moet worden: {value}.",
    ),
    "usage.trust": Sentence(
        "Dit bestand bevat geen vertrouwenswortels.",
        "Geef het bestand dat `livret ledger trust sheet --roots-to` schreef, zoals u het kreeg.",
        "{option} vraagt een bestand met vertrouwenswortels; dit is er geen.",
    ),
    "usage.log_key": Sentence(
        "Dit is geen sleutel van een logboek.",
        "Geef hem in zijn geheel, zoals `livret ledger init` hem schrijft.",
        "{option} neemt een sleutel van een logboek, zoals `livret ledger init` hem schrijft.",
    ),
    "store.has_hall": Sentence(
        "De databaseserver heeft al gegevens van dit gemeentehuis. Er is niets aangeraakt.",
        "Nog een machine? Kopieer de map erheen: `init` maakt een ander gemeentehuis. Noem anders een andere database.",
    ),
    "store.has_ledger": Sentence(
        "De databaseserver heeft dit logboek al. Er is niet aan geraakt.",
        "Ga door vanuit zijn map; maak voor een kopie van het logboek een andere database en noem die met --store.",
    ),
    "usage.authorities": Sentence(
        "Een bestand bevat geen instantie die voor machines instaat.",
        "Noem het PEM-bestand van de instantie zelf, niet haar sleutel.",
        "{file} bevat geen instantie, zoals {option} het vraagt.",
    ),
    "usage.terminal": Sentence(
        "Dit is voor mensen en heeft een terminal nodig; die is er hier niet.",
        "Start het in een terminal, of neem een van de opdrachten: `livret wallet --help`.",
    ),
    "usage.claim": Sentence(
        "Er wordt iets gevraagd dat dit soort bewijs niet zegt.",
        "Kies een van de namen die het heeft: `livret types {type|TYPE}` somt ze op.",
        "{claim} is niets wat dit soort bewijs zegt. Het zegt: {known:all}.",
    ),
    "usage.command": Sentence(
        "Deze opdracht heeft niets van die naam.",
        "Bekijk wat er is met --help.",
        "Van die naam is hier niets, alleen: {known:all}.",
    ),
    "usage.other_key": Sentence(
        "De keten en de sleutel zijn allebei leesbaar, en horen niet bij elkaar.",
        "Noem de sleutel van deze keten; het deel van de dienst staat vooraan, dat van de autoriteit erna.",
        "{file} is niet de sleutel van het eerste deel van {chain}.",
    ),
    "usage.key_locked": Sentence(
        "De sleutel zit achter een wachtzin, en bij een dienst zit niemand om die te typen.",
        "Geef de sleutel zonder wachtzin, in een bestand dat alleen de dienst kan lezen.",
        "{file} ({option}) zit achter een wachtzin; een dienst heeft hem open nodig.",
    ),
    "usage.pem": Sentence(
        "Een bestand bevat iets anders dan de keten van een dienst, of haar sleutel.",
        "Noem twee PEM-bestanden: de keten die de autoriteit gaf, en haar sleutel.",
        "{file} is niet wat {option} nodig heeft.",
    ),
    "claims.absent": Sentence(
        "Er ontbreekt iets dat dit soort bewijs nodig heeft. Er is niets ondertekend.",
        "Kijk naar de namen met `livret types {type|TYPE}`, en schrijf wat ontbreekt.",
        "{path} ontbreekt: {type} heeft het nodig. Er is niets ondertekend.",
    ),
    "claims.standing": Sentence(
        "Het zegt iets anders dan het gemeentehuis zelf in elk bewijs zegt. Er is niets ondertekend.",
        "Laat dat gegeven uit het bestand weg: het gemeentehuis schrijft het zelf.",
        "{path} zegt iets anders dan het gemeentehuis, dat het zelf in elk bewijs schrijft. Er is niets ondertekend.",
    ),
    "claims.unknown": Sentence(
        "Er staat iets dat dit soort bewijs niet zegt. Er is niets ondertekend.",
        "Laat het weg, of zoek de juiste naam met `livret types {type|TYPE}`.",
        "{path} is niets wat {type} zegt. Laat het weg, of verbeter de naam.",
    ),
    "usage.claims_file": Sentence(
        "Dit bestand bevat niet wat het bewijs van één persoon zegt.",
        "Schrijf één object: namen en waarden tussen accolades. Een lijst hoort bij --from.",
        "{file} is geen zulk object, of houdt te vroeg op: {option} neemt namen en waarden van één persoon.",
    ),
    "usage.clerk": Sentence(
        "Wie handelt wordt gezegd met de code van een functie, nooit met een persoonsnaam.",
        "Schrijf een code zoals loket-2: kleine letters, cijfers, punten en streepjes, hoogstens 32.",
        "{option} neemt de code van een functie, zoals loket-2: a-z, 0-9, punten en streepjes.",
    ),
    "usage.other_type": Sentence(
        "Dit zijn de gegevens van een ander soort bewijs. Er is niets ondertekend.",
        "Noem het soort waarvoor ze zijn, of het bestand voor dit soort.",
        "{file} is voor {other}, niet voor {type}. Er is niets ondertekend.",
    ),
    "usage.no_file": Sentence(
        "Er is geen bestand met de getypte naam.",
        "Kijk naar de naam, en in welke map u bent.",
        "Geen bruikbaar bestand voor {option}: {file} ({reason:cause}).",
    ),
    "usage.same_passphrase": Sentence(
        "Dat is de wachtzin die er al is. Er is niets veranderd.",
        "Bedenk een andere, van vier woorden die niemand samen zou zeggen.",
    ),
    "usage.file_exists": Sentence(
        "Er is al een bestand met die naam. Er is niets aan veranderd.",
        "Noem een ander bestand, of verplaats dat eerst.",
        "Er is al een bestand: {file}. Noem een ander met {option}.",
    ),
    "usage.store": Sentence(
        "Dit is geen adres van een PostgreSQL-server.",
        "Schrijf bijvoorbeeld postgresql://register@db.example/register of postgresql:///?service=register.",
        "{option} neemt een adres zoals postgresql://register@db.example/register.",
    ),
    "usage.store_secret": Sentence(
        "Er staat een wachtwoord in het adres van de databank. Er is niets bewaard.",
        "Zet het in het bestand dat PGPASSFILE noemt, of in een servicebestand. Verander het dan.",
    ),
    "usage.folder_used": Sentence(
        "In die map staan al andere bestanden. Geen ervan is aangeraakt.",
        "Geef een lege map op, of een die nog niet bestaat.",
        "In {folder} staan andere bestanden. Geef een lege map op met {option}.",
    ),
    "usage.no_folder": Sentence(
        "Er is geen map met de getypte naam.",
        "Kijk naar de naam, en in welke map u bent.",
        "Zo'n map is er niet: {folder}. Noem er een met {option}.",
    ),
    "usage.consent": Sentence(
        "Niemand zei ja of nee: geen terminal hier, de invoer hield op, of andere woorden. Er is niets verstuurd.",
        "Antwoord aan een terminal, of zeg vooraf ja met de optie --yes-to.",
    ),
    "vault_damaged": Sentence(
        "Het bestand van de wallet is beschadigd, of iets anders dan livret veranderde het.",
        "Zet uw reservekopie terug; `livret wallet doctor` zegt wat nog te redden is. De gemeente maakt de rest opnieuw.",
    ),
    "vault.weak_kdf": Sentence(
        "Dit bestand zit zwakker op slot dan livret het doet: iemand heeft het veranderd.",
        "Typ de wachtzin niet meer. Zet uw reservekopie terug.",
    ),
    "vault.exists": Sentence(
        "Hier is al een wallet. Er is niet aan geraakt.",
        "Open die, of kies een andere map met --home.",
    ),
    "vault.passphrase": Sentence(
        "Foute wachtzin, of het bestand is veranderd. Die twee zijn niet te onderscheiden.",
        "Typ hem opnieuw, langzaam. Blijft het zo, zet dan uw reservekopie terug.",
    ),
    "vault.passphrase_short": Sentence(
        "Deze wachtzin is te kort: wie het bestand heeft, raadt hem gauw.",
        "Neem tien tekens of meer; enkele woorden onthoudt u gemakkelijk.",
    ),
    "vault.passphrase_empty": Sentence(
        "Een lege wachtzin sluit niets af.",
        "Kies enkele woorden die u zult onthouden.",
    ),
    "vault.row_unknown": Sentence(
        "Geen bewijs heeft dit nummer.",
        "`livret wallet list` toont ze.",
    ),
    "vault.busy": Sentence(
        "Een andere livret heeft deze wallet open.",
        "Sluit het andere venster en probeer opnieuw.",
    ),
    "vault.locked": Sentence(
        "De wallet werd ondertussen vergrendeld. Er is niets meer gedaan.",
        "Ontgrendel ze en probeer opnieuw.",
    ),
    "vault.memory": Sentence(
        "Deze machine heeft te weinig vrij geheugen om de wachtzin te proberen.",
        "Sluit andere programma's en probeer opnieuw.",
    ),
    "vault.missing": Sentence(
        "Hier is nog geen wallet.",
        "Maak er een met `livret wallet init`, of noem zijn map met --home.",
    ),
    "vault.storage": Sentence(
        "Het bestand van de wallet kan niet gelezen of geschreven worden.",
        "Kijk naar de vrije ruimte en wie in die map mag schrijven.",
    ),
}

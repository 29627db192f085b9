"""The doctor in Dutch."""

from typing import Final

from livret_town.words.doctor import Said, Texts

TEXTS: Final = Texts(
    names={
        "python": "Python",
        "packages": "pakketten",
        "openssl": "OpenSSL",
        "libsodium": "libsodium",
        "sqlite": "SQLite",
        "clock": "klok",
        "disk": "schijf",
        "memory": "geheugen",
        "home.issuer": "gemeentehuis",
        "home.wallet": "wallet",
        "home.verify": "loket",
        "terminal": "terminal",
        "shell": "opdracht",
        "port": "poorten",
        "ledger": "logboek",
        "programs": "programma's",
    },
    states={
        "python": Said("{version}"),
        "python.bad": Said(
            "{version}",
            "livret heeft 3.11 of nieuwer nodig",
            "installeer Python 3.11 of nieuwer, daarna make setup",
        ),
        "packages": Said("alle aanwezig"),
        "packages.bad": Said(
            "ontbreekt: {missing}", "livret is zonder deze geïnstalleerd", "make setup"
        ),
        "openssl": Said("{version}, ondertekent en controleert"),
        "openssl.bad": Said(
            "werkt niet",
            "het pakket cryptography is beschadigd of van een ander systeem",
            "make setup",
        ),
        "libsodium": Said("{version}, ondertekent en probeert wachtzinnen"),
        "libsodium.bad": Said(
            "werkt niet", "het pakket PyNaCl is beschadigd of van een ander systeem", "make setup"
        ),
        "sqlite": Said("{version}"),
        "sqlite.bad": Said(
            "{version}",
            "onder 3.31 kan een bestand van een vreemde eigen code uitvoeren",
            "installeer een nieuwere Python, die brengt de zijne mee",
        ),
        "clock": Said("{now_s}"),
        "clock.before": Said(
            "{now_s}",
            "toen bestond livret nog niet; bewijzen worden naar de klok beoordeeld",
            "zet de klok gelijk: timedatectl set-ntp true",
        ),
        "clock.behind": Said(
            "{now_s}",
            "een bestand van u is later geschreven: {newest_s}",
            "zet de klok gelijk: timedatectl set-ntp true",
        ),
        "disk": Said("{mib} MiB vrij"),
        "disk.bad": Said(
            "{mib} MiB vrij", "livret kan mogelijk niet opslaan", "maak 200 MiB of meer vrij"
        ),
        "memory": Said("{mib} MiB beschikbaar"),
        "memory.bad": Said(
            "{mib} MiB beschikbaar",
            "een wachtzin proberen kost 256 MiB, met opzet",
            "sluit andere programma's",
        ),
        "home": Said("{path}"),
        "home.none": Said("{path}, nog niets"),
        "home.in_the_way": Said(
            "{path}",
            "er staat iets in de weg dat geen map is",
            "verplaats het, of noem een map met --home",
        ),
        "home.closed": Said(
            "{path}",
            "u mag daar niet schrijven",
            "noem een map met --home, of vraag de beheerder",
        ),
        "home.open": Said(
            "{path}", "andere gebruikers van deze machine kunnen erin kijken", "chmod 700 {quoted}"
        ),
        "terminal": Said("schrijft {encoding}"),
        "terminal.bad": Said(
            "schrijft {encoding}",
            "het heeft niet alle tekens: accenten en tekens worden vervangen",
            "export PYTHONUTF8=1, of LIVRET_PLAIN=1",
        ),
        "shell": Said("vindt livret"),
        "shell.bad": Said(
            "vindt livret niet",
            "de volgende stappen die livret toont, beginnen met die naam",
            ". .venv/bin/activate",
        ),
        "port": Said("{port} en de volgende acht zijn vrij"),
        "port.bad": Said(
            "{port} of een van de volgende acht is bezet",
            "de demo neemt vanzelf andere; een gemeente die openstaat houdt ze misschien bezet",
            "livret demo --port {other}",
        ),
        "ledger": Said("{host} antwoordt; --trust zegt wie te vertrouwen over de ouderdom"),
        "ledger.as_of": Said("{host}, van {as_of_s}"),
        "ledger.inside": Said(
            "{host} leidt naar een intern adres",
            "alleen een naam die u vastlegt mag naar deze machine of haar netwerk leiden",
            "--resolve {host}:{port}=127.0.0.1",
        ),
        "ledger.unknown": Said(
            "niemand kent de naam {host}",
            "de naam van een gemeente op één machine is alleen bekend waar hij is vastgelegd",
            "--resolve {host}:{port}=127.0.0.1",
        ),
        "ledger.certificate": Said(
            "{host} toont een certificaat dat niet wordt vertrouwd",
            "de uitgever ervan is geen van de bekende, en werd niet gegeven",
            "--authorities demo-town/ca/ca.pem",
        ),
        "ledger.dates": Said(
            "het certificaat van {host} geldt nu niet",
            "de klok staat verkeerd, of het certificaat is afgelopen",
            "timedatectl set-ntp true",
        ),
        "ledger.silent": Said(
            "{host} antwoordt niet op {port}",
            "het draait niet, of is er niet",
            "livret demo --serve",
        ),
        "ledger.none": Said(
            "wat antwoordt op {host} is geen logboek",
            "een ander adres, of iets ervoor antwoordt in zijn plaats",
            "curl -i{curl} {at}/checkpoint",
        ),
        "ledger.other": Said(
            "wat antwoordt op {host} is niet het logboek dat wordt vertrouwd",
            "een ander adres, of --trust van een ander logboek",
            "livret ledger trust show --trust {trust}",
        ),
        "ledger.few": Said(
            "{host}: te weinig gemeenten bevestigen de nieuwste bladzijde",
            "ze staan stil, of andere namen hun plaats in na deze --trust",
            "livret ledger status --from {at} --trust {trust}{options}",
        ),
        "ledger.expired": Said(
            "{host}: de lijst van wie het bevestigt is afgelopen",
            "er ligt geen nieuwere, of de klok staat verkeerd",
            "livret ledger trust show --trust {trust}",
        ),
        "ledger.waits": Said(
            "{host} heeft een andere sleutel, die telt vanaf {as_of_s}",
            "tot dan kan iemand er bezwaar tegen maken",
            "livret ledger status --from {at} --trust {trust}{options}",
        ),
        "ledger.clock": Said(
            "{host}, van {as_of_s}, een tijd die volgens de klok hier nog moet komen",
            "de klok van deze machine loopt achter op die van de getuigen",
            "timedatectl set-ntp true",
        ),
        "ledger.ahead": Said(
            "{host}: volgens zijn klok is het {theirs_s}, en volgens de klok hier is te oud wat er staat",
            "een van de twee klokken staat verkeerd",
            "timedatectl set-ntp true",
        ),
        "ledger.older": Said(
            "{host}: de nieuwste bladzijde is ouder dan de lijst van wie het bevestigt",
            "wat daar antwoordt staat stil, of werd op een eerdere dag teruggezet",
            "livret ledger status --from {at} --trust {trust}{options}",
        ),
        "ledger.stale": Said(
            "{host}, van {as_of_s}",
            "te oud om op te beslissen: de beheerder of de getuigen staan stil, of een klok staat verkeerd",
            "livret ledger status --from {at} --trust {trust}{options}",
        ),
        "programs": Said("{there}"),
        "programs.bad": Said(
            "zonder {absent}",
            "alleen nodig om aan livret zelf te werken",
            "apt install git make nodejs",
        ),
    },
    cause="Oorzaak",
    remedy="Oplossing",
    well="goed",
    look="let op",
    missing="ontbreekt",
)

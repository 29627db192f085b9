"""Een kopie van een logboek houden, in het Nederlands."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "mirror": "een hele kopie van een logboek houden, en de stand vers",
    "recover": "verdergaan vanaf een kopie, als machine of sleutel weg is",
    "mirror --from": "waar het gelezen wordt: map of https (de eerste keer)",
    "mirror --trust": "vertrouwenswortels uit betrouwbare hand (de eerste keer)",
    "--home": "de map ervan",
    "--once": "één keer kijken, en stoppen",
    "--every": "seconden tussen twee keer kijken (anders 60)",
    "--listen": "daar ook antwoorden: HOST:PORT (anders alleen bestanden)",
    "--certificate": "voor TLS: PEM van de keten",
    "--certificate-key": "voor TLS: PEM van de sleutel",
    "--address-to": "schrijf daar het adres zodra het antwoordt",
    "--resolve": "leg namen vast: HOST:PORT=ADRES, met komma's",
    "--authorities": "PEM van de erkende instanties (anders de bekende)",
    "recover --from": "de kopie: map of https-adres",
    "recover --trust": "vertrouwenswortels; met --rotate ook de volgende",
    "--to": "de map die gemaakt wordt",
    "--key": "de verzegelde sleutel: log.sealed van de oude map",
    "--key-lost": "maak een andere sleutel, die de leden dan noemen",
    "--rotate": "de log.rotate die genoeg leden ondertekenden",
    "--dry-run": "alles controleren, niets schrijven",
    "--store": "PostgreSQL-server ervoor: postgresql://…",
}

TEXTS: Final[Mapping[str, str]] = {
    "made": "Een spiegel van {origin} begint in {path}.",
    "grown": "{grown} nieuwe {grown:vermelding|vermeldingen} nagekeken. {size} {size:is|zijn} hier gepubliceerd, bevestigd op {time}.",
    "same": "Niets nieuws. {size} {size:vermelding is|vermeldingen zijn} hier gepubliceerd, bevestigd op {time}.",
    "restored": "{count} {count:bestand was|bestanden waren} weg uit deze kopie, en {count:is|zijn} er weer.",
    "refreshed": "Opnieuw bevestigd door de getuigen: {size} {size:vermelding|vermeldingen}, op {time}.",
    "left_out": "Voor {path} kon geen bewijs worden geschreven ({code}).",
    "fraud": "BEDROG AANGETOOND. Iedereen kan het nakijken: livret ledger verify-fraud {path}",
    "listening": "Antwoordt op {url}. Ctrl-C stopt het.",
    "recovered": "Het logboek {origin} staat in {path}, met {size} {size:vermelding|vermeldingen}. Het eindigt waar de getuigen eindigen.",
    "serve_next": "Daarna: livret ledger serve --home {path}",
    "old_off": "De oude machine mag nooit meer schrijven. Neem haar de sleutel af voor u verdergaat.",
    "new_key": "Nieuwe sleutel",
    "rotate": "Ontwerp van de log.rotate",
    "trust": "Ontwerp van de vertrouwenswortel",
    "not_before": "Niet vóór",
    "prepared": "Hier is nog niets geschreven. Genoeg leden ondertekenen beide ontwerpen: livret ledger review, livret ledger trust sign. Niet vóór die tijd: livret ledger recover --to {path} --rotate BESTAND --trust BESTAND. Daarna gaan getuigen en controleurs over op de sleutel: rotate-log.",
    "ahead": "Deze hebben meer bevestigd dan een quorum, en kunnen niet volgen: {names}. De leden vervangen hun sleutels.",
    "recoverable": "Het logboek {origin} zou vanaf deze kopie verder kunnen, met {size} {size:vermelding|vermeldingen}. Ze zijn allemaal opnieuw nagegaan.",
    "would_take_over": "Het logboek zou nu onder zijn nieuwe sleutel verder kunnen.",
    "dry_run": "Proefrun: er is niets ondertekend, verstuurd of veranderd.",
    "taken_over": "Het logboek gaat verder onder zijn nieuwe sleutel, met {size} {size:vermelding|vermeldingen}.",
}

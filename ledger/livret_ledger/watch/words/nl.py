"""Wie over een naam waakt, in het Nederlands."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "watch": "zien wat anderen op een naam schrijven, en melden",
    "--did": "de identiteit waarover gewaakt wordt",
    "--journal": "wat de eigenaar maakte (`journal --json`)",
    "--from": "een kopie: map of https-adres",
    "--trust": "vertrouwenswortels van iemand die u vertrouwt",
    "--resolve": "namen vastzetten, met komma's ertussen",
    "--authorities": "PEM van vertrouwde autoriteiten",
    "--once": "één keer kijken: 1 iets gevonden, 3 kon niet kijken",
    "--since": "één keer kijken, en alles sindsdien tonen",
    "--every": "tussen twee blikken (standaard 3600)",
    "--quiet": "alarm als er zo lang niets komt (93600)",
    "--exec": "programma dat elke melding van zijn invoer leest",
    "--webhook": "https-adres waar elke melding heen gaat",
    "--home": "de map van de wacht",
}

TEXTS: Final[Mapping[str, str]] = {
    "quiet": "Niets op deze naam dat de eigenaar niet schreef, tot en met vermelding {last}.",
    "as_of": "Stand van",
    "signed_by": "Ondertekend door",
    "open": "Eerder gemeld, en nog niet erkend: vermelding {indexes}.",
    "open_theft": "Eerder gemeld, en nog niet beantwoord: vermelding {indexes}, met uw sleutels en niet hier gemaakt. Het blijft een alarm tot het logboek heeft wat dat ongedaan maakt, of iemand er kennis van neemt.",
    "open_succession": "Eerder gemeld, en nog niet beantwoord: vermelding {indexes}, waardoor een andere identiteit voor deze verdergaat. Het blijft een alarm tot het logboek een weigering heeft, of iemand er kennis van neemt.",
    "since": "Vermeldingen over deze naam, of in die naam, sinds vermelding {index}:",
    "since_none": "Geen vermelding over deze naam, of in die naam, sinds vermelding {index}.",
    "known": "hier bekend",
    "not_known": "hier niet bekend",
    "theft": "Vermelding {index} ({type}) staat op uw naam, met {key}, en is niet hier gemaakt.",
    "theft_many": "Vermeldingen {indexes} ({count}, {type}) staan op uw naam, met {key}, en zijn niet hier gemaakt.",
    "others": "Vermelding {index} ({type}) gaat over u. Anderen schreven ze.",
    "others_many": "Vermeldingen {indexes} ({count}, {type}) gaan over u. Anderen schreven ze.",
    "missing": "Vermelding {index} zou uw {type} zijn. Uw journaal zegt het, en het logboek heeft het daar niet.",
    "key_update": "uw volgende bijwerksleutel",
    "key_recovery": "een herstelsleutel van u",
    "key_operation": "uw handelingssleutel",
    "answer_recover": "Tenzij een andere machine of kopie van u ze maakte, zijn uw sleutels gestolen: neem de identiteit meteen terug (livret issuer ledger recover-identity, met een herstelsleutel), vanaf een andere machine; de sleutels op deze zijn gelezen. Een kopie van u, zoals een reservekopie die hiernaast draait: stop een van beide, en neem hier kennis van de regel (watch --acknowledge).",
    "answer_recover_other": "Een herstelsleutel is in andere handen. Neem de identiteit terug met de andere (recover-identity), en bel de leden.",
    "answer_members": "Geen sleutel van u maakt dit ongedaan. Bel de leden: met genoeg kunnen zij een andere identiteit laten verdergaan (did.succeed).",
    "answer_operation_key": "Trek de sleutel in twijfel met een herstelsleutel (livret issuer ledger compromise … --recovery) en zet er een andere op (update --operation-key).",
    "answer_credential_key": "Stemmers trokken een sleutel van u in twijfel. Vraag waarom, en laat een andere sleutel ondertekenen (livret issuer ledger update).",
    "answer_refuse": "Wilt u het niet, weiger binnen 72 uur: livret issuer ledger succeed --refuse, met een herstelsleutel.",
    "answer_hand_in": "Iemand toonde u een bewijs van een ander logboek, of houdt het achter. Schrijf het opnieuw (livret issuer ledger journal --all --to MAP), dien het in en noteer het; zeg het de leden.",
    "answer_ask": "Had u het niet verwacht, vraag het wie ondertekende. Wat er staat: livret ledger explain.",
}

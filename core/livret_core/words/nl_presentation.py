"""Nederlands, voor vragen en antwoorden over het netwerk."""

from typing import Final

from livret_core.words.language import Sentence

PRESENTATION: Final = {
    "credential.other_audience": Sentence(
        "De instantie die dit ondertekende, bedoelde het voor een andere dienst.",
        "Vraag een bewijs dat elke dienst mag controleren, of een op papier.",
    ),
    "key.weak": Sentence(
        "Er staat een sleutel in waarmee iedereen kan ondertekenen. Het bewijst niets.",
        "Beschouw het als vals, en bewaar het bestand.",
    ),
    "policy.no_address": Sentence(
        "De regels van deze dienst noemen geen adres waar wallets antwoorden.",
        "Voeg een tabel [desk] met `at` toe aan policy.toml; zie docs/spec/policy.md.",
    ),
    "answer.declined": Sentence(
        "De wallet van de persoon antwoordt nee: niets dat past, of de persoon wil niet.",
        "Vraag het de persoon; een bewijs op papier is even goed.",
    ),
    "answer.none": Sentence(
        "Er is nog geen antwoord gekomen.",
        "Wacht op de persoon, of maak een nieuw verzoek.",
        "Er is nog geen antwoord gekomen; er is tijd tot {ends_at_s:minute}.",
    ),
    "answer.never": Sentence(
        "Niemand heeft geantwoord, en de tijd van het verzoek is voorbij.",
        "Maak een nieuw verzoek en toon het aan de persoon; een bewijs op papier is even goed.",
        "Niemand heeft geantwoord, en de tijd van het verzoek was voorbij op {ends_at_s:minute}.",
    ),
    "request.certificate": Sentence(
        "Het elektronisch zegel van deze dienst geeft hem niet het recht te vragen. Er is niets verstuurd.",
        "Vraag de dienst zijn zegel te vernieuwen; een papieren bewijs is even goed.",
    ),
    "request.certificate_early": Sentence(
        "Het elektronisch zegel van deze dienst geldt nog niet. Er is niets verstuurd.",
        "Kijk naar de klok van deze machine; toon anders uw bewijs op papier.",
        "Het elektronisch zegel van deze dienst geldt pas vanaf {valid_from_s:day}. Er is niets verstuurd.",
    ),
    "request.certificate_over": Sentence(
        "Het elektronisch zegel van deze dienst is verlopen. Er is niets verstuurd.",
        "Vraag de dienst zijn zegel te vernieuwen; een papieren bewijs is even goed.",
        "Het elektronisch zegel van deze dienst verliep op {expired_at_s:day}. Er is niets verstuurd.",
    ),
    "request.untrusted": Sentence(
        "Niemand die u noemde, staat in voor het elektronisch zegel van deze dienst. Er is niets verstuurd.",
        "Vertrouwt u zijn autoriteit, noem die dan met --anchors. Toon anders uw bewijs op papier.",
    ),
    "request.over_purpose": Sentence(
        "Dit vraagt meer dan deze dienst in het openbaar logboek liet inschrijven. Er is niets verstuurd.",
        "Alleen wat is ingeschreven mag gevraagd worden; de dienst kan dat laten wijzigen.",
        "Deze dienst is in het openbaar logboek niet ingeschreven om {claim} te vragen. Er is niets verstuurd.",
    ),
    "request_elsewhere": Sentence(
        "Het verzoek, of het antwoord erop, leidt ergens anders heen dan naar de dienst zelf. Er is niets verstuurd.",
        "Antwoord er niet op. Vraag het de dienst zelf, aan het loket of op het eigen adres.",
    ),
    "request.wallet_nonce": Sentence(
        "Het verzoek is voor een andere wallet gemaakt, of oud. Er is niets verstuurd.",
        "Vraag de dienst om een nieuwe, en open die in deze wallet.",
    ),
    "request_unreached": Sentence(
        "Niet te achterhalen wie er vraagt, of wat. Geen weigering; er is niets verstuurd.",
        "Probeer het over een paar minuten weer, of toon uw bewijs op papier.",
    ),
    "request.gone": Sentence(
        "De dienst heeft dit verzoek niet (meer): het is beantwoord, of de tijd is voorbij. Er is niets verstuurd.",
        "Vraag de dienst om een nieuw verzoek; een bewijs op papier is even goed.",
    ),
    "answer.other_mode": Sentence(
        "Het antwoord kwam niet zo beveiligd als gevraagd was.",
        "Maak een nieuw verzoek; gebeurt het weer, dan past de wallet niet.",
    ),
    "answer.receipt": Sentence(
        "Het antwoord is bezorgd. Wat de dienst terugzei is niet te lezen.",
        "Vraag de dienst of uw antwoord er is.",
    ),
    "holder.other_transaction": Sentence(
        "De persoon heeft niet ingestemd met wat gevraagd was.",
        "Maak een nieuw verzoek, en zeg waarmee de persoon zou instemmen.",
    ),
    "consent.required": Sentence(
        "Niemand heeft gelezen wat zou weggaan en ja gezegd. Er is niets verstuurd.",
        "Lees het blad, en zeg dan ja tegen precies dit blad: `--consent AFDRUK`.",
    ),
    "consent.changed": Sentence(
        "Wat zou weggaan is niet meer wat u las. Er is niets verstuurd.",
        "Lees het opnieuw, zoals het nu is, en antwoord daarop.",
    ),
    "consent.other_sheet": Sentence(
        "Dit ja geldt voor een ander blad dan wat nu zou weggaan. Er is niets verstuurd.",
        "Lees het blad zoals `--dry-run` het nu toont, en zeg ja tegen dat blad.",
    ),
    "present.used_up": Sentence(
        "Elke kopie van dit bewijs is al getoond: twee diensten zouden zien dat u het bent. Er is niets verstuurd.",
        "Haal kopieën met `livret wallet renew`, kies een ander bewijs met --proof N, of toon er bewust een weer met --again.",
    ),
    "present.rejected": Sentence(
        "Het antwoord is verstuurd, en de dienst wilde het niet.",
        "Vraag de dienst waarom, en om een nieuw verzoek. Papier is even goed.",
    ),
    "present.undelivered": Sentence(
        "Er kwam niets terug: niemand weet of het antwoord is aangekomen. De kopie telt als getoond.",
        "Vraag de dienst of die uw antwoord heeft voor u er nog een stuurt.",
    ),
}

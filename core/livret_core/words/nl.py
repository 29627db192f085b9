"""Dutch."""

from typing import Final

from livret_core.words.language import Sentence, Texts
from livret_core.words.nl_command import COMMAND
from livret_core.words.nl_counter import COUNTER
from livret_core.words.nl_desk import DESK
from livret_core.words.nl_issuance import ISSUANCE
from livret_core.words.nl_keeping import KEEPING
from livret_core.words.nl_ledger import LEDGER
from livret_core.words.nl_pickup import PICKUP
from livret_core.words.nl_presentation import PRESENTATION
from livret_core.words.nl_reading import READING
from livret_core.words.nl_store import STORE
from livret_core.words.nl_wallet import WALLET
from livret_core.words.nl_watching import WATCHING

TEXTS: Final = Texts(
    verdicts={
        "accepted": "AANVAARD",
        "refused": "GEWEIGERD",
        "unavailable": "CONTROLE NIET MOGELIJK",
        "malformed": "ONLEESBAAR",
        "not_done": "NIET GEDAAN",
        "no_answer": "GEEN ANTWOORD",
    },
    menders={
        "sender": "wie het bestand maakte",
        "holder": "de persoon die het toont",
        "issuer": "het gemeentehuis of de instantie die ondertekent",
        "service": "de vragende dienst",
        "ledger": "wie het openbaar logboek bijhoudt",
        "you": "u, hier",
    },
    labels={
        "step": "Wat nu",
        "mender": "Wie kan het",
        "meaning": "Voor de techniek (in het Engels)",
        "rule": "Regel",
        "more": "Meer",
        "codes": "Redenen",
        "unknown": "Er is geen reden met de naam",
        "near": "Bedoelde u",
    },
    causes={
        "missing": "niet gevonden",
        "not_allowed": "geen toegang",
        "folder": "is een map",
        "special": "is geen bestand",
        "too_large": "veel te groot",
        "full": "geen plaats meer",
        "empty": "er staat niets van livret",
        "another": "het is de map van iets anders",
        "failed": "lezen of schrijven mislukt",
        "no_server": "daar antwoordt geen databaseserver",
        "no_database": "de server heeft die database niet: `createdb` maakt er een",
        "login": "de server laat niemand binnen met deze naam en dit wachtwoord",
        "no_toml": "vanaf daar geen TOML",
        "key_missing": "het ontbreekt",
        "key_unknown": "deze versie kent die naam niet",
        "key_kind": "het is van een andere soort, tekst waar een getal hoort bijvoorbeeld",
        "key_value": "dat kan niet",
        "claim_unknown": "dit soort bewijs heeft dat gegeven niet",
        "claim_parts": "het heeft delen: noem die u wilt",
        "said_twice": "het staat er twee keer",
    },
    minute="{day} om {hour}.{minute:02} uur ({zone})",
    ages={
        "days": "{count} dagen",
        "hours": "{count} uur",
        "minutes": "{count} minuten",
        "seconds": "{count} {count:seconde|seconden}",
    },
    decimal_mark=",",
    question_mark="?",
    sentences={
        **COMMAND,
        **COUNTER,
        **ISSUANCE,
        **DESK,
        **PICKUP,
        **WALLET,
        **KEEPING,
        **LEDGER,
        **READING,
        **PRESENTATION,
        **STORE,
        **WATCHING,
        # Wat niet te lezen is.
        "unreadable": Sentence(
            "livret kan dit niet lezen: beschadigd, onvolledig, of een ander soort bestand.",
            "Vraag het opnieuw, zoals het gemaakt is. Een bewijs is op papier even goed.",
        ),
        "too_large": Sentence(
            "Dit is veel groter dan een eerlijk bestand van dit soort. Het is niet gelezen.",
            "Vraag het opnieuw bij de bron, en bekijk wat u is gestuurd.",
            "Veel groter dan een eerlijk bestand van dit soort, dus niet gelezen: {file}.",
        ),
        "secret_key": Sentence(
            "Er zit een geheime sleutel in, die de machine waar hij gemaakt is nooit mag verlaten.",
            "Beschouw die sleutel als gestolen: maak een nieuwe en wis dit bestand.",
        ),
        "request_unreadable": Sentence(
            "livret kan dit verzoek niet lezen. Er is niets verstuurd.",
            "Vraag de dienst om een nieuw verzoek, of toon uw bewijs op papier.",
        ),
        "answer_unreadable": Sentence(
            "livret kan dit antwoord niet lezen: beschadigd of onvolledig.",
            "Vraag de persoon het opnieuw te tonen, of neem het op papier.",
        ),
        "rules_unreadable": Sentence(
            "Het regelbestand bevat iets dat niet kan. Er is niets mee gecontroleerd.",
            "Verbeter de genoemde plaats en probeer opnieuw.",
            "Het regelbestand is onbruikbaar, bij {place}: {reason:cause}. Er is niets mee gecontroleerd.",
        ),
        "policy.no_procedure": Sentence(
            "Het regelbestand kent deze procedure niet.",
            "Kies er een die erin staat, of voeg deze toe.",
            "Het regelbestand kent deze procedure niet; het kent {known:all}.",
        ),
        "record_wrong": Sentence(
            "Een waarde in deze gegevens is niet wat dit bewijs eist. Er is niets ondertekend.",
            "Verbeter de waarde in de gegevens van de gemeente en probeer opnieuw.",
            "{path} is niet wat dit bewijs eist. Er is niets ondertekend.",
        ),
        "date.malformed": Sentence(
            "Geen datum, of anders geschreven dan moet: 1988-03-14, 1988-03 of 1988. Er is niets ondertekend.",
            "Schrijf hem zo in de gegevens van de gemeente; laat een onbekende dag of maand weg.",
            "Geen datum, of anders geschreven dan moet: {form}. Er is niets ondertekend.",
        ),
        "against_its_kind": Sentence(
            "Dit bewijs is niet gemaakt volgens de regels van zijn soort.",
            "Vraag een nieuw bewijs bij de instantie die het ondertekende.",
        ),
        "kind_damaged": Sentence(
            "De beschrijving van dit soort bewijs is beschadigd of spreekt zichzelf tegen.",
            "Haal die opnieuw bij de instantie die haar uitgeeft, of bel die instantie.",
        ),
        "type.unknown": Sentence(
            "livret kent geen soort bewijs met deze naam.",
            "Kies er een uit de lijst van `livret types`.",
        ),
        "type.unavailable": Sentence(
            "De beschrijving van dit soort bewijs was niet te krijgen. Dit is geen weigering.",
            "Probeer het over enkele minuten opnieuw, of vraag het op papier.",
        ),
        # De instantie die ondertekent, en haar blad in het openbaar logboek.
        "body_name_wrong": Sentence(
            "De ondertekenende instantie is genoemd op een manier die livret niet opzoekt.",
            "Vraag een nieuw bewijs bij de instantie zelf.",
        ),
        "body_record_damaged": Sentence(
            "De bladzijde van de ondertekenende instantie in het openbaar logboek is beschadigd of onvolledig.",
            "Haal het opnieuw. Blijft het zo, bel dan wie het logboek bijhoudt.",
        ),
        "body_record_forged": Sentence(
            "De bladzijde van de ondertekenende instantie klopt niet. Iemand kan ze veranderd hebben.",
            "Vertrouw er niet op. Bewaar het bestand en bel wie het logboek bijhoudt.",
        ),
        "body_record_rules": Sentence(
            "Dit zou een regel breken die openbare instanties voor hun bladzijde volgen.",
            "Laat de sleutels en de instellingen zoals `livret issuer init` ze maakt.",
        ),
        "ledger_unreadable": Sentence(
            "Wat uit het openbaar logboek komt, is beschadigd of onvolledig.",
            "Haal het opnieuw. Blijft het zo, bel dan wie het logboek bijhoudt.",
        ),
        "ledger_forged": Sentence(
            "Deze bladzijde van het openbaar logboek is niet ondertekend door wie het bijhoudt, of is veranderd.",
            "Vertrouw er niet op. Bewaar het bestand en bel wie het logboek bijhoudt.",
        ),
        "ledger_rewritten": Sentence(
            "Het openbaar logboek zet niet voort wat het eerder zei. Het kan herschreven zijn.",
            "Vertrouw er niet op. Bewaar het bestand als bewijs en bel een gemeente die toezicht houdt.",
        ),
        "trust_rules_wrong": Sentence(
            "Het bestand dat zegt welk logboek te vertrouwen is, klopt niet. Er is niets mee gecontroleerd.",
            "Haal het opnieuw waar het wordt uitgereikt.",
        ),
        "log.unknown": Sentence(
            "Dit komt uit een logboek dat hier niet wordt vertrouwd.",
            "Vraag wie het u gaf welk logboek het is, en laat dat aan het loket bevestigen.",
        ),
        "log.quorum": Sentence(
            "Te weinig gemeenten bevestigen deze bladzijde van het openbaar logboek.",
            "Haal een nieuwere. Blijft het zo, bel dan wie het logboek bijhoudt.",
        ),
        "log.witness_unavailable": Sentence(
            "Een gemeente die toezicht houdt op het openbaar logboek, gaf geen antwoord.",
            "Probeer het later opnieuw. Misschien volstaan de andere.",
        ),
        "did.deactivated": Sentence(
            "De ondertekenende instantie heeft deze bladzijde gesloten en ondertekent er niets meer mee.",
            "Vraag wie haar taken overnam, en een bewijs van die instantie.",
        ),
        "did.version_not_found": Sentence(
            "De bladzijde van de ondertekenende instantie heeft deze versie niet.",
            "Vraag een versie die bestaat, of de laatste.",
        ),
        "webvh.witness_threshold": Sentence(
            "Te weinig van de gevraagde getuigen staan achter de bladzijde van de ondertekenende instantie.",
            "Wacht op de andere, of bel wie het logboek bijhoudt.",
        ),
        "webvh.witness_file_missing": Sentence(
            "De bevestigingen van de getuigen waren niet te krijgen. Dit is geen weigering.",
            "Haal ook de bevestigingen en probeer opnieuw.",
        ),
        "issuer.unavailable": Sentence(
            "Niet te achterhalen welke sleutels de instantie gebruikt. Dit is geen weigering.",
            "Probeer het over enkele minuten opnieuw, of volg de regel van de dienst.",
            "Niet te achterhalen welke sleutels {issuer} gebruikt ({reason:cause}). Dit is geen weigering.",
        ),
        "map.unavailable": Sentence(
            "Een deel van wat het openbaar logboek bijhoudt, ontbreekt of is beschadigd. Geen weigering.",
            "Vraag het een andere gemeente die het logboek bijhoudt. Deze moet het herstellen met een kopie.",
        ),
        "issuer.unknown": Sentence(
            "Het openbaar logboek kent geen instantie met de naam die dit bewijs draagt.",
            "Beschouw het als vals, en bewaar het. Een bewijs van een instantie in het logboek, of een op papier, volstaat.",
        ),
        "issuer.not_accepted": Sentence(
            "Deze dienst aanvaardt zulke bewijzen van deze instantie niet.",
            "Vraag de dienst welke wel, of dat papier volstaat.",
        ),
        "issuer.key_not_listed": Sentence(
            "Niet ondertekend met een sleutel van de genoemde instantie. Beschouw het als vals; bewaar het.",
            "Vraag een bewijs bij de instantie zelf en zeg haar wat u zag.",
        ),
        "issuer.not_accredited": Sentence(
            "De instantie die dit ondertekende mag dit soort bewijs niet ondertekenen.",
            "Vraag welke dat wel mag, en een bewijs van die instantie.",
            "{issuer} mag dit soort bewijs niet ondertekenen.",
        ),
        "issuer.wrong_territory": Sentence(
            "Ondertekend door de ene gemeente voor een zaak van een andere.",
            "Vraag een bewijs bij de gemeente die het aangaat.",
            "Ondertekend door {issuer} voor een gebied dat niet het hare is.",
        ),
        # Handtekeningen, en wat ze dekken.
        "signature_wrong": Sentence(
            "De handtekening past niet bij wat hier staat. Beschouw het als vals.",
            "Bewaar het bestand. Vraag het opnieuw te zien, vanuit de wallet.",
        ),
        "signed_otherwise": Sentence(
            "Het is ondertekend op een manier die livret niet aanvaardt.",
            "Vraag het opnieuw, uit software die de Europese regels volgt.",
        ),
        "not_what_was_signed": Sentence(
            "Wat getoond wordt is niet wat ondertekend werd: toegevoegd, verdubbeld of vervangen.",
            "Beschouw het als vals. Vraag het opnieuw te zien, vanuit de wallet.",
        ),
        "certificate_unfit": Sentence(
            "Het elektronisch zegel van de ondertekenende instantie geeft haar niet het recht dit te ondertekenen.",
            "Vraag haar het te vernieuwen bij een autoriteit die u vertrouwt.",
        ),
        "x509.expired": Sentence(
            "Het elektronisch zegel van de ondertekenende instantie is verlopen.",
            "Vraag haar het te vernieuwen; het bewijs zelf kan nog geldig zijn.",
            "Het elektronisch zegel van de ondertekenende instantie verliep op {expired_at_s:day}.",
        ),
        "x509.not_yet_valid": Sentence(
            "Het elektronisch zegel van de ondertekenende instantie is nog niet geldig.",
            "Kijk naar de klok van deze machine; wacht anders, of bel de instantie.",
            "Het elektronisch zegel van de ondertekenende instantie is pas geldig vanaf {valid_from_s:day}.",
        ),
        # Data.
        "validity.expired": Sentence(
            "Dit bewijs is verlopen. De persoon kan een nieuw aanvragen.",
            "Vraag de gemeente om een nieuw bewijs; papier is even goed.",
            "Verlopen op {expired_at_s:day}. De persoon kan een nieuw aanvragen.",
        ),
        "validity.not_yet": Sentence(
            "Dit bewijs is nog niet geldig.",
            "Kijk naar de klok van deze machine; kom anders terug zodra het geldig is.",
            "Pas geldig vanaf {starts_at_s:minute}.",
        ),
        "clock_ahead": Sentence(
            "Dit is in de toekomst gedateerd: een van twee klokken is fout.",
            "Zet de klok van deze machine juist en vraag het opnieuw.",
        ),
        # Het verzoek, en het antwoord.
        "request.unsupported": Sentence(
            "Het verzoek is gedaan op een manier die livret nog niet kent. Er is niets verstuurd.",
            "Vraag de dienst om een andere manier, of toon uw bewijs op papier.",
        ),
        "request.signature": Sentence(
            "Het verzoek is niet ondertekend door de dienst die het noemt. Er is niets verstuurd.",
            "Antwoord niet. Vraag het de dienst zelf, aan zijn loket of op zijn adres.",
        ),
        "request.expired": Sentence(
            "De tijd van dit verzoek is voorbij. Er is niets verstuurd.",
            "Vraag de dienst om een nieuw verzoek.",
            "De tijd van dit verzoek was voorbij op {expired_at_s:minute}. Er is niets verstuurd.",
        ),
        "request.unknown": Sentence(
            "Dit antwoordt op een verzoek dat deze dienst nooit deed.",
            "Doe een nieuw verzoek en toon het aan de persoon.",
        ),
        "answer.other_type": Sentence(
            "Dit is een ander soort bewijs dan gevraagd.",
            "Vraag de persoon het soort dat de procedure noemt.",
        ),
        "answer.incomplete": Sentence(
            "Iets dat gevraagd werd, staat niet in het antwoord.",
            "Vraag het opnieuw en zeg waarvoor; de persoon mag nee zeggen.",
            "Het antwoord zegt niet: {claim}.",
        ),
        "answer.not_met": Sentence(
            "Het bewijs is echt, en wat het zegt is niet wat de procedure eist.",
            "Zeg het de persoon; een ander bewijs kan voldoen.",
            "Het bewijs is echt; {claim} is niet wat de procedure eist.",
        ),
        "answer.not_asked": Sentence(
            "In het antwoord zit een bewijs waar niemand om vroeg.",
            "Vraag het opnieuw; de persoon stuurt wat gevraagd is, en niets anders.",
        ),
        "answer.several": Sentence(
            "In het antwoord zitten meerdere bewijzen waar er één gevraagd werd.",
            "Vraag het opnieuw; de persoon kiest er één.",
        ),
        "answer.missing": Sentence(
            "In het antwoord ontbreekt een bewijs dat gevraagd werd.",
            "Vraag het opnieuw en zeg waarvoor; de persoon mag nee zeggen.",
        ),
        # De persoon die het toont.
        "holder.missing": Sentence(
            "Getoond zonder bewijs dat het van de toner is: een kopie.",
            "Vraag het te zien vanuit de wallet.",
        ),
        "bearer_unproven": Sentence(
            "Niets bewijst dat de toner degene is aan wie het gegeven werd.",
            "Vraag het te zien vanuit de wallet waaraan het gegeven werd.",
        ),
        "holder.other_service": Sentence(
            "Gemaakt voor een andere dienst, niet voor de uwe.",
            "Doe zelf een verzoek en toon het aan de persoon.",
        ),
        "holder.other_request": Sentence(
            "Gemaakt voor een ander verzoek, niet voor dit.",
            "Doe een nieuw verzoek en toon het aan de persoon.",
        ),
        "holder.stale": Sentence(
            "Te lang geleden klaargemaakt voor uw regels.",
            "Doe een nieuw verzoek; opnieuw tonen duurt maar even.",
            "Klaargemaakt op {bound_at_s:minute}, te lang geleden voor uw regels.",
        ),
        "holder.replayed": Sentence(
            "Hier al getoond. Hetzelfde antwoord een tweede keer bewijst niets.",
            "Doe een nieuw verzoek.",
            "Hier al getoond op {answered_at_s:minute}.",
        ),
        # Of het nog geldig is.
        "status.revoked": Sentence(
            "Ingetrokken door de instantie die het ondertekende.",
            "Vraag de gemeente om een nieuw bewijs.",
            "Ingetrokken door wie het ondertekende, zegt de lijst van {listed_at_s:minute}.",
        ),
        "status.suspended": Sentence(
            "Geschorst door de instantie die het ondertekende.",
            "De persoon kan haar vragen waarom; tot dan kan een bewijs op papier helpen.",
            "Geschorst door wie het ondertekende, zegt de lijst van {listed_at_s:minute}.",
        ),
        "status_not_understood": Sentence(
            "De ondertekenende instantie zegt er iets over dat livret niet begrijpt.",
            "Vraag haar of dit bewijs nog geldig is.",
        ),
        "status_list_wrong": Sentence(
            "De lijst die moet zeggen of dit nog geldig is, is niet te vertrouwen.",
            "Vraag de ondertekenende instantie haar lijst opnieuw te publiceren.",
        ),
        "status.small_list": Sentence(
            "De lijst waarin dit staat is zo klein dat ze de houder zou verraden. Er is niets bewaard.",
            "Vraag het gemeentehuis om een lijst voor iedereen, en toon daar deze melding.",
        ),
        "status.exhausted": Sentence(
            "Op geen enkele lijst van ondertekende bewijzen is nog plaats. Er is niets ondertekend.",
            "Bel wie voor livret zorgt: de volgende lijst had vanzelf moeten beginnen.",
        ),
        "status.unavailable": Sentence(
            "Niet te achterhalen of het nog geldig is. Dit is geen weigering.",
            "Probeer het over enkele minuten opnieuw, of volg de regel van de dienst.",
            "Niet te achterhalen of het nog geldig is ({reason:cause}). Dit is geen weigering.",
        ),
        "status.stale": Sentence(
            "De laatst bekende lijst is ouder dan uw regel toelaat. Dit is geen weigering.",
            "Haal een nieuwere lijst, of volg de regel van de dienst.",
            "De laatst bekende lijst is van {issued_at_s:minute}, ouder dan uw regel toelaat.",
        ),
    },
)

"""German."""

from typing import Final

from livret_core.words.de_command import COMMAND
from livret_core.words.de_counter import COUNTER
from livret_core.words.de_desk import DESK
from livret_core.words.de_issuance import ISSUANCE
from livret_core.words.de_keeping import KEEPING
from livret_core.words.de_ledger import LEDGER
from livret_core.words.de_pickup import PICKUP
from livret_core.words.de_presentation import PRESENTATION
from livret_core.words.de_reading import READING
from livret_core.words.de_store import STORE
from livret_core.words.de_wallet import WALLET
from livret_core.words.de_watching import WATCHING
from livret_core.words.language import Sentence, Texts

TEXTS: Final = Texts(
    verdicts={
        "accepted": "ANGENOMMEN",
        "refused": "ABGELEHNT",
        "unavailable": "PRÜFUNG NICHT MÖGLICH",
        "malformed": "UNLESBAR",
        "not_done": "NICHT AUSGEFÜHRT",
        "no_answer": "KEINE ANTWORT",
    },
    menders={
        "sender": "wer die Datei erstellt hat",
        "holder": "die Person, die den Nachweis zeigt",
        "issuer": "die Gemeinde oder Stelle, die signiert",
        "service": "die anfragende Stelle",
        "ledger": "wer das öffentliche Journal führt",
        "you": "Sie, hier",
    },
    labels={
        "step": "Was Sie tun können",
        "mender": "Wer es beheben kann",
        "meaning": "Für die Technik (auf Englisch)",
        "rule": "Regel",
        "more": "Mehr",
        "codes": "Gründe",
        "unknown": "Unbekannter Grund:",
        "near": "Meinten Sie",
    },
    causes={
        "missing": "nicht gefunden",
        "not_allowed": "kein Zugriff",
        "folder": "das ist ein Ordner",
        "special": "das ist keine Datei",
        "too_large": "viel zu groß",
        "full": "kein Platz mehr",
        "empty": "dort ist nichts von livret",
        "another": "es ist der Ordner von etwas anderem",
        "failed": "Lesen oder Schreiben misslang",
        "no_server": "dort antwortet kein Datenbankserver",
        "no_database": "der Server hat keine solche Datenbank: `createdb` legt eine an",
        "login": "der Server lässt mit diesem Namen und Passwort niemanden ein",
        "no_toml": "ab dort kein TOML",
        "key_missing": "es fehlt",
        "key_unknown": "diese Version kennt keinen solchen Namen",
        "key_kind": "es ist von anderer Art, etwa Text statt einer Zahl",
        "key_value": "so kann es nicht sein",
        "claim_unknown": "diese Art Nachweis hat keine solche Angabe",
        "claim_parts": "sie hat Teile: nennen Sie die gewünschten",
        "said_twice": "es steht zweimal da",
    },
    minute="{day}, {hour}:{minute:02} Uhr ({zone})",
    ages={
        "days": "{count} Tage",
        "hours": "{count} Stunden",
        "minutes": "{count} Minuten",
        "seconds": "{count} {count:Sekunde|Sekunden}",
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
        # Was sich nicht lesen lässt.
        "unreadable": Sentence(
            "Das kann livret nicht lesen: beschädigt, unvollständig oder eine andere Art von Datei.",
            "Bitten Sie erneut darum, so wie es erstellt wurde. Ein Nachweis gilt ebenso auf Papier.",
        ),
        "too_large": Sentence(
            "Das ist viel größer als eine ehrliche Datei dieser Art. Es wurde nicht gelesen.",
            "Bitten Sie an der Quelle erneut darum und sehen Sie nach, was Sie erhielten.",
            "Viel größer als eine ehrliche Datei dieser Art, daher nicht gelesen: {file}.",
        ),
        "secret_key": Sentence(
            "Es enthält einen geheimen Schlüssel, der sein Gerät nie verlassen sollte.",
            "Behandeln Sie ihn als gestohlen: erzeugen Sie einen neuen Schlüssel; löschen Sie diese Datei.",
        ),
        "request_unreadable": Sentence(
            "Diese Anfrage kann livret nicht lesen. Nichts wurde gesendet.",
            "Bitten Sie die Stelle um eine neue Anfrage, oder zeigen Sie Papier.",
        ),
        "answer_unreadable": Sentence(
            "Diese Antwort kann livret nicht lesen: beschädigt oder unvollständig.",
            "Bitten Sie die Person, ihn noch einmal zu zeigen, oder nehmen Sie Papier.",
        ),
        "rules_unreadable": Sentence(
            "Die Regeldatei enthält etwas Unzulässiges. Nichts wurde damit geprüft.",
            "Berichtigen Sie die genannte Stelle und versuchen Sie es erneut.",
            "Die Regeldatei ist unbrauchbar, bei {place}: {reason:cause}. Nichts wurde damit geprüft.",
        ),
        "policy.no_procedure": Sentence(
            "Die Regeldatei kennt dieses Verfahren nicht.",
            "Wählen Sie eines, das darin steht, oder fügen Sie dieses hinzu.",
            "Die Regeldatei kennt dieses Verfahren nicht; sie kennt {known:all}.",
        ),
        "record_wrong": Sentence(
            "Ein Wert in diesen Daten entspricht nicht dem, was dieser Nachweis verlangt. Nichts wurde signiert.",
            "Berichtigen Sie den Wert in den Daten der Gemeinde, und versuchen Sie es erneut.",
            "{path} entspricht nicht dem, was dieser Nachweis verlangt. Nichts wurde signiert.",
        ),
        "date.malformed": Sentence(
            "Kein Datum, oder anders geschrieben als nötig: 1988-03-14, 1988-03 oder 1988. Nichts wurde signiert.",
            "Schreiben Sie es so in die Daten der Gemeinde; lassen Sie Tag oder Monat weg, wenn unbekannt.",
            "Kein Datum, oder anders geschrieben als nötig: {form}. Nichts wurde signiert.",
        ),
        "against_its_kind": Sentence(
            "Dieser Nachweis wurde nicht nach den Regeln seiner Art erstellt.",
            "Bitten Sie die Stelle, die ihn signierte, um einen neuen.",
        ),
        "kind_damaged": Sentence(
            "Die Beschreibung dieser Art von Nachweis ist beschädigt oder widerspricht sich.",
            "Holen Sie sie erneut bei der Stelle, die sie herausgibt, oder rufen Sie dort an.",
        ),
        "type.unknown": Sentence(
            "livret kennt keine Art von Nachweis mit diesem Namen.",
            "Wählen Sie eine aus der Liste von `livret types`.",
        ),
        "type.unavailable": Sentence(
            "Die Beschreibung dieser Art von Nachweis war nicht zu bekommen. Das ist keine Ablehnung.",
            "Versuchen Sie es in einigen Minuten erneut, oder bitten Sie um Papier.",
        ),
        # Die Stelle, die signiert, und ihr Blatt im öffentlichen Journal.
        "body_name_wrong": Sentence(
            "Die signierende Stelle ist so genannt, dass livret sie nicht nachschlägt.",
            "Bitten Sie die Stelle selbst um einen neuen Nachweis.",
        ),
        "body_record_damaged": Sentence(
            "Die Seite der signierenden Stelle im öffentlichen Journal ist beschädigt oder unvollständig.",
            "Holen Sie es erneut. Bleibt es so, wenden Sie sich an die Betreiber des Journals.",
        ),
        "body_record_forged": Sentence(
            "Die Seite der signierenden Stelle stimmt nicht. Jemand kann sie verändert haben.",
            "Verlassen Sie sich nicht darauf. Datei aufheben und bei den Betreibern melden.",
        ),
        "body_record_rules": Sentence(
            "Das bräche eine Regel, die öffentliche Stellen für ihre Seite einhalten.",
            "Lassen Sie Schlüssel und Einstellungen so, wie `livret issuer init` sie anlegt.",
        ),
        "ledger_unreadable": Sentence(
            "Was aus dem öffentlichen Journal kommt, ist beschädigt oder unvollständig.",
            "Holen Sie es erneut. Bleibt es so, wenden Sie sich an die Betreiber des Journals.",
        ),
        "ledger_forged": Sentence(
            "Diese Seite des öffentlichen Journals ist nicht von den Betreibern signiert oder wurde verändert.",
            "Verlassen Sie sich nicht darauf. Datei aufheben und bei den Betreibern melden.",
        ),
        "ledger_rewritten": Sentence(
            "Das öffentliche Journal setzt nicht fort, was es zuvor sagte. Es kann umgeschrieben worden sein.",
            "Nicht darauf verlassen. Datei als Beweis aufheben und eine Gemeinde anrufen, die es überwacht.",
        ),
        "trust_rules_wrong": Sentence(
            "Die Datei, die sagt, welchem Journal zu trauen ist, ist fehlerhaft. Nichts wurde damit geprüft.",
            "Holen Sie sie erneut dort, wo sie ausgegeben wird.",
        ),
        "log.unknown": Sentence(
            "Das kommt aus einem Journal, dem hier nicht vertraut wird.",
            "Fragen Sie nach, welches Journal es ist, und lassen Sie es am Schalter bestätigen.",
        ),
        "log.quorum": Sentence(
            "Zu wenige Gemeinden bestätigen diese Seite des öffentlichen Journals.",
            "Holen Sie ein neueres. Bleibt es so, wenden Sie sich an die Betreiber des Journals.",
        ),
        "log.witness_unavailable": Sentence(
            "Eine Gemeinde, die das öffentliche Journal überwacht, hat nicht geantwortet.",
            "Versuchen Sie es später erneut. Vielleicht genügen die anderen.",
        ),
        "did.deactivated": Sentence(
            "Die signierende Stelle hat diese Seite geschlossen und signiert nichts mehr damit.",
            "Fragen Sie, wer ihre Aufgaben übernahm, und bitten Sie dort um einen Nachweis.",
        ),
        "did.version_not_found": Sentence(
            "Die Seite der signierenden Stelle hat diese Fassung nicht.",
            "Fragen Sie nach einer Fassung, die es gibt, oder nach der letzten.",
        ),
        "webvh.witness_threshold": Sentence(
            "Zu wenige der verlangten Zeugen stehen hinter der Seite der signierenden Stelle.",
            "Warten Sie auf die übrigen, oder wenden Sie sich an die Betreiber des Journals.",
        ),
        "webvh.witness_file_missing": Sentence(
            "Die Bestätigungen der Zeugen waren nicht zu bekommen. Das ist keine Ablehnung.",
            "Holen Sie auch die Bestätigungen, und versuchen Sie es erneut.",
        ),
        "issuer.unavailable": Sentence(
            "Nicht festzustellen, welche Schlüssel die Stelle benutzt. Das ist keine Ablehnung.",
            "In einigen Minuten erneut versuchen, oder der Anweisung der Stelle folgen.",
            "Nicht festzustellen, welche Schlüssel {issuer} benutzt ({reason:cause}). Das ist keine Ablehnung.",
        ),
        "map.unavailable": Sentence(
            "Ein Teil dessen, was das öffentliche Journal festhält, fehlt oder ist beschädigt. Keine Ablehnung.",
            "Fragen Sie eine andere Gemeinde, die das Journal führt. Diese muss es aus einer Kopie wiederherstellen.",
        ),
        "issuer.unknown": Sentence(
            "Das öffentliche Journal kennt keine Stelle des Namens, den dieser Nachweis trägt.",
            "Als Fälschung behandeln; aufheben. Ein Nachweis einer Stelle im Journal, oder einer auf Papier, genügt.",
        ),
        "issuer.not_accepted": Sentence(
            "Hier werden Nachweise dieser Art von diesem Aussteller nicht angenommen.",
            "Fragen Sie, welche angenommen werden, oder ob Papier genügt.",
        ),
        "issuer.key_not_listed": Sentence(
            "Nicht mit einem Schlüssel der genannten Stelle signiert. Als Fälschung behandeln; aufheben.",
            "Bitten Sie die Stelle selbst um einen Nachweis und sagen Sie ihr, was Sie sahen.",
        ),
        "issuer.not_accredited": Sentence(
            "Die Stelle, die das signierte, darf diese Art von Nachweis nicht signieren.",
            "Fragen Sie, welche es darf, und bitten Sie dort um einen Nachweis.",
            "{issuer} darf diese Art von Nachweis nicht signieren.",
        ),
        "issuer.wrong_territory": Sentence(
            "Von einer Gemeinde in der Sache einer anderen signiert.",
            "Bitten Sie die Gemeinde, deren Sache es ist, um einen Nachweis.",
            "Von {issuer} für ein Gebiet signiert, das nicht das eigene ist.",
        ),
        # Signaturen und was sie decken.
        "signature_wrong": Sentence(
            "Die Signatur passt nicht zu dem, was hier steht. Als Fälschung behandeln.",
            "Datei aufheben. Bitten Sie die Person, ihn aus der Brieftasche zu zeigen.",
        ),
        "signed_otherwise": Sentence(
            "Es ist auf eine Weise signiert, die livret nicht annimmt.",
            "Bitten Sie erneut darum, aus Software, die den europäischen Regeln folgt.",
        ),
        "not_what_was_signed": Sentence(
            "Was gezeigt wird, ist nicht, was signiert wurde: ergänzt, verdoppelt oder ersetzt.",
            "Als Fälschung behandeln. Bitten Sie, ihn aus der Brieftasche zu zeigen.",
        ),
        "certificate_unfit": Sentence(
            "Das elektronische Siegel der signierenden Stelle berechtigt sie nicht zu dieser Signatur.",
            "Bitten Sie sie, es bei einer Stelle zu erneuern, der Sie vertrauen.",
        ),
        "x509.expired": Sentence(
            "Das elektronische Siegel der signierenden Stelle ist abgelaufen.",
            "Bitten Sie sie, es zu erneuern; der Nachweis selbst kann noch gelten.",
            "Das elektronische Siegel der signierenden Stelle ist am {expired_at_s:day} abgelaufen.",
        ),
        "x509.not_yet_valid": Sentence(
            "Das elektronische Siegel der signierenden Stelle gilt noch nicht.",
            "Sehen Sie auf die Uhr dieses Geräts; sonst warten, oder dort anrufen.",
            "Das elektronische Siegel der signierenden Stelle gilt erst ab dem {valid_from_s:day}.",
        ),
        # Zeiten.
        "validity.expired": Sentence(
            "Dieser Nachweis ist abgelaufen. Die Person kann einen neuen beantragen.",
            "Bitten Sie die Gemeinde um einen neuen; Papier gilt ebenso.",
            "Abgelaufen am {expired_at_s:day}. Die Person kann einen neuen beantragen.",
        ),
        "validity.not_yet": Sentence(
            "Dieser Nachweis gilt noch nicht.",
            "Sehen Sie auf die Uhr dieses Geräts; sonst wiederkommen, wenn er gilt.",
            "Gilt erst ab dem {starts_at_s:minute}.",
        ),
        "clock_ahead": Sentence(
            "Das ist auf die Zukunft datiert: Eine von zwei Uhren geht falsch.",
            "Stellen Sie die Uhr dieses Geräts und bitten Sie erneut darum.",
        ),
        # Die Anfrage und die Antwort darauf.
        "request.unsupported": Sentence(
            "Diese Art von Anfrage versteht livret noch nicht. Nichts wurde gesendet.",
            "Bitten Sie die Stelle um einen anderen Weg, oder zeigen Sie Papier.",
        ),
        "request.signature": Sentence(
            "Die Anfrage ist nicht von der Stelle signiert, die sie nennt. Nichts wurde gesendet.",
            "Nicht antworten. Fragen Sie die Stelle selbst, am Schalter oder unter ihrer Adresse.",
        ),
        "request.expired": Sentence(
            "Die Zeit dieser Anfrage ist vorbei. Nichts wurde gesendet.",
            "Bitten Sie die Stelle um eine neue.",
            "Die Zeit dieser Anfrage war am {expired_at_s:minute} vorbei. Nichts wurde gesendet.",
        ),
        "request.unknown": Sentence(
            "Das antwortet auf eine Anfrage, die diese Stelle nie gestellt hat.",
            "Stellen Sie eine neue Anfrage und zeigen Sie sie der Person.",
        ),
        "answer.other_type": Sentence(
            "Das ist eine andere Art von Nachweis als die verlangte.",
            "Bitten Sie die Person um die Art, die das Verfahren nennt.",
        ),
        "answer.incomplete": Sentence(
            "Etwas, wonach gefragt war, steht nicht in der Antwort.",
            "Fragen Sie erneut und sagen Sie, wozu; die Person darf nein sagen.",
            "Die Antwort sagt nicht: {claim}.",
        ),
        "answer.not_met": Sentence(
            "Der Nachweis ist echt, aber er entspricht nicht dem, was das Verfahren verlangt.",
            "Sagen Sie es der Person; ein anderer Nachweis kann die Frage beantworten.",
            "Der Nachweis ist echt; {claim} entspricht nicht dem, was das Verfahren verlangt.",
        ),
        "answer.not_asked": Sentence(
            "In der Antwort ist ein Nachweis, nach dem niemand gefragt hat.",
            "Fragen Sie erneut; die Person schickt, was verlangt ist, und sonst nichts.",
        ),
        "answer.several": Sentence(
            "In der Antwort sind mehrere Nachweise, wo einer verlangt war.",
            "Fragen Sie erneut; die Person wählt einen aus.",
        ),
        "answer.missing": Sentence(
            "In der Antwort fehlt ein Nachweis, der verlangt war.",
            "Fragen Sie erneut und sagen Sie, wozu; die Person darf nein sagen.",
        ),
        # Die Person, die ihn zeigt.
        "holder.missing": Sentence(
            "Gezeigt ohne Beleg, dass er der vorzeigenden Person gehört: eine Kopie.",
            "Bitten Sie die Person, ihn aus der Brieftasche zu zeigen.",
        ),
        "bearer_unproven": Sentence(
            "Nichts belegt, dass die vorzeigende Person die ist, für die er ausgestellt wurde.",
            "Lassen Sie ihn aus der Brieftasche zeigen, für die er ausgestellt wurde.",
        ),
        "holder.other_service": Sentence(
            "Für eine andere Stelle erstellt, nicht für Ihre.",
            "Stellen Sie eine eigene Anfrage und zeigen Sie sie der Person.",
        ),
        "holder.other_request": Sentence(
            "Für eine andere Anfrage erstellt, nicht für diese.",
            "Stellen Sie eine neue Anfrage und zeigen Sie sie der Person.",
        ),
        "holder.stale": Sentence(
            "Für Ihre Regeln vor zu langer Zeit vorbereitet.",
            "Stellen Sie eine neue Anfrage; noch einmal zeigen dauert einen Augenblick.",
            "Am {bound_at_s:minute} vorbereitet; für Ihre Regeln zu lange her.",
        ),
        "holder.replayed": Sentence(
            "Hier schon gezeigt. Dieselbe Antwort ein zweites Mal beweist nichts.",
            "Stellen Sie eine neue Anfrage.",
            "Hier schon gezeigt am {answered_at_s:minute}.",
        ),
        # Ob er noch gilt.
        "status.revoked": Sentence(
            "Widerrufen von der Stelle, die ihn signierte.",
            "Bitten Sie die Gemeinde um einen aktuellen Nachweis.",
            "Widerrufen von der Stelle, die ihn signierte; Liste vom {listed_at_s:minute}.",
        ),
        "status.suspended": Sentence(
            "Ausgesetzt von der Stelle, die ihn signierte.",
            "Die Person kann dort fragen, warum; bis dahin hilft vielleicht Papier.",
            "Ausgesetzt von der Stelle, die ihn signierte; Liste vom {listed_at_s:minute}.",
        ),
        "status_not_understood": Sentence(
            "Die signierende Stelle sagt darüber etwas, das livret nicht versteht.",
            "Fragen Sie dort, ob dieser Nachweis noch gilt.",
        ),
        "status_list_wrong": Sentence(
            "Auf die Liste, die sagen soll, ob er noch gilt, ist kein Verlass.",
            "Bitten Sie die signierende Stelle, ihre Liste neu zu veröffentlichen.",
        ),
        "status.small_list": Sentence(
            "Die Liste, in der er steht, ist so klein, dass sie seine Person verriete. Nichts wurde gespeichert.",
            "Bitten Sie die Gemeinde um eine Liste für alle, und zeigen Sie dort diese Meldung.",
        ),
        "status.exhausted": Sentence(
            "Auf keiner Liste signierter Nachweise ist noch Platz. Nichts wurde signiert.",
            "Wenden Sie sich an Ihre IT-Betreuung: Die nächste Liste hätte von selbst beginnen sollen.",
        ),
        "status.unavailable": Sentence(
            "Nicht festzustellen, ob er noch gilt. Das ist keine Ablehnung.",
            "In einigen Minuten erneut versuchen, oder der Anweisung der Stelle folgen.",
            "Nicht festzustellen, ob er noch gilt ({reason:cause}). Das ist keine Ablehnung.",
        ),
        "status.stale": Sentence(
            "Die letzte bekannte Liste ist älter, als Ihre Regel erlaubt. Das ist keine Ablehnung.",
            "Holen Sie eine neuere Liste, oder folgen Sie der Anweisung der Stelle.",
            "Die letzte bekannte Liste ist vom {issued_at_s:minute}, älter als Ihre Regel erlaubt.",
        ),
    },
)

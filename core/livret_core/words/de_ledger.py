"""German, for who writes a public ledger, keeps one, or is on it: what was handed in, and who signed it."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

LEDGER: Final[Mapping[str, Sentence]] = {
    "entry_unreadable": Sentence(
        "Was für das öffentliche Journal eingereicht wurde, ist beschädigt oder sagt, was es nicht darf.",
        "Erstellen Sie es mit `livret ledger` neu und reichen Sie das ein.",
        "Was für das öffentliche Journal eingereicht wurde, ist nicht wohlgeformt, bei {member}.",
    ),
    "entry_number_wrong": Sentence(
        "Eine Nummer für eine Stelle oder ihr Gebiet gibt es in ihrem Land so nicht.",
        "Schlagen Sie sie nach und tippen Sie sie Ziffer für Ziffer neu.",
    ),
    "ledger.origin": Sentence(
        "Dies wurde für ein anderes öffentliches Journal erstellt.",
        "Reichen Sie es dort ein oder erstellen Sie es für dieses neu.",
    ),
    "entry_out_of_turn": Sentence(
        "Dies kommt zu spät oder zu früh: Etwas anderes steht davor, oder es wurde vor langem signiert.",
        "Holen Sie den Stand des Journals, erstellen Sie es neu und lassen Sie es erneut signieren.",
    ),
    "entry_has_words": Sentence(
        "Es enthält eigene Worte. Das öffentliche Journal nimmt nur Nummern und Adressen auf.",
        "Erstellen Sie es mit `livret ledger` neu und fügen Sie nichts hinzu.",
    ),
    "entry_there_already": Sentence(
        "Dies steht schon im öffentlichen Journal. Es wurde nicht verändert.",
        "Sehen Sie nach, was dort steht. Eine andere Fassung ist ein anderer Eintrag.",
    ),
    "ledger.claim": Sentence(
        "Eine Stelle ist für eine Angabe eingetragen, die diese Art von Nachweis nicht hat.",
        "Wählen Sie aus den Angaben in der veröffentlichten Beschreibung dieser Art.",
        "Eine Stelle ist für eine Angabe eingetragen, die keine veröffentlichte Version von {type} hat.",
    ),
    "ledger.unknown": Sentence(
        "Es verweist auf etwas, das nicht im öffentlichen Journal steht.",
        "Sehen Sie nach, was es nennt, und lassen Sie das zuerst eintragen.",
    ),
    "entry_signer_wrong": Sentence(
        "Es ist von jemandem signiert, der es nicht darf, oder mit einem Schlüssel, der nicht zählt.",
        "Sehen Sie nach, wer jetzt für Ihre Gemeinde signiert, und signieren Sie erneut.",
    ),
    "ledger.threshold": Sentence(
        "Es ist nicht von denen signiert, die es braucht.",
        "Bitten Sie die anderen zu signieren. In eigener Sache zählt keine Gemeinde.",
        "Es braucht {needed} Signaturen, die zählen. Es hat {found}.",
    ),
    "ledger.own_matter": Sentence(
        "In eigener Sache zählt niemand, auch nicht über den, der seine Maschinen betreibt.",
        "Bitten Sie eine andere Gemeinde darum, die das Journal überwacht.",
    ),
    "ledger.suspended": Sentence(
        "Dieses Mitglied ist ausgesetzt. Es kann weder Nachweise signieren noch für andere bürgen.",
        "Warten Sie das Ende ab oder bitten Sie die anderen Mitglieder, sie zu beenden.",
    ),
    "entry_no_longer": Sentence(
        "Worauf dies beruht, ist beendet oder wurde ersetzt.",
        "Holen Sie den jetzigen Stand des Journals und sehen Sie noch einmal nach.",
    ),
    "ledger.holds_role": Sentence(
        "Dieses Mitglied überwacht das Journal oder wird es bald. Die anderen verlassen sich darauf.",
        "Bestimmen Sie zuerst, wer seinen Platz einnimmt, und tun Sie es dann.",
    ),
    "roles_unfit": Sentence(
        "Mit diesen Mitgliedern, Schlüsseln oder Zahlen bliebe das Journal nicht ehrlich.",
        "Nehmen Sie Mitglieder ohne gemeinsame Maschinen, je Rolle einen Schlüssel und größere Zahlen.",
    ),
    "ledger.numbers": Sentence(
        "Die Zahlen n, q, a und k des Journals passen nicht zueinander, zu den Mitgliedern oder zu den vorigen.",
        "Ändern Sie sie: q über der Hälfte von n, a und k mindestens 2q − n; so viele Mitglieder, wie n und a sagen.",
        "n={n}, q={q}, a={a}, k={k}: passt nicht. q: {least_q} bis {n}; bei q={fit} a: ab {least}, k: {least} bis {n}.",
    ),
    "ledger.rules_version": Sentence(
        "Das Journal folgt Regeln, die dieses livret nicht kennt.",
        "Installieren Sie ein neueres livret und versuchen Sie es erneut.",
    ),
    "ledger.quota": Sentence(
        "Diese Gemeinde hat heute schon für so viele gebürgt, wie sie an einem Tag darf.",
        "Versuchen Sie es morgen erneut oder fragen Sie eine andere Gemeinde.",
    ),
    "ledger.too_often": Sentence(
        "Das ist heute schon so oft geschehen, wie es darf.",
        "Versuchen Sie es morgen erneut. Für Wiederherstellungsschlüssel zählt das eigens.",
    ),
    "ledger.day": Sentence(
        "Der Tageseintrag dieser Stelle steht schon da, oder er nennt einen anderen Tag.",
        "Es gibt einen am Tag. Im Rathaus noch nicht notiert: `livret issuer ledger settle --from KOPIE`.",
    ),
    "entry_dates_wrong": Sentence(
        "Diese Daten gehen nicht: zu früh, zu spät, zu lang oder über andere hinweg.",
        "Wählen Sie andere Daten und sehen Sie nach, was im Journal steht.",
    ),
    "ledger.scope": Sentence(
        "Niemand gibt mehr weiter, als er hat: andere Art, größeres Gebiet oder längere Zeit.",
        "Verlangen Sie weniger oder fragen Sie eine Stelle, die dieses Recht hat.",
    ),
    "ledger.full": Sentence(
        "Hier stehen so viele Zeiträume, wie stehen können.",
        "Verlängern Sie den letzten, statt einen hinzuzufügen.",
    ),
    "entry_keys_unfit": Sentence(
        "Ein Schlüssel dient ein zweites Mal oder zu etwas, wozu er nicht dienen darf.",
        "Erzeugen Sie für jeden Zweck einen neuen Schlüssel.",
    ),
    "ledger.frozen": Sentence(
        "Dieses öffentliche Journal ist geschlossen. Es wird nichts mehr eingetragen.",
        "Fragen Sie die Betreiber, welches Journal weitergeht.",
    ),
    "ledger_time_wrong": Sentence(
        "Die Zeit des öffentlichen Journals läuft nicht vorwärts oder der Uhr hier voraus.",
        "Prüfen Sie die Uhr hier. Stimmt sie, wenden Sie sich an die Betreiber des Journals.",
    ),
    "ledger_miscounted": Sentence(
        "Das öffentliche Journal sagt etwas anderes, als alle Einträge zusammen ergeben.",
        "Nicht darauf verlassen. Datei aufheben und eine Gemeinde fragen, die das Journal überwacht.",
    ),
    "ledger.damaged": Sentence(
        "Diese Kopie des öffentlichen Journals ist beschädigt.",
        "Nichts eintragen. Aus der Kopie einer anderen Gemeinde neu machen: `livret ledger recover --help`.",
        "Diese Kopie des öffentlichen Journals ist bei Eintrag {index} beschädigt: Das folgt nicht aus den Einträgen.",
    ),
    "ledger.busy": Sentence(
        "Ein anderes livret schreibt in dieses Journal.",
        "Warten Sie, bis es fertig ist, oder schließen Sie es, und versuchen Sie es erneut.",
    ),
    "ledger.behind": Sentence(
        "Diese Kopie des Journals endet vor dem, was andere Gemeinden bestätigt haben. Hier wird nichts geschrieben.",
        "Nichts erzwingen. Von neuerer Kopie: `livret ledger recover --help`. Sonst hat ein anderer den Schlüssel: --key-lost.",
        "Diese Kopie des Journals hat {own} {own:Eintrag|Einträge}; {by} hat {size} bestätigt. Hier wird nichts geschrieben.",
    ),
    "ledger.taken_over": Sentence(
        "Dieses Journal geht schon unter seinem neuen Schlüssel weiter. Nichts wurde geschrieben.",
        "Hier ist nichts mehr zu tun. Bieten Sie es an: `livret ledger serve`, mit seinem Ordner als --home.",
    ),
    "ledger.overtaken": Sentence(
        "So viele Zeugen haben mehr bestätigt, als hier ist, dass zu wenige bleiben, um weiterzugehen.",
        "Jeden Spiegel um eine neuere Kopie bitten. Gibt es keine, ist das Journal zu Ende: die Mitglieder gründen ein neues.",
        "{found} von {of} Zeugen haben mehr bestätigt, als hier ist ({own}), und kein Quorum dasselbe. Zu wenige bleiben.",
    ),
    "ledger.claimed": Sentence(
        "Jemand sagt, er habe mehr bestätigt, als hier ist, und zeigt nichts. Noch wird nichts geschrieben.",
        "Diese Kopie braucht nichts: sie geht weiter, wenn genug andere antworten. Anrufen, wer es sagt und wer schweigt.",
        "{by} sagt, ohne es zu zeigen, {size} bestätigt zu haben; hier endet es bei {own}. {found} von {needed} verneinen es.",
    ),
    "ledger.forked": Sentence(
        "Andere Gemeinden haben eine andere Geschichte dieses Journals bestätigt. Hier wird nichts mehr geschrieben.",
        "Die andere Maschine schreiben lassen. Ist sie fort: `livret ledger recover --help`. Verloren: `livret ledger status`.",
        "{by} hat eine andere Geschichte dieses Journals, von {size} {size:Eintrag|Einträgen}. Hier wird nichts geschrieben.",
    ),
    "ledger.few_witnesses": Sentence(
        "Zu wenige Zeugen haben geantwortet, um zu wissen, ob diese Kopie die neueste ist. Noch wird nichts geschrieben.",
        "Noch einmal fragen. Sonst --authorities und --resolve ansehen oder ihre Gemeinden anrufen.",
    ),
    "ledger.founding": Sentence(
        "Das ist kein Plan, kein Entwurf und keine Signatur, um ein Journal zu gründen.",
        "Noch einmal anfordern, so wie es gemacht wurde.",
    ),
    "ledger.opening": Sentence(
        "Die Schlüssel eines Gründers fehlen, oder es sind andere als vorher festgelegt.",
        "Jeden Gründer um seine eigene Öffnung bitten. Hat einer jetzt andere Schlüssel, beginnen alle neu.",
    ),
    "ledger.agreement": Sentence(
        "Dieser Entwurf folgt aus einer anderen Vereinbarung als der, die Sie behalten haben.",
        "Nicht signieren. Die Vereinbarung mit den anderen Gründern vergleichen.",
    ),
    "trust.unchanged": Sentence(
        "Die Liste der Mitglieder sagt schon, was das Journal jetzt sagt.",
        "Eine Änderung gilt nach sieben Tagen. Ein Schlüssel, der sofort signiert: im Ordner des Journals (--home).",
    ),
    "trust.not_voted": Sentence(
        "Diese Mitgliederliste ist nicht die, für die die Mitglieder des Journals gestimmt haben.",
        "Nicht signieren. Nachfragen, von wem sie kommt; livret ledger trust next macht die richtige.",
    ),
    "trust.address": Sentence(
        "Jemand, der bestätigen muss, hat hier keine Adresse.",
        "Hinzufügen: --address NAME=https://…, mit Kommas dazwischen.",
        "{name} muss bestätigen und hat hier keine Adresse.",
    ),
    "ledger.key_changed": Sentence(
        "Die Mitglieder lassen einen anderen Schlüssel das Journal signieren. Unter diesem wird nichts mehr geschrieben.",
        "Erst die nächste Mitgliederliste (`livret ledger trust next`), dann der Schlüssel: `livret ledger log take-up`.",
    ),
    "ledger.log_key": Sentence(
        "Der Schlüssel in diesem Ordner ist nicht der, mit dem dieses Journal signiert.",
        "Den Ordner nehmen, für dessen Schlüssel die Gründer signiert haben, oder sie neu signieren lassen.",
    ),
    "ledger.store_lost": Sentence(
        "Dieses Journal hat begonnen, und seine Datenbank ist weg.",
        "Nicht neu beginnen. Von der Kopie eines Spiegels weitermachen: livret ledger recover --from KOPIE.",
    ),
    "ledger.no_genesis": Sentence(
        "Der Schlüssel ist da, aber das Journal hat noch nicht begonnen.",
        "Den Schlüssel den Gründern geben, dann: livret ledger init --genesis DATEI.",
    ),
    "ledger.no_head": Sentence(
        "Noch haben zu wenige Gemeinden einen Stand dieses Journals bestätigt.",
        "Mit `livret ledger serve` starten und dafür sorgen, dass Zeugen und Prüfer antworten.",
    ),
    "ledger.halted": Sentence(
        "Das Journal nimmt gerade nichts an: Auf seiner eigenen Maschine stimmt etwas nicht.",
        "Hier ist alles in Ordnung. Später erneut einreichen; dauert es an, sagen Sie es dem, der das Journal führt.",
        "{host} nimmt gerade nichts an: Auf seiner eigenen Maschine stimmt etwas nicht ({reason}).",
    ),
    "ledger.source": Sentence(
        "Was dort veröffentlicht ist, taugt nicht: beschädigt, abgeschnitten oder nicht von denen, die das Journal führen.",
        "Lesen Sie eine andere Kopie (--from). Sagen alle dasselbe, rufen Sie an, wer das Journal führt.",
        "Was dort veröffentlicht ist, taugt nicht ({reason}): beschädigt, abgeschnitten oder nicht von denen, die es führen.",
    ),
    "ledger.stopped": Sentence(
        "Das Journal wird angehalten und nimmt nichts mehr an.",
        "In einer Minute noch einmal versuchen. Was zweimal kommt, wird einmal eingetragen.",
    ),
    "net.address": Sentence(
        "Dieser Name führt in ein privates Netz. Niemand wurde kontaktiert.",
        "Ist das gemeint, den Namen festlegen: --resolve HOST:PORT=ADRESSE.",
        "{host} führt in ein privates Netz. Niemand wurde kontaktiert.",
    ),
    "net.certificate_time": Sentence(
        "Womit sich eine Maschine ausweist, gilt nicht zu der Zeit, die die Uhr hier sagt. Gefragt wurde nichts.",
        "Sehen Sie nach der Uhr dieses Geräts. Geht sie richtig, sagen Sie es dem Betreiber, oder am Schalter.",
        "Womit sich {host} ausweist, gilt nicht zu der Zeit, die die Uhr hier sagt. Gefragt wurde nichts.",
    ),
    "net.certificate": Sentence(
        "Eine andere Maschine kann hier nicht zeigen, dass sie die gemeinte ist. Gefragt wurde nichts.",
        "Ist die Stelle Ihre eigene, nennen Sie sie mit --authorities; sonst steht vielleicht jemand dazwischen.",
        "{host} kann hier nicht zeigen, dass es diese Maschine ist. Gefragt wurde nichts.",
    ),
    "net.unavailable": Sentence(
        "Eine andere Maschine hat nicht geantwortet.",
        "Den Namen und die Verbindung prüfen, dann noch einmal versuchen.",
        "{host} hat nicht geantwortet.",
    ),
    "ledger.draft": Sentence(
        "Das ist ein Entwurf: Niemand hat ihn signiert.",
        "Signieren: `livret issuer ledger sign`, mit den Signaturen zusammenfügen: `livret ledger join`, und das einreichen.",
    ),
    "ledger.other_draft": Sentence(
        "Diese Signatur steht unter einem anderen Entwurf. Über diesen sagt sie nichts.",
        "Nehmen Sie die Datei aus dem Ordner, oder lassen Sie diesen Entwurf signieren: `livret issuer ledger sign`.",
    ),
    "ledger.joined": Sentence(
        "Das ist heil, aber kein Entwurf mehr: Es ist mit seinen Signaturen zusammengefügt.",
        "Reichen Sie es ein: `livret ledger submit`. Zum Nachlesen nimmt `review` den Entwurf.",
    ),
    "home.operation_open": Sentence(
        "Was zuvor für das öffentliche Journal gemacht wurde, ist noch nicht abgeschlossen.",
        "Ausgang notieren: `livret issuer ledger settle --from KOPIE`. Nie eingereicht? `journal --to open/` schreibt es neu.",
    ),
    "home.not_made_here": Sentence(
        "Dieser Vorgang wurde nicht in diesem Rathaus gemacht.",
        "Notieren Sie den Ausgang dort, wo er gemacht wurde. Was hier gemacht wurde: `livret issuer ledger journal`.",
    ),
    "home.settled": Sentence(
        "Wie dieser Vorgang ausging, ist schon notiert, und nicht so.",
        "Siehe `livret issuer ledger journal`. Was das Journal hat, kann niemand abgelehnt nennen.",
    ),
    "home.unproven_no": Sentence(
        "Das Journal sagt, es habe die Zahlen eines früheren Tages nicht genommen, und nichts belegt das.",
        "Lassen Sie eine Kopie sagen, wie es ausging: `livret issuer ledger settle --from KOPIE`. Dann die von heute.",
    ),
    "home.unsettled": Sentence(
        "Was hier gemacht wurde, steht nicht im öffentlichen Journal, das es noch nehmen kann.",
        "Reichen Sie ein, was `livret issuer ledger journal --to offen/` schreibt, und schließen Sie es dann ab.",
    ),
    "home.no_trust": Sentence(
        "Niemand hat das öffentliche Journal dieser Gemeinde hier bestätigt: Nichts davon ist prüfbar.",
        "Vergleichen Sie die sechs Wörter: `livret issuer trust add`. Oder bürgen Sie selbst für eine Datei: --trust.",
    ),
    "home.clock_behind": Sentence(
        "Nach der Uhr hier steht der signierende Schlüssel erst später im öffentlichen Journal.",
        "Stellen Sie die Uhr; geht sie richtig, lesen Sie das Journal neu: `livret issuer ledger rights`.",
    ),
    "home.ended": Sentence(
        "Diese Gemeinde hat ihre Identität beendet. Ihre letzten Listen bleiben, wie sie sind.",
        "Wer für sie weitermacht, stellt von jetzt an aus und zieht zurück.",
    ),
    "home.no_right": Sentence(
        "Laut öffentlichem Journal, wie zuletzt gelesen, darf diese Gemeinde das jetzt nicht signieren.",
        "Fragen Sie, wer sie ermächtigt; lesen Sie dann das Journal neu: `livret issuer ledger rights`.",
    ),
    "home.right_later": Sentence(
        "Laut öffentlichem Journal, wie zuletzt gelesen, beginnt Ihr Recht, das zu signieren, später.",
        "Bis dahin warten, oder es früher erteilen lassen (`--begins`); dann `livret issuer ledger rights`.",
        "Ihr Recht, {type} zu signieren, beginnt am {from_s:minute}; bis dahin nähme es kein Schalter an.",
    ),
    "home.not_registered": Sentence(
        "Das öffentliche Journal hat diese Gemeinde noch nicht.",
        "Machen Sie den Eintrag mit `livret issuer ledger register`, und lassen Sie ein Mitglied signieren.",
    ),
    "home.other_evidence": Sentence(
        "Dieser Beleg handelt von einer anderen Gemeinde und sagt nichts von dieser.",
        "Nehmen Sie das ledger.evidence, das das Journal im Ordner dieser Gemeinde veröffentlicht.",
    ),
    "home.key_unknown": Sentence(
        "Dieses Rathaus hatte nie einen Schlüssel dieses Namens.",
        "Den Namen nachsehen: `livret issuer show`, oder was die Wache meldete.",
        "{key} ist kein Schlüssel dieses Rathauses, und keiner, den andere in seinem Namen eintrugen.",
    ),
    "home.nothing_stolen": Sentence(
        "Nichts von anderen steht in diesem Namen in der gelesenen Kopie: Ein Schlüssel wäre umsonst verbraucht.",
        "Schlüssel vielleicht gelesen: --suspected-from. Verloren: --lost-keys. Nachfolger genannt: `succeed --refuse`.",
    ),
    "home.recovery_key": Sentence(
        "Dieser Wiederherstellungsschlüssel zählt für diese Identität nicht.",
        "Anderen versuchen (`livret issuer ledger recovery-keys ORDNER`). Zählt keiner, Mitglieder rufen (`did.succeed`).",
    ),
    "home.no_ledger": Sentence(
        "Diese Gemeinde wurde ohne öffentliches Journal angelegt.",
        "Legen Sie eine mit Journal an: `livret issuer init --ledger`.",
    ),
    "home.signs_proofs": Sentence(
        "Diese Identität darf Nachweise signieren: Ein Schalter könnte es dann auch.",
        "Geben Sie der Stelle eine eigene Identität: `livret issuer init --who CODE/2`.",
    ),
    "home.key_needed": Sentence(
        "Nachweise mit diesem Schlüssel gelten noch, und ihre Listen brauchen ihn.",
        "Lassen Sie den Schlüssel stehen, bis der letzte Nachweis geendet hat.",
    ),
    "home.lists_needed": Sentence(
        "Nachweise, deren Statusliste an dieser Adresse liegt, gelten noch.",
        "Lassen Sie die Listen dort, bis der letzte Nachweis geendet hat.",
    ),
    "home.lists_place": Sentence(
        "Neue Statuslisten beginnen schon an dieser Adresse, oder dort liegt keine.",
        "Sehen Sie nach, wo Ihre Listen liegen: `livret issuer show`.",
    ),
    "home.not_successor": Sentence(
        "Das öffentliche Journal sagt nicht, dass dieses Rathaus jetzt jener Identität folgt.",
        "Holen Sie die ledger.evidence der alten Identität neu; eine Nachfolge durch Stimmen beginnt nach 72 Stunden.",
    ),
}

"""The doctor in German."""

from typing import Final

from livret_town.words.doctor import Said, Texts

TEXTS: Final = Texts(
    names={
        "python": "Python",
        "packages": "Pakete",
        "openssl": "OpenSSL",
        "libsodium": "libsodium",
        "sqlite": "SQLite",
        "clock": "Uhr",
        "disk": "Platte",
        "memory": "Speicher",
        "home.issuer": "Gemeinde",
        "home.wallet": "Brieftasche",
        "home.verify": "Schalter",
        "terminal": "Terminal",
        "shell": "Befehl",
        "port": "Ports",
        "ledger": "Journal",
        "programs": "Programme",
    },
    states={
        "python": Said("{version}"),
        "python.bad": Said(
            "{version}",
            "livret braucht 3.11 oder neuer",
            "Python 3.11 oder neuer installieren, dann make setup",
        ),
        "packages": Said("alle da"),
        "packages.bad": Said(
            "es fehlt: {missing}", "livret wurde ohne sie installiert", "make setup"
        ),
        "openssl": Said("{version}, signiert und prüft"),
        "openssl.bad": Said(
            "arbeitet nicht",
            "das Paket cryptography ist beschädigt oder von einem anderen System",
            "make setup",
        ),
        "libsodium": Said("{version}, signiert und probiert Passphrasen"),
        "libsodium.bad": Said(
            "arbeitet nicht",
            "das Paket PyNaCl ist beschädigt oder von einem anderen System",
            "make setup",
        ),
        "sqlite": Said("{version}"),
        "sqlite.bad": Said(
            "{version}",
            "vor 3.31 könnte eine fremde Datei eigenen Code ausführen",
            "ein neueres Python installieren, das sein eigenes mitbringt",
        ),
        "clock": Said("{now_s}"),
        "clock.before": Said(
            "{now_s}",
            "da gab es livret noch nicht; Nachweise werden nach der Uhr beurteilt",
            "die Uhr stellen: timedatectl set-ntp true",
        ),
        "clock.behind": Said(
            "{now_s}",
            "eine Ihrer Dateien wurde später geschrieben: {newest_s}",
            "die Uhr stellen: timedatectl set-ntp true",
        ),
        "disk": Said("{mib} MiB frei"),
        "disk.bad": Said(
            "{mib} MiB frei", "livret kann womöglich nicht speichern", "200 MiB oder mehr freigeben"
        ),
        "memory": Said("{mib} MiB verfügbar"),
        "memory.bad": Said(
            "{mib} MiB verfügbar",
            "eine Passphrase zu probieren kostet 256 MiB, mit Absicht",
            "andere Programme schließen",
        ),
        "home": Said("{path}"),
        "home.none": Said("{path}, noch nichts da"),
        "home.in_the_way": Said(
            "{path}",
            "etwas, das kein Ordner ist, steht im Weg",
            "es verschieben, oder mit --home einen Ordner nennen",
        ),
        "home.closed": Said(
            "{path}",
            "Sie dürfen dort nicht schreiben",
            "mit --home einen Ordner nennen, oder den Verwalter fragen",
        ),
        "home.open": Said(
            "{path}", "andere Benutzer dieses Computers können hineinsehen", "chmod 700 {quoted}"
        ),
        "terminal": Said("schreibt {encoding}"),
        "terminal.bad": Said(
            "schreibt {encoding}",
            "es hat nicht alle Zeichen: Umlaute und Zeichen werden ersetzt",
            "export PYTHONUTF8=1, oder LIVRET_PLAIN=1",
        ),
        "shell": Said("findet livret"),
        "shell.bad": Said(
            "findet livret nicht",
            "die nächsten Schritte, die livret nennt, beginnen mit diesem Namen",
            ". .venv/bin/activate",
        ),
        "port": Said("{port} und die nächsten acht sind frei"),
        "port.bad": Said(
            "{port} oder einer der nächsten acht ist belegt",
            "die Demo nimmt von selbst andere; vielleicht hält sie eine offene Gemeinde",
            "livret demo --port {other}",
        ),
        "ledger": Said("{host} antwortet; --trust sagt, wem zum Alter zu glauben ist"),
        "ledger.as_of": Said("{host}, Stand {as_of_s}"),
        "ledger.inside": Said(
            "{host} führt zu einer internen Adresse",
            "nur ein Name, den Sie festlegen, darf zu diesem Computer oder in sein Netz führen",
            "--resolve {host}:{port}=127.0.0.1",
        ),
        "ledger.unknown": Said(
            "niemand kennt den Namen {host}",
            "der Name einer Gemeinde auf einem Computer ist nur bekannt, wo er festgelegt ist",
            "--resolve {host}:{port}=127.0.0.1",
        ),
        "ledger.certificate": Said(
            "{host} zeigt ein Zertifikat, dem nicht geglaubt wird",
            "sein Aussteller ist keiner der bekannten und wurde nicht angegeben",
            "--authorities demo-town/ca/ca.pem",
        ),
        "ledger.dates": Said(
            "das Zertifikat von {host} gilt zurzeit nicht",
            "die Uhr geht falsch, oder das Zertifikat ist abgelaufen",
            "timedatectl set-ntp true",
        ),
        "ledger.silent": Said(
            "{host} antwortet nicht an {port}",
            "es läuft nicht oder ist nicht dort",
            "livret demo --serve",
        ),
        "ledger.none": Said(
            "was an {host} antwortet, ist kein Journal",
            "eine andere Adresse, oder etwas davor antwortet an seiner Stelle",
            "curl -i{curl} {at}/checkpoint",
        ),
        "ledger.other": Said(
            "was an {host} antwortet, ist nicht das Journal, dem geglaubt wird",
            "eine andere Adresse, oder --trust eines anderen Journals",
            "livret ledger trust show --trust {trust}",
        ),
        "ledger.few": Said(
            "{host}: zu wenige Gemeinden bestätigen die neueste Seite",
            "sie stehen still, oder andere traten seit --trust an ihre Stelle",
            "livret ledger status --from {at} --trust {trust}{options}",
        ),
        "ledger.expired": Said(
            "{host}: die Liste derer, die es bestätigen, ist abgelaufen",
            "es liegt keine neuere dort, oder die Uhr geht falsch",
            "livret ledger trust show --trust {trust}",
        ),
        "ledger.waits": Said(
            "{host} hat einen anderen Schlüssel, der ab {as_of_s} zählt",
            "bis dahin kann jemand widersprechen",
            "livret ledger status --from {at} --trust {trust}{options}",
        ),
        "ledger.clock": Said(
            "{host}, Stand {as_of_s}, was nach der Uhr hier erst noch kommt",
            "die Uhr dieses Computers geht gegenüber der der Zeugen nach",
            "timedatectl set-ntp true",
        ),
        "ledger.ahead": Said(
            "{host}: nach dessen Uhr ist es {theirs_s}, und nach der Uhr hier ist zu alt, was dort liegt",
            "eine der beiden Uhren geht falsch",
            "timedatectl set-ntp true",
        ),
        "ledger.older": Said(
            "{host}: die neueste Seite ist älter als die Liste derer, die es bestätigen",
            "was dort antwortet, steht still, oder wurde auf einen früheren Tag zurückgesetzt",
            "livret ledger status --from {at} --trust {trust}{options}",
        ),
        "ledger.stale": Said(
            "{host}, Stand {as_of_s}",
            "zu alt, um danach zu entscheiden: Betreiber oder Zeugen stehen still, oder eine Uhr geht falsch",
            "livret ledger status --from {at} --trust {trust}{options}",
        ),
        "programs": Said("{there}"),
        "programs.bad": Said(
            "ohne {absent}",
            "nur nötig, um an livret selbst zu arbeiten",
            "apt install git make nodejs",
        ),
    },
    cause="Ursache",
    remedy="Abhilfe",
    well="gut",
    look="beachten",
    missing="fehlt",
)

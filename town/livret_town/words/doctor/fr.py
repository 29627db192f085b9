"""The doctor in French."""

from typing import Final

from livret_town.words.doctor import Said, Texts

TEXTS: Final = Texts(
    names={
        "python": "Python",
        "packages": "paquets",
        "openssl": "OpenSSL",
        "libsodium": "libsodium",
        "sqlite": "SQLite",
        "clock": "horloge",
        "disk": "disque",
        "memory": "mémoire",
        "home.issuer": "mairie",
        "home.wallet": "portefeuille",
        "home.verify": "guichet",
        "terminal": "terminal",
        "shell": "commande",
        "port": "ports",
        "ledger": "journal",
        "programs": "programmes",
    },
    states={
        "python": Said("{version}"),
        "python.bad": Said(
            "{version}",
            "livret demande 3.11 ou plus récent",
            "installez Python 3.11 ou plus récent, puis make setup",
        ),
        "packages": Said("tous là"),
        "packages.bad": Said("il manque {missing}", "livret a été installé sans eux", "make setup"),
        "openssl": Said("{version}, signe et vérifie"),
        "openssl.bad": Said(
            "ne fonctionne pas",
            "le paquet cryptography est abîmé, ou d'un autre système",
            "make setup",
        ),
        "libsodium": Said("{version}, signe et essaie les phrases secrètes"),
        "libsodium.bad": Said(
            "ne fonctionne pas", "le paquet PyNaCl est abîmé, ou d'un autre système", "make setup"
        ),
        "sqlite": Said("{version}"),
        "sqlite.bad": Said(
            "{version}",
            "avant 3.31, le fichier d'un inconnu pourrait exécuter son propre code",
            "installez un Python plus récent, qui apporte le sien",
        ),
        "clock": Said("{now_s}"),
        "clock.before": Said(
            "{now_s}",
            "livret n'existait pas encore\u202f; les justificatifs sont jugés à l'horloge",
            "mettez l'horloge à l'heure\u202f: timedatectl set-ntp true",
        ),
        "clock.behind": Said(
            "{now_s}",
            "un de vos fichiers a été écrit plus tard\u202f: {newest_s}",
            "mettez l'horloge à l'heure\u202f: timedatectl set-ntp true",
        ),
        "disk": Said("{mib} Mio libres"),
        "disk.bad": Said(
            "{mib} Mio libres",
            "livret pourrait ne pas réussir à enregistrer",
            "libérez 200 Mio ou plus",
        ),
        "memory": Said("{mib} Mio disponibles"),
        "memory.bad": Said(
            "{mib} Mio disponibles",
            "essayer une phrase secrète prend 256 Mio, exprès",
            "fermez d'autres programmes",
        ),
        "home": Said("{path}"),
        "home.none": Said("{path}, encore rien"),
        "home.in_the_way": Said(
            "{path}",
            "quelque chose qui n'est pas un dossier occupe la place",
            "déplacez-le, ou nommez un dossier avec --home",
        ),
        "home.closed": Said(
            "{path}",
            "vous ne pouvez pas y écrire",
            "nommez un dossier avec --home, ou appelez l'administrateur",
        ),
        "home.open": Said(
            "{path}",
            "les autres utilisateurs de cette machine peuvent y regarder",
            "chmod 700 {quoted}",
        ),
        "terminal": Said("écrit en {encoding}"),
        "terminal.bad": Said(
            "écrit en {encoding}",
            "il n'a pas tous les caractères\u202f: accents et signes sont remplacés",
            "export PYTHONUTF8=1, ou LIVRET_PLAIN=1",
        ),
        "shell": Said("livret se lance par son nom"),
        "shell.bad": Said(
            "livret ne se lance pas par son nom",
            "les étapes que livret propose commencent par ce nom",
            ". .venv/bin/activate",
        ),
        "port": Said("{port} et les huit suivants sont libres"),
        "port.bad": Said(
            "{port} ou l'un des huit suivants est pris",
            "la démonstration en prend d'autres d'elle-même ; une ville gardée ouverte les occupe peut-être",
            "livret demo --port {other}",
        ),
        "ledger": Said("{host} répond ; --trust dit à qui se fier pour son âge"),
        "ledger.as_of": Said("{host}, au {as_of_s}"),
        "ledger.inside": Said(
            "{host} mène à une adresse interne",
            "seul un nom que vous épinglez peut mener à cette machine ou à son réseau",
            "--resolve {host}:{port}=127.0.0.1",
        ),
        "ledger.unknown": Said(
            "personne ne connaît le nom {host}",
            "le nom d'une ville sur une machine n'est connu que là où il est épinglé",
            "--resolve {host}:{port}=127.0.0.1",
        ),
        "ledger.certificate": Said(
            "{host} montre un certificat qui n'est pas de confiance",
            "son autorité n'est pas des plus connues, et n'a pas été donnée",
            "--authorities demo-town/ca/ca.pem",
        ),
        "ledger.dates": Said(
            "le certificat de {host} ne vaut pas en ce moment",
            "l'horloge est fausse, ou le certificat a pris fin",
            "timedatectl set-ntp true",
        ),
        "ledger.silent": Said(
            "{host} ne répond pas sur {port}",
            "il n'est pas servi, ou pas là",
            "livret demo --serve",
        ),
        "ledger.none": Said(
            "ce qui répond à {host} n'est pas un journal",
            "une autre adresse, ou quelque chose devant lui répond à sa place",
            "curl -i{curl} {at}/checkpoint",
        ),
        "ledger.other": Said(
            "ce qui répond à {host} n'est pas le journal attendu",
            "une autre adresse, ou le --trust d'un autre journal",
            "livret ledger trust show --trust {trust}",
        ),
        "ledger.few": Said(
            "{host}\u202f: trop peu de communes confirment sa dernière page",
            "elles sont à l'arrêt, ou d'autres les remplacent depuis ce --trust",
            "livret ledger status --from {at} --trust {trust}{options}",
        ),
        "ledger.expired": Said(
            "{host}\u202f: la liste de qui le confirme a pris fin",
            "il n'y en a pas de plus récente, ou l'horloge est fausse",
            "livret ledger trust show --trust {trust}",
        ),
        "ledger.waits": Said(
            "{host} a une autre clé, qui compte à partir du {as_of_s}",
            "d'ici là quelqu'un peut s'y opposer",
            "livret ledger status --from {at} --trust {trust}{options}",
        ),
        "ledger.clock": Said(
            "{host}, au {as_of_s}, moment encore à venir selon l'horloge d'ici",
            "l'horloge de cette machine retarde sur celle des témoins",
            "timedatectl set-ntp true",
        ),
        "ledger.ahead": Said(
            "{host}\u202f: son horloge dit {theirs_s}, et selon celle d'ici ce qu'il publie est trop ancien",
            "l'une des deux horloges est fausse",
            "timedatectl set-ntp true",
        ),
        "ledger.older": Said(
            "{host}\u202f: sa dernière page est plus ancienne que la liste de qui le confirme",
            "ce qui y répond est arrêté, ou a été remis à un jour antérieur",
            "livret ledger status --from {at} --trust {trust}{options}",
        ),
        "ledger.stale": Said(
            "{host}, au {as_of_s}",
            "trop ancien pour en décider : son exploitant ou ses témoins sont arrêtés, ou une horloge est fausse",
            "livret ledger status --from {at} --trust {trust}{options}",
        ),
        "programs": Said("{there}"),
        "programs.bad": Said(
            "sans {absent}",
            "ne servent qu'à travailler sur livret lui-même",
            "apt install git make nodejs",
        ),
    },
    cause="Cause",
    remedy="Remède",
    well="bien",
    look="à voir",
    missing="manque",
)

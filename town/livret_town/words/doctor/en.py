"""The doctor in English."""

from typing import Final

from livret_town.words.doctor import Said, Texts

TEXTS: Final = Texts(
    names={
        "python": "Python",
        "packages": "packages",
        "openssl": "OpenSSL",
        "libsodium": "libsodium",
        "sqlite": "SQLite",
        "clock": "clock",
        "disk": "disk",
        "memory": "memory",
        "home.issuer": "town hall",
        "home.wallet": "wallet",
        "home.verify": "desk",
        "terminal": "terminal",
        "shell": "shell",
        "port": "ports",
        "ledger": "ledger",
        "programs": "programs",
    },
    states={
        "python": Said("{version}"),
        "python.bad": Said(
            "{version}",
            "livret needs 3.11 or newer",
            "install Python 3.11 or newer, then make setup",
        ),
        "packages": Said("all there"),
        "packages.bad": Said(
            "missing: {missing}", "livret was installed without them", "make setup"
        ),
        "openssl": Said("{version}, signs and verifies"),
        "openssl.bad": Said(
            "does not work",
            "the cryptography package is damaged or of another system",
            "make setup",
        ),
        "libsodium": Said("{version}, signs and tries passphrases"),
        "libsodium.bad": Said(
            "does not work", "the PyNaCl package is damaged or of another system", "make setup"
        ),
        "sqlite": Said("{version}"),
        "sqlite.bad": Said(
            "{version}",
            "a file from a stranger could run code of its own below 3.31",
            "install a newer Python, which brings its own",
        ),
        "clock": Said("{now_s}"),
        "clock.before": Said(
            "{now_s}",
            "that was before livret was written; proofs are judged by the clock",
            "set the clock: timedatectl set-ntp true",
        ),
        "clock.behind": Said(
            "{now_s}",
            "a file of yours was written later: {newest_s}",
            "set the clock: timedatectl set-ntp true",
        ),
        "disk": Said("{mib} MiB free"),
        "disk.bad": Said("{mib} MiB free", "livret may be unable to save", "free 200 MiB or more"),
        "memory": Said("{mib} MiB to be had"),
        "memory.bad": Said(
            "{mib} MiB to be had",
            "trying a passphrase takes 256 MiB, on purpose",
            "close other programs",
        ),
        "home": Said("{path}"),
        "home.none": Said("{path}, nothing there yet"),
        "home.in_the_way": Said(
            "{path}", "something that is no folder is in the way", "move it, or use --home"
        ),
        "home.closed": Said(
            "{path}", "you may not write there", "use --home, or ask whoever runs this machine"
        ),
        "home.open": Said(
            "{path}", "other users of this machine can look into it", "chmod 700 {quoted}"
        ),
        "terminal": Said("writes {encoding}"),
        "terminal.bad": Said(
            "writes {encoding}",
            "it has not all characters: accents and signs are spelled out",
            "export PYTHONUTF8=1, or LIVRET_PLAIN=1",
        ),
        "shell": Said("finds livret"),
        "shell.bad": Said(
            "does not find livret",
            "the next steps that livret prints begin with its name",
            ". .venv/bin/activate",
        ),
        "port": Said("{port} and the next eight are free"),
        "port.bad": Said(
            "{port} or one of the next eight is taken",
            "the demo takes others by itself; a town kept open elsewhere may hold them",
            "livret demo --port {other}",
        ),
        "ledger": Said("{host} answers; --trust says whom to believe about its age"),
        "ledger.as_of": Said("{host}, as of {as_of_s}"),
        "ledger.inside": Said(
            "{host} leads to an address inside",
            "only a name that you pin may lead to this machine or its network",
            "--resolve {host}:{port}=127.0.0.1",
        ),
        "ledger.unknown": Said(
            "nobody knows the name {host}",
            "a name of a town on one machine is known only where it is pinned",
            "--resolve {host}:{port}=127.0.0.1",
        ),
        "ledger.certificate": Said(
            "{host} shows a certificate that is not believed",
            "its authority is not one of the well-known ones, and was not given",
            "--authorities demo-town/ca/ca.pem",
        ),
        "ledger.dates": Said(
            "the certificate of {host} is not good at this time",
            "the clock is off, or the certificate ended",
            "timedatectl set-ntp true",
        ),
        "ledger.silent": Said(
            "{host} gives no answer at {port}",
            "it is not served, or not there",
            "livret demo --serve",
        ),
        "ledger.none": Said(
            "what answers at {host} is no ledger",
            "another address, or something before the ledger answers in its place",
            "curl -i{curl} {at}/checkpoint",
        ),
        "ledger.other": Said(
            "what answers at {host} is not the ledger that is believed",
            "another address, or another ledger's --trust",
            "livret ledger trust show --trust {trust}",
        ),
        "ledger.few": Said(
            "{host}: too few towns confirm its newest page",
            "they stand still, or others took their place since --trust was made",
            "livret ledger status --from {at} --trust {trust}{options}",
        ),
        "ledger.expired": Said(
            "{host}: the list of who confirms it has ended",
            "no newer one lies there, or the clock is off",
            "livret ledger trust show --trust {trust}",
        ),
        "ledger.waits": Said(
            "{host} has another log key, which counts from {as_of_s} on",
            "until then somebody may object to it",
            "livret ledger status --from {at} --trust {trust}{options}",
        ),
        "ledger.clock": Said(
            "{host}, as of {as_of_s}, which by the clock here is still to come",
            "the clock of this machine is behind that of its witnesses",
            "timedatectl set-ntp true",
        ),
        "ledger.ahead": Said(
            "{host}: by its clock it is {theirs_s}, and by the clock here what it publishes is too old",
            "one of the two clocks is off",
            "timedatectl set-ntp true",
        ),
        "ledger.older": Said(
            "{host}: its newest page is older than the list of who confirms it",
            "what answers there stands still, or was put back to an earlier day",
            "livret ledger status --from {at} --trust {trust}{options}",
        ),
        "ledger.stale": Said(
            "{host}, as of {as_of_s}",
            "too old to decide by: its keeper or its witnesses stand still, or a clock is off",
            "livret ledger status --from {at} --trust {trust}{options}",
        ),
        "programs": Said("{there}"),
        "programs.bad": Said(
            "without {absent}",
            "needed only to work on livret itself",
            "apt install git make nodejs",
        ),
    },
    cause="Cause",
    remedy="Remedy",
    well="well",
    look="look",
    missing="missing",
)

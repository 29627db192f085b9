"""A ledger's home is made, and the ledger begun with what its founders signed."""

import re
from contextlib import closing

from livret_core.errors import MalformedInput, Refused
from livret_core.ledger.operation import ADDRESS
from livret_core.tlog.note import KeyName, SignatureType, VerifierKey
from livret_core.words import printable
from livret_edge.arguments import Asked
from livret_edge.files import named_by, read_file
from livret_edge.passphrase import take_passphrase
from livret_edge.resealing import change_passphrase
from livret_ledger import founding
from livret_ledger.batch import Batch
from livret_ledger.cli import standbys
from livret_ledger.publishing import OWN_NAMES
from livret_ledger.store.home import Home
from livret_ledger.store.keys import LOG_KEY, new_key
from livret_ledger.store.server import check_address, check_reachable
from livret_ledger.words import texts


def init(asked: Asked) -> int:
    """Make a home with a log key, or begin the ledger of a home."""
    if (asked.origin is None) == (asked.genesis is None):
        raise MalformedInput("usage.missing", option="--origin, --genesis")
    if asked.store is not None and asked.origin is None:
        raise MalformedInput("usage.arguments", option="--store")
    return _make(asked) if asked.genesis is None else _begin(asked)


def change(asked: Asked) -> int:
    """Seal the key that signs checkpoints under another passphrase."""
    return change_passphrase(asked, Home.open(asked.home).sealed, purpose=LOG_KEY)


def _make(asked: Asked) -> int:
    KeyName(asked.origin)  # what no key can be named after is no name to look for
    if re.fullmatch(ADDRESS, asked.origin) is None:
        # No genesis could name it, and its key would be handed to everybody before that is found.
        raise MalformedInput("usage.address", option="--origin")
    first = asked.origin.partition("/")[2].partition("/")[0]
    if first in OWN_NAMES:
        # Once a member's log cannot be written there, no head is published any more.
        raise MalformedInput("usage.address_taken", option="--origin", path=first)
    if asked.store is not None:
        # Before anybody is asked for a passphrase, and before anything is made.
        check_address(asked.store)
        check_reachable(asked.store, asked.origin)
    passphrase = take_passphrase(asked.passphrase_file, asked.voice, twice=True)
    key = new_key()
    made = Home.create(asked.home, asked.origin, key, passphrase, address=asked.store)
    text = VerifierKey.of(made.origin, SignatureType.ED25519, key).format()
    if asked.voice.json:
        kept = {} if made.address is None else {"store": made.address}
        asked.voice.event("made", origin=made.origin, key=text, **kept)
        return 0
    said = texts(asked.voice.lang)
    asked.voice.tell("✓ " + said["made"].format(origin=printable(made.origin)))
    asked.voice.rows([(said["log_key"], text)])
    if made.address is not None:
        asked.voice.rows([(said["kept_on"], printable(made.address))])
    asked.voice.tell(said["give_key"])
    return 0


def _begin(asked: Asked) -> int:
    opened = Home.open(asked.home)
    with named_by("--genesis"):
        raw = read_file(asked.genesis, founding.MAX_BYTES)
    founded = founding.Founding.parse(raw)
    signer = opened.read_key(take_passphrase(asked.passphrase_file, asked.voice))
    key = VerifierKey.of(opened.origin, SignatureType.ED25519, signer)
    founded.check_home(opened.origin, key)
    if opened.has_begun():
        raise Refused("home.exists", "this ledger has begun")
    with closing(opened.begin(founded.trust)) as store:
        with store.writer():
            batch = Batch(store)
            batch.submit(founded.genesis)
            store.write(batch.result())
        replication = store.replication
    if asked.voice.json:
        asked.voice.event(
            "begun",
            origin=opened.origin,
            founders=len(founded.body.founders),
            **standbys.fields(replication),
        )
        return 0
    said = texts(asked.voice.lang)
    count = len(founded.body.founders)
    asked.voice.tell("✓ " + said["begun"].format(origin=opened.origin, count=count))
    standbys.tell(asked.voice, replication)
    asked.voice.tell(said["serve_next"])
    return 0

"""`livret ledger witness`: a municipality sees to it that a log only grows.

answering.py   how everything that serves here takes connections, and says where
"""

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from livret_core.errors import LivretError, MalformedInput
from livret_core.ledger.operation import ADDRESS
from livret_core.tlog.note import KeyName
from livret_core.words import explain_error, printable
from livret_edge.arguments import DRY_RUN, NEW_PASSPHRASE, PASSPHRASE, Argument, Asked, home, path
from livret_edge.homes import default_home
from livret_edge.passphrase import take_passphrase
from livret_edge.program import Command, Program
from livret_edge.resealing import change_passphrase
from livret_edge.saying import local_zone, now_s
from livret_edge.serving.answering import answer, listen
from livret_ledger.witness.words import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from livret_core.tlog.note import VerifierKey
    from livret_ledger.witness.service import Cosigner
    from livret_ledger.witness.store.home import CosignerHome
    from livret_ledger.witness.store.memory import StoredFraud, WitnessStore

WORDS: Final = "livret_ledger.witness.words"


SERVING: Final = (
    Argument("--listen", "listen", listen, default=("127.0.0.1", 8643)),
    Argument("--certificate", "file", path),
    Argument("--certificate-key", "file", path),
    Argument("--address-to", "file", path),
)


def init(asked: Asked) -> int:
    """Make a witness."""
    from livret_ledger.witness.store.home import CosignerHome

    check_name(asked)
    passphrase = take_passphrase(asked.passphrase_file, asked.voice, twice=True)
    made = CosignerHome.create(asked.home, "witness", asked.name, passphrase)
    say_made(asked, made)
    return 0


def check_name(asked: Asked) -> None:
    """Check that an operation can name this cosigner, before its key is given to anybody.

    Raises:
        MalformedInput: ``usage.address``, and as :class:`KeyName`.
    """
    KeyName(asked.name)
    if re.fullmatch(ADDRESS, asked.name) is None:
        raise MalformedInput("usage.address", option="--name")


def say_made(asked: Asked, made: "CosignerHome") -> None:
    """Say what a new cosigner is called, and what not to do with it."""
    identity, voice = made.identity(), asked.voice
    key = identity.key.format()
    if voice.json:
        voice.event("made", kind=identity.kind, name=identity.key.name.text, key=key)
        return
    said = texts(voice.lang)
    name = printable(identity.key.name.text)
    voice.tell("✓ " + said[f"made_{identity.kind}"].format(name=name))
    voice.rows([(said["key"], key)])
    voice.tell(said["give"], "! " + said["no_backup"])


def add_log(asked: Asked) -> int:
    """Watch one more ledger."""
    from livret_ledger.witness.store.home import CosignerHome

    key = log_key(asked.key, "--key")
    memory = CosignerHome.open(asked.home).memory()
    memory.add_log(key)
    memory.close()
    origin = key.name.text
    if asked.voice.json:
        asked.voice.event("watches", origin=origin)
    else:
        said = texts(asked.voice.lang)
        asked.voice.tell("✓ " + said["watches"].format(origin=printable(origin)))
    return 0


def rotate_log(asked: Asked) -> int:
    """Go on under a ledger's new key, and under no other of it."""
    from livret_ledger.witness.store.home import CosignerHome

    key = log_key(asked.key, "--key")
    memory = CosignerHome.open(asked.home).memory()
    try:
        gone = memory.retired_by(key) if asked.dry_run else memory.rotate_log(key)
    finally:
        memory.close()
    origin = key.name.text
    if asked.voice.json:
        asked.voice.event(
            "rotated", origin=origin, key=key.format(), retired=gone, dry_run=asked.dry_run
        )
        return 0
    said = texts(asked.voice.lang)
    if asked.dry_run:
        asked.voice.tell(
            said["would_rotate"].format(origin=printable(origin), count=gone), said["dry_run"]
        )
    else:
        asked.voice.tell("✓ " + said["rotated"].format(origin=printable(origin)))
    return 0


def change(asked: Asked) -> int:
    """Seal a cosigner's key under another passphrase."""
    from livret_ledger.witness.store.home import CosignerHome, purpose_of

    opened = CosignerHome.open(asked.home)
    return change_passphrase(asked, opened.sealed, purpose=purpose_of(opened.identity().kind))


def resealing(program: str) -> Command:
    """Give the command, the same for a witness and an auditor."""
    return Command(
        "passphrase",
        change,
        (
            f"{program} passphrase",
            f"{program} passphrase --passphrase-file old \\\n    --new-passphrase-file new",
        ),
        (NEW_PASSPHRASE,),
    )


def rotating(program: str) -> Command:
    """Give the command, the same for a witness and an auditor."""
    return Command(
        "rotate-log",
        rotate_log,
        (
            f"{program} rotate-log --key $NEW_LOG_KEY",
            f"{program} rotate-log --key $NEW_LOG_KEY --home watch",
        ),
        (Argument("--key", "key", required=True), DRY_RUN),
    )


def log_key(typed: str, option: str) -> "VerifierKey":
    """Read the key of a log as somebody typed it.

    Raises:
        MalformedInput: ``usage.log_key``. Refused: ``note.key_type`` for another kind of key.
    """
    from livret_core.errors import Refused
    from livret_core.tlog.note import SignatureType, VerifierKey

    try:
        key = VerifierKey.parse(typed)
    except MalformedInput:
        raise MalformedInput("usage.log_key", option=option) from None
    if key.signature_type is not SignatureType.ED25519:
        raise Refused("note.key_type", "not the key of a log")
    return key


def serve(asked: Asked) -> int:
    """Answer until told to stop."""
    from livret_ledger.witness.service import Cosigner
    from livret_ledger.witness.store.home import CosignerHome

    opened = CosignerHome.open(asked.home)
    identity = opened.identity("witness")
    with opened.serving():  # before anybody is asked for a passphrase
        passphrase = take_passphrase(asked.passphrase_file, asked.voice)
        signer, memory = opened.unlock(passphrase)
        name = identity.key.name.text
        told = telling(asked, name)
        cosigner = Cosigner(memory, name=name, signer=signer, clock=now_s, told=told)
        serve_until_told(asked, cosigner)
    return 0


def telling(asked: Asked, name: str) -> "Callable[[LivretError], None]":
    """Say what keeps it from confirming, to whoever started it, with what to do."""

    def tell(error: LivretError) -> None:
        asked.voice.complain_of(name, error)
        asked.voice.complain(explain_error(error, asked.voice.lang, zone=local_zone).step)

    return tell


def serve_until_told(asked: Asked, cosigner: "Cosigner") -> None:
    """Take connections, and say where."""
    from livret_ledger.witness.service import make_app

    def say(url: str) -> None:
        if asked.voice.json:
            asked.voice.event("listening", url=url)
        else:
            asked.voice.tell("✓ " + texts(asked.voice.lang)["listening"].format(url=url))

    answer(asked, make_app(cosigner), asked.listen, say)


def status(asked: Asked) -> int:
    """Say what was cosigned last, and what fraud was seen."""
    from livret_ledger.witness.store.home import CosignerHome

    opened = CosignerHome.open(asked.home)
    identity, memory = opened.identity(), opened.memory()
    frauds, trouble = list(memory.frauds()), _clock_trouble(memory)
    if asked.voice.json:
        asked.voice.event(
            "status",
            kind=identity.kind,
            key=identity.key.format(),
            logs=[*_logs(memory)],
            problem=None if trouble is None else trouble.code,
            frauds=[
                {
                    "number": number,
                    "origin": each.origin,
                    "subject": each.subject,
                    "found_s": each.found_s,
                }
                for number, each in enumerate(frauds, start=1)
            ],
        )
        memory.close()
        return 0
    voice, said = asked.voice, texts(asked.voice.lang)
    rows = [(said["key"], identity.key.format())]
    for log in _logs(memory):
        rows.append((said["log"], printable(str(log["origin"]))))
        if log["size"] is None:
            rows.append((said["at"], said["never"]))
        else:
            rows.append((said["size"], str(log["size"])))
            rows.append((said["at"], voice.moment(int(str(log["at_s"])))))
    rows += [(said["fraud"], line) for line in _fraud_lines(asked, frauds)]
    voice.rows(rows)
    if not memory.log_keys:
        voice.tell(said["no_logs"])
    if trouble is not None:
        why = explain_error(trouble, voice.lang, zone=local_zone)
        voice.tell(f"! {why.what}", why.step)
    memory.close()
    return 0


def _clock_trouble(memory: "WitnessStore") -> LivretError | None:
    """Say why nothing would be confirmed now, by this machine's clock."""
    from livret_ledger.witness.minding import stamp

    try:
        for log in _logs(memory):
            stamp(now_s(), None if log["at_s"] is None else int(str(log["at_s"])))
    except LivretError as error:
        return error
    return None


def _logs(memory: "WitnessStore") -> "Iterator[dict[str, str | int | None]]":
    for origin in sorted({key.name.text for key in memory.log_keys}):
        held = memory.held(origin)
        yield {
            "origin": origin,
            "size": None if held is None else held.checkpoint.size,
            "at_s": None if held is None else held.stamped_s,
        }


def _fraud_lines(asked: Asked, frauds: "list[StoredFraud]") -> "Iterator[str]":
    said = texts(asked.voice.lang)
    if not frauds:
        yield said["no_fraud"]
    for number, each in enumerate(frauds, start=1):
        kind, _, rest = each.subject.partition("/")
        first, _, second = rest.partition("-")
        yield said["fraud_heads" if kind == "heads" else "fraud_entry"].format(
            number=number,
            first=first,
            second=second,
            index=rest,
            time=asked.voice.moment(each.found_s),
        )


PROGRAM: Final = Program(
    "livret ledger witness",
    WORDS,
    (
        Command(
            "init",
            init,
            (
                "livret ledger witness init --name namur.example/witness",
                "livret ledger witness init --name namur.example/witness --home watch",
            ),
            (Argument("--name", "address", required=True),),
        ),
        Command(
            "add-log",
            add_log,
            (
                "livret ledger witness add-log --key $LOG_KEY",
                "livret ledger witness add-log --key $LOG_KEY --home watch",
            ),
            (Argument("--key", "key", required=True),),
        ),
        rotating("livret ledger witness"),
        resealing("livret ledger witness"),
        Command(
            "serve",
            serve,
            (
                "livret ledger witness serve --listen 127.0.0.1:8643",
                "livret ledger witness serve --certificate chain.pem --certificate-key key.pem",
            ),
            SERVING,
        ),
        Command(
            "status",
            status,
            ("livret ledger witness status", "livret ledger witness status --home watch --json"),
        ),
    ),
    shared=(home(partial(default_home, "witness")), PASSPHRASE),
    examples=(
        "livret ledger witness init --name namur.example/witness",
        "livret ledger witness serve",
    ),
)
run: Final = PROGRAM.run

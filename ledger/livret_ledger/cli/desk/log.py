"""`livret ledger log`: another key signs the ledger, or the ledger ends."""

from typing import Any, Final

import msgspec

from livret_core import limits
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused
from livret_core.ledger import draft as drafts
from livret_core.ledger import root_changes, root_draft
from livret_core.ledger.bodies import VerifierKeyText
from livret_core.ledger.explaining import members_of, tell
from livret_core.ledger.operation import Origin
from livret_core.ledger.records import LogRecord
from livret_core.ledger.state import demand
from livret_core.ledger.trust_root import TrustRootDraft
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_core.words import printable
from livret_core.words.entries import draft_rows, draft_sentence
from livret_edge.arguments import DRY_RUN, PASSPHRASE, Argument, Asked, path
from livret_edge.files import FILE, check_free, named_by, read_file, write_named
from livret_edge.passphrase import take_passphrase
from livret_edge.program import Command, Program
from livret_edge.roots import tell_root
from livret_ledger.cli.desk.drafted import Made, drafted
from livret_ledger.cli.desk.naming import AT, TO, tell_unsigned
from livret_ledger.cli.desk.standing import at_ledger
from livret_ledger.drafting import Desk
from livret_ledger.service.recovering import check_own_key
from livret_ledger.store.home import Home
from livret_ledger.store.keys import LOG_KEY, check_sealed, new_key, read_key, write_key
from livret_ledger.words.members import texts

_AT_ONCE: Final = Argument("--at-once", default=False)
#: What the ledger's own key has a say in, where it is to happen at once.
_OWN: Final = frozenset({"log.rotate", "log.freeze"})


def _is(text: str, form: Any) -> bool:
    try:
        msgspec.convert(text, form)
    except msgspec.ValidationError:
        return False
    return True


def rotate(asked: Asked, desk: Desk) -> Made:
    """Let another key sign the ledger."""
    if not _is(asked.key, VerifierKeyText):
        raise MalformedInput("usage.log_key", option="--key")
    return "log.rotate", desk.origin, {"key": asked.key, "at_once": asked.at_once}


def freeze(asked: Asked, desk: Desk) -> Made:
    """End the ledger."""
    if asked.successor == desk.origin:
        raise MalformedInput("usage.itself", option="--successor", value=desk.origin)
    if asked.successor is not None and not _is(asked.successor, Origin):
        raise MalformedInput("usage.address", option="--successor")
    body: JsonObject = {"successor": asked.successor, "at_once": asked.at_once}
    return "log.freeze", desk.origin, body


def sign(asked: Asked) -> int:
    """Sign with the ledger's own key what is to happen at once."""
    check_free(asked.to, "--to")
    with named_by(asked.named("file")):
        raw = read_file(asked.file, max(2 * limits.OPERATION_BYTES, limits.TRUST_ROOT_BYTES + 64))
        if root_draft.is_draft(raw):
            return _sign_root(asked, root_draft.parse(raw))
        draft = drafts.parse(raw)
    opened = Home.open(asked.home)
    if draft.ledger != opened.origin:
        raise Refused("ledger.origin")
    if draft.type not in _OWN or draft.body.get("at_once") is not True:
        raise Refused("ledger.signer", "not a matter of the ledger's key")
    voice = asked.voice
    if not voice.json:
        told = tell(draft)
        voice.tell(draft_sentence(told.sentence, told.facts, voice.lang))
        voice.rows(draft_rows(members_of(draft), voice.lang, voice.moment))
    if asked.dry_run:
        return tell_unsigned(asked, type=draft.type, id=draft.id)
    key = opened.read_key(take_passphrase(asked.passphrase_file, voice))
    signature = drafts.sign(draft, key, by=opened.origin, key_id=opened.origin)
    write_named(asked.to, signature, "--to", mode=0o644)
    if voice.json:
        voice.event("signed", type=draft.type, id=draft.id, to=str(asked.to))
    else:
        voice.tell("✓ " + texts(voice.lang)["signed"].format(path=asked.to))
    return 0


def _sign_root(asked: Asked, draft: TrustRootDraft) -> int:
    """Let the next version name another key, without a week in which this one could object."""
    root, opened, voice = root_draft.unsigned(draft), Home.open(asked.home), asked.voice
    old = root_changes.before(root, opened.trust_chain())
    if old is None or root.origin != opened.origin or old.log_keys == root.log_keys:
        raise Refused("ledger.signer", "not a matter of the ledger's key")
    if not voice.json:
        tell_root(voice, root, old)
    if asked.dry_run:
        return tell_unsigned(asked, version=root.version)
    key = opened.read_key(take_passphrase(asked.passphrase_file, voice))
    check_own_key(opened.origin, key, old.log_keys)
    write_named(asked.to, root_draft.sign(draft, key), "--to", mode=0o644)
    if voice.json:
        voice.event("signed", version=root.version, to=str(asked.to))
    else:
        voice.tell("✓ " + texts(voice.lang)["signed"].format(path=asked.to))
    return 0


def make(asked: Asked) -> int:
    """Make the key that is to sign the ledger."""
    check_free(asked.to, "--to")
    opened, voice = Home.open(asked.home), asked.voice
    passphrase = take_passphrase(asked.passphrase_file, voice, twice=True)
    key = new_key()
    write_key(asked.to, key, passphrase, purpose=LOG_KEY)
    text = VerifierKey.of(opened.origin, SignatureType.ED25519, key).format()
    if voice.json:
        voice.event("key", origin=opened.origin, key=text, to=str(asked.to))
        return 0
    said = texts(voice.lang)
    voice.tell("✓ " + said["log_key_made"].format(path=asked.to))
    voice.rows([(said["next_key"], text)])
    voice.tell(said["log_key_next"])
    return 0


def take_up(asked: Asked) -> int:
    """Have the ledger's folder sign with the key that the newest trust root names."""
    opened, voice = Home.open(asked.home), asked.voice
    with named_by(asked.named("file")):
        passphrase = take_passphrase(asked.passphrase_file, voice)
        key = read_key(asked.file, passphrase, purpose=LOG_KEY, code=FILE)
        check_own_key(opened.origin, key, opened.trust_chain().newest.log_keys)
        sealed = check_sealed(asked.file).format()
        if not asked.dry_run:
            opened.take_up_key(sealed)
    text = VerifierKey.of(opened.origin, SignatureType.ED25519, key).format()
    if voice.json:
        voice.event("taken_up", origin=opened.origin, key=text, dry_run=asked.dry_run)
        return 0
    said = texts(voice.lang)
    if asked.dry_run:
        voice.rows([(said["log_key"], text)])
        voice.tell(said["would_take_up"], said["dry_run"])
        return 0
    voice.tell("✓ " + said["log_key_taken_up"])
    voice.rows([(said["log_key"], text)])
    voice.tell(said["log_key_before"])
    return 0


def show(asked: Asked) -> int:
    """Say which key signs the ledger, which will, and whether it ends."""
    voice, said = asked.voice, texts(asked.voice.lang)
    with at_ledger(asked) as at:
        log, at_s = demand(at.desk, "log", LogRecord), at.desk.clock.at_s
        coming = None if log.key_at(at_s) == log.next_key else log.next_key
        if voice.json:
            voice.event(
                "log",
                key=log.key_at(at_s),
                next_key=coming,
                next_from_s=None if coming is None else log.next_from_s,
                frozen_from_s=log.frozen_from_s,
                successor=log.successor,
                **at.facts,
            )
            return at.end()
        rows = [(said["log_key"], log.key_at(at_s))]
        if coming is not None and log.next_from_s is not None:
            rows += [(said["next_key"], coming), (said["from"], voice.moment(log.next_from_s))]
        if log.frozen_from_s is not None:
            rows.append((said["ends"], voice.moment(log.frozen_from_s)))
            rows.append((said["successor"], printable(log.successor or said["nobody"])))
        voice.rows([*rows, *at.rows(asked)])
    return at.end()


PROGRAM: Final = Program(
    "livret ledger log",
    "livret_ledger.words.members:LOG",
    (
        Command(
            "rotate",
            drafted(rotate),
            (
                "livret ledger log rotate --key KEY --to rotate.json",
                "livret ledger log rotate --key KEY --at-once --to rotate.json",
            ),
            (Argument("--key", "key", required=True), _AT_ONCE, TO, *AT),
        ),
        Command(
            "freeze",
            drafted(freeze),
            (
                "livret ledger log freeze --to freeze.json",
                "livret ledger log freeze --successor ledger.example/next --to freeze.json",
            ),
            (Argument("--successor", "address"), _AT_ONCE, TO, *AT),
        ),
        Command(
            "key",
            make,
            (
                "livret ledger log key --to next.sealed",
                "livret ledger log key --to next.sealed --home /var/lib/ledger --json",
            ),
            (TO, AT[-1], PASSPHRASE),
        ),
        Command(
            "take-up",
            take_up,
            (
                "livret ledger log take-up next.sealed",
                "livret ledger log take-up next.sealed --home /var/lib/ledger",
            ),
            (Argument("file", "file", path, required=True), DRY_RUN, AT[-1], PASSPHRASE),
        ),
        Command(
            "sign",
            sign,
            (
                "livret ledger log sign rotate.json --to signatures/log.json",
                "livret ledger log sign trust-2.json --to log.json \\\n    --home /var/lib/ledger",
                "livret ledger log sign freeze.json --to log.json --home /var/lib/ledger",
            ),
            (Argument("file", "file", path, required=True), TO, DRY_RUN, AT[-1], PASSPHRASE),
        ),
        Command(
            "show",
            show,
            ("livret ledger log show", "livret ledger log show --from copy/ --json"),
            AT,
        ),
    ),
    examples=("livret ledger log show", "livret ledger log freeze --to freeze.json"),
)

"""A town hall's DID and its keys on the public ledger, and their end."""

import sys
from pathlib import Path
from typing import Final

from livret_core.errors import MalformedInput, Refused
from livret_core.keys import Ed25519Signer, P256PublicKey, pem
from livret_core.ledger import draft as drafts
from livret_core.words import stated
from livret_edge.arguments import RECOVERY_PASSPHRASE, Asked
from livret_edge.files import check_free, named_by, read_file, write_named
from livret_edge.passphrase import take_passphrase
from livret_edge.saying import now_s
from livret_issuer.cli.ledger.believing import proven
from livret_issuer.cli.ledger.handing_in import check_way, leave
from livret_issuer.cli.ledger.watching import is_listed
from livret_issuer.operations import request_key_listed
from livret_issuer.service import LedgerOffice, Office
from livret_issuer.store import read_recovery_key
from livret_issuer.words.ledger import texts

_KEY_BYTES: Final = 4 << 10


def open_ledger_office(asked: Asked) -> LedgerOffice:
    """Open the town hall that was asked for, before its ledger."""
    passphrase = take_passphrase(asked.passphrase_file, asked.voice)
    return Office.open(asked.home, passphrase).on_ledger()


def register(asked: Asked) -> int:
    """Write the entry of this DID, for a member to sign."""
    check_free(asked.to, "--to")
    office = open_ledger_office(asked)
    draft = office.register(now_s=now_s())
    write_named(asked.to, drafts.format(draft), "--to", mode=0o644)
    if asked.voice.json:
        asked.voice.event("drafted", type=draft.type, id=draft.id, to=str(asked.to))
        return 0
    said = texts(asked.voice.lang)
    asked.voice.tell("✓ " + said["registered"].format(path=asked.to))
    asked.voice.rows([(said["did"], office.hall.did.text), (said["ledger"], draft.ledger)])
    asked.voice.tell(said["sponsor_next"])
    return 0


def update(asked: Asked) -> int:
    """Make the entry by which another key signs or lists lie elsewhere, or a former one no more."""
    chosen = {
        "--operation-key": asked.operation_key,
        "--drop": asked.drop is not None,
        "--request-key": asked.request_key is not None,
        "--lists-at": asked.lists_at is not None,
        "--drop-lists": asked.drop_lists is not None,
    }
    if sum(chosen.values()) > 1:
        both = ", ".join(name for name, is_meant in chosen.items() if is_meant)
        raise MalformedInput("usage.contradiction", option=both)
    check_way(asked)
    key = None if asked.request_key is None else _desk_key(asked.request_key)
    passphrase = take_passphrase(asked.passphrase_file, asked.voice)
    office = Office.open(asked.home, passphrase).on_ledger()
    if key is not None:
        operation = office.let_ask(key, passphrase, now_s=now_s())
        leave(asked, office, operation, "may_ask", key=request_key_listed(operation))
        return 0
    if asked.lists_at is not None:
        operation = office.move_lists(asked.lists_at, passphrase, now_s=now_s())
        leave(asked, office, operation, "lists_moved")
        return 0
    if asked.drop_lists is not None:
        operation = office.drop_lists(asked.drop_lists, passphrase, now_s=now_s())
        leave(asked, office, operation, "lists_dropped")
        return 0
    if asked.drop is not None:
        operation = office.drop_key(asked.drop, passphrase, now_s=now_s())
        leave(asked, office, operation, "key_dropped")
        return 0
    use = "operation" if asked.operation_key else "credential"
    operation = office.change_key(use, passphrase, now_s=now_s())
    leave(asked, office, operation, "key_changed")
    return 0


def _desk_key(path: Path) -> P256PublicKey:
    """Read the public key that a desk signs its requests with (HAIP 1.0 §7: P-256)."""
    with named_by("--request-key"):
        key = pem.parse_public(read_file(path, _KEY_BYTES))
        if not isinstance(key, P256PublicKey):
            raise MalformedInput("key.malformed", "not a P-256 key")
    return key


def rights(asked: Asked) -> int:
    """Read what the ledger lets this town hall sign, and since when."""
    voice, said = asked.voice, texts(asked.voice.lang)
    with named_by(asked.named("file")):
        state = proven(asked, asked.file)
    standing = open_ledger_office(asked).learn(state)
    for each in standing.rights:
        if voice.json:
            voice.event(
                "right",
                type=each.type,
                scope=each.scope,
                from_s=each.from_s,
                until_s=each.until_s,
            )
        else:
            term = f"{voice.moment(each.from_s)} – {voice.moment(each.until_s)}"
            voice.tell(stated(f"{each.type}, {each.scope}", term, voice.lang))
    if voice.json:
        voice.event("rights", count=len(standing.rights))
    else:
        voice.tell("✓ " + said["rights_read"].format(count=len(standing.rights)))
    return 0


def deactivate(asked: Asked) -> int:
    """Make the entry that ends this DID."""
    check_way(asked)
    office, recovery = _with_recovery(asked)
    leave(asked, office, office.deactivate(recovery, now_s=now_s()), "deactivated")
    return 0


def succeed(asked: Asked) -> int:
    """Make the operation by which another DID goes on, or none is to."""
    ways = f"{asked.named('did')}, --refuse"
    if asked.did is None and not asked.refuse:
        raise MalformedInput("usage.missing", option=ways)
    if asked.did is not None and asked.refuse:
        raise MalformedInput("usage.contradiction", option=ways)
    check_way(asked)
    office, recovery = _with_recovery(asked)
    operation = office.succeed(asked.did, recovery, now_s=now_s())
    leave(asked, office, operation, "refused_successor" if asked.refuse else "succeeded")
    return 0


def compromise(asked: Asked) -> int:
    """Make the operation that puts a key under suspicion."""
    check_way(asked)
    if asked.recovery is None:
        office, recovery = open_ledger_office(asked), None
    else:
        office, recovery = _with_recovery(asked)
    operation = office.compromise(
        asked.key,
        asked.from_s,
        recovery,
        is_listed=is_listed(asked.home, office.hall.did.text, asked.key),
        now_s=now_s(),
    )
    leave(asked, office, operation, "compromised")
    return 0


def _with_recovery(asked: Asked) -> tuple[LedgerOffice, Ed25519Signer]:
    """Open the town hall and a recovery key; both were sealed under one passphrase at first."""
    passphrase = take_passphrase(asked.passphrase_file, asked.voice)
    recovery = open_recovery(asked, passphrase)
    return Office.open(asked.home, passphrase).on_ledger(), recovery


def open_recovery(asked: Asked, passphrase: bytes) -> Ed25519Signer:
    """Open the recovery key, under the town hall's passphrase or the one it was made with.

    Args:
        asked: the command, with ``recovery`` and ``recovery_secret``.
        passphrase: of the town hall, which may have been changed since.

    Raises:
        Refused: ``vault.passphrase``. MalformedInput: ``home.malformed``, ``usage.*``.
    """
    source = asked.recovery_secret
    may_ask = source is None and sys.stdin.isatty() and not asked.voice.json
    if source is not None:
        passphrase = passphrase_of_recovery(asked)
    with named_by("--recovery"):
        try:
            return read_recovery_key(asked.recovery, passphrase)
        except Refused as refused:
            if refused.code != "vault.passphrase" or not may_ask:
                raise
        return read_recovery_key(asked.recovery, passphrase_of_recovery(asked))


def passphrase_of_recovery(asked: Asked) -> bytes:
    """Take the passphrase that a recovery key was sealed under."""
    return take_passphrase(
        asked.recovery_secret,
        asked.voice,
        prompt="recovery_passphrase",
        option=RECOVERY_PASSPHRASE.name,
    )

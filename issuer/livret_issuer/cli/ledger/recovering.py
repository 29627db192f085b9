"""A recovery key takes an identity back; and which of its files still counts."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.ledger.records import DidRecord
from livret_core.ledger.state import did_name
from livret_core.words import printable, stated
from livret_edge.arguments import Asked
from livret_edge.files import (
    check_folder,
    check_free,
    check_may_be_folder,
    make_named_folder,
    remove_stale,
    write_into,
)
from livret_edge.passphrase import take_passphrase
from livret_edge.saying import now_s
from livret_issuer.cli.ledger.believing import confirmed
from livret_issuer.cli.ledger.handing_in import leave
from livret_issuer.cli.ledger.identity import open_recovery, passphrase_of_recovery
from livret_issuer.cli.ledger.succession import tell_succession
from livret_issuer.cli.ledger.watching import folder_of, look_through, place_of
from livret_issuer.remains import succession_of
from livret_issuer.service import Office, recovery_hashes
from livret_issuer.store import Home, read_recovery_key
from livret_issuer.words.ledger import texts
from livret_ledger.watch import cli as watching
from livret_ledger.watch.service.looked import open_alerts
from livret_ledger.watch.service.looking import Watch

if TYPE_CHECKING:
    from livret_core.ledger.operation import Operation

MADE: Final = {"did.update": "entry_made", "key.compromise": "suspicion_made"}
_SIGNS: Final = {"counts": "✓", "waiting": "…", "spent": "✗", "unknown": "✗", "sealed": "?"}


def recover_identity(asked: Asked) -> int:
    """Take this identity back with a recovery key, and hand in what that takes."""
    check_way_of_many(asked)
    check_free_for_many(asked)
    if asked.suspect is not None and asked.suspected_from_s is None:
        raise MalformedInput("usage.missing", option="--suspected-from")
    since_s = asked.suspected_from_s
    hall = Home.open(asked.home).read_hall()
    folder = folder_of(asked.home)
    trust = confirmed(Home.open(asked.home))
    watching.prepare(asked, folder, hall.did.text, place=place_of(hall), believed=trust)
    passphrase = take_passphrase(asked.passphrase_file, asked.voice)
    recovery = open_recovery(asked, passphrase)
    office = Office.open(asked.home, passphrase)
    own = office.own_name()
    # What is undone is what stands there now, believed as any reader believes it.
    look_through(asked, office.home)
    with Watch.held(folder) as held:
        about = list(held.operations_about(hall.did.text))
        record = held.store.record(did_name(hall.did.text))
        coming = succession_of(record, about) if isinstance(record, DidRecord) else None
        # A stolen operation key may have signed about others.
        told = open_alerts(held.memory.alerts(), own.known_ids())
        try:
            operations, spare = own.take_back(
                about,
                recovery,
                passphrase,
                rehearse=lambda made: held.rehearse(made, now_s=now_s()),
                spare_in=asked.recovery_to or asked.recovery.parent,
                suspected_from_s=since_s,
                suspected_at=None if since_s is None else held.index_after(since_s),
                suspects=None if asked.suspect is None else asked.suspect.split(","),
                in_any_case=asked.lost_keys or any(each.is_theft for each in told),
                by=asked.by or "recovery",
                now_s=now_s(),
            )
        except Refused as refused:
            if refused.code == "home.nothing_stolen":
                tell_succession(asked, coming, "refuse_now")
            raise
    write_all(asked, operations)
    _say_taken_back(asked, operations, spare)
    tell_succession(asked, coming, "rebuilt_refuse")
    office.close()
    leave_all(asked, passphrase, operations)
    return 0


def _say_taken_back(asked: Asked, operations: "Sequence[Operation]", spare: Path) -> None:
    voice, said = asked.voice, texts(asked.voice.lang)
    if voice.json:
        voice.event("taken_back", operations=[each.id for each in operations], recovery=str(spare))
        return
    voice.tell("✓ " + said["taken_back"])
    voice.tell("! " + said["spare"].format(path=printable(str(spare))))


def check_way_of_many(asked: Asked) -> None:
    """Check, before anything is made, that there is a way for all of it to leave.

    Raises:
        MalformedInput: ``usage.missing``, ``input.https_uri``.
    """
    if asked.submit is None and asked.to is None:
        raise MalformedInput("usage.missing", option="--to, --submit")
    if asked.submit is not None:
        HttpsUri.parse(asked.submit)


def check_free_for_many(asked: Asked) -> None:
    """Check, before a recovery key is used, that nothing like it lies where it is to be written.

    Raises:
        MalformedInput: ``usage.file_exists``, ``usage.no_folder``.
    """
    if asked.to is not None:
        check_may_be_folder(asked.to, "--to")
    for kind in MADE if asked.to is not None else ():
        remove_stale(asked.to, f".{kind}.json")
        for there in sorted(asked.to.glob(f"*.{kind}.json")):
            check_free(there, "--to")


def files_of(folder: Path, operations: "Sequence[Operation]") -> "list[tuple[Path, Operation]]":
    """Say which file each is written to: they are handed in by their names, one behind the other."""
    digits = len(str(len(operations)))
    return [
        (folder / f"{number:0{digits}}.{operation.type}.json", operation)
        for number, operation in enumerate(operations, 1)
    ]


def write_all(asked: Asked, operations: "Sequence[Operation]") -> None:
    """Write all of them where that was asked for."""
    if asked.to is not None:
        make_named_folder(asked.to, "--to")
        for to, operation in files_of(asked.to, operations):
            write_into(asked.to, to.name, operation.leaf, "--to", mode=0o644)


def leave_all(asked: Asked, passphrase: bytes, operations: "Sequence[Operation]") -> None:
    """Hand in one after the other: each is taken only behind the one before."""
    # All of them, before one that is not shown to be taken ends this.
    write_all(asked, operations)
    for to, operation in files_of(asked.to or Path(), operations):
        # Its keys are new, and those of the next operation newer still.
        office = Office.open(asked.home, passphrase)
        try:
            where = None if asked.to is None else to
            leave(asked, office.on_ledger(), operation, MADE[operation.type], to=where)
        finally:
            office.close()


def recovery_keys(asked: Asked) -> int:
    """Say of each sealed recovery key whether it counts, by what the ledger has now."""
    voice, said = asked.voice, texts(asked.voice.lang)
    home = Home.open(asked.home)
    hall, folder = home.read_hall(), folder_of(asked.home)
    files = sorted(check_folder(asked.folder, asked.named("folder")).glob("*.sealed"))
    if not files:
        raise MalformedInput(
            "usage.no_file", option=asked.named("folder"), file=str(asked.folder), reason="missing"
        )
    trust = confirmed(Home.open(asked.home))
    watching.prepare(asked, folder, hall.did.text, place=place_of(hall), believed=trust)
    passphrase = (
        take_passphrase(asked.passphrase_file, voice)
        if asked.recovery_secret is None
        else passphrase_of_recovery(asked)
    )
    head = look_through(asked, home)
    with Watch.held(folder) as held:
        hashes = recovery_hashes(home, held.operations_about(hall.did.text))
    for each in files:
        try:
            stand: str = hashes.stand_of(read_recovery_key(each, passphrase).public_key)
        except LivretError as error:
            if error.branch == "unavailable":
                raise
            stand = "sealed"
        if voice.json:
            voice.event("recovery_key", file=str(each), stand=stand)
        elif voice.plain:
            voice.tell(stated(printable(each.name), said[f"recovery_{stand}"], voice.lang))
        else:
            voice.lines([f"  {_SIGNS[stand]} {printable(each.name):<24}"])
            voice.tell("    " + said[f"recovery_{stand}"])
    if not voice.json:
        voice.rows([(said["as_of"], voice.moment(head.time_s))])
    return 0

"""The town hall watches its own name on the ledger, takes note of what others wrote, takes it back."""

from pathlib import Path
from typing import TYPE_CHECKING

from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.words import printable
from livret_edge.arguments import Asked
from livret_edge.files import make_folder
from livret_edge.passphrase import take_passphrase
from livret_edge.saying import now_s
from livret_issuer.cli.ledger.handing_in import leave
from livret_issuer.cli.ledger.identity import open_recovery
from livret_issuer.service import Office, known_ids
from livret_issuer.store import Home
from livret_issuer.words.ledger import texts
from livret_ledger.watch import cli as watching
from livret_ledger.watch.service.looking import Watch, open_alerts

if TYPE_CHECKING:
    from livret_core.ledger.operation import Operation
    from livret_issuer.identity import TownHall


def watch(asked: Asked) -> int:
    """Look what others wrote in this town hall's name; or take note of an entry."""
    opened = Home.open(asked.home)
    hall = opened.read_hall()
    if asked.acknowledge is not None:
        return _acknowledge(asked, hall)
    folder = folder_of(asked.home)
    watching.prepare(asked, folder, hall.did.text, place=_place_of(hall))
    return watching.go_on(asked, folder, hall.did.text, lambda: known_ids(opened))


def folder_of(home: Path) -> Path:
    """Say where the watch of a town hall lives."""
    return home / "watch"


def _place_of(hall: "TownHall") -> str:
    if hall.ledger is None:
        raise Refused("home.no_ledger")
    return f"https://{hall.ledger.origin}"


def _acknowledge(asked: Asked, hall: "TownHall") -> int:
    if asked.by is None:
        raise MalformedInput("usage.missing", option="--by")
    index = asked.acknowledge
    office = Office.open(asked.home, take_passphrase(asked.passphrase_file, asked.voice))
    own = office.own_name()
    with Watch.held(folder_of(asked.home)) as held:
        known = own.known_ids()
        if index not in {each.index for each in open_alerts(held.memory.alerts(), known)}:
            raise Refused("watch.unknown", index=index)
        operation = held.operation(index)
        about = list(held.operations_about(hall.did.text))
    own.acknowledge(operation, about, index=index, by=asked.by, now_s=now_s())
    if asked.voice.json:
        asked.voice.event("acknowledged", index=index, type=operation.type, id=operation.id)
    else:
        said = texts(asked.voice.lang)["acknowledged"]
        asked.voice.tell("✓ " + said.format(index=index, type=operation.type))
    return 0


def glance(asked: Asked, office: Office) -> None:
    """Look before something is signed in this name; say loudly what was found.

    What others may write is told and does not stop anything, nor does a ledger that cannot be
    read now: a day that is not committed helps nobody. A theft does: whoever signs on, signs
    beside the thief.

    Raises:
        Refused: ``watch.theft``.
    """
    voice, said = asked.voice, texts(asked.voice.lang)
    folder = folder_of(asked.home)
    if not Watch.is_in(folder):
        voice.complain("! " + said["not_watched"])
        return
    try:
        looked = watching.look(
            asked, folder, office.own_name().known_ids(), quiet_s=watching.QUIET_S
        )
    except LivretError as error:
        voice.complain_of(printable(office.hall.did.text), error)
        return
    theft = looked.theft
    if looked.new:
        watching.tell(asked, looked)
    if theft is not None:
        raise Refused("watch.theft", index=theft.index or 0)
    trouble = watching.trouble_of(looked)
    if trouble is not None:
        voice.complain_of(printable(office.hall.did.text), trouble)
    if looked.open:
        indexes = ", ".join(str(each.index) for each in looked.open)
        voice.complain("! " + said["to_acknowledge"].format(indexes=indexes))


def recover_identity(asked: Asked) -> int:
    """Take this identity back with a recovery key, and hand in what that takes."""
    if asked.submit is None and asked.to is None:
        raise MalformedInput("usage.missing", option="--to, --submit")
    if asked.suspect is not None and asked.suspected_from_s is None:
        raise MalformedInput("usage.missing", option="--suspected-from")
    hall = Home.open(asked.home).read_hall()
    folder = folder_of(asked.home)
    watching.prepare(asked, folder, hall.did.text, place=_place_of(hall))
    if asked.to is not None:
        make_folder(asked.to)
    passphrase = take_passphrase(asked.passphrase_file, asked.voice)
    recovery = open_recovery(asked, passphrase)
    office = Office.open(asked.home, passphrase)
    own = office.own_name()
    # What is undone is what stands there now, believed as any reader believes it.
    looked = watching.look(asked, folder, own.known_ids(), quiet_s=watching.QUIET_S)
    if looked.head is None and looked.error is not None:
        raise looked.error
    with Watch.held(folder) as held:
        about = list(held.operations_about(hall.did.text))
    operations, spare = own.take_back(
        about,
        recovery,
        passphrase,
        spare_in=asked.recovery_to or asked.recovery.parent,
        suspected_from_s=asked.suspected_from_s,
        suspects=None if asked.suspect is None else asked.suspect.split(","),
        by=asked.by or "recovery",
        now_s=now_s(),
    )
    _say_taken_back(asked, operations, spare)
    office.close()
    _leave_all(asked, passphrase, operations)
    return 0


def _say_taken_back(asked: Asked, operations: "list[Operation]", spare: Path) -> None:
    voice, said = asked.voice, texts(asked.voice.lang)
    if voice.json:
        voice.event("taken_back", operations=[each.id for each in operations], recovery=str(spare))
        return
    voice.tell("✓ " + said["taken_back"])
    voice.tell("! " + said["spare"].format(path=printable(str(spare))))


def _leave_all(asked: Asked, passphrase: bytes, operations: "list[Operation]") -> None:
    """Hand in one after the other: each is taken only behind the one before."""
    for number, operation in enumerate(operations, 1):
        # Its keys are new, and those of the next operation newer still.
        office = Office.open(asked.home, passphrase)
        try:
            to = None
            if asked.to is not None:
                to = asked.to / f"{number}.{operation.type}.json"
            leave(asked, office.on_ledger(), operation, "entry_made", to=to)
        finally:
            office.close()

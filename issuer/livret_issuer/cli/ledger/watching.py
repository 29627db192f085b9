"""The town hall watches its own name on the ledger, and takes note of what others wrote."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.ledger.records import KeyRecord
from livret_core.ledger.state import key_name
from livret_core.ledger.watching import check_reaches
from livret_core.words import explain_error, printable
from livret_edge.arguments import Asked
from livret_edge.passphrase import take_passphrase
from livret_edge.saying import local_zone, now_s
from livret_issuer.cli.ledger.believing import confirmed
from livret_issuer.rights import check_read
from livret_issuer.service import LedgerOffice, Office, known, unnoted
from livret_issuer.store import Home
from livret_issuer.words.ledger import texts
from livret_ledger.watch import alarms
from livret_ledger.watch import cli as watching
from livret_ledger.watch.cli.saying import spelt, tell
from livret_ledger.watch.grouping import Wanted, ranges
from livret_ledger.watch.service.looked import open_alerts
from livret_ledger.watch.service.looking import Watch

if TYPE_CHECKING:
    from livret_core.ledger.head import CosignedHead
    from livret_issuer.identity import TownHall
    from livret_ledger.watch.service.looked import Looked


def watch(asked: Asked) -> int:
    """Look what others wrote in this town hall's name; or take note of an entry."""
    opened = Home.open(asked.home)
    hall = opened.read_hall()
    if asked.acknowledge is not None:
        return _acknowledge(asked, hall)
    folder = folder_of(asked.home)
    trust = confirmed(opened)
    watching.prepare(asked, folder, hall.did.text, place=place_of(hall), believed=trust)
    return watching.go_on(
        asked,
        folder,
        hall.did.text,
        lambda: known(opened),
        lambda looked: led_on(asked, opened, looked),
    )


def led_on(asked: Asked, home: Home, looked: "Looked") -> "Looked":
    """Take what the copy shows to be undone by what was made here out of what is open; say so.

    Who made it and did not note yet how it ended needs no recovery key, but that note: the
    watch has no passphrase, so it names the command that has one.
    """
    if looked.head is None:
        return looked
    with Watch.held(folder_of(home.root)) as held:
        found = unnoted(home, held.index_of)
    voice, said = asked.voice, texts(asked.voice.lang)
    for index, operation in found.operations:
        if voice.json:
            voice.event("to_settle", index=index, type=operation.type, id=operation.id)
        else:
            voice.tell("! " + said["to_settle"].format(index=index, type=operation.type))
    return replace(
        looked,
        new=tuple(each for each in looked.new if each.operation not in found.undone),
        open=tuple(each for each in looked.open if each.operation not in found.undone),
    )


def folder_of(home: Path) -> Path:
    """Say where the watch of a town hall lives."""
    return home / "watch"


def place_of(hall: "TownHall") -> str:
    """Say where a town hall's ledger is read when nobody names a copy."""
    if hall.ledger is None:
        raise Refused("home.no_ledger")
    return f"https://{hall.ledger.origin}"


def is_listed(home: Path, did: str, key: str) -> bool:
    """Say whether the copy of the ledger that is watched here has a key of a DID."""
    folder = folder_of(home)
    if not Watch.is_in(folder):
        return False
    kid = key if "#" in key else f"{did}#{key}"
    with Watch.held(folder) as held:
        return kid.startswith(f"{did}#") and held.store.record(key_name(kid)) is not None


def read_key(home: Path, office: LedgerOffice) -> bool:
    """Read of the copy that is watched here since when the ledger has the key that signs now.

    Until that is known, this town hall signs nothing on the day on which its key was noted.

    Args:
        home: its folder.
        office: of it.

    Returns:
        Whether it is known now.

    Raises:
        Unavailable: as :meth:`Watch.held`.
    """
    hall = Home.open(home).read_hall()
    if hall.is_key_read:
        return True
    folder, key_id = folder_of(home), hall.key_id
    if not Watch.is_in(folder):
        return False
    with Watch.held(folder) as held:
        listed = held.store.record(key_name(key_id))
    if not isinstance(listed, KeyRecord) or listed.did != hall.did.text:
        return False
    office.note_key(key_id, listed.from_s)
    return True


def look_for_key(asked: Asked, office: LedgerOffice, *, looks: bool = True) -> None:
    """Look since when the ledger has a key that it was just shown to have; say what is waited for.

    Whatever hinders it costs no more than the day: what was noted before stands.

    Args:
        asked: the command.
        office: of the town hall.
        looks: whether the ledger is looked at, or only the copy of it that is here.
    """
    home = Home.open(asked.home)
    hall = home.read_hall()
    if hall.is_key_read:
        return
    folder = folder_of(asked.home)
    voice, way = asked.voice, asked.also(trust=None, source=None)
    try:
        trust = confirmed(home)
        if looks and (trust is not None or Watch.is_in(folder)):
            watching.prepare(way, folder, hall.did.text, place=place_of(hall), believed=trust)
            looked = watching.look(way, folder, known(home), quiet_s=watching.QUIET_S)
            if looked.error is not None:
                voice.complain_of(printable(hall.did.text), looked.error)
        if not read_key(asked.home, office):
            check_read(hall.key_from_s, is_read=False, now_s=now_s())
    except LivretError as error:
        if error.code != "home.key_unread" or voice.json:
            voice.complain_of(printable(hall.did.text), error)
        else:
            voice.tell("! " + explain_error(error, voice.lang, zone=local_zone).what)


def _acknowledge(asked: Asked, hall: "TownHall") -> int:
    if asked.by is None:
        raise MalformedInput("usage.missing", option="--by")
    wanted: Wanted = asked.acknowledge
    office = Office.open(asked.home, take_passphrase(asked.passphrase_file, asked.voice))
    own, folder = office.own_name(), folder_of(asked.home)
    with Watch.held(folder) as held:
        meant = wanted.of(open_alerts(held.memory.alerts(), own.known_ids()))
        if not meant:
            where = {} if wanted.first is None else {"index": wanted.first}
            raise Refused("watch.unknown", **where)
        is_short = held.is_short
    if is_short:
        looked = watching.look(asked, folder, own.known(), quiet_s=watching.QUIET_S)
        if looked.head is None:
            raise looked.error or Unavailable("ledger.unavailable")
    with Watch.held(folder) as held:
        found = {each.index: held.operation(each.index) for each in meant if each.index is not None}
        about = list(held.operations_about(hall.did.text))
    own.acknowledge(found, about, by=asked.by, now_s=now_s())
    by_type: dict[str, list[int]] = {}
    for index, operation in found.items():
        by_type.setdefault(operation.type, []).append(index)
    for name, indexes in by_type.items():
        _tell_noted(asked, name, indexes, found[indexes[0]].id)
    return 0


def _tell_noted(asked: Asked, name: str, indexes: Sequence[int], first_id: str) -> None:
    first, count, entries = indexes[0], len(indexes), ranges(indexes)
    if asked.voice.json:
        asked.voice.event(
            "acknowledged",
            index=first,
            type=name,
            id=first_id,
            last=max(indexes),
            count=count,
            entries=entries,
        )
        return
    said = texts(asked.voice.lang)["acknowledged" if count == 1 else "acknowledged_many"]
    listed = entries.replace(",", ", ")
    asked.voice.tell("✓ " + said.format(index=first, type=name, count=count, indexes=listed))


def look_through(asked: Asked, home: Home) -> "CosignedHead":
    """Look at the ledger for a command that goes by what stands there.

    Raises:
        Unavailable: ``ledger.older_head`` for a copy that ends before what the journal has proof
            of.
        LivretError: why it could not be looked at, or is not to be believed.
    """
    looked = watching.look(asked, folder_of(home.root), known(home), quiet_s=watching.QUIET_S)
    if looked.head is None:
        raise looked.error or Unavailable("ledger.unavailable")
    check_reaches(known(home).claims, size=looked.head.size)
    return looked.head


def glance(asked: Asked, office: Office, note: Callable[[Asked, Office], bool]) -> bool:
    """Look before something is signed in this name; say loudly what was found.

    First what the copy shows of what is open here is noted: it may be what undoes a theft.

    What others may write is told and does not stop anything, nor does a ledger that cannot be
    read now: a day that is not committed helps nobody. A theft does: whoever signs on, signs
    beside the thief.

    Args:
        asked: the command.
        office: of the town hall.
        note: notes how what was made here ended, by what was looked at; whether any did.

    Returns:
        Whether the ledger could be looked through.

    Raises:
        Refused: ``watch.theft``.
    """
    voice, said = asked.voice, texts(asked.voice.lang)
    folder = folder_of(asked.home)
    if not Watch.is_in(folder):
        has_trust = confirmed(office.home) is not None
        voice.complain("! " + said["not_watched_confirmed" if has_trust else "not_watched"])
        return False
    try:
        looked = watching.look(asked, folder, office.own_name().known(), quiet_s=watching.QUIET_S)
        if looked.head is not None and note(asked, office):
            own = office.own_name().known()
            again = watching.look(asked, folder, own, quiet_s=watching.QUIET_S)
            looked = replace(
                again, new=tuple(each for each in looked.new if each.operation not in own)
            )
    except LivretError as error:
        voice.complain_of(printable(office.hall.did.text), error)
        return False
    theft = looked.theft
    if looked.missing:
        types = ", ".join(str(alarms.read(each)["type"]) for each in looked.missing)
        voice.complain("✗ " + said["missing"].format(types=types))
    if looked.new:
        tell(asked, looked)
    if theft is not None:
        raise Refused("watch.theft", index=theft.index or 0)
    trouble = watching.trouble_of(looked)
    if trouble is not None:
        voice.complain_of(printable(office.hall.did.text), trouble)
    if looked.open:
        voice.complain("! " + said["to_acknowledge"].format(indexes=spelt(looked.open)))
    return looked.head is not None

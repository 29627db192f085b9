"""What of a machine is well, what is missing, and what is only worth knowing. Decides; looks at nothing.

Each finding names a text by its ``state``; :mod:`livret_town.words.doctor` holds them.
"""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, final

from livret_core.sealing import MODERATE

#: A role whose folder was looked at.
Role: TypeAlias = Literal["issuer", "wallet", "verify"]

# No machine that runs this was set right before livret was written.
EARLIEST_S: Final = 1_763_000_000  # November 2025
#: How far ahead of the clock a file may have been written: another machine's clock, a copy.
_AHEAD_S: Final = 300
_PYTHON: Final = (3, 11)
_SQLITE: Final = (3, 31)  # `trusted_schema`, without which a stranger's file may run code
_DISK_BYTES: Final = 200 << 20


@final
@dataclass(frozen=True, slots=True)
class Folder:
    """Where a role keeps its things.

    Attributes:
        path: as shown.
        exists: whether there is a folder.
        in_the_way: whether there is something else.
        writable: whether this user may write in it; for one that is not there yet, in the
            nearest folder above.
        others_read: whether other users of this machine may read or enter it.
    """

    path: str
    exists: bool
    in_the_way: bool
    writable: bool
    others_read: bool


@final
@dataclass(frozen=True, slots=True)
class Machine:
    """What was seen of a machine.

    Attributes:
        python: version, most significant part first.
        missing: packages that livret declares and that are not installed.
        cryptography, sodium: what each library calls itself; None when it does not load
            or does not compute what it should.
        sqlite: version.
        encoding: of standard output.
        shell_finds: whether a shell finds `livret` by its name.
        now_s: what the clock says, seconds since 1970.
        newest_s: when the newest file in any home was written, None without files.
        free_bytes: on the disk of the homes.
        memory_bytes: that can be had now, None where the system does not say.
        homes: by role.
        programs: whether each optional program is there.
        port: at which the demo's town begins to listen.
        port_free: whether all that it needs from there on are free.
    """

    python: tuple[int, ...]
    missing: tuple[str, ...]
    cryptography: str | None
    sodium: str | None
    sqlite: tuple[int, ...]
    encoding: str
    shell_finds: bool
    now_s: int
    newest_s: int | None
    free_bytes: int
    memory_bytes: int | None
    homes: Mapping[Role, Folder]
    programs: Mapping[str, bool]
    port: int = 8443
    port_free: bool = True


#: What kept somebody from a ledger.
Obstacle: TypeAlias = Literal[
    "inside",
    "unknown",
    "certificate",
    "dates",
    "silent",
    "none",
    "other",
    "few",
    "expired",
    "waits",
    "clock",
    "ahead",
    "older",
    "stale",
]


@final
@dataclass(frozen=True, slots=True)
class Place:
    """A ledger that was looked for at an address.

    Attributes:
        host, port: where.
        obstacle: what was in the way; None when its head was read.
        at_s: of the head, seconds since 1970; of one that readers wait for, since when it counts;
            None where nobody said whom to believe, or no head counts.
        trust: where its head is not believed, the file of the believed ledger, as a shell takes it.
        at: its address as it was typed, as a shell takes it.
        options: what else was typed to reach it, with a space before each, likewise.
        curl: the same, as curl takes it.
        theirs_s: what the machine there said of the time, where that is why it is told.
    """

    host: str
    port: int
    obstacle: Obstacle | None = None
    at_s: int | None = None
    trust: str = ""
    at: str = ""
    options: str = ""
    curl: str = ""
    theirs_s: int | None = None


@final
@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Attributes:
        name: for programs: never translated, never renamed.
        state: which text says it; ``name`` and what sets it apart.
        good: whether nothing is to be done.
        needed: whether livret cannot do its work while it is not good.
        facts: what the text is filled with; ``…_s`` is an instant.
    """

    name: str
    state: str
    good: bool
    needed: bool
    facts: Mapping[str, str | int]


def diagnose(machine: Machine) -> Iterator[Finding]:
    """Judge a machine, the things that everything else needs first."""
    yield _found("python", machine.python >= _PYTHON, version=_dotted(machine.python))
    yield _found("packages", not machine.missing, missing=", ".join(machine.missing))
    yield _library("openssl", machine.cryptography)
    yield _library("libsodium", machine.sodium)
    yield _found("sqlite", machine.sqlite >= _SQLITE, version=_dotted(machine.sqlite))
    yield _clock(machine)
    mib = machine.free_bytes >> 20
    yield _found("disk", machine.free_bytes > _DISK_BYTES, mib=mib)
    if machine.memory_bytes is not None:
        enough = machine.memory_bytes > MODERATE.memory_kib << 10
        yield _found("memory", enough, mib=machine.memory_bytes >> 20)
    for role, folder in machine.homes.items():
        yield _home(role, folder)
    other = machine.port + 1_000
    yield _found("port", machine.port_free, needed=False, port=machine.port, other=other)
    is_utf8 = machine.encoding.lower().replace("-", "") == "utf8"
    yield _found("terminal", is_utf8, needed=False, encoding=machine.encoding)
    yield _found("shell", machine.shell_finds, needed=False)
    absent = ", ".join(name for name, there in machine.programs.items() if not there)
    there = ", ".join(name for name, there in machine.programs.items() if there)
    yield _found("programs", not absent, needed=False, absent=absent, there=there)


def diagnose_place(place: Place) -> Finding:
    """Judge whether a ledger can be reached and believed from here."""
    facts: dict[str, str | int] = {"host": place.host, "port": place.port}
    if place.at_s is not None:
        facts["as_of_s"] = place.at_s
    if place.theirs_s is not None:
        facts["theirs_s"] = place.theirs_s
    facts |= {"trust": place.trust, "at": place.at, "options": place.options, "curl": place.curl}
    if place.obstacle is not None:
        return Finding("ledger", f"ledger.{place.obstacle}", good=False, needed=True, facts=facts)
    state = "ledger" if place.at_s is None else "ledger.as_of"
    return Finding("ledger", state, good=True, needed=True, facts=facts)


def _found(name: str, good: bool, *, needed: bool = True, **facts: str | int) -> Finding:
    return Finding(name, name if good else f"{name}.bad", good, needed, facts)


def _library(name: str, version: str | None) -> Finding:
    return _found(name, version is not None, version=version or "")


def _clock(machine: Machine) -> Finding:
    facts = {"now_s": machine.now_s}
    if machine.now_s < EARLIEST_S:
        return Finding("clock", "clock.before", good=False, needed=True, facts=facts)
    newest_s = machine.newest_s
    if newest_s is not None and newest_s > machine.now_s + _AHEAD_S:
        facts["newest_s"] = newest_s
        return Finding("clock", "clock.behind", good=False, needed=True, facts=facts)
    return Finding("clock", "clock", good=True, needed=True, facts=facts)


def _home(role: Role, folder: Folder) -> Finding:
    facts = {"path": folder.path, "quoted": shlex.quote(folder.path)}
    name = f"home.{role}"
    if folder.in_the_way:
        return Finding(name, "home.in_the_way", good=False, needed=True, facts=facts)
    if not folder.writable:
        return Finding(name, "home.closed", good=False, needed=True, facts=facts)
    if not folder.exists:
        return Finding(name, "home.none", good=True, needed=True, facts=facts)
    if folder.others_read:
        return Finding(name, "home.open", good=False, needed=False, facts=facts)
    return Finding(name, "home", good=True, needed=True, facts=facts)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))

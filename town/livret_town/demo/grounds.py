"""Where the town of processes stands: its folder, its authority, its ports, and the way between."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias, final

from livret_core import limits
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_edge.fetcher import Fetcher
from livret_edge.files import make_folder, read_file, write_new
from livret_edge.homes import damaged
from livret_edge.new_homes import make_home
from livret_town.authority import Authority, ServerFiles
from livret_town.demo.stage import PASSPHRASE
from livret_town.processes.ports import HOST, Ports
from livret_town.processes.started import Started
from livret_town.processes.supervisor import Supervisor, supervised

#: Which of its services: ``hall``, ``ledger``, ``desk``, ``witness-1`` …
Place: TypeAlias = str

HALL: Final = "verneuil.test"
LEDGER: Final = "ledger.livret.test"
DESK: Final = "piscine.verneuil.test"
#: Name, number and host of each town that founds the ledger; the second accredits.
FOUNDERS: Final = (
    ("Verneuil-sur-Lys", "fr-insee:80999", HALL),
    ("Sint-Jansbeke", "be-nis:34999", "sint-jansbeke.test"),
    ("Venndorf", "de-ags:05334998", "venndorf.test"),
    ("Haut-Bruyère", "be-nis:57999", "haut-bruyere.test"),
)
#: Which of them audit.
AUDITORS: Final = (1, 2)

_PLACES: Final[tuple[tuple[Place, str], ...]] = (
    ("hall", HALL),
    ("ledger", LEDGER),
    ("desk", DESK),
    *((f"witness-{number}", host) for number, (_, _, host) in enumerate(FOUNDERS)),
    *((f"auditor-{number}", FOUNDERS[number][2]) for number in AUDITORS),
)
_MARK: Final = "town.json"
#: What other shells read; the last that is written of a town.
ENV: Final = "env.sh"
_MARK_BYTES: Final = 1 << 12
_DAYS: Final = 90
_TIMEOUT_S: Final = 30.0


@final
@dataclass(frozen=True, slots=True)
class Grounds:
    """What every process of the town stands on.

    Attributes:
        root: all its files.
        authorities: the certificate of its authority.
        passphrase_file: opens every home of the town; no secret.
        supervisor: of its processes.
        fetcher: the way out of whoever plays.
    """

    root: Path
    authorities: Path
    passphrase_file: Path
    supervisor: Supervisor
    fetcher: Fetcher
    _ports: dict[Place, int]
    _certificates: dict[str, ServerFiles]

    @property
    def pins(self) -> list[str]:
        """For ``--resolve``: every name of the town, on this machine."""
        return [f"{host}:{self._ports[place]}={HOST}" for place, host in _PLACES]

    @property
    def reaching(self) -> tuple[str, ...]:
        """How a command is told the way to the town's services."""
        return ("--authorities", str(self.authorities), "--resolve", ",".join(self.pins))

    def authority(self, place: Place) -> str:
        """Give host and port, as names on the ledger have them."""
        return f"{dict(_PLACES)[place]}:{self._ports[place]}"

    def url(self, place: Place) -> HttpsUri:
        """Give the address of a service."""
        return HttpsUri.parse(f"https://{self.authority(place)}/")

    def begin(self, name: str, place: Place, *words: str, is_with_last: bool = False) -> Started:
        """Begin a service at its place; *name* is what people call it."""
        host = dict(_PLACES)[place]
        files = self._certificates[host]
        serving = (
            *("--listen", f"{HOST}:{self._ports[place]}"),
            *("--certificate", str(files.certificate), "--certificate-key", str(files.key)),
        )
        return self.supervisor.begin(name, host, (*words, *serving), is_with_last=is_with_last)


def is_town(root: Path) -> bool:
    """Say whether a town was kept there."""
    return (root / _MARK).is_file()


@contextmanager
def laid_out(root: Path, *, first_port: int | None) -> Iterator[Grounds]:
    """Lay out a town in a folder; when left, all its processes have ended.

    Args:
        root: a folder, empty or not there yet.
        first_port: as :meth:`Ports.reserve` takes it.

    Raises:
        Refused: ``home.exists``. Unavailable: ``town.port_taken``, ``home.unavailable``.
    """
    ports = Ports.reserve(first_port, len(_PLACES))
    try:
        make_home(root)
        make_folder(root / "ca")
        Authority.create(root / "ca", now_s=int(time.time()), days=_DAYS)
        write_new(root / "passphrase", PASSPHRASE + b"\n")
        numbers = dict(zip((place for place, _ in _PLACES), ports.numbers, strict=True))
        write_new(root / _MARK, json_encoding.format({"version": 1, "ports": {**numbers}}))
        with _opened(root, numbers) as grounds:
            yield grounds
    finally:
        ports.release()


@contextmanager
def reopened(root: Path) -> Iterator[Grounds]:
    """Open a town that was kept, where it was; when left, all its processes have ended.

    Raises:
        Refused: ``town.unfinished`` for one whose play did not come to its end.
        MalformedInput: ``home.malformed``. Unavailable: ``town.kept_port_taken``,
            ``file.unavailable``.
    """
    if not (root / ENV).is_file():
        raise Refused("town.unfinished", folder=str(root))
    with damaged(root / _MARK):
        said = json_encoding.parse_object(read_file(root / _MARK, _MARK_BYTES))
    match said:
        case {"version": 1, "ports": dict(found)} if {place for place, _ in _PLACES} == set(found):
            numbers = {place: port for place, port in found.items() if isinstance(port, int)}
        case _:
            raise MalformedInput("home.malformed", _MARK, file=str(root / _MARK))
    try:
        ports = Ports.hold([*numbers.values()])
    except Unavailable as error:
        raise Unavailable(
            "town.kept_port_taken", port=error.facts["port"], folder=str(root)
        ) from None
    try:
        with _opened(root, numbers) as grounds:
            yield grounds
    finally:
        ports.release()


@contextmanager
def _opened(root: Path, numbers: dict[Place, int]) -> Iterator[Grounds]:
    now_s, authority = int(time.time()), Authority.open(root / "ca")
    hosts = dict.fromkeys(host for _, host in _PLACES)
    certificates = {host: authority.certify(host, now_s=now_s, days=_DAYS) for host in hosts}
    fetcher = Fetcher(
        authorities=read_file(authority.certificates, limits.PEM_BUNDLE_BYTES),
        pins={(host, numbers[place]): HOST for place, host in _PLACES},
        timeout_s=_TIMEOUT_S,
    )
    with supervised(root / "logs") as supervisor, closing(fetcher):
        yield Grounds(
            root,
            authority.certificates,
            root / "passphrase",
            supervisor,
            fetcher,
            numbers,
            certificates,
        )

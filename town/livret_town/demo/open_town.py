"""The town that stays open: what somebody else's shell needs to play along, and until when."""

import shlex
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, final

from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject
from livret_core.ledger.trust_root import format_versions
from livret_edge.files import write_file
from livret_issuer.pickup.acting import StandingWord
from livret_town.demo.grounds import DESK, ENV, HALL, Grounds, reopened
from livret_town.demo.keepers import serve_again
from livret_town.demo.stage import PASSPHRASE
from livret_town.demo.town_stage import DESK_SERVICE, TownStage, open_services
from livret_town.processes.ports import HOST
from livret_verifier.store import Desk

#: What a register says of Camille; the town hall adds what it says itself.
CLAIMS: Final[JsonObject] = {
    "family_name": "Arnould",
    "given_name": "Camille",
    "birthdate": "1988-03-14",
    "commune": "Verneuil-sur-Lys",
    "address": {
        "street_address": "rue des Tanneurs",
        "house_number": "12",
        "postal_code": "80999",
        "locality": "Verneuil-sur-Lys",
        "country": "FR",
    },
    "resident_since": "2019-09-01",
}

#: What is said at a counter of which everybody knows that it is played.
SEEN_BY_NOBODY: Final = StandingWord("id-card", "self", "register")

#: The account at the pool's desk; its passphrase is the town's.
STAFF: Final = "piscine"

_LOOK_S: Final = 0.5


@final
@dataclass(frozen=True, slots=True)
class OpenTown:
    """A town whose services answer, and whose homes nobody here holds open."""

    grounds: Grounds

    @property
    def ready(self) -> JsonObject:
        """What a program needs to know."""
        grounds = self.grounds
        return {
            "home": str(grounds.root.resolve()),
            "ca": str(grounds.authorities.resolve()),
            "resolve": [*grounds.pins],
            "ledger": grounds.url("ledger").text,
            "issuer": grounds.url("hall").text.rstrip("/"),
            "desk": grounds.url("desk").text,
            "desk_page": self._page,
            "desk_account": STAFF,
            "visits": self._visits,
            "passphrase_file": str(grounds.passphrase_file.resolve()),
        }

    @property
    def people(self) -> list[tuple[str, str]]:
        """For each of the town's people: the word that says who, and where."""
        grounds = self.grounds
        return [
            ("o_clerk", f"{grounds.url('hall').text.rstrip('/')} · {grounds.root / 'hall'}"),
            ("o_camille", str(grounds.root / "camille")),
            ("o_desk", f"{grounds.url('desk').text.rstrip('/')} · {grounds.root / 'pool'}"),
            ("o_desk_page", self._page),
            ("o_desk_account", f"{STAFF} · livret desk staff code {STAFF} --home $POOL"),
            ("o_visits", self._visits),
            ("o_ledger", f"{grounds.url('ledger').text.rstrip('/')} · {grounds.root / 'ledger'}"),
            ("o_passphrase", PASSPHRASE.decode()),
        ]

    @property
    def browser(self) -> JsonObject:
        """What a browser needs for the pages: whom to believe, and which names are here."""
        return {"ca": str(self.grounds.authorities), "hosts": f"{HOST} {HALL} {DESK}"}

    @property
    def commands(self) -> list[str]:
        """What each of them types, from any shell."""
        return [
            f". {shlex.quote(str(self._env))}",
            "livret issuer offer --type residency --claims $CLAIMS --home $HALL $SECRET",
            "livret wallet receive LINK --home $CAMILLE $SECRET $NET",
            "livret verify request --type residency --claims commune --home $POOL $NET",
            "livret wallet present LINK --home $CAMILLE $SECRET $NET",
            "livret verify result TRANSACTION --wait --home $POOL",
        ]

    @property
    def _page(self) -> str:
        """The desk's screen."""
        return str(self.grounds.supervisor.told(DESK_SERVICE)["page"])

    @property
    def _visits(self) -> str:
        return f"{self.grounds.url('desk').text}pool/visits"

    @property
    def _env(self) -> Path:
        return self.grounds.root / ENV

    def write_down(self) -> None:
        """Write what the commands need into the town's folder."""
        grounds = self.grounds
        root = grounds.root.resolve()
        write_file(root / "claims.json", json_encoding.format(CLAIMS))
        ca, pins = grounds.authorities.resolve(), ",".join(grounds.pins)
        values = {
            "NET": f"--authorities {ca} --resolve {pins}",
            "SECRET": f"--passphrase-file {root / 'passphrase'}",
            "CLAIMS": str(root / "claims.json"),
            "HALL": str(root / "hall"),
            "CAMILLE": str(root / "camille"),
            "POOL": str(root / "pool"),
            "LEDGER": grounds.url("ledger").text.rstrip("/"),
            "ISSUER": grounds.url("hall").text.rstrip("/"),
            "DESK": grounds.url("desk").text.rstrip("/"),
            "DESK_PAGE": self._page,
            "DESK_ACCOUNT": STAFF,
            "DESK_PASSPHRASE": PASSPHRASE.decode(),
            "VISITS": self._visits,
            # As curl takes it.
            "AT_ISSUER": f"{grounds.authority('hall')}:{HOST}",
            "AT_DESK": f"{grounds.authority('desk')}:{HOST}",
        }
        lines = [f"{name}={shlex.quote(value)}\n" for name, value in values.items()]
        write_file(self._env, "".join(lines).encode(), mode=0o644)

    def stay(self) -> None:
        """Stay open until one of its processes ends.

        Raises:
            Unavailable: ``town.no_answer``. KeyboardInterrupt: when told to close.
        """
        while True:
            self.grounds.supervisor.check()
            time.sleep(_LOOK_S)


def left_open(stage: TownStage) -> OpenTown:
    """Let go of the homes of a town that was played, so that others can work in them."""
    root = stage.grounds.root
    trust = stage.keepers.founding.trust
    # Nobody sits at this counter: whatever programs offer here was seen by nobody.
    stage.files.office.rules().set_counter(SEEN_BY_NOBODY, now_s=stage.files.now_s())
    stage.close()
    _hire(root)
    write_file(root / "trust-root.jsonl", format_versions([trust]), mode=0o644)
    write_file(root / "words.txt", f"{stage.words}\n".encode(), mode=0o644)
    town = OpenTown(stage.grounds)
    town.write_down()
    return town


@contextmanager
def opened_again(root: Path) -> Iterator[OpenTown]:
    """Open a town that was kept.

    Raises:
        Unavailable: ``town.no_answer``; otherwise as :func:`reopened`.
    """
    with reopened(root) as grounds:
        serve_again(grounds)
        open_services(grounds)
        grounds.supervisor.wait()
        _hire(root)
        yield OpenTown(grounds)


def _hire(root: Path) -> None:
    """Let somebody see the pool's screen."""
    desk = Desk.open(root / "pool")
    transactions = desk.transactions(desk.policy().on_network().tenant)
    if not transactions.staff.names():
        transactions.staff.add(STAFF, PASSPHRASE, now_s=int(time.time()))
    transactions.close()

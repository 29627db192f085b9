"""A wallet with proofs of each kind in it and a history: for its screens, full or line by line.

fill(vault)                              # as Camille's is, on a Saturday in November
contents(), HISTORY                      # the same as values, without any vault
held = Held(tmp_path)                    # on a disk, closed; its passphrase is PASSPHRASE
held.believe(doubt=Doubt(...))           # the ledger, and what was shown of it
wallet = held.unlock()                   # an OpenWallet, by a clock that a test sets
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from livret_core.credential import catalogue
from livret_core.encoding.json import JsonValue
from livret_core.ledger.trust_root import TrustRoot
from livret_core.ledger.trusting import Trusted, recall
from livret_wallet.contents import Contents, LedgerSeen
from livret_wallet.pickup_record import Pickup
from livret_wallet.records import HeldBatch, HeldCopy, HistoryEntry, PendingRequest, Vouched
from livret_wallet.session import OpenWallet
from livret_wallet.session.salvage import Salvage
from livret_wallet.vault import Vault
from livret_wallet.vault.ledgers import Ledgers
from tests.cheap_words import CHEAP
from tests.scene import CLAIMS, DAY_S, NOW_S, TOWN, draft

PASSPHRASE: Final = "copper lantern orchard"
VERNEUIL: Final = "Verneuil-sur-Lys"
VOUCHED: Final = Vouched("ledger.livret.test/lys", "fr-insee:80999", NOW_S - 7_200, 4, 5)
LEDGER: Final = LedgerSeen(
    "ledger.livret.test/lys", NOW_S - 90 * DAY_S, NOW_S - 7_200, DAY_S, 7 * DAY_S,
    NOW_S + 300 * DAY_S, 4,
    (VERNEUIL, "Sint-Jansbeke", "Venndorf", "Haut-Bruyère", "Lys-le-Neuf"),
)  # fmt: skip

_STANDING: Final[dict[str, JsonValue]] = {
    name: CLAIMS[name]
    for name in (
        "issuing_authority",
        "issuing_country",
        "issuing_territory",
        "certificate_language",
    )
}
_CLAIMS: Final[dict[str, dict[str, JsonValue]]] = {
    "residency": {
        **CLAIMS,
        "family_name": "Arnould",
        "commune": VERNEUIL,
        "resident_since": "2019-09-01",
        "address": {
            "street_address": "rue des Tanneurs",
            "house_number": "12",
            "postal_code": "80999",
            "locality": VERNEUIL,
            "country": "FR",
        },
    },
    "birth": {
        **_STANDING,
        "family_name": "Arnould",
        "given_name": "Camille",
        "birthdate": "1988-03-14",
        "place_of_birth": {"locality": VERNEUIL, "country": "FR"},
        "sex": "F",
        "parents": [{"family_name": "Arnould", "given_name": "Jeanne"}],
        "act_number": "112/1988",
        "date_of_issuance": "2026-11-02",
    },
    "diploma": {
        **_STANDING,
        "family_name": "Arnould",
        "given_name": "Camille",
        "birthdate": "1988-03-14",
        "diploma_title": "Master mention Droit",
        "awarding_institution": "Université de la Lys",
        "date_of_award": "2011-06-30",
        "diploma_number": "2011-0457",
        "date_of_issuance": "2026-11-02",
    },
}  # fmt: skip


@cache
def _signed(kind: str, given_name: str, ends_s: int | None) -> str:
    claims = {**_CLAIMS[kind], "given_name": given_name}
    return draft(claims, kind=catalogue.find(kind), expires_s=ends_s).signed().format()


def batch(
    id_: str,
    kind: str,
    *,
    given_name: str = "Camille",
    who: str = VERNEUIL,
    ends_s: int | None = NOW_S + 80 * DAY_S,
    used: int = 0,
    copies: int = 10,
    **changes: Any,
) -> HeldBatch:
    """A proof; its copies say the same, which no true ones do."""
    text = _signed(kind, given_name, ends_s)
    held = tuple(
        HeldCopy(f"{id_}-{at}", text, NOW_S - DAY_S + at if at < used else None)
        for at in range(copies)
    )
    found = HeldBatch(
        id_, TOWN.did, who, catalogue.find(kind).vct, NOW_S - 20 * DAY_S, "7KQ2M9T9", held, VOUCHED
    )
    return replace(found, **changes)


def pickup(id_: str, **changes: Any) -> Pickup:
    """A fetching over the network, of which nothing came yet."""
    fields: dict[str, Any] = {
        "id": id_,
        "issuer": "https://verneuil.test/v",
        "issuer_name": VERNEUIL,
        "code": "",
        "configuration_id": "birth",
        "vct": catalogue.find("birth").vct,
        "begun_s": NOW_S - DAY_S,
        "scheme": "Bearer",
        "access_token": "token",
    }
    return Pickup(**{**fields, **changes})


@cache
def contents() -> Contents:
    """What Camille's wallet holds."""
    return Contents(
        (
            batch("home", "residency", used=1),
            batch("hers", "birth", ends_s=NOW_S + 5 * DAY_S),
            batch("zoe", "birth", given_name="Zoé"),
            batch("master", "diploma", who="Université de la Lys", ends_s=None),
            batch("old", "residency", used=2, replaced_at_s=NOW_S - 20 * DAY_S),
        ),
        (
            PendingRequest(
                "asked", TOWN.did, "Sint-Jansbeke", catalogue.find("diploma").vct, "7KQ2M9T9", "n",
                ("k",), NOW_S - DAY_S,
            ),
        ),
        (
            pickup("renews", batch_id="hers", refresh_token="again"),
            pickup("later", not_before_s=NOW_S + 2 * DAY_S, issuer_name="Venndorf"),
        ),
    )  # fmt: skip


HISTORY: Final = (
    HistoryEntry(NOW_S - 20 * DAY_S - 60, "refused", "FitClub Lys"),
    HistoryEntry(NOW_S - 20 * DAY_S, "received", VERNEUIL, "home"),
    HistoryEntry(NOW_S - 8 * DAY_S, "sent", "Bibliothèque de la Lys", "hers", (("birthdate",),)),
    HistoryEntry(NOW_S - DAY_S, "failed", "Bibliothèque de la Lys", "home"),
    HistoryEntry(
        NOW_S - 7_300, "not_received", "venndorf.test", vct=catalogue.find("birth").vct,
        reason="issuer.not_accredited",
    ),
    HistoryEntry(NOW_S - 3_600, "sending", "Piscine des Saules", "home", (("commune",),)),
    HistoryEntry(NOW_S - 900, "sent", "Piscine des Saules", "home", (("commune",),)),
)  # fmt: skip
"""What happened to it, in the order it was noted in."""


@cache
def _root() -> TrustRoot:
    from tests.on_ledger import Desk

    return Desk().seen.first


def _believed(**changes: Any) -> Trusted:
    return recall((_root(),), **{"since_s": NOW_S - DAY_S, "head": None, **changes})


def fill(vault: Vault, *, believes: bool = False) -> None:
    """Put all of it into a vault."""
    held = contents()
    with vault.transaction():
        for one in reversed(held.batches):
            vault.put("credential", None, one.format())
        for asked in held.asked:
            vault.put("pending", None, asked.format())
        for each in held.fetching:
            vault.put("pickup", None, each.format())
        for entry in HISTORY:
            vault.put("history", None, entry.format())
    if believes:
        Ledgers(vault).keep(_believed())


class Held:
    """A wallet on a disk."""

    def __init__(self, home: Path, *, believes: bool = False, is_empty: bool = False) -> None:
        self.home = home
        self.path = home / "wallet.vault"
        self.now_s = NOW_S
        self.is_empty = is_empty
        self.asked: list[str] = []
        with Vault.create(self.path, PASSPHRASE.encode(), kdf=CHEAP) as vault:
            if not is_empty:
                fill(vault, believes=believes)

    def believe(self, **changes: Any) -> None:
        """Believe the ledger, and keep of it what :func:`livret_core.ledger.trusting.recall` takes."""
        with Vault.open(self.path, PASSPHRASE.encode(), floor=CHEAP) as vault:
            Ledgers(vault).keep(_believed(**changes))

    def clock(self) -> int:
        """The time that a test sets."""
        return self.now_s

    def unlock(self, passphrase: bytes = PASSPHRASE.encode(), **changes: Any) -> OpenWallet:
        """Open it."""
        given: dict[str, Any] = {"clock": self.clock, "reach": self.reach, "floor": CHEAP}
        return OpenWallet.unlock(self.path, passphrase, **{**given, **changes})

    def salvage(self, passphrase: bytes) -> Salvage:
        """Say what still opens of it."""
        return Salvage.of(self.path, passphrase, floor=CHEAP)

    def damage(self, *, table: str = "credential", is_gone: bool = False) -> None:
        """Spoil the first row of a table, or take it away."""
        with Vault.open(self.path, PASSPHRASE.encode(), floor=CHEAP) as vault:
            row = vault.ids(table)[0].raw  # type: ignore[arg-type]  # one of the tables
        does = "DELETE FROM row" if is_gone else "UPDATE row SET sealed = zeroblob(length(sealed))"
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(f"{does} WHERE id = ?", (row,))

    @contextmanager
    def reach(self) -> Iterator[Any]:
        """No network."""
        self.asked.append("network")
        yield self

    def read(self, uri: str, code: str) -> bytes:
        """Find nothing."""
        from livret_core.errors import Unavailable

        raise Unavailable(code, uri)

    def carry(self, call: Any) -> Any:
        """Reach nobody."""
        from livret_core.errors import Unavailable

        raise Unavailable("net.unavailable", call.uri.text)

"""A town hall with years of hand-overs behind it, for measuring how what it does grows.

Nine of ten were picked up and are over: a copy in a list, a refresh token, nothing of what was said.
One of ten waits for its wallet, with what will be said. Rows are written as they would stand, not by the
office, which would sign each: a million of them take a minute.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa

from livret_core.short_code import ShortCode
from livret_edge.databases import on_disk
from livret_issuer.service import Office
from livret_issuer.status_lists import LIST_ENTRIES
from livret_issuer.store.tables import COPY, HANDOVER, LIST, PICKUP, TABLES, TOKEN

_AT_ONCE: Final = 5_000
_OPEN_ONE_OF: Final = 10
_LIFE_S: Final = 90 * 86_400
_KEY: Final = "credential-1"


def fill(office: Office, offers: int, *, now_s: int) -> None:
    """Let so many hand-overs stand in the records of a town hall that has none."""
    tenant = office.hall.tenant
    numbers = iter(range(offers))
    path = office.home.root / "issuer.db"
    records = on_disk(path, TABLES, busy_ms=5_000, create=False)
    with closing(records), records.transaction() as connection:
        connection.exec_driver_sql("PRAGMA cache_size = -500000")
        while some := list(islice(numbers, _AT_ONCE)):
            for table, rows in _rows(some, tenant, now_s).items():
                if rows:
                    connection.execute(table.insert(), rows)
        _count(connection, tenant, offers)


def _count(connection: sa.Connection, tenant: str, offers: int) -> None:
    """Begin the lists that the copies lie in, each with the number of its places given out."""
    for number in range(1, offers // LIST_ENTRIES + 2):
        of_list = (COPY.c.tenant == tenant, COPY.c.list_number == number)
        count = sa.select(sa.func.count()).select_from(COPY).where(*of_list)
        taken = connection.execute(count).scalar_one()
        if number == 1:
            connection.execute(LIST.update().values(taken=taken))
            continue
        connection.execute(
            LIST.insert().values(
                tenant=tenant, number=number, published_at_s=None, key=_KEY, is_over=False,
                taken=taken,
            )
        )  # fmt: skip


def _rows(numbers: list[int], tenant: str, now_s: int) -> Mapping[sa.Table, list[dict[str, Any]]]:
    made: dict[sa.Table, list[dict[str, Any]]] = {HANDOVER: [], PICKUP: [], COPY: [], TOKEN: []}
    for number in numbers:
        for table, row in _of_one(number, now_s):
            made[table].append({"tenant": tenant, **row})
    return made


def _of_one(number: int, now_s: int) -> Iterator[tuple[sa.Table, dict[str, Any]]]:
    drawn = hashlib.sha256(number.to_bytes(8)).digest()
    code = ShortCode.of(drawn[:16], length=12).text
    is_open = number % _OPEN_ONE_OF == 0
    yield (
        HANDOVER,
        {
            "code": code,
            "vct": "urn:livret:residency:1",
            "nonce": drawn.hex()[:32],
            "max_copies": 1,
            "source": "list.csv",
            "source_line": number + 2,
            "claims": bytes(400) if is_open else None,
            "created_at_s": now_s,
            "expires_at_s": now_s + (_LIFE_S if is_open else -1),
            "issued_at_s": None if is_open else now_s,
            "request_sha256": None if is_open else drawn,
            "person": drawn[:16] if is_open else None,
        },
    )
    yield (
        PICKUP,
        {
            "code": code,
            "code_sha256": drawn if is_open else None,
            "draw": drawn if is_open else None,
            "pin_tag": drawn if is_open else None,
            "attempts_left": 3,
            "stand": "open" if is_open else "accepted",
            "at_s": now_s,
            "approval": "none",
            "person": drawn[:16],
            "keys_sha256": None if is_open else drawn,
            "profile": "did",
        },
    )
    if is_open:
        return
    # Spread over its list as places drawn at random are: an odd number meets each once.
    slot = number * 40_503 % LIST_ENTRIES
    place = {"list_number": 1 + number // LIST_ENTRIES, "slot": slot}
    yield COPY, {**place, "code": code, "status": 0, "expires_at_s": now_s + _LIFE_S}
    yield (
        TOKEN,
        {
            "sha256": drawn,
            "code": code,
            "kind": "refresh",
            "jkt": drawn.hex()[:43],
            "expires_at_s": now_s + _LIFE_S,
        },
    )

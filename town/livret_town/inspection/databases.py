"""SQLite files by their tables: a wallet's vault, a town hall's store, anybody's.

Tables are named and rows counted; but for the head of a vault's lock, which must be in
clear, no content of any row is looked at. A file from a stranger gets a connection
that runs nothing of its own, writes nothing, and ends after a bounded amount of work.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput
from livret_core.sealing import KdfParameters, SealedFile
from livret_town.inspection.found import MAX_LISTED, NOT_OURS, Inspection, Parts, Said

_MAGIC: Final = b"SQLite format 3\0"
#: As many bytes as :func:`is_database` needs to see.
HEAD_BYTES: Final = len(_MAGIC)
_HEADER_BYTES: Final = 100
_WRITE_VERSION: Final = 18
_APPLICATION_ID: Final = 0x6C697672  # docs/spec/vault.md §2
_VAULT: Final = {
    "head": "CREATE TABLE head (at INTEGER PRIMARY KEY CHECK (at = 1), sealed BLOB NOT NULL)",
    "lock": "CREATE TABLE lock (at INTEGER PRIMARY KEY CHECK (at = 1), sealed BLOB NOT NULL)",
    "row": "CREATE TABLE row (id BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID",
}
_STORE: Final[Mapping[str, str]] = {
    "handover": "hand-overs",
    "copy": "copies given out",
    "status_list": "status lists",
    "audit": "acts in the audit log",
    "audit_head": "ends of it vouched for",
}
_MEMORY: Final[Mapping[str, str]] = {
    "log": "keys of ledgers watched",
    "head": "heads remembered",
    "conflict": "frauds kept",
}
_LEDGER: Final[Mapping[str, str]] = {
    "entry": "entries",
    "record": "records",
    "head": "heads noted",
}
_WATCH: Final[Mapping[str, str]] = {
    "alert": "alerts",
    "owed": "alerts that nobody took yet",
}
_MAX_COUNT: Final = 1_000_000
_STEPS: Final = 10_000  # of SQLite's machine, between two looks at how many there were
_MAX_LOOKS: Final = 5_000
_MAX_LOCK_BYTES: Final = 4_096


class _Layout(NamedTuple):
    application_id: int
    tables: Mapping[str, str]
    others: int


def is_database(raw: bytes) -> bool:
    """Whether *raw* begins as an SQLite file does."""
    return raw.startswith(_MAGIC)


def in_bytes(raw: bytes) -> Inspection:
    """Describe a database held in memory.

    Raises:
        MalformedInput: ``input.malformed`` when SQLite cannot make sense of it.
    """
    if len(raw) < _HEADER_BYTES:
        raise MalformedInput("input.malformed", "an SQLite file cut short")
    # A log beside the file, which memory has not, is what these two bytes speak of.
    rolled = raw[:_WRITE_VERSION] + b"\1\1" + raw[_WRITE_VERSION + 2 :]
    with _translated(), closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(rolled)
        return _describe(connection)


def in_file(path: Path) -> Inspection:
    """Describe a database of any size where it lies; nothing is written, not even a lock.

    A change of this very moment, which another process still has in its log, is not seen.

    Raises:
        MalformedInput: ``input.malformed`` when SQLite cannot make sense of it.
    """
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with _translated(), closing(sqlite3.connect(uri, uri=True)) as connection:
        return _describe(connection)


def work(kdf: KdfParameters) -> JsonObject:
    """Write what one guess at a passphrase costs."""
    return {Said("passes"): kdf.passes, "KiB": kdf.memory_kib}


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    # SQLite quotes a damaged schema in what it raises, and the quotation may be no UTF-8.
    except (sqlite3.Error, sqlite3.Warning, UnicodeDecodeError, OverflowError, MemoryError):
        raise MalformedInput("input.malformed", "an SQLite file that cannot be read") from None


def _describe(connection: sqlite3.Connection) -> Inspection:
    _tame(connection)
    layout = _layout(connection)
    if layout.application_id == _APPLICATION_ID:
        return _vault(connection, layout)
    for kind, counted, others in (
        ("a town hall's store: personal data until each proof is handed over", _STORE, ()),
        (
            "memory of a witness or an auditor: never to be put back from a copy",
            _MEMORY,
            ("self",),
        ),
        ("a public ledger's entries and what they come to", _LEDGER, ("node", "map", "at")),
        ("memory of a watch over a name", _WATCH, ("self",)),
    ):
        if _has(layout, *counted, *others):
            return Inspection(
                kind, [(said, _count(connection, table)) for table, said in counted.items()]
            )
    names = list[JsonValue](sorted(layout.tables))
    parts: Parts = [("tables", names), ("indexes, views and triggers", layout.others)]
    return Inspection("SQLite database, none of livret's", parts)


def _tame(connection: sqlite3.Connection) -> None:
    looks = 0

    def look() -> int:
        nonlocal looks
        looks += 1
        return looks > _MAX_LOOKS

    connection.set_progress_handler(look, _STEPS)
    connection.text_factory = lambda octets: octets.decode("utf-8", "replace")
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _layout(connection: sqlite3.Connection) -> _Layout:
    [application_id] = connection.execute("PRAGMA application_id").fetchone()
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema LIMIT ?", (MAX_LISTED + 1,)
    ).fetchall()
    tables = {str(name): str(sql) for kind, name, sql in rows if kind == "table"}
    return _Layout(application_id, tables, len(rows) - len(tables))


def _vault(connection: sqlite3.Connection, layout: _Layout) -> Inspection:
    if layout.tables != _VAULT or layout.others:
        return Inspection(
            "wallet vault by its mark, with tables of somebody else: livret refuses it",
            [
                ("tables", list[JsonValue](sorted(layout.tables))),
                (NOT_OURS, "vault.malformed"),
            ],
        )
    rows = _count(connection, "row")
    return Inspection(
        "wallet vault, sealed: only its passphrase opens it",
        [
            ("what is to be seen", Said("{rows} rows, visible as opaque ids", rows=rows)),
            *_lock(connection),
        ],
    )


def _lock(connection: sqlite3.Connection) -> Parts:
    """Describe the lock's head, which says in clear how to try a passphrase."""
    found = connection.execute(
        "SELECT sealed FROM lock WHERE typeof(sealed) = 'blob' AND length(sealed) <= ?",
        (_MAX_LOCK_BYTES,),
    ).fetchone()
    try:
        return [("passphrase work", work(SealedFile.parse(found[0] if found else b"").kdf))]
    except LivretError as error:
        return [("livret would not accept its lock", error.code)]


def _has(layout: _Layout, *names: str) -> bool:
    """Whether there are tables, and no views, of these names."""
    return all(layout.tables.get(name, "").startswith("CREATE TABLE ") for name in names)


def _count(connection: sqlite3.Connection, table: str) -> int | Said:
    """Count rows, one by one: counting at a stroke cannot be stopped half-way."""
    [count] = connection.execute(
        f'SELECT count(*) FROM (SELECT 1 FROM "{table}" LIMIT {_MAX_COUNT + 1})'  # noqa: S608  # a name from our own table
    ).fetchone()
    return Said("more than {count}", count=_MAX_COUNT) if count > _MAX_COUNT else count

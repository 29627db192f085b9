"""A town hall's records in a file and on a server: the same tests, for both."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import psycopg

from livret_issuer.store.database import Store
from tests.postgres_server import Server

KEY: Final = bytes(range(32))
_ZEROS: Final = "zeroblob(32)"


class InFile:
    """Records in a file; whoever has the disk edits them with any tool."""

    address: str | None = None

    def __init__(self, folder: Path) -> None:
        self.path = folder / "x.db"

    def open(self, tenant: str = "a", *, key: bytes = KEY, create: bool = False) -> Store:
        return Store.open(self.path, tenant=tenant, audit_key=key, create=create)

    def edit(self, *statements: str) -> None:
        with closing(sqlite3.connect(self.path)) as connection, connection:
            for each in statements:
                connection.execute(each)


class OnServer:
    """Records on a server; whoever keeps it does."""

    def __init__(self, server: Server) -> None:
        self.address: str = server.uri()
        self._server = server
        self._opened: list[Store] = []

    def open(self, tenant: str = "a", *, key: bytes = KEY, create: bool = False) -> Store:
        store = Store.on_server(self.address, tenant=tenant, audit_key=key, create=create)
        self._opened.append(store)
        return store

    def edit(self, *statements: str) -> None:
        with self.connect() as connection:
            for each in statements:
                written = each.replace(_ZEROS, "decode(repeat('00', 32), 'hex')")
                connection.execute(written.encode())

    def connect(self) -> "psycopg.Connection[Any]":
        options = "-c search_path=livret_issuer"
        return psycopg.connect(self._server.address(), autocommit=True, options=options)

    def clear(self) -> None:
        for store in self._opened:
            store.close()
        with psycopg.connect(self._server.address(), autocommit=True) as connection:
            connection.execute("DROP SCHEMA IF EXISTS livret_issuer CASCADE")

"""A PostgreSQL server of a test's own: a folder, a socket in it, nobody else's business.

    with Server.made() as server:
        store = PostgresStore.create(server.address(), ORIGIN)
        server.stop("immediate")        # as if the machine had gone
        server.start()

`initdb` refuses root, so as root it is all done as another user.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Literal, LiteralString
from unittest import SkipTest

import psycopg

OWNER: Final = "livret"
_PORT: Final = 5432  # names the socket only; nothing listens on the network


def find_binaries() -> Path:
    """The folder of `initdb` and `pg_ctl`; without one, a test that wants it skips."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    which = shutil.which("initdb")
    if not found and which is None:
        raise SkipTest("postgresql is not installed; `make doctor` says how")
    return found[-1].parent if found else Path(str(which)).parent


def _version(initdb: Path) -> int:
    name = initdb.parent.parent.name
    return int(name) if name.isdigit() else 0


class Server:
    """One cluster."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data = root / "data"
        self._bin = find_binaries()
        self._as: dict[str, Any] = {"cwd": root}
        if os.geteuid() == 0:
            name = next(each for each in ("postgres", "nobody") if _has_user(each))
            found = pwd.getpwnam(name)
            os.chown(root, found.pw_uid, found.pw_gid)
            self._as |= {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}

    @classmethod
    @contextmanager
    def made(cls, **settings: str) -> Iterator["Server"]:
        """A new cluster, started; gone at the end."""
        find_binaries()
        # Not below pytest's folders: those of root admit nobody else, and a socket's
        # path has to be short.
        root = Path(tempfile.mkdtemp(prefix="livret-pg-"))
        try:
            server = cls(root)
            server.run("initdb", "-A", "trust", "-U", OWNER, "-E", "UTF8", "-k", "-N", "-D", "data")
            server.set(**settings)
            server.start()
            try:
                yield server
            finally:
                with suppress(subprocess.CalledProcessError):
                    server.stop("immediate")
        finally:
            shutil.rmtree(root, ignore_errors=True)

    def run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._bin / program, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            **self._as,
        )

    def set(self, **settings: str) -> None:
        """Write settings; they count from the next start on."""
        values: Mapping[str, str] = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.root),
            "port": str(_PORT),
            "max_connections": "60",
            "shared_buffers": "16MB",
            **settings,
        }
        lines = "".join(f"{name} = '{value}'\n" for name, value in values.items())
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(lines)

    def start(self) -> None:
        self.run("pg_ctl", "-D", "data", "-l", "log", "-w", "-s", "start")

    def stop(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        self.run("pg_ctl", "-D", "data", "-m", mode, "-w", "-s", "stop")

    def address(self, database: str = "postgres") -> str:
        return f"host={self.root} port={_PORT} user={OWNER} dbname={database}"

    def uri(self) -> str:
        """The same as somebody would type it."""
        return f"postgresql://{OWNER}@/postgres?host={self.root}&port={_PORT}"

    def do(self, statement: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        """Run one statement as the server's owner."""
        with psycopg.connect(self.address(), autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def followed(self) -> Iterator["Server"]:
        """A standby of this one that streams from it, not waited for."""
        root = Path(tempfile.mkdtemp(prefix="livret-pg-"))
        try:
            standby = Server(root)
            source = self.address()
            standby.run(
                "pg_basebackup", "-D", "data", "-d", source, "-R", "-X", "stream", "-c", "fast"
            )
            standby.set(hot_standby="on")
            standby.start()
            try:
                yield standby
            finally:
                with suppress(subprocess.CalledProcessError):
                    standby.stop("immediate")
        finally:
            shutil.rmtree(root, ignore_errors=True)


def _has_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True

"""SQLite's way to the operating system, seen from Python: the very library that `sqlite3` uses.

The default VFS is replaced by a copy of itself that opens files as before, and then puts
its own write, sync and truncate in their tables of methods. Nothing is compiled, no other
SQLite is used.
"""

import _sqlite3
import ctypes
import errno
import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, byref, c_char_p, c_int, c_int64, c_void_p, cast
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from tests.faults.points import Points

_FULL: Final = 13
_IOERR: Final = 10
_FAILED: Final = {
    "write": _IOERR | 3 << 8,
    "sync": _IOERR | 4 << 8,
    "truncate": _IOERR | 6 << 8,
    "remove": _IOERR | 10 << 8,
}
_READ_SHORT: Final = _IOERR | 2 << 8

_Read = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)
_Size = CFUNCTYPE(c_int, c_void_p, POINTER(c_int64))


class _Methods(ctypes.Structure):
    _fields_ = [
        ("version", c_int),
        ("close", c_void_p),
        ("read", _Read),
        ("write", _Write),
        ("truncate", _Truncate),
        ("sync", _Sync),
        ("size", _Size),
        ("others", c_void_p * 12),  # locks, control, shared memory, mapping
    ]


class _File(ctypes.Structure):
    _fields_ = [("methods", POINTER(_Methods))]


# SQLite keeps the pointer to a name: it has to reach the other side as it came.
_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, POINTER(_File), c_int, POINTER(c_int))
_Delete = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("version", c_int),
        ("file_bytes", c_int),
        ("path_bytes", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", _Open),
        ("delete", _Delete),
        ("others", c_void_p * 15),
    ]


@functools.cache
def _library() -> Any:
    library = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
    try:
        library.sqlite3_vfs_find.restype = POINTER(_Vfs)
        library.sqlite3_vfs_find.argtypes = [c_char_p]
        library.sqlite3_vfs_register.argtypes = [POINTER(_Vfs), c_int]
        library.sqlite3_vfs_unregister.argtypes = [POINTER(_Vfs)]
    except AttributeError:
        pytest.skip("this Python's SQLite cannot be looked into")
    return library


@contextmanager
def shim(points: "Points") -> Iterator[None]:
    """Report every write, sync, truncation and removal by SQLite to *points*."""
    library = _library()
    real = library.sqlite3_vfs_find(None)
    seen = _Vfs.from_buffer_copy(real.contents)
    files: dict[int, _Seen] = {}
    kept: list[object] = []  # what C points to must not be collected

    @_Open
    def open_file(_vfs: Any, name: int | None, file: Any, flags: int, out: Any) -> int:
        status: int = real.contents.open(cast(real, c_void_p), name, file, flags, out)
        if status == 0 and file.contents.methods:
            path = ctypes.string_at(name).decode() if name else "(temporary)"
            put = _Seen(points, path, cast(file, c_void_p), file.contents.methods.contents)
            files[cast(file, c_void_p).value or 0] = put
            kept.append(put)
            file.contents.methods = ctypes.pointer(put.methods)
        return status

    @_Delete
    def delete(_vfs: Any, name: bytes, sync_folder: int) -> int:
        def run() -> int:
            status: int = real.contents.delete(cast(real, c_void_p), name, sync_folder)
            points.synced(name.decode())
            return status

        return _reported(points, "remove", name.decode(), run)

    seen.name, seen.next, seen.open, seen.delete = b"livret-faults", None, open_file, delete
    library.sqlite3_vfs_register(byref(seen), 1)
    try:
        yield
    finally:
        library.sqlite3_vfs_unregister(byref(seen))
        library.sqlite3_vfs_register(real, 1)
        _FOR_EVER.append((seen, open_file, delete, kept))


# A connection that is still open goes on using what it was opened with.
_FOR_EVER: Final[list[object]] = []


class _Seen:
    """One open file: its methods, with three of them replaced."""

    def __init__(self, points: "Points", path: str, file: c_void_p, real: _Methods) -> None:
        self._points = points
        self._path = path
        self._file = file
        self._real = real
        self.methods = _Methods.from_buffer_copy(real)
        self._callbacks = (_Write(self._write), _Truncate(self._truncate), _Sync(self._sync))
        self.methods.write, self.methods.truncate, self.methods.sync = self._callbacks

    def _write(self, file: Any, octets: Any, count: int, offset: int) -> int:
        def run() -> int:
            self._keep(offset, count)
            return int(self._real.write(file, octets, count, offset))

        return _reported(
            self._points,
            "write",
            self._path,
            run,
            lambda: self._real.write(file, octets, count // 2, offset),
        )

    def _truncate(self, file: Any, size: int) -> int:
        def run() -> int:
            self._keep(size, max(0, self._size() - size))
            return int(self._real.truncate(file, size))

        return _reported(self._points, "truncate", self._path, run)

    def _sync(self, file: Any, flags: int) -> int:
        def run() -> int:
            status = int(self._real.sync(file, flags))
            if status == 0:
                self._points.synced(self._path)
            return status

        return _reported(self._points, "sync", self._path, run)

    def _size(self) -> int:
        size = c_int64()
        self._real.size(self._file, byref(size))
        return size.value

    def _keep(self, offset: int, count: int) -> None:
        """Keep what was there, to put it back when the power fails before the next sync."""
        size = self._size()
        before = ctypes.create_string_buffer(max(count, 1))
        there = max(0, min(count, size - offset))
        if there:
            self._real.read(self._file, before, there, offset)

        def undo() -> None:
            if there:
                self._real.write(self._file, before, there, offset)
            if self._size() > size:
                self._real.truncate(self._file, size)

        self._points.unsynced(self._path, undo)


def _reported(
    points: "Points",
    what: str,
    path: str,
    run: Callable[[], int],
    half: Callable[[], object] | None = None,
) -> int:
    try:
        points.reach(f"{what} {path.rsplit('/', 1)[-1]}", half=half)
    except OSError as error:
        return _FULL if error.errno == errno.ENOSPC else _FAILED[what]
    return run()

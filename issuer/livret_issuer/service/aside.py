"""Rows that wait to be recorded, out of the way of everybody else who records.

They say what a register says of people: they lie in a file without a name, sealed with a key that
is in memory alone. When the process ends, however it does, there is neither.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, final

import msgspec

from livret_core.errors import Unavailable
from livret_core.sealing import KEY_BYTES, NONCE_BYTES, SealingKey

_LENGTH_BYTES: Final = 4


@final
class Aside(AbstractContextManager["Aside"]):
    """Batches of rows, read in the order in which they were put aside."""

    def __init__(self, folder: Path) -> None:
        """Begin, on the disk that *folder* is on.

        Raises:
            Unavailable: ``store.unavailable``.
        """
        self._key: Final = SealingKey(os.urandom(KEY_BYTES))
        self._count = 0
        try:
            self._file: Final = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # closed below
        except OSError as error:
            raise _failed(error) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def put(self, rows: Sequence[dict[str, Any]]) -> None:
        """Put a batch aside.

        Raises:
            Unavailable: ``store.unavailable``, as of a disk that is full.
        """
        sealed = self._key.seal(
            msgspec.msgpack.encode(rows), nonce=_nonce(self._count), associated_data=b""
        )
        self._count += 1
        try:
            self._file.write(len(sealed).to_bytes(_LENGTH_BYTES) + sealed)
        except OSError as error:
            raise _failed(error) from None

    def batches(self) -> Iterator[list[dict[str, Any]]]:
        """Give the batches.

        Raises:
            Unavailable: ``store.unavailable``.
        """
        try:
            self._file.seek(0)
            for number in range(self._count):
                length = int.from_bytes(self._file.read(_LENGTH_BYTES))
                sealed = self._file.read(length)
                content = self._key.unseal(sealed, nonce=_nonce(number), associated_data=b"")
                yield msgspec.msgpack.decode(content)
        except OSError as error:
            raise _failed(error) from None


def _nonce(number: int) -> bytes:
    return number.to_bytes(NONCE_BYTES)


def _failed(error: OSError) -> Unavailable:
    return Unavailable("store.unavailable", type(error).__name__)

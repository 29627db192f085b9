"""A list of people that is looked through once, and read again when it is acted on.

What was checked is not checked again: the second reading takes it as it stands, and its end
says whether it was of the same octets. Nothing may be acted on before that end.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Final, final

from livret_core.credential.types import CredentialType
from livret_core.encoding.json import JsonObject
from livret_core.errors import MalformedInput, Refused
from livret_issuer.intake import Outcome, Row, read_again, read_rows

if TYPE_CHECKING:
    from hashlib import _Hash


@final
class PeopleList:
    """A list, and what is known of its octets."""

    def __init__(
        self,
        open_list: Callable[[], Iterable[bytes]],
        kind: CredentialType,
        *,
        standing: JsonObject,
        now_s: int,
        communes: Collection[str] = (),
    ) -> None:
        """Begin; *open_list* gives the file in pieces, the others as :func:`read_rows`."""
        self._open: Final = open_list
        self._kind: Final = kind
        self._standing: Final = standing
        self._now_s: Final = now_s
        self._communes: Final = communes
        self._digest: bytes | None = None

    def look_through(self) -> Iterator[Outcome]:
        """Check every row; yields and raises as :func:`read_rows`."""
        digest = hashlib.sha256()
        yield from read_rows(
            _digested(self._open(), digest),
            self._kind,
            standing=self._standing,
            now_s=self._now_s,
            communes=self._communes,
        )
        self._digest = digest.digest()

    def again(self, lines: Iterable[int]) -> Iterator[Row]:
        """Read rows again that were found good when the list was looked through.

        Args:
            lines: where they stand, in the order of the file.

        Raises:
            MalformedInput: ``intake.changed``, at the end at the latest: what was yielded
                before counts for nothing then. Unavailable: as opening the file raises.
        """
        digest = hashlib.sha256()
        try:
            yield from read_again(
                _digested(self._open(), digest), self._kind, self._standing, lines
            )
        except (MalformedInput, Refused):
            raise MalformedInput("intake.changed") from None
        if digest.digest() != self._digest:
            raise MalformedInput("intake.changed")


def _digested(chunks: Iterable[bytes], digest: "_Hash") -> Iterator[bytes]:
    for chunk in chunks:
        digest.update(chunk)
        yield chunk

"""The town hall that is served, as its folder says it is now.

Its clerks go on working with commands while it is served: who it is may change under it (a right
that was learnt, lists that moved, a key that gave way to another). The file is looked at for each
request, and read when it is another one, with the keys. Where the key that signs now cannot be had
here, what it would sign waits.
"""

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, final

from livret_core.encoding import json as json_encoding
from livret_core.errors import Unavailable
from livret_core.openid4vci.issuer_metadata import IssuerMetadata
from livret_issuer.describing import (
    Configured,
    describe_issuer,
    describe_server,
    offered_types,
)
from livret_issuer.identity import TownHall
from livret_issuer.service.office import Office
from livret_issuer.service.pickups import Pickups

_SIGNED_S: Final = 86_400
#: A signed document is signed anew when it has no longer than this to go.
_LEAST_S: Final = 3_600


@final
@dataclass(frozen=True, slots=True)
class Now:
    """The town hall as it is for one request.

    Attributes:
        office: its keys and records.
        hall: who it is.
        pickups: what wallets do.
        metadata: what it publishes.
        metadata_json: the same, written.
        server_json: of its authorization server, written.
        types: what it issues, by the id of their configurations.
    """

    office: Office
    hall: TownHall
    pickups: Pickups
    metadata: IssuerMetadata
    metadata_json: bytes
    server_json: bytes
    types: Mapping[str, Configured]


@final
class Opened:
    """One town hall, opened for as long as it is served."""

    def __init__(self, office: Office) -> None:
        """Take one; ``pickup.no_address`` for a town hall without an address."""
        self._lock: Final = threading.Lock()
        self._mark: Final = str(office.home.root / "town-hall.json")
        self._seen = self._look()
        self._now = _now(office)
        self._signed: tuple[IssuerMetadata, str, int] | None = None

    def now(self) -> Now:
        """Give it as it is.

        Raises:
            MalformedInput: ``home.malformed``. Unavailable: ``home.unavailable``.
            Refused: ``pickup.no_address``.
        """
        seen = self._look()
        if seen != self._seen:
            with self._lock:
                if seen != self._seen:
                    self._now = _now(self._now.office.renewed())
                    self._seen = seen
        return self._now

    def signed_metadata(self, *, now_s: int) -> str:
        """Give its metadata as a JWT, signed at most a day ago.

        Raises:
            Refused: ``home.operation_open`` when the key that signs now is not at hand.
        """
        now = self.now()
        now.office.check_key()
        with self._lock:
            kept = self._signed
            if kept is not None and kept[0] is now.metadata and now_s < kept[2] - _LEAST_S:
                return kept[1]
            until_s = now_s + _SIGNED_S
            text = now.office.own_word().sign(now.metadata, issued_at_s=now_s, expires_at_s=until_s)
            self._signed = (now.metadata, text, until_s)
            return text

    def close(self) -> None:
        """Let go of the records."""
        self._now.office.close()

    def _look(self) -> tuple[int, int, int]:
        try:
            found = os.stat(self._mark)  # noqa: PTH116  # for each request
        except OSError:
            raise Unavailable("home.unavailable") from None
        return found.st_mtime_ns, found.st_ino, found.st_size


def _now(office: Office) -> Now:
    hall = office.hall
    metadata = describe_issuer(hall, office.own_word().requests_key.public_key)
    return Now(
        office,
        hall,
        office.pickups(),
        metadata,
        json_encoding.format(metadata.format()),
        json_encoding.format(describe_server(hall).format()),
        offered_types(hall),
    )

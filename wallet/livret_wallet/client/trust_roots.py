"""Trust roots of a ledger, as they lie at its address or in a file. Nothing here believes them."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from livret_core import limits
from livret_core.errors import Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.ledger.trust_chain import walk
from livret_core.ledger.trust_root import TrustRoot, read_versions
from livret_edge.files import named_by, read_file
from livret_wallet.receiving.needs import Call

if TYPE_CHECKING:
    from livret_wallet.client.fetching import Network

_FILE_BYTES: Final = limits.TRUST_ROOT_VERSIONS * limits.TRUST_ROOT_BYTES
_OK: Final = 200
_NONE: Final = frozenset({404, 410})
_WHICH: Final = "ledger"


def of_file(path: Path) -> tuple[TrustRoot, ...]:
    """Read the versions of a file: one a line.

    Raises:
        MalformedInput: ``usage.no_file``, and as :func:`read_versions`. Refused: as there.
        Unavailable: ``file.unavailable``.
    """
    with named_by(_WHICH):
        raw = read_file(path, _FILE_BYTES)
    return read_versions(raw if raw.endswith(b"\n") else raw + b"\n")


def of_address(base: HttpsUri, network: "Network") -> tuple[TrustRoot, ...]:
    """Read the versions that lie beside a ledger, up to the first that is not there.

    Each is asked for after the one before was walked to, so that who answers with versions
    that do not follow each other is asked once more and not for all names there are. An answer
    that is neither a version nor its absence ends in no answer at all: a chain cut short would
    have other words than the sheet.

    Raises:
        Unavailable: ``net.unavailable``, also for an address at which no ledger is.
        MalformedInput, Refused: as :meth:`TrustRoot.parse` and
            :func:`livret_core.ledger.trust_chain.walk`; ``input.too_large``, ``net.address``;
            ``trust.version`` for another version than the file is named for.
    """
    return walk(_published(base, network)).roots


def _published(base: HttpsUri, network: "Network") -> Iterator[TrustRoot]:
    for version in range(1, limits.TRUST_ROOT_VERSIONS + 1):
        uri = HttpsUri.parse(f"{base.text}/trust/{version}.json")
        answer = network.carry(Call(uri=uri, max_bytes=limits.TRUST_ROOT_BYTES))
        if answer.status in _NONE and version > 1:
            return
        if answer.status in _NONE:
            raise Unavailable("net.unavailable", "no ledger", host=base.host, reason="missing")
        if answer.status != _OK:
            raise Unavailable("net.unavailable", f"status {answer.status}", host=base.host)
        root = TrustRoot.parse(answer.body)
        if root.version != version:
            raise Refused("trust.version", "another version than the file is named for")
        yield root

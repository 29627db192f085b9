"""Trust roots of a ledger, as they lie at its address or in a file. Nothing here believes them."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from livret_core import limits
from livret_core.errors import Refused, Unavailable
from livret_core.https_uri import HttpsUri
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

    An answer that is neither a version nor its absence ends in no answer at all: a chain cut
    short would have other words than the sheet.

    Raises:
        Unavailable: ``net.unavailable``, also for an address at which no ledger is.
        MalformedInput, Refused: as :meth:`TrustRoot.parse`; ``input.too_large``, ``net.address``;
            ``trust.version`` for another version than the file is named for.
    """
    found: list[TrustRoot] = []
    while len(found) < limits.TRUST_ROOT_VERSIONS:
        uri = HttpsUri.parse(f"{base.text}/trust/{len(found) + 1}.json")
        answer = network.carry(Call(uri=uri, max_bytes=limits.TRUST_ROOT_BYTES))
        if answer.status in _NONE:
            if found:
                break
            raise Unavailable("net.unavailable", "no ledger", host=base.host, reason="missing")
        if answer.status != _OK:
            raise Unavailable("net.unavailable", f"status {answer.status}", host=base.host)
        root = TrustRoot.parse(answer.body)
        if root.version != len(found) + 1:
            # Who answers every name with one version would be asked for all names there are.
            raise Refused("trust.version", "another version than the file is named for")
        found.append(root)
    return tuple(found)

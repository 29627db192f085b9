"""Trust roots as somebody hands them over on the command line."""

from collections.abc import Sequence
from typing import Final

from livret_core import limits
from livret_core.ledger.trust_root import TrustChain, TrustRoot, begin, read_versions
from livret_edge.arguments import Asked
from livret_edge.files import named_by, read_file
from livret_edge.saying import now_s

_MAX_BYTES: Final = limits.TRUST_ROOT_VERSIONS * limits.TRUST_ROOT_BYTES


def trusted(asked: Asked) -> TrustChain:
    """Read the file after ``--trust``: one version a line, from the first on.

    Raises:
        MalformedInput, Refused, Unavailable: as :func:`read_versions`, :func:`begin` and
            :meth:`TrustChain.extend`; ``usage.no_file``.
    """
    with named_by("--trust"):
        raw = read_file(asked.trust, _MAX_BYTES)
    # A single version is also handed round as the founders signed it, without a line feed.
    return believed(read_versions(raw if raw.endswith(b"\n") else raw + b"\n"))


def believed(versions: Sequence[TrustRoot]) -> TrustChain:
    """Walk from the first version to the last, as of now.

    Raises:
        Refused, Unavailable: as :func:`begin` and :meth:`TrustChain.extend`.
    """
    return begin(versions[0]).extend(versions[1:], now_s=now_s())

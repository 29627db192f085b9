"""Trust roots as somebody hands them over on the command line."""

from typing import Final

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.ledger.trust_chain import TrustChain, walk
from livret_core.ledger.trust_root import read_versions
from livret_edge.arguments import Asked
from livret_edge.files import named_by, read_file

_MAX_BYTES: Final = limits.TRUST_ROOT_VERSIONS * limits.TRUST_ROOT_BYTES


def trusted(asked: Asked) -> TrustChain:
    """Read the file after ``--trust``: one version a line, from the first on.

    Whoever hands it over vouches for all of it.

    Raises:
        MalformedInput: ``usage.no_file``, ``usage.trust``. Refused: as :func:`read_versions` and
            :func:`walk`.
    """
    with named_by("--trust"):
        raw = read_file(asked.trust, _MAX_BYTES)
    # A single version is also handed round as the founders signed it, without a line feed.
    try:
        versions = read_versions(raw if raw.endswith(b"\n") else raw + b"\n")
    except MalformedInput as error:
        raise MalformedInput("usage.trust", error.detail, option="--trust") from None
    return walk(versions)

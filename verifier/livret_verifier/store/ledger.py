"""What a desk keeps of the public ledger: the trust roots it believes, the newest head it saw.

ledger-trust.jsonl   one version a line; there only once its words were confirmed
ledger-head.json     size, root and time of the newest head; nothing older is believed again
"""

from pathlib import Path
from typing import Final

from livret_core import limits
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput
from livret_core.ledger import trust_root
from livret_core.ledger.head import Remembered
from livret_core.ledger.trust_root import Ages, TrustChain
from livret_edge.files import HOME, read_file, write_file
from livret_verifier.on_ledger import Believed
from livret_verifier.policy import LedgerTerms

TRUST: Final = "ledger-trust.jsonl"
HEAD: Final = "ledger-head.json"

_MAX_BYTES: Final = 16 << 20


def read_chain(root: Path, *, now_s: int) -> TrustChain | None:
    """Read the trust roots that this desk believes, None before any was confirmed.

    Raises:
        MalformedInput, Refused: as :mod:`livret_core.ledger.trust_root`.
        Unavailable: ``home.unavailable``.
    """
    path = root / TRUST
    if not path.exists():
        return None
    first, *rest = trust_root.read_versions(read_file(path, _MAX_BYTES, code=HOME))
    # Once walked on to, a version is believed: that it has ended is said of heads.
    return trust_root.begin(first).extend(rest, now_s=min(now_s, first.expires_s))


def keep_chain(root: Path, chain: TrustChain) -> None:
    """Keep the trust roots believed here, and forget a head of other ones."""
    write_file(root / TRUST, trust_root.format_versions(chain.roots), code=HOME)


def forget(root: Path) -> None:
    """Believe no ledger any more."""
    for name in (TRUST, HEAD):
        (root / name).unlink(missing_ok=True)


def believed(root: Path, terms: LedgerTerms | None, *, now_s: int) -> Believed | None:
    """Give the ledger that the policy names, if its words were confirmed here.

    Raises:
        MalformedInput, Refused, Unavailable: as :func:`read_chain`.
    """
    chain = None if terms is None else read_chain(root, now_s=now_s)
    if terms is None or chain is None or chain.newest.origin != terms.origin:
        return None
    advised = chain.newest.ages
    fresh_s = advised.fresh_s if terms.fresh_s is None else terms.fresh_s
    refuse_s = advised.refuse_s if terms.refuse_s is None else terms.refuse_s
    return Believed(chain, Ages(fresh_s, max(fresh_s, refuse_s)), _remembered(root))


def remember(root: Path, head: Remembered) -> None:
    """Keep the newest head, unless what is kept is newer: two windows may be at it."""
    kept = _remembered(root)
    if kept is not None and (kept.size, kept.time_s) >= (head.size, head.time_s):
        return
    value = {"size": head.size, "root": base64url.encode(head.root), "time": head.time_s}
    write_file(root / HEAD, json_encoding.format(value), code=HOME)


def _remembered(root: Path) -> Remembered | None:
    path = root / HEAD
    if not path.exists():
        return None
    match json_encoding.parse_object(read_file(path, limits.JSON_BYTES, code=HOME)):
        case {"size": int(size), "root": str(text), "time": int(time_s)}:
            return Remembered(size, base64url.decode(text), time_s)
    raise MalformedInput("home.malformed", HEAD)

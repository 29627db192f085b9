"""Handing an operation in, and reading what the ledger answers."""

from dataclasses import dataclass
from typing import Final, final

from livret_core import limits
from livret_core.codes import CODES
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.tlog.proof import LogProof
from livret_edge.fetcher import Fetched, Fetcher

_MAX_BYTES: Final = 4 * limits.LOG_PROOF_EXTRA_BYTES
_FAILING: Final = 500
_NONE: Final = 400  # and above: nothing was answered to what was asked
#: What a ledger answers that has no such address.
_NOT_KNOWN: Final = frozenset({404, 405})
#: What is wrong on the machine that keeps a ledger. Whoever hands in has a machine of his own.
_THEIRS: Final = frozenset(
    {
        "home.lost",
        "home.unavailable",
        "ledger.behind",
        "ledger.busy",
        "ledger.claimed",
        "ledger.clock_ahead",
        "ledger.clock_behind",
        "ledger.damaged",
        "ledger.forked",
        "ledger.log_key",
        "ledger.moved",
        "ledger.other_key",
        "ledger.other_store",
        "ledger.overtaken",
        "ledger.short",
        "store.unavailable",
    }
)
_BRANCHES: Final[dict[str, type[LivretError]]] = {
    "malformed": MalformedInput,
    "refused": Refused,
    "unavailable": Unavailable,
}


@final
@dataclass(frozen=True, slots=True)
class Taken:
    """An operation that stands in the ledger.

    Attributes:
        index: where.
        is_new: False for one that had been handed in before.
        proof: that it is under a cosigned head, when that was waited for and came in time.
    """

    index: int
    is_new: bool
    proof: LogProof | None


def submit(base: HttpsUri, leaf: bytes, fetcher: Fetcher, *, wait: bool = False) -> Taken:
    """Hand in one operation.

    Args:
        base: address of the ledger.
        leaf: the operation, whole.
        fetcher: the way out; its time limit bounds the wait.
        wait: until the operation is under a cosigned head.

    Raises:
        MalformedInput, Refused, Unavailable: what the ledger answered, its facts included,
            ``ledger.halted`` where something is wrong on its own machine, or ``net.*``;
            ``input.malformed`` for an answer that is none.
    """
    fetched = _post(base, "/submit" + ("?wait=cosigned" if wait else ""), leaf, fetcher)
    said = _said(fetched, base)
    match said:
        case {"outcome": "appended" | "known" as outcome, "index": int(index), **rest} if (
            type(index) is int and index >= 0 and rest.keys() <= {"proof"}
        ):
            return Taken(index, outcome == "appended", _proof(rest.get("proof"), index))
    raise _refusal(said, fetched.status, base)


def rehearse(base: HttpsUri, leaf: bytes, fetcher: Fetcher) -> int | None:
    """Ask what a ledger would answer to one operation now; it takes nothing.

    Args:
        base: address of the ledger.
        leaf: the operation, whole.
        fetcher: the way out.

    Returns:
        Where it stands already; None when it would be taken.

    Raises:
        MalformedInput, Refused, Unavailable: as :func:`submit`; ``net.unavailable`` for a ledger
            that cannot be asked this.
    """
    fetched = _post(base, "/rehearse", leaf, fetcher)
    if fetched.status in _NOT_KNOWN:
        raise Unavailable("net.unavailable", "cannot be asked this", host=base.host)
    said = _said(fetched, base)
    match said:
        case {"outcome": "would_append", **rest} if not rest:
            return None
        case {"outcome": "known", "index": int(index), **rest} if (
            type(index) is int and index >= 0 and not rest
        ):
            return index
    raise _refusal(said, fetched.status, base)


def _post(base: HttpsUri, path: str, leaf: bytes, fetcher: Fetcher) -> Fetched:
    return fetcher.post(
        HttpsUri.parse(base.text.rstrip("/") + path),
        leaf,
        content_type="application/json",
        max_bytes=_MAX_BYTES,
    )


def _said(fetched: Fetched, base: HttpsUri) -> JsonObject:
    """Read an answer. The page of a proxy whose ledger ended says nothing of what was handed in."""
    try:
        return json_encoding.parse_object(fetched.body)
    except MalformedInput:
        if fetched.status >= _NONE:
            raise Unavailable(
                "net.unavailable", f"status {fetched.status}", host=base.host
            ) from None
        raise MalformedInput("input.malformed", "not a ledger's answer") from None


def _refusal(said: JsonObject, status: int, base: HttpsUri) -> LivretError:
    """Read why a ledger took nothing."""
    match said:
        case {"outcome": str(), "code": str(code)} if code in _THEIRS:
            return Unavailable("ledger.halted", code, host=base.host, reason=code)
        case {"outcome": str(), "code": str(code), "facts": dict(facts)} if code in CODES:
            told = {
                name: value
                for name, value in facts.items()
                if isinstance(value, int | str) and name.isidentifier()
            }
            return _BRANCHES[CODES[code].branch](code, "said the ledger", **told)
    if status >= _FAILING:
        return Unavailable("net.unavailable", f"status {status}", host=base.host)
    return MalformedInput("input.malformed", "not a ledger's answer")


def _proof(value: JsonValue, index: int) -> LogProof | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise MalformedInput("input.malformed", "a proof that is no text")
    proof = LogProof.parse(value.encode())
    if proof.index != index:
        raise MalformedInput("input.malformed", "a proof of another entry than it says")
    return proof

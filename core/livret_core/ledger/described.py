"""Whether a kind of proof is described as its authority published it on the ledger (LEDGER §6).

What a type says (which claims there are, which may be kept back) decides what a desk accepts, and
the description comes with a program. The ledger has one digest for each version, for good. So
whoever reads a proof holds the description that *it* goes by to that digest; what the proof itself
names (``vct#integrity``) is its issuer's word, and is held to the same description elsewhere.
"""

from livret_core.errors import Refused, Unavailable
from livret_core.ledger.evidence import ProvenState
from livret_core.ledger.records import SchemaRecord
from livret_core.ledger.standing import check_not_older
from livret_core.ledger.state import schema_name


def check_described(
    state: ProvenState, type_name: str, version: str, digest: str, *, at_s: int
) -> SchemaRecord:
    """Check that a description is the one that was published for a version of a type.

    A version that was retired stays good for what was issued before: nothing else dates a proof
    here than the issuer's own date, which is cut to the day.

    Args:
        state: proven, with the record of that version in it.
        type_name: as ``residency``.
        version: as ``1``; each has a record of its own, and an older one is no less good.
        digest: SHA-256 of the octets of the description gone by here, base64url.
        at_s: when the proof says it was issued.

    Returns:
        What was published; its ``retired_s`` is for people to see.

    Raises:
        Refused: ``type.not_as_published``; ``type.retired`` for one issued since.
        Unavailable: ``ledger.type_not_shown`` when the evidence does not hold that version,
            ``ledger.older_than_proof``.
    """
    facts = {"type": f"{type_name}/{version}"}
    try:
        record = state.find(schema_name(f"{type_name}/{version}"), SchemaRecord)
    except Unavailable:
        raise Unavailable("ledger.type_not_shown", **facts) from None
    if record is None:
        check_not_older(state, at_s)
        raise Refused("type.not_as_published", "no such version was published", **facts)
    if record.digest != digest:
        raise Refused("type.not_as_published", **facts)
    if record.retired_s is not None and at_s >= record.retired_s:
        raise Refused("type.retired", retired_s=record.retired_s, **facts)
    return record

"""Whatever one octet of a file from outside is changed to: it is read, or refused with a code.

Never another exception: that would end whoever reads it, a desk in the middle of a queue.
"""

from collections.abc import Callable
from functools import cache
from typing import Final

import pytest

from livret_core.dids.webvh.entry import LogEntry
from livret_core.errors import LivretError
from livret_core.ledger import records, trust_root
from livret_core.ledger.daily import DayCommit
from livret_core.ledger.dating import Dating
from livret_core.ledger.evidence import Evidence
from livret_core.ledger.operation import Operation
from livret_core.ledger.state_proof import MapProof
from livret_core.status.token import verify_signature
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.policy import Policy
from livret_core.tlog.proof import LogProof
from livret_core.tlog.witness import AddCheckpoint
from livret_issuer import rights
from livret_ledger import fraud_file
from tests.datings import CountedDesk
from tests.ledger_heads import AGES, check
from tests.on_ledger import Desk
from tests.scene import TOWN

TO: Final = (0x00, 0x22, 0x7F, 0x80, 0xC1, 0xED, 0xFF)

MOST: Final = 2_500


@cache
def desk() -> Desk:
    return Desk()


@cache
def bundle() -> bytes:
    return desk().evidence()


@cache
def dating() -> Dating:
    counted = CountedDesk()
    return counted.dating(counted.first)


def two_heads() -> fraud_file.TwoHeads:
    return fraud_file.TwoHeads(desk().head(), desk().seen.head(at_s=desk().now_s))


def shown(proof: LogProof | None) -> LogProof:
    assert proof is not None
    return proof


def read_bundle(raw: bytes) -> None:
    evidence = Evidence.parse(raw)
    kid = f"{desk().metz.did}#credential-1"
    state = check(evidence, desk().seen.chain, ages=AGES, now_s=desk().now_s, remembered=None)
    rights.read(state, str(desk().metz.did), kid)


def changes(raw: bytes) -> list[bytes]:
    """Each octet by those that end a text, a number or a library's patience; of many, some."""
    found = [(at, to) for at in range(len(raw)) for to in (*TO, raw[at] ^ 1) if to != raw[at]]
    return [raw[:at] + bytes([to]) + raw[at + 1 :] for at, to in found[:: len(found) // MOST | 1]]


def survives(read: Callable[[bytes], object], raws: list[bytes]) -> int:
    refused = 0
    for raw in raws:
        try:
            read(raw)
        except LivretError:
            refused += 1
    return refused


def test_a_bundle_with_any_octet_changed_is_read_or_refused() -> None:
    read_bundle(bundle())
    # The signed part is read as notes are, below.
    begin = bundle().index(b'{"body"')
    raws = [
        bundle()[:at] + bytes([to]) + bundle()[at + 1 :]
        for at in range(begin, len(bundle()))
        for to in (0x80, 0xFF)
        if bundle()[at] != to
    ]
    assert survives(read_bundle, raws) == len(raws)


def test_a_desk_decides_on_a_bundle_whose_names_are_no_text() -> None:
    spoiled = bundle().replace(b"did:webvh", b"did:web\xffh", 1)
    assert desk().refusal(evidence=spoiled) == ("unavailable", "ledger.unavailable")


FORMATS: Final[dict[str, Callable[[], tuple[Callable[[bytes], object], bytes]]]] = {
    "record": lambda: (
        records.parse,
        records.format(desk().scene.state.records[f"did/{desk().metz.did}"]),
    ),
    "operation": lambda: (Operation.parse, desk().scene.leaves[-1]),
    "checkpoint": lambda: (SignedCheckpoint.parse, desk().head().format()),
    "map proof": lambda: (MapProof.parse, Evidence.parse(bundle()).map_proof.format()),
    "policy": lambda: (Policy.parse, desk().seen.first.policy.format()),
    "trust root": lambda: (
        trust_root.read_versions,
        trust_root.format_versions([desk().seen.first]),
    ),
    "evidence": lambda: (Evidence.parse, bundle()),
    "digests of a day": lambda: (DayCommit.parse, dating().commit.format()),
    "dating": lambda: (Dating.parse, dating().format()),
    "fraud": lambda: (fraud_file.parse, two_heads().format()),
    "request of a witness": lambda: (
        AddCheckpoint.parse,
        AddCheckpoint(0, (), desk().head()).format(),
    ),
    "status list": lambda: (
        lambda raw: verify_signature(raw, uri=TOWN.status_uri, key=TOWN.signer.public_key),
        TOWN.status_list(),
    ),
    "entry of a DID log": lambda: (LogEntry.parse, TOWN.log.split(b"\n")[0]),
    "log proof": lambda: (LogProof.parse, shown(dating().proof).format()),
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_with_any_octet_changed_is_read_or_refused(name: str) -> None:
    read, raw = FORMATS[name]()
    read(raw)
    assert survives(read, changes(raw)) > 0


def test_a_file_that_dates_copies_has_one_spelling() -> None:
    raw = dating().format()
    with pytest.raises(LivretError) as caught:
        Dating.parse(raw.replace(b":", b": ", 1))
    assert caught.value.code == "commit.malformed"

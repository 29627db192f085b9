"""Attack 44: a desk is shown another history than the one it has seen, or one too few saw."""

from dataclasses import replace

import pytest

from livret_core.ledger.evidence import Evidence
from livret_core.ledger.head import Remembered
from livret_verifier.evidence import Evidence as Answer
from livret_verifier.evidence import Found, LedgerNeed, Missing, Need, TilesNeed
from tests.ledger_heads import Tree
from tests.ledger_scene import DAY_S
from tests.on_ledger import Desk


def remembering(desk: Desk, remembered: Remembered) -> None:
    assert desk.believed is not None
    desk.believed = replace(desk.believed, remembered=remembered)


def test_attack_44_another_history_of_the_same_size() -> None:
    desk = Desk()
    remembering(desk, Remembered(len(desk.scene.leaves), bytes(32), desk.scene.at_s))
    assert desk.refusal() == ("refused", "log.fork")


def test_attack_44_a_history_that_does_not_continue_what_was_seen() -> None:
    desk = Desk()
    size = len(desk.scene.leaves) - 2
    evidence = desk.evidence(known_size=size)
    remembering(desk, Remembered(size, bytes(32), desk.scene.at_s - DAY_S))
    assert desk.refusal(evidence=evidence) == ("refused", "log.consistency")


def test_attack_44_twin_a_history_that_continues_what_was_seen() -> None:
    desk = Desk()
    size = len(desk.scene.leaves) - 2
    evidence = desk.evidence(known_size=size)
    root = Tree(desk.scene.leaves).root(size)
    remembering(desk, Remembered(size, root, desk.scene.at_s - DAY_S))
    verdict = desk.verdict(evidence=evidence)
    assert verdict.presentation is not None
    assert verdict.head is not None
    assert verdict.head.is_consistent


@pytest.mark.parametrize("before", [2, 3])
@pytest.mark.parametrize("what", ["hashes", "all of them", "a size"])
def test_attack_44_a_proof_that_was_spoiled_is_called_two_histories(what: str, before: int) -> None:
    """Nobody signs a bundle: whoever hands it on must not have honest holders refused."""
    desk = Desk()
    size = len(desk.scene.leaves) - before
    remembering(desk, Remembered(size, Tree(desk.scene.leaves).root(size), desk.scene.at_s - DAY_S))
    raw = desk.evidence(known_size=size)
    proof = b"".join(b"\xc4\x20" + each for each in Evidence.parse(raw).consistency[1])
    assert raw.endswith(proof)
    if what == "hashes":
        spoiled = raw[:-1] + bytes([raw[-1] ^ 1])
    elif what == "all of them":
        spoiled = raw.removesuffix(proof) + (b"\xc4\x20" + bytes(32)) * (len(proof) // 34)
    else:
        spoiled = raw.removesuffix(bytes([0x90 + len(proof) // 34]) + proof) + b"\x90"
    assert desk.refusal(evidence=spoiled) == ("unavailable", "ledger.unavailable")
    assert desk.verdict(evidence=raw).presentation is not None


def before(desk: Desk, size: int, root: bytes | None = None) -> None:
    """Let the desk have seen a head of *size*; of the ledger's own history unless *root* is said."""
    own = Tree(desk.scene.leaves).root(size)
    remembering(desk, Remembered(size, root or own, desk.scene.at_s - DAY_S))


# A root of a power of two is where its proof begins; the tiles show it like any other.
SIZES = [1, 4, 5, 7, 8]


@pytest.mark.parametrize("size", SIZES)
def test_attack_44_published_evidence_of_a_newer_head_of_another_history(size: int) -> None:
    """A bundle for everybody brings no proof; the ledger's tiles show what the head begins with."""
    desk = Desk()
    assert size < len(desk.scene.leaves)
    before(desk, size, root=b"\x07" * 32)
    assert desk.refusal() == ("refused", "log.consistency")


@pytest.mark.parametrize("size", SIZES)
def test_attack_44_twin_published_evidence_of_a_newer_head_that_continues(size: int) -> None:
    desk, needs = Desk(), list[Need]()
    before(desk, size)
    verdict = desk.verdict(needs=needs)
    assert verdict.presentation is not None
    assert verdict.head is not None
    assert verdict.head.is_consistent
    assert [type(each) for each in needs][:2] == [LedgerNeed, TilesNeed]


def test_attack_44_who_serves_a_newer_head_keeps_its_tiles_back() -> None:
    """Nobody signed that they are not there: it is not found out, and nothing is remembered."""
    desk = Desk()
    before(desk, 7)
    desk.tiles = lambda _: Missing("https://ledger.example", "status 404", is_absent=True)
    assert desk.refusal() == ("unavailable", "ledger.unlinked")
    assert desk.verdict().head is None


@pytest.mark.parametrize("what", ["a bit", "short", "long", "nothing", "another tree"])
def test_attack_44_tiles_that_were_spoiled_convict_nobody(what: str) -> None:
    desk = Desk()
    before(desk, 7)

    def spoiled(need: TilesNeed) -> Answer:
        own = desk.own_tiles(need)
        assert isinstance(own, Found)
        content = {
            "a bit": own.content[:-1] + bytes([own.content[-1] ^ 1]),
            "short": own.content[:-1],
            "long": own.content + bytes(32),
            "nothing": b"",
            "another tree": Tree([b"x" + each for each in desk.scene.leaves]).tiles(need.tiles),
        }[what]
        return replace(own, content=content)

    desk.tiles = spoiled
    assert desk.refusal() == ("unavailable", "ledger.unlinked")
    desk.tiles = desk.own_tiles
    assert desk.verdict().presentation is not None


def test_attack_44_no_tile_is_asked_for_where_no_other_head_was_seen() -> None:
    desk, needs = Desk(), list[Need]()
    assert desk.verdict(needs=needs).presentation is not None
    before(desk, len(desk.scene.leaves))
    assert desk.verdict(needs=needs).presentation is not None
    assert TilesNeed not in {type(each) for each in needs}


def test_attack_44_a_head_that_begins_otherwise_says_that_it_knows_nobody() -> None:
    """No evidence lies there, and a head of another history is shown for proof that it is at work."""
    desk = Desk()
    desk.checkpoint = Found(desk.head().format(), "memory", desk.now_s)
    before(desk, 7, root=b"\x07" * 32)
    assert desk.refusal(evidence=b"") == ("refused", "log.consistency")
    desk.tiles = lambda _: Missing("memory", "status 500")
    assert desk.refusal(evidence=b"") == ("unavailable", "ledger.unlinked")
    desk.tiles = desk.own_tiles
    before(desk, 7)
    assert desk.refusal(evidence=b"") == ("refused", "issuer.unknown")


def test_attack_44_a_head_with_too_few_witnesses() -> None:
    desk = Desk()
    few = desk.evidence(signed=desk.head(witnesses=desk.scene.towns[:2]))
    assert desk.refusal(evidence=few) == ("unavailable", "ledger.unavailable")


def test_attack_44_twin_a_head_with_just_enough_witnesses() -> None:
    desk = Desk()
    enough = desk.evidence(
        signed=desk.head(witnesses=desk.scene.towns[:3], auditors=desk.scene.towns[:2])
    )
    assert desk.verdict(evidence=enough).presentation is not None

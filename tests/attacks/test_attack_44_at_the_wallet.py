"""Attack 44: a wallet is shown another history than it has seen, or a ledger that nobody confirmed."""

from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.ledger.head import Remembered
from livret_core.ledger.six_words import words_of
from livret_core.ledger.trust_root import Ages
from livret_core.ledger.trusting import Unconfirmed, compare, considered, recall
from tests.cheap_words import cheap_words
from tests.ledger_heads import Seen, Tree
from tests.ledger_holder import LedgerHolder
from tests.ledger_scene import DAY_S, Scene

__all__ = ["cheap_words"]


@pytest.fixture
def holder(tmp_path: Path) -> LedgerHolder:
    return LedgerHolder(tmp_path)


def remembering(holder: LedgerHolder, head: Remembered) -> None:
    trusted = holder.trusted
    holder.ledgers.keep(recall(trusted.chain.roots, since_s=trusted.since_s, head=head))


def test_attack_44_another_history_of_the_same_size_is_shown_to_a_wallet(
    holder: LedgerHolder,
) -> None:
    scene = holder.files.desk.scene
    remembering(holder, Remembered(len(scene.leaves), bytes(32), scene.at_s))
    assert holder.refusal() == ("refused", "log.fork")
    assert holder.trusted.doubt is not None
    assert holder.trusted.doubt.is_grave


def test_attack_44_a_wallet_is_shown_what_too_few_have_seen(holder: LedgerHolder) -> None:
    desk = holder.files.desk
    few = desk.head(witnesses=desk.scene.towns[:2])
    holder.files.publish(evidence=desk.evidence(signed=few))
    assert holder.refusal() == ("unavailable", "ledger.unavailable")


@pytest.mark.parametrize("content", [b"", b"livret/evidence/v1\n", b"\x00" * 64])
def test_attack_44_a_wallet_is_shown_no_evidence_at_all(
    holder: LedgerHolder, content: bytes
) -> None:
    [place] = holder.files.published.rglob("ledger.evidence")
    place.write_bytes(content)
    assert holder.refusal() == ("unavailable", "ledger.unavailable")


def test_attack_44_twin_a_history_that_continues_what_a_wallet_has_seen(
    holder: LedgerHolder,
) -> None:
    scene = holder.files.desk.scene
    size = len(scene.leaves) - 2
    remembering(holder, Remembered(size, Tree(scene.leaves).root(size), scene.at_s - DAY_S))
    batch, _ = holder.receive()
    assert batch.vouched is not None
    assert holder.trusted.remembered is not None
    assert holder.trusted.remembered.size == size + 2


def test_attack_44_a_newer_head_of_another_history_is_shown_to_a_wallet(
    holder: LedgerHolder,
) -> None:
    scene = holder.files.desk.scene
    remembering(holder, Remembered(7, b"\x07" * 32, scene.at_s - DAY_S))
    assert holder.refusal() == ("refused", "log.consistency")
    assert holder.trusted.doubt is not None
    assert holder.trusted.doubt.is_grave


@pytest.mark.parametrize("what", ["gone", "spoiled"])
def test_attack_44_the_tiles_of_a_newer_head_are_kept_back_from_a_wallet(
    holder: LedgerHolder, what: str
) -> None:
    scene = holder.files.desk.scene
    remembering(holder, Remembered(7, Tree(scene.leaves).root(7), scene.at_s - DAY_S))
    tiles = [each for each in holder.files.published.rglob("*") if "/tile/" in str(each)]
    [tile] = [each for each in tiles if each.is_file()]
    honest = tile.read_bytes()
    if what == "gone":
        tile.unlink()
    else:
        tile.write_bytes(honest[:-1] + bytes([honest[-1] ^ 1]))
    assert holder.refusal() == ("unavailable", "ledger.unlinked")
    assert holder.trusted.doubt is None
    assert holder.trusted.remembered is not None
    assert holder.trusted.remembered.size == 7
    tile.write_bytes(honest)
    assert holder.receive()[0].vouched is not None


@pytest.fixture
def forged() -> Seen:
    """The same founders' names on a ledger whose members are all the attacker's machines."""
    scene = Scene.founded(("namur", "metz", "aachen", "liege"))
    scene.tick(DAY_S)
    return Seen(scene, ages=Ages(60, 60))


@pytest.mark.usefixtures("cheap_words")
def test_attack_44_a_forged_founding_has_other_words_than_the_sheet(
    holder: LedgerHolder, forged: Seen
) -> None:
    sheet = " ".join(words_of(holder.files.desk.seen.first.digest, "en"))
    asked = considered((forged.first,), (), now_s=holder.files.now_s)
    assert isinstance(asked, Unconfirmed)
    match = compare(sheet, asked.sheets(), "en")
    with pytest.raises(LivretError) as caught:
        asked.confirm(match, now_s=holder.files.now_s)
    assert caught.value.code == "trust.words"


@pytest.mark.usefixtures("cheap_words")
def test_attack_44_words_confirmed_for_one_founding_are_handed_in_for_another(
    holder: LedgerHolder, forged: Seen
) -> None:
    honest = holder.files.desk.seen.first
    match = compare(" ".join(words_of(honest.digest, "en")), [honest], "en")
    asked = considered((forged.first,), (), now_s=holder.files.now_s)
    assert isinstance(asked, Unconfirmed)
    with pytest.raises(LivretError) as caught:
        asked.confirm(match, now_s=holder.files.now_s)
    assert caught.value.code == "trust.words"


@pytest.mark.usefixtures("cheap_words")
def test_attack_44_twin_the_founding_on_the_sheet_is_believed(holder: LedgerHolder) -> None:
    first = holder.files.desk.seen.first
    asked = considered((first,), (), now_s=holder.files.now_s)
    assert isinstance(asked, Unconfirmed)
    match = compare(" ".join(words_of(first.digest, "nl")), asked.sheets(), "en")
    assert asked.confirm(match, now_s=5).chain.newest.digest == first.digest

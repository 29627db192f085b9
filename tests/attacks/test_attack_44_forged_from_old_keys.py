"""Attack 44: versions of a trust root forged upon the true first one, with keys stolen since.

Whoever has the keys of those who kept the ledger years ago signs a second version of his own.
It follows from the first as well as the true one does. So the words of the first version tell
nothing; those of the newest do, and they are on the sheet.
"""

from collections.abc import Callable, Sequence

import pytest

from livret_core.errors import LivretError
from livret_core.ledger.head import Remembered
from livret_core.ledger.six_words import words_of
from livret_core.ledger.trust_root import GRACE_S, TrustRoot
from livret_core.ledger.trusting import Trusted, Unconfirmed, compare, considered, recall
from tests.cheap_words import cheap_words
from tests.forged_roots import ForgedRoots
from tests.ledger_scene import DAY_S, Scene

__all__ = ["cheap_words"]

pytestmark = pytest.mark.usefixtures("cheap_words")

HEAD = Remembered(7, bytes(32), 900)


@pytest.fixture(scope="module")
def roots() -> ForgedRoots:
    scene = Scene.founded()
    scene.tick(DAY_S)
    return ForgedRoots(scene)


@pytest.fixture(params=["new", "two years old"])
def known(request: pytest.FixtureRequest, roots: ForgedRoots) -> tuple[Trusted, ...]:
    """What a reader believes: nothing yet, or version 1 since it was the newest."""
    if request.param == "new":
        return ()
    return (recall((roots.seen.first,), since_s=5, head=HEAD),)


def code(act: Callable[[], object]) -> str:
    with pytest.raises(LivretError) as caught:
        act()
    return caught.value.code


def shown(
    versions: Sequence[TrustRoot], sheet: TrustRoot, known: tuple[Trusted, ...], now_s: int
) -> Trusted:
    found = considered(versions, known, now_s=now_s)
    if isinstance(found, Trusted):
        return found
    words = " ".join(words_of(sheet.digest, "de"))
    return found.confirm(compare(words, found.sheets(), "en"), now_s=now_s)


def test_attack_44_a_version_forged_with_old_keys_has_other_words_than_the_sheet(
    roots: ForgedRoots, known: tuple[Trusted, ...]
) -> None:
    sheet = roots.true[-1]
    assert code(lambda: shown(roots.forged, sheet, known, roots.late_s)) == "trust.words"


def test_attack_44_the_sheet_of_back_then_confirms_nothing(
    roots: ForgedRoots, known: tuple[Trusted, ...]
) -> None:
    """Its words are right, and the thief's file has them as well."""
    sheet = roots.seen.first
    assert code(lambda: shown(roots.forged, sheet, known, roots.late_s)) == "trust.sheet_old"


def test_attack_44_nor_where_somebody_says_that_it_is_the_sheet_of_back_then(
    roots: ForgedRoots, known: tuple[Trusted, ...]
) -> None:
    found = considered(roots.forged, known, now_s=roots.late_s)
    assert isinstance(found, Unconfirmed)
    assert code(lambda: found.sheets(1)) == "trust.sheet_old"


def test_attack_44_a_version_that_lasts_is_no_way_around_one_that_ended(
    roots: ForgedRoots,
) -> None:
    """Version 2 was made for ten days, and its keys were stolen; version 1 has not ended."""
    first = roots.seen.first
    short = roots.after(first, roots.scene.towns, expires_s=roots.scene.at_s + 10 * DAY_S)
    third = roots.after(short, [*roots.scene.towns[:-1], roots.stranger])
    forged, now_s = (first, short, third), short.expires_s + GRACE_S + 1
    assert now_s < first.expires_s + GRACE_S
    assert code(lambda: shown(forged, first, (), now_s)) == "trust.sheet_old"
    # Nor is it walked over by a reader of version 1, who is asked for the words.
    before = recall((first,), since_s=5, head=HEAD)
    assert isinstance(considered(forged, (before,), now_s=now_s), Unconfirmed)


def test_attack_44_old_versions_alone_are_not_what_the_sheet_says(roots: ForgedRoots) -> None:
    """Nothing is forged; what came since is kept back, with keys of back then at hand."""
    at_s = roots.seen.first.expires_s
    assert code(lambda: shown(roots.true[:1], roots.true[-1], (), at_s)) == "trust.words"
    assert code(lambda: considered(roots.true[:1], (), now_s=roots.late_s)) == "trust.file_old"


def test_attack_44_words_at_hand_count_where_none_are_asked_for(roots: ForgedRoots) -> None:
    """Stolen within the year: a reader of version 1 would go on by the chain."""
    before = recall((roots.seen.first,), since_s=5, head=HEAD)
    now_s = roots.seen.first.expires_s
    assert isinstance(considered(roots.forged, (before,), now_s=now_s), Trusted)
    found = considered(roots.forged, (before,), now_s=now_s, by_words=True)
    assert isinstance(found, Unconfirmed)
    match = compare(" ".join(words_of(roots.true[-1].digest, "fr")), found.sheets(), "fr")
    assert code(lambda: found.confirm(match, now_s=now_s)) == "trust.words"


def test_attack_44_twin_the_version_on_the_sheet_is_believed(
    roots: ForgedRoots, known: tuple[Trusted, ...]
) -> None:
    found = shown(roots.true, roots.true[-1], known, roots.late_s)
    assert [root.digest for root in found.chain.roots] == [root.digest for root in roots.true]
    # What was seen is still never gone back behind.
    assert found.remembered == (HEAD if known else None)


def test_attack_44_twin_a_sheet_from_before_the_last_change_will_do(roots: ForgedRoots) -> None:
    """Up to a year after its version ended, as for a reader who goes on by the chain."""
    found = shown(roots.true, roots.seen.first, (), roots.late_s - 1)
    assert found.chain.newest.version == 2

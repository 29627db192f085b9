"""Believing a ledger: by six words at first, then version after version, in each role alike."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from livret_core.errors import LivretError
from livret_core.ledger.head import Remembered
from livret_core.ledger.six_words import Match, matches, words_of
from livret_core.ledger.trust_root import GRACE_S, TrustRoot
from livret_core.ledger.trusting import (
    SHEETS,
    Doubt,
    Trusted,
    Unconfirmed,
    compare,
    considered,
    find,
    is_slip,
    recall,
)
from livret_core.words import LANGUAGES, Language
from tests.cheap_words import cheap_words
from tests.ledger_heads import AGES, Seen, believe, first_root
from tests.ledger_scene import ORIGIN, Scene
from tests.unit.core.ledger.test_trust_chain import Handover, third_after

__all__ = ["cheap_words"]

pytestmark = pytest.mark.usefixtures("cheap_words")


@pytest.fixture(scope="module")
def change() -> Handover:
    return Handover()


@pytest.fixture(scope="module")
def second(change: Handover) -> TrustRoot:
    return change.second()


def code(act: Callable[[], object]) -> str:
    with pytest.raises(LivretError) as caught:
        act()
    return caught.value.code


def words(root: TrustRoot, language: Language = "en") -> str:
    return " ".join(words_of(root.digest, language))


def unconfirmed(
    *versions: TrustRoot, known: tuple[Trusted, ...] = (), now_s: int = 0
) -> Unconfirmed:
    found = considered(versions, known, now_s=now_s)
    assert isinstance(found, Unconfirmed)
    return found


def confirmed(*versions: TrustRoot, now_s: int) -> Trusted:
    asked = unconfirmed(*versions, now_s=now_s)
    return asked.confirm(compare(words(versions[-1]), asked.sheets(), "en"), now_s=now_s)


def test_a_ledger_is_believed_from_when_its_words_were_confirmed(change: Handover) -> None:
    now_s = change.scene.at_s
    found = confirmed(change.seen.first, now_s=now_s)
    assert (found.origin, found.since_s, found.remembered) == (ORIGIN, now_s, None)


def test_other_words_believe_nothing(change: Handover) -> None:
    asked = unconfirmed(change.seen.first)
    other = words_of(bytes(32), "en")
    match = compare(" ".join(other), asked.sheets(), "en")
    assert code(lambda: asked.confirm(match, now_s=0)) == "trust.words"
    five = compare(" ".join(words(change.seen.first).split()[:5]), asked.sheets(), "en")
    assert code(lambda: asked.confirm(five, now_s=0)) == "trust.words"


def test_words_that_were_held_against_another_root_confirm_nothing(change: Handover) -> None:
    """A match says which digest it is of, so one cannot stand for another."""
    asked = unconfirmed(change.seen.first)
    other = first_root(change.scene, expires_s=change.seen.first.expires_s + 1)
    match = compare(words(other), [other], "en")
    assert match
    assert code(lambda: asked.confirm(match, now_s=0)) == "trust.words"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_may_be_in_another_language_than_the_reader(
    change: Handover, language: Language
) -> None:
    first = change.seen.first
    assert all(compare(words(first, language), [first], reader) for reader in LANGUAGES)


def test_the_words_are_those_of_the_newest_version_or_of_one_before_it(
    change: Handover, second: TrustRoot
) -> None:
    asked = unconfirmed(change.seen.first, second, now_s=change.scene.at_s)
    assert asked.newest.version == 2
    for sheet in (second, change.seen.first):
        match = compare(words(sheet), asked.sheets(), "en")
        assert asked.sheet_of(match) is sheet
        assert asked.confirm(match, now_s=0).chain.newest.version == 2


def test_where_somebody_says_which_sheet_it_is_no_other_is_tried(
    change: Handover, second: TrustRoot
) -> None:
    asked = unconfirmed(change.seen.first, second, now_s=change.scene.at_s)
    assert asked.sheets(1) == (change.seen.first,)
    match = compare(words(second), asked.sheets(1), "en")
    assert code(lambda: asked.confirm(match, now_s=0)) == "trust.words"
    assert code(lambda: asked.sheets(3)) == "trust.sheet_newer"


def test_so_many_sheets_are_tried_and_no_more(change: Handover, second: TrustRoot) -> None:
    versions = [change.seen.first, second]
    while len(versions) < SHEETS + 2:
        versions.append(third_after(versions[-1], change))
    asked = unconfirmed(*versions, now_s=change.scene.at_s)
    assert asked.sheets() == tuple(reversed(versions[2:]))
    oldest = compare(words(versions[2]), asked.sheets(), "en")
    assert asked.sheet_of(oldest).version == 3
    untried = compare(words(second), asked.sheets(), "en")
    assert code(lambda: asked.sheet_of(untried)) == "trust.words"
    assert asked.sheet_of(compare(words(second), asked.sheets(2), "en")) is second


def test_a_slip_of_the_finger_costs_one_guess(
    change: Handover, second: TrustRoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = unconfirmed(change.seen.first, second, now_s=change.scene.at_s)
    held: set[bytes] = set()

    def counted(typed: str, digest: bytes, language: Language) -> Match:
        held.add(digest)
        return matches(typed, digest, language)

    monkeypatch.setattr("livret_core.ledger.trusting.matches", counted)
    slip = " ".join(["qqqqq", *words(change.seen.first).split()[1:]])
    assert is_slip(compare(slip, asked.sheets(), "en"))
    assert held == {second.digest}


def test_no_sheet_is_held_against_none(change: Handover) -> None:
    with pytest.raises(ValueError, match="no sheet"):
        compare(words(change.seen.first), [], "en")


def test_a_first_version_long_ended_leads_to_one_that_has_not(change: Handover) -> None:
    """Whoever confirms the words today does not ask when the first version ended."""
    late_s = change.seen.first.expires_s + 2 * GRACE_S
    lasting = change.second(expires_s=late_s + GRACE_S)
    assert confirmed(change.seen.first, lasting, now_s=late_s).chain.newest.version == 2


def test_a_file_that_does_not_begin_at_the_beginning_is_no_beginning(
    change: Handover, second: TrustRoot
) -> None:
    assert code(lambda: considered((second,), (), now_s=0)) == "trust.version"


def test_a_first_version_that_a_founder_did_not_sign_is_asked_about_to_nobody() -> None:
    scene = Scene.founded()
    first = Seen(scene).first
    unsigned = TrustRoot.parse(first.raw.replace(_a_signature(first), b"", 1))
    assert code(lambda: considered((unsigned,), (), now_s=0)) == "trust.signatures"


def _a_signature(root: TrustRoot) -> bytes:
    begin = root.raw.index(b'"sigs":[') + len(b'"sigs":[')
    return root.raw[begin : root.raw.index(b"},{", begin) + 2]


def test_newer_versions_are_walked_on_to_without_the_words(
    change: Handover, second: TrustRoot
) -> None:
    before = confirmed(change.seen.first, now_s=5)
    after = considered((second,), (before,), now_s=change.scene.at_s)
    assert isinstance(after, Trusted)
    assert (after.chain.newest.version, after.since_s) == (2, 5)


def test_what_is_known_already_changes_nothing(change: Handover, second: TrustRoot) -> None:
    before = confirmed(change.seen.first, second, now_s=5)
    for versions in ((change.seen.first,), (change.seen.first, second)):
        assert considered(versions, (before,), now_s=2**33) == before


def test_a_version_known_for_more_than_a_year_past_its_end_is_confirmed_again(
    change: Handover, second: TrustRoot
) -> None:
    head = Remembered(7, bytes(32), 900)
    before = recall((change.seen.first,), since_s=5, head=head)
    end_s = change.seen.first.expires_s + GRACE_S
    assert isinstance(considered((second,), (before,), now_s=end_s), Trusted)
    asked = unconfirmed(second, known=(before,), now_s=end_s + 1)
    assert (asked.is_again, asked.sheets()) == (True, (second, change.seen.first))
    match = compare(words(second), asked.sheets(), "en")
    after = asked.confirm(match, now_s=end_s + 1)
    # What was seen is still never gone back behind.
    assert (after.since_s, after.remembered, after.chain.newest.version) == (end_s + 1, head, 2)


def test_two_histories_stay_known_and_an_older_head_until_a_newer_one_is_seen(
    change: Handover,
) -> None:
    first = recall((change.seen.first,), since_s=5, head=None)
    signed = change.seen.head(at_s=change.scene.at_s)
    head = believe(
        signed, first.chain, ages=AGES, now_s=change.scene.at_s, remembered=first.remembered
    )
    assert first.was_shown("ledger.stale", at_s=6) is first
    older = first.was_shown("ledger.older_head", at_s=6)
    assert older.doubt == Doubt("ledger.older_head", 6)
    assert older.saw(head).doubt is None
    forked = older.was_shown("log.fork", at_s=7)
    assert forked.saw(head).doubt == Doubt("log.fork", 7)
    assert forked.was_shown("ledger.older_head", at_s=8) is forked
    assert older.saw(head).cosigners == head.cosigned.cosigners != ()


def test_another_first_version_under_a_known_name_is_refused(change: Handover) -> None:
    before = confirmed(change.seen.first, now_s=5)
    other = Seen(change.scene, expires_s=change.seen.first.expires_s + 1).first
    assert code(lambda: considered((other,), (before,), now_s=6)) == "trust.other_text"


def test_a_reader_of_one_ledger_takes_no_second_one(change: Handover) -> None:
    before = confirmed(change.seen.first, now_s=5)
    other = replace(change.seen.first, origin="other.example")
    assert code(lambda: considered((other,), (before,), now_s=6, most=1)) == "trust.another"
    assert isinstance(considered((change.seen.first,), (before,), now_s=6, most=1), Trusted)


def test_the_newest_head_seen_is_remembered(change: Handover) -> None:
    before = confirmed(change.seen.first, now_s=5)
    at_s = change.scene.at_s
    head = believe(change.joint, change.seen.chain, ages=AGES, now_s=at_s, remembered=None)
    after = before.saw(head)
    assert after.remembered == head.remember(None)
    assert after.believed().remembered == after.remembered


def test_a_believed_ledger_is_found_by_its_name(change: Handover) -> None:
    before = confirmed(change.seen.first, now_s=5)
    assert find((before,), ORIGIN) is before
    assert code(lambda: find((before,), "other.example")) == "trust.unknown"


@pytest.mark.parametrize(
    ("change_words", "slip"),
    [
        (lambda words: words, False),
        (lambda words: words[:5], True),
        (lambda words: [*words[:5], "qqqq"], True),
        (lambda words: [*words[:5], words[0]], False),
        (lambda _: [], True),
    ],
    ids=["right", "five", "unknown", "other", "none"],
)
def test_a_slip_of_the_finger_is_told_from_other_words(
    change: Handover, change_words: Callable[[list[str]], list[str]], *, slip: bool
) -> None:
    first = change.seen.first
    typed = " ".join(change_words(words(first).split()))
    assert is_slip(compare(typed, [first], "fr")) is slip


def test_trust_is_made_nowhere_else(change: Handover) -> None:
    with pytest.raises(TypeError):
        Trusted(chain=change.seen.chain, since_s=0, remembered=None, seal=object())

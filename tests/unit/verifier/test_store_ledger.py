"""What a desk keeps of the ledger: trust roots once confirmed, and the newest head."""

from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.ledger import trusting
from livret_core.ledger.head import Head, Remembered
from livret_core.ledger.trust_root import GRACE_S
from livret_core.ledger.trusting import Trusted
from livret_edge.trust_store import HEAD, SINCE, TRUST
from livret_verifier.policy import LedgerTerms
from livret_verifier.store.ledger import Ledgers
from tests.ledger_heads import AGES, Seen, Tree, believe
from tests.ledger_scene import DAY_S, ORIGIN, Scene

TERMS = LedgerTerms(ORIGIN)


@pytest.fixture(scope="module")
def seen() -> Seen:
    scene = Scene.founded()
    scene.tick(DAY_S)
    return Seen(scene)


@pytest.fixture
def ledgers(tmp_path: Path) -> Ledgers:
    return Ledgers(tmp_path)


def trusted(seen: Seen, head: Remembered | None = None) -> Trusted:
    return trusting.recall((seen.first,), since_s=seen.scene.at_s, head=head)


def head(
    seen: Seen, size: int | None = None, *, ago_s: int = 0, after: Remembered | None = None
) -> Head:
    signed = seen.head(size, at_s=seen.scene.at_s - ago_s)
    return believe(
        signed,
        seen.chain,
        ages=AGES,
        now_s=seen.scene.at_s,
        remembered=after,
        nodes=Tree(seen.scene.leaves).read,
    )


def kept(ledgers: Ledgers) -> Remembered | None:
    [one] = ledgers.known()
    return one.remembered


def test_no_ledger_is_believed_before_it_was_confirmed(ledgers: Ledgers, seen: Seen) -> None:
    assert ledgers.known() == []
    assert ledgers.believed(TERMS) is None
    ledgers.keep(trusted(seen))
    found = ledgers.believed(TERMS)
    assert found is not None
    assert (found.origin, found.remembered) == (ORIGIN, None)
    assert found.chain.newest.digest == seen.first.digest
    assert ledgers.known()[0].since_s == seen.scene.at_s


def test_only_the_ledger_that_the_policy_names_is_believed(ledgers: Ledgers, seen: Seen) -> None:
    ledgers.keep(trusted(seen))
    assert ledgers.believed(LedgerTerms("other.example")) is None
    assert ledgers.believed(None) is None


def test_a_policy_may_be_stricter_than_the_members_advise(ledgers: Ledgers, seen: Seen) -> None:
    ledgers.keep(trusted(seen))
    advised = ledgers.believed(TERMS)
    strict = ledgers.believed(LedgerTerms(ORIGIN, 60, 120))
    assert advised is not None
    assert strict is not None
    assert (advised.ages.fresh_s, advised.ages.refuse_s) == (DAY_S, 7 * DAY_S)
    assert (strict.ages.fresh_s, strict.ages.refuse_s) == (60, 120)


def test_a_newer_head_is_kept(ledgers: Ledgers, seen: Seen) -> None:
    ledgers.keep(trusted(seen))
    older = head(seen, len(seen.scene.leaves) - 2)
    ledgers.remember(older)
    newest = head(seen, after=kept(ledgers))
    ledgers.remember(newest)
    assert kept(ledgers) == newest.remember(None)
    ledgers.remember_as(older.remember(None))
    assert kept(ledgers) == newest.remember(None)


@pytest.mark.parametrize("is_first_the_larger", [True, False])
def test_of_two_heads_held_against_the_same_one_the_first_is_kept(
    ledgers: Ledgers, seen: Seen, is_first_the_larger: bool
) -> None:
    """Neither was held against the other: two windows looked at the same moment."""
    ledgers.keep(trusted(seen))
    pair = [head(seen, len(seen.scene.leaves) - 2), head(seen)]
    first, second = reversed(pair) if is_first_the_larger else pair
    ledgers.remember(first)
    ledgers.remember(second)
    assert kept(ledgers) == first.remember(None)


def test_the_newest_time_is_kept_with_a_larger_head_that_is_dated_earlier(
    ledgers: Ledgers, seen: Seen
) -> None:
    """The clock may not be behind the newest time that was ever seen."""
    ledgers.keep(trusted(seen))
    ledgers.remember(head(seen, len(seen.scene.leaves) - 2))
    ledgers.remember(head(seen, ago_s=3_600, after=kept(ledgers)))
    assert kept(ledgers) == replace_time(head(seen), seen.scene.at_s)


def replace_time(of: Head, time_s: int) -> Remembered:
    return Remembered(of.cosigned.size, of.cosigned.root, time_s)


def test_a_chain_is_read_again_long_after_its_end(ledgers: Ledgers, seen: Seen) -> None:
    late = Seen(seen.scene, expires_s=seen.scene.at_s - 2 * GRACE_S)
    ledgers.keep(trusted(late))
    assert ledgers.believed(TERMS) is not None


def test_forgetting_a_ledger_forgets_its_head(ledgers: Ledgers, seen: Seen, tmp_path: Path) -> None:
    ledgers.keep(trusted(seen))
    ledgers.remember(head(seen))
    ledgers.forget("other.example")
    assert {path.name for path in tmp_path.iterdir()} == {TRUST, SINCE, HEAD}
    ledgers.forget(ORIGIN)
    assert list(tmp_path.iterdir()) == []


def test_the_head_of_a_ledger_that_is_gone_is_not_taken_for_the_next_ones(
    ledgers: Ledgers, seen: Seen, tmp_path: Path
) -> None:
    ledgers.keep(trusted(seen, Remembered(999, bytes(32), 1)))
    (tmp_path / TRUST).unlink()  # the power went while it was forgotten
    ledgers.keep(trusted(seen))
    assert ledgers.known()[0].remembered is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "trust.malformed"),
        (b"{}\n", "trust.malformed"),
        (b"x", "trust.malformed"),
        (b"\n", "input.json"),
    ],
)
def test_a_damaged_trust_file_is_no_trust(
    ledgers: Ledgers, seen: Seen, tmp_path: Path, content: bytes, code: str
) -> None:
    ledgers.keep(trusted(seen))
    (tmp_path / TRUST).write_bytes(content)
    with pytest.raises(LivretError) as caught:
        ledgers.believed(TERMS)
    assert caught.value.code == code


@pytest.mark.parametrize("name", [HEAD, SINCE])
def test_what_is_damaged_beside_it_is_not_passed_over(
    ledgers: Ledgers, seen: Seen, tmp_path: Path, name: str
) -> None:
    ledgers.keep(trusted(seen))
    (tmp_path / name).write_text('{"size":"7"}')
    with pytest.raises(LivretError) as caught:
        ledgers.believed(TERMS)
    assert caught.value.code == "home.malformed"

"""What a desk keeps of the ledger: trust roots once confirmed, and the newest head."""

from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.ledger.head import Remembered
from livret_core.ledger.trust_root import GRACE_S
from livret_verifier.policy import LedgerTerms
from livret_verifier.store import ledger
from tests.ledger_heads import Seen
from tests.ledger_scene import DAY_S, ORIGIN, Scene

TERMS = LedgerTerms(ORIGIN)


@pytest.fixture(scope="module")
def seen() -> Seen:
    return Seen(Scene.founded())


def test_no_ledger_is_believed_before_it_was_confirmed(tmp_path: Path, seen: Seen) -> None:
    assert ledger.believed(tmp_path, TERMS, now_s=seen.scene.at_s) is None
    ledger.keep_chain(tmp_path, seen.chain)
    found = ledger.believed(tmp_path, TERMS, now_s=seen.scene.at_s)
    assert found is not None
    assert (found.origin, found.remembered) == (ORIGIN, None)
    assert found.chain.newest.digest == seen.first.digest


def test_only_the_ledger_that_the_policy_names_is_believed(tmp_path: Path, seen: Seen) -> None:
    ledger.keep_chain(tmp_path, seen.chain)
    now_s = seen.scene.at_s
    assert ledger.believed(tmp_path, LedgerTerms("other.example"), now_s=now_s) is None
    assert ledger.believed(tmp_path, None, now_s=now_s) is None


def test_a_policy_may_be_stricter_than_the_members_advise(tmp_path: Path, seen: Seen) -> None:
    ledger.keep_chain(tmp_path, seen.chain)
    now_s = seen.scene.at_s
    advised = ledger.believed(tmp_path, TERMS, now_s=now_s)
    strict = ledger.believed(tmp_path, LedgerTerms(ORIGIN, 60, 120), now_s=now_s)
    assert advised is not None
    assert strict is not None
    assert (advised.ages.fresh_s, advised.ages.refuse_s) == (DAY_S, 7 * DAY_S)
    assert (strict.ages.fresh_s, strict.ages.refuse_s) == (60, 120)


def test_a_newer_head_is_kept_and_an_older_one_is_not(tmp_path: Path, seen: Seen) -> None:
    ledger.keep_chain(tmp_path, seen.chain)
    newest, older = Remembered(7, bytes(32), 900), Remembered(5, bytes(32), 950)
    for head in (older, newest, older):
        ledger.remember(tmp_path, head)
    found = ledger.believed(tmp_path, TERMS, now_s=seen.scene.at_s)
    assert found is not None
    assert found.remembered == newest


def test_a_chain_is_read_again_long_after_its_end(tmp_path: Path, seen: Seen) -> None:
    ledger.keep_chain(tmp_path, seen.chain)
    late_s = seen.first.expires_s + 2 * GRACE_S
    assert ledger.believed(tmp_path, TERMS, now_s=late_s) is not None


def test_forgetting_a_ledger_forgets_its_head(tmp_path: Path, seen: Seen) -> None:
    ledger.keep_chain(tmp_path, seen.chain)
    ledger.remember(tmp_path, Remembered(7, bytes(32), 900))
    ledger.forget(tmp_path)
    assert list(tmp_path.iterdir()) == []


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
    tmp_path: Path, seen: Seen, content: bytes, code: str
) -> None:
    (tmp_path / ledger.TRUST).write_bytes(content)
    with pytest.raises(LivretError) as caught:
        ledger.believed(tmp_path, TERMS, now_s=seen.scene.at_s)
    assert caught.value.code == code


def test_a_damaged_head_is_not_passed_over(tmp_path: Path, seen: Seen) -> None:
    ledger.keep_chain(tmp_path, seen.chain)
    (tmp_path / ledger.HEAD).write_text('{"size":"7"}')
    with pytest.raises(LivretError) as caught:
        ledger.believed(tmp_path, TERMS, now_s=seen.scene.at_s)
    assert caught.value.code == "home.malformed"

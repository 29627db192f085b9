"""Fraud files convict who did it, and nobody else."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.tlog import merkle, note
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import KeyName
from livret_core.tlog.witness import AddCheckpoint
from livret_ledger import fraud, fraud_file
from livret_ledger.fraud import Replica
from livret_ledger.fraud_file import BadEntry, Fraud, TwoHeads
from livret_town.simulator.ledgers import Keeper, signer
from tests.transparency import cosigned, witness_key

HONEST = Keeper.founded()
HONEST.tick(times=30)
OTHER = HONEST.fork(5)
OTHER.tick(3, times=40)
ELSEWHERE = Keeper.founded("ledger.example/other")
ELSEWHERE.tick(times=30)
KEYS = [HONEST.key, ELSEWHERE.key]


def of_one_size() -> TwoHeads:
    return TwoHeads(HONEST.signed(20), OTHER.signed(20))


def of_two_sizes(size: int = 11) -> TwoHeads:
    proof = merkle.prove_consistency(size, OTHER.size, OTHER.read)
    return TwoHeads(HONEST.signed(size), OTHER.signed(), OTHER.head(size).root, proof)


def bad(keeper: Keeper, index: int, rule: str) -> BadEntry:
    size = keeper.size
    return BadEntry(
        keeper.signed(),
        index,
        rule,
        keeper.leaves[index],
        merkle.prove_inclusion(index, size, keeper.read),
        merkle.prove_consistency(index, size, keeper.read),
    )


def lying() -> tuple[Keeper, int]:
    keeper = HONEST.fork(9)
    index = keeper.lie_about_the_map()
    keeper.append(b"what came after", unruly=True)
    return keeper, index


def copy_of(keeper: Keeper) -> Replica:
    return lambda begin, end: keeper.leaves[begin:end]


def code_of(shown: Fraud, replica: Replica | None = None) -> tuple[str, object]:
    with pytest.raises(LivretError) as caught:
        fraud.check(shown, KEYS, replica=replica)
    return caught.value.code, caught.value.facts.get("what")


def test_two_heads_of_one_size_convict_the_log() -> None:
    proven = fraud.check(of_one_size(), KEYS)
    assert (proven.origin, proven.sizes, proven.index) == (HONEST.origin, (20, 20), None)


@pytest.mark.parametrize("size", [6, 7, 8, 11, 16, 31])
def test_two_heads_of_two_sizes_convict_the_log(size: int) -> None:
    assert fraud.check(of_two_sizes(size), KEYS).sizes == (size, OTHER.size)


def test_a_file_says_who_cosigned_both() -> None:
    names = ["one.example/w", "two.example/w"]
    first, second = of_one_size().first, of_one_size().second
    shown = TwoHeads(
        first.with_signatures(*(cosigned(first.checkpoint, name) for name in names)),
        second.with_signatures(cosigned(second.checkpoint, names[0])),
    )
    keys = [witness_key(name) for name in names]
    assert fraud.check(shown, KEYS, cosigners=keys).cosigners == frozenset(keys[:1])


def test_a_cosignature_that_does_not_verify_convicts_nobody() -> None:
    first, second = of_one_size().first, of_one_size().second
    name = "one.example/w"
    wrong = cosigned(first.checkpoint, name)
    shown = TwoHeads(first.with_signatures(wrong), second.with_signatures(wrong))
    assert fraud.check(shown, KEYS, cosigners=[witness_key(name)]).cosigners == frozenset()


def forged(keeper: Keeper, size: int) -> SignedCheckpoint:
    """A head that a stranger signed in the log's name."""
    head = keeper.head(size)
    return SignedCheckpoint.of(note.sign(head.format(), KeyName(head.origin), signer("a stranger")))


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        (TwoHeads(HONEST.signed(20), HONEST.signed(20)), ("fraud.not_shown", "root")),
        (TwoHeads(HONEST.signed(20), OTHER.signed(20), bytes(32)), ("fraud.not_shown", "root")),
        (TwoHeads(HONEST.signed(20), forged(OTHER, 20)), ("log.unsigned", None)),
        (TwoHeads(forged(HONEST, 20), OTHER.signed(20)), ("log.unsigned", None)),
        (TwoHeads(HONEST.signed(20), ELSEWHERE.signed(20)), ("fraud.not_shown", "origin")),
        (TwoHeads(HONEST.signed(11), HONEST.signed(20)), ("fraud.not_shown", "size")),
        (replace(of_two_sizes(), root=HONEST.head(11).root), ("fraud.not_shown", "root")),
        (replace(of_two_sizes(), root=bytes(32)), ("fraud.not_shown", "proof")),
        (replace(of_two_sizes(), proof=()), ("fraud.not_shown", "proof")),
        (
            replace(of_two_sizes(), first=OTHER.signed(), second=HONEST.signed(11)),
            ("fraud.not_shown", "size"),
        ),
        (
            TwoHeads(HONEST.signed(0), OTHER.signed(), bytes(32)),
            ("fraud.not_shown", "size"),
        ),
    ],
)
def test_two_heads_that_show_nothing(shown: TwoHeads, code: tuple[str, str]) -> None:
    assert code_of(shown) == code


@pytest.mark.parametrize("size", range(1, 31))
def test_no_honest_growth_is_made_to_look_like_fraud(size: int) -> None:
    """The true proof of an honest log shows the honest root, and another proof nothing."""
    proof = merkle.prove_consistency(size, HONEST.size, HONEST.read)
    true = TwoHeads(HONEST.signed(size), HONEST.signed(), HONEST.head(size).root, proof)
    assert code_of(true) == ("fraud.not_shown", "root")
    assert code_of(replace(true, root=OTHER.head(size).root))[0] == "fraud.not_shown"


def test_a_log_nobody_knows_here_is_unknown() -> None:
    with pytest.raises(LivretError) as caught:
        fraud.check(of_one_size(), [ELSEWHERE.key])
    assert caught.value.code == "log.unknown"


# What a witness makes of a request that it refused.


def test_a_refused_request_becomes_a_file() -> None:
    assert fraud.forked_by(HONEST.signed(20), OTHER.request(0, 20)) is not None
    shown = fraud.forked_by(HONEST.signed(11), OTHER.request(11))
    assert shown == of_two_sizes(11)


@pytest.mark.parametrize(
    ("held", "request_"),
    [
        (None, OTHER.request(0)),
        (HONEST.signed(11), HONEST.request(11)),
        (HONEST.signed(11), OTHER.request(12)),
        (HONEST.signed(11), AddCheckpoint(11, (bytes(32),) * 4, OTHER.signed())),
        (HONEST.signed(8), OTHER.request(8)),
        (HONEST.signed(20), HONEST.request(20, 20)),
    ],
)
def test_a_refused_request_may_show_nothing(
    held: SignedCheckpoint | None, request_: AddCheckpoint
) -> None:
    assert fraud.forked_by(held, request_) is None


# Bad entries.


def test_a_wrong_map_root_convicts_the_log() -> None:
    keeper, index = lying()
    proven = fraud.check(bad(keeper, index, "ledger.map_root"), KEYS, replica=copy_of(keeper))
    assert (proven.index, proven.rule, proven.sizes) == (index, "ledger.map_root", (keeper.size,))


def test_any_copy_of_the_entries_before_will_do() -> None:
    keeper, index = lying()
    # The honest copy has the same nine entries, and then goes on in another way.
    fraud.check(bad(keeper, index, "ledger.map_root"), KEYS, replica=copy_of(HONEST))


def test_a_first_entry_needs_no_copy() -> None:
    keeper = Keeper(HONEST.origin)
    keeper.append(HONEST.leaves[1], unruly=True)
    assert fraud.check(bad(keeper, 0, "ledger.unknown"), KEYS).index == 0


def test_a_head_that_ends_in_no_state_commit_needs_no_copy() -> None:
    keeper = Keeper(HONEST.origin, HONEST.leaves[:1])
    assert fraud.check(bad(keeper, 0, "ledger.not_last"), KEYS).rule == "ledger.not_last"


@pytest.mark.parametrize(
    ("index", "rule"),
    [
        (9, "ledger.sequence"),  # another rule than the one it breaks
        (10, "ledger.not_last"),  # the last one is no commit; but entry 9 is not the last
        (9, "ledger.not_last"),
    ],
)
def test_a_rule_that_is_not_the_one_broken_is_not_shown(index: int, rule: str) -> None:
    keeper, _ = lying()
    shown = bad(keeper, index, rule)
    if (index, rule) == (10, "ledger.not_last"):
        fraud.check(shown, KEYS)  # this one is true
    else:
        assert code_of(shown, copy_of(keeper)) == ("fraud.not_shown", "rule")


@pytest.mark.parametrize("rule", ["ledger.map_root", "ledger.not_last"])
def test_an_entry_by_the_rules_convicts_nobody(rule: str) -> None:
    shown = bad(HONEST, HONEST.size - 1, rule)
    assert code_of(shown, copy_of(HONEST)) == ("fraud.not_shown", "rule")


def test_an_entry_that_does_not_stand_there_convicts_nobody() -> None:
    keeper, index = lying()
    shown = replace(bad(keeper, index, "ledger.map_root"), head=HONEST.signed(11))
    assert code_of(shown, copy_of(HONEST)) == ("fraud.not_shown", "proof")


def test_a_head_by_a_stranger_convicts_nobody() -> None:
    keeper, index = lying()
    shown = replace(bad(keeper, index, "ledger.map_root"), head=forged(keeper, keeper.size))
    assert code_of(shown, copy_of(keeper))[0] == "log.unsigned"


def test_without_a_copy_it_cannot_be_checked() -> None:
    keeper, index = lying()
    assert code_of(bad(keeper, index, "ledger.map_root"))[0] == "fraud.replica"


def test_a_copy_that_is_too_short_cannot_check_it() -> None:
    keeper, index = lying()
    shown = bad(keeper, index, "ledger.map_root")
    assert code_of(shown, copy_of(HONEST.fork(4)))[0] == "fraud.replica"


def test_a_copy_of_another_history_convicts_nobody() -> None:
    """In the copy the entry breaks a rule; it is not the copy of what was signed."""
    shown = bad(HONEST, 9, "ledger.sequence")
    other = Keeper(HONEST.origin, HONEST.leaves[:4])
    other.tick(3, times=9)
    assert code_of(shown, copy_of(other))[0] == "fraud.replica"


def test_a_copy_with_an_earlier_fault_points_at_it() -> None:
    keeper = HONEST.fork(9)
    first = keeper.lie_about_the_map()
    second = keeper.lie_about_the_map()
    with pytest.raises(LivretError) as caught:
        fraud.check(bad(keeper, second, "ledger.map_root"), KEYS, replica=copy_of(keeper))
    assert (caught.value.code, caught.value.facts["needed"]) == ("fraud.replica", first)


# The file.


def files() -> list[bytes]:
    keeper, index = lying()
    return [
        of_one_size().format(),
        of_two_sizes().format(),
        bad(keeper, index, "ledger.map_root").format(),
    ]


@pytest.mark.parametrize("raw", files())
def test_what_is_read_is_written_the_same(raw: bytes) -> None:
    assert fraud_file.parse(raw).format() == raw


@pytest.mark.parametrize("raw", files())
def test_another_spelling_is_no_file(raw: bytes) -> None:
    for other in (raw[:-1], raw + b"\n", json.dumps(json.loads(raw)).encode() + b"\n"):
        with pytest.raises(LivretError) as caught:
            fraud_file.parse(other)
        assert caught.value.code in {"fraud.malformed", "input.json"}


@pytest.mark.parametrize("raw", files())
def test_a_member_more_or_less_is_no_file(raw: bytes) -> None:
    from livret_core.encoding import jcs

    value = json.loads(raw)
    changed = [{**value, "more": 1}, {**value, "v": 2}, {**value, "kind": "other"}]
    changed += [{name: value[name] for name in value if name != left} for left in value]
    for each in changed:
        with pytest.raises(LivretError) as caught:
            fraud_file.parse(jcs.canonicalize(each) + b"\n")
        assert caught.value.code == "fraud.malformed"


def test_every_flipped_byte_shows_nothing_or_is_no_file() -> None:
    raw = of_two_sizes().format()
    for at in range(len(raw)):
        flipped = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        try:
            proven = fraud.check(fraud_file.parse(flipped), KEYS)
        except LivretError:
            continue
        raise AssertionError((at, raw[at : at + 20], proven))


def test_the_page_has_files_that_check() -> None:
    import re

    page = Path(__file__).parents[3] / "docs/spec/fraud.md"
    blocks = re.findall(r"^```json\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    keeper, index = lying()
    heads, entry = (fraud_file.parse(block.encode()) for block in blocks)
    assert heads == of_two_sizes()
    assert entry == bad(keeper, index, "ledger.map_root")
    fraud.check(heads, KEYS)
    fraud.check(entry, KEYS, replica=copy_of(HONEST))
    assert HONEST.key.format() in page.read_text("utf-8")

"""Attack 44, where operations are handed in: one is kept back, and a proof is shown for it all the same.

The answer comes from whoever holds the address. Its proof is of a tree of his own, of a head that
too few saw, or of another entry; and nothing of it is noted, or said to be so.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from livret_core.errors import LivretError, Refused
from livret_core.ledger.evidence import Evidence
from livret_core.ledger.operation import Operation
from livret_core.ledger.taken import verify
from livret_core.ledger.watching import Claim, not_held
from livret_core.tlog import merkle, note
from livret_core.tlog.checkpoint import Checkpoint, SignedCheckpoint
from livret_core.tlog.proof import LogProof
from livret_core.words import LANGUAGES
from livret_issuer.cli.ledger import handing_in
from livret_issuer.service import Office
from livret_ledger.cli import working
from livret_ledger.client.submitting import Taken
from tests.ledger_heads import Seen, Tree, believe
from tests.ledger_scene import DAY_S, ORIGIN, Scene
from tests.playing import PASSPHRASE, Play, cheap_kdf, clock, play
from tests.town_on_ledger import URL, Ledger, begin, on_ledger, register

__all__ = ["cheap_kdf", "clock", "play"]


class Kept:
    """A ledger of four towns, and an operation that its keeper does not write."""

    def __init__(self) -> None:
        self.scene = Scene.founded()
        self.scene.tick()
        self.seen = Seen(self.scene)
        self.operation = self.scene.commit(self.scene.towns[0])

    def alone(self) -> Checkpoint:
        """A tree in which there is nothing else."""
        return Checkpoint(ORIGIN, 1, merkle.leaf_hash(self.operation.leaf))

    def tree(self) -> Checkpoint:
        """The ledger's own."""
        tree = Tree(self.scene.leaves)
        return Checkpoint(ORIGIN, len(tree.leaves), tree.root(len(tree.leaves)))

    def beside(self) -> Checkpoint:
        """The ledger's own tree, and the operation behind it."""
        tree = Tree([*self.scene.leaves, self.operation.leaf])
        return Checkpoint(ORIGIN, len(tree.leaves), tree.root(len(tree.leaves)))

    def shows(self, signed: SignedCheckpoint, index: int, leaves: Sequence[bytes]) -> LogProof:
        size = signed.checkpoint.size
        hashes = merkle.prove_inclusion(index, size, Tree(leaves[:size]).read)
        return LogProof(index, tuple(hashes), signed)


def of_his_own(kept: Kept) -> LogProof:
    """One leaf, and a signature by nobody."""
    checkpoint = kept.alone()
    line = f"— {kept.scene.log_key.name.text} AAAAAAAA\n"
    signed = SignedCheckpoint.parse(f"{checkpoint.format()}\n{line}".encode())
    return LogProof(0, (), signed)


def by_the_keeper_alone(kept: Kept) -> LogProof:
    """He has the log's key, and no witness."""
    key = kept.scene.log_key
    signed = SignedCheckpoint.of(note.sign(kept.beside().format(), key.name, kept.scene.log_pen[2]))
    leaves = [*kept.scene.leaves, kept.operation.leaf]
    return kept.shows(signed, len(leaves) - 1, leaves)


def with_too_few_witnesses(kept: Kept) -> LogProof:
    """One less than the quorum saw the history that he shows."""
    towns = kept.scene.towns[: kept.seen.first.numbers.q - 1]
    signed = kept.seen.head(at_s=kept.scene.at_s, witnesses=towns, checkpoint=kept.beside())
    leaves = [*kept.scene.leaves, kept.operation.leaf]
    return kept.shows(signed, len(leaves) - 1, leaves)


def with_too_few_auditors(kept: Kept) -> LogProof:
    """Nobody replayed it."""
    towns = kept.scene.towns[: kept.seen.first.numbers.a - 1]
    signed = kept.seen.head(at_s=kept.scene.at_s, auditors=towns, checkpoint=kept.beside())
    leaves = [*kept.scene.leaves, kept.operation.leaf]
    return kept.shows(signed, len(leaves) - 1, leaves)


def of_another_entry(kept: Kept) -> LogProof:
    """The ledger's true head, and the path of what stands there."""
    signed = kept.seen.head(at_s=kept.scene.at_s)
    return kept.shows(signed, 0, kept.scene.leaves)


LIES = [
    (of_his_own, "log.unsigned"),
    (by_the_keeper_alone, "log.quorum"),
    (with_too_few_witnesses, "log.quorum"),
    (with_too_few_auditors, "log.quorum"),
    (of_another_entry, "log.inclusion"),
]


@pytest.mark.parametrize(("lie", "reason"), LIES)
def test_attack_44_a_censor_shows_a_proof_of_his_own(
    lie: Callable[[Kept], LogProof], reason: str
) -> None:
    kept = Kept()
    with pytest.raises(Refused) as caught:
        verify(kept.operation, lie(kept), kept.seen.chain, now_s=kept.scene.at_s)
    assert caught.value.code == "ledger.unproven"
    assert caught.value.facts["reason"] == reason


def test_attack_44_twin_a_proof_under_both_quorums_is_believed() -> None:
    kept = Kept()
    kept.scene.apply(kept.operation)
    index = len(kept.scene.leaves) - 1
    kept.scene.tick()
    signed = kept.seen.head(at_s=kept.scene.at_s)
    proof = kept.shows(signed, index, kept.scene.leaves)
    proven = verify(kept.operation, proof, kept.seen.chain, now_s=kept.scene.at_s)
    assert (proven.index, proven.operation) == (index, kept.operation)
    later = kept.seen.chain
    kept.scene.tick(DAY_S)
    newer = believe(
        kept.seen.head(at_s=kept.scene.at_s),
        later,
        ages=kept.seen.first.ages,
        now_s=kept.scene.at_s,
        remembered=None,
    )
    # A head that is older than one that was seen shows what stands there all the same.
    verify(kept.operation, proof, later, now_s=kept.scene.at_s, remembered=newer.remember(None))


def test_attack_44_two_histories_are_shown_to_whoever_hands_in() -> None:
    """More than f lie: the head has both quorums, and is not the one that was seen."""
    kept = Kept()
    leaves = [*kept.scene.leaves, kept.operation.leaf]
    proof = kept.shows(
        kept.seen.head(at_s=kept.scene.at_s, checkpoint=kept.beside()), len(leaves) - 1, leaves
    )
    kept.scene.tick(1)
    seen = believe(
        kept.seen.head(at_s=kept.scene.at_s),
        kept.seen.chain,
        ages=kept.seen.first.ages,
        now_s=kept.scene.at_s,
        remembered=None,
    ).remember(None)
    assert seen.size == len(leaves)
    with pytest.raises(LivretError) as caught:
        verify(kept.operation, proof, kept.seen.chain, now_s=kept.scene.at_s, remembered=seen)
    assert caught.value.code == "log.fork"


def test_attack_44_a_proof_from_another_ledger_is_shown() -> None:
    kept = Kept()
    proof = of_another_entry(kept)
    other = Operation.parse(
        kept.operation.leaf.replace(b"ledger.example/meuse", b"other.example/v")
    )
    with pytest.raises(Refused) as caught:
        verify(other, proof, kept.seen.chain, now_s=kept.scene.at_s)
    assert caught.value.code == "ledger.origin"


# Through the commands.


@pytest.fixture
def ledger(play: Play, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    return register(begin(play, monkeypatch))


class Censor:
    """Holds the ledger's address, and writes nothing."""

    def __init__(self, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kept = Kept.__new__(Kept)
        self.kept.scene, self.kept.seen = ledger.scene, ledger.seen
        for module, name in ((handing_in, "submit"), (working, "hand_in")):
            monkeypatch.setattr(module, name, self.answer)

    def answer(self, _base: Any, leaf: bytes, _fetcher: Any, *, wait: bool) -> Taken:
        assert wait
        self.kept.operation = Operation.parse(leaf)
        return Taken(0, True, by_the_keeper_alone(self.kept))


def stands(play: Play) -> list[tuple[str, str]]:
    return [(each["type"], each["stand"]) for each in on_ledger(play, "journal")]


def test_attack_44_a_town_hall_notes_nothing_of_what_a_censor_says(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    play = ledger.play
    Censor(ledger, monkeypatch)
    [error] = on_ledger(play, "update", "--submit", URL, status=1)
    assert error["code"] == "ledger.unproven"
    assert stands(play) == [("did.create", "taken"), ("did.update", "open")]
    shown = play.issuer("show", "--json").events[0]
    assert "credential-2" not in str(shown)


def test_attack_44_a_file_of_a_censor_settles_nothing(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    play, root = ledger.play, ledger.play.root
    ledger.publish()
    Censor(ledger, monkeypatch)
    on_ledger(play, "commit", "--to", root / "today.json")
    place = (root / "today.json", "--at", URL, "--to", root / "today.proof")
    error = play.livret(
        "ledger", "submit", *place, "--trust", root / "trust.jsonl", "--json", status=1
    ).event
    assert error["code"] == "ledger.unproven"
    assert not (root / "today.proof").exists()
    # Whoever names nobody to believe is told that nothing was checked, and settles nothing with it.
    told = play.livret("ledger", "submit", *place, "--json").event
    assert (told["cosigned"], told["checked"]) == (False, False)
    [error] = on_ledger(
        play, "settle", root / "today.json", "--proof", root / "today.proof", status=1
    )
    assert error["code"] == "ledger.unproven"
    assert stands(play)[-1] == ("commit", "open")


def test_attack_44_nothing_that_is_shown_is_no_success(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    play, root = ledger.play, ledger.play.root
    ledger.publish()
    on_ledger(play, "commit", "--to", root / "today.json")
    monkeypatch.setattr(working, "hand_in", lambda *_, **__: Taken(7, True, None))
    place = (root / "today.json", "--at", URL)
    for asked in (("--trust", root / "trust.jsonl"), ("--to", root / "today.proof"), ("--wait",)):
        said, why = play.livret("ledger", "submit", *place, *asked, "--json", status=3).events
        assert (said["index"], said["cosigned"], said["proof"]) == (7, False, None)
        assert (why["code"], why["facts"]) == ("ledger.not_proven", {"index": 7})
    assert not (root / "today.proof").exists()
    # Who asks for no proof is told what was answered, and that nobody checked it.
    told = play.livret("ledger", "submit", *place, "--json").event
    assert (told["index"], told["checked"]) == (7, False)


def test_attack_44_without_anybody_to_believe_nothing_is_noted(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    play, root = ledger.play, ledger.play.root
    play.livret("issuer", "trust", "remove", "ledger.example/meuse", "--home", root / "hall")
    Censor(ledger, monkeypatch)
    made, why = on_ledger(play, "commit", "--to", root / "today.json", "--submit", URL, status=3)
    assert (made["cosigned"], made["checked"]) == (False, False)
    assert why["code"] == "ledger.not_proven"
    (root / "today.proof").write_bytes(b"not looked at")
    [error] = on_ledger(
        play, "settle", root / "today.json", "--proof", root / "today.json", status=2
    )
    assert error["code"] == "log.proof"
    assert stands(play)[-1] == ("commit", "open")


def test_attack_44_twin_what_the_ledger_shows_is_noted(ledger: Ledger) -> None:
    [made] = on_ledger(ledger.play, "update", "--submit", URL)
    assert (made["cosigned"], made["checked"]) == (True, True)
    assert stands(ledger.play)[-1] == ("did.update", "taken")


# Evidence that a town hall is handed.


def evidence_of(ledger: Ledger) -> Evidence:
    """What the ledger publishes about the town hall."""
    did = Office.open(ledger.play.root / "hall", PASSPHRASE.encode()).hall.did.text
    ledger.tick()
    names = [each for each in ledger.scene.state.records if did in each]
    kept = [each for each in names if each.partition("/")[0] in {"did", "key"}]
    return ledger.seen.evidence(sorted(kept), ledger.seen.head(at_s=ledger.scene.at_s))


def key_from_s(ledger: Ledger) -> int:
    return Office.open(ledger.play.root / "hall", PASSPHRASE.encode()).hall.key_from_s


def test_attack_44_evidence_with_one_digit_changed_is_learnt(ledger: Ledger) -> None:
    play, root, before_s = ledger.play, ledger.play.root, key_from_s(ledger)
    true = evidence_of(ledger)
    values = {
        name: value if value is None else value.replace(b'"from_s":1', b'"from_s":9')
        for name, value in true.values.items()
    }
    assert values != true.values
    (root / "ledger.evidence").write_bytes(msgspec.structs.replace(true, values=values).format())
    [error] = on_ledger(play, "rights", root / "ledger.evidence", status=3)
    assert (error["code"], error["facts"]) == (
        "ledger.unavailable",
        {"reason": "map.other_record"},
    )
    assert key_from_s(ledger) == before_s


def test_attack_44_evidence_is_learnt_though_nobody_is_believed(ledger: Ledger) -> None:
    play, root = ledger.play, ledger.play.root
    play.livret("issuer", "trust", "remove", "ledger.example/meuse", "--home", root / "hall")
    (root / "ledger.evidence").write_bytes(evidence_of(ledger).format())
    [error] = on_ledger(play, "rights", root / "ledger.evidence", status=3)
    assert error["code"] == "home.no_trust"


def test_attack_44_twin_true_evidence_is_learnt(ledger: Ledger) -> None:
    play, root = ledger.play, ledger.play.root
    (root / "ledger.evidence").write_bytes(evidence_of(ledger).format())
    [rights] = on_ledger(play, "rights", root / "ledger.evidence")
    assert rights["count"] == 0
    assert key_from_s(ledger) < ledger.scene.at_s
    # An older one than was seen is believed no more.
    older = (root / "ledger.evidence").read_bytes()
    (root / "ledger.evidence").write_bytes(evidence_of(ledger).format())
    on_ledger(play, "rights", root / "ledger.evidence")
    (root / "ledger.evidence").write_bytes(older)
    [error] = on_ledger(play, "rights", root / "ledger.evidence", status=3)
    assert error["code"] == "ledger.older_head"


# The watch, over what was believed all the same.


def believed_once(ledger: Ledger) -> None:
    """A commit that was kept back stands as taken: more lied than may, or nobody looked."""
    play = ledger.play
    on_ledger(play, "commit", "--to", play.root / "today.json")
    office = Office.open(play.root / "hall", PASSPHRASE.encode())
    kept = Kept.__new__(Kept)
    kept.scene, kept.seen = ledger.scene, ledger.seen
    kept.operation = Operation.parse((play.root / "today.json").read_bytes())
    proof = by_the_keeper_alone(kept).format()
    with office._store.transaction() as transaction:
        transaction.journal.settle(kept.operation, "taken", proof=proof, at_s=ledger.scene.at_s)
    office.close()


def watched(ledger: Ledger, *words: str | Path, status: int = 0) -> list[dict[str, Any]]:
    return on_ledger(
        ledger.play, "watch", "--once", "--from", ledger.published, *words, status=status
    )


def test_attack_44_what_was_kept_back_is_missed_by_the_watch(ledger: Ledger) -> None:
    play, root = ledger.play, ledger.play.root
    believed_once(ledger)
    ledger.publish()
    alert, looked = watched(ledger, "--trust", root / "trust.jsonl", status=1)
    assert (alert["kind"], alert["type"], alert["code"]) == ("missing", "commit", "watch.missing")
    assert (looked["missing"], looked["open"]) == ([alert["id"]], [])
    # It is told once, and is an alarm until the ledger has it.
    [looked] = watched(ledger, status=1)
    assert looked["missing"] == [alert["id"]]
    assert watched_elsewhere(ledger)[-1]["missing"] == [alert["id"]]
    on_ledger(play, "journal", "--all", "--to", root / "again")
    [again] = (root / "again").glob("*.commit.json")
    on_ledger(play, "settle", again, "--proof", ledger.take(again))
    ledger.publish()
    [looked] = watched(ledger)
    assert looked["missing"] == []


def watched_elsewhere(ledger: Ledger) -> list[dict[str, Any]]:
    """By somebody who has nothing but the journal's numbers."""
    play, root = ledger.play, ledger.play.root
    events = on_ledger(play, "journal")
    (root / "own.jsonl").write_text("".join(json.dumps(each) + "\n" for each in events))
    did = Office.open(root / "hall", PASSPHRASE.encode()).hall.did.text
    return play.livret(
        "ledger", "watch", "--once", "--did", did, "--journal", root / "own.jsonl", "--home",
        root / "elsewhere", "--from", ledger.published, "--trust", root / "trust.jsonl", "--json",
        status=1,
    ).events  # fmt: skip


def test_attack_44_twin_what_the_ledger_has_is_not_missed(ledger: Ledger) -> None:
    on_ledger(ledger.play, "commit", "--submit", URL)
    ledger.publish()
    [looked] = watched(ledger, "--trust", ledger.play.root / "trust.jsonl")
    assert looked["missing"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_attack_44_what_was_kept_back_is_said_in_words(ledger: Ledger, language: str) -> None:
    play, root = ledger.play, ledger.play.root
    believed_once(ledger)
    ledger.publish()
    ended = play.livret(
        "issuer", "ledger", "watch", "--once", "--home", root / "hall", "--from",
        ledger.published, "--trust", root / "trust.jsonl", "--lang", language, status=1,
    )  # fmt: skip
    assert "✗" in ended.out
    assert "commit" in ended.out
    assert "journal --all --to" in " ".join(ended.out.split())
    assert [line for line in ended.out.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize(
    ("index", "name", "noted_s", "is_missing"),
    [
        (3, "c", 0, False),
        (3, "d", 0, True),
        (9, "c", 1_000_000, False),
        (9, "c", 1_000_000 - 3_601, True),
    ],
)
def test_attack_44_a_claim_is_held_against_what_stands_there(
    index: int, name: str, noted_s: int, is_missing: bool
) -> None:
    claim = Claim(name, "commit", index, noted_s)
    found = not_held([claim], lambda at: "abc"[at - 1], size=9, time_s=1_000_000)
    assert found == ([claim] if is_missing else [])

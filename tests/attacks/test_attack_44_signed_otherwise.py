"""Attack 44, where operations are handed in again: what stands there has other signatures, or is another.

An operation is called the same whoever signs it, and its ledger keeps the first (LEDGER §2). So an
honest ledger may answer with a proof of another leaf than the one handed in; a liar may too.
"""

import pytest

from livret_core.errors import Refused, Unavailable
from livret_core.ledger.operation import Draft, Operation
from livret_core.ledger.taken import verify
from livret_core.tlog.proof import LogProof
from livret_ledger.cli import working
from livret_ledger.client.reading import Folder
from tests.attacks.test_attack_44_censor_believed import Kept, ledger, stands
from tests.ledger_scene import Town
from tests.playing import cheap_kdf, clock, play
from tests.town_on_ledger import URL, Ledger, on_ledger

__all__ = ["cheap_kdf", "clock", "ledger", "play"]


def signed_by(operation: Operation, town: Town) -> Operation:
    """The same, with one more signature."""
    did, kid, signer = town.pen
    draft = Draft(*(getattr(operation, each) for each in Draft.__struct_fields__))
    more = draft.sign(signer, by=did, key_id=kid)
    signed = draft.signed([*operation.sigs, more])
    assert (signed.id, signed.leaf != operation.leaf) == (operation.id, True)
    return signed


def handed_in_twice() -> tuple[Kept, Operation, LogProof]:
    """The ledger has it with a second town's signature; it comes again with the first's alone."""
    kept = Kept()
    standing = signed_by(kept.operation, kept.scene.towns[1])
    kept.scene.leaves.append(standing.leaf)
    signed = kept.seen.head(at_s=kept.scene.at_s, checkpoint=kept.tree())
    return kept, standing, kept.shows(signed, len(kept.scene.leaves) - 1, kept.scene.leaves)


def test_attack_44_another_entry_is_shown_in_its_place() -> None:
    kept = Kept()
    signed = kept.seen.head(at_s=kept.scene.at_s)
    index = len(kept.scene.leaves) - 1
    proof = kept.shows(signed, index, kept.scene.leaves)
    with pytest.raises(Refused) as caught:
        verify(
            kept.operation,
            proof,
            kept.seen.chain,
            now_s=kept.scene.at_s,
            standing=lambda _: kept.scene.leaves[index],
        )
    assert (caught.value.code, caught.value.facts["reason"]) == (
        "ledger.unproven",
        "log.inclusion",
    )


def test_attack_44_other_signatures_are_shown_that_the_proof_is_not_of() -> None:
    kept, standing, _ = handed_in_twice()
    index = len(kept.scene.leaves) - 2
    signed = kept.seen.head(at_s=kept.scene.at_s, checkpoint=kept.tree())
    with pytest.raises(Refused) as caught:
        verify(
            kept.operation,
            kept.shows(signed, index, kept.scene.leaves),
            kept.seen.chain,
            now_s=kept.scene.at_s,
            standing=lambda _: standing.leaf,
        )
    assert caught.value.code == "ledger.unproven"


def test_attack_44_twin_what_stands_there_with_other_signatures_is_taken() -> None:
    kept, standing, proof = handed_in_twice()
    proven = verify(
        kept.operation,
        proof,
        kept.seen.chain,
        now_s=kept.scene.at_s,
        standing=lambda _: standing.leaf,
    )
    assert (proven.index, proven.operation) == (proof.index, standing)


def test_attack_44_twin_what_stands_there_and_cannot_be_read_is_not_called_a_lie() -> None:
    kept, _, proof = handed_in_twice()

    def unreadable(_: LogProof) -> bytes:
        raise Unavailable("net.unavailable")

    with pytest.raises(Unavailable) as caught:
        verify(kept.operation, proof, kept.seen.chain, now_s=kept.scene.at_s, standing=unreadable)
    assert (caught.value.code, caught.value.facts) == ("ledger.not_proven", {"index": proof.index})


def test_attack_44_twin_a_resubmission_finds_what_stands_there(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    play, root = ledger.play, ledger.play.root
    monkeypatch.setattr(working, "hand_in", ledger.submit)
    monkeypatch.setattr(working, "open_source", lambda *_: Folder(ledger.published))
    on_ledger(play, "commit", "--to", root / "today.json")
    operation = Operation.parse((root / "today.json").read_bytes())
    ledger.scene.apply(operation)
    ledger.scene.leaves[-1] = signed_by(operation, ledger.scene.towns[0]).leaf
    ledger.taken[operation.id] = index = len(ledger.scene.leaves) - 1
    ledger.publish()
    submit = ("ledger", "submit", root / "today.json", "--at", URL, "--trust", root / "trust.jsonl")
    told = play.livret(*submit, "--json").event
    assert (told["index"], told["cosigned"], told["same_signatures"]) == (index, True, False)
    assert f"stands there as entry {index}, with other signatures" in play.livret(*submit).out
    [made] = on_ledger(play, "commit", "--submit", URL)
    assert (made["cosigned"], made["index"]) == (True, index)
    assert stands(play)[-1] == ("commit", "taken")


def test_attack_44_twin_a_proof_that_is_carried_back_finds_what_stands_there(
    ledger: Ledger,
) -> None:
    """The file was handed in elsewhere, after another member had handed in its own."""
    play, root = ledger.play, ledger.play.root
    on_ledger(play, "commit", "--to", root / "today.json")
    operation = Operation.parse((root / "today.json").read_bytes())
    ledger.scene.apply(operation)
    ledger.scene.leaves[-1] = signed_by(operation, ledger.scene.towns[0]).leaf
    index = len(ledger.scene.leaves) - 1
    ledger.publish()
    (root / "today.proof").write_bytes(ledger.proof(index).format())
    settle = ("settle", root / "today.json", "--proof", root / "today.proof")
    told = play.issuer("ledger", *settle).out
    assert f"entry {index}" in told
    assert stands(play)[-1] == ("commit", "taken")
    # Told of another entry's proof, nothing is settled by what stands there.
    (root / "today.proof").write_bytes(ledger.proof(index - 1).format())
    [refused] = on_ledger(play, *settle, status=1)
    assert refused["code"] == "ledger.unproven"


def test_attack_44_twin_a_proof_of_what_cannot_be_read_accuses_nobody(ledger: Ledger) -> None:
    play, root = ledger.play, ledger.play.root
    on_ledger(play, "commit", "--to", root / "today.json")
    operation = Operation.parse((root / "today.json").read_bytes())
    ledger.scene.apply(operation)
    ledger.scene.leaves[-1] = signed_by(operation, ledger.scene.towns[0]).leaf
    (root / "today.proof").write_bytes(ledger.proof(len(ledger.scene.leaves) - 1).format())
    settle = ("settle", root / "today.json", "--proof", root / "today.proof")
    [told] = on_ledger(play, *settle, status=3)  # what is published ends before it
    assert told["code"] == "ledger.not_proven"

"""Attack 60: a wallet put back from a backup, or interrupted, with a request left open.

An older vault does not know what was answered since; a request file that was lost is
asked for again. Neither may leave a proof that is for ever on its way, nor a key that
nothing uses.
"""

import shutil
from pathlib import Path

from livret_wallet.vault import Table, Vault
from tests.playing import PASSPHRASE, Play


def counted(play: Play) -> dict[str, int]:
    with Vault.open(play.root / "camille" / "wallet.vault", PASSPHRASE.encode()) as vault:
        tables: tuple[Table, ...] = ("key", "pending", "credential")
        return {name: len(list(vault.all(name))) for name in tables}


def listed(play: Play) -> list[str]:
    return [event["event"] for event in play.wallet("list", "--json").events]


def kept(play: Play) -> Path:
    return shutil.copytree(play.root / "camille", play.root / "backup")


def put_back(play: Play, backup: Path) -> None:
    shutil.rmtree(play.root / "camille")
    shutil.copytree(backup, play.root / "camille")


def asked(play: Play) -> Path:
    play.found()
    play.wallet("init")
    return play.offer()[0]


def test_attack_60_a_backup_from_before_the_answer(play: Play) -> None:
    request = play.ask(asked(play))
    backup = kept(play)
    proof = play.answer(request)
    play.receive(proof)
    put_back(play, backup)
    assert listed(play) == ["pending"]
    play.receive(proof)
    assert listed(play) == ["proof"]
    assert counted(play) == {"key": 3, "pending": 0, "credential": 1}


def test_attack_60_the_answer_is_fetched_again_when_it_was_lost_too(play: Play) -> None:
    request = play.ask(asked(play))
    backup = kept(play)
    play.answer(request).unlink()
    put_back(play, backup)
    play.receive(play.answer(request))
    assert listed(play) == ["proof"]


def test_attack_60_twin_a_backup_from_after_the_answer_holds_the_proof(play: Play) -> None:
    play.receive(play.answer(play.ask(asked(play))))
    backup = kept(play)
    put_back(play, backup)
    assert listed(play) == ["proof"]
    play.open_desk(None)
    play.show()


def test_attack_60_a_request_file_that_was_lost(play: Play) -> None:
    """The wallet asked, the file is gone, it asks again under the same code."""
    handover = asked(play)
    play.ask(handover).unlink()
    play.receive(play.answer(play.ask(handover)))
    assert listed(play) == ["proof"]
    assert counted(play) == {"key": 3, "pending": 0, "credential": 1}


def test_attack_60_the_first_of_two_requests_is_the_one_answered(play: Play) -> None:
    """It was not lost after all."""
    handover = asked(play)
    first = play.ask(handover)
    sent = first.rename(first.with_suffix(".sent"))
    play.ask(handover)
    sent.rename(first)
    play.receive(play.answer(first))
    assert counted(play) == {"key": 3, "pending": 0, "credential": 1}
    play.open_desk(None)
    play.show()  # its keys are the ones that were kept


def test_attack_60_a_request_that_will_never_be_answered_is_forgotten(play: Play) -> None:
    handover = asked(play)
    request = play.ask(handover)
    code = handover.name.partition(".")[0]
    assert play.wallet("forget", code, "--json").event["requests"] == 1
    assert listed(play) == []
    assert counted(play) == {"key": 0, "pending": 0, "credential": 0}
    play.receive(play.answer(request), status=1)
    assert "pending.unknown" in play.ran[-1][1].err


def test_attack_60_twin_forgetting_a_request_leaves_the_proofs(play: Play) -> None:
    play.found()
    first, second = play.offer()
    play.wallet("init")
    play.receive(play.answer(play.ask(first)))
    play.ask(second)
    play.wallet("forget", second.name.partition(".")[0])
    assert counted(play) == {"key": 3, "pending": 0, "credential": 1}
    play.open_desk(None)
    play.show()


def test_attack_60_fewer_copies_than_keys_leave_no_key_over(play: Play) -> None:
    """The town hall may make fewer copies; the keys of the others go."""
    import json

    proof = play.answer(play.ask(asked(play)))
    answer = json.loads(proof.read_text())
    proof.write_text(json.dumps({**answer, "credentials": answer["credentials"][:1]}))
    play.receive(proof)
    assert counted(play) == {"key": 1, "pending": 0, "credential": 1}

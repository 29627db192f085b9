"""What a ledger answers to whoever hands in is read strictly: it is anybody's who holds the address."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from livret_core.errors import LivretError, MalformedInput, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.tlog import merkle
from livret_core.tlog.proof import LogProof
from livret_ledger.client.submitting import Taken, rehearse, submit
from tests.ledger_heads import Seen, Tree
from tests.ledger_scene import Scene


def answer(said: dict[str, Any]) -> Taken:
    """Hand in to whoever holds the address."""
    fetched = SimpleNamespace(status=200, body=json.dumps(said).encode())
    fetcher: Any = SimpleNamespace(post=lambda *_, **__: fetched)
    return submit(HttpsUri.parse("https://ledger.example/"), b"{}", fetcher, wait=True)


@pytest.fixture(scope="module")
def proof() -> LogProof:
    """Of the second entry."""
    scene = Scene.founded()
    signed = Seen(scene).head(at_s=scene.at_s)
    hashes = merkle.prove_inclusion(1, signed.checkpoint.size, Tree(scene.leaves).read)
    return LogProof(1, tuple(hashes), signed)


@pytest.mark.parametrize(
    "more",
    [
        {"index": -5},
        {"index": True},
        {"index": 1.5},
        {"index": 1, "proof": 7},
        {"index": 1, "proof": {}},
        {"index": 1, "new": True},
        {"index": 1, "outcome": "refused"},
        {},
    ],
)
def test_an_answer_that_is_none_is_said_to_be_none(more: dict[str, Any]) -> None:
    with pytest.raises(MalformedInput) as caught:
        answer({"outcome": "appended", **more})
    assert caught.value.code == "input.malformed"


@pytest.mark.parametrize("code", ["ledger.clock_ahead", "ledger.behind", "store.unavailable"])
def test_what_is_wrong_at_the_ledger_is_not_said_of_the_machine_that_hands_in(code: str) -> None:
    with pytest.raises(Unavailable) as caught:
        answer({"outcome": "unavailable", "code": code, "facts": {"now_s": 1, "by_min": 60}})
    assert caught.value.code == "ledger.halted"
    assert caught.value.facts == {"host": "ledger.example", "reason": code}


def test_what_is_wrong_with_what_was_handed_in_is_said_as_the_ledger_says_it() -> None:
    with pytest.raises(LivretError) as caught:
        answer({"outcome": "refused", "code": "ledger.sequence", "facts": {"rule": "seq"}})
    assert (caught.value.branch, caught.value.code) == ("refused", "ledger.sequence")
    assert caught.value.facts == {"rule": "seq"}


def test_a_proof_of_another_entry_than_it_says_is_none(proof: LogProof) -> None:
    with pytest.raises(MalformedInput) as caught:
        answer({"outcome": "known", "index": 2, "proof": proof.format().decode()})
    assert caught.value.code == "input.malformed"


@pytest.mark.parametrize("text", ["", "c2sp.org/tlog-proof@v1\n", "\ud800"])
def test_a_proof_that_does_not_read_as_one_is_none(text: str) -> None:
    with pytest.raises(LivretError) as caught:
        answer({"outcome": "known", "index": 1, "proof": text})
    assert caught.value.branch == "malformed"


def test_what_a_ledger_answers_is_read(proof: LogProof) -> None:
    text = proof.format().decode()
    assert answer({"outcome": "appended", "index": 1, "proof": text}) == Taken(1, True, proof)
    assert answer({"outcome": "known", "index": 0, "proof": None}) == Taken(0, False, None)
    assert answer({"outcome": "appended", "index": 4}) == Taken(4, True, None)


@pytest.mark.parametrize("ask", [submit, rehearse])
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (403, b"<html>Forbidden</html>"),
        (413, b"<html>Too large</html>"),
        (500, b"Internal Server Error"),
        (502, b"<html>Bad Gateway</html>"),
        (503, b""),
    ],
)
def test_a_page_in_a_ledgers_place_says_nothing_of_what_was_handed_in(
    ask: Callable[[HttpsUri, bytes, Any], object], status: int, body: bytes
) -> None:
    """A proxy whose ledger ended may have passed the operation on: it is not called damaged."""
    fetched = SimpleNamespace(status=status, body=body)
    fetcher: Any = SimpleNamespace(post=lambda *_, **__: fetched)
    with pytest.raises(Unavailable) as caught:
        ask(HttpsUri.parse("https://ledger.example/"), b"{}", fetcher)
    assert (caught.value.code, caught.value.facts) == (
        "net.unavailable",
        {"host": "ledger.example"},
    )


@pytest.mark.parametrize("status", [404, 405])
def test_a_ledger_that_cannot_be_asked_what_it_would_answer_is_no_refusal(status: int) -> None:
    fetched = SimpleNamespace(status=status, body=b"Method Not Allowed")
    fetcher: Any = SimpleNamespace(post=lambda *_, **__: fetched)
    with pytest.raises(Unavailable) as caught:
        rehearse(HttpsUri.parse("https://ledger.example/"), b"{}", fetcher)
    assert caught.value.code == "net.unavailable"


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"outcome": "appended", "index": 1},
        {"outcome": "known"},
        {"outcome": "known", "index": -1},
    ],
)
def test_an_answer_to_what_was_not_asked_is_none(said: dict[str, Any]) -> None:
    """One that was handed in after all is not said to have been looked at."""
    fetched = SimpleNamespace(status=200, body=json.dumps(said).encode())
    fetcher: Any = SimpleNamespace(post=lambda *_, **__: fetched)
    with pytest.raises(MalformedInput) as caught:
        rehearse(HttpsUri.parse("https://ledger.example/"), b"{}", fetcher)
    assert caught.value.code == "input.malformed"

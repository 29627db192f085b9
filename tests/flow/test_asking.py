"""A wallet asks for a proof: for as many copies as it may, unless it is told otherwise."""

import json

import pytest

from tests.playing import RESIDENTS, Play


def requested(play: Play, *offered: str) -> int:
    """How many copies a wallet asks for that is told nothing of copies."""
    play.found()
    play.wallet("init")
    (play.root / "list.csv").write_text(RESIDENTS, encoding="utf-8")
    ended = play.issuer(
        "offer", "residency", "--from", play.root / "list.csv", "--to", play.root / "out",
        "--line", "2", *offered, "--json",
    )  # fmt: skip
    told = play.wallet(
        "request", ended.events[0]["to"], "--to", play.root / "request.json", "--json"
    )
    proofs = json.loads((play.root / "request.json").read_text())["proofs"]["jwt"]
    assert len(proofs) == told.event["copies"]
    return len(proofs)


@pytest.mark.parametrize(("allowed", "asked"), [("1", 1), ("3", 3), ("10", 10), ("40", 10)])
def test_a_wallet_asks_for_ten_copies_or_for_what_the_hand_over_allows(
    play: Play, allowed: str, asked: int
) -> None:
    assert requested(play, "--copies", allowed) == asked


def test_more_than_is_allowed_is_refused_when_it_is_asked_for(play: Play) -> None:
    requested(play, "--copies", "3")
    [handover] = (play.root / "out").iterdir()
    ended = play.wallet(
        "request", handover, "--to", play.root / "more.json", "--copies", "4", "--json", status=1
    )
    assert ended.event["code"] == "handover.too_many"

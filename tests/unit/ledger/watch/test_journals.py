"""An owner's journal as a file: what it says was taken, and when, is held against the ledger."""

import json

import pytest

from livret_core.errors import MalformedInput
from livret_core.ledger.watching import Claim
from livret_edge.saying import Voice
from livret_ledger.watch import journals

ID = "A" * 43
SETTLED_S = 1_796_000_100
TAKEN = {
    "event": "operation",
    "type": "commit",
    "id": ID,
    "stand": "taken",
    "settled_at": "2026-11-30T00:55:00Z",
    "index": 7,
}


def lines(*events: dict[str, object]) -> bytes:
    return b"".join(json.dumps(event).encode() + b"\n" for event in events)


def test_what_was_taken_is_claimed_with_its_place_and_time() -> None:
    known = journals.read(lines(TAKEN))
    assert known.ids == {ID}
    assert known.claims == (Claim(ID, "commit", 7, SETTLED_S),)


def test_what_a_program_is_told_is_what_is_read(
    voice: Voice, capsys: pytest.CaptureFixture[str]
) -> None:
    voice.event("operation", type="commit", id=ID, stand="taken", index=7, settled_at=SETTLED_S)
    assert journals.read(capsys.readouterr().out.encode()).claims == (
        Claim(ID, "commit", 7, SETTLED_S),
    )


@pytest.fixture
def voice() -> Voice:
    from livret_core.words.manner import Manner

    return Voice(Manner(), json=True)


@pytest.mark.parametrize(
    "settled",
    [
        SETTLED_S,
        None,
        "",
        "2026-11-30",
        "2026-11-30T00:55:00",
        "2026-11-30T01:55:00+01:00",
        [],
        True,
    ],
    ids=repr,
)
def test_a_claim_whose_time_cannot_be_read_is_named_and_not_left_out(settled: object) -> None:
    with pytest.raises(MalformedInput) as caught:
        journals.read(lines(TAKEN, TAKEN | {"settled_at": settled}))
    assert (caught.value.code, caught.value.facts) == ("watch.journal", {"line": 2})


@pytest.mark.parametrize("text", ["2026-11-30T00:55:00.75Z", "2026-11-30T00:55:00+00:00"])
def test_a_part_of_a_second_and_another_way_to_write_utc_are_read(text: str) -> None:
    [claim] = journals.read(lines(TAKEN | {"settled_at": text})).claims
    assert claim == Claim(ID, "commit", 7, SETTLED_S)


@pytest.mark.parametrize(
    "changed",
    [
        {"stand": "open", "settled_at": None},
        {"stand": "unanswered", "settled_at": None},
        {"index": None, "settled_at": None},
        {"index": -1},
        {"index": True},
    ],
    ids=repr,
)
def test_without_a_place_nothing_is_claimed(changed: dict[str, object]) -> None:
    assert journals.read(lines(TAKEN | changed)).claims == ()


DID = "did:webvh:QmOwn:ledger.example:namur"
OTHER = "did:webvh:QmOther:ledger.example:metz"


@pytest.mark.parametrize(
    ("events", "is_good"),
    [
        ([TAKEN | {"record": f"did/{DID}"}], True),
        ([TAKEN | {"record": f"did/{OTHER}"}, TAKEN | {"record": f"did/{DID}"}], True),
        ([TAKEN], True),  # bare ids say of nobody whose they are
        ([TAKEN | {"record": f"did/{OTHER}"}], False),
        ([TAKEN | {"record": f"did/{OTHER}"}, TAKEN | {"record": "policy"}], False),
        ([], True),  # all that is in the name is asked for
    ],
)
def test_a_journal_of_another_town_hall_is_told_from_a_theft(
    events: list[dict[str, object]], is_good: bool
) -> None:
    known, code = journals.read(lines(*events)), None
    try:
        known.check_of(DID)
    except MalformedInput as error:
        code = error.code
    assert code == (None if is_good else "watch.other_journal")

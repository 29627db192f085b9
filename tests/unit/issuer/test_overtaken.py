"""What was made here for a place on a record that another has taken is given up, and nothing else."""

from msgspec.structs import replace

from livret_core.encoding import base64url
from livret_core.ledger import draft as drafts
from livret_core.ledger.operation import Operation
from livret_issuer.operations import DAY_S
from tests.hall_on_ledger import Stand


def of_others(own: Operation, *, seq: int) -> Operation:
    """An entry that others made for a place on the record of *own*, with nothing left to chance."""
    draft = replace(
        drafts.unsigned_of(own),
        seq=seq,
        body={"day": 20_000, "root": base64url.encode(bytes(32))},
    )
    return draft.signed(())


def taken_note_of(stand: Stand, operation: Operation) -> None:
    stand.office.own_name().acknowledge({9: operation}, (), by="clerk-2", now_s=stand.now_s)


def stands(stand: Stand) -> dict[str, str]:
    return {each.operation.id: each.stand for each in stand.desk.journal()}


def test_what_waits_for_a_place_that_others_took_is_given_up(registered: Stand) -> None:
    own, _ = registered.desk.commit(now_s=registered.now_s)
    theirs = of_others(own, seq=own.seq)
    taken_note_of(registered, theirs)
    assert stands(registered) == {**stands(registered), own.id: "refused", theirs.id: "foreign"}
    following, _ = registered.desk.commit(now_s=registered.now_s + DAY_S)
    assert (following.seq, following.prev) == (theirs.seq + 1, theirs.id)


def test_twin_what_waits_for_a_later_place_stays_open(registered: Stand) -> None:
    registered.take(registered.desk.commit(now_s=registered.now_s)[0])
    own, _ = registered.desk.commit(now_s=registered.now_s + DAY_S)
    taken_note_of(registered, of_others(own, seq=own.seq - 1))
    assert stands(registered)[own.id] == "open"

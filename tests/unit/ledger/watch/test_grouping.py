"""Many alerts of one kind are one, and their entries are named shortly."""

import json

import pytest

from livret_core.errors import MalformedInput
from livret_core.words.manner import Manner
from livret_edge.saying import Voice
from livret_ledger.watch.alarms import Alert, of_trouble
from livret_ledger.watch.grouping import Wanted, bundled, grouped, ranges


def alert(index: int, kind: str = "others", type_: str = "schema.publish", by: str = "a") -> Alert:
    told = {
        "event": "alert",
        "kind": kind,
        "index": index,
        "type": type_,
        "id": f"id {index}",
        "key": "operation" if kind == "theft" else None,
        "signed_by": [f"did:{by}"],
        "answer": "ask",
        "size": index + 1,
        "time_s": index,
    }
    return Alert(json.dumps(told).encode(), index, f"id {index}", kind == "theft")


def test_entries_of_one_kind_are_told_as_one_with_the_first_the_last_and_how_many() -> None:
    alerts = [alert(7), alert(8), alert(10, by="b"), alert(9, "theft"), alert(11, type_="commit")]
    told = grouped(alerts)
    said = [(each["index"], each["last"], each["count"], each["entries"]) for each in told]
    assert said == [(7, 10, 3, "7-8,10"), (9, 9, 1, "9"), (11, 11, 1, "11")]
    assert told[0]["signed_by"] == ["did:a", "did:b"]
    assert (told[0]["id"], told[0]["size"]) == ("id 7", 11)


def test_what_is_about_no_entry_stands_alone() -> None:
    trouble = of_trouble("watch.silent", did="d", origin="o", since_s=1)
    told = grouped([trouble, trouble, alert(1)])
    assert [each.get("code") for each in told] == ["watch.silent", "watch.silent", None]


def test_a_taker_is_handed_one_alert_for_all_that_are_owed_of_a_kind() -> None:
    owed = [(at, alert(at).body) for at in range(5, 700)] + [(900, alert(900, "theft").body)]
    [(numbers, body), (last, _)] = bundled(owed)
    assert (numbers, last) == (list(range(5, 700)), [900])
    assert json.loads(body)["count"] == 695
    assert len(body) < 1_000
    assert json.loads(body)["time"] == "1970-01-01T00:11:39Z"


def test_a_taker_reads_of_an_alert_what_a_program_is_told_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    trouble = of_trouble("watch.silent", did="d", origin="o", since_s=1_796_000_100)
    for one, name, text in (
        (alert(7), "time", "1970-01-01T00:00:07Z"),
        (trouble, "since", "2026-11-30T00:55:00Z"),
    ):
        [told] = grouped([one])
        Voice(Manner(), json=True).event(str(told.pop("event")), **told)
        [(_, body)] = bundled([(1, one.body)])
        assert json.loads(body)[name] == text
        assert json.loads(body) == json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("indexes", "text"),
    [((), ""), ((3,), "3"), ((3, 4), "3-4"), ((9, 3, 5, 4, 9), "3-5,9"), ((0, 2), "0,2")],
)
def test_numbers_are_written_as_they_are_read(indexes: tuple[int, ...], text: str) -> None:
    assert ranges(indexes) == text
    if text:
        wanted = Wanted.parse("--acknowledge", text)
        assert [each.index for each in wanted.of([alert(at) for at in range(12)])] == sorted(
            set(indexes)
        )


def test_all_of_a_type_are_meant_by_its_name() -> None:
    alerts = [alert(1), alert(2, type_="commit"), alert(3)]
    assert [each.index for each in Wanted.parse("x", "schema.publish").of(alerts)] == [1, 3]


@pytest.mark.parametrize(
    "typed", ["", "-1", "1-", "2-1", "1,,2", "1 2", "9" * 17, "schema.", "Schema", "٣", "1-2-3"]
)
def test_what_names_no_entries_is_refused(typed: str) -> None:
    with pytest.raises(MalformedInput) as refused:
        Wanted.parse("--acknowledge", typed)
    assert refused.value.code == "usage.range"
    assert refused.value.facts["option"] == "--acknowledge"

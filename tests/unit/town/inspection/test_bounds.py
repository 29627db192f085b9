"""However large or long-winded a file is, looking at it ends."""

import pytest

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_town.inspection import databases, inspect
from tests.specimens import database, people

STORE = tuple(
    f"CREATE TABLE {name} (a)"
    for name in ("copy", "status_list", "audit", "audit_head", "handover")
)


def test_counting_rows_stops_at_a_number() -> None:
    many = "INSERT INTO handover WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000) SELECT i FROM n"
    found = inspect(database(*STORE, many))
    assert ("hand-overs", 2_000) in found.parts


def test_more_work_than_an_honest_file_makes_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    many = "INSERT INTO handover WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000) SELECT i FROM n"
    octets = database(*STORE, many)
    monkeypatch.setattr(databases, "_STEPS", 10)
    monkeypatch.setattr(databases, "_MAX_LOOKS", 50)
    with pytest.raises(MalformedInput) as caught:
        inspect(octets)
    assert caught.value.code == "input.malformed"


@pytest.mark.parametrize(
    "raw",
    [
        bytes(limits.DID_LOG_BYTES + 1),
        b"-----BEGIN CERTIFICATE-----\n" + b"A" * limits.PEM_BUNDLE_BYTES,
        b"openid4vp://" + b"a" * limits.JWS_BYTES,
        b"a = 1\n" + b"#" * (1 << 20),
    ],
    ids=["anything", "PEM", "link", "TOML"],
)
def test_a_thing_beyond_its_kinds_size_is_not_read(raw: bytes) -> None:
    with pytest.raises(MalformedInput) as caught:
        inspect(raw)
    assert caught.value.code == "input.too_large"


def test_a_list_of_more_people_than_there_are_is_not_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "INTAKE_ROWS", 2)
    with pytest.raises(MalformedInput) as caught:
        inspect(people(rows=3))
    assert caught.value.code == "input.too_large"

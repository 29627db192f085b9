"""A file that is published is whole, or what it was, whenever the power fails."""

from pathlib import Path

from livret_edge.files import write_file
from tests.faults.lives import in_a_child
from tests.faults.points import Points


def test_a_file_that_is_replaced_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    whole = Points()
    path = tmp_path / "checkpoint"
    write_file(path, b"old")
    with whole.watched():
        write_file(path, b"new")
    assert [name.split()[0] for name in whole.names] == ["file", "write", "sync", "rename", "sync"]
    found = []
    for at in range(len(whole.names)):
        write_file(path, b"old")
        points = Points(at, "power")

        def write(points: Points = points) -> None:
            with points.watched():
                write_file(path, b"new")

        assert in_a_child(write) == 9
        found.append(path.read_bytes())
    assert found == [b"old", b"old", b"old", b"old", b"new"]

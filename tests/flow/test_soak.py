"""`make soak`, for a few seconds: that its wallets do go the whole way, whatever the town becomes."""

import re
from pathlib import Path

import pytest

from bench.soak import soak


@pytest.mark.slow
def test_each_wallet_goes_the_whole_way_through_an_open_town(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """How the memory stands after ten minutes is for `make soak` to say, not for seconds."""
    soak(tmp_path / "town", seconds=4, wallets=2)
    said = capsys.readouterr().out
    told = re.search(r"([\d,]+) walks in 4 s, (\d+) that ended otherwise", said)
    assert told is not None, said
    assert (int(told[1].replace(",", "")) > 0, int(told[2])) == (True, 0), said

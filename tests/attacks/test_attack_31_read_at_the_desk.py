"""Attack 31, read at the desk: one answer brought twice at once, or beside another over the network."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest

from livret_core.errors import Refused
from tests.at_window import Browser, at_window, code_of, filed, told, went
from tests.windows import Opened, opened, posted


@pytest.fixture
def window(tmp_path: Path) -> Opened:
    return opened(tmp_path / "pool")


@pytest.fixture
def staff(window: Opened) -> Browser:
    return at_window(window)


# Two answers at once.


def test_attack_31_of_two_readings_of_one_answer_at_once_one_is_accepted(
    window: Opened, staff: Browser
) -> None:
    answer, token = filed(window), staff.token
    body = urlencode({"token": token, "shown": answer})
    with ThreadPoolExecutor(4) as pool:
        places = list(
            pool.map(lambda _: went(staff.call("POST", "/pool/window/read", body)), range(4))
        )
    codes = [told(window, place) for place in places]
    assert sorted(map(str, codes)) == ["None", *["holder.replayed"] * 3]


def test_attack_31_an_answer_over_the_network_after_another_was_read_is_too_late(
    window: Opened, staff: Browser
) -> None:
    code = code_of(staff.begin())
    asked = window.kept_as_asked(code)
    late = posted(window.fetch(asked))
    place = staff.read(filed(window), current=code)
    assert window.answer(asked, late).status == 400
    with pytest.raises(Refused) as caught:
        window.window.transactions.find(code)
    assert caught.value.code == "request.unknown"
    assert told(window, place) is None


def test_attack_31_twin_one_that_is_read_once_is_accepted(window: Opened, staff: Browser) -> None:
    assert told(window, staff.read(filed(window))) is None

"""Strings that are more than they show, wherever somebody may write one at a desk."""

from collections.abc import Iterator

import pytest

from livret_core.sealing import KdfParameters
from livret_verifier.staff import Account
from tests.at_window import Browser, at_window, filed
from tests.hostile_strings import HOSTILE, UNSEEN
from tests.scene import CLAIMS, draft
from tests.windows import BASE, POLICY, opened


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One desk for all that leaves nothing behind that another would see; its procedure lets anybody in."""
    policy = POLICY.partition("[procedures.parking.requires]")[0] + (
        "[[issuers]]" + POLICY.partition("[[issuers]]")[2]
    )
    with pytest.MonkeyPatch.context() as patch:
        cheap = Account("", bytes(16), KdfParameters(1, 8), bytes(32), bytes(20))
        patch.setattr("livret_verifier.store.staff.NOBODY", cheap)
        yield at_window(opened(tmp_path_factory.mktemp("shared") / "pool", policy=policy))


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_string_is_drawn_as_text(shared: Browser, number: int) -> None:
    hostile, staff, window = HOSTILE[number], shared, shared.window
    signed = draft({**CLAIMS, "commune": hostile}) if len(hostile) < 200 else draft()
    pages = [
        staff.call("GET", staff.read(filed(window, of=signed))),
        staff.call("GET", staff.read(hostile)),
        staff.fill("window", procedure=hostile, lang=hostile),
        staff.fill("window/pass", reason=hostile),
        Browser(window).enter(name=hostile, passphrase=hostile, code=hostile),
        staff.call("GET", staff.begin(current=hostile)),
    ]
    for answer in pages:
        raw = answer.body.decode()
        assert not UNSEEN & set(raw)
        assert raw.count("<script") <= 1
        assert "<img" not in raw
        assert "alert(1)>" not in raw
        assert "<svg/onload" not in raw


def test_an_address_of_ours_is_the_only_one_that_a_form_leads_to(shared: Browser) -> None:
    for hostile in HOSTILE:
        answer = shared.fill("window", procedure="parking", lang=hostile)
        assert answer.headers["location"].startswith("/pool/window/")
        assert BASE not in answer.headers["location"]

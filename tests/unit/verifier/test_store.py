"""What a desk keeps: its requests by name, each answered once whoever asks first."""

import multiprocessing
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_verifier.store import Desk, OpenRequest
from livret_verifier.template import policy_template

NOW_S: Final = 1_795_300_000
DAY_S: Final = 86_400
REQUEST: Final = OpenRequest("state-of-sixteen-or-more", "pool", "client", "nonce", NOW_S + 600)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.create(tmp_path / "pool", policy_template("Pool"))


def test_a_request_is_found_under_its_state(desk: Desk) -> None:
    desk.add(REQUEST, now_s=NOW_S)
    assert desk.find(REQUEST.state) == REQUEST


@pytest.mark.parametrize(
    "state",
    [
        "",
        "other",
        "../policy",
        "/etc/passwd",
        "state-of-sixteen-or-mor?",
        "*",
        "a\0b",
        "x" * 10_000,
    ],
)
def test_another_state_names_no_request(desk: Desk, state: str) -> None:
    """And no file either, whatever it looks like."""
    desk.add(REQUEST, now_s=NOW_S)
    with pytest.raises(Refused) as caught:
        desk.find(state)
    assert caught.value.code == "request.unknown"


def test_a_request_is_answered_once(desk: Desk) -> None:
    desk.add(REQUEST, now_s=NOW_S)
    assert desk.mark_answered(REQUEST.state, now_s=NOW_S + 5)
    assert not desk.mark_answered(REQUEST.state, now_s=NOW_S + 6)
    assert desk.find(REQUEST.state).answered_at_s == NOW_S + 5


def _mark(root: Path, barrier: "Callable[[], None]", won: "multiprocessing.Queue[bool]") -> None:
    barrier()
    won.put(Desk.open(root).mark_answered(REQUEST.state, now_s=NOW_S))


def test_of_many_windows_that_read_one_answer_one_has_it(desk: Desk) -> None:
    desk.add(REQUEST, now_s=NOW_S)
    context = multiprocessing.get_context("fork")
    barrier, won = context.Barrier(6), context.Queue()
    windows = [context.Process(target=_mark, args=(desk.root, barrier.wait, won)) for _ in range(6)]
    for window in windows:
        window.start()
    results = [won.get(timeout=30) for _ in windows]
    for window in windows:
        window.join()
    assert sorted(results) == [False] * 5 + [True]


def test_an_empty_mark_is_a_mark(desk: Desk) -> None:
    """The power went between making the file and writing the time into it."""
    desk.add(REQUEST, now_s=NOW_S)
    (desk.root / "requests" / f"{REQUEST.state}.answered").touch()
    assert desk.find(REQUEST.state).answered_at_s is not None


def test_a_state_is_not_given_twice(desk: Desk) -> None:
    desk.add(REQUEST, now_s=NOW_S)
    with pytest.raises(Refused) as caught:
        desk.add(REQUEST, now_s=NOW_S)
    assert caught.value.code == "home.exists"


def test_requests_are_dropped_a_month_later_with_their_marks(desk: Desk) -> None:
    desk.add(REQUEST, now_s=NOW_S)
    desk.mark_answered(REQUEST.state, now_s=NOW_S)
    old = desk.root / "requests" / f"{REQUEST.state}.json"
    os.utime(old, (NOW_S, NOW_S))
    later = OpenRequest("another-state-of-sixteen", "pool", "client", "nonce", NOW_S)
    desk.add(later, now_s=NOW_S + 30 * DAY_S + 1)
    assert [path.name for path in (desk.root / "requests").iterdir()] == [f"{later.state}.json"]


def test_a_damaged_request_is_malformed(desk: Desk) -> None:
    desk.add(REQUEST, now_s=NOW_S)
    (desk.root / "requests" / f"{REQUEST.state}.json").write_text('{"procedure": 1}')
    with pytest.raises(MalformedInput) as caught:
        desk.find(REQUEST.state)
    assert caught.value.code == "home.malformed"


def test_the_request_key_is_its_owners_alone_and_stays_the_same(desk: Desk) -> None:
    assert stat.S_IMODE(desk.key_path.stat().st_mode) == 0o600
    assert stat.S_IMODE(desk.root.stat().st_mode) == 0o700
    assert desk.signer().public_key == Desk.open(desk.root).signer().public_key


def test_a_desk_is_not_made_over_something(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(Refused) as caught:
        Desk.create(tmp_path, policy_template("Pool"))
    assert caught.value.code == "home.exists"


def test_a_folder_that_is_no_desk_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as caught:
        Desk.open(tmp_path)
    assert caught.value.code == "home.unavailable"


def test_a_desk_without_its_key_is_unavailable(desk: Desk) -> None:
    desk.key_path.unlink()
    with pytest.raises(Unavailable) as caught:
        desk.signer()
    assert caught.value.code == "home.lost"


def test_a_key_of_another_kind_is_malformed(desk: Desk) -> None:
    from livret_core.keys import Ed25519Signer, pem

    desk.key_path.write_bytes(pem.format_private(Ed25519Signer.from_seed(bytes(32)), None))
    with pytest.raises(MalformedInput) as caught:
        desk.signer()
    assert caught.value.code == "home.malformed"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe", "policy.malformed"),
        (b"version = ", "policy.malformed"),
        (b"#" * (1 << 20) + b"\n", "input.too_large"),
    ],
)
def test_a_policy_that_cannot_be_read_is_malformed(desk: Desk, content: bytes, code: str) -> None:
    desk.policy_path.write_bytes(content)
    with pytest.raises(LivretError) as caught:
        desk.policy()
    assert caught.value.code == code


def test_the_policy_of_a_new_desk_asks_and_believes_nobody(desk: Desk) -> None:
    policy = desk.policy()
    assert (policy.service, policy.issuers) == ("Pool", ())
    assert set(policy.procedures) == {"pool"}
    assert set(policy.procedure("pool").purposes) == {"en", "fr", "nl", "de"}


@pytest.mark.parametrize("name", ["", "x" * 129, "a\nb", 'a"\nversion = 2', "a\x7fb"])
def test_a_name_that_no_request_can_carry_makes_no_desk(name: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        policy_template(name)
    assert caught.value.code == "policy.malformed"

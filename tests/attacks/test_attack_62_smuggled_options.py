"""Attack 62: a link that would bring options along, or say yes by itself.

A page, a QR code or a mail has every character of a link. It is one word after `--` to the
wallet; the wallet is played by the command that a desktop starts (`livret wallet open`).
"""

from pathlib import Path

import pytest

from livret_wallet import links
from tests.sitting import Terminal, at_terminal
from tests.wallets_on_the_wire import OnTheWire

__all__ = ["at_terminal"]

SMUGGLED = (
    "--export=/tmp/keys",
    "--home=/tmp/other",
    "--passphrase-file=/etc/passwd",
    "--yes",
    "--consent",
    "-h",
)


def opened(wire: OnTheWire, *typed: str) -> tuple[int, str]:
    """How opening ended; nothing was sent and nothing used up."""
    before, posts = wire.stored, len(wire.curious.bodies)
    end = typed.index("--")
    options = (*typed[:end], *wire.wire.options, "--json", *typed[end:])
    ended = wire.play.wallet("open", *options, status=None)  # type: ignore[arg-type]
    assert (wire.stored, len(wire.curious.bodies)) == (before, posts)
    return ended.status, str(ended.events[-1]["code"])


@pytest.fixture
def asked(wire: OnTheWire) -> OnTheWire:
    wire.curious.asks()
    return wire


@pytest.mark.parametrize("word", SMUGGLED)
def test_attack_62_an_option_in_the_place_of_a_link(asked: OnTheWire, word: str) -> None:
    assert (*opened(asked, "--", word),) == (2, "usage.link")
    assert asked.curious.asked == []


@pytest.mark.parametrize("word", ["--yes", "--consent=x", "--again", "--to=/tmp/x", "--dry-run"])
def test_attack_62_opening_a_link_has_no_option_that_says_yes(asked: OnTheWire, word: str) -> None:
    assert opened(asked, word, "--", asked.curious.link) == (2, "usage.option_unknown")
    assert asked.curious.asked == []


def test_attack_62_options_within_a_link_are_characters_of_it(asked: OnTheWire) -> None:
    link = asked.curious.link
    for smuggled in (
        f"{link}&yes=--yes&--yes&consent=all",
        f"{link}%20--yes",
        f"{link}&--home=/tmp",
    ):
        status, _ = opened(asked, "--", smuggled)
        assert status in {1, 2}
    for spread in (f"{link} --yes", f"{link}\n--yes", f"{link}\t--yes"):
        assert opened(asked, "--", spread) == (2, "usage.link")
    assert opened(asked, "--", link, "--yes") == (2, "usage.too_many")


def test_attack_62_a_link_that_is_followed_still_asks(asked: OnTheWire) -> None:
    assert opened(asked, "--", asked.curious.link) == (2, "consent.required")


def test_attack_62_a_link_of_another_kind_reads_no_file(asked: OnTheWire, tmp_path: Path) -> None:
    request = tmp_path / "request.jwt"
    request.write_text("ey")
    for typed in (str(request), f"file://{request}", "https://curious.test/o/7KQ2-M9T9"):
        assert opened(asked, "--", typed) == (2, "usage.link")
    assert opened(asked, "--", "openid4vp://?" + "a" * 70_000) == (2, "input.too_large")


def test_attack_62_twin_somebody_who_reads_the_sheet_may_say_yes(
    asked: OnTheWire, at_terminal: Terminal
) -> None:
    at_terminal.answers(lambda _: "yes")
    resolve, pins, *others = asked.wire.options
    told = asked.play.wallet("open", "--wait", resolve, pins, *others, "--", asked.curious.link)
    assert f"It leads to {asked.curious.at.split('/')[2].partition(':')[0]}" in told.out
    assert asked.curious.shown == {"commune": "Verneuil"}
    assert at_terminal.asked[-1].startswith("Press Enter")


def test_attack_62_twin_the_entry_ends_the_options_before_the_link(wire: OnTheWire) -> None:
    entry = wire.play.wallet("register-links", "--dry-run", "--json").event["content"]
    [line] = [each for each in entry.splitlines() if each.startswith("Exec=")]
    assert line.endswith(
        '"open" "--home" "' + str(wire.play.root / "camille") + '" "--wait" "--" %u'
    )
    assert ' "-P" "-m" "livret_town" ' in line
    assert links.OURS in entry

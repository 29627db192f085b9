"""A ledger is believed by its six words, in a wallet and at a desk, by the commands people type."""

import io
import sys
from pathlib import Path

import pytest

from livret_core.encoding.timestamp import format_utc
from livret_core.ledger.six_words import words_of
from livret_core.ledger.trust_root import format_versions, read_versions
from livret_core.openid4vci.messages import CredentialRequest
from livret_core.tlog.note import SignatureType, VerifierKey
from livret_core.words import LANGUAGES
from tests.cheap_words import cheap_words
from tests.ledger_files import LedgerFiles
from tests.ledger_heads import first_root
from tests.ledger_scene import DAY_S, ORIGIN, Scene
from tests.playing import Ended, Play

__all__ = ["cheap_words"]

pytestmark = pytest.mark.usefixtures("cheap_words")


class Story:
    """One folder: what the ledger and the town hand out, a wallet and a desk."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.files = LedgerFiles(play.root)
        self.root = self.files.write("trust-root.jsonl", self.files.trust_root)
        self.words = self.files.write("words.txt", self.files.words() + "\n")
        play.clock.now_s = self.files.now_s
        play.wallet("init")

    def trust(self, role: str, *arguments: str | Path, status: int = 0) -> Ended:
        play = self.play
        at = ("--home", play.root / ("camille" if role == "wallet" else "pool"))
        secret = ("--passphrase-file", play.root / "passphrase") if role == "wallet" else ()
        return play.livret(role, "trust", *arguments, *at, *secret, status=status)

    def believe(self, role: str = "wallet") -> Ended:
        return self.trust(role, "add", self.root, "--words-file", self.words)

    def ask(self) -> CredentialRequest:
        handover = self.files.write("handover.json", self.files.handover().format())
        to = self.play.root / "request.json"
        self.play.wallet("request", handover, "--copies", "2", "--to", to)
        return CredentialRequest.parse(to.read_bytes())

    def receive(self, *more: str, status: int = 0, **changes: object) -> Ended:
        answer = self.files.answer(self.ask(), **changes)  # type: ignore[arg-type]
        proof = self.files.write("proof.json", answer.format())
        evidence = ("--evidence", self.files.published)
        return self.play.wallet("receive", proof, *evidence, *more, status=status)

    def held(self) -> list[str]:
        events = self.play.wallet("list", "--json").events
        return [event["id"] for event in events if event["event"] == "proof"]

    def open_desk(self) -> None:
        self.play.verify("init", "--service", "Piscine des Saules")
        with (self.play.root / "pool" / "policy.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[ledger]\norigin = "{ORIGIN}"\n')
            file.write('[[issuers]]\nname = "A town of the ledger"\nprofile = "ledger"\n')
            file.write('types = ["residency"]\n')

    def check(self, *more: str, status: int = 0) -> Ended:
        for name in ("pool.request.jwt", "answer.json"):
            (self.play.root / name).unlink(missing_ok=True)
        answer = self.play.show()
        evidence = ("--evidence", self.files.published)
        return self.play.verify("file", answer, "--for", "pool", *evidence, *more, status=status)


@pytest.fixture
def story(play: Play) -> Story:
    return Story(play)


@pytest.fixture
def published(story: Story) -> Story:
    story.files.publish()
    return story


def test_a_ledger_is_believed_by_its_words_and_listed(story: Story) -> None:
    assert "No public ledger is believed here" in story.trust("wallet", "list").out
    added = story.trust("wallet", "add", story.root, "--words-file", story.words, "--json").event
    assert (added["origin"], added["version"], added["confirmed"]) == (ORIGIN, 1, True)
    assert (added["members"], added["must_agree"], added["may_lie"]) == (4, 3, 1)
    told = story.trust("wallet", "list").out
    assert ORIGIN in told
    assert "4 names; 3 must agree" in told
    assert "as long as no more than 1 of the 4 lie" in told
    assert "nothing of it yet" in told


@pytest.mark.parametrize("role", ["wallet", "verify"])
def test_other_words_are_refused_and_nothing_is_kept(story: Story, role: str) -> None:
    story.open_desk()
    other = story.files.write("other.txt", " ".join(reversed(story.files.words().split())))
    ended = story.trust(role, "add", story.root, "--words-file", other, "--json", status=1)
    assert ended.event["code"] == "trust.words"
    assert "ask at the counter" in ended.event["step"]
    assert story.trust(role, "list", "--json").out == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_is_read_in_each_language(story: Story, language: str) -> None:
    sheet = "\n".join(f"{at}. {word.upper()}" for at, word in enumerate(story.files.words(language).split(), 1))  # type: ignore[arg-type]  # fmt: skip
    story.trust("wallet", "add", story.root, "--words-file", story.files.write("s.txt", sheet))


def test_the_words_may_come_from_standard_input(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(story.files.words()))
    story.trust("wallet", "add", story.root, "--words-file", "-")


def test_nobody_is_asked_where_there_is_no_terminal(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(story.files.words()))
    ended = story.trust("wallet", "add", story.root, status=2)
    assert "usage.words" in ended.err


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, *typed: str) -> list[str]:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    asked: list[str] = []
    lines = iter(typed)

    def answer(question: str) -> str:
        asked.append(question)
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("builtins.input", answer)
    return asked


def test_a_slip_of_the_finger_is_asked_about_again(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = story.files.words()
    slip = " ".join(["qqqqq", *good.split()[1:]])
    asked = at_a_terminal(monkeypatch, slip, " ".join(good.split()[:5]), good)
    told = story.trust("wallet", "add", story.root).out
    assert len(asked) == 3
    assert "No sheet has such a word: no. 1" in told
    assert "these are 5" in told
    assert f"From now on {ORIGIN} is believed here" in told
    # What would have to be typed stands nowhere on the screen.
    assert not any(word in told for word in good.split() if len(word) > 5)


def test_other_words_are_not_asked_about_again(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = story.files.words().split()
    asked = at_a_terminal(monkeypatch, " ".join(reversed(good)), " ".join(good))
    assert "trust.words" in story.trust("wallet", "add", story.root, status=1).err
    assert len(asked) == 1


def test_an_end_of_input_is_no_answer(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch)
    assert "usage.words" in story.trust("wallet", "add", story.root, status=2).err


def test_a_ledger_is_removed_by_its_name(story: Story) -> None:
    story.believe()
    assert "trust.unknown" in story.trust("wallet", "remove", "other.example", status=1).err
    story.trust("wallet", "remove", ORIGIN)
    assert story.trust("wallet", "list", "--json").out == ""


def test_the_same_file_again_asks_for_nothing(story: Story) -> None:
    story.believe()
    again = story.trust("wallet", "add", story.root)
    assert "believed already" in again.out


def test_a_proof_of_an_accredited_town_is_received(published: Story) -> None:
    published.believe()
    told = published.receive().out
    assert f"the public ledger {ORIGIN}, which has it as INSEE 57463" in " ".join(told.split())
    assert len(published.held()) == 1
    card = " ".join(published.play.wallet("show").out.split())
    assert "4 of 4 members" in card
    listed = published.trust("wallet", "list", "--json").event
    assert listed["head"]["as_of"] == format_utc(published.files.desk.scene.at_s)


def test_without_a_ledger_a_proof_is_received_and_that_is_said(published: Story) -> None:
    told = published.receive()
    assert "nobody but the body itself vouches for it" in told.out
    card = " ".join(published.play.wallet("show").out.split())
    assert "by nobody but the body itself" in card


def test_without_evidence_nothing_is_stored(published: Story) -> None:
    published.believe()
    [evidence] = published.files.published.rglob("ledger.evidence")
    evidence.unlink()
    ended = published.receive("--json", status=3)
    assert ended.event["code"] == "ledger.unavailable"
    assert published.held() == []


def test_a_desk_decides_nothing_before_the_words_and_then_says_as_of_when(
    published: Story,
) -> None:
    published.believe()
    published.receive()
    published.open_desk()
    before = published.check("--json", status=3).event
    assert before["code"] == "trust.unconfirmed"
    published.believe("verify")
    accepted = published.check("--report").out
    assert "Public ledger" in accepted
    assert "4 of 4 members" in accepted
    assert "no longer fresh" not in accepted


def test_a_desk_says_that_its_evidence_is_old_and_how_old(published: Story) -> None:
    published.believe()
    published.receive()
    published.open_desk()
    published.believe("verify")
    published.play.clock.now_s += 3 * DAY_S
    hall = published.files.desk.hall()
    now_s = published.play.clock.now_s
    published.files.put(hall.status_uri.text, hall.status_list(issued_s=now_s - 60))
    assert "no longer fresh: 3 days old" in " ".join(published.check().out.split())
    listed = published.check("--json").event["ledger"]
    assert (listed["freshness"], listed["age_s"]) == ("amber", 3 * DAY_S + 60)


def another_root(story: Story, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The trust root of a ledger of another name, kept by the same towns."""
    name = "other.example"
    scene = story.files.desk.scene
    key = VerifierKey.of(name, SignatureType.ED25519, scene.log_pen[2])
    with monkeypatch.context() as patched:
        patched.setattr(Scene, "log_key", key)
        root = first_root(scene, origin=name)
    return story.files.write("other.jsonl", format_versions([root]))


def test_a_desk_takes_no_second_ledger(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.open_desk()
    story.believe("verify")
    other = another_root(story, monkeypatch)
    ended = story.trust("verify", "add", other, "--words-file", story.words, status=1)
    assert "trust.another" in ended.err
    [listed] = story.trust("verify", "list", "--json").events
    assert listed["origin"] == ORIGIN


def test_a_wallet_may_believe_several_ledgers(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.believe()
    other = another_root(story, monkeypatch)
    digest = read_versions(other.read_bytes())[0].digest
    words = story.files.write("others.txt", " ".join(words_of(digest, "en")))
    story.trust("wallet", "add", other, "--words-file", words)
    listed = story.trust("wallet", "list", "--json").events
    assert {each["origin"] for each in listed} == {ORIGIN, "other.example"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_fits_in_each_language(published: Story, language: str) -> None:
    told = ("--lang", language)
    outs = [published.trust("wallet", "list", *told)]
    outs.append(
        published.trust("wallet", "add", published.root, "--words-file", published.words, *told)
    )
    outs += [published.trust("wallet", "add", published.root, *told)]
    published.play.clock.now_s += 60
    outs += [published.receive(*told), published.play.wallet("show", *told)]
    outs += [published.trust("wallet", "list", *told)]
    published.open_desk()
    published.believe("verify")
    published.play.clock.now_s += 2 * DAY_S
    outs += [published.check("--report", *told, status=3)]
    outs += [published.trust("wallet", "remove", ORIGIN, *told)]
    root = str(published.play.root)
    lines = [line for ended in outs for line in ended.out.splitlines() if root not in line]
    assert [line for line in lines if len(line) > 80] == []
    assert [line for line in lines if "{" in line or "None" in line] == []

"""A wallet receives and answers over HTTPS, by the commands people type.

Town hall and service are simulators behind real TLS; what the ledger and the town publish
stands in a folder; `test_evidence_on_another_port.py` has that on the wire too.
"""

import shlex
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import pytest

from livret_core.encoding.timestamp import format_utc
from livret_core.keys import PublicKey
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.response import AuthorizationResponse
from livret_core.openid4vp.response_error import ErrorResponse
from livret_core.words import LANGUAGES, Language
from livret_town.simulator.issuers import PIN, LyingIssuer
from livret_town.simulator.services import LyingService
from livret_wallet.client.web import Web
from livret_wallet.gather import Folder
from livret_wallet.vault import Vault, inbox
from livret_wallet.words import screen_texts, warning_texts
from tests.being_asked import BY_KEY, SIGNER
from tests.cheap_words import CHEAP, cheap_words
from tests.ledger_files import CODE, LedgerFiles
from tests.on_the_wire import Wire, on_the_wire
from tests.playing import Ended, Play
from tests.scene import CLAIMS, DAY_S, RESIDENCY, draft

__all__ = ["cheap_words"]

pytestmark = pytest.mark.usefixtures("cheap_words")

HALL: Final = "verneuil.test"
POOL: Final = "pool.test"
NAME_ALIKE: Final = "Town of VerneuiI"  # with a capital i for its l


class Town:
    """A ledger's town on the wire, a pool, and a wallet that believes the ledger."""

    def __init__(self, play: Play, wire: Wire) -> None:
        self.play, self.wire = play, wire
        self.files = LedgerFiles(play.root)
        self.files.publish()
        play.clock.now_s = self.files.now_s
        self.pin = self.files.write("pin.txt", "402 719\n")
        play.wallet("init")
        self.hall = self.open()

    def open(self, **changes: Any) -> LyingIssuer:
        """Open the town hall, or another in its place."""
        url = f"https://{HALL}:{self.wire.port}/verneuil"
        self.hall = LyingIssuer(url, RESIDENCY.vct, self.sign, clock=self.now_s, **changes)
        self.wire.answers[HALL] = self.hall.answer
        return self.hall

    def now_s(self) -> int:
        return self.play.clock.now_s

    def believe(self) -> None:
        root = self.files.write("trust-root.jsonl", self.files.trust_root)
        words = self.files.write("words.txt", self.files.words() + "\n")
        self.play.livret(
            "wallet", "trust", "add", root, "--words-file", words,
            "--home", self.play.root / "camille",
            "--passphrase-file", self.play.root / "passphrase",
        )  # fmt: skip

    def sign(self, keys: Sequence[PublicKey]) -> list[str]:
        hall, at_s = self.files.desk.hall(), self.now_s() - self.now_s() % DAY_S
        return [
            draft(
                {**CLAIMS, "issuing_territory": self.files.town.who},
                town=hall,
                holder=_Half(key),  # type: ignore[arg-type]  # only its public half is read
                index=100 + number,
                issued_s=at_s,
                expires_s=RESIDENCY.law.expires_at_s(at_s),
                copy=number,
            )
            .signed(hall.signer)
            .format()
            for number, key in enumerate(keys)
        ]

    def wallet(self, *words: str, status: int = 0) -> Ended:
        return self.play.wallet(*words, *self.wire.options, status=status)

    def receive(self, *more: str, status: int = 0) -> Ended:
        typed = f"{HALL}:{self.wire.port}/verneuil/o/{str(CODE).lower()}"
        pin = ("--tx-code-file", str(self.pin))
        return self.wallet("receive", typed, *pin, "--copies", "2", *more, status=status)

    def asks(self, *claims: str, **changes: Any) -> LyingService:
        """Let the pool ask, by the key in its name."""
        query = DcqlQuery.for_one("pool", (RESIDENCY.vct,), [(one,) for one in claims])
        url = f"https://{POOL}:{self.wire.port}"
        service = LyingService(url, BY_KEY, SIGNER, query, clock=self.now_s, **changes)
        self.wire.answers[POOL] = service.answer
        return service


class _Half:
    def __init__(self, key: PublicKey) -> None:
        self.public_key = key


@pytest.fixture
def town(play: Play, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    with on_the_wire(play.root, HALL, POOL) as wire:
        made = Town(play, wire)
        folder = Folder(made.files.published)
        read: Callable[..., bytes] = lambda _, uri, code: folder.read(uri, code)  # noqa: E731
        monkeypatch.setattr(Web, "read", read)
        yield made


def test_without_a_ledger_an_offer_is_not_even_opened(town: Town) -> None:
    ended = town.receive("--json", status=3)
    assert ended.event["code"] == "trust.unconfirmed"
    assert town.hall.asked == []


@pytest.mark.parametrize(("wanted", "more"), [("99", True), ("10", False)])
def test_it_is_said_where_fewer_copies_come_than_were_asked_for(
    town: Town, wanted: str, more: bool
) -> None:
    town.believe()
    said = town.receive("--copies", wanted, "--lang", "en").out
    assert "Single-use copies: 10" in said
    assert ("99 copies were wanted; at most 10" in said) is more


def test_an_offer_becomes_a_proof_that_a_service_is_shown(town: Town) -> None:
    town.believe()
    received = town.receive("--json").event
    assert (received["copies"], received["status_checked"]) == (2, True)
    assert [said.event for said in town.hall.told] == ["credential_accepted"]

    pool = town.asks("commune")
    asked = town.wallet("present", pool.link, "--json", status=2)
    sheet, refused = asked.events
    assert (sheet["leaves"], sheet["vouched"]) == ({"commune": "Verneuil"}, "key")
    assert refused["code"] == "consent.required"
    assert pool.received == []

    # A yes beforehand stands for no sheet of a service that nobody registered.
    assert town.wallet("present", pool.link, "--yes", "--json", status=2).events[-1]["code"] == (
        "consent.required"
    )
    sent = town.wallet("present", pool.link, "--consent", sheet["digest"], "--json").events[-1]
    assert (sent["event"], sent["taken"]) == ("sent", True)
    [answer] = pool.received
    assert isinstance(answer, AuthorizationResponse)

    # The same digest is of a sheet that is no more: another copy would leave.
    again = town.wallet("present", pool.link, "--consent", sheet["digest"], "--json", status=1)
    assert again.events[-1]["code"] == "consent.other_sheet"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_like_one_that_is_known_is_warned_of_before_the_sheet(
    town: Town, language: Language
) -> None:
    town.believe()
    town.receive()
    pool = town.asks("commune", name=NAME_ALIKE)
    shown = town.wallet("present", pool.link, "--dry-run", "--lang", language).out
    title = warning_texts(language)["name_alike"]
    assert title in shown
    band, at_length = shown.index(title), shown.rindex(title)
    assert band < shown.index(screen_texts(language)["enter_alone"]) < at_length
    told = town.wallet("present", pool.link, "--dry-run", "--json").event
    assert [one["kind"] for one in told["warnings"]] == ["unregistered", "name_alike"]


def test_an_honest_name_is_not_warned_of(town: Town) -> None:
    town.believe()
    town.receive()
    pool = town.asks("commune")
    told = town.wallet("present", pool.link, "--dry-run", "--json").event
    assert [one["kind"] for one in told["warnings"]] == ["unregistered"]


@pytest.mark.parametrize("plain", ["", "1"])
def test_a_link_that_is_opened_shows_the_sheet_of_the_other_command(
    town: Town, plain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it says what the application says, to the last warning."""
    monkeypatch.setenv("LIVRET_PLAIN", plain)
    town.believe()
    town.receive()
    pool = town.asks("commune", name=NAME_ALIKE)
    asked = town.wallet("present", pool.link, "--dry-run").out
    opened = town.wallet("open", pool.link, status=2).out
    end = screen_texts("en")["enter_alone"]
    shown = opened[opened.index(NAME_ALIKE) : opened.index(end)]
    assert shown in asked
    for title in ("unregistered", "name_alike"):
        assert warning_texts("en")[title] in " ".join(shown.split())
    for word in ("reason", "keeps", "shown_proof", "shown_copy", "on_behalf", "answer_goes"):
        assert screen_texts("en")[word] in shown
    assert pool.received == []


def test_the_command_that_is_named_next_works_when_it_is_pasted(town: Town) -> None:
    town.believe()
    town.receive()
    pool = town.asks("commune")
    shown = town.wallet("present", pool.link, "--yes", "--lang", "fr", status=2)
    command = shown.out[shown.out.index("livret wallet present ") :]
    assert "'openid4vp://" in command  # a bare & would end the command
    name, *words = shlex.split(command.replace("\\\n", ""))
    assert (name, "--yes" in words) == ("livret", False)
    assert town.play.livret(*words).status == 0
    assert len(pool.received) == 1


def test_a_service_is_told_no(town: Town) -> None:
    town.believe()
    pool = town.asks("commune")
    assert town.wallet("refuse", pool.link, "--json").event["event"] == "refused"
    [answer] = pool.received
    assert isinstance(answer, ErrorResponse)
    assert answer.error == "access_denied"


def answers(monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
    """Sit at a terminal and type; then its input ends."""
    left = iter(typed)

    def type_next(_: str) -> str:
        for line in left:
            return line
        raise EOFError

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", type_next)


@pytest.mark.parametrize(
    ("typed", "status"),
    [(["ouii"], 2), (["ouii", "n", "nop", "yes"], 2), ([], 2), ([" "], 2), (["list", "who"], 2),
     (["later"], 0), (["plus tard"], 0), (["other", "later"], 0)],
)  # fmt: skip
def test_only_the_word_no_is_told_to_a_service(
    town: Town, monkeypatch: pytest.MonkeyPatch, typed: list[str], status: int
) -> None:
    town.believe()
    town.receive()
    pool = town.asks("commune")
    answers(monkeypatch, *typed)
    town.wallet("present", pool.link, status=status)
    assert pool.received == []
    assert "refused" not in {each["kind"] for each in town.play.wallet("history", "--json").events}
    # The link is alive: it is answered afterwards.
    answers(monkeypatch, "ouii", "list", "who", "yes")
    town.wallet("present", pool.link)
    assert isinstance(pool.received[0], AuthorizationResponse)


def test_what_is_decided_later_waits_in_the_inbox_until_it_is_answered(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.believe()
    town.receive()
    pool = town.asks("commune")
    answers(monkeypatch, "later")
    told = town.wallet("present", pool.link).out
    assert "It waits in the inbox of the wallet" in " ".join(told.split())
    assert waiting(town.play) == [pool.link]
    answers(monkeypatch, "later")
    town.wallet("open", pool.link)
    assert waiting(town.play) == [pool.link]
    answers(monkeypatch, "yes")
    town.wallet("present", pool.link)
    assert waiting(town.play) == []


def waiting(play: Play) -> list[str]:
    """The links in the wallet's inbox."""
    passphrase = (play.root / "passphrase").read_bytes().strip()
    with Vault.open(play.root / "camille" / "wallet.vault", passphrase, floor=CHEAP) as vault:
        return [each.link for _, each in inbox.waiting(vault)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_no_that_was_sent_is_said_to_be(
    town: Town, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    town.believe()
    town.receive()
    pool = town.asks("commune")
    answers(monkeypatch, "yess", {"en": "no", "fr": "non", "nl": "nee", "de": "nein"}[language])
    ended = town.wallet("present", pool.link, "--lang", language, status=1)
    assert "present.declined" in ended.err
    assert isinstance(pool.received[0], ErrorResponse)


def test_a_yes_to_another_sheet_tells_a_service_nothing(town: Town) -> None:
    town.believe()
    town.receive()
    pool = town.asks("commune")
    ended = town.wallet("present", pool.link, "--yes-to", "0" * 20, "--json", status=1)
    assert (ended.events[-1]["code"], pool.received) == ("consent.other_sheet", [])


def test_another_proof_that_would_do_is_shown_in_its_turn(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.believe()
    town.receive()
    town.open()
    town.receive()
    pool = town.asks("commune")
    answers(monkeypatch, "other", "other", "other", "yes")
    shown = town.wallet("present", pool.link).out
    assert [f"no. {number} of your list" in shown for number in (1, 2)] == [True, True]
    held = town.play.wallet("list", "--json").events
    assert [each["unused"] for each in held] == [2, 1]


def test_a_wrong_pin_in_a_file_costs_one_attempt_and_no_more(town: Town) -> None:
    town.believe()
    town.pin.write_text("000 000\n")
    assert town.receive("--json", status=1).event["code"] == "token.tx_code"
    assert town.hall.attempts_left == 2
    assert "Tries left: 1." in town.receive(status=1).err
    town.pin.write_text(PIN)
    town.receive()


@pytest.mark.parametrize("typed", ["402 71\n", "PIN 402719\n", ""])
def test_what_cannot_be_the_pin_costs_no_attempt(town: Town, typed: str) -> None:
    town.believe()
    town.pin.write_text(typed)
    assert town.receive("--json", status=2).event["code"] == "usage.pin"
    assert "(digits: 6)" in " ".join(town.receive(status=2).err.split())
    assert town.hall.attempts_left == 3
    town.pin.write_text(PIN)
    town.receive()


def test_what_was_not_received_stands_in_the_history_with_its_reason(town: Town) -> None:
    town.believe()
    town.open(lies={"foreign_key"})
    town.receive("--json", status=1)
    said = town.play.wallet("history", "--json").event
    place = f"{HALL}:{town.wire.port}/verneuil"
    assert (said["kind"], said["counterparty"]) == ("not_received", place)
    assert (said["type"], said["code"]) == (RESIDENCY.vct, "received.other_key")
    shown = town.play.wallet("history").out
    assert "✗ not received" in shown
    assert "livret explain received.other_key" in shown


@pytest.mark.parametrize("command", ["receive", "present", "refuse"])
@pytest.mark.parametrize("link", ["openid-credential-offr://?a=b", "htps://verneuil.test/o/7KQ2"])
def test_a_mistyped_link_is_no_name_of_a_file(town: Town, command: str, link: str) -> None:
    ended = town.play.wallet(command, link, "--json", status=2)
    assert ended.event["code"] == "usage.link"


def test_a_word_too_many_is_named_by_its_place(town: Town) -> None:
    ended = town.play.wallet("receive", "verneuil.test/o/7KQ2-M9T9", "402719", status=2)
    assert "word 2 is one too many" in " ".join(ended.err.split())
    assert "402719" not in ended.err + ended.out


def test_what_comes_later_is_listed_and_fetched_later(town: Town) -> None:
    town.believe()
    town.open(puts_off=True)
    assert "not ready yet" in " ".join(town.receive(status=3).out.split())
    assert "livret wallet receive --continue" in town.play.wallet("list").out
    town.play.clock.now_s += 5
    town.hall.is_ready = True
    town.wallet("receive", "--continue")
    assert "livret wallet receive --continue" not in town.play.wallet("list").out
    assert "Nothing was begun" in town.wallet("receive", "--continue").out


@pytest.mark.parametrize("by", ["code", "id"])
def test_what_was_begun_is_given_up_by_its_code_or_its_id(town: Town, by: str) -> None:
    town.believe()
    town.open(puts_off=True)
    begun = town.receive("--json", status=3).event
    named = str(CODE) if by == "code" else begun["id"]
    assert town.play.wallet("forget", named, "--json").event["requests"] == 1
    assert town.play.wallet("list", "--json").out == ""


@pytest.mark.parametrize("by", ["number", "id"])
def test_a_proof_is_dropped_by_its_number_or_its_id(
    town: Town, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    town.believe()
    town.receive()
    held = town.play.wallet("list", "--json").event
    named = "1" if by == "number" else held["id"]
    unasked = town.play.wallet("forget", named, "--json", status=2).event
    assert unasked["code"] == "usage.missing"
    assert "unused: 2 of 2" in " ".join(town.play.wallet("forget", named, "--dry-run").out.split())
    answers(monkeypatch, "yess")
    town.play.wallet("forget", named, status=1)
    assert town.play.wallet("list", "--json").event == held
    unknown = town.play.wallet("forget", "7", "--yes", "--json", status=2).event
    assert unknown["code"] == "usage.proof"
    gone = town.play.wallet("forget", named, "--yes", "--json").event
    assert (gone["unused"], town.play.wallet("list", "--json").out) == (2, "")
    assert [each["kind"] for each in town.play.wallet("history", "--json").events] == ["received"]


def test_a_newer_one_is_fetched(town: Town) -> None:
    town.believe()
    town.receive()
    town.hall.has_newer = True
    assert "takes the place" in " ".join(town.wallet("renew").out.split())
    assert "a newer one is here" in town.play.wallet("list").out


def test_a_redirect_of_the_pin_is_not_followed(town: Town) -> None:
    town.believe()
    town.open(lies={"redirect"})
    assert town.receive("--json", status=1).event["code"] == "issuance.redirected"


def test_what_the_lists_say_is_looked_at_and_kept(town: Town) -> None:
    town.believe()
    town.receive()
    known = town.play.wallet("list", "--json").event
    assert (known["status"], known["checked_at"]) == ("valid", format_utc(town.play.clock.now_s))
    town.play.clock.now_s += 60
    looked = town.wallet("list", "--check", "--json").event
    assert (looked["status"], looked["checked_at"]) == ("valid", format_utc(town.play.clock.now_s))
    assert town.play.wallet("list", "--json").event == looked
    assert "not withdrawn, says the list of" in " ".join(town.play.wallet("list").out.split())


def test_what_cannot_be_looked_at_is_said_and_stays_as_it_was(town: Town) -> None:
    town.believe()
    town.receive()
    known = town.play.wallet("list", "--json").event
    town.play.clock.now_s += 30 * DAY_S  # the ledger's newest head is too old by then
    told = town.play.wallet("list", "--check", "--json", status=3).events
    assert [each["event"] for each in told] == ["not_looked", "proof"]
    assert told[1] == known

"""A town hall comes to stand on a ledger and keeps its day, from the command line."""

import json
from pathlib import Path

import pytest

from livret_core.encoding import json as json_encoding
from livret_core.ledger import root_draft
from livret_core.ledger.dating import Dating
from livret_core.ledger.trust_root import TrustRootDraft
from livret_core.words import LANGUAGES
from tests.ledger_heads import Seen
from tests.ledger_scene import DAY_S
from tests.playing import Play
from tests.town_on_ledger import URL, Ledger, begin, on_ledger, register
from tests.trust_roots import Roots


@pytest.fixture
def ledger(play: Play, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    return begin(play, monkeypatch)


@pytest.fixture
def registered(ledger: Ledger) -> Ledger:
    return register(ledger)


def stands(play: Play) -> list[tuple[str, str]]:
    return [(each["type"], each["stand"]) for each in on_ledger(play, "journal")]


def test_a_day_is_committed_and_dates_the_proofs_of_that_day(registered: Ledger) -> None:
    play, root = registered.play, registered.play.root
    handover, *_ = play.offer()
    play.wallet("init")
    play.answer(play.ask(handover))
    [made] = on_ledger(play, "commit", "--submit", URL)
    assert made["cosigned"]
    events = on_ledger(play, "paths", "--to", root / "datings")
    assert [each["event"] for each in events] == ["dated", "paths"]
    dating = Dating.parse(Path(events[0]["to"]).read_bytes())
    assert handover.name.startswith(str(dating.code))
    assert len(dating.paths) == 3
    proof = json.loads(next((root / "proofs").glob("*.json")).read_bytes())
    jws = proof["credentials"][0]["credential"].partition("~")[0]
    assert dating.dated_before_s(jws, registered.seen.chain) == registered.scene.at_s
    assert stands(play) == [("did.create", "taken"), ("commit", "taken")]


def test_a_commit_goes_as_a_file_and_its_proof_comes_back(registered: Ledger) -> None:
    play, root = registered.play, registered.play.root
    on_ledger(play, "commit", "--to", root / "today.json")
    assert on_ledger(play, "paths", "--to", root / "datings")[-1]["count"] == 0
    leaf = (root / "today.json").read_bytes()
    taken = registered.submit(_Base, leaf, None, wait=True)
    assert taken.proof is not None
    (root / "today.tlog-proof").write_bytes(taken.proof.format())
    on_ledger(play, "settle", root / "today.json", "--proof", root / "today.tlog-proof")
    assert stands(play)[-1] == ("commit", "taken")


class _Base:
    text = URL


def test_an_answer_that_was_lost_is_learnt_with_the_next_day(registered: Ledger) -> None:
    play, root = registered.play, registered.play.root
    on_ledger(play, "commit", "--to", root / "today.json")
    registered.submit(_Base, (root / "today.json").read_bytes(), None, wait=True)
    registered.tick(DAY_S)
    on_ledger(play, "commit", "--submit", URL)
    assert stands(play)[1:] == [("commit", "taken"), ("commit", "taken")]


def test_a_key_changes_and_its_old_one_is_put_under_suspicion(registered: Ledger) -> None:
    play = registered.play
    on_ledger(play, "update", "--submit", URL)
    registered.tick()
    on_ledger(
        play, "compromise", "credential-1", "--from", "2026-11-01", "--submit", URL
    )  # fmt: skip
    kinds = [kind for kind, stand in stands(play) if stand == "taken"]
    assert kinds == ["did.create", "did.update", "key.compromise"]


def test_an_identity_ends_by_a_recovery_key(registered: Ledger) -> None:
    play, root = registered.play, registered.play.root
    recovery = root / "hall-recovery" / "recovery-1.sealed"
    on_ledger(play, "deactivate", "--recovery", recovery, "--submit", URL)
    assert stands(play)[-1] == ("did.deactivate", "taken")
    [error] = on_ledger(play, "commit", "--submit", URL, status=1)
    assert error["code"] == "home.ended"


def test_an_operation_that_got_lost_is_written_again(registered: Ledger) -> None:
    play, root = registered.play, registered.play.root
    on_ledger(play, "update", "--to", root / "update.json")
    events = on_ledger(play, "journal", "--to", root / "open")
    again = Path(events[-1]["to"])
    assert again.read_bytes() == (root / "update.json").read_bytes()
    [error] = on_ledger(play, "update", "--to", root / "more.json", status=1)
    assert error["code"] == "home.operation_open"


def test_a_founder_vouches_for_itself_with_its_first_key(ledger: Ledger) -> None:
    play, root = ledger.play, ledger.play.root
    play.livret(
        "ledger", "genesis", "key", "--to", root / "founder.key",
        "--passphrase-file", root / "passphrase",
    )  # fmt: skip
    on_ledger(play, "register", "--to", root / "draft.json")
    words = ("sign", root / "draft.json", "--key", root / "founder.key", "--to", root / "s.json")
    [would] = on_ledger(play, *words, "--dry-run")
    assert (would["event"], would["type"], would["dry_run"]) == ("would_sign", "did.create", True)
    assert not (root / "s.json").exists()
    # With the operation key: it is on no ledger yet, which the deed and its dry run both say.
    for dry in ((), ("--dry-run",)):
        [refused] = on_ledger(play, *words[:2], *words[4:], *dry, status=1)
        assert refused["code"] == "home.not_registered"
    on_ledger(play, *words)
    signature = json.loads((root / "s.json").read_bytes())["signature"]
    assert signature["by"].startswith("did:key:z6Mk")


def test_a_trust_root_is_compared_with_the_one_before_it_is_signed(ledger: Ledger) -> None:
    play, root, stand = ledger.play, ledger.play.root, Roots()
    play.livret(
        "ledger", "genesis", "key", "--to", root / "founder.key",
        "--passphrase-file", root / "passphrase",
    )  # fmt: skip
    second = stand.second(stand.witness(key=stand.stolen))
    value = json_encoding.parse_object(second.raw, max_bytes=len(second.raw))
    del value["sigs"]
    (root / "t2.json").write_bytes(root_draft.format(TrustRootDraft(value)))
    (root / "t1.jsonl").write_bytes(stand.first.raw + b"\n")
    sign = ("sign", root / "t2.json", "--key", root / "founder.key", "--to")
    # The town hall believes another text than the one that this version follows.
    [alone] = on_ledger(play, *sign, root / "1.json", status=1)
    assert alone["code"] == "trust.version"
    [would] = on_ledger(play, *sign, root / "2.json", "--trust", root / "t1.jsonl", "--dry-run")
    assert (would["event"], would["version"], would["dry_run"]) == ("would_sign", 2, True)
    assert not (root / "2.json").exists()
    [told] = on_ledger(play, *sign, root / "2.json", "--trust", root / "t1.jsonl")
    assert would["changes"] == told["changes"]
    assert told["changes"]["cosigners"][0]["now"] == stand.stolen.format()
    other = Seen(stand.scene, expires_s=stand.first.expires_s + 1).first
    (root / "other.jsonl").write_bytes(other.raw + b"\n")
    [error] = on_ledger(play, *sign, root / "3.json", "--trust", root / "other.jsonl", status=1)
    assert error["code"] == "trust.version"
    assert not (root / "3.json").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("commit",), "usage.missing"),
        (("update", "--drop", "credential-1", "--operation-key"), "usage.contradiction"),
        (("succeed", "--recovery", "x", "--to", "y"), "usage.missing"),
        (("succeed", "did:a:b", "--refuse", "--recovery", "x", "--to", "y"), "usage.contradiction"),
        (("paths", "--to", __file__), "usage.no_folder"),
        (("journal", "--to", __file__), "usage.no_folder"),
        (("compromise", "credential-1", "--from", "yesterday", "--to", "y"), "usage.time"),
        (("compromise", "credential-1", "--from", "2026-02-30", "--to", "y"), "usage.time"),
    ],
)
def test_what_cannot_be_meant_is_told_before_anything_is_made(
    ledger: Ledger, words: tuple[str, ...], code: str
) -> None:
    [error] = on_ledger(ledger.play, words[0], *words[1:], status=2)
    assert error["code"] == code
    assert stands(ledger.play) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--at", "a.example/v", "--ledger", "a.example"), "usage.missing"),
        ((), "usage.missing"),
        (("--at", "a.example/v", "--who", "fr-insee:80999"), "usage.contradiction"),
        (("--ledger", "https://a.example"), "usage.address"),
    ],
)
def test_a_town_hall_goes_to_one_place(play: Play, words: tuple[str, ...], code: str) -> None:
    ended = play.issuer(
        "init", "--name", "V", "--territory", "fr-insee:80999", *words, "--json", status=2
    )
    assert ended.event["code"] == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_told_in_every_language_on_a_small_screen(ledger: Ledger, language: str) -> None:
    play, root = ledger.play, ledger.play.root
    for plain in ("", "1"):
        for words in (
            ("register", "--to", root / f"draft{plain}.json"),
            ("journal",),
            ("paths", "--to", root / "datings"),
        ):
            ended = play.livret(
                "issuer", "ledger", words[0], "--home", root / "hall",
                "--passphrase-file", root / "passphrase", "--lang", language, *words[1:],
            )  # fmt: skip
            told = [line for line in ended.out.splitlines() if "did:webvh:" not in line]
            assert told
            assert [line for line in told if len(line) > 80 and str(root) not in line] == []


def test_what_the_ledger_refuses_stays_open_and_is_told(registered: Ledger) -> None:
    play = registered.play
    registered.play.clock.now_s += DAY_S  # a clock that runs ahead of the ledger's
    [error] = on_ledger(play, "commit", "--submit", URL, status=1)
    assert error["code"] in {"ledger.day", "ledger.outdated"}
    assert stands(play)[-1] == ("commit", "open")

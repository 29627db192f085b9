"""A town hall watches its own name on the ledger, notes what others wrote and takes it back."""

from pathlib import Path
from typing import Any

import pytest

from livret_core.ledger import draft as drafts
from livret_core.words import LANGUAGES
from tests.ledger_scene import DAY_S
from tests.playing import Play
from tests.thieves import Thief
from tests.town_on_ledger import URL, Ledger, begin, on_ledger, register


@pytest.fixture
def ledger(play: Play, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A registered town hall that watches its name."""
    ledger = register(begin(play, monkeypatch))
    ledger.publish()
    watch(ledger)
    return ledger


def watch(ledger: Ledger, *more: str | Path, status: int = 0) -> list[dict[str, Any]]:
    root = ledger.play.root
    return on_ledger(
        ledger.play, "watch", "--once", "--trust", root / "trust.jsonl", "--from",
        ledger.published, *more, status=status,
    )  # fmt: skip


def take_back(ledger: Ledger, *more: str | Path, status: int = 0) -> list[dict[str, Any]]:
    root = ledger.play.root
    return on_ledger(
        ledger.play, "recover-identity", "--recovery", root / "hall-recovery/recovery-1.sealed",
        *more, status=status,
    )  # fmt: skip


def stands(play: Play) -> list[tuple[str, str]]:
    return [(each["type"], each["stand"]) for each in on_ledger(play, "journal")]


def test_a_name_is_quiet_while_only_the_town_hall_writes(ledger: Ledger) -> None:
    on_ledger(ledger.play, "commit", "--submit", URL)
    ledger.publish()
    [looked] = watch(ledger)
    assert (looked["found"], looked["open"]) == (0, [])


def test_what_was_signed_for_others_is_the_town_halls_own(ledger: Ledger) -> None:
    scene, root = ledger.scene, ledger.play.root
    did, who = Thief(ledger).did, "fr-insee:80999"
    body = {
        "did": did,
        "operator": who,
        "witness": scene.town("dinant").witness.format(),
        "auditor": None,
    }
    draft = scene.draft("member.propose", who, body, record=f"member/{who}/proposal")
    (root / "propose.draft.json").write_bytes(drafts.format(draft))
    (root / "own").mkdir()
    on_ledger(ledger.play, "sign", root / "propose.draft.json", "--to", root / "own/own.json")
    scene.apply(drafts.join(draft, [(root / "own/own.json").read_bytes()]))
    ledger.publish()
    assert watch(ledger)[-1]["open"] == []
    own = [each["id"] for each in on_ledger(ledger.play, "journal")]
    assert draft.id in own


def test_a_theft_is_told_and_nothing_more_is_signed(ledger: Ledger) -> None:
    index = Thief(ledger).take_over()
    ledger.publish()
    alert, looked = watch(ledger, status=1)
    assert (alert["index"], alert["key"], alert["answer"]) == (index, "update", "recover")
    assert looked["open"] == [index]
    refused = on_ledger(ledger.play, "commit", "--submit", URL, status=1)[-1]
    assert (refused["code"], refused["facts"]) == ("watch.theft", {"index": index})
    assert stands(ledger.play) == [("did.create", "taken")]


def test_the_daily_commit_is_what_notices_a_theft_first(ledger: Ledger) -> None:
    index = Thief(ledger).take_over()
    ledger.publish()
    alert, *_, refused = on_ledger(ledger.play, "commit", "--submit", URL, status=1)
    assert (alert["event"], alert["index"], refused["code"]) == ("alert", index, "watch.theft")


def test_a_day_is_committed_though_the_ledger_cannot_be_read(ledger: Ledger) -> None:
    (ledger.published / "checkpoint").unlink()
    made = ledger.play.livret(
        "issuer", "ledger", "commit", "--home", ledger.play.root / "hall",
        "--passphrase-file", ledger.play.root / "passphrase", "--submit", URL,
    )  # fmt: skip
    assert "file.unavailable" in made.err
    assert stands(ledger.play)[-1] == ("commit", "taken")


def test_a_town_hall_without_a_watch_is_told_so(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(begin(play, monkeypatch))
    made = play.livret(
        "issuer", "ledger", "commit", "--home", play.root / "hall",
        "--passphrase-file", play.root / "passphrase", "--submit", URL, "--lang", "en",
    )  # fmt: skip
    assert "livret issuer ledger watch" in " ".join(made.err.split())


def test_what_others_rightly_wrote_is_told_and_stops_nothing(ledger: Ledger) -> None:
    scene = ledger.scene
    thief = Thief(ledger)
    kid = f"{thief.did}#credential-1"
    scene.apply(scene.compromise(kid, *scene.towns[:3], from_s=scene.at_s - 60))
    index = len(scene.leaves) - 1
    ledger.publish()
    [alert, _] = watch(ledger, status=1)
    assert (alert["kind"], alert["index"], alert["answer"]) == ("others", index, "credential_key")
    ended = ledger.play.livret(
        "issuer", "ledger", "commit", "--home", ledger.play.root / "hall",
        "--passphrase-file", ledger.play.root / "passphrase", "--submit", URL, "--lang", "en",
    )  # fmt: skip
    assert str(index) in ended.err


def test_an_entry_that_somebody_took_note_of_is_known(ledger: Ledger) -> None:
    scene, play = ledger.scene, ledger.play
    thief = Thief(ledger)
    kid = f"{thief.did}#credential-1"
    scene.apply(scene.compromise(kid, *scene.towns[:3], from_s=scene.at_s - 60))
    index = len(scene.leaves) - 1
    ledger.publish()
    watch(ledger, status=1)
    [noted] = watch(ledger, "--acknowledge", str(index), "--by", "clerk-2")
    assert (noted["event"], noted["index"]) == ("acknowledged", index)
    assert watch(ledger)[-1]["open"] == []
    assert stands(play)[-1] == ("key.compromise", "foreign")
    audited = play.issuer("audit", "--json").events
    [entry] = [each for each in audited if each.get("action") == "acknowledge"]
    assert entry["about"].split()[::2] == [str(index), "clerk-2"]
    # The next on that record follows it.
    ledger.tick(DAY_S)
    on_ledger(play, "compromise", "credential-1", "--from", "2020-01-01", "--submit", URL)


def test_a_note_is_taken_once_and_of_what_was_told(ledger: Ledger) -> None:
    index = Thief(ledger).take_over()
    ledger.publish()
    watch(ledger, status=1)
    for wrong in (str(index - 1), "999999"):
        [told] = watch(ledger, "--acknowledge", wrong, "--by", "clerk-2", status=1)
        assert told["code"] == "watch.unknown"
    watch(ledger, "--acknowledge", str(index), "--by", "clerk-2")
    [told] = watch(ledger, "--acknowledge", str(index), "--by", "clerk-2", status=1)
    assert told["code"] == "watch.unknown"


def test_a_flood_is_one_alarm_and_one_answer(ledger: Ledger) -> None:
    scene, play = ledger.scene, ledger.play
    kid = f"{Thief(ledger).did}#credential-1"
    first = len(scene.leaves)
    for earlier in range(20):
        voters = scene.towns[:3]
        scene.apply(scene.compromise(kid, *voters, from_s=scene.at_s - 60 - earlier))
    last = len(scene.leaves) - 1
    ledger.publish()
    alert, looked = watch(ledger, status=1)
    told = (alert["index"], alert["last"], alert["count"], alert["entries"])
    assert told == (first, last, 20, f"{first}-{last}")
    assert looked["open"] == list(range(first, last + 1))
    again = play.livret(
        "issuer", "ledger", "watch", "--once", "--home", play.root / "hall",
        "--from", ledger.published, "--lang", "en",
    )  # fmt: skip
    assert f"{first}-{last}" in again.out
    assert len(again.out.splitlines()) < 10
    # Some by their numbers, the others by their type.
    [noted] = watch(ledger, "--acknowledge", f"0-{first + 4}", "--by", "clerk-2")
    assert (noted["index"], noted["last"], noted["count"]) == (first, first + 4, 5)
    assert watch(ledger)[-1]["open"] == list(range(first + 5, last + 1))
    [noted] = watch(ledger, "--acknowledge", "key.compromise", "--by", "clerk-2")
    assert (noted["entries"], noted["count"]) == (f"{first + 5}-{last}", 15)
    assert watch(ledger)[-1]["open"] == []
    for wrong in ("key.compromise", f"0-{last}"):
        [refused] = watch(ledger, "--acknowledge", wrong, "--by", "clerk-2", status=1)
        assert refused["code"] == "watch.unknown"
    assert stands(play).count(("key.compromise", "foreign")) == 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_flood_is_told_in_a_few_lines(ledger: Ledger, language: str) -> None:
    scene, play = ledger.scene, ledger.play
    kid = f"{Thief(ledger).did}#credential-1"
    for earlier in range(20):
        voters = scene.towns[:3]
        scene.apply(scene.compromise(kid, *voters, from_s=scene.at_s - 60 - earlier))
    ledger.publish()
    told = play.livret(
        "issuer", "ledger", "watch", "--once", "--home", play.root / "hall", "--trust",
        play.root / "trust.jsonl", "--from", ledger.published, "--lang", language, status=1,
    )  # fmt: skip
    assert " 20" in told.out.replace("(", " ")
    assert len(told.out.splitlines()) < 14
    noted = play.livret(
        "issuer", "ledger", "watch", "--acknowledge", "key.compromise", "--by", "clerk-2",
        "--home", play.root / "hall", "--passphrase-file", play.root / "passphrase",
        "--lang", language,
    )  # fmt: skip
    assert "20" in noted.out


@pytest.mark.parametrize(
    ("by", "code"),
    [((), "usage.missing"), (("--by", "Camille Arnould"), "usage.clerk")],
)
def test_who_takes_note_is_a_code(ledger: Ledger, by: tuple[str, ...], code: str) -> None:
    [told] = watch(ledger, "--acknowledge", "1", *by, status=2)
    assert told["code"] == code


def test_an_identity_is_taken_back_over_the_network(ledger: Ledger) -> None:
    play, scene = ledger.play, ledger.scene
    thief = Thief(ledger)
    stolen_s = scene.at_s
    thief.take_over()
    ledger.publish()
    watch(ledger, status=1)
    taken_back, *made = take_back(
        ledger, "--submit", URL, "--suspected-from", "2026-11-21T00:00:00Z"
    )
    assert stolen_s > 0
    assert [each["type"] for each in made] == ["did.update", *["key.compromise"] * 3]
    assert all(each["cosigned"] for each in made)
    assert taken_back["operations"] == [each["id"] for each in made]
    assert Path(taken_back["recovery"]).is_file()
    ledger.publish()
    assert watch(ledger)[-1]["open"] == []
    assert stands(play) == [
        ("did.create", "taken"),
        ("did.update", "foreign"),
        *[(each["type"], "taken") for each in made],
    ]
    # And the town works on, under new keys.
    ledger.tick(DAY_S)
    on_ledger(play, "commit", "--submit", URL)
    on_ledger(play, "update", "--submit", URL)


def test_the_proofs_that_were_signed_stay_believed_where_only_his_key_is_suspected(
    ledger: Ledger,
) -> None:
    thief = Thief(ledger)
    thief.take_over()
    ledger.publish()
    made = take_back(
        ledger, "--submit", URL, "--suspected-from", "2026-11-21", "--suspect", thief.name
    )
    assert [each["type"] for each in made[1:]] == ["did.update", "key.compromise"]
    assert f"compromise/{thief.did}#credential-1" not in ledger.scene.state.records


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        (("--suspect", "credential-1"), 2, "usage.missing"),
        (("--suspect", "credential-7", "--suspected-from", "2026-11-21"), 1, "home.key_unknown"),
    ],
)
def test_what_is_not_a_key_of_his_is_not_suspected(
    ledger: Ledger, more: tuple[str, ...], status: int, code: str
) -> None:
    Thief(ledger).take_over()
    ledger.publish()
    assert take_back(ledger, "--submit", URL, *more, status=status)[-1]["code"] == code
    assert ("did.update", "open") not in stands(ledger.play)


def test_an_identity_is_taken_back_by_files(ledger: Ledger) -> None:
    play, root = ledger.play, ledger.play.root
    Thief(ledger).take_over()
    ledger.publish()
    _, made = take_back(ledger, "--to", root / "undo", "--recovery-to", root / "safe")
    assert made["to"] == str(root / "undo/1.did.update.json")
    assert [each.name for each in (root / "safe").iterdir()] == ["recovery-4.sealed"]
    proof = ledger.take(Path(made["to"]))
    ledger.publish()
    on_ledger(play, "settle", Path(made["to"]), "--proof", proof)
    assert watch(ledger)[-1]["open"] == []
    on_ledger(play, "commit", "--submit", URL)


def test_the_new_recovery_key_takes_back_once_more(ledger: Ledger) -> None:
    key = ledger.play.root / "hall-recovery/recovery-1.sealed"
    for name in ("credential-666", "credential-667"):
        Thief(ledger, name).take_over()
        ledger.publish()
        told, *_ = on_ledger(ledger.play, "recover-identity", "--recovery", key, "--submit", URL)
        ledger.publish()
        key = Path(told["recovery"])
    assert watch(ledger)[-1]["open"] == []


def test_a_copy_that_was_too_old_to_take_back_from_is_read_again(ledger: Ledger) -> None:
    Thief(ledger).take_over()
    told = take_back(ledger, "--submit", URL, status=1)[-1]
    assert told["code"] == "home.nothing_stolen"
    told = take_back(ledger, "--submit", URL, "--lost-keys", status=1)[-1]
    assert told["code"] == "ledger.sequence"
    ledger.publish()
    take_back(ledger, "--submit", URL)
    ledger.publish()
    assert watch(ledger)[-1]["open"] == []
    ends = [each for _, each in stands(ledger.play)]
    assert ends == ["taken", "refused", "foreign", "taken"]


def test_what_the_ledger_would_refuse_spends_no_recovery_key(ledger: Ledger) -> None:
    Thief(ledger).take_over()
    ledger.publish()
    hall, safe = ledger.play.root / "hall", ledger.play.root / "hall-recovery"
    before = (hall / "keys.sealed").read_bytes(), sorted(safe.iterdir()), stands(ledger.play)
    told = take_back(ledger, "--submit", URL, "--suspected-from", "2030-01-01", status=1)[-1]
    assert told["code"] == "ledger.interval"
    assert ((hall / "keys.sealed").read_bytes(), sorted(safe.iterdir()), stands(ledger.play)) == (
        before
    )
    take_back(ledger, "--submit", URL, "--suspected-from", "2026-11-21")


def recovery_files(ledger: Ledger) -> dict[str, str]:
    ledger.publish()
    told = on_ledger(
        ledger.play, "recovery-keys", ledger.play.root / "hall-recovery", "--from",
        ledger.published,
    )  # fmt: skip
    return {Path(each["file"]).stem.removeprefix("recovery-"): each["stand"] for each in told}


def test_a_recovery_key_is_spent_when_the_ledger_has_what_it_made_and_not_before(
    ledger: Ledger,
) -> None:
    Thief(ledger).take_over()
    assert recovery_files(ledger) == {"1": "counts", "2": "counts"}
    ledger.reachable = False
    take_back(ledger, "--submit", URL, status=3)
    assert recovery_files(ledger) == {"1": "counts", "2": "counts", "4": "waiting"}
    on_ledger(ledger.play, "journal", "--to", ledger.play.root / "open")
    [entry] = (ledger.play.root / "open").iterdir()
    on_ledger(ledger.play, "settle", entry, "--refused")
    assert recovery_files(ledger)["4"] == "unknown"
    ledger.reachable = True
    take_back(ledger, "--submit", URL)
    (ledger.play.root / "hall-recovery/notes.sealed").write_bytes(b"{}")
    assert recovery_files(ledger) == {
        "1": "spent", "2": "counts", "4": "unknown", "5": "counts", "notes": "sealed",
    }  # fmt: skip


def test_a_spent_recovery_key_is_refused_in_words_of_its_own(ledger: Ledger) -> None:
    Thief(ledger).take_over()
    ledger.publish()
    take_back(ledger, "--submit", URL)
    Thief(ledger, "credential-667").take_over()
    ledger.publish()
    assert take_back(ledger, "--submit", URL, status=1)[-1]["code"] == "home.recovery_key"


def test_files_that_are_handed_in_by_their_names_are_in_their_order(ledger: Ledger) -> None:
    for _ in range(8):
        on_ledger(ledger.play, "update", "--submit", URL)
    ledger.reachable = False
    for number in range(1, 9):
        on_ledger(
            ledger.play, "compromise", f"credential-{number}", "--from", "2020-01-01", "--submit",
            URL, status=3,
        )  # fmt: skip
    Thief(ledger).take_over()
    ledger.publish()
    take_back(ledger, "--to", ledger.play.root / "undo", "--suspected-from", "2026-11-21")
    on_ledger(ledger.play, "journal", "--to", ledger.play.root / "open", "--all")
    names = sorted(each.name for each in (ledger.play.root / "open").iterdir())
    assert names[0].startswith("01.")
    assert [each.partition(".")[0] for each in names] == sorted(
        (each.partition(".")[0] for each in names), key=int
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_words(ledger: Ledger, language: str) -> None:
    play, root = ledger.play, ledger.play.root
    Thief(ledger).take_over()
    ledger.publish()
    told = [
        play.livret(
            "issuer", "ledger", *argv, "--home", root / "hall", "--passphrase-file",
            root / "passphrase", "--lang", language, status=status,
        )
        for argv, status in (
            (("watch", "--once"), 1),
            (("commit", "--submit", URL), 1),
            (
                (
                    "recover-identity", "--recovery", root / "hall-recovery/recovery-1.sealed",
                    "--submit", URL,
                ),
                0,
            ),
        )
    ]  # fmt: skip
    for each in told:
        for line in (each.out + each.err).splitlines():
            assert len(line) <= 80 or "/" in line

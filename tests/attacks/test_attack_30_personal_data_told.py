"""Attack 30: what a person is called ends up in a log, an error, a report or a support ticket.

Values that occur nowhere else are planted in a list of people. They travel through every
command and every failure of town hall and desk, and are then looked for in all that was
printed, in the audit log and in what stays on disk. The holder's own screens and the one
claim a desk asked for are the only places that may show them.
"""

import base64
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_issuer.service import Office
from tests.office import DAY_S, NOW_S, ask, offer, open_office
from tests.playing import Ended, Play

PLANTED = {
    "family_name": "Quevauvillers",
    "given_name": "Philogène",
    "birthdate": "1937-10-29",
    "street": "impasse du Zeugme",
    "house_number": "73418265",
    "resident_since": "1961-07-13",
}
PEOPLE = (
    "family_name,given_name,birthdate,commune,address.street_address,address.house_number,"
    "address.locality,address.country,resident_since\n"
    "{family_name},{given_name},{birthdate},Verneuil-sur-Lys,{street},{house_number},"
    "Verneuil-sur-Lys,FR,{resident_since}\n"
).format(**PLANTED)


def told(text: str) -> list[str]:
    """The planted values in a text, as they are or as base64url hides them."""
    found = [name for name, value in PLANTED.items() if value in text]
    for name, value in PLANTED.items():
        for shift in range(3):
            encoded = base64.urlsafe_b64encode(b"\0" * shift + value.encode()).decode()
            if encoded[4:-4] and encoded[4:-4] in text:
                found.append(f"{name} in base64url")
    return found


def nothing_told(ran: Iterable[tuple[tuple[str, ...], Ended]]) -> None:
    for argv, ended in ran:
        assert (argv, told(ended.out), told(ended.err)) == (argv, [], [])


@pytest.mark.parametrize("flags", [[], ["--json"]], ids=["text", "json"])
def test_attack_30_the_town_halls_commands_name_nobody(play: Play, flags: list[str]) -> None:
    play.found()
    play.wallet("init")
    source = play.root / "list.csv"
    source.write_text(PEOPLE, encoding="utf-8")
    play.issuer("offer", "--type", "residency", "--from", source, "--to", play.root / "out", *flags)
    [handover] = (play.root / "out").iterdir()
    assert told(handover.read_text()) == []
    request = play.ask(handover)
    proof = play.answer(request)
    code = handover.name.partition(".")[0]
    for verb in ("show", "suspend", "resume", "revoke", "publish", "audit"):
        play.issuer(verb, *([code] if verb in {"suspend", "resume", "revoke"} else []), *flags)
    play.issuer("cancel", code, *flags, status=1)
    assert told(proof.read_text()) != []  # the net that is cast would catch it
    nothing_told(play.ran)


@pytest.mark.parametrize("flags", [[], ["--json"]], ids=["text", "json"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1937-10-29", "29/10/1937 Philogène"),
        ("1937-10-29", "2937-10-29"),
        ("FR,1961", "Quevauvillers,1961"),
        ("Quevauvillers", "=Quevauvillers"),
        ("Quevauvillers", '"Quevauvillers'),
        ("Quevauvillers", "Quevauvillers\u202e"),
        ("family_name", "Quevauvillers"),
        ("Philogène", "Philog\udce8ne"),
        ("\n", f"\n{PEOPLE.splitlines()[1]}\n"),
    ],
)
def test_attack_30_a_bad_row_is_told_by_its_line(
    play: Play, flags: list[str], before: str, after: str
) -> None:
    play.found()
    source = play.root / "list.csv"
    source.write_bytes(PEOPLE.replace(before, after, 1).encode("utf-8", "surrogateescape"))
    ended = play.livret(
        "issuer", "offer", "--home", play.root / "hall", "--passphrase-file",
        play.root / "passphrase", "--type", "residency", "--from", source,
        "--to", play.root / "out", *flags, status=None,
    )  # fmt: skip
    assert ended.status in {1, 2}
    nothing_told(play.ran)


@pytest.mark.parametrize("flags", [[], ["--json"], ["--report"]], ids=["text", "json", "report"])
def test_attack_30_the_desk_is_told_what_it_asked_and_no_more(play: Play, flags: list[str]) -> None:
    did = play.found()
    play.wallet("init")
    play.receive(play.answer(play.ask(play.offer(people=PEOPLE)[0])))
    play.open_desk(did)
    looked: tuple[str | Path, ...] = ("--for", "pool", "--evidence", play.public(), *flags)
    answer = play.show()
    at_the_desk = [
        play.verify("file", answer, *looked, "--dry-run"),
        play.verify("file", answer, *looked),
        play.verify("file", answer, *looked, status=1),  # replayed
    ]
    for change in (b"commune", b"~", b".", b"state"):
        broken = play.root / "broken.json"
        broken.write_bytes(answer.read_bytes().replace(change, change + b"x", 1))
        run = play.livret(
            "verify", "file", "--home", play.root / "pool", broken, *looked, status=None
        )
        at_the_desk.append(run)
    code = next((play.root / "proofs").iterdir()).name.partition(".")[0]
    play.issuer("revoke", code, "--now")
    at_the_desk.append(play.verify("file", play.show(), *looked, status=1))
    for ended in at_the_desk:
        assert (told(ended.out), told(ended.err)) == ([], [])
    assert "Verneuil-sur-Lys" in at_the_desk[0].out  # the claim that was asked for


def test_attack_30_a_refused_presentation_is_not_told_at_all(play: Play) -> None:
    """Not even what was asked: nobody is to act on what was not believed."""
    play.found()
    play.wallet("init")
    people = PEOPLE.replace(",Verneuil-sur-Lys,impasse", ",Quevauvillers,impasse")
    play.receive(play.answer(play.ask(play.offer(people=people)[0])))
    play.open_desk(None)
    answer = play.show()
    for flags in ([], ["--json"], ["--report"]):
        ended = play.verify(
            "file", answer, "--for", "pool", "--evidence", play.public(), *flags, status=1
        )
        assert (told(ended.out), told(ended.err)) == ([], [])


def test_attack_30_the_wallets_errors_name_nobody(play: Play) -> None:
    play.found()
    play.wallet("init")
    request = play.ask(play.offer(people=PEOPLE)[0])
    proof = play.answer(request)
    good = proof.read_text()
    for change in ('"credential"', "~", "eyJ", "."):
        proof.write_text(good.replace(change, change[:-1] + "x" + change[-1:], 1))
        ended = play.livret(
            "wallet", "receive", "--home", play.root / "camille", "--passphrase-file",
            play.root / "passphrase", proof, "--evidence", play.public(), "--json", status=None,
        )  # fmt: skip
        assert ended.status in {1, 2}
        assert (told(ended.out), told(ended.err)) == ([], [])


def test_attack_30_no_error_quotes_what_it_stumbled_over(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    errors: list[LivretError] = []
    for claim, value in (
        ("birthdate", "29 octobre 1937-10-29"),
        ("family_name", ["Quevauvillers"]),
        ("given_name", "Philogène\x07"),
        ("iss", "Quevauvillers"),
        ("Quevauvillers", "Philogène"),
        ("address", {"street_address": "impasse du Zeugme", "73418265": "73418265"}),
    ):
        with pytest.raises(LivretError) as caught:
            offer(office, **{claim: value})  # type: ignore[arg-type]
        errors.append(caught.value)
    for error in errors:
        assert told(f"{error} {error.detail} {error.args} {error.facts}") == []


def held_by(office: Office) -> bytes:
    """Every byte in the town hall's folder, the database's log included."""
    return b"".join(path.read_bytes() for path in office.home.root.rglob("*") if path.is_file())


def planted_offer(office: Office) -> bytes:
    address = {"street_address": PLANTED["street"], "locality": "Verneuil", "country": "FR"}
    handover = offer(
        office,
        family_name=PLANTED["family_name"],
        given_name=PLANTED["given_name"],
        address=address,  # type: ignore[arg-type]
    )
    return ask(handover).request.format()


def on_disk(office: Office) -> list[str]:
    return told(held_by(office).decode("utf-8", "replace"))


def test_attack_30_twin_what_will_be_said_is_kept_until_it_was_said(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    planted_offer(office)
    assert on_disk(office) == ["family_name", "given_name", "street"]


def test_attack_30_nothing_of_it_stays_on_disk_when_the_hand_over_ends(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    office.issue(planted_offer(office), now_s=NOW_S)
    planted_offer(office)  # one that nobody came for
    office.publish(now_s=NOW_S + 8 * DAY_S)
    assert on_disk(office) == []


def test_attack_30_a_refusal_does_not_keep_what_expired(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    raw = planted_offer(office)
    with pytest.raises(LivretError) as caught:
        office.issue(raw, now_s=NOW_S + 8 * DAY_S)
    assert caught.value.code == "handover.expired"
    assert on_disk(office) == []


def test_attack_30_the_audit_log_is_codes_and_counts(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    office.issue(planted_offer(office), now_s=NOW_S)
    entries = office.audit()
    assert told(json.dumps(entries, ensure_ascii=False)) == []
    assert {action for _, _, action, _ in entries} == {
        "issuer.founded",
        "offer",
        "issue",
        "publish",
    }

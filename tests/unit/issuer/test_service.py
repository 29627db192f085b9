"""The town hall at work: what it keeps, what it hands out once, what it takes back."""

import errno
import json
import os
import stat
from pathlib import Path

import pytest

from livret_core.credential import catalogue
from livret_core.credential.presentation import Presentation
from livret_core.dids.webvh import verify_log
from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.openid4vci.messages import CredentialRequest, CredentialResponse
from livret_core.sealing import FLOOR, SealedFile
from livret_core.short_code import ShortCode
from livret_core.status.token import Status, StatusReference, verify
from livret_core.territory import Territory
from livret_issuer.service import Office, found_town_hall, founding
from livret_issuer.store import Home, write_recovery_key
from tests.office import CAMILLE, CHEAP, DAY_S, NOW_S, ask, offer, open_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def code_of(error: pytest.ExceptionInfo[LivretError]) -> str:
    return error.value.code


def references(response: CredentialResponse) -> list[StatusReference]:
    return [
        StatusReference.parse(Presentation.parse(text).registered.status)
        for text in response.credentials
    ]


def status_of(office: Office, reference: StatusReference, *, now_s: int = NOW_S) -> str:
    """What the published list says of one copy."""
    path = office.home.public / office.hall.status_uri(1).text.removeprefix("https://")
    key = verify_log(
        next(office.home.public.rglob("did.jsonl")).read_bytes(), office.hall.did, now_s=now_s
    ).key_at(office.hall.key_id, "assertionMethod", now_s)
    listed = verify(path.read_bytes(), uri=reference.uri, key=key.key, now_s=now_s, max_age_s=None)
    try:
        listed.check_valid(reference)
    except Refused as error:
        return error.code
    return "valid"


# Founding.


def found_with(tmp_path: Path, **changes: object) -> Office:
    arguments: dict[str, object] = {
        "name": "Verneuil",
        "authority": "Le maire",
        "territory": Territory.parse("fr-insee:80999"),
        "language": None,
        "host": "ledger.livret.test",
        "port": None,
        "path": ("hall",),
        "recovery": tmp_path / "recovery",
        "passphrase": b"cheap",
        "now_s": NOW_S,
        "kdf": CHEAP,
        **changes,
    }
    return found_town_hall(tmp_path / "hall", **arguments)  # type: ignore[arg-type]


def test_a_town_hall_opens_again_with_its_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    founded = found_with(tmp_path)
    defaults = SealedFile.unseal.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "floor", CHEAP)
    opened = Office.open(tmp_path / "hall", b"cheap")
    assert opened.hall == founded.hall
    assert len(opened.issue(ask(offer(opened)).request.format(), now_s=NOW_S).credentials) == 3


def test_its_lists_lie_where_it_says_from_the_first_on(tmp_path: Path) -> None:
    at = "https://verneuil.test/status/"
    founded = found_with(tmp_path, lists_at=at)
    [line] = next(founded.home.public.rglob("did.jsonl")).read_text().splitlines()
    [service] = json.loads(line)["state"]["service"]
    assert service["serviceEndpoint"] == at
    assert founded.hall.status_uri(1).text == f"{at}1.jwt"
    assert founded.home.place_of(founded.hall.status_uri(1)).is_file()


def test_its_did_has_pre_rotation_and_two_recovery_keys(office: Office) -> None:
    [line] = next(office.home.public.rglob("did.jsonl")).read_text().splitlines()
    parameters = json.loads(line)["parameters"]
    assert len(parameters["nextKeyHashes"]) == 3
    assert parameters["portable"] is False


def test_recovery_keys_are_written_before_the_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A DID that nobody can win back must not come to be."""
    order: list[str] = []
    write, publish = write_recovery_key, Home.publish

    def noting_write(home: Home, path: Path, *arguments: object, **named: object) -> None:
        order.append(path.name)
        write(home, path, *arguments, **named)  # type: ignore[arg-type]

    def noting_publish(home: Home, *arguments: object) -> Path:
        order.append("published")
        return publish(home, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(founding, "write_recovery_key", noting_write)
    monkeypatch.setattr(Home, "publish", noting_publish)
    found_with(tmp_path)
    assert order[:2] == ["recovery-1.sealed", "recovery-2.sealed"]
    assert order[2] == "published"


def test_when_the_recovery_keys_cannot_be_written_nothing_is_founded(tmp_path: Path) -> None:
    (tmp_path / "recovery").write_text("a file")
    with pytest.raises(Unavailable) as caught:
        found_with(tmp_path)
    assert code_of(caught) == "home.unavailable"
    assert not (tmp_path / "hall").exists()
    (tmp_path / "recovery").unlink()
    found_with(tmp_path)


@pytest.mark.parametrize("folder", ["none", "empty", "open to all"])
@pytest.mark.parametrize("after", range(0, 9, 2))
def test_a_disk_that_is_full_half_way_leaves_no_half_of_a_town_hall(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int, folder: str
) -> None:
    hall, real, calls = tmp_path / "hall", os.fsync, 0
    if folder != "none":
        hall.mkdir(mode=0o700)
        hall.chmod(0o755 if folder == "open to all" else 0o700)

    def full(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls > after:
            raise OSError(errno.ENOSPC, "no space")
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(Unavailable) as caught:
            found_with(tmp_path)
    assert code_of(caught) in {"home.unavailable", "file.unavailable"}
    assert hall.exists() is (folder != "none")
    assert [*hall.glob("*"), *(tmp_path / "recovery").glob("*")] == []
    found_with(tmp_path)


def test_a_home_is_for_its_owner_alone_whoever_made_its_folder(tmp_path: Path) -> None:
    (tmp_path / "hall").mkdir()
    (tmp_path / "hall").chmod(0o755)
    before = os.umask(0o022)
    try:
        office = found_with(tmp_path)
        office.handovers()
    finally:
        os.umask(before)
    hall = tmp_path / "hall"
    assert stat.S_IMODE(hall.stat().st_mode) == 0o700
    stores = {path.name: stat.S_IMODE(path.stat().st_mode) for path in hall.glob("issuer.db*")}
    assert stores == dict.fromkeys(("issuer.db", "issuer.db-wal", "issuer.db-shm"), 0o600)


def test_recovery_keys_are_never_overwritten(tmp_path: Path) -> None:
    found_with(tmp_path)
    with pytest.raises(MalformedInput) as caught:
        found_town_hall(
            tmp_path / "second", name="Verneuil", authority="x",
            territory=Territory.parse("fr-insee:80999"), language=None,
            host="ledger.livret.test", port=None, path=("second",),
            recovery=tmp_path / "recovery", passphrase=b"cheap", now_s=NOW_S, kdf=CHEAP,
        )  # fmt: skip
    assert code_of(caught) == "usage.file_exists"
    assert not (tmp_path / "second").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "hall").mkdir()
    (tmp_path / "hall" / "letter.txt").write_text("mine")
    with pytest.raises(Refused) as caught:
        found_with(tmp_path)
    assert code_of(caught) == "home.exists"
    assert [path.name for path in (tmp_path / "hall").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"host": "127.0.0.1"}, "did.host"),
        ({"host": "localhost"}, "did.host"),
        ({"path": ("..",)}, "did.path"),
        ({"name": ""}, "home.malformed"),
        ({"name": "V" * 129}, "home.malformed"),
        ({"authority": "M" * 301}, "home.malformed"),
        ({"name": "Verneuil\u202e"}, "claims.text"),
        ({"communes": ("Verneuil\u202e",)}, "claims.text"),
        ({"territory": Territory.parse("be-nis:21004")}, "usage.language"),
        ({"language": "nl"}, "territory.language"),
    ],
)
def test_an_identity_that_could_not_be_shown_is_not_founded(
    tmp_path: Path, change: dict[str, object], code: str
) -> None:
    with pytest.raises(LivretError) as caught:
        found_with(tmp_path, **change)
    assert code_of(caught) == code
    assert not (tmp_path / "hall").exists()


def test_a_language_chosen_for_the_town_is_not_forced_upon_the_schools(tmp_path: Path) -> None:
    """Facilities let a person ask for French in Eupen; a diploma knows none."""
    eupen = found_with(tmp_path, territory=Territory.parse("be-nis:63023"), language="fr")
    said = {
        name: eupen.standing_claims(catalogue.find(name), now_s=NOW_S)["certificate_language"]
        for name in ("residency", "diploma")
    }
    assert said == {"residency": "fr", "diploma": "de"}


def test_what_is_not_published_is_its_owners_alone(office: Office) -> None:
    root = office.home.root
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    for name in ("keys.sealed", "issuer.db"):
        assert stat.S_IMODE((root / name).stat().st_mode) == 0o600


def test_a_home_half_made_does_not_open(tmp_path: Path) -> None:
    found_with(tmp_path)
    (tmp_path / "hall" / "town-hall.json").unlink()
    with pytest.raises(Unavailable) as caught:
        Office.open(tmp_path / "hall", b"cheap")
    assert code_of(caught) == "home.unavailable"


@pytest.mark.parametrize("kept", [60, 150, -1])
def test_keys_that_were_cut_short_are_damaged_and_not_a_wrong_passphrase(
    tmp_path: Path, kept: int
) -> None:
    found_with(tmp_path, kdf=FLOOR)
    sealed = tmp_path / "hall" / "keys.sealed"
    sealed.write_bytes(sealed.read_bytes()[:kept])
    with pytest.raises(MalformedInput) as caught:
        Office.open(tmp_path / "hall", b"cheap")
    assert (code_of(caught), caught.value.facts["file"]) == ("home.malformed", str(sealed))


# Offering and issuing.


def test_an_address_in_another_commune_is_not_offered(tmp_path: Path) -> None:
    office = found_with(tmp_path, communes=("Verneuil-sur-Lys",))
    with pytest.raises(Refused) as caught:
        offer(office, commune="Sint-Jansbeke")
    assert (code_of(caught), caught.value.facts) == ("claims.elsewhere", {"path": "commune"})
    assert offer(office).max_copies == 10


def test_a_hand_over_that_says_nothing_wrong_is_kept(office: Office) -> None:
    handover = offer(office)
    [kept] = office.handovers()
    assert (kept.code, kept.nonce, kept.request_sha256) == (handover.code, handover.nonce, None)


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"birthdate": "14/03/1988"}, "claims.malformed"),
        ({"birthdate": "2088-03-14"}, "claims.future"),
        ({"given_name": "Camille\u200b"}, "claims.text"),
        ({"iss": "did:example:1"}, "claims.malformed"),
    ],
)
def test_what_must_not_be_signed_is_not_offered(
    office: Office, claims: dict[str, str], code: str
) -> None:
    with pytest.raises(LivretError) as caught:
        offer(office, **claims)  # type: ignore[arg-type]
    assert code_of(caught) == code
    assert office.handovers() == []


@pytest.mark.parametrize(("max_copies", "valid_s"), [(0, DAY_S), (101, DAY_S), (1, 0), (1, -5)])
def test_a_hand_over_that_no_wallet_reads_is_not_made(
    office: Office, max_copies: int, valid_s: int
) -> None:
    kind = catalogue.find("residency")
    claims: JsonObject = {**CAMILLE, **office.standing_claims(kind, now_s=NOW_S)}
    with pytest.raises(MalformedInput) as caught:
        office.offer(
            kind,
            claims,
            source="s",
            max_copies=max_copies,
            valid_s=valid_s,
            now_s=NOW_S,
        )
    assert code_of(caught) == "handover.malformed"


def test_a_hand_over_ends_with_its_last_second(office: Office) -> None:
    first, second = offer(office), offer(office)
    raw = ask(first).request.format()
    assert office.issue(raw, now_s=first.expires_at_s - 1).credentials
    with pytest.raises(Refused) as caught:
        office.issue(ask(second).request.format(), now_s=second.expires_at_s)
    assert code_of(caught) == "handover.expired"


def test_as_many_copies_as_allowed_and_no_more(office: Office) -> None:
    handover = offer(office, max_copies=2)
    with pytest.raises(Refused) as caught:
        office.issue(ask(handover, copies=3).request.format(), now_s=NOW_S)
    assert (code_of(caught), caught.value.facts) == ("handover.too_many", {"max_copies": 2})
    raw = ask(handover, copies=2).request.format()
    assert len(office.issue(raw, now_s=NOW_S).credentials) == 2


def test_another_type_than_was_handed_over_is_refused(office: Office) -> None:
    request = ask(offer(office)).request
    other = CredentialRequest(request.code, "urn:livret:birth:1", request.proofs)
    with pytest.raises(Refused) as caught:
        office.issue(other.format(), now_s=NOW_S)
    assert code_of(caught) == "handover.other_type"


def test_a_code_of_nothing_is_unknown(office: Office) -> None:
    request = ask(offer(office)).request
    stray = CredentialRequest(ShortCode.of(bytes(16)), request.configuration, request.proofs)
    with pytest.raises(Refused) as caught:
        office.issue(stray.format(), now_s=NOW_S)
    assert code_of(caught) == "handover.unknown"


def test_a_refused_request_leaves_the_hand_over_open(office: Office) -> None:
    handover = offer(office, max_copies=2)
    with pytest.raises(Refused):
        office.issue(ask(handover, copies=3).request.format(), now_s=NOW_S)
    assert office.issue(ask(handover, copies=1).request.format(), now_s=NOW_S).credentials


def test_two_offices_on_one_home_answer_a_hand_over_once(office: Office) -> None:
    """Two clerks, two windows: whoever asks second is too late."""
    twin = Office(office.home, office.hall, office._keys)
    handover = offer(office)
    office.issue(ask(handover).request.format(), now_s=NOW_S)
    with pytest.raises(Refused) as caught:
        twin.issue(ask(handover, of="other").request.format(), now_s=NOW_S)
    assert code_of(caught) == "handover.used"


# Status.


def test_a_slot_is_never_given_twice(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not after a withdrawal, and not when the random numbers of two draws are the same."""
    from livret_core.status import assignment

    draw = assignment.assign

    def same_draw(count: int, *, entries: int, taken: set[int], seed: bytes) -> tuple[int, ...]:
        return tuple(draw(count, entries=entries, taken=taken, seed=bytes(len(seed))))

    monkeypatch.setattr(assignment, "assign", same_draw)
    taken: list[int] = []
    for number in range(4):
        handover = offer(office)
        raw = ask(handover, of=str(number)).request.format()
        taken += [one.index for one in references(office.issue(raw, now_s=NOW_S))]
        office.set_status(handover.code, Status.INVALID, now_s=NOW_S)
    assert len(set(taken)) == len(taken) == 12


def test_withdrawn_is_for_ever(office: Office) -> None:
    handover = offer(office)
    one = references(office.issue(ask(handover).request.format(), now_s=NOW_S))[0]
    assert status_of(office, one) == "valid"
    assert office.set_status(handover.code, Status.INVALID, now_s=NOW_S).copies == 3
    office.publish(now_s=NOW_S)
    assert status_of(office, one) == "status.revoked"
    for status in (Status.VALID, Status.SUSPENDED):
        with pytest.raises(Refused) as caught:
            office.set_status(handover.code, status, now_s=NOW_S)
        assert code_of(caught) == "status.final"
    office.set_status(handover.code, Status.INVALID, now_s=NOW_S)  # said twice is said once


def test_paused_is_until_resumed(office: Office) -> None:
    handover = offer(office)
    one = references(office.issue(ask(handover).request.format(), now_s=NOW_S))[2]
    office.set_status(handover.code, Status.SUSPENDED, now_s=NOW_S)
    office.publish(now_s=NOW_S)
    assert status_of(office, one) == "status.suspended"
    office.set_status(handover.code, Status.VALID, now_s=NOW_S)
    office.publish(now_s=NOW_S)
    assert status_of(office, one) == "valid"


def test_what_was_never_issued_has_no_status(office: Office) -> None:
    handover = offer(office)
    with pytest.raises(Refused) as caught:
        office.set_status(handover.code, Status.INVALID, now_s=NOW_S)
    assert code_of(caught) == "handover.not_issued"


def test_somebody_elses_copies_stay_as_they_are(office: Office) -> None:
    mine, hers = offer(office), offer(office)
    office.issue(ask(mine).request.format(), now_s=NOW_S)
    one = references(office.issue(ask(hers, of="zoe").request.format(), now_s=NOW_S))[0]
    office.set_status(mine.code, Status.INVALID, now_s=NOW_S)
    office.publish(now_s=NOW_S)
    assert status_of(office, one) == "valid"


def test_a_list_is_good_for_a_week_and_no_longer(office: Office) -> None:
    handover = offer(office)
    one = references(office.issue(ask(handover).request.format(), now_s=NOW_S))[0]
    assert status_of(office, one, now_s=NOW_S + 6 * DAY_S) == "valid"
    with pytest.raises(Unavailable) as caught:
        status_of(office, one, now_s=NOW_S + 7 * DAY_S + 1)
    assert code_of(caught) == "status.stale"


def test_a_used_hand_over_cannot_be_cancelled(office: Office) -> None:
    handover = offer(office)
    office.issue(ask(handover).request.format(), now_s=NOW_S)
    with pytest.raises(Refused) as caught:
        office.cancel(handover.code, now_s=NOW_S)
    assert code_of(caught) == "handover.collected"


def test_a_cancelled_hand_over_says_nothing_any_more(office: Office) -> None:
    handover = offer(office)
    office.cancel(handover.code, now_s=NOW_S)
    [kept] = office.handovers()
    assert kept.claims is None
    with pytest.raises(Refused) as caught:
        office.issue(ask(handover).request.format(), now_s=NOW_S)
    assert code_of(caught) == "handover.expired"

"""Attack 61: two services lay side by side what they were shown, and know one visitor.

Copies of one proof share no key, salt, digest, place in the status list or signature.
What they do share is listed here, and is the same for everybody the town hall served
that day. The wallet checks the first half itself, since a town hall that is careless
with it would not notice.
"""

import itertools
import json
from pathlib import Path
from typing import Final

import pytest

from livret_core.credential.presentation import Presentation
from livret_core.dids.webvh import WebvhDid, verify_log
from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.encoding.json import JsonObject, JsonValue
from livret_core.errors import Refused
from livret_core.keys import P256Signer
from livret_wallet.holder import accept
from livret_wallet.records import PendingRequest
from livret_wallet.vouching import OwnLog
from tests.office import CAMILLE, DAY_S, NOW_S, ask, offer, open_office
from tests.playing import Play
from tests.scene import NOW_S as TOLD_S
from tests.scene import RESIDENCY, TOWN, Draft, draft, seed

# What every copy shows in clear, and why it tells nobody apart.
SHARED: Final = {
    "iss": "the town",
    "vct": "the type",
    "vct#integrity": "the type's rules",
    "iat": "the day",
    "exp": "the last day, the same for all who asked that day",
    "_sd_alg": "the hash",
    "issuing_authority": "the town",
    "issuing_country": "the town",
    "issuing_territory": "the town",
    "certificate_language": "the town",
}


def payload_of(text: str) -> JsonObject:
    return json_encoding.parse_object(base64url.decode(text.partition("~")[0].split(".")[1]))


def texts_in(value: JsonValue) -> set[str]:
    """Every text and number in a value that somebody could compare."""
    if isinstance(value, dict):
        return {text for inner in value.values() for text in texts_in(inner)}
    if isinstance(value, list):
        return {text for inner in value for text in texts_in(inner)}
    return {json.dumps(value)}


def issued(tmp_path: Path, *, copies: int = 3) -> list[str]:
    office = open_office(tmp_path)
    asked = ask(offer(office), copies=copies)
    return list(office.issue(asked.request.format(), now_s=NOW_S).credentials)


def test_attack_61_copies_share_nothing_but_what_is_listed(tmp_path: Path) -> None:
    one, other = map(payload_of, issued(tmp_path, copies=2))
    alike = {name for name in one if one[name] == other.get(name)}
    assert alike == set(SHARED)


def test_attack_61_not_one_text_of_a_copy_is_in_another(tmp_path: Path) -> None:
    copies = issued(tmp_path)
    known = texts_in({name: payload_of(copies[0])[name] for name in SHARED})
    known |= {'"EC"', '"P-256"', json.dumps(status_uri(copies[0]))}
    seen: set[str] = set()
    for text in copies:
        jwt, *disclosures, _ = text.split("~")
        own = texts_in(payload_of(text)) - known
        own |= {jwt.rsplit(".", 1)[1], *disclosures}
        own |= {base64url.decode(part).decode().split('"')[1] for part in disclosures}  # salts
        assert seen.isdisjoint(own)
        seen |= own


def status_uri(text: str) -> JsonValue:
    status = payload_of(text)["status"]
    assert isinstance(status, dict)
    assert isinstance(status["status_list"], dict)
    return status["status_list"]["uri"]


def test_attack_61_what_is_shared_is_the_same_for_everybody(tmp_path: Path) -> None:
    """Another person, another hour: the same day, the same shared claims."""
    office = open_office(tmp_path)
    early = ask(offer(office), copies=1)
    late = ask(offer(office, given_name="Zoé", family_name="Durand"), copies=1, of="zoe")
    midnight = NOW_S - NOW_S % DAY_S + DAY_S
    [one] = office.issue(early.request.format(), now_s=midnight + 5 * 3_600).credentials
    [other] = office.issue(late.request.format(), now_s=midnight + 17 * 3_600 + 13).credentials
    mine, hers = payload_of(one), payload_of(other)
    assert {name: mine[name] for name in SHARED} == {name: hers[name] for name in SHARED}
    assert status_uri(one) == status_uri(other)


def test_attack_61_how_much_a_person_has_is_not_to_be_counted(tmp_path: Path) -> None:
    """A person without a birth date shows as many digests as one with everything."""
    office = open_office(tmp_path)
    full = ask(offer(office, resident_since="2019"), copies=1)
    sparse = {name: value for name, value in CAMILLE.items() if name != "birthdate"}
    kind_claims = {**sparse, **office.standing_claims(RESIDENCY, now_s=NOW_S)}
    handover = office.offer(
        RESIDENCY, kind_claims, source="s", max_copies=1, valid_s=DAY_S, now_s=NOW_S
    )
    counts = set()
    for asked in (full, ask(handover, copies=1, of="zoe")):
        [text] = office.issue(asked.request.format(), now_s=NOW_S).credentials
        digests = payload_of(text)["_sd"]
        assert isinstance(digests, list)
        counts.add(len(digests))
    assert len(counts) == 1


def test_attack_61_places_in_the_list_say_nothing_of_each_other(tmp_path: Path) -> None:
    copies = issued(tmp_path, copies=10)
    places = [Presentation.parse(text).registered.status for text in copies]
    indexes = sorted(
        int(str(place["status_list"]["idx"]))
        for place in places
        if place is not None and isinstance(place["status_list"], dict)
    )
    gaps = [after - before for before, after in itertools.pairwise(indexes)]
    assert min(gaps) > 0
    assert max(gaps) > 100  # ten in 131,072, drawn and not counted up


def test_attack_61_two_services_are_shown_nothing_in_common(town: Play) -> None:
    """From the answers alone: signature, key, salts, places, key bindings."""
    town.verify("init", "--service", "Library", desk="library")
    shown = []
    for desk in ("pool", "library"):
        answer = json.loads(town.show(desk=desk).read_text())
        [[text]] = answer["vp_token"].values()
        shown.append(text)
    one, other = ({part for part in text.split("~") if part} for text in shown)
    assert one.isdisjoint(other)
    known = texts_in({name: payload_of(shown[0])[name] for name in SHARED})
    common = texts_in(payload_of(shown[0])) & texts_in(payload_of(shown[1])) - known
    assert common == {'"EC"', '"P-256"', json.dumps(status_uri(shown[0]))}


# The wallet's own look: a careless town hall.

KEYS: Final = tuple(P256Signer.from_seed(seed(f"copy {number}", 48)) for number in range(2))
PENDING: Final = PendingRequest(
    "request", TOWN.did, "Verneuil", RESIDENCY.vct, "7KQ2M9TD", "nonce", ("a", "b"), TOLD_S
)
LOG: Final = OwnLog(verify_log(TOWN.log, WebvhDid.parse(TOWN.did), now_s=TOLD_S))


def keep(*drafts: Draft) -> int:
    held, _ = accept(
        [one.signed().format() for one in drafts],
        PENDING,
        [key.public_key for key in KEYS],
        LOG,
        batch_id="batch",
        now_s=TOLD_S,
    )
    return len(held.copies)


def made(number: int, *, copy: int, index: int) -> Draft:
    today_s = TOLD_S - TOLD_S % DAY_S
    return draft(
        holder=KEYS[number],
        copy=copy,
        index=index,
        issued_s=today_s,
        expires_s=RESIDENCY.law.expires_at_s(today_s),
    )


def refused(*drafts: Draft) -> str:
    with pytest.raises(Refused) as caught:
        keep(*drafts)
    return caught.value.code


def test_attack_61_twin_copies_that_share_nothing_are_kept() -> None:
    assert keep(made(0, copy=0, index=20), made(1, copy=1, index=21)) == 2


def test_attack_61_copies_with_the_same_salts() -> None:
    assert refused(made(0, copy=0, index=20), made(1, copy=0, index=21)) == "received.linkable"


def test_attack_61_copies_in_one_place_of_the_list() -> None:
    assert refused(made(0, copy=0, index=20), made(1, copy=1, index=20)) == "received.linkable"


def with_decoy(one: Draft, decoy: str = "D" * 42 + "A") -> Draft:
    digests = one.payload["_sd"]
    assert isinstance(digests, list)
    return one.with_payload(_sd=sorted([*digests, decoy], key=str))


def test_attack_61_copies_with_one_decoy_in_common() -> None:
    """No disclosure shows it, and every service sees it."""
    first, second = made(0, copy=0, index=20), made(1, copy=1, index=21)
    assert refused(with_decoy(first), with_decoy(second)) == "received.linkable"


def test_attack_61_twin_a_decoy_of_its_own() -> None:
    first, second = made(0, copy=0, index=20), made(1, copy=1, index=21)
    assert keep(with_decoy(first), with_decoy(second, "E" * 42 + "A")) == 2


def test_attack_61_a_salt_that_serves_another_claim_in_the_next_copy() -> None:
    from tests.scene import disclosure, elements_of

    first, second = made(0, copy=0, index=20), made(1, copy=1, index=21)
    salt = elements_of(first.disclosures[0])[0]
    last = second.disclosures[-1]
    _, name, value = elements_of(last)
    changed = second.replacing(str(name), disclosure(salt, name, value))
    assert refused(first, changed) == "received.linkable"


# A town hall that is not careless: what is alike in her copies, and in nobody else's.


def on_both(**changes: object) -> str:
    pair = (made(number, copy=number, index=20 + number) for number in range(2))
    return marked_in(*(one.with_payload(**changes) for one in pair))


def marked_in(*drafts: Draft) -> str:
    with pytest.raises(Refused) as caught:
        keep(*drafts)
    assert caught.value.code == "received.marked"
    return str(caught.value.facts["part"])


@pytest.mark.parametrize("name", ["cty", "person", "iss"])
def test_attack_61_a_number_in_the_header(name: str) -> None:
    pair = (made(number, copy=number, index=20 + number) for number in range(2))
    assert marked_in(*(one.with_header(**{name: "4711"}) for one in pair)) == "header"


def status_with(one: Draft, where: str) -> Draft:
    status = one.payload["status"]
    assert isinstance(status, dict)
    place = status["status_list"]
    assert isinstance(place, dict)
    if where == "beside":
        return one.with_payload(status={**status, "resident": "4711"})
    return one.with_payload(status={"status_list": {**place, "resident": "4711"}})


@pytest.mark.parametrize("where", ["inside", "beside"])
def test_attack_61_a_number_by_the_place_in_the_list(where: str) -> None:
    pair = (made(number, copy=number, index=20 + number) for number in range(2))
    assert marked_in(*(status_with(one, where) for one in pair)) == "status"


@pytest.mark.parametrize("name", ["kid", "use", "alg"])
def test_attack_61_a_number_on_the_holders_key(name: str) -> None:
    def named(one: Draft) -> Draft:
        confirmation = one.payload["cnf"]
        assert isinstance(confirmation, dict)
        assert isinstance(confirmation["jwk"], dict)
        known = {"use": "sig", "alg": "ES256"}.get(name, "resident-4711")
        return one.with_payload(cnf={"jwk": {**confirmation["jwk"], name: known}})

    pair = (named(made(number, copy=number, index=20 + number)) for number in range(2))
    assert marked_in(*pair) == "cnf"


def test_attack_61_a_type_of_her_own_beside_the_type() -> None:
    assert on_both(aka_vcts=["urn:livret:resident:4711"]) == "aka_vcts"


@pytest.mark.parametrize("part", ["iat", "exp"])
@pytest.mark.parametrize("later_s", [1, 0.4242, 4_711, -DAY_S * 47])
def test_attack_61_a_time_that_is_hers(part: str, later_s: float) -> None:
    plain = made(0, copy=0, index=20).payload[part]
    assert isinstance(plain, int)
    if part == "iat" and later_s > 0:
        later_s -= DAY_S  # the clock of nobody is ahead of the wallet's
    assert on_both(**{part: plain + later_s}) == part


def test_attack_61_a_day_that_is_hers() -> None:
    """Both dates fit the type; that day she asked for nothing."""
    day_s = TOLD_S - TOLD_S % DAY_S - 47 * DAY_S
    assert on_both(iat=day_s, exp=RESIDENCY.law.expires_at_s(day_s)) == "iat"


@pytest.mark.parametrize("part", ["iat", "exp"])
def test_attack_61_a_time_of_another_spelling(part: str) -> None:
    plain = made(0, copy=0, index=20).payload[part]
    assert isinstance(plain, int)
    assert on_both(**{part: float(plain)}) == part


def test_attack_61_one_that_never_ends() -> None:
    assert on_both(exp=...) == "exp"


def test_attack_61_a_beginning_that_is_hers() -> None:
    assert on_both(nbf=4_711) == "nbf"


def test_attack_61_twin_the_day_before_she_asked_is_a_counters_clock() -> None:
    day_s = TOLD_S - TOLD_S % DAY_S - DAY_S
    times = {"iat": day_s, "exp": RESIDENCY.law.expires_at_s(day_s)}
    pair = (made(number, copy=number, index=20 + number) for number in range(2))
    assert keep(*(one.with_payload(**times) for one in pair)) == 2


def test_attack_61_twin_a_town_halls_first_day(tmp_path: Path) -> None:
    """Its key is listed since noon, so that day's copies are dated from noon."""
    from livret_wallet.gather import Folder
    from livret_wallet.service import Wallet
    from livret_wallet.vault import Vault
    from tests.office import CHEAP

    office = open_office(tmp_path)
    wallet = Wallet(Vault.create(tmp_path / "wallet.vault", b"cheap", kdf=CHEAP))
    request = wallet.request(offer(office), copies=2, now_s=NOW_S + 60)
    response = office.issue(request.format(), now_s=NOW_S + 90)
    assert payload_of(response.credentials[0])["iat"] == NOW_S
    held, _ = wallet.receive(response, Folder(office.home.public), now_s=NOW_S + 120)
    assert len(held.copies) == 2

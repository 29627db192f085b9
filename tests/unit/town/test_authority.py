"""The town's own authority: servers under real names, believed by who is given its certificate."""

import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509

from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_edge.fetcher import Fetcher
from livret_edge.serving.listening import Tls
from livret_town.authority import Authority, ServerFiles
from tests.asking import served
from tests.sample_service import Sample

HOST = "hall.verneuil.test"


def fetch(files: ServerFiles, authorities: Path, host: str = HOST) -> int:
    """Serve under what *files* say and fetch as *host*; the status that comes back."""
    tls = Tls(str(files.certificate), str(files.key))
    with served(Sample().app, tls=tls) as [port]:
        fetcher = Fetcher(authorities=authorities.read_bytes(), pins={(host, port): "127.0.0.1"})
        try:
            uri = HttpsUri.parse(f"https://{host}:{port}/openapi.json")
            return fetcher.get(uri, max_bytes=1 << 20).status
        finally:
            fetcher.close()


def now_s() -> int:
    return int(time.time())


def unavailable(act: Callable[[], object], code: str = "net.certificate") -> bool:
    with pytest.raises(Unavailable) as caught:
        act()
    return caught.value.code == code


def test_a_server_is_believed_by_who_was_given_the_authority(tmp_path: Path) -> None:
    made = Authority.create(tmp_path / "ca", now_s=now_s(), days=2)
    files = made.certify(HOST, now_s=now_s(), days=1)
    # The service asked is on a port that it was not told: that it says so is answer enough.
    assert fetch(files, made.certificates) == 421


def test_it_goes_on_when_it_was_opened_again(tmp_path: Path) -> None:
    made = Authority.create(tmp_path / "ca", now_s=now_s(), days=2)
    files = Authority.open(tmp_path / "ca").certify(HOST, now_s=now_s(), days=1)
    assert fetch(files, made.certificates) == 421


def test_under_another_name_it_is_nobody(tmp_path: Path) -> None:
    made = Authority.create(tmp_path / "ca", now_s=now_s(), days=2)
    files = made.certify(HOST, now_s=now_s(), days=1)
    assert unavailable(lambda: fetch(files, made.certificates, "desk.verneuil.test"))


def test_another_authority_is_not_this_one(tmp_path: Path) -> None:
    files = Authority.create(tmp_path / "a", now_s=now_s(), days=2).certify(
        HOST, now_s=now_s(), days=1
    )
    other = Authority.create(tmp_path / "b", now_s=now_s(), days=2)
    assert unavailable(lambda: fetch(files, other.certificates))


@pytest.mark.parametrize("made_days_ago", [10, -10])
def test_what_has_ended_or_not_begun_is_not_good_at_the_time_of_the_clock(
    tmp_path: Path, made_days_ago: int
) -> None:
    """Told apart from one that nobody believes: who reads it is to look at the clock."""
    then_s = now_s() - made_days_ago * 86_400
    made = Authority.create(tmp_path / "ca", now_s=min(then_s, now_s()), days=100)
    files = made.certify(HOST, now_s=then_s, days=1)
    assert unavailable(lambda: fetch(files, made.certificates), "net.certificate_time")


def test_no_certificate_holds_for_longer_than_the_authority(tmp_path: Path) -> None:
    made = Authority.create(tmp_path / "ca", now_s=now_s(), days=2)
    files = made.certify(HOST, now_s=now_s(), days=90)
    server = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    own = x509.load_pem_x509_certificate(made.certificates.read_bytes())
    assert server.not_valid_after_utc == own.not_valid_after_utc


def test_its_keys_are_its_owners_alone(tmp_path: Path) -> None:
    made = Authority.create(tmp_path / "ca", now_s=now_s(), days=2)
    files = made.certify(HOST, now_s=now_s(), days=1)
    for key in (files.key, tmp_path / "ca" / "ca.key"):
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "host", ["example.org", "test", "", "a.test.", "*.test", "A.test", "127.0.0.1", "a/../b.test"]
)
def test_no_name_of_anybody_elses_is_certified(tmp_path: Path, host: str) -> None:
    made = Authority.create(tmp_path / "ca", now_s=now_s(), days=2)
    with pytest.raises(MalformedInput) as caught:
        made.certify(host, now_s=now_s(), days=1)
    assert caught.value.code == "input.https_uri"
    assert sorted(each.name for each in (tmp_path / "ca").iterdir()) == ["ca.key", "ca.pem"]


def test_whoever_has_its_key_certifies_no_name_of_anybody_elses_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("livret_town.authority.REALM", "example")
    careless = Authority.create(tmp_path / "ca", now_s=now_s(), days=2)
    monkeypatch.setattr("livret_town.authority.REALM", "test")
    files = careless.certify(HOST, now_s=now_s(), days=1)
    assert unavailable(lambda: fetch(files, careless.certificates))


@pytest.mark.parametrize("name", ["ca.pem", "ca.key"])
def test_what_is_no_authority_is_said_to_be_none(tmp_path: Path, name: str) -> None:
    Authority.create(tmp_path / "ca", now_s=now_s(), days=2)
    (tmp_path / "ca" / name).write_bytes(b"not one")
    with pytest.raises(LivretError) as caught:
        Authority.open(tmp_path / "ca")
    assert caught.value.code == "x509.malformed"


def test_a_key_of_another_authority_is_not_gone_on_with(tmp_path: Path) -> None:
    for each in ("a", "b"):
        Authority.create(tmp_path / each, now_s=now_s(), days=2)
    (tmp_path / "a" / "ca.key").write_bytes((tmp_path / "b" / "ca.key").read_bytes())
    with pytest.raises(MalformedInput) as caught:
        Authority.open(tmp_path / "a")
    assert caught.value.code == "x509.malformed"


def test_one_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    made = Authority.create(tmp_path / "ca", now_s=now_s(), days=2)
    before = made.certificates.read_bytes()
    with pytest.raises(Refused) as caught:
        Authority.create(tmp_path / "ca", now_s=now_s(), days=2)
    assert (caught.value.code, made.certificates.read_bytes()) == ("home.exists", before)

"""What answers at an address where a ledger was looked for, and what to type next."""

import json
import shlex
from collections.abc import Mapping
from email.utils import formatdate
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest

from livret_core.encoding import jcs
from livret_core.errors import LivretError, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.ledger import head
from livret_core.ledger.trust_chain import walk
from livret_core.ledger.trust_root import format_versions
from livret_core.words import LANGUAGES
from livret_core.words.figures import utc
from livret_town import reaching
from livret_town.command import main
from livret_town.diagnosis import Place, diagnose_place
from livret_town.doctor import _filled
from tests.ledger_heads import Seen, next_root
from tests.ledger_scene import DAY_S, ORIGIN, Scene
from tests.ledger_towns import ed25519

AT = "https://ledger.example:8444"


@pytest.fixture(scope="module")
def seen() -> Seen:
    scene = Scene.founded()
    scene.tick(DAY_S)
    return Seen(scene)


def look(
    monkeypatch: pytest.MonkeyPatch,
    answer: tuple[int, bytes] | LivretError,
    trust: Path | None,
    roots: Mapping[int, tuple[int, bytes]] = MappingProxyType({}),
    *,
    date: str = "",
    **typed: Any,
) -> Place:
    def get(uri: HttpsUri, **_: object) -> object:
        if isinstance(answer, LivretError):
            raise answer
        if "/trust/" in uri.text:
            version = int(uri.text.rpartition("/")[2].removesuffix(".json"))
            status, body = roots.get(version, (404, b""))
            return SimpleNamespace(status=status, body=body)
        return SimpleNamespace(status=answer[0], body=answer[1], headers={"date": date})

    made: Any = SimpleNamespace(get=get, close=lambda: None)
    monkeypatch.setattr(reaching, "fetcher_of", lambda *_, **__: made)
    given = {"at": AT, "trust": trust, "resolve": None, "authorities": None} | typed
    asked: Any = SimpleNamespace(**given)
    return reaching.look_for(asked)


def trust_of(seen: Seen, folder: Path) -> Path:
    path = folder / "our trust.jsonl"
    path.write_bytes(format_versions([seen.first]))
    return path


@pytest.mark.parametrize("answer", [(404, b"no"), (200, b"<html>"), (502, b"")])
def test_what_is_no_ledger_is_told_from_another_ledger(
    monkeypatch: pytest.MonkeyPatch, answer: tuple[int, bytes]
) -> None:
    assert look(monkeypatch, answer, None).obstacle == "none"


def test_another_ledger_than_the_believed_one_is_told_with_the_file_to_look_at(
    monkeypatch: pytest.MonkeyPatch, seen: Seen, tmp_path: Path
) -> None:
    with monkeypatch.context() as signed_by_another:
        pen = (ORIGIN, ORIGIN, ed25519("another log"))
        signed_by_another.setattr(Scene, "log_pen", property(lambda _: pen))
        signed = seen.head(at_s=seen.scene.at_s).format()
    place = look(monkeypatch, (200, signed), trust_of(seen, tmp_path))
    assert place.obstacle == "other"
    for language in LANGUAGES:
        remedy = _filled(diagnose_place(place), language, zone=utc).remedy
        assert remedy == f"livret ledger trust show --trust '{tmp_path}/our trust.jsonl'"
        assert main([*shlex.split(remedy)[1:], "--json"]) == 0  # as it is pasted


def test_the_believed_ledger_that_few_confirm_is_not_said_to_be_another(
    monkeypatch: pytest.MonkeyPatch, seen: Seen, tmp_path: Path
) -> None:
    few = seen.head(at_s=seen.scene.at_s, witnesses=seen.scene.towns[:1]).format()
    place = look(monkeypatch, (200, few), trust_of(seen, tmp_path))
    assert (place.obstacle, place.at_s) == ("few", None)
    for language in LANGUAGES:
        remedy = _filled(diagnose_place(place), language, zone=utc).remedy
        assert remedy == f"livret ledger status --from {AT} --trust '{tmp_path}/our trust.jsonl'"


def test_newer_trust_roots_at_the_ledger_are_gone_on_to(
    monkeypatch: pytest.MonkeyPatch, seen: Seen, tmp_path: Path
) -> None:
    scene, towns = seen.scene, seen.scene.towns
    monkeypatch.setattr(reaching, "time", SimpleNamespace(time=lambda: scene.at_s))
    joint = seen.head(at_s=scene.at_s)
    second = next_root(seen.first, scene, towns, joint, by=towns, numbers=seen.first.numbers)
    first, trust = (200, seen.first.raw), trust_of(seen, tmp_path)
    head, few = joint.format(), json.loads(second.raw)
    few["sigs"] = few["sigs"][:1]
    for roots, obstacle in (
        ({1: first, 2: (200, second.raw)}, None),
        # Nobody knows who stands behind it now; and one that few signed is not its.
        ({1: first, 2: (503, b"")}, "silent"),
        ({1: first, 2: (200, jcs.canonicalize(few))}, "other"),
    ):
        assert look(monkeypatch, (200, head), trust, roots).obstacle == obstacle


@pytest.mark.parametrize(("ago_s", "obstacle"), [(-1, None), (0, "expired")])
def test_where_the_list_of_who_confirms_has_ended_the_doctor_says_what_a_reader_does(
    monkeypatch: pytest.MonkeyPatch, seen: Seen, tmp_path: Path, ago_s: int, obstacle: str | None
) -> None:
    now_s = seen.first.expires_s + ago_s
    signed = seen.head(at_s=now_s - 60).format()
    monkeypatch.setattr(reaching, "time", SimpleNamespace(time=lambda: now_s))
    assert look(monkeypatch, (200, signed), trust_of(seen, tmp_path)).obstacle == obstacle


def test_the_believed_ledger_is_read_with_its_age(
    monkeypatch: pytest.MonkeyPatch, seen: Seen, tmp_path: Path
) -> None:
    signed = seen.head(at_s=seen.scene.at_s).format()
    place = look(monkeypatch, (200, signed), trust_of(seen, tmp_path))
    assert place.at_s == seen.scene.at_s
    assert look(monkeypatch, (200, signed), None) == Place("ledger.example", 8444, at=AT)


@pytest.mark.parametrize(
    ("ahead_s", "obstacle"),
    [(0, None), (300, None), (301, "clock"), (-7 * DAY_S, None), (-7 * DAY_S - 1, "stale")],
)
def test_a_head_is_held_against_the_clock_as_every_reader_holds_it(
    monkeypatch: pytest.MonkeyPatch,
    seen: Seen,
    tmp_path: Path,
    ahead_s: int,
    obstacle: str | None,
) -> None:
    signed = seen.head(at_s=seen.scene.at_s).format()
    monkeypatch.setattr(reaching, "time", SimpleNamespace(time=lambda: seen.scene.at_s - ahead_s))
    place = look(monkeypatch, (200, signed), trust_of(seen, tmp_path))
    assert place.obstacle == obstacle
    if obstacle == "clock":
        for language in LANGUAGES:
            assert _filled(diagnose_place(place), language, zone=utc).remedy.startswith(
                "timedatectl"
            )


def test_one_that_gives_no_answer_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    assert look(monkeypatch, Unavailable("net.unavailable"), None).obstacle == "silent"


@pytest.mark.parametrize(
    ("behind_s", "obstacle"),
    [(None, "stale"), (0, "stale"), (300, "stale"), (301, "ahead"), (400 * DAY_S, "ahead")],
)
def test_a_clock_that_is_ahead_is_told_by_what_the_other_machine_says_of_the_time(
    monkeypatch: pytest.MonkeyPatch,
    seen: Seen,
    tmp_path: Path,
    behind_s: int | None,
    obstacle: str,
) -> None:
    now_s = seen.scene.at_s + 30 * DAY_S
    signed = seen.head(at_s=seen.scene.at_s).format()
    monkeypatch.setattr(reaching, "time", SimpleNamespace(time=lambda: now_s))
    date = "" if behind_s is None else formatdate(now_s - behind_s, usegmt=True)
    place = look(monkeypatch, (200, signed), trust_of(seen, tmp_path), date=date)
    assert place.obstacle == obstacle
    for language in LANGUAGES:
        said = _filled(diagnose_place(place), language, zone=utc)
        assert said.remedy.startswith("timedatectl") is (obstacle == "ahead")


def test_twin_that_machines_time_makes_nothing_good_and_nothing_bad(
    monkeypatch: pytest.MonkeyPatch, seen: Seen, tmp_path: Path
) -> None:
    at_s = seen.scene.at_s
    monkeypatch.setattr(reaching, "time", SimpleNamespace(time=lambda: at_s))
    signed, trust = seen.head(at_s=at_s).format(), trust_of(seen, tmp_path)
    for date in (formatdate(at_s - DAY_S), "no date", "Mon, 99 Nov 2026 00:00:00 GMT"):
        assert look(monkeypatch, (200, signed), trust, date=date).obstacle is None


@pytest.mark.parametrize(
    ("code", "obstacle"), [("ledger.older_head", "older"), ("trust.not_yet", "waits")]
)
def test_what_readers_refuse_a_right_head_for_is_told_as_that_and_not_as_another_ledger(
    monkeypatch: pytest.MonkeyPatch, seen: Seen, tmp_path: Path, code: str, obstacle: str
) -> None:
    """Older than the list of who confirms; or by a new log key, which counts from a time on."""
    at_s = seen.scene.at_s
    monkeypatch.setattr(head, "accept", _raising(Unavailable(code)))
    signed = seen.head(at_s=at_s).format()
    place = look(monkeypatch, (200, signed), trust_of(seen, tmp_path))
    counts_s = head.verify(seen.head(at_s=at_s), walk([seen.first])).counts_from_s
    assert (place.obstacle, place.at_s) == (obstacle, counts_s if obstacle == "waits" else at_s)
    for language in LANGUAGES:
        remedy = _filled(diagnose_place(place), language, zone=utc).remedy
        assert remedy.startswith(f"livret ledger status --from {AT} --trust ")


def test_what_is_to_be_typed_next_leads_to_where_was_looked(
    monkeypatch: pytest.MonkeyPatch, seen: Seen, tmp_path: Path
) -> None:
    """With its path, and with the pins and authorities that were typed."""
    few = seen.head(at_s=seen.scene.at_s, witnesses=seen.scene.towns[:1]).format()
    typed: dict[str, Any] = {
        "at": "https://ledger.example/our journal/".replace(" ", "%20"),
        "resolve": "ledger.example:443=127.0.0.1,hall.example:443=127.0.0.2",
        "authorities": tmp_path / "our ca.pem",
    }
    place = look(monkeypatch, (200, few), trust_of(seen, tmp_path), **typed)
    remedy = _filled(diagnose_place(place), "en", zone=utc).remedy
    assert shlex.split(remedy) == [
        "livret", "ledger", "status", "--from", "https://ledger.example/our%20journal",
        "--trust", f"{tmp_path}/our trust.jsonl", "--resolve", "ledger.example:443=127.0.0.1,hall.example:443=127.0.0.2",
        "--authorities", f"{tmp_path}/our ca.pem",
    ]  # fmt: skip
    none = look(monkeypatch, (404, b""), None, **typed)
    said = _filled(diagnose_place(none), "en", zone=utc)
    assert shlex.split(said.remedy) == [
        "curl", "-i", "--resolve", "ledger.example:443:127.0.0.1", "--cacert",
        f"{tmp_path}/our ca.pem", "https://ledger.example/our%20journal/checkpoint",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("error", "obstacle"),
    [
        (Unavailable("net.certificate"), "certificate"),
        (Unavailable("net.certificate_time"), "dates"),
        (Refused("net.address"), "inside"),
        (Unavailable("net.unavailable", "no such name"), "unknown"),
    ],
)
def test_what_is_in_the_way_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, error: LivretError, obstacle: str
) -> None:
    assert look(monkeypatch, error, None).obstacle == obstacle


def _raising(error: LivretError) -> Any:
    def refuse(*_: object, **__: object) -> None:
        raise error

    return refuse

"""What answers at an address where a ledger was looked for, and what to type next."""

import json
import shlex
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest

from livret_core.encoding import jcs
from livret_core.errors import LivretError, Unavailable
from livret_core.https_uri import HttpsUri
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
) -> Place:
    def get(uri: HttpsUri, **_: object) -> object:
        if isinstance(answer, LivretError):
            raise answer
        if "/trust/" in uri.text:
            version = int(uri.text.rpartition("/")[2].removesuffix(".json"))
            status, body = roots.get(version, (404, b""))
            return SimpleNamespace(status=status, body=body)
        return SimpleNamespace(status=answer[0], body=answer[1])

    made: Any = SimpleNamespace(get=get, close=lambda: None)
    monkeypatch.setattr(reaching, "fetcher_of", lambda *_, **__: made)
    asked: Any = SimpleNamespace(at=AT, trust=trust)
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
    assert look(monkeypatch, (200, signed), None) == Place("ledger.example", 8444)


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

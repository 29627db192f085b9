"""Reading a ledger's files of somebody who means harm."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from livret_core.errors import Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.ledger.trust_root import TrustRoot
from livret_ledger.client.reading import MISSING, Reader, Web
from tests.ledger_heads import Seen, next_root
from tests.ledger_scene import DAY_S, Scene
from tests.ledger_works import Works


class EveryName:
    """Answers the first *names* names of trust roots with the first version."""

    def __init__(self, raw: bytes, names: int) -> None:
        self.raw, self.names, self.asked = raw, names, 0

    def read(self, path: str, max_bytes: int) -> bytes:
        assert path.startswith("trust/")
        assert len(self.raw) <= max_bytes
        self.asked += 1
        if self.asked > self.names:
            raise Unavailable("file.unavailable", reason=MISSING)
        return self.raw


class Numbered:
    """Has a version under each of its names, beginning with the first."""

    def __init__(self, *versions: TrustRoot) -> None:
        self.raws = [each.raw for each in versions]
        self.asked: list[str] = []

    def read(self, path: str, max_bytes: int) -> bytes:
        self.asked.append(path)
        number = int(path.removeprefix("trust/").removesuffix(".json"))
        if number > len(self.raws):
            raise Unavailable("file.unavailable", reason=MISSING)
        raw = self.raws[number - 1]
        assert len(raw) <= max_bytes
        return raw


@pytest.fixture
def first(tmp_path: Path) -> bytes:
    return Works.founded(tmp_path).chain.newest.raw


def test_one_version_under_all_names_is_asked_for_twice_and_no_more(first: bytes) -> None:
    source, code = EveryName(first, 50), None
    try:
        tuple(Reader(source).trust_roots())
    except Refused as error:
        code = error.code
    assert code == "trust.version"
    assert source.asked == 2


def test_a_version_under_its_own_name_is_read(first: bytes) -> None:
    [root] = Reader(EveryName(first, 1)).trust_roots()
    assert root.raw == first


@pytest.mark.parametrize(("signers", "asked"), [(1, 2), (4, 4)])
def test_behind_a_version_that_too_few_signed_none_is_asked_for(signers: int, asked: int) -> None:
    scene = Scene.founded()
    scene.tick(DAY_S)
    seen = Seen(scene)
    joint = seen.head(at_s=scene.at_s)

    def after(before: TrustRoot, signers: int) -> TrustRoot:
        by, numbers = scene.towns[:signers], before.numbers
        return next_root(before, scene, scene.towns, joint, by=by, numbers=numbers)

    second = after(seen.first, signers)
    source, code = Numbered(seen.first, second, after(second, 4)), None
    try:
        seen.chain.extend(Reader(source).trust_roots(), now_s=scene.at_s)
    except Refused as error:
        code = error.code
    assert code == ("trust.signatures" if signers == 1 else None)
    assert source.asked == [f"trust/{number}.json" for number in range(1, asked + 1)]


class Failing(Numbered):
    """Gives no answer for one of its versions."""

    def read(self, path: str, max_bytes: int) -> bytes:
        if path == "trust/2.json":
            raise Unavailable("net.unavailable", "status 503")
        return super().read(path, max_bytes)


def test_a_version_that_is_kept_back_is_not_taken_for_the_end_of_the_chain(first: bytes) -> None:
    """Whoever goes by the version before it would believe nothing that is signed today."""
    source = Failing(TrustRoot.parse(first))
    with pytest.raises(Unavailable) as caught:
        tuple(Reader(source).trust_roots())
    assert (caught.value.code, caught.value.detail) == ("net.unavailable", "status 503")


@pytest.mark.parametrize(
    ("status", "is_missing"), [(404, True), (410, True), (503, False), (403, False)]
)
def test_only_who_says_so_has_no_such_file(status: int, *, is_missing: bool) -> None:
    fetcher: Any = SimpleNamespace(get=lambda *_, **__: SimpleNamespace(status=status, body=b""))
    with pytest.raises(Unavailable) as caught:
        Web(HttpsUri.parse("https://ledger.example"), fetcher).read("trust/2.json", 10)
    assert (caught.value.facts.get("reason") == MISSING) is is_missing

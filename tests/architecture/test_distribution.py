"""What is built holds what is written, no more and no less."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

PARTS = ("core", "edge", "issuer", "ledger", "schemas", "town", "verifier", "wallet")


def build(source: Path, target: str, into: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)],
        cwd=source,
        check=True,
        capture_output=True,
    )
    [built] = into.iterdir()
    return built


def written(root: Path) -> set[str]:
    """Each file of each part, as its path inside the package."""
    return {
        str(path.relative_to(root / part))
        for part in PARTS
        for path in (root / part).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def in_wheel(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


@pytest.fixture(scope="module")
def sdist(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    packed = build(root, "sdist", tmp_path_factory.mktemp("sdist"))
    into = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(packed) as archive:
        for member in archive:  # `extractall` has no filter before Python 3.11.4
            if (file := archive.extractfile(member)) is not None:
                path = into / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.read())
    [folder] = into.iterdir()
    return folder


def test_the_wheel_holds_every_file_of_every_part(root: Path, tmp_path: Path) -> None:
    assert in_wheel(build(root, "wheel", tmp_path)) == written(root)


def test_the_source_archive_holds_every_part_and_nothing_private(root: Path, sdist: Path) -> None:
    assert written(sdist) == written(root)
    tops = {path.name for path in sdist.iterdir()}
    assert tops == {
        *PARTS,
        ".gitignore",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "PKG-INFO",
        "README.md",
        "SECURITY.md",
        "pyproject.toml",
    }


def test_a_wheel_built_from_the_source_archive_is_the_same(sdist: Path, tmp_path: Path) -> None:
    assert in_wheel(build(sdist, "wheel", tmp_path)) == written(sdist)


def test_the_wheel_carries_its_licence_and_its_types(root: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(build(root, "wheel", tmp_path)) as archive:
        names = set(archive.namelist())
        [licence] = [name for name in names if name.endswith("/licenses/LICENSE")]
        assert b"Apache License" in archive.read(licence)
    assert {f"livret_{part}/py.typed" for part in PARTS} <= names


def test_the_lock_has_a_hash_for_everything_and_no_address(root: Path) -> None:
    text = (root / "requirements.lock").read_text()
    pinned = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert len(pinned) > 50
    assert [line for line in pinned if "==" not in line or not line.endswith("\\")] == []
    assert "://" not in text

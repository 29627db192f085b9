"""Sealed files at the least cost that opens again: what a passphrase costs is its own tests' affair."""

import pytest

from livret_core.sealing import FLOOR, SealedFile


@pytest.fixture
def cheap_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seal by the floor, whatever a command asks for."""
    seal = SealedFile.seal.__func__  # type: ignore[attr-defined]

    def cheap(cls: type[SealedFile], /, *arguments: object, **named: object) -> SealedFile:
        sealed: SealedFile = seal(cls, *arguments, **{**named, "kdf": FLOOR})
        return sealed

    monkeypatch.setattr(SealedFile, "seal", classmethod(cheap))

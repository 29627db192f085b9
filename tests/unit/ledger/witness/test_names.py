"""What a witness or an auditor may be called: what an operation of the ledger can name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from livret_core.errors import MalformedInput
from livret_ledger.auditor import cli as auditor
from livret_ledger.witness import cli as witness

_COMMON = ("init", "--home", "home", "--passphrase-file", "words", "--name")


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "words").write_text("copper lantern orchard\n")
    return tmp_path


@pytest.mark.parametrize("name", ["verneuil", "Verneuil.example/w", "x.example/W", "x.example/w/"])
@pytest.mark.parametrize(
    ("run", "more"),
    [(witness.run, ()), (auditor.run, ("--log-key", "key", "--from", "published"))],
    ids=["witness", "auditor"],
)
def test_a_name_that_no_operation_can_carry_is_refused_before_there_is_a_key(
    words: Path, run: Callable[[list[str]], int], more: tuple[str, ...], name: str
) -> None:
    with pytest.raises(MalformedInput) as caught:
        run([*_COMMON, name, *more])
    assert (caught.value.code, caught.value.facts["option"]) == ("usage.address", "--name")
    assert not (words / "home").exists()


def test_twin_one_that_can_be_named_is_made(words: Path) -> None:
    assert witness.run([*_COMMON, "verneuil.example/witness"]) == 0
    assert (words / "home").is_dir()

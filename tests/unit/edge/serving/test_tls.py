"""Files for TLS: which of the two does not fit, said before a service begins."""

from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from trustme import CA

from livret_core.errors import MalformedInput
from livret_edge.serving.tls import check_pair


class Files(NamedTuple):
    """A chain and its key, each in a file."""

    chain: Path
    key: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Files, Files]:
    """Two services of one authority."""
    root, authority = tmp_path_factory.mktemp("tls"), CA()
    both = []
    for name in ("hall.test", "pool.test"):
        issued = authority.issue_cert(name)
        files = Files(root / f"{name}.pem", root / f"{name}.key")
        files.chain.write_bytes(b"".join(each.bytes() for each in issued.cert_chain_pems))
        files.key.write_bytes(issued.private_key_pem.bytes())
        both.append(files)
    return both[0], both[1]


def refused(chain: Path, key: Path) -> tuple[str, object]:
    with pytest.raises(MalformedInput) as caught:
        check_pair(str(chain), str(key))
    return caught.value.code, caught.value.facts.get("option")


def test_a_key_of_another_chain_is_said_to_be_that(made: tuple[Files, Files]) -> None:
    mine, other = made
    assert refused(mine.chain, other.key) == ("usage.other_key", "--certificate-key")


def test_twin_a_key_of_its_own_chain_is_taken(made: tuple[Files, Files]) -> None:
    for files in made:
        check_pair(str(files.chain), str(files.key))


def test_two_files_in_each_others_place_are_said_to_be_that(made: tuple[Files, Files]) -> None:
    mine, _ = made
    assert refused(mine.key, mine.chain) == ("usage.pem", "--certificate")
    assert refused(mine.chain, mine.chain) == ("usage.pem", "--certificate-key")


def test_a_file_that_is_not_there_is_named_with_its_option(
    made: tuple[Files, Files], tmp_path: Path
) -> None:
    mine, _ = made
    assert refused(tmp_path / "no.pem", mine.key) == ("usage.no_file", "--certificate")
    assert refused(mine.chain, tmp_path / "no.key") == ("usage.no_file", "--certificate-key")
    assert refused(mine.chain, tmp_path) == ("usage.no_file", "--certificate-key")


def test_a_locked_key_is_not_waited_for(made: tuple[Files, Files], tmp_path: Path) -> None:
    mine, _ = made
    key = load_pem_private_key(mine.key.read_bytes(), None)
    locked = tmp_path / "locked.key"
    locked.write_bytes(
        key.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"four words to keep")
        )
    )
    assert refused(mine.chain, locked) == ("usage.key_locked", "--certificate-key")

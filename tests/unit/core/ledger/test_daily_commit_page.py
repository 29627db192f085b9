"""docs/spec/daily-commit.md: its example is made again from the page alone, and by our own code."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from livret_core.encoding import base64url
from livret_core.ledger.daily import DayCommit
from livret_core.ledger.issuance import IssuancePath

PAGE = Path(__file__).parents[4] / "docs/spec/daily-commit.md"


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    [text] = re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    read: dict[str, Any] = json.loads(text)
    return read


def digest(octets: bytes) -> bytes:
    return sha256(octets).digest()


def tree(hashes: list[bytes]) -> bytes:
    """RFC 9162 §2.1.1, as it is written."""
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return digest(b"\x01" + tree(hashes[:half]) + tree(hashes[half:]))


def leaves(example: dict[str, Any]) -> list[bytes]:
    """§3."""
    return [
        digest(b"\x00livret/issuance/v1\n" + bytes([salt]) * 32 + digest(jws.encode()))
        for salt, jws in zip(example["salts"], example["credentials"], strict=True)
    ]


def test_the_leaves_of_the_page_are_those_of_its_credentials(example: dict[str, Any]) -> None:
    assert [base64url.encode(each) for each in leaves(example)] == example["leaves"]


def test_the_issuance_root_is_over_sorted_leaves_and_padding(example: dict[str, Any]) -> None:
    padding = [digest(number.to_bytes(2)) for number in range(62)]
    root = tree(sorted([*leaves(example), *padding]))
    assert base64url.encode(root) == example["issuance"]


def test_the_paths_of_the_page_lead_to_the_root_and_to_no_other_credential(
    example: dict[str, Any],
) -> None:
    root = base64url.decode(example["issuance"])
    paths = [IssuancePath.parse(each) for each in example["paths"]]
    led = [[path.leads_to(root, jws) for jws in example["credentials"]] for path in paths]
    assert led == [[True, False], [False, True]]


def test_the_digests_of_the_page_are_what_it_says(example: dict[str, Any]) -> None:
    audit = example["audit"]
    salted = bytes([audit["salt"]]) * 32 + base64url.decode(audit["last"])
    wanted = {
        "audit": base64url.encode(digest(b"livret/audit-head/v1\n" + salted)),
        "issuance": example["issuance"],
        **{
            f"status/{number}": base64url.encode(digest(text.encode()))
            for number, text in example["lists"].items()
        },
    }
    assert {each["name"]: each["digest"] for each in example["commit"]["digests"]} == wanted


def test_the_root_of_the_page_is_over_its_digests(example: dict[str, Any]) -> None:
    digests = example["commit"]["digests"]
    assert [each["name"] for each in digests] == sorted(each["name"] for each in digests)
    made = tree([digest(b"\x00livret/commit/v1\n" + rfc8785.dumps(each)) for each in digests])
    assert base64url.encode(made) == example["root"]
    assert DayCommit.read(example["commit"]).root == made

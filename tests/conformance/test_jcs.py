"""RFC 8785: each input file canonicalizes to its output file, byte for byte."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from livret_core.encoding import jcs
from livret_core.encoding import json as json_encoding


def jcs_vectors(vectors: Path) -> Iterator[Any]:
    for path in sorted((vectors / "jcs-rfc8785" / "input").glob("*.json")):
        yield pytest.param(path, id=path.stem)


def test_a_document_has_its_published_canonical_form(jcs_vector: Path) -> None:
    folder = jcs_vector.parent.parent
    found = jcs.canonicalize(json_encoding.parse(jcs_vector.read_bytes()))
    assert found == (folder / "output" / jcs_vector.name).read_bytes().rstrip(b"\n")
    assert found == bytes.fromhex((folder / "outhex" / f"{jcs_vector.stem}.txt").read_text())


def test_a_canonical_form_is_its_own(jcs_vector: Path) -> None:
    once = jcs.canonicalize(json_encoding.parse(jcs_vector.read_bytes()))
    assert jcs.canonicalize(json_encoding.parse(once)) == once

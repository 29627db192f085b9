"""Token Status List: the appendix's lists, its two worked examples and its token."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from livret_core import jws
from livret_core.encoding import base64url
from livret_core.errors import Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.status.bits import StatusList
from livret_core.status.token import StatusReference, check_time, verify, verify_signature

URI: Final = HttpsUri.parse("https://example.com/statuslists/1")


def list_vectors(vectors: Path) -> Iterator[Any]:
    path = vectors / "token-status-list" / "status_list_vectors.json"
    for number, vector in enumerate(json.loads(path.read_bytes())):
        yield pytest.param(vector, id=f"{number}-{vector['bits']}-bit")


def test_each_published_status_is_read_and_every_other_is_zero(
    list_vector: dict[str, Any],
) -> None:
    read = StatusList.inflate(list_vector["bits"], base64url.decode(list_vector["lst"]))
    if "decompressed_hex" in list_vector:
        assert read.octets.hex() == list_vector["decompressed_hex"]
        return
    published = {int(index): status for index, status in list_vector["statuses"].items()}
    assert len(read.octets) == list_vector["decompressed_bytes"]
    assert read == StatusList.of(read.entries, bits=read.bits, statuses=published)
    assert {index: read.get(index) for index in published} == published


def test_a_published_list_survives_being_deflated_our_way(list_vector: dict[str, Any]) -> None:
    read = StatusList.inflate(list_vector["bits"], base64url.decode(list_vector["lst"]))
    assert StatusList.inflate(read.bits, read.deflate()) == read


def test_the_example_token_reads_as_printed_once_signed_by_a_key_we_have(
    vectors_dir: Path,
) -> None:
    """The draft prints no key for its example, so its claims are signed again here."""
    path = vectors_dir / "token-status-list" / "status_list_jwt_example.txt"
    printed = jws.CompactJws.parse(path.read_text("ascii").strip())
    printed.check_header(typ="statuslist+jwt", algorithms=("ES256",))
    signer = P256Signer.from_seed(bytes(range(48)))
    text = jws.sign(printed.header, printed.payload, signer)

    signed = verify_signature(text, uri=URI, key=signer.public_key)

    assert (signed.issued_at_s, signed.expires_at_s, signed.ttl_s) == (
        1_686_920_170,
        2_291_720_170,
        43_200,
    )
    verified = check_time(signed, now_s=1_790_000_000, max_age_s=None)
    statuses = [verified.status(StatusReference(index, URI)) for index in range(16)]
    assert statuses == [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]


def test_the_example_token_is_not_believed_under_another_key(vectors_dir: Path) -> None:
    path = vectors_dir / "token-status-list" / "status_list_jwt_example.txt"
    key = P256Signer.from_seed(bytes(range(48))).public_key
    with pytest.raises(Refused) as caught:
        verify(
            path.read_text("ascii").strip(), uri=URI, key=key, now_s=1_790_000_000, max_age_s=None
        )
    assert caught.value.code == "status.untrusted"

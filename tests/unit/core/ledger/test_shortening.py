"""Names and records written shorter: what comes back is what went in, and there is one short form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core.errors import MalformedInput
from livret_core.ledger.evidence import Evidence
from livret_core.ledger.shortening import MAX_DIDS, PIECES, dids_of, lengthen, shorten
from tests.ledger_heads import Seen
from tests.ledger_scene import Scene

DIDS = [f"did:webvh:Qm{at}:ledger.example:meuse:be-nis:9209{at}".encode() for at in range(4)]
PRINTABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)).map(str.encode)
TEXTS = st.lists(st.one_of(st.sampled_from([*DIDS, *PIECES]), PRINTABLE), max_size=12).map(b"".join)


@given(st.lists(TEXTS, max_size=4))
def test_every_text_comes_back_as_it_was(texts: list[bytes]) -> None:
    dids = dids_of(texts)
    for text in texts:
        assert lengthen(shorten(text, dids), dids, most=len(text)) == text


@given(st.binary(max_size=40))
def test_any_octets_are_read_within_bounds_or_malformed(octets: bytes) -> None:
    try:
        text = lengthen(octets, DIDS, most=100)
    except MalformedInput as error:
        assert error.code == "ledger.evidence"  # noqa: PT017
    else:
        assert len(text) <= 100
        assert text.isascii()


def test_a_did_that_stands_once_stays_where_it_is() -> None:
    assert dids_of([DIDS[0] + b"/" + DIDS[1], DIDS[1]]) == (DIDS[1],)


def test_no_more_dids_than_there_are_octets_for() -> None:
    many = [f"did:webvh:{at:03}".encode() for at in range(40)]
    assert dids_of(many * 2) == tuple(many[:MAX_DIDS])


@pytest.mark.parametrize(
    "octets", [b"\x00", b"\x05", b"\x1f", b"\x7f", bytes([0x80 + len(PIECES)])]
)
def test_an_octet_that_stands_for_nothing_is_malformed(octets: bytes) -> None:
    with pytest.raises(MalformedInput, match=r"ledger\.evidence"):
        lengthen(octets, DIDS, most=100)


def test_a_few_octets_do_not_come_to_a_great_many() -> None:
    with pytest.raises(MalformedInput, match=r"ledger\.evidence"):
        lengthen(b"\x01" * 16_000, DIDS, most=16_384)


def test_what_is_not_printable_is_not_written() -> None:
    with pytest.raises(MalformedInput, match=r"ledger\.evidence"):
        shorten(b"\x01", ())


@pytest.fixture(scope="module")
def bundle() -> bytes:
    scene = Scene.founded()
    scene.tick(60)
    seen = Seen(scene)
    did = scene.towns[1].did
    return seen.evidence(
        [f"did/{did}", f"key/{did}#credential-1"], seen.head(at_s=scene.at_s)
    ).format()


def test_a_did_that_is_written_out_is_another_spelling(bundle: bytes) -> None:
    """A bundle could else be told from its twins, and its holder with it."""
    piece = bytes([0x80 + PIECES.index(b"#credential-1")])
    name = bytes([0x80 + PIECES.index(b"key/")]) + b"\x01" + piece
    for other in (b"key/\x01" + piece, name.replace(piece, b"#credential-1")):
        head = bytes([0xC4, len(name)]) + name
        assert bundle.count(head) == 1
        with pytest.raises(MalformedInput) as caught:
            Evidence.parse(bundle.replace(head, bytes([0xC4, len(other)]) + other))
        assert caught.value.code == "ledger.evidence"


@pytest.mark.parametrize("stranger", ["é", "/", " "])
def test_what_stands_for_a_did_is_one(bundle: bytes, stranger: str) -> None:
    at = bundle.index(b"did:webvh:")
    other = bundle[: at + 12] + stranger.encode() + bundle[at + 12 + len(stranger.encode()) :]
    with pytest.raises(MalformedInput) as caught:
        Evidence.parse(other)
    assert caught.value.code == "ledger.evidence"

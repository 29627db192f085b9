import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from livret_core.dids.webvh import PLACEHOLDER, WebvhDid, placeholder_did
from livret_core.errors import MalformedInput

SCID = "QmZreDcjvWEpyRFznQeExWNCsvMLk5i59AcRJJuQC8UodJ"
LABELS = st.from_regex(r"[a-z][a-z0-9]{0,10}", fullmatch=True)
SEGMENTS = st.text(min_size=1, max_size=8).filter(
    lambda text: (
        text not in (".", "..")
        and text == text.strip()
        and not set("/\\\0") & set(text)
        and text.isprintable()
    )
)


# The method's own examples. The last writes its names as they are, which DID Core does
# not allow; percent-encoded it is the same DID.
@pytest.mark.parametrize(
    ("rest", "url"),
    [
        ("example.com", "https://example.com/.well-known/did.jsonl"),
        ("issuer.example.com", "https://issuer.example.com/.well-known/did.jsonl"),
        ("example.com:dids:issuer", "https://example.com/dids/issuer/did.jsonl"),
        ("example.com%3A3000:dids:issuer", "https://example.com:3000/dids/issuer/did.jsonl"),
        ("example.com%3A3000", "https://example.com:3000/.well-known/did.jsonl"),
        (
            "jp%E7%B4%8D%E8%B1%86.%E4%BE%8B.jp:%E7%94%A8%E6%88%B7",
            "https://xn--jp-cd2fp15c.xn--fsq.jp/%E7%94%A8%E6%88%B7/did.jsonl",
        ),
    ],
)
def test_a_did_stands_for_one_place(rest: str, url: str) -> None:
    did = WebvhDid.parse(f"did:webvh:{SCID}:{rest}")
    assert did.log_url == url
    assert did.witness_url == url.replace("did.jsonl", "did-witness.json")
    assert did.base_url == url.replace("did.jsonl", "").replace(".well-known/", "")
    assert did.web_did == f"did:web:{rest}"


def test_the_text_is_kept_and_the_host_is_normal() -> None:
    text = f"did:webvh:{SCID}:Towns.EXAMPLE%3a443"
    did = WebvhDid.parse(text)
    assert (did.text, did.host, did.port) == (text, "towns.example", 443)
    assert did != WebvhDid.parse(text.lower().replace(SCID.lower(), SCID))


@given(
    st.lists(LABELS, min_size=2, max_size=4).map(".".join),
    st.none() | st.integers(1, 65_535),
    st.lists(SEGMENTS, max_size=3).map(tuple),
)
def test_format_undoes_parse(host: str, port: int | None, path: tuple[str, ...]) -> None:
    did = WebvhDid.parse(placeholder_did(host, port=port, path=path).replace(PLACEHOLDER, SCID))
    assert (did.host, did.port, did.path) == (host, port, path)
    again = placeholder_did(did.host, port=did.port, path=did.path).replace(PLACEHOLDER, SCID)
    assert again == did.text


@given(st.text(max_size=12))
def test_a_host_is_a_name_or_refused(host: str) -> None:
    assume("%" not in host)
    try:
        did = WebvhDid.parse(placeholder_did(host).replace(PLACEHOLDER, SCID))
    except MalformedInput:
        return
    labels = did.host.split(".")
    assert len(labels) >= 2
    assert not labels[-1].isdigit()
    assert did.host.isascii()
    assert not set("/:@#?[]% ") & set(did.host)


@pytest.mark.parametrize(
    ("host", "port", "path", "code"),
    [
        ("localhost", None, (), "did.host"),
        ("127.0.0.1", None, (), "did.host"),
        ("towns.example", 0, (), "did.host"),
        ("towns.example", 65_536, (), "did.host"),
        ("towns.example", None, ("..",), "did.path"),
        ("towns.example", None, ("",), "did.malformed"),
        ("towns.example", None, ("", "a"), "did.path"),
        ("towns.example", None, ("a/b",), "did.path"),
        ("towns.example/a", None, (), "did.host"),
        ("", None, (), "did.malformed"),
    ],
)
def test_no_did_is_begun_that_could_not_be_read(
    host: str, port: int | None, path: tuple[str, ...], code: str
) -> None:
    with pytest.raises(MalformedInput) as caught:
        placeholder_did(host, port=port, path=path)
    assert caught.value.code == code


def test_the_scid_may_occur_in_the_path() -> None:
    did = WebvhDid.parse(f"did:webvh:{SCID}:towns.example:{SCID}")
    assert did.log_url == f"https://towns.example/{SCID}/did.jsonl"

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core import limits
from livret_core.dids import Did, DidUrl
from livret_core.errors import MalformedInput

IDCHARS = st.text(alphabet="ABCxyz019._-", min_size=1, max_size=12)
PATHS = st.text(alphabet="Aa0-._~!$&'()*+,;=:@/%", max_size=12)


def refusal(text: str) -> str:
    with pytest.raises(MalformedInput) as caught:
        Did.parse(text)
    return caught.value.code


@given(st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True), st.lists(IDCHARS, min_size=1, max_size=4))
def test_a_did_is_the_text_it_was_read_from(method: str, parts: list[str]) -> None:
    text = f"did:{method}:{':'.join(parts)}"
    did = Did.parse(text)
    assert (did.text, did.method, did.method_specific_id) == (text, method, ":".join(parts))
    assert str(did) == text


@pytest.mark.parametrize("text", ["did:a::b", "did:a:%41", "did:3:x", "did:web:a.b%3A80:c"])
def test_the_whole_grammar_is_read(text: str) -> None:
    assert Did.parse(text).text == text


@pytest.mark.parametrize(
    "text",
    ["", "did:", "did:a", "did:a:", "did:a:b:", "did:A:b", "DID:a:b", "did::b", "did:a:b#c",
     "did:a:b/c", "did:a:b?c", "did:a:b\n", "\ndid:a:b", "did:a:b c", "did:a:%4", "did:a:%zz",
     "did:a:é", "did:a_b:c", " did:a:b", "did:a:b~c"],
)  # fmt: skip
def test_what_is_not_in_the_grammar_is_malformed(text: str) -> None:
    assert refusal(text) == "did.malformed"


def test_a_did_is_no_longer_than_the_limit() -> None:
    longest = "did:a:" + "b" * (limits.DID_CHARS - 6)
    assert Did.parse(longest).text == longest
    assert refusal(longest + "b") == "input.too_large"


def test_a_hostile_did_is_read_in_no_time_to_speak_of() -> None:
    # Nested repetition would take longer than the universe has.
    assert refusal("did:a:" + "b" * 1_000 + "%") == "did.malformed"


@pytest.mark.parametrize(
    ("text", "path", "query", "fragment"),
    [
        ("did:a:b", "", None, None),
        ("did:a:b#c", "", None, "c"),
        ("did:a:b#", "", None, ""),
        ("did:a:b?", "", "", None),
        ("did:a:b/", "/", None, None),
        ("did:a:b/c/d?e=f&g#h", "/c/d", "e=f&g", "h"),
        ("did:a:b?versionTime=2026-11-21T09:30:00Z", "", "versionTime=2026-11-21T09:30:00Z", None),
        ("did:a:b#c/d?e", "", None, "c/d?e"),
        ("did:a:b//x", "//x", None, None),
    ],
)
def test_a_did_url_is_taken_apart(
    text: str, path: str, query: str | None, fragment: str | None
) -> None:
    url = DidUrl.parse(text)
    assert (url.did.text, url.path, url.query, url.fragment) == ("did:a:b", path, query, fragment)
    assert str(url) == text


@given(
    st.one_of(st.just(""), PATHS.map("/".__add__)),
    st.none() | st.text(alphabet="ab=&?/", max_size=8),
    st.none() | st.text(alphabet="ab/?", max_size=8),
)
def test_format_undoes_parse(path: str, query: str | None, fragment: str | None) -> None:
    text = f"did:a:b{path.replace('%', '%41')}"
    text += ("" if query is None else f"?{query}") + ("" if fragment is None else f"#{fragment}")
    assert str(DidUrl.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["#c", "", "did:a:b#c#d", "did:a:b c", "did:a:b#é", "did:a:b?%4", "did:a:b#c\n", "/x"]
)
def test_what_is_not_a_did_url_is_malformed(text: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        DidUrl.parse(text)
    assert caught.value.code == "did.malformed"


def test_a_did_url_is_no_longer_than_the_limit() -> None:
    with pytest.raises(MalformedInput) as caught:
        DidUrl.parse("did:a:b#" + "c" * limits.DID_CHARS)
    assert caught.value.code == "input.too_large"

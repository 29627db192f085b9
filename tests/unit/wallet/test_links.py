"""Which links are ours, and the entry that a desktop opens them by."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livret_core.errors import LivretError, MalformedInput
from livret_wallet import links

OFFER: Final = (
    "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fverneuil.test%2Fo%2F7KQ2M9T9"
)
REQUEST: Final = (
    "openid4vp://?client_id=decentralized_identifier%3Adid%3Ajwk%3Ae30"
    "&request_uri=https%3A%2F%2Fpool.test%2Fr%2F7"
)
NAMES: Final = {"en": "livret wallet", "fr": "Portefeuille livret"}


@pytest.mark.parametrize(
    ("link", "kind", "place"),
    [
        (OFFER, "offer", "verneuil.test"),
        (OFFER.replace("openid-credential-offer", "haip-vci"), "offer", "verneuil.test"),
        (OFFER.replace("openid-credential-offer", "OPENID-Credential-Offer"), "offer", "verneuil.test"),
        (REQUEST, "request", "pool.test"),
        (REQUEST.replace("openid4vp", "haip-vp"), "request", "pool.test"),
    ],
)  # fmt: skip
def test_a_link_says_what_it_is_for_and_where_it_leads(link: str, kind: str, place: str) -> None:
    assert (links.kind_of(link), links.place_of(link)) == (kind, place)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "--home=/tmp",
        "-x",
        "https://verneuil.test/o/7KQ2-M9T9",
        "file:///etc/passwd",
        "openid4vp",
        f"{REQUEST} --yes",
        f"{REQUEST}\n--yes",
        f"{REQUEST}\x1b[2J",
        f"{REQUEST}\u202e",
        f"{REQUEST}`x`",
        f'{REQUEST}"x"',
        f"--yes {REQUEST}",
        f" {REQUEST}",
    ],
)
def test_anything_else_is_no_link_of_ours(typed: str) -> None:
    with pytest.raises(MalformedInput) as caught:
        links.kind_of(typed)
    assert caught.value.code == "usage.link"


def test_a_link_without_end_is_not_read() -> None:
    with pytest.raises(MalformedInput) as caught:
        links.kind_of("openid4vp://?" + "a" * (64 << 10))
    assert caught.value.code == "input.too_large"


@given(st.text(max_size=200))
def test_what_a_stranger_writes_raises_our_reasons_alone(text: str) -> None:
    for link in (text, f"openid4vp://?{text}", f"openid-credential-offer://?{text}"):
        with pytest.raises(LivretError):
            links.place_of(link)


def arguments_of(entry: str, link: str) -> list[str]:
    """Read ``Exec`` as the Desktop Entry Specification 1.5 says, and put the link in."""
    [line] = [each for each in entry.splitlines() if each.startswith("Exec=")]
    text = line.removeprefix("Exec=").replace("\\\\", "\\")  # a string's own escapes
    found, word, quoted, at = [], "", False, 0
    while at < len(text):
        char = text[at]
        if quoted and char == "\\":
            at += 1
            assert text[at] in '"`$\\'
            word += text[at]
        elif char == '"':
            quoted = not quoted
        elif char == " " and not quoted:
            found.append(word)
            word = ""
        elif char == "%":
            at += 1
            word += {"%": "%", "u": link}[text[at]]
            assert text[at] == "%" or not quoted
        else:
            assert quoted or char not in "'\\><~|&;$*?#()`"
            word += char
        at += 1
    return [*found, word]


AWKWARD: Final = (
    "/opt/a b/python",
    "$HOME",
    "`x`",
    '"; rm -rf "',
    "100%u",
    "back\\slash",
    "it's & | > < * ? # ( ) ~ ;",
    "é中",
    "--",
)


def test_every_argument_reaches_the_program_as_it_is() -> None:
    link = f"{REQUEST}&x=$(touch%20y);`z`"
    entry = links.desktop_entry(AWKWARD, NAMES)
    assert arguments_of(entry, link) == [*AWKWARD, link]


@given(st.lists(st.text(min_size=1).filter(str.isprintable), min_size=1, max_size=4))
def test_whatever_a_folder_is_called(command: list[str]) -> None:
    command[0] = command[0].replace("=", "") or "x"
    entry = links.desktop_entry(command, NAMES)
    assert arguments_of(entry, REQUEST) == [*command, REQUEST]


@pytest.mark.parametrize("argument", ["", "a\nExec=evil", "a\0", "a\x1b", "\ud800", "a\u2028b"])
def test_what_an_entry_cannot_hold_is_not_written(argument: str) -> None:
    for write in (lambda typed: links.desktop_entry(typed, NAMES), links.apple_script):
        with pytest.raises(MalformedInput) as caught:
            write(["x", argument])
        assert caught.value.code == "links.path"


def test_a_program_whose_name_looks_like_a_variable_is_not_written() -> None:
    with pytest.raises(MalformedInput) as caught:
        links.desktop_entry(["a=b", "x"], NAMES)
    assert caught.value.code == "links.path"


def test_the_link_is_the_last_word_and_no_option(tmp_path: Path) -> None:
    """Started as a desktop would: no shell, one word for the link."""
    told = tmp_path / "told"
    program = tmp_path / "a $(touch evil) `b` 'c'"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nopen({str(told)!r}, 'w').write(repr(sys.argv[1:]))\n"
    )
    program.chmod(0o700)
    link = f"{REQUEST}&a=;touch%20evil;$(touch+evil)"
    command = [str(program), "wallet", "open", "--"]
    subprocess.run(
        arguments_of(links.desktop_entry(command, NAMES), link), check=True, cwd=tmp_path
    )
    assert told.read_text() == repr(["wallet", "open", "--", link])
    assert not (tmp_path / "evil").exists()


def test_the_schemes_are_those_that_our_readers_take() -> None:
    assert links.SCHEMES == ("openid-credential-offer", "haip-vci", "openid4vp", "haip-vp")
    entry = links.desktop_entry(["livret"], NAMES)
    assert "MimeType=" + "".join(f"x-scheme-handler/{each};" for each in links.SCHEMES) in entry
    assert [each[-1] for each in links.mime_commands()] == [
        f"x-scheme-handler/{each}" for each in links.SCHEMES
    ]


def test_on_macos_the_link_is_quoted_for_the_shell() -> None:
    script = links.apple_script(['a "b"', "--"])
    assert 'quoted form of "a \\"b\\""' in script
    assert script.splitlines()[1].endswith('& " " & quoted form of theLink')
    assert links.apple_keys()["CFBundleURLTypes"] == [
        {"CFBundleURLName": links.BUNDLE, "CFBundleURLSchemes": list(links.SCHEMES)}
    ]

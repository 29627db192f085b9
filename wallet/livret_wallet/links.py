"""Links that lead to a wallet: which they are, and how a desktop is told who opens them. Pure.

Whoever makes a link chooses every word of it. It is one word to the wallet, after ``--``, where
nothing is an option (attack 62); it answers no question and agrees to nothing.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias

from livret_core import limits
from livret_core.errors import MalformedInput
from livret_core.openid4vci.offer import SCHEMES as OFFERS
from livret_core.openid4vci.offer import CredentialOffer
from livret_core.openid4vp import request_uri
from livret_wallet.receiving import invitation

Kind: TypeAlias = Literal["offer", "request"]

SCHEMES: Final = (*OFFERS, *request_uri.SCHEMES)
#: The name of the entry, under which desktops know it.
ENTRY: Final = "livret-wallet-links.desktop"
#: Stands in what livret writes, so that it removes nothing else.
OURS: Final = "X-Livret-Wallet=1"
BUNDLE: Final = "eu.livret.wallet.links"

# What a URI is written with (RFC 3986): no blank, no quote, no character that is not seen.
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*")
_QUOTED: Final = re.compile(r'(["`$\\])')


def kind_of(link: str) -> Kind:
    """Say what a link is for.

    Raises:
        MalformedInput: ``input.too_large``; ``usage.link`` for anything but a link of
            :data:`SCHEMES`.
    """
    if len(link) > limits.OFFER_BYTES:
        raise MalformedInput("input.too_large", max_bytes=limits.OFFER_BYTES)
    scheme = link.partition(":")[0].lower()
    if scheme not in SCHEMES or _URI.fullmatch(link) is None:
        raise MalformedInput("usage.link", known=", ".join(f"{one}://" for one in SCHEMES))
    return "offer" if scheme in OFFERS else "request"


def place_of(link: str) -> str:
    """Say where a link leads: the host that is contacted first, or who it says that it is of.

    Raises:
        MalformedInput, Refused: as :func:`kind_of`, :func:`livret_wallet.receiving.invitation.parse`
            and :func:`livret_core.openid4vp.request_uri.parse`.
    """
    if kind_of(link) == "offer":
        invited = invitation.parse(link)
        return invited.issuer.text if isinstance(invited, CredentialOffer) else invited.uri.host
    match request_uri.parse(link):
        case request_uri.ByReference(request_uri=uri):
            return uri.host
        case request_uri.ByValue(client_id=client_id):
            return client_id
        case request_uri.Inline(parameters=parameters):
            return parameters.get("client_id", "")


def desktop_entry(command: Sequence[str], name: Mapping[str, str]) -> str:
    """Write the entry by which a free desktop opens links.

    Args:
        command: the program and its arguments; the link comes after them, as one more.
        name: what it is called, by language; with ``en``.

    Raises:
        MalformedInput: ``links.path`` for an argument that an entry cannot hold.
    """
    if "=" in command[0]:
        raise MalformedInput("links.path", "the specification allows no `=` there")
    words = " ".join([*(_quoted(each) for each in command), "%u"])
    names = [f"Name[{each}]={_string(text)}" for each, text in name.items() if each != "en"]
    schemes = "".join(f"x-scheme-handler/{scheme};" for scheme in SCHEMES)
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.1",
        f"Name={_string(name['en'])}",
        *names,
        f"Exec={words}",
        "Terminal=true",
        "NoDisplay=true",
        f"MimeType={schemes}",
        OURS,
    ]
    return "\n".join(lines) + "\n"


def mime_commands(entry: str = ENTRY) -> list[list[str]]:
    """Give the commands that make an entry the one that opens the links."""
    return [["xdg-mime", "default", entry, f"x-scheme-handler/{scheme}"] for scheme in SCHEMES]


def without_us(listed: str, entry: str = ENTRY) -> str:
    """Write a desktop's list of who opens what (``mimeapps.list``) without an entry of ours.

    What else stands there stays as it is, to the character.
    """
    lines = []
    for line in listed.splitlines(keepends=True):
        key, is_set, value = line.partition("=")
        names = [each for each in value.strip().split(";") if each]
        if not is_set or key.strip().startswith("#") or entry not in names:
            lines.append(line)
        elif left := [each for each in names if each != entry]:
            lines.append(f"{key}={';'.join(left)};\n")
    return "".join(lines)


def apple_script(command: Sequence[str]) -> str:
    """Write the program that macOS calls with a link, and which opens it in a terminal.

    The link is quoted for the shell by AppleScript itself. Nobody has tried this yet.

    Raises:
        MalformedInput: ``links.path``.
    """
    words = ' & " " & '.join(f"quoted form of {_apple_text(each)}" for each in command)
    return "\n".join(
        [
            "on open location theLink",
            f'set theCommand to {words} & " " & quoted form of theLink',
            'tell application "Terminal"',
            "activate",
            "do script theCommand",
            "end tell",
            "end open location",
            "",
        ]
    )


def apple_keys() -> dict[str, object]:
    """Give what goes into the property list of that program."""
    return {
        "CFBundleIdentifier": BUNDLE,
        "LSUIElement": True,
        "CFBundleURLTypes": [
            {"CFBundleURLName": BUNDLE, "CFBundleURLSchemes": list(SCHEMES)},
        ],
    }


def _quoted(argument: str) -> str:
    """Write one argument of ``Exec``: quoted, then as a string, then without field codes."""
    _check(argument)
    inner = _QUOTED.sub(r"\\\1", argument)
    return _string(f'"{inner}"').replace("%", "%%")


def _string(text: str) -> str:
    _check(text)
    return text.replace("\\", "\\\\")


def _apple_text(text: str) -> str:
    _check(text)
    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'


def _check(text: str) -> None:
    if not text or not text.isprintable():
        raise MalformedInput("links.path", "a character that is not seen")

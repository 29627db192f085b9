"""What the pages of staff and of visitors have in common: headers, cookies, the reader's language."""

from http.cookies import CookieError, SimpleCookie
from typing import Final

from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError
from livret_core.words import LANGUAGES, Language
from livret_edge.serving.endpoint import Incoming, Outgoing, Says

HTML: Final = "text/html; charset=utf-8"
SCRIPT: Final = "text/javascript"
TEXT: Final[JsonObject] = {"type": "string", "maxLength": 256}
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    # So that a form's origin is said, to ourselves alone.
    "Referrer-Policy": "same-origin",
}


def page(content: bytes, *, status: int = 200, code: str = "") -> Outgoing:
    """Answer with a page."""
    return Outgoing(status=status, body=content, content_type=HTML, headers=HEADERS, code=code)


def asset(media: str) -> dict[int, Says]:
    """Say that something of ours is answered, as it is."""
    return {200: Says(about="it", media={media: {"type": "string"}})}


def cookie(incoming: Incoming, name: str) -> str:
    """Give what a browser brings under a name; empty where it brings nothing that can be read."""
    try:
        found = SimpleCookie(incoming.header("cookie") or "").get(name)
    except (CookieError, LivretError):
        return ""
    return "" if found is None else found.value


def language_of(incoming: Incoming) -> Language:
    """Take the reader's language: the one that was chosen, or the browser's first."""
    said = incoming.header("accept-language") or ""
    return chosen_language(
        incoming.asked("lang"), *(part.strip()[:2].lower() for part in said.split(","))
    )


def chosen_language(*wanted: str | None) -> Language:
    """Take the first that we speak."""
    for each in wanted:
        for known in LANGUAGES:
            if each == known:
                return known
    return "en"


def comes_from(incoming: Incoming, origin: str) -> bool:
    """Whether a form was sent by a page of *origin*, as far as its browser says.

    All browsers of today say one of both; what says neither is no browser, and has no cookies
    of somebody else's.
    """
    said = incoming.header("origin")
    if said is not None:
        return said == origin
    return incoming.header("sec-fetch-site") in {None, "same-origin", "none"}

"""The public pages as octets: what is surveyed, in the form of the templates, in one language. Pure.

Whatever comes from the ledger is escaped by the template engine; nothing is marked as safe.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from io import BytesIO
from itertools import groupby, islice
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from livret_core.words.figures import day, moment
from livret_core.words.language import LANGUAGES, Language
from livret_ledger.pages.changing import PAGES, Page
from livret_ledger.pages.naming import claims_of, naming, placing, type_name, words
from livret_ledger.pages.survey import Right, Survey
from livret_ledger.words import texts

STYLE: Final = "style.css"
DOOR: Final = "index.html"
SIGNED: Final = "checkpoint.txt"

#: What a page may load: our stylesheet, and nothing else from anywhere.
POLICY: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"

_PIECES: Final = 4_096

#: Heads on the page of checkpoints, newest first.
MOST_HEADS: Final = 20

_NATIVE: Final[Mapping[Language, str]] = {
    "fr": "Français",
    "nl": "Nederlands",
    "de": "Deutsch",
    "en": "English",
}


def path_of(language: Language, page: Page) -> str:
    """Give the path of a page below the ledger's web root."""
    return f"{language}/{page}.html"


def render(found: Survey, pages: Collection[Page] = PAGES) -> Iterator[tuple[str, bytes]]:
    """Make pages: their paths below the web root, and octets.

    Args:
        found: what they say.
        pages: which of them, in every language. What lies above the languages comes along.
    """
    yield STYLE, _style()
    yield SIGNED, found.signed
    env = _environment()
    common = {"found": found, "policy": POLICY, "languages": _NATIVE, "page": "index"}
    yield DOOR, _octets(env.get_template("door.html"), common)
    for language in LANGUAGES:
        values = {**common, **_in(language, found)}
        for page in PAGES:
            if page in pages:
                template = env.get_template(f"{page}.html")
                yield path_of(language, page), _octets(template, {**values, "page": page})


def _octets(template: Template, values: Mapping[str, object]) -> bytes:
    """Make a page piece by piece: one with all rights of a country has millions of them."""
    page, pieces = BytesIO(), template.generate(values)
    while some := list(islice(pieces, _PIECES)):
        page.write("".join(some).encode("utf-8"))
    return page.getvalue()


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("livret_ledger.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> bytes:
    return (resources.files("livret_ledger.pages") / "templates" / STYLE).read_bytes()


def _in(language: Language, found: Survey) -> dict[str, object]:
    """Give all that a template needs in order to speak *language*."""
    said = words(language)
    return {
        "lang": language,
        "say": said,
        "told": texts(language),
        "day": lambda at_s: day(at_s, language),
        "moment": lambda at_s: moment(at_s, language),
        "iso": _iso,
        "who": naming(said),
        "place": placing(said),
        "kind": lambda name: said["any_type"] if name == "*" else type_name(name, language),
        "claims": lambda asked: claims_of(asked, language),
        "pages": PAGES,
        "by_type": _by_type(found.rights),
        "known": frozenset(each.who for each in found.members),
        "heads": found.heads[:MOST_HEADS],
    }


def _iso(at_s: int) -> str:
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _by_type(rights: tuple[Right, ...]) -> list[tuple[str, list[tuple[str, list[Right]]]]]:
    """Group rights, which are sorted so, by type and then by place."""
    return [
        (type_name, [(scope, list(each)) for scope, each in groupby(some, lambda r: r.scope)])
        for type_name, some in groupby(rights, lambda right: right.type)
    ]

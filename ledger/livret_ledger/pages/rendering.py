"""The public pages as octets: what is surveyed, in the form of the templates, in one language. Pure.

Whatever comes from the ledger is escaped by the template engine; nothing is marked as safe.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib import import_module, resources
from itertools import groupby
from typing import Final, cast

from jinja2 import Environment, PackageLoader, StrictUndefined

from livret_core.credential.catalogue import all_types
from livret_core.credential.type_metadata import in_locale
from livret_core.ledger.bodies import Asked
from livret_core.words.figures import day, moment
from livret_core.words.language import LANGUAGES, Language
from livret_ledger.pages.changing import PAGES, Page
from livret_ledger.pages.survey import Right, Survey
from livret_ledger.words import texts

STYLE: Final = "style.css"
DOOR: Final = "index.html"
SIGNED: Final = "checkpoint.txt"

#: What a page may load: our stylesheet, and nothing else from anywhere.
POLICY: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"

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
    yield DOOR, env.get_template("door.html").render(common).encode("utf-8")
    for language in LANGUAGES:
        values = {**common, **_in(language, found)}
        for page in PAGES:
            if page in pages:
                text = env.get_template(f"{page}.html").render({**values, "page": page})
                yield path_of(language, page), text.encode("utf-8")


def words(language: Language) -> Mapping[str, str]:
    """Read what the pages say in *language*."""
    module = import_module(f"livret_ledger.pages.words.{language}")
    return cast("Mapping[str, str]", module.WORDS)


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
        "who": _naming(said),
        "place": _placing(said),
        "kind": lambda name: said["any_type"] if name == "*" else _type_name(name, language),
        "claims": lambda asked: _claims(asked, language),
        "pages": PAGES,
        "by_type": _by_type(found.rights),
        "known": frozenset(each.who for each in found.members),
        "heads": found.heads[:MOST_HEADS],
    }


def _iso(at_s: int) -> str:
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _naming(said: Mapping[str, str]) -> Callable[[str], str]:
    """Write a registered identifier so that the register can be told: ``INSEE 57463 (France)``."""

    def who(text: str) -> str:
        scheme, _, number = text.partition(":")
        register = said.get(f"register_{scheme}")
        return text if register is None else register.format(number=number)

    return who


def _placing(said: Mapping[str, str]) -> Callable[[str], str]:
    """Write a scope: one commune, all whose code begins so, a country, everywhere."""
    who = _naming(said)

    def place(scope: str) -> str:
        if scope == "*":
            return said["everywhere"]
        if not scope.endswith("*"):
            return who(scope)
        scheme, _, begin = scope[:-1].partition(":")
        if not begin:
            return said[f"country_{scheme}"]
        return said["begins"].format(where=who(f"{scheme}:{begin}…"))

    return place


def _type_name(name: str, language: Language) -> str:
    for known in all_types():
        if known.name == name:
            found = in_locale(known.metadata.display or (), language)
            return name if found is None else found.name or name
    return name


def _claims(asked: Asked, language: Language) -> list[str]:
    """Name the claims as the type does, those it does not know as they stand."""
    labels: dict[str, str] = {}
    for known in all_types():
        if known.name == asked.type:
            for claim in known.metadata.claims:
                label = claim.label(language)
                if label is not None:
                    labels[".".join(map(str, claim.path))] = label
    return [labels.get(each, each) for each in asked.claims]


def _by_type(rights: tuple[Right, ...]) -> list[tuple[str, list[tuple[str, list[Right]]]]]:
    """Group rights, which are sorted so, by type and then by place."""
    return [
        (type_name, [(scope, list(each)) for scope, each in groupby(some, lambda r: r.scope)])
        for type_name, some in groupby(rights, lambda right: right.type)
    ]

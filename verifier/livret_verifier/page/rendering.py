"""The pages of a desk's visitors as octets. Whatever was shown or typed is escaped by the template engine. Pure."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError
from livret_core.words import LANGUAGES, Language, explain
from livret_verifier.page.words import texts
from livret_verifier.policy import Policy, Procedure
from livret_verifier.report import Outcome
from livret_verifier.told import facts_of

NATIVE: Final[Mapping[Language, str]] = {
    "fr": "Français",
    "nl": "Nederlands",
    "de": "Deutsch",
    "en": "English",
}
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class Worded(NamedTuple):
    """Words of a policy, and the language that they are in; empty where that is not said."""

    text: str
    lang: str = ""


NO_WORDS: Final = Worded("")
SIGNS: Final = {
    Outcome.ACCEPTED: "✓",
    Outcome.REFUSED: "✗",
    Outcome.MALFORMED: "?",
    Outcome.UNAVAILABLE: "!",
}


def choosing(policy: Policy, language: Language, *, root: str) -> bytes:
    """Write the page that asks what it is about.

    Args:
        policy: its procedures.
        language: of the reader.
        root: path of the service.
    """
    procedures = [
        {"name": each.name, "label": label_of(each, language)}
        for each in policy.procedures.values()
    ]
    return _page("choose.html", policy, language, root, procedures=procedures)


def asking(
    policy: Policy,
    language: Language,
    *,
    root: str,
    link: str,
    stand: str,
) -> bytes:
    """Write the page that is shown until an answer comes.

    Args:
        policy: whose.
        language: of the reader.
        root: path of the service.
        link: that calls a wallet.
        stand: of the request, as it was when the page was made.
    """
    say = texts(language)
    return _page(
        "asking.html",
        policy,
        language,
        root,
        heading=say["visit"],
        lead=say["visit_lead"],
        link=link,
        stand=stand,
        polls=True,
    )


def telling(
    policy: Policy,
    language: Language,
    *,
    root: str,
    said: JsonObject,
    here: Mapping[str, str] = NOTHING,
) -> bytes:
    """Write the page of a verdict.

    Args:
        policy: whose.
        language: of the reader.
        root: path of the service.
        said: the kept verdict. How it ended is told, and none of what was shown.
        here: what the page was asked for with, without which it is not to be had again.
    """
    say, outcome = texts(language), Outcome(said["outcome"])
    what = step = ""
    if outcome is not Outcome.ACCEPTED:
        # The reader is who answered: the steps of a reason are for the staff of a desk.
        is_declined = said["code"] == "answer.declined"
        explained = explain(str(said["code"]), language, facts_of(said))
        what = say["declined"] if is_declined else explained.what
        step = say["visitor_step"]
    else:
        what = say["back"]
    return _page(
        "told.html",
        policy,
        language,
        root,
        outcome=outcome.value,
        word=say[outcome.value],
        sign=SIGNS[outcome],
        what=what,
        step=step,
        here=here,
    )


def notice(policy: Policy, language: Language, *, root: str, key: str) -> bytes:
    """Write a page that says one thing."""
    say = texts(language)
    return _page(
        "told.html", policy, language, root, outcome="refused", word=say["title"], sign="",
        what=say[key], step="",
    )  # fmt: skip


def refusing(service: str, error: LivretError, *, root: str, back: str = "") -> bytes:
    """Write why something is not done, in every language: nobody knows the reader's any more.

    Args:
        service: its name; with *back*, the address behind it, to go on from there.
        error: the reason.
        root: path of the service.
        back: where its reader came from; empty where that is not known.
    """
    said = [(each, explain(error.code, each)) for each in LANGUAGES]
    values = {"service": service, "root": root, "said": said, "back": back}
    return rendered("refused.html", **values)


def rendered(name: str, **values: Any) -> bytes:
    """Fill a template in."""
    return _environment().get_template(name).render(values).encode("utf-8")


@cache
def asset(name: str) -> bytes:
    """Give the stylesheet, or the script."""
    return (resources.files("livret_verifier.page") / "templates" / name).read_bytes()


def _page(name: str, policy: Policy, language: Language, root: str, **values: Any) -> bytes:
    common: dict[str, Any] = {
        "lang": language,
        "say": texts(language),
        "languages": NATIVE,
        "service": policy.service,
        "root": root,
        "polls": False,
        "stand": "",
        "here": NOTHING,
    }
    return rendered(name, **{**common, **values})


def label_of(procedure: Procedure, language: Language) -> Worded:
    """Say what a procedure is for; its name where the policy has no words for it."""
    found = in_language(procedure.purposes, language)
    return found if found.text else Worded(procedure.name)


def in_language(said: Mapping[str, str], language: Language) -> Worded:
    """Give what is said in a language, in English, or in any; no words where nothing is."""
    for each in (language, "en", *said):
        if each in said:
            return Worded(said[each], each)
    return NO_WORDS


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("livret_verifier.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

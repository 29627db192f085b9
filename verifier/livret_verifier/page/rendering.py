"""The desk's page as octets. Whatever was shown or typed is escaped by the template engine. Pure."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError
from livret_core.short_code import ShortCode
from livret_core.words import LANGUAGES, Language, explain
from livret_verifier.page.words import texts
from livret_verifier.policy import Policy, Procedure
from livret_verifier.report import Outcome
from livret_verifier.told import claim_rows, facts_of

_NATIVE: Final[Mapping[Language, str]] = {
    "fr": "Français",
    "nl": "Nederlands",
    "de": "Deutsch",
    "en": "English",
}
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_SIGNS: Final = {
    Outcome.ACCEPTED: "✓",
    Outcome.REFUSED: "✗",
    Outcome.MALFORMED: "✗",
    Outcome.UNAVAILABLE: "!",
}


def choosing(policy: Policy, language: Language, *, root: str, into: str) -> bytes:
    """Write the page that asks what it is about.

    Args:
        policy: its procedures.
        language: of the reader.
        root: path of the service.
        into: where the choice is sent, below it.
    """
    procedures = [
        {"name": each.name, "label": _label(each, language)} for each in policy.procedures.values()
    ]
    return _page("choose.html", policy, language, root, into=into, procedures=procedures)


def asking(
    policy: Policy,
    language: Language,
    *,
    root: str,
    link: str,
    code: str,
    drawing: str | None,
    stand: str,
) -> bytes:
    """Write the page that is shown until an answer comes.

    Args:
        policy: whose.
        language: of the reader.
        root: path of the service.
        link: that calls a wallet.
        code: of the request.
        drawing: the link as SVG of our own making; None for a visitor's own device.
        stand: of the request, as it was when the page was made.
    """
    say = texts(language)
    return _page(
        "asking.html",
        policy,
        language,
        root,
        heading=say["visit"] if drawing is None else say["show"],
        lead=say["visit_lead"] if drawing is None else "",
        link=link,
        code=str(ShortCode.parse(code)),
        drawing=drawing,
        stand=stand,
        polls=True,
    )


def telling(
    policy: Policy,
    language: Language,
    *,
    root: str,
    said: JsonObject,
    to_staff: bool,
    here: Mapping[str, str] = NOTHING,
) -> bytes:
    """Write the page of a verdict.

    Args:
        policy: whose.
        language: of the reader.
        root: path of the service.
        said: the kept verdict.
        to_staff: whether what was asked for is shown; to a visitor only how it ended.
        here: what the page was asked for with, without which it is not to be had again.
    """
    say, outcome = texts(language), Outcome(said["outcome"])
    what = step = ""
    rows: list[tuple[str, str]] = []
    if outcome is not Outcome.ACCEPTED:
        explained = explain(str(said["code"]), language, facts_of(said))
        what, step = explained.what, explained.step
    elif to_staff:
        rows = [*claim_rows(said, language), (say["signed"], str(facts_of(said).get("issuer", "")))]
    else:
        what = say["back"]
    return _page(
        "told.html",
        policy,
        language,
        root,
        outcome=outcome.value,
        word=say[outcome.value],
        sign=_SIGNS[outcome],
        what=what,
        step=step,
        rows=rows,
        next="window" if to_staff else "",
        here=here,
    )


def notice(policy: Policy, language: Language, *, root: str, key: str) -> bytes:
    """Write a page that says one thing."""
    say = texts(language)
    return _page(
        "told.html", policy, language, root, outcome="refused", word=say["title"], sign="",
        what=say[key], step="", rows=[], next="",
    )  # fmt: skip


def refusing(service: str, error: LivretError, *, root: str) -> bytes:
    """Write why something is not done, in every language: nobody knows the reader's any more."""
    said = [(each, explain(error.code, each)) for each in LANGUAGES]
    values = {"service": service, "root": root, "said": said}
    return _environment().get_template("refused.html").render(values).encode("utf-8")


@cache
def asset(name: str) -> bytes:
    """Give the stylesheet, or the script."""
    return (resources.files("livret_verifier.page") / "templates" / name).read_bytes()


def _page(name: str, policy: Policy, language: Language, root: str, **values: Any) -> bytes:
    common: dict[str, Any] = {
        "lang": language,
        "say": texts(language),
        "languages": _NATIVE,
        "service": policy.service,
        "root": root,
        "polls": False,
        "stand": "",
        "here": NOTHING,
    }
    return _environment().get_template(name).render({**common, **values}).encode("utf-8")


def _label(procedure: Procedure, language: Language) -> str:
    for each in (language, "en", *procedure.purposes):
        if each in procedure.purposes:
            return procedure.purposes[each]
    return procedure.name


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("livret_verifier.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

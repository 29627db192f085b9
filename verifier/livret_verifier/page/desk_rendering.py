"""The one page of the desk's staff, as octets: what it is about, what to show, what came. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, final

from livret_core.encoding.json import JsonObject
from livret_core.errors import LivretError
from livret_core.words import Language, Zone, explain, unsigned
from livret_core.words.figures import age, utc
from livret_verifier.page.desk_words import texts
from livret_verifier.page.rendering import (
    NATIVE,
    NO_WORDS,
    SIGNS,
    Worded,
    in_language,
    label_of,
    rendered,
)
from livret_verifier.policy import Policy, Procedure
from livret_verifier.report import Outcome
from livret_verifier.told import claim_rows, facts_of

#: Why somebody is let in without a proof: these and no other words, so that no name is written down.
REASONS: Final = ("unchecked", "device", "paper", "rule", "other")
BY_HAND: Final = "by_hand."
#: Of whom nobody knows what he came for.
NO_PROCEDURE: Final = "-"
CLEARS_S: Final = 10
RETRY_S: Final = 5

_KEYS: Final = 9
_JUST_NOW_S: Final = 60
# What is said to the person, for the reasons that one meets at a counter; the others have one
# sentence for each way of saying no.
_SAID: Final[Mapping[str, str]] = {
    code: said
    for said, codes in {
        "renew": "status.revoked validity.expired",
        "paused": "status.suspended",
        "not_met": "answer.not_met",
        "again": "holder.replayed holder.stale request.expired holder.other_request request.unknown",
        "wallet": "holder.missing holder.signature holder.unbound holder.other_credential",
        "declined": "answer.declined",
        "other": "answer.other_type answer.incomplete answer.not_asked answer.missing",
    }.items()
    for code in codes.split()
}
_OTHERWISE: Final = {
    Outcome.REFUSED: "no",
    Outcome.MALFORMED: "unread",
    Outcome.UNAVAILABLE: "unknown",
}
_NOTHING: Final[Mapping[str, int]] = MappingProxyType({})


@final
@dataclass(frozen=True, slots=True)
class Told:
    """What fills the upper third.

    Attributes:
        outcome: of a verdict; ``ready``, ``passed`` or ``over`` of none.
        sign: beside the word.
        word: what is read from two metres.
        what: what happened.
        do: what staff do about it.
        say: what to say to the person.
        then: what the service has its staff do.
        rows: what was asked for, with labels.
        about: the procedure.
    """

    outcome: str
    sign: str
    word: str
    what: str = ""
    do: str = ""
    say: str = ""
    then: Worded = NO_WORDS
    rows: Sequence[tuple[str, str]] = ()
    about: Worded = NO_WORDS

    @property
    def clears(self) -> bool:
        """Whether it may go by itself: nobody has to act on it any more."""
        return self.outcome in {"accepted", "passed"}


@final
@dataclass(frozen=True, slots=True)
class Asking:
    """What is shown to the person.

    Attributes:
        code: of the request, to be typed.
        link: that calls a wallet.
        drawing: of the link, as SVG of our own making.
        stand: how far it was when the page was made.
    """

    code: str
    link: str
    drawing: str
    stand: str


@final
@dataclass(frozen=True, slots=True)
class View:
    """What the page is made of.

    Attributes:
        policy: whose.
        language: of the reader.
        root: path of the service.
        who: is logged in.
        token: of the page's forms.
        told: the upper third.
        current: code of the request or verdict on the page; empty where there is none.
        chosen: the procedure.
        asking: what is shown to the person, if anything.
        evidence: how old is what the desk goes by, in words; and whether that is all right.
        counts: of today, by outcome.
    """

    policy: Policy
    language: Language
    root: str
    who: str
    token: str
    told: Told
    current: str = ""
    chosen: str = ""
    asking: Asking | None = None
    evidence: tuple[str, str] = ("", "")
    counts: Mapping[str, int] = field(default_factory=lambda: _NOTHING)

    def render(self) -> bytes:
        """Write the page."""
        say = texts(self.language)
        buttons = [
            {"name": each.name, "label": label_of(each, self.language), "key": self._key(at)}
            for at, each in enumerate(self.policy.procedures.values(), 1)
        ]
        return _page(
            "desk.html",
            self.language,
            self.root,
            self.policy.service,
            told=self.told,
            who=say["staff"].format(name=self.who),
            token=self.token,
            current=self.current,
            chosen=self.chosen,
            asking=self.asking,
            spoken=_grouped(self.policy.on_network().typed(self.asking.code))
            if self.asking
            else None,
            evidence=self.evidence,
            counts=[say[f"count_{each}"].format(count=n) for each, n in self.counts.items()],
            procedures=buttons,
            reasons=[(each, say[f"reason_{each}"]) for each in REASONS],
            seconds=CLEARS_S,
            asked={"passed": self.chosen or NO_PROCEDURE} if self.told.outcome == "passed" else {},
        )

    @staticmethod
    def _key(at: int) -> str:
        return str(at) if at <= _KEYS else ""


def entering(
    policy: Policy,
    language: Language,
    *,
    root: str,
    refused: LivretError | None = None,
    has_accounts: bool = True,
) -> bytes:
    """Write the page on which staff log in; after a try, with why it was refused."""
    said = None if refused is None else explain(refused.code, language)
    return _page(
        "enter.html", language, root, policy.service, refused=said, has_accounts=has_accounts,
        # It is also what an attempt is answered with, at an address that nobody opens.
        here=f"{root}/window",
    )  # fmt: skip


def ready(language: Language) -> Told:
    """Say that nobody is being looked after."""
    say = texts(language)
    return Told("ready", "", say["ready"], say["ready_lead"])


def waiting(policy: Policy, language: Language, name: str) -> Told:
    """Say what is waited for."""
    return Told("ready", "", texts(language)["waiting"], about=_about(policy, language, name))


def passed(language: Language) -> Told:
    """Say that somebody was let in by hand."""
    say = texts(language)
    return Told("passed", "✓", say["passed"], say["passed_what"])


def over(language: Language) -> Told:
    """Say that a request is over."""
    say = texts(language)
    return Told("over", "", say["over"])


def verdict(
    policy: Policy, language: Language, said: JsonObject, *, is_open: bool, zone: Zone = utc
) -> Told:
    """Say a verdict to whoever stands at the counter.

    Args:
        policy: whose.
        language: of the reader.
        said: as it was kept.
        is_open: whether the same request may be answered once more.
        zone: of the reader's clock.
    """
    say, outcome = texts(language), Outcome(said["outcome"])
    name = str(said.get("procedure", ""))
    found = policy.procedures.get(name)
    then = NO_WORDS if found is None else in_language(found.then.get(outcome.value, {}), language)
    what = step = spoken = ""
    rows: list[tuple[str, str]] = []
    if outcome is Outcome.ACCEPTED:
        rows = claim_rows(said, language)
        rows.append((say["signed"], unsigned(str(facts_of(said).get("issuer", "")))))
    else:
        explained = explain(str(said["code"]), language, facts_of(said), zone=zone)
        what, step = explained.what, explained.step
        spoken = say[f"say_{_SAID.get(explained.code, _OTHERWISE[outcome])}"]
    if outcome is Outcome.UNAVAILABLE:
        what = f"{what} {say['retry' if is_open else 'retry_shown']}"
    return Told(
        outcome.value,
        SIGNS[outcome],
        say[outcome.value],
        what,
        step,
        spoken,
        then,
        rows,
        _about(policy, language, name),
    )


def aged(
    language: Language,
    policy: Policy,
    *,
    is_offline: bool,
    age_s: int | None,
    lacks: bool = False,
) -> tuple[str, str]:
    """Say how old is what the desk goes by, held against its strictest rule.

    Args:
        language: of the reader.
        policy: whose rules.
        is_offline: whether the last thing looked for could not be had, or only an old one.
        age_s: of the oldest kind in use; None while nothing was had.
        lacks: whether some kind cannot be had at all.

    Returns:
        The words, and how it stands: ``fresh``, ``old``; offline ``within``, ``beyond`` or
        ``lacking``; nothing while nothing is known.
    """
    say = texts(language)
    if age_s is None:
        return (say["offline_never"], "beyond") if is_offline else ("", "")
    spoken = age(age_s, language)
    least = min((each.status_max_age_s for each in policy.procedures.values()), default=age_s)
    if not is_offline:
        had = say["online_now"] if age_s < _JUST_NOW_S else say["online"].format(age=spoken)
        return (had, "fresh") if age_s <= least else (f"{had} ! {say['beyond']}", "old")
    if lacks:
        how, sign = "lacking", "!"
    else:
        how, sign = ("within", "✓") if age_s <= least else ("beyond", "✗")
    return f"{say['offline'].format(age=spoken)} {sign} {say[how]}", how


def _about(policy: Policy, language: Language, name: str) -> Worded:
    found: Procedure | None = policy.procedures.get(name)
    return NO_WORDS if found is None else label_of(found, language)


def _grouped(typed: str) -> tuple[str, list[str]]:
    """Cut what is typed where a line may end: before its code, and between the code's groups."""
    before, slash, code = typed.rpartition("/")
    *groups, last = code.split("-")
    return before + slash, [*(f"{each}-" for each in groups), last]


def _page(name: str, language: Language, root: str, service: str, **values: Any) -> bytes:
    common: dict[str, Any] = {
        "lang": language,
        "say": texts(language),
        "languages": NATIVE,
        "service": service,
        "root": root,
        "here": "",
        "asked": {},
        "retry_s": RETRY_S,
    }
    return rendered(name, **{**common, **values})

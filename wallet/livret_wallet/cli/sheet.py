"""The sheet of a consent on a terminal that scrolls: the facts of the application, drawn by a command.

Nothing is said here that :mod:`livret_wallet.screens.consent` does not say, and nothing is left
out of it; in line mode the very lines of the application are written.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from livret_core.encoding.json import JsonValue
from livret_core.words import COLUMNS, Language, labelled_lines, stated
from livret_core.words.lines import sentence_lines
from livret_edge.saying import local_zone, now_s
from livret_wallet.asked.standing import of_request
from livret_wallet.contents import LedgerSeen
from livret_wallet.plain import sheet as plainly
from livret_wallet.plain.talk import Talk, columns, wrapped
from livret_wallet.screens import consent as told
from livret_wallet.screens.consent import Columns, ConsentPage, Question
from livret_wallet.screens.facts import Fact
from livret_wallet.screens.warnings import known_names
from livret_wallet.vault import holdings
from livret_wallet.vault.ledgers import Ledgers
from livret_wallet.words import screen_texts, texts

if TYPE_CHECKING:
    from livret_core.openid4vp.request import AuthorizationRequest
    from livret_wallet.answering import Candidate
    from livret_wallet.asked.standing import Standing
    from livret_wallet.consent import ConsentSheet
    from livret_wallet.vault import Vault

_HALF: Final = 40
_STAYS_SHOWN: Final = 5


def question_of(
    vault: "Vault",
    request: "AuthorizationRequest",
    candidate: "Candidate",
    standing: "Standing | None" = None,
) -> Question:
    """Gather what a sheet is drawn from beside itself: who asks, and whom its holder knows.

    Raises:
        MalformedInput: ``vault.record``.
    """
    return Question(
        request,
        of_request(request, None) if standing is None else standing,
        candidate,
        known=known_names(holdings.batches(vault), holdings.history(vault)),
        ledgers=tuple(map(LedgerSeen.of, Ledgers(vault).known())),
    )


def warnings_of(question: Question, language: Language) -> list[JsonValue]:
    """Write the warnings for ``--json``: which, and what is known, in the reader's language."""
    found = told.warnings(question, language, now_s=now_s(), zone=local_zone)
    return [{"kind": one.kind, "known": one.known} for one in found]


def page_of(question: Question, language: Language) -> ConsentPage:
    """Write everything that is to be said of a request, with nothing hidden."""
    return told.page(question, language, now_s=now_s(), zone=local_zone, is_hidden=False)


def sheet_lines(
    question: Question, language: Language, *, plain: bool = False, whole: bool = False
) -> list[str]:
    """Write the sheet: what goes and what stays, to whom and why, and what ought to make one stop.

    Args:
        question: what is asked, with the sheet of what would answer it.
        language: the reader's.
        plain: line mode.
        whole: with everything that stays and who asks at length, for where nobody can ask for it.
    """
    page = page_of(question, language)
    if plain:
        lines: list[str] = []
        plainly.say(_into(lines), page, language)
    else:
        lines = _drawn(page, language, room=_STAYS_SHOWN)
    lines += _said(_choice(question.sheet, language), language, plain=plain)
    if whole:
        rest = list_lines(page, language, plain=True) if plain else _rest(page, language)
        lines += ["", *rest]
        lines += ["", *who_lines(page, language, plain=plain)]
    return lines


def list_lines(page: ConsentPage, language: Language, *, plain: bool = False) -> list[str]:
    """Write everything that leaves and everything that stays."""
    lines: list[str] = []
    if plain:
        plainly.say_list(_into(lines), page, language)
        return lines
    for each in page.columns:
        lines += ["", *_side_by_side(each, language, room=None)]
    return lines[1:]


def who_lines(page: ConsentPage, language: Language, *, plain: bool = False) -> list[str]:
    """Write who asks, who vouches for that, and every warning with what it means."""
    heading = screen_texts(language)["who_heading"]
    return [heading, *_said(page.who, language, plain=plain)]


def _drawn(page: ConsentPage, language: Language, *, room: int) -> list[str]:
    said = screen_texts(language)
    lines = [*sentence_lines(page.title), *sentence_lines(page.stands.told)]
    # A sheet that somebody is asked about is seen whole, on a terminal of twenty-four rows.
    for number, each in enumerate(page.columns):
        lines += [*([""] if number else []), *_side_by_side(each, language, room=room)]
    if page.wanted:
        lines += ["", said["wanted_heading"], *page.wanted]
    lines += ["", *_said(page.facts, language), ""]
    return [*lines, *_said(page.band, language), said["enter_alone"]]


def _said(facts: Sequence[Fact], language: Language, *, plain: bool = False) -> list[str]:
    """Write facts, labels in a column of their own; a sentence that stands alone at the margin."""
    if plain:
        lines: list[str] = []
        _into(lines).facts(facts, language)
        return lines
    rows: list[tuple[str, str]] = []
    lines = []
    for fact in facts:
        if fact.label:
            rows.append((fact.label, fact.told))
            continue
        lines += labelled_lines(rows, language)
        lines += sentence_lines(fact.told)
        rows = []
    return lines + labelled_lines(rows, language)


def _rest(page: ConsentPage, language: Language) -> list[str]:
    """Write what a sheet of few rows has no room for: what goes along, and everything that stays."""
    said, lines = screen_texts(language), list[str]()
    for each in page.columns:
        if each.along:
            lines += [said["along_heading"], *_items(each.along, "+", language)]
        stays = each.stays or (said["stays_nothing"],)
        lines += [said["stay_heading"], *(f"· {text}" for text in stays)]
    return lines


def _side_by_side(each: Columns, language: Language, *, room: int | None) -> list[str]:
    """Write the two questions of a holder beside each other."""
    said = screen_texts(language)
    above = [*sentence_lines(each.beside), ""] if each.beside else []
    left = [said["leave_heading"], *_items(each.leaves, "✓", language)]
    if each.along and room is None:
        left += [said["along_heading"], *_items(each.along, "+", language)]
    elif each.along:
        names = ", ".join(fact.label for fact in each.along)
        first, *others = wrapped(stated(said["along_heading"], names, language), _HALF - 4)
        left += [f"+ {first}", *(f"  {other}" for other in others)]
    stays = [f"· {text}" for text in each.stays] or [f"· {said['stays_nothing']}"]
    if room is not None and len(stays) > max(room, len(left) - 1):
        kept = max(room, len(left) - 1) - 1
        more = said["and_more"].format(count=len(stays) - kept)
        stays[kept:] = [f"· {more} ({told.LIST.word(said)})"]
    right = [said["stay_heading"]]
    for text in stays:
        first, *others = wrapped(text, COLUMNS - _HALF)
        right += [first, *(f"  {other}" for other in others)]
    height = max(len(left), len(right))
    left += [""] * (height - len(left))
    right += [""] * (height - len(right))
    return above + [
        f"{here}{' ' * max(1, _HALF - columns(here))}{there}".rstrip()
        for here, there in zip(left, right, strict=True)
    ]


def _items(facts: Sequence[Fact], sign: str, language: Language) -> list[str]:
    lines = []
    for fact in facts:
        first, *others = wrapped(stated(fact.label, fact.text, language), _HALF - 4)
        lines += [f"{fact.sign or sign} {first}", *(f"  {other}" for other in others)]
    return lines


def _choice(sheet: "ConsentSheet | None", language: Language) -> tuple[Fact, ...]:
    """Say that other proofs would do, and how a command takes one of them."""
    if sheet is None or not sheet.others:
        return ()
    said, others = texts(language), ", ".join(map(str, sheet.others))
    text = said["choice_of"].format(
        count=len(sheet.others) + 1, number=sheet.number, others=others, one=sheet.others[0]
    )
    return (Fact(said["choice"], text),)


def _into(lines: list[str]) -> Talk:
    return Talk(lines.append, lambda _: None)

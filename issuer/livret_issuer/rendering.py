"""What a clerk sees of hand-overs: one among many, or one alone. Pure: lines.

Nothing here says what a hand-over says of a person: the record is there for that.
"""

from collections.abc import Callable, Sequence
from typing import Final

from livret_core.credential import catalogue
from livret_core.credential.type_names import type_name
from livret_core.encoding.json import JsonObject
from livret_core.words import Language, labelled_lines, printable
from livret_issuer.records import StoredHandover
from livret_issuer.whereabouts import Stand, Whereabouts
from livret_issuer.words import texts

_SIGNS: Final[dict[Stand, str]] = {
    "open": "…",
    "blocked": "✗",
    "handed_over": "✓",
    "paused": "!",
    "withdrawn": "✗",
    "over": "·",
    "cancelled": "✗",
    "ended_unused": "·",
}


def stand_words(where: Whereabouts, language: Language, *, when: Callable[[int], str]) -> str:
    """Say where a hand-over stands, in a clause.

    Args:
        where: it stands.
        language: the reader's.
        when: writes an instant as this reader reads it.
    """
    words = texts(language)[f"stand_{where.stand}"]
    return words.format(time=when(where.at_s), copies=where.copies)


def source_words(handover: StoredHandover, language: Language) -> str:
    """Say where the claims came from: the file, and the line if it has any."""
    name = printable(handover.source)
    if handover.source_line is None:
        return name
    return texts(language)["source"].format(file=name, line=handover.source_line)


def entry_lines(
    handover: StoredHandover,
    where: Whereabouts,
    language: Language,
    *,
    when: Callable[[int], str],
    plain: bool = False,
) -> list[str]:
    """Write one hand-over among many: what it is, where it stands, where it came from."""
    name = type_name(handover.vct, language)
    stands = stand_words(where, language, when=when)
    source = source_words(handover, language)
    if plain:
        row = (str(handover.code), f"{name}, {stands}, {source}")
        return labelled_lines([row], language, plain=True)
    return [
        f"  {handover.code}  {name}",
        f"    {_SIGNS[where.stand]} {stands}",
        f"      {source}",
    ]


def handover_lines(
    handover: StoredHandover,
    where: Whereabouts,
    language: Language,
    *,
    when: Callable[[int], str],
    more: Sequence[tuple[str, str]] = (),
    can: Sequence[str] = (),
    says_who: bool = False,
    plain: bool = False,
) -> list[str]:
    """Write where one hand-over stands, and what may still be done with it.

    Args:
        handover: as kept.
        where: it stands.
        language: the reader's.
        when: writes an instant as this reader reads it.
        more: further labels and what they say.
        can: further commands that may be given next.
        says_who: whether who acts has to say his function: its type is under four eyes.
        plain: line mode.
    """
    said = texts(language)
    rows = [
        (said["code"], str(handover.code)),
        (said["stands"], f"{_SIGNS[where.stand]} {stand_words(where, language, when=when)}"),
        (said["made"], when(handover.created_at_s)),
        (said["from"], source_words(handover, language)),
    ]
    if where.stand in {"open", "blocked"}:
        rows.append((said["copies"], said["at_most"].format(count=handover.max_copies)))
    if handover.issued_at_s is not None and where.stand != "handed_over":
        rows.append((said["handed_on"], when(handover.issued_at_s)))
    if where.copies_end_at_s is not None and where.stand != "over":
        rows.append((said["copies_end"], when(where.copies_end_at_s)))
    rows += more
    verbs, by = (
        (*can, *_next(where, may_suspend=catalogue.find(handover.vct).law.may_suspend)),
        " --by …" if says_who else "",
    )
    rows += [(said["next"], f"livret issuer {verb} {handover.code}{by}") for verb in verbs]
    name = type_name(handover.vct, language)
    if plain:
        return labelled_lines([(said["proof"], name), *rows], language, plain=True)
    return [name, "", *labelled_lines(rows, language)]


def handover_object(handover: StoredHandover, where: Whereabouts) -> JsonObject:
    """Write a hand-over for ``--json``; times in seconds since 1970."""
    return {
        "code": str(handover.code),
        "type": catalogue.find(handover.vct).name,
        "state": where.stand,
        "state_at": where.at_s,
        "copies": where.copies,
        "max_copies": handover.max_copies,
        "copies_end_at": where.copies_end_at_s,
        "created_at": handover.created_at_s,
        "expires_at": handover.expires_at_s,
        "issued_at": handover.issued_at_s,
        "source": handover.source,
        "line": handover.source_line,
    }


def _next(where: Whereabouts, *, may_suspend: bool) -> tuple[str, ...]:
    """What a clerk may do next with a hand-over; of some types nothing is paused."""
    match where.stand:
        case "open" | "blocked":
            return ("cancel",)
        case "handed_over":
            return ("suspend", "revoke") if may_suspend else ("revoke",)
        case "paused":
            return ("resume", "revoke")
        case _:
            return ()

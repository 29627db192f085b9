"""Who is meant, of the people in a list: found by name or line, told apart, and why not."""

from typing import TYPE_CHECKING, Final

from livret_core.credential.types import CredentialType
from livret_core.words import printable
from livret_edge.arguments import Asked
from livret_edge.files import named_by, read_chunks
from livret_edge.saying import Voice, now_s
from livret_issuer.at_the_counter import FOUND_AT_MOST, find_people, people_lines
from livret_issuer.cli.asking import ASKED_TIMES, ask, ask_number
from livret_issuer.intake import Outcome, Row, RowRefused, read_rows
from livret_issuer.words.counter import texts

if TYPE_CHECKING:
    from livret_issuer.identity import TownHall

_REFUSED_SHOWN: Final = 3


def read_list(asked: Asked, kind: CredentialType, hall: "TownHall") -> list[Outcome]:
    """Read the list at the counter: each row, good or refused, two of one name among them."""
    from livret_issuer.handing import standing_claims

    at_s = now_s()
    with named_by("--from"):
        return list(
            read_rows(
                read_chunks(asked.source),
                kind,
                standing=standing_claims(hall, kind, now_s=at_s),
                now_s=at_s,
                communes=hall.communes,
                once=False,
            )
        )


def find_one(asked: Asked, kind: CredentialType, hall: "TownHall") -> Row | None:
    """Ask who is meant, and which of those; None where nobody is.

    A line that cannot be used ends nothing: it is said why, and the others are there.
    """
    voice, said = asked.voice, texts(asked.voice.lang)
    rows: list[Row] = []
    refused: dict[str, RowRefused] = {}
    for each in read_list(asked, kind, hall):
        if isinstance(each, Row):
            rows.append(each)
        else:
            refused[str(each.line)] = each
    _say_unusable(asked, kind, list(refused.values()))
    wanted = None if asked.line is None else str(asked.line)
    for _ in range(ASKED_TIMES):
        typed = wanted or ask(said["who"])
        wanted = None
        if not typed:
            return None
        found = find_people(rows, typed)
        if not found and typed in refused:
            _say_refused(voice, refused[typed])
        elif not found:
            voice.tell(said["nobody"])
        elif len(found) > FOUND_AT_MOST:
            voice.tell(said["too_many"].format(count=FOUND_AT_MOST))
        else:
            voice.lines(people_lines(found, kind, voice.lang))
            number = ask_number(voice, said["which"], len(found), may_stop=True)
            return None if number is None else found[number - 1]
    return None


def _say_unusable(asked: Asked, kind: CredentialType, refused: list[RowRefused]) -> None:
    """Say of which lines nobody can be offered anything: the one looked for may be there."""
    for each in refused[:_REFUSED_SHOWN]:
        _say_refused(asked.voice, each)
    if more := len(refused[_REFUSED_SHOWN:]):
        told = texts(asked.voice.lang)["unusable_more"]
        file = printable(asked.source.name)
        asked.voice.tell("! " + told.format(count=more, type=kind.name, file=file))


def _say_refused(voice: Voice, row: RowRefused) -> None:
    where = texts(voice.lang)["line"].format(line=row.line)
    voice.complain_of(where + (f", {row.column}" if row.column else ""), row.reason)

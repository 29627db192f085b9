"""One person at the counter: who, what will be said, what the clerk saw; then code and PIN."""

import sys
from typing import TYPE_CHECKING

from livret_core.credential import catalogue
from livret_core.credential.types import CredentialType
from livret_core.errors import MalformedInput
from livret_core.short_code import ShortCode
from livret_core.words import labelled_lines, printable
from livret_edge.arguments import Asked
from livret_edge.files import named_by, open_file
from livret_edge.saying import Voice, now_s
from livret_issuer.at_the_counter import Shown, list_lines, pickup_object, said_rows
from livret_issuer.cli.asking import ask_number, is_yes
from livret_issuer.cli.claims_file import name_of, read_claims, told_by_name
from livret_issuer.cli.finding import find_one, read_list
from livret_issuer.cli.following import LIFE_S, Watch, drawn, say_offered
from livret_issuer.cli.opening import account, open_office, say_head, warn_of_right
from livret_issuer.describing import BATCH
from livret_issuer.handing import check_own_claims
from livret_issuer.intake import Row, RowRefused
from livret_issuer.pickup.acting import (
    ACT_OPTIONS,
    CAPACITIES,
    IDENTITY_CHECKS,
    Act,
    Clerk,
    act_of,
    check_act,
    justifications,
)
from livret_issuer.pickup.addresses import issuer_of
from livret_issuer.pickup.going_on import approval_of
from livret_issuer.rendering import source_words
from livret_issuer.words.counter import texts

if TYPE_CHECKING:
    from livret_core.encoding.json import JsonObject
    from livret_issuer.identity import TownHall
    from livret_issuer.service import Office


def offer_at_counter(asked: Asked) -> int:
    """Offer one person's proof, asking for all that is needed; only at a terminal."""
    voice = asked.voice
    if voice.json or not sys.stdin.isatty():
        # One way or the other: a list into a folder, or one person with what was seen.
        alone = ", ".join(("--claims", *ACT_OPTIONS))
        raise MalformedInput("usage.missing", option=f"--to / {alone}")
    kind = catalogue.find(asked.type)
    typed = (asked.identity_check, asked.capacity, asked.justified_by)
    check_act(kind, typed)
    with named_by("--from"):
        open_file(asked.source).close()
    _check_copies(asked)
    office = open_office(asked)
    issuer_of(office.hall.url)
    # Before anything is asked: nobody is to answer all of it in vain.
    approval_of(kind.name, office.hall.four_eyes, asked.by)
    said = texts(voice.lang)
    voice.tell(f"{printable(office.hall.name)} · {kind.label(voice.lang)}")
    warn_of_right(asked, office, kind, at_s=now_s())
    row = find_one(asked, kind, office.hall)
    if row is None:
        voice.tell(said["nothing_done"])
        return 0
    source = said["source"].format(file=printable(asked.source.name), line=row.line)
    _say_what(voice, kind, row.claims, source)
    _say_open(asked, office, kind, row)
    act = None if asked.dry_run else _act(voice, kind, typed)
    if act is None or not is_yes(voice, "prepare"):
        voice.tell(said["nothing_done"])
        return 0
    # As it was shown, and not as the list may say by now.
    offered = office.counter(account()).offer(
        kind,
        row.claims,
        act,
        source=asked.source.name,
        line=row.line,
        max_copies=asked.copies,
        valid_s=asked.valid or LIFE_S,
        now_s=now_s(),
        by=asked.by,
        profile=asked.profile,
    )
    say_offered(voice, offered)
    Watch(voice, office, offered, Clerk(asked.by, account())).follow()
    return 0


def offer_for_program(asked: Asked) -> int:
    """Offer one person's proof, asking nothing."""
    from livret_issuer.store import Home

    voice, at_s = asked.voice, now_s()
    kind = catalogue.find(asked.type)
    said = (asked.identity_check, asked.capacity, asked.justified_by)
    act = act_of(kind, said, Home.open(asked.home).read_hall().counter)
    renews = None if asked.renews is None else ShortCode.parse(asked.renews)
    claims = read_claims(asked.claims)
    _check_copies(asked)
    office = open_office(asked)
    warn_of_right(asked, office, kind, at_s=at_s)
    standing = office.standing_claims(kind, now_s=at_s)
    check_own_claims(kind, claims, standing)
    said_whole = {**claims, **standing}
    with told_by_name(kind, claims, asked.claims):
        offered = office.counter(account()).offer(
            kind,
            said_whole,
            act,
            source=name_of(asked.claims),
            line=None,
            max_copies=asked.copies,
            valid_s=asked.valid or LIFE_S,
            now_s=at_s,
            renews=renews,
            by=asked.by,
            profile=asked.profile,
        )
    waits = [
        each
        for each in office.open_for(kind, said_whole, now_s=at_s)
        if each.code != offered.handover.code
    ]
    if voice.json:
        voice.event(
            "offer",
            code=str(offered.handover.code),
            offer_uri=offered.link or None,
            tx_code=offered.pin or None,
            attempts=offered.attempts,
            expires_at=offered.handover.expires_at_s,
            approval=offered.approval,
            open_already=[str(each.code) for each in waits],
            in_place_of=[str(each) for each in offered.in_place_of],
            audit_head=office.audit_head().format_whole(),
        )
        return 0
    say_offered(voice, offered)
    for each in waits:
        since, source = voice.moment(each.created_at_s), source_words(each, voice.lang)
        alike = texts(voice.lang)["open_alike"]
        voice.tell("! " + alike.format(code=each.code, time=since, source=source))
    for code in offered.in_place_of:
        voice.tell("· " + texts(voice.lang)["cancelled_first"].format(code=code))
    say_head(asked, office)
    return 0


def _check_copies(asked: Asked) -> None:
    """Check that a wallet may ask for so many: over the network it asks once.

    Raises:
        MalformedInput: ``usage.range``.
    """
    if asked.copies > BATCH:
        raise MalformedInput("usage.range", option="--copies", least=1, most=BATCH)


def preview(asked: Asked) -> int:
    """Show what would be signed for a person; nothing is opened, and nothing recorded."""
    from livret_issuer.store import Home

    voice = asked.voice
    kind, hall = catalogue.find(asked.type), Home.open(asked.home).read_hall()
    row = next((each for each in read_list(asked, kind, hall) if each.line == asked.line), None)
    if row is None:
        raise MalformedInput("intake.nobody")
    if isinstance(row, RowRefused):
        raise row.reason
    source = texts(voice.lang)["source"].format(file=printable(asked.source.name), line=row.line)
    return _preview(voice, hall, kind, row.claims, source, line=row.line)


def preview_claims(asked: Asked) -> int:
    """Show the same of what a program says of one person; what would be refused is refused."""
    from livret_issuer.handing import standing_claims
    from livret_issuer.store import Home

    at_s = now_s()
    kind, hall = catalogue.find(asked.type), Home.open(asked.home).read_hall()
    claims = read_claims(asked.claims)
    standing = standing_claims(hall, kind, now_s=at_s)
    check_own_claims(kind, claims, standing)
    said_whole = {**claims, **standing}
    with told_by_name(kind, claims, asked.claims):
        kind.check_claims(said_whole)
        kind.law.check_commune(said_whole, hall.communes)
        kind.check_dates(said_whole, now_s=at_s)
    source = printable(name_of(asked.claims))
    return _preview(asked.voice, hall, kind, said_whole, source, line=None)


def _preview(
    voice: Voice,
    hall: "TownHall",
    kind: CredentialType,
    claims: "JsonObject",
    source: str,
    *,
    line: int | None,
) -> int:
    if voice.json:
        ends_s = kind.law.expires_at_s(now_s())
        voice.event("preview", type=kind.name, line=line, claims=claims, expires_at=ends_s)
        return 0
    voice.tell(f"{printable(hall.name)} · {kind.label(voice.lang)}")
    _say_what(voice, kind, claims, source)
    voice.tell(texts(voice.lang)["preview"])
    return 0


def new_pin(asked: Asked) -> int:
    """Give a new PIN for an offer, the person being there."""
    voice, code, office = asked.voice, ShortCode.parse(asked.code), open_office(asked)
    counter = office.counter(account())
    act = _act_of_new_pin(asked, office, code)
    pin = counter.new_pin(code, now_s=now_s(), act=act, by=asked.by)
    handover, pickup = counter.pickup(code)
    if voice.json:
        head = office.audit_head().format_whole()
        left = pickup.attempts_left
        voice.event(
            "new_pin",
            code=str(code),
            offer_uri=counter.link(code),
            tx_code=pin,
            attempts=left,
            expires_at=handover.expires_at_s,
            audit_head=head,
        )
        return 0
    until = voice.moment(handover.expires_at_s)
    shown = Shown(str(code), pin, counter.link(code), until, pickup.attempts_left)
    voice.tell("✓ " + texts(voice.lang)["new_pin"].format(code=code))
    voice.drawn(drawn(voice, shown))
    say_head(asked, office)
    return 0


def _act_of_new_pin(asked: Asked, office: "Office", code: ShortCode) -> Act | None:
    """Find out what the clerk saw, for a hand-over at which nobody was seen yet."""
    typed = (asked.identity_check, asked.capacity, asked.justified_by)
    if typed == (None, None, None) and office.pickup_of(code) is not None:
        return None
    handover, where = office.whereabouts_of(code, now_s=now_s())
    kind = catalogue.find(handover.vct)
    if None not in typed:
        return Act.of(kind, *typed)
    if typed != (None, None, None) or asked.voice.json or not sys.stdin.isatty():
        raise MalformedInput("usage.missing", option=", ".join(ACT_OPTIONS))
    if where.stand != "open":
        return None  # what comes is a refusal
    act = _act(asked.voice, kind)
    if act is None:
        raise MalformedInput("usage.missing", option=", ".join(ACT_OPTIONS))
    return act


def listing(asked: Asked) -> int:
    """List the hand-overs that wallets pick up, and how far each is."""
    voice, office = asked.voice, open_office(asked)
    found = office.picked_up()
    for handover, pickup in found:
        if voice.json:
            voice.event("pickup", **pickup_object(handover, pickup))
        else:
            voice.lines(
                list_lines(handover, pickup, voice.lang, when=voice.moment, plain=voice.plain)
            )
    if not found and not voice.json:
        voice.tell(texts(voice.lang)["none"])
    return 0


def address(asked: Asked) -> int:
    """Say where wallets reach this town hall."""
    voice, office = asked.voice, open_office(asked)
    office.rules().set_address(asked.url, now_s=now_s())
    if voice.json:
        head = office.audit_head().format_whole()
        voice.event("address", url=asked.url.text, audit_head=head)
        return 0
    voice.tell("✓ " + texts(voice.lang)["address"].format(url=asked.url.text))
    say_head(asked, office)
    return 0


def _say_what(voice: Voice, kind: CredentialType, claims: "JsonObject", source: str) -> None:
    """Say all that will be signed, where it comes from and until when it holds."""
    said, at_s = texts(voice.lang), now_s()
    rows = said_rows(kind, claims, voice.lang)
    rows.append((said["standing_line"], source))
    ends_s = kind.law.expires_at_s(at_s)
    if ends_s is not None:
        rows.append((said["valid"], said["valid_for"].format(time=voice.moment(ends_s))))
    voice.tell(said["said"])
    voice.lines(labelled_lines(rows, voice.lang, plain=voice.plain))


def _say_open(asked: Asked, office: "Office", kind: CredentialType, row: Row) -> None:
    """Say which hand-overs wait for this person already, and cancel those that the clerk says."""
    voice, said = asked.voice, texts(asked.voice.lang)
    for each in office.open_for(kind, row.claims, now_s=now_s()):
        since = voice.moment(each.created_at_s)
        # The store knows name and birth date. Made of this very line, it is of this person.
        is_same = (each.source, each.source_line) == (asked.source.name, row.line)
        words, source = "open_already" if is_same else "open_alike", source_words(each, voice.lang)
        voice.tell("! " + said[words].format(code=each.code, time=since, source=source))
        if asked.dry_run:
            continue
        if is_yes(voice, "cancel_first"):
            office.cancel(each.code, now_s=now_s(), clerk=Clerk(asked.by, account()))
            voice.tell("✓ " + said["cancelled_first"].format(code=each.code))
        else:
            voice.tell(said["kept_open"])


def _act(
    voice: Voice,
    kind: CredentialType,
    typed: tuple[str | None, str | None, str | None] = (None, None, None),
) -> Act | None:
    """Ask what the clerk saw and did not type: closed lists, so that nothing about a person is."""
    said, answers = texts(voice.lang), []
    for word, question, known in zip(
        typed,
        ("identity", "capacity", "fact"),
        (IDENTITY_CHECKS, CAPACITIES, justifications(kind)),
        strict=True,
    ):
        if word is not None:
            answers.append(word)
            continue
        # Never broken between a number and what it is for.
        lines = [
            f"{number}\u00a0{said[f'{question}_{each}']}" for number, each in enumerate(known, 1)
        ]
        voice.tell(f"{said[question]}  {'  '.join(lines)}")
        number = ask_number(voice, "> ", len(known), may_stop=False)
        if number is None:
            return None
        answers.append(known[number - 1])
    return Act.of(kind, *answers)

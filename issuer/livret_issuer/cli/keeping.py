"""What a town hall changes, publishes and looks up after it has signed."""

from typing import Final

from livret_core.credential import catalogue
from livret_core.short_code import ShortCode
from livret_core.status.token import Status
from livret_core.words import printable, stated
from livret_edge.arguments import Asked
from livret_edge.saying import now_s
from livret_issuer.at_the_counter import pickup_object, pickup_rows
from livret_issuer.audit_log import NotedHead
from livret_issuer.cli.opening import account, open_office, say_head
from livret_issuer.pickup.acting import Clerk
from livret_issuer.pickup.going_on import is_awaited
from livret_issuer.pickup.redeeming import has_pin
from livret_issuer.records import Changed
from livret_issuer.rendering import entry_lines, handover_lines, handover_object
from livret_issuer.words import texts
from livret_issuer.words.counter import texts as counter_texts

CHANGES: Final = {
    "revoke": (Status.INVALID, "revoked"),
    "suspend": (Status.SUSPENDED, "suspended"),
    "resume": (Status.VALID, "resumed"),
}
_ABOUT: Final = 16
# Of what was seen at the counter, in codes: on a line of its own.
_SEEN: Final = 60
_WITH_WORDS: Final = frozenset(
    ("identify", "approve", "deny", "four-eyes", "new-pin", "extend", "cancel", *CHANGES)
)


def change(verb: str, asked: Asked) -> int:
    """Withdraw, pause or resume the copies of a hand-over, as *verb* says."""
    from livret_issuer.status_lists import LIST_LIFE_S, LIST_TTL_S

    voice, at_s, (status, done) = asked.voice, now_s(), CHANGES[verb]
    code, office = ShortCode.parse(asked.code), open_office(asked)
    clerk = Clerk(asked.by, account())
    changed = office.set_status(code, status, now_s=at_s, dry_run=asked.dry_run, clerk=clerk)
    if asked.dry_run:
        _say_would(asked, code, done, changed)
        return 0
    publishes = asked.now and not changed.is_listed
    if publishes:
        office.publish(now_s=at_s)
    listed_s = changed.listed_at_s
    again_s, until_s = listed_s + LIST_TTL_S, listed_s + LIST_LIFE_S
    if voice.json:
        voice.event(
            done,
            code=str(code),
            copies=changed.copies,
            changed=changed.is_new,
            published=publishes and not changed.waits_for_commit,
            listed_at_s=listed_s,
            asked_again_at_s=again_s,
            believed_until_s=until_s,
            audit_head=office.audit_head().format_whole(),
        )
        return 0
    said = texts(voice.lang)
    if not changed.is_new:
        voice.tell("· " + said[f"already_{done}"].format(code=code, copies=changed.copies))
    if changed.is_listed:
        return 0
    times = {"at": listed_s, "again": again_s, "until": until_s}
    if changed.is_new:
        voice.tell("✓ " + said[done].format(code=code, copies=changed.copies))
    how = "published_now" if publishes else "with_next_list"
    voice.tell(
        "! " + said["with_next_commit" if changed.waits_for_commit else how],
        said["list_before"].format(**{name: voice.moment(at) for name, at in times.items()}),
    )
    say_head(asked, office)
    return 0


def _say_would(asked: Asked, code: ShortCode, done: str, changed: Changed) -> None:
    voice, said = asked.voice, texts(asked.voice.lang)
    publishes = asked.now and not changed.is_listed and not changed.waits_for_commit
    if voice.json:
        copies, is_new = changed.copies, changed.is_new
        told = {"would_change": is_new, "would_publish": publishes, "dry_run": True}
        voice.event(done, code=str(code), copies=copies, **told)
        return
    how = "would" if changed.is_new else "already"
    voice.tell("· " + said[f"{how}_{done}"].format(code=code, copies=changed.copies))
    if publishes:
        voice.tell("! " + said["would_publish_now"])


def cancel(asked: Asked) -> int:
    """End a hand-over that was not used."""
    code, office, at_s = ShortCode.parse(asked.code), open_office(asked), now_s()
    is_new = office.cancel(code, now_s=at_s, clerk=Clerk(asked.by, account()))
    said = texts(asked.voice.lang)
    if asked.voice.json:
        head = office.audit_head().format_whole()
        asked.voice.event("cancelled", code=str(code), changed=is_new, audit_head=head)
    elif is_new:
        asked.voice.tell("✓ " + said["cancelled"].format(code=code))
        say_head(asked, office)
    else:
        where = office.whereabouts_of(code, now_s=at_s)[1]
        words = "already_ended" if where.stand == "ended_unused" else "already_cancelled"
        until = asked.voice.moment(where.at_s)
        asked.voice.tell("· " + said[words].format(code=code, time=until))
    return 0


def publish(asked: Asked) -> int:
    """Sign the status lists anew."""
    office = open_office(asked)
    for to in office.publish(now_s=now_s()):
        if asked.voice.json:
            head = office.audit_head().format_whole()
            asked.voice.event("published", to=str(to), audit_head=head)
        else:
            asked.voice.tell("✓ " + texts(asked.voice.lang)["list_published"].format(path=to))
    for number in office.only_named():
        if asked.voice.json:
            asked.voice.event("waits_for_commit", list=number)
        else:
            asked.voice.tell("· " + texts(asked.voice.lang)["list_waits"].format(list=number))
    for number in office.taken_out():
        if asked.voice.json:
            asked.voice.event("key_taken_out", list=number)
        else:
            asked.voice.tell("! " + texts(asked.voice.lang)["list_kept"].format(list=number))
    if not asked.voice.json:
        say_head(asked, office)
    return 0


def show(asked: Asked) -> int:
    """Say who this is and list its hand-overs, or where one of them stands."""
    voice, at_s = asked.voice, now_s()
    code = None if asked.code is None else ShortCode.parse(asked.code)
    office = open_office(asked)
    if code is not None:
        handover, where = office.whereabouts_of(code, now_s=at_s)
        pickup, newer = office.pickup_of(code), office.newer_of(code)
        if voice.json:
            online = {} if pickup is None else pickup_object(handover, pickup, newer)
            voice.event("handover", **{**online, **handover_object(handover, where)})
            return 0
        is_open = where.stand in {"open", "blocked"} and office.hall.url is not None
        can = ("new-pin",) if is_open and (pickup is None or has_pin(pickup)) else ()
        if pickup is not None and is_awaited(pickup):
            can = ("approve", "deny", *can)
        kind = catalogue.find(handover.vct).name
        voice.lines(
            handover_lines(
                handover,
                where,
                voice.lang,
                when=voice.moment,
                more=() if pickup is None else pickup_rows(pickup, voice.lang, newer),
                can=can,
                says_who=kind in office.hall.four_eyes or "approve" in can,
                plain=voice.plain,
            )
        )
        return 0
    hall, public, said = office.hall, str(office.home.public), texts(voice.lang)
    if voice.json:
        lists = [each.format() for each in hall.list_places]
        voice.event(
            "town_hall",
            name=hall.name,
            did=hall.did.text,
            public=public,
            lists=lists,
            goes_on_for=[each.did for each in hall.predecessors],
            url=None if hall.url is None else hall.url.text,
        )
    else:
        voice.tell(printable(hall.name))
        voice.rows([(said["did"], hall.did.text), (said["published"], public)])
        if hall.url is not None:
            voice.rows([(counter_texts(voice.lang)["address_is"], hall.url.text)])
        if hall.moved_to:
            places = [
                f"{printable(each.endpoint)} ({said['lists_from'].format(first=each.first)})"
                for each in hall.list_places
            ]
            voice.rows([(said["lists_at"], place) for place in places])
        if hall.predecessors:
            voice.rows([(said["goes_on_for"], each.did) for each in hall.predecessors])
    for handover, where in office.whereabouts(now_s=at_s):
        if voice.json:
            voice.event("handover", **handover_object(handover, where))
        else:
            voice.lines(
                entry_lines(handover, where, voice.lang, when=voice.moment, plain=voice.plain)
            )
    return 0


def audit(asked: Asked) -> int:
    """Check the audit log, print it, and hold it to a head that was noted."""
    voice = asked.voice
    noted = None if asked.since is None else NotedHead.parse(asked.since)
    office = open_office(asked)
    entries = office.audit(since=noted)
    for number, at_s, action, about in entries:
        if voice.json:
            voice.event("audit", number=number, at_s=at_s, action=action, about=about)
            continue
        subject, _, seen = about.partition(" ") if action in _WITH_WORDS else (about, "", "")
        when, what = voice.moment(at_s), printable(subject, max_chars=_ABOUT)
        more = [printable(seen, max_chars=_SEEN)] if seen else []
        if voice.plain:
            told = ", ".join((when, action, what, *more))
            voice.tell(stated(str(number), told, voice.lang))
        else:
            voice.lines([f"  {number:>6}  {when:<33}  {action:14}  {what}"])
            voice.lines(f"          {each}" for each in more)
    said = texts(voice.lang)
    if voice.json:
        head = office.audit_head().format_whole()
        since = None if noted is None else noted.number
        voice.event("audit_holds", count=len(entries), audit_head=head, extends=since)
        return 0
    voice.tell("✓ " + said["audit_holds"].format(count=len(entries)))
    if noted is not None:
        voice.tell("✓ " + said["audit_extends"].format(number=noted.number))
    say_head(asked, office)
    voice.tell(said["audit_note"])
    return 0

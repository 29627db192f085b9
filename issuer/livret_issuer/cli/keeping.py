"""What a town hall changes, publishes and looks up after it has signed."""

from typing import Final

from livret_core.credential import catalogue
from livret_core.short_code import ShortCode
from livret_core.status.token import Status
from livret_core.words import printable, stated
from livret_edge.arguments import Asked
from livret_edge.saying import now_s
from livret_issuer.cli.opening import open_office
from livret_issuer.words import texts

CHANGES: Final = {
    "revoke": (Status.INVALID, "revoked"),
    "suspend": (Status.SUSPENDED, "suspended"),
    "resume": (Status.VALID, "resumed"),
}
_ABOUT: Final = 16


def change(verb: str, asked: Asked) -> int:
    """Withdraw, pause or resume the copies of a hand-over, as *verb* says."""
    from livret_issuer.status_lists import LIST_LIFE_S, LIST_TTL_S

    voice, at_s, (status, done) = asked.voice, now_s(), CHANGES[verb]
    code, office = ShortCode.parse(asked.code), open_office(asked)
    changed = office.set_status(code, status, now_s=at_s)
    if asked.now:
        office.publish(now_s=at_s)
    listed_s = changed.listed_at_s
    again_s, until_s = listed_s + LIST_TTL_S, listed_s + LIST_LIFE_S
    if voice.json:
        voice.event(
            done,
            code=str(code),
            copies=changed.copies,
            published=asked.now,
            listed_at_s=listed_s,
            asked_again_at_s=again_s,
            believed_until_s=until_s,
        )
        return 0
    said = texts(voice.lang)
    times = {"at": listed_s, "again": again_s, "until": until_s}
    voice.tell(
        "✓ " + said[done].format(code=code, copies=changed.copies),
        "! " + said["published_now" if asked.now else "with_next_list"],
        said["list_before"].format(**{name: voice.moment(at) for name, at in times.items()}),
    )
    return 0


def cancel(asked: Asked) -> int:
    """End a hand-over that was not used."""
    code = ShortCode.parse(asked.code)
    open_office(asked).cancel(code, now_s=now_s())
    if asked.voice.json:
        asked.voice.event("cancelled", code=str(code))
    else:
        asked.voice.tell("✓ " + texts(asked.voice.lang)["cancelled"].format(code=code))
    return 0


def publish(asked: Asked) -> int:
    """Sign the status lists anew."""
    for to in open_office(asked).publish(now_s=now_s()):
        if asked.voice.json:
            asked.voice.event("published", to=str(to))
        else:
            asked.voice.tell("✓ " + texts(asked.voice.lang)["list_published"].format(path=to))
    return 0


def show(asked: Asked) -> int:
    """Say who this is, and list its hand-overs."""
    voice, office, at_s = asked.voice, open_office(asked), now_s()
    hall, public, said = office.hall, str(office.home.public), texts(voice.lang)
    if voice.json:
        voice.event("town_hall", name=hall.name, did=hall.did.text, public=public)
    else:
        voice.tell(printable(hall.name))
        voice.rows([(said["did"], hall.did.text), (said["published"], public)])
    for handover in office.handovers():
        used = handover.request_sha256 is not None
        state = "used" if used else "open" if at_s < handover.expires_at_s else "ended"
        kind = catalogue.find(handover.vct)
        if voice.json:
            voice.event("handover", code=str(handover.code), type=kind.name, state=state)
            continue
        name, when = kind.label(voice.lang), voice.moment(handover.created_at_s)
        source = printable(handover.source)
        if voice.plain:
            facts = f"{name}, {said[f'state_{state}']}, {when}, {source}"
            voice.rows([(str(handover.code), facts)])
        else:
            voice.lines([f"  {handover.code}  {name:<40}  {said[f'state_{state}']}"])
            voice.lines([f"             {when}  {source}"])
    return 0


def audit(asked: Asked) -> int:
    """Check the audit log and print it."""
    voice, entries = asked.voice, open_office(asked).audit()
    for number, at_s, action, about in entries:
        if voice.json:
            voice.event("audit", number=number, at_s=at_s, action=action, about=about)
            continue
        when, what = voice.moment(at_s), printable(about, max_chars=_ABOUT)
        if voice.plain:
            voice.tell(stated(str(number), f"{when}, {action}, {what}", voice.lang))
        else:
            voice.lines([f"  {number:>6}  {when:<33}  {action:14}  {what}"])
    if not voice.json:
        voice.tell("✓ " + texts(voice.lang)["audit_holds"].format(count=len(entries)))
    return 0

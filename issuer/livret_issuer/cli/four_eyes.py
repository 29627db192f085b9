"""The rules of the counter: what programs need not say, which types need a second clerk; his yes and no."""

import sys
from typing import TYPE_CHECKING

from livret_core.credential import catalogue
from livret_core.errors import MalformedInput
from livret_core.short_code import ShortCode
from livret_core.words import labelled_lines
from livret_edge.arguments import Asked
from livret_edge.saying import now_s
from livret_issuer.at_the_counter import said_rows
from livret_issuer.cli.asking import is_yes
from livret_issuer.cli.opening import account, open_office, say_head
from livret_issuer.pickup.acting import ACT_OPTIONS, StandingWord, justifications
from livret_issuer.words.counter import texts

if TYPE_CHECKING:
    from livret_issuer.service import Office

_NONE = "none"


def four_eyes(asked: Asked) -> int:
    """Say of which types nothing is signed without a second clerk."""
    voice = asked.voice
    types = () if asked.types == _NONE else tuple(asked.types.split(","))
    office = open_office(asked)
    office.rules().set_four_eyes(types, now_s=now_s())
    kept = office.home.read_hall().four_eyes
    if voice.json:
        head = office.audit_head().format_whole()
        voice.event("four_eyes", types=list(kept), audit_head=head)
        return 0
    said = texts(voice.lang)
    names = ", ".join(catalogue.find(each).label(voice.lang) for each in kept)
    voice.tell("✓ " + said["rule" if kept else "no_rule"].format(types=names))
    say_head(asked, office)
    return 0


def standing_word(asked: Asked) -> int:
    """Say what programs' offers say that was seen, where they say nothing."""
    voice = asked.voice
    said = (asked.identity_check, asked.capacity, asked.justified_by)
    if asked.none == (said != (None, None, None)):
        option = ", ".join((*ACT_OPTIONS, "--none"))
        code = "usage.contradiction" if asked.none else "usage.missing"
        raise MalformedInput(code, option=option)
    missing = [option for option, word in zip(ACT_OPTIONS, said, strict=True) if word is None]
    if missing and not asked.none:
        raise MalformedInput("usage.missing", option=", ".join(missing))
    try:
        word = None if asked.none else StandingWord(*said)
    except MalformedInput:
        known = sorted({each for kind in catalogue.all_types() for each in justifications(kind)})
        raise MalformedInput(
            "usage.choice", option="--justified-by", known=", ".join(known)
        ) from None
    office = open_office(asked)
    office.rules().set_counter(word, now_s=now_s())
    if voice.json:
        head = office.audit_head().format_whole()
        voice.event("counter", word=word and word.format(), audit_head=head)
        return 0
    told = texts(voice.lang)
    if word is None:
        voice.tell("✓ " + told["no_word"])
    else:
        seen = (f"identity_{said[0]}", f"fact_{said[2]}", f"capacity_{said[1]}")
        voice.tell("✓ " + told["word"].format(seen=", ".join(told[each] for each in seen)))
    say_head(asked, office)
    return 0


def decide(asked: Asked, *, approves: bool) -> int:
    """Say yes or no as a second clerk, to what is shown first."""
    voice, code, office = asked.voice, ShortCode.parse(asked.code), open_office(asked)
    counter = office.counter(account())
    # Who may not decide is shown nothing of it either.
    counter.check_decides(code, by=asked.by)
    if not voice.json:
        _say_what(asked, office, code)
        question = "approve_it" if approves else "deny_it"
        if sys.stdin.isatty() and not is_yes(voice, question):
            voice.tell(texts(voice.lang)["nothing_done"])
            return 0
    act = counter.approve if approves else counter.deny
    act(code, by=asked.by, now_s=now_s())
    done = "approved" if approves else "denied"
    if voice.json:
        head = office.audit_head().format_whole()
        voice.event(done, code=str(code), by=asked.by, audit_head=head)
        return 0
    voice.tell(("✓ " if approves else "✗ ") + texts(voice.lang)[done].format(code=code))
    say_head(asked, office)
    return 0


def _say_what(asked: Asked, office: "Office", code: ShortCode) -> None:
    """Show what will be signed: a yes is to what was read."""
    voice = asked.voice
    handover, _ = office.counter().pickup(code)
    if handover.claims is None:
        return
    kind = catalogue.find(handover.vct)
    voice.tell(f"{kind.label(voice.lang)}, {code}")
    rows = said_rows(kind, handover.claims, voice.lang)
    voice.lines(labelled_lines(rows, voice.lang, plain=voice.plain))

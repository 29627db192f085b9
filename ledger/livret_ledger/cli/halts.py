"""That a ledger is not written any more: said while it is served, and whenever it is looked at."""

import sys
from collections.abc import Sequence
from typing import Final

from livret_core.errors import LivretError
from livret_core.words import explain_error, printable
from livret_edge.saying import Voice, local_zone
from livret_ledger.histories import Lost
from livret_ledger.words import texts

#: Lines of a screen that they may take; a program is told all.
_SHOWN: Final = 12


def tell(voice: Voice, reason: LivretError) -> None:
    """Say that nothing is written, and why."""
    why = explain_error(reason, voice.lang, zone=local_zone)
    voice.tell("! " + texts(voice.lang)["reads_only"], why.what, why.step)


def tell_change(voice: Voice, reason: LivretError | None) -> None:
    """Say, while a ledger is served, that it is not written any more, or that it is again."""
    if voice.json:
        code = None if reason is None else reason.code
        facts = {} if reason is None else dict(reason.facts)
        voice.event("writes", writes=reason is None, reason=code, facts=facts)
    elif reason is None:
        voice.tell("✓ " + texts(voice.lang)["writes_again"])
    else:
        tell(voice, reason)
    sys.stdout.flush()  # nothing may come after it for days


def tell_lost(voice: Voice, lost: Sequence[Lost]) -> None:
    """Name what was answered and is under no head that anybody confirmed."""
    if not lost:
        return
    said = texts(voice.lang)
    voice.tell("! " + said["lost"].format(count=len(lost)))
    rows = [
        (said["lost_entry"].format(index=each.index), f"{each.type}  {printable(each.subject)}")
        for each in lost[:_SHOWN]
    ]
    voice.rows(rows + [("…", "")] * (len(lost) > _SHOWN))


def fields(reason: LivretError | None, lost: Sequence[Lost]) -> dict[str, object]:
    """Give the same to a program; nothing for a ledger that is written."""
    if reason is None:
        return {}
    named = [{"index": each.index, "type": each.type, "subject": each.subject} for each in lost]
    return {"halted": {"code": reason.code, "facts": dict(reason.facts)}, "lost": named}


def ended(halt: LivretError | None) -> int:
    """End as the last serving did: where it wrote nothing any more, with its reason.

    Raises:
        Unavailable: ``ledger.behind``, ``ledger.forked``, ``ledger.overtaken``.
    """
    if halt is not None:
        raise halt
    return 0

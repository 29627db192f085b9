"""A succession under way is told, with the time that is left to refuse it."""

from livret_core.words import printable
from livret_core.words.figures import age
from livret_edge.arguments import Asked
from livret_edge.saying import now_s
from livret_issuer.remains import Succession
from livret_issuer.words.ledger import texts


def tell_succession(asked: Asked, coming: Succession | None, way_out: str) -> None:
    """Tell that another identity is to go on for this one, if it is.

    Args:
        asked: the command.
        coming: the succession; None without one.
        way_out: name of the sentence that says what to do.
    """
    voice, said = asked.voice, texts(asked.voice.lang)
    if coming is None:
        return
    if voice.json:
        voice.event(
            "succession",
            index=coming.index,
            to=coming.to,
            asked_by=list(coming.asked_by),
            from_s=coming.from_s,
        )
        return
    left = age(max(0, coming.from_s - now_s()), voice.lang)
    when = voice.moment(coming.from_s)
    told = said["rebuilt_succession"].format(index=coming.index, when=when, left=left)
    voice.tell("✗ " + told)
    asked_by = ", ".join(map(printable, coming.asked_by))
    voice.rows([(said["successor"], printable(coming.to)), (said["asked_by"], asked_by)])
    voice.tell(said[way_out])

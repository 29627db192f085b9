"""A dialogue, line by line; the word for back leaves it."""

from typing import TypeVar

from livret_wallet.plain.opened import Opened
from livret_wallet.screens.keys import BACK, chosen
from livret_wallet.session.dialogue import Ask, Dialogue, talk_through

T = TypeVar("T")


class _Left(Exception):  # no fault: the holder goes back
    pass


def show(opened: Opened, title: str, dialogue: Dialogue[T]) -> T | None:
    """Have one; None where its reader went back before its end.

    Args:
        opened: the open wallet.
        title: the word for it, without ``title_``.
        dialogue: that one.

    Raises:
        Locked, Left: as :meth:`Opened.ask`.
    """

    def ask(step: Ask) -> str:
        if step.is_hidden:
            typed = opened.ask_hidden(step.question)
            if not typed:
                raise _Left
            return typed
        typed = opened.ask(opened.said["or_back"].format(question=step.question))
        if chosen(typed, (BACK,), opened.language) is not None:
            raise _Left
        return typed

    opened.title(opened.said[f"title_{title}"])
    try:
        return talk_through(dialogue, say=lambda facts: opened.say(*facts), ask=ask)
    except _Left:
        return None

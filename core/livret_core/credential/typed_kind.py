"""The name of a kind of proof as somebody typed it. Pure.

No type is read before one was typed: to read them takes longer than to say what a command does.
"""

from collections.abc import Callable

from livret_core.errors import MalformedInput, Refused
from livret_core.words import like


def kind(name: str, typed: str) -> str:
    """Take the name of a kind of proof, or its ``vct``.

    Raises:
        MalformedInput: ``usage.choice``, with the name that looks like it.
    """
    from livret_core.credential import catalogue

    try:
        return catalogue.find(typed).name
    except Refused:
        names = [each.name for each in catalogue.all_types()]
        known, near = ", ".join(names), like(typed, names)
        raise MalformedInput("usage.choice", option=name, known=known, **near) from None


def kinds(*besides: str) -> Callable[[str, str], str]:
    """Take names of kinds of proof, divided by commas; or one of the words *besides*.

    Raises:
        MalformedInput: ``usage.choice``.
    """

    def read(name: str, typed: str) -> str:
        return (
            typed if typed in besides else ",".join(kind(name, each) for each in typed.split(","))
        )

    return read

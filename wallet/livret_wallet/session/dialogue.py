"""A conversation in steps, written once: line mode talks it through, the full screen shows it as a page.

def forgetting(wallet, language):
    yield Say(facts)                                # said
    typed = yield Ask("Sure? (yes/no)")              # what was typed, without white space around it
    done = yield Work(lambda: wallet.forget(...))    # what came of it; what it raises, is raised here

Whoever leaves before the end closes it: nothing goes on by itself.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar, final

from livret_core.errors import LivretError
from livret_wallet.screens.facts import Fact

T = TypeVar("T")


@final
@dataclass(frozen=True, slots=True)
class Say:
    """Some facts are said."""

    facts: tuple[Fact, ...]


@final
@dataclass(frozen=True, slots=True)
class Ask:
    """A question is asked. Enter alone is no answer to any.

    Attributes:
        question: ends as it is to be read: with a colon, or what may be typed.
        is_hidden: whether what is typed is not shown.
    """

    question: str
    is_hidden: bool = False


@final
@dataclass(frozen=True, slots=True)
class Work:
    """Something is done that takes its time.

    Attributes:
        do: does it; in a thread, where there is a screen to be drawn meanwhile.
        telling: what is said meanwhile; empty for what is over at once.
    """

    do: Callable[[], Any]
    telling: str = ""


Step: TypeAlias = Say | Ask | Work
Dialogue: TypeAlias = Generator[Step, Any, T]


def talk_through(
    dialogue: Dialogue[T],
    *,
    say: Callable[[Sequence[Fact]], None],
    ask: Callable[[Ask], str],
) -> T:
    """Have one from its first step to its last, in this thread.

    Args:
        dialogue: that one.
        say: says facts.
        ask: asks, and gives what was typed.

    Returns:
        What it comes to.
    """
    try:
        step = next(dialogue)
        while True:
            match step:
                case Say(facts=facts):
                    say(facts)
                    step = next(dialogue)
                case Ask():
                    step = dialogue.send(ask(step))
                case Work(do=do, telling=telling):
                    if telling:
                        say((Fact("", telling),))
                    try:
                        done = do()
                    except LivretError as error:
                        step = dialogue.throw(error)
                    else:
                        step = dialogue.send(done)
    except StopIteration as ended:
        result: T = ended.value
        return result
    finally:
        dialogue.close()

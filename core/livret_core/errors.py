"""The three ways livret says no.

    LivretError
    +- MalformedInput    the bytes are not what they claim to be   (who made them is at fault)
    +- Refused           well formed, and not acceptable           (a decision, and it is final)
    +- Unavailable       we could not find out                     (try again; never a refusal)

Callers treat the branches differently, so the branch is the class. The reason is
the ``code``: a stable dotted name from :mod:`livret_core.codes`, the same in exit
messages, JSON, translations and tests. ``detail`` is for a developer's eyes and
``facts`` are for the sentence a person reads; neither ever holds a claim value.
"""

from typing import ClassVar, Literal, Self, TypeAlias

from livret_core.codes import CODES

Branch: TypeAlias = Literal["malformed", "refused", "unavailable"]
Fact: TypeAlias = int | str


class LivretError(Exception):
    """A refusal to go on, with its reason.

    Attributes:
        code: stable dotted name, a key of :data:`livret_core.codes.CODES`.
        detail: one line for developers and logs; no claim value, no secret.
        facts: named values for the sentence shown to people (times in seconds
            since 1970 end in ``_s``).
    """

    branch: ClassVar[Branch]

    def __init__(self, code: str, detail: str = "", /, **facts: Fact) -> None:
        known = CODES.get(code)
        if known is None or known.branch != self.branch:
            raise TypeError(f"{code!r} is not a code of the branch {self.branch!r}")
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.facts = facts

    def again(self) -> Self:
        """Make an equal error to raise, for one that was kept (raising it would grow its trace)."""
        return type(self)(self.code, self.detail, **self.facts)


class MalformedInput(LivretError):
    """The bytes are not what they claim to be."""

    branch = "malformed"


class Refused(LivretError):
    """Well formed, and not acceptable."""

    branch = "refused"


class Unavailable(LivretError):
    """We could not find out. Says nothing against what was asked about."""

    branch = "unavailable"

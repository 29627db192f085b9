"""What a town hall keeps about a hand-over and the copies made for it."""

from dataclasses import dataclass
from typing import final

from livret_core.encoding.json import JsonObject
from livret_core.short_code import ShortCode


@final
@dataclass(frozen=True, slots=True)
class StoredHandover:
    """A hand-over as the store knows it.

    Attributes:
        code: its name.
        vct: the type.
        nonce: that key proofs repeat.
        max_copies: at most so many.
        source: where the claims came from ("residents.csv, line 2"); no personal data.
        claims: what will be said; None once delivered or ended.
        created_at_s, expires_at_s, issued_at_s: seconds since 1970.
        request_sha256: of the request that used it, None while unused.
        response: what was answered, kept for a repeated request until it expires.
    """

    code: ShortCode
    vct: str
    nonce: str
    max_copies: int
    source: str
    claims: JsonObject | None
    created_at_s: int
    expires_at_s: int
    issued_at_s: int | None
    request_sha256: bytes | None
    response: bytes | None


@final
@dataclass(frozen=True, slots=True)
class Slot:
    """One copy's place in a status list."""

    list_number: int
    index: int


@final
@dataclass(frozen=True, slots=True)
class Changed:
    """A status that was recorded, and the list that does not say so yet.

    Attributes:
        copies: how many it concerns.
        listed_at_s: ``iat`` of the newest list that holds one of them, seconds since 1970.
    """

    copies: int
    listed_at_s: int

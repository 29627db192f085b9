"""What the commands of members share: where to read, what to write, how a thing is named."""

from functools import partial
from typing import Final

from livret_core.encoding import base64url
from livret_core.errors import Refused
from livret_core.ledger.bodies import ReasonCode
from livret_core.ledger.records import MemberRecord
from livret_core.ledger.state import demand, member_name
from livret_edge.arguments import Argument, Asked, home, path, place
from livret_edge.files import named_by, open_file
from livret_edge.homes import default_home
from livret_ledger.drafting import Desk
from livret_ledger.words.members import texts

WHO: Final = Argument("who", "who", required=True)
TO: Final = Argument("--to", "file", path, required=True)
REASONS: Final[tuple[ReasonCode, ...]] = (
    "key-compromise",
    "equivocation",
    "rule-broken",
    "unreachable",
    "legal-end",
    "own-request",
)
#: Where to read the ledger, and whom to believe of it.
AT: Final = (
    Argument("--from", "place", place, key="source"),
    Argument("--trust", "file", path),
    Argument("--resolve", "pin"),
    Argument("--authorities", "file", path),
    home(partial(default_home, "ledger")),
)

_CHUNK: Final = 1 << 20


def digest_of(asked: Asked, option: str) -> str:
    """Give the SHA-256 of the file after an option, base64url: what the ledger holds of it."""
    from hashlib import sha256

    found = sha256()
    with named_by(f"--{option}"), open_file(getattr(asked, option)) as file:
        while piece := file.read(_CHUNK):
            found.update(piece)
    return base64url.encode(found.digest())


def member_of(desk: Desk, who: str) -> MemberRecord:
    """Give a member.

    Raises:
        Refused: ``ledger.unknown``, ``ledger.not_in_force`` for one that was expelled.
    """
    member = demand(desk, member_name(who), MemberRecord)
    if member.is_expelled(desk.clock.at_s):
        raise Refused("ledger.not_in_force", "expelled")
    return member


def words_of(typed: str | None) -> tuple[str, ...]:
    """Read names with commas between."""
    return tuple(each.strip() for each in (typed or "").split(",") if each.strip())


def tell_unsigned(asked: Asked, **facts: object) -> int:
    """Say, after all that is to be read before it, that nothing was signed."""
    if asked.voice.json:
        asked.voice.event("signed", **facts, to=str(asked.to), dry_run=True)
    else:
        asked.voice.tell(texts(asked.voice.lang)["dry_run"])
    return 0

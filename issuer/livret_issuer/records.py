"""What a town hall keeps about a hand-over and the copies made for it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from livret_core.encoding.json import JsonObject
from livret_core.ledger.issuance import IssuancePath
from livret_core.ledger.operation import Operation
from livret_core.openid4vci.messages import CredentialResponse
from livret_core.short_code import ShortCode
from livret_core.status.token import Status
from livret_core.tlog.proof import LogProof

OperationStand: TypeAlias = Literal["open", "taken", "refused", "foreign", "unanswered"]


@final
@dataclass(frozen=True, slots=True)
class StoredHandover:
    """A hand-over as the store knows it.

    Attributes:
        code: its name.
        vct: the type.
        nonce: that key proofs repeat.
        max_copies: at most so many.
        source: name of the file the claims came from; no personal data.
        source_line: the line they stood on, counted from 1; None for a source without lines.
        claims: what will be said; None once delivered or ended.
        created_at_s, expires_at_s, issued_at_s: seconds since 1970.
        request_sha256: of the request that used it, None while unused.
        response: what was answered, kept for a repeated request until it expires.
        cancelled_at_s: when it was cancelled, None for one that was not.
        changed_at_s: when its copies were last withdrawn, paused or resumed.
        person: keyed digest of who it is for; None once it is used or ended.
    """

    code: ShortCode
    vct: str
    nonce: str
    max_copies: int
    source: str
    source_line: int | None
    claims: JsonObject | None
    created_at_s: int
    expires_at_s: int
    issued_at_s: int | None
    request_sha256: bytes | None
    response: bytes | None
    cancelled_at_s: int | None = None
    changed_at_s: int | None = None
    person: bytes | None = None


@final
@dataclass(frozen=True, slots=True)
class Copies:
    """What was signed for one hand-over.

    Attributes:
        count: how many copies, 1 or more.
        status: of all of them; they change together.
        expires_at_s: the first second they no longer hold, or None.
    """

    count: int
    status: Status
    expires_at_s: int | None


@final
@dataclass(frozen=True, slots=True)
class Answered:
    """What a request was answered, and whether it had been answered before.

    Attributes:
        response: the answer; to the same request always the same.
        is_repeated: nothing was signed now.
    """

    response: CredentialResponse
    is_repeated: bool


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
        is_new: False when it was so before, and nothing was recorded.
        is_listed: whether that list is known to say so already.
        waits_for_commit: the next that counts comes with a commit: its key is under suspicion.
    """

    copies: int
    listed_at_s: int
    is_new: bool = True
    is_listed: bool = False
    waits_for_commit: bool = False


@final
@dataclass(frozen=True, slots=True)
class StoredOperation:
    """An operation that this town hall made for the ledger, or took note of, as its journal has it.

    Attributes:
        operation: with the signatures it had when it was made, or was handed in with.
        record: which it advances.
        made_at_s: seconds since 1970.
        stand: ``open`` until somebody says how it ended; ``foreign``: others made it, and this
            town hall knows; ``unanswered``: others made it, and what undoes it is not on the
            ledger yet.
        settled_at_s: since when it stands so; None while open.
        proof: that the ledger took it, under a head of that time, if there is one.
    """

    operation: Operation
    record: str
    made_at_s: int
    stand: OperationStand
    settled_at_s: int | None = None
    proof: bytes | None = None

    @property
    def index(self) -> int | None:
        """Where the proof says that it stands.

        Raises:
            MalformedInput: as :meth:`LogProof.parse`.
        """
        return None if self.proof is None else LogProof.parse(self.proof).index


@final
@dataclass(frozen=True, slots=True)
class ToCount:
    """A copy that was signed and is to be counted in with its day.

    Attributes:
        code: of the hand-over.
        copy: which of its copies, from 0.
        salt: its leaf's own.
        leaf: its hash as a leaf.
        signed_at_s: seconds since 1970.
        expires_at_s: when it ends by itself, or None.
    """

    code: ShortCode
    copy: int
    salt: bytes
    leaf: bytes
    signed_at_s: int
    expires_at_s: int | None


@final
@dataclass(frozen=True, slots=True)
class Counted:
    """A copy that was counted in, and its way to the root of its day.

    Attributes:
        code, copy: which.
        path: for its holder.
    """

    code: ShortCode
    copy: int
    path: IssuancePath

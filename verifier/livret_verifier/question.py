"""What a service asks the verifying machine: of which request, at what time, believing what."""

from dataclasses import dataclass
from typing import final

from livret_core.ledger.dating import Dating
from livret_core.ledger.trusting import Believed
from livret_verifier.policy import Policy, Procedure


@final
@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, by whom, and what is known about the request.

    Attributes:
        policy: the service's.
        procedure: which of its procedures this is for.
        client_id: the service's full client identifier, as in its request.
        nonce: of the request.
        answered_at_s: when this request was answered before, None if never.
        now_s: seconds since 1970.
        believed: the public ledger, if its words were confirmed here.
        dating: what the holder shows to date this proof, if anything.
    """

    policy: Policy
    procedure: Procedure
    client_id: str
    nonce: str
    answered_at_s: int | None
    now_s: int
    believed: Believed | None = None
    dating: Dating | None = None

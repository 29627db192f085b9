"""The service that asks: request, policy, the decision and the reason for it.

from livret_verifier import Verifier

desk = Verifier.open("pool")                # a folder of `livret verify init`
asked = desk.ask("pool")                    # keep asked.text; show asked.link
signed = desk.request(asked, body)          # what a wallet fetches
answer = desk.check(asked, body)            # what it posts
print(answer.claims if answer.accepted else answer.says("en"))
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from livret_verifier.answered import Answer
    from livret_verifier.client.library import RECEIVED, Asked, AsyncVerifier, Verifier

__all__ = ["RECEIVED", "Answer", "Asked", "AsyncVerifier", "Verifier"]


def __getattr__(name: str) -> Any:
    # Whoever runs a command of this package waits for no library.
    if name not in __all__:
        raise AttributeError(name)
    if name == "Answer":
        from livret_verifier.answered import Answer

        return Answer
    from livret_verifier.client import library

    return getattr(library, name)

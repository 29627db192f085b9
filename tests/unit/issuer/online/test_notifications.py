"""What becomes of notifications that contradict each other (OpenID4VCI 1.0 §11)."""

import pytest

from livret_issuer.service import Office
from tests.halls_online import Caller
from tests.pickups import acts, offer

ACCEPTED, FAILED, DELETED = (
    "credential_accepted",
    "credential_failure",
    "credential_deleted",
)


@pytest.mark.parametrize(
    ("events", "kept"),
    [
        ((ACCEPTED, FAILED), "accepted"),
        ((FAILED, ACCEPTED), "accepted"),
        ((ACCEPTED, DELETED), "deleted"),
        ((DELETED, ACCEPTED), "deleted"),
        ((FAILED, DELETED), "deleted"),
        ((DELETED, FAILED), "deleted"),
    ],
)
def test_vci_11_notifications_that_contradict_each_other_end_the_same_in_any_order(
    office: Office, caller: Caller, events: tuple[str, str], kept: str
) -> None:
    token = caller.access(offer(office))
    name = str(caller.ask(token).json()["notification_id"])
    for event in events:
        assert caller.notify(token, name, event).status == 204  # received: §11.2
    noted = [act for act in acts(office) if act in {"accepted", "failed", "deleted"}]
    assert noted[-1] == kept

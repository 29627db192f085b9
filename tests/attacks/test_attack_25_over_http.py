"""Attack 25 at the credential endpoint: the power goes after signing, or the answer is lost."""

import sys
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from livret_core.status.token import Status
from tests.halls_online import Caller, credentials, hall_online, said
from tests.halls_served import ADDRESS, behind, founded, seconds, serving
from tests.passphrases import LIVRET_AT_ONCE, passphrases_at_once
from tests.pickups import acts, offer, statuses

__all__ = ["passphrases_at_once"]

_DIES = """import os, runpy, signal
from livret_issuer.store.database import Transaction

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

Transaction.{step} = die
runpy.run_path({program!r}, run_name="__main__")
"""


@pytest.mark.parametrize("step", ["add_copies", "use_handover"])
@pytest.mark.usefixtures("passphrases_at_once")
def test_attack_25_the_machine_dies_after_signing_and_before_recording(
    tmp_path: Path, step: str
) -> None:
    office = founded(tmp_path, ADDRESS)
    dying = tmp_path / "dying.py"
    dying.write_text(_DIES.format(step=step, program=LIVRET_AT_ONCE[-1]))
    offered = offer(office, now_s=seconds())
    with ExitStack() as stack:
        process = stack.enter_context(
            serving(tmp_path, "--behind-proxy", program=(sys.executable, "-P", str(dying)))
        )
        caller = Caller(behind(stack, str(process.told["url"])), clock=seconds, url=ADDRESS)
        token, request = caller.access(offered), caller.request()
        with pytest.raises(httpx.HTTPError):
            caller.ask(token, request)
        assert process.process.wait(20) < 0
        assert (statuses(office, offered), acts(office).count("issue")) == ([], 0)
        again = stack.enter_context(serving(tmp_path, "--behind-proxy"))
        caller.send = behind(stack, str(again.told["url"]))
        # The citizen goes on where the machine died: same token, same keys, same nonce.
        assert len(credentials(caller.ask(token, request))) == 3
    assert statuses(office, offered) == [Status.VALID] * 3
    assert acts(office).count("issue") == 1


def test_attack_25_twin_the_same_keys_get_the_same_answer(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        offered = offer(office)
        token, request = caller.access(offered), caller.request()
        first = caller.ask(token, request)
        again = caller.ask(token, request)
        fresh = caller.ask(token, caller.request())  # the same keys, in proofs of today
        assert credentials(first) == credentials(again) == credentials(fresh)
        assert first.json()["notification_id"] == again.json()["notification_id"]
        assert (len(statuses(office, offered)), acts(office).count("issue")) == (3, 1)


def test_attack_25_other_keys_get_nothing_for_a_token_that_was_used(tmp_path: Path) -> None:
    with hall_online(tmp_path) as (office, caller, _, _):
        offered = offer(office)
        token = caller.access(offered)
        assert caller.ask(token).status == 200
        answer = caller.ask(token, caller.request(batch="others"))
        assert said(answer) == (400, "credential_request_denied", "pickup.nothing_newer")
        assert len(statuses(office, offered)) == 3

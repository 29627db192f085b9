"""A wallet of ours at a window of ours: fetched, shown, posted, accepted."""

from pathlib import Path

import pytest

from livret_core.errors import LivretError
from livret_core.openid4vp.request_members import DIRECT_POST, DIRECT_POST_JWT
from livret_wallet.client.answering import Answering
from livret_wallet.consent import agree
from livret_wallet.receiving.needs import Answer, Call
from livret_wallet.records import HeldBatch, HeldCopy, HolderKey
from livret_wallet.vault import Vault
from tests.cheap_words import CHEAP
from tests.scene import HOLDER, NOW_S, RESIDENCY, TOWN, draft
from tests.windows import BASE, Opened, opened


class Network:
    """The window's application; nothing is published."""

    def __init__(self, window: Opened) -> None:
        self._window = window

    def read(self, uri: str, code: str) -> bytes:
        raise AssertionError(f"{uri} was asked for ({code})")

    def carry(self, call: Call) -> Answer:
        path, method = call.uri.text.removeprefix(BASE), "GET" if call.body is None else "POST"
        said = self._window.call(method, path, call.body or b"", accept=call.headers["Accept"])
        return Answer(said.status, said.headers.get("content-type", ""), said.body)


@pytest.mark.parametrize("mode", [DIRECT_POST, DIRECT_POST_JWT])
def test_a_wallet_answers_a_window(tmp_path: Path, mode: str) -> None:
    window = opened(tmp_path)
    vault = Vault.create(tmp_path / "wallet.vault", b"cheap", kdf=CHEAP)
    vault.put("key", None, HolderKey("key", HOLDER.scalar_bytes).format())
    copy = HeldCopy("key", draft().signed().format())
    batch = HeldBatch("batch", TOWN.did, "Verneuil", RESIDENCY.vct, NOW_S, "", (copy,))
    vault.put("credential", None, batch.format())
    with vault:
        asked = window.ask(mode)
        answering = Answering(vault, Network(window), clock=window.clock)
        found = answering.ask(asked.link)
        done = answering.answer(
            answering.choose(found, None),
            found,
            again=False,
            language="fr",
            ask=lambda sheet: agree(sheet, "oui"),
        )
    assert done.is_taken
    assert window.verdict(asked)["outcome"] == "accepted"


def _over(window: Opened, link: str, vault: Vault) -> tuple[str, str]:
    with pytest.raises(LivretError) as caught:
        Answering(vault, Network(window), clock=window.clock).ask(link)
    return caught.value.branch, caught.value.code


def test_a_request_that_is_over_is_said_to_be_over(tmp_path: Path) -> None:
    """To try again is of no use: the desk has to make a new one."""
    window, gone = opened(tmp_path), ("refused", "request.gone")
    with Vault.create(tmp_path / "wallet.vault", b"cheap", kdf=CHEAP) as vault:
        answered, late = window.ask(), window.ask()
        answering = Answering(vault, Network(window), clock=window.clock)
        found = answering.ask(answered.link)
        answering.refuse(found)
        assert _over(window, answered.link, vault) == gone
        with pytest.raises(LivretError, match=r"request\.gone"):
            answering.refuse(found)
        unknown = late.link.replace(late.transaction.code, "2" * 12)
        assert _over(window, unknown, vault) == gone
        window.clock.now_s = late.transaction.ends_at_s
        assert _over(window, late.link, vault) == gone

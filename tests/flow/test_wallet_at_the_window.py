"""A wallet of ours at a window of ours: fetched, shown, posted, accepted."""

from pathlib import Path

import pytest

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
            found,
            proof=None,
            again=False,
            language="fr",
            ask=lambda sheet: agree(sheet, "oui"),
        )
    assert done.is_taken
    assert window.verdict(asked)["outcome"] == "accepted"

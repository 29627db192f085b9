"""Two processes on one wallet: the second is told so in words, and changes nothing."""

import pytest

from livret_core.words import LANGUAGES
from livret_wallet.vault import Vault
from tests.playing import PASSPHRASE, Play

SAID = {
    "en": "Another livret has this wallet open.",
    "fr": "Un autre livret tient ce portefeuille ouvert.",
    "nl": "Een andere livret heeft deze wallet open.",
    "de": "Ein anderes livret hat diese Brieftasche offen.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_is_told_in_words(play: Play, language: str) -> None:
    play.wallet("init")
    path = play.root / "camille" / "wallet.vault"
    own = play.root / "own"
    own.write_text("a passphrase\n")
    with Vault.open(path, PASSPHRASE.encode()):
        whole = path.read_bytes()
        for typed in (
            ("list",),
            ("backup", "--to", str(play.root / "b"), "--recovery-secret", str(own)),
            ("passphrase", "--new-passphrase-file", str(own)),
        ):
            ended = play.wallet(*typed, "--lang", language, status=3)
            assert "vault.busy" in ended.err
            assert SAID[language] in " ".join(ended.err.split()), ended.err
        assert path.read_bytes() == whole
        assert not (play.root / "b").exists()
    play.wallet("list")


@pytest.mark.parametrize(
    ("link", "key"),
    [
        (
            "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fverneuil.test%2Fo%2F1",
            "r",
        ),
        (
            "openid4vp://?client_id=decentralized_identifier%3Adid%3Ajwk%3Ae30&request_uri=https%3A%2F%2Fpool.test%2Fr%2F7",
            "s",
        ),
    ],
)
def test_a_link_that_is_opened_meanwhile_is_to_be_pasted_there(
    play: Play, link: str, key: str
) -> None:
    play.wallet("init")
    with Vault.open(play.root / "camille" / "wallet.vault", PASSPHRASE.encode()):
        ended = play.wallet("open", link, status=3)
    assert f"press {key} " in " ".join(ended.err.split())

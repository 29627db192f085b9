import pytest

from livret_core.encoding import form
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError
from livret_core.openid4vp.wallet_metadata import RequestUriPost, WalletMetadata

OURS = WalletMetadata()
NONCE = "w" * 22


def test_what_is_posted_is_read_as_it_was_written() -> None:
    for post in (
        RequestUriPost(OURS, NONCE),
        RequestUriPost(None, NONCE),
        RequestUriPost(OURS, None),
        RequestUriPost(None, None),
    ):
        assert RequestUriPost.parse(post.format()) == post


def test_every_wallet_of_ours_says_the_same() -> None:
    assert json_encoding.parse(OURS.format()) == {
        "response_types_supported": ["vp_token"],
        "vp_formats_supported": {
            "dc+sd-jwt": {
                "sd-jwt_alg_values": ["ES256", "Ed25519"],
                "kb-jwt_alg_values": ["ES256"],
            }
        },
        "client_id_prefixes_supported": ["decentralized_identifier", "x509_hash", "x509_san_dns"],
        "request_object_signing_alg_values_supported": ["ES256", "Ed25519"],
        "response_modes_supported": ["direct_post", "direct_post.jwt"],
        "authorization_encryption_enc_values_supported": ["A128GCM", "A256GCM"],
        "authorization_encryption_alg_values_supported": ["ECDH-ES"],
    }


def test_what_a_wallet_does_not_say_is_not_made_up() -> None:
    said = WalletMetadata.parse(b'{"vp_formats_supported":{"mso_mdoc":{}},"issuer":"x"}')
    assert said == WalletMetadata(
        holds_sd_jwt_vc=False, prefixes=None, signing_algorithms=None, response_modes=None,
        encryptions=None,
    )  # fmt: skip
    assert WalletMetadata.parse(said.format()) == said


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("{}", "wallet.malformed"),
        ('{"vp_formats_supported":[]}', "wallet.malformed"),
        ('{"vp_formats_supported":{},"response_modes_supported":"x"}', "wallet.malformed"),
        ('{"vp_formats_supported":{},"response_modes_supported":[7]}', "wallet.malformed"),
        ('{"vp_formats_supported":{},"vp_formats_supported":{}}', "input.duplicate_member"),
        ("[]", "input.json"),
    ],
)
def test_metadata_of_another_shape_is_malformed(said: str, reason: str) -> None:
    with pytest.raises(LivretError) as caught:
        RequestUriPost.parse(form.format({"wallet_metadata": said}))
    assert caught.value.code == reason


@pytest.mark.parametrize("nonce", ["", "a b", "é", "n" * 513, "a\n"])
def test_a_nonce_is_a_short_text(nonce: str) -> None:
    with pytest.raises(LivretError) as caught:
        RequestUriPost.parse(form.format({"wallet_nonce": nonce}))
    assert caught.value.code == "wallet.malformed"


def test_fields_that_nobody_knows_are_ignored() -> None:
    assert RequestUriPost.parse("x=1&wallet_nonce=n") == RequestUriPost(None, "n")

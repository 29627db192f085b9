"""The reasons of issuing over the network: offer, access, key proofs, delivery."""

from typing import Final

from livret_core.code import Code

ISSUANCE: Final = {
    "offer.malformed": Code("malformed", "not a credential offer", "OpenID4VCI 1.0 §4.1"),
    "offer.gone": Code("refused", "no offer, or none any more, where the link leads"),
    "offer.unsupported": Code("refused", "no grant that livret speaks", "OpenID4VCI 1.0 §4.1.1"),
    "offer.not_published": Code(
        "refused", "offers what the issuer's metadata does not have", "OpenID4VCI 1.0 §4.1.1"
    ),
    "offer.other_server": Code(
        "refused", "names an authorization server that its issuer does not", "OpenID4VCI 1.0 §4.1.1"
    ),
    "offer.is_request": Code("malformed", "a service's request, and no offer"),
    "offer.no_authority": Code(
        "unavailable", "by certificate, and the holder named no authority for such"
    ),
    "metadata.malformed": Code(
        "malformed", "not what an issuer or its server publishes of itself", "OpenID4VCI 1.0 §12"
    ),
    "metadata.other_issuer": Code(
        "refused", "speaks for another than it was asked of", "OpenID4VCI 1.0 §12.2.4"
    ),
    "metadata.signature": Code(
        "refused", "signed metadata that does not verify", "OpenID4VCI 1.0 §12.2.3"
    ),
    "metadata.stale": Code(
        "unavailable",
        "signed metadata whose time, by the clock here, is over or to come",
        "OpenID4VCI 1.0 §12.2.3",
    ),
    "metadata.unsupported": Code("refused", "a format or a key binding livret does not hold"),
    "token.malformed": Code(
        "malformed", "not a token request or response", "OpenID4VCI 1.0 §6, RFC 6749 §5"
    ),
    "token.grant_type": Code("refused", "a grant that is not given here", "RFC 6749 §5.2"),
    "token.code": Code(
        "refused", "a code unknown, used, burnt or over", "OpenID4VCI 1.0 §6.3, attack 21"
    ),
    "token.grant": Code(
        "refused", "a code or a PIN, the server does not say which", "OpenID4VCI 1.0 §6.3"
    ),
    "token.unanswered": Code(
        "unavailable", "code and PIN were sent, and nobody knows what became of them"
    ),
    "token.tx_code": Code("refused", "the wrong PIN", "OpenID4VCI 1.0 §6.3, attack 21"),
    "token.tx_code_missing": Code("refused", "a PIN is needed", "OpenID4VCI 1.0 §6.3"),
    "token.tx_code_unexpected": Code("refused", "no PIN is expected", "OpenID4VCI 1.0 §6.3"),
    "token.refresh": Code("refused", "a refresh token unknown, used or over", "RFC 6749 §6"),
    "token.client": Code("refused", "a client that is unknown here", "OpenID4VCI 1.0 §6.3"),
    "token.scope": Code(
        "refused", "a scope that was not offered, or that is none", "RFC 6749 §5.2"
    ),
    "token.details": Code(
        "refused",
        "`authorization_details` that are none, or of what was not offered",
        "RFC 9396 §5",
    ),
    "token.target": Code("refused", "a token for another issuer", "RFC 8707 §2"),
    "token.unbound": Code("refused", "a token that whoever steals it can use", "RFC 9449 §5"),
    "access.malformed": Code("malformed", "not a way of showing a token", "RFC 6750 §2"),
    "access.missing": Code("refused", "no token shown", "RFC 6750 §3"),
    "access.invalid": Code("refused", "a token unknown, revoked or over", "RFC 6750 §3.1"),
    "access.scope": Code("refused", "a token for something else", "RFC 6750 §3.1"),
    "dpop.malformed": Code("malformed", "not a DPoP proof", "RFC 9449 §4.2"),
    "dpop.missing": Code("refused", "a bound token, or a binding, without proof", "RFC 9449 §7.1"),
    "dpop.signature": Code("refused", "not signed with the key it shows", "RFC 9449 §4.3"),
    "dpop.other_request": Code("refused", "made for another request", "RFC 9449 §4.3"),
    "dpop.other_token": Code("refused", "made for another token", "RFC 9449 §4.3"),
    "dpop.other_key": Code("refused", "not the key the token is bound to", "RFC 9449 §4.3"),
    "dpop.stale": Code("refused", "too old or from the future", "RFC 9449 §11.1"),
    "dpop.replayed": Code("refused", "shown before", "RFC 9449 §11.1, attack 26"),
    "dpop.nonce": Code("refused", "without the nonce that is asked for", "RFC 9449 §8"),
    "key_proof.nonce": Code(
        "refused", "a nonce that is not, or no longer, ours", "OpenID4VCI 1.0 F.4"
    ),
    "key_proof.client": Code("refused", "says it is of another client", "OpenID4VCI 1.0 F.1"),
    "key_proof.unsupported": Code(
        "refused", "a kind of key proof livret does not take", "OpenID4VCI 1.0 F"
    ),
    "key_proof.not_attested": Code(
        "refused", "its key attestation is about other keys, or over", "OpenID4VCI 1.0 F.1, D.1"
    ),
    "issuance.configuration": Code(
        "refused", "a configuration that is not published", "OpenID4VCI 1.0 §8.3.1.2"
    ),
    "issuance.identifier": Code(
        "refused", "a dataset that was not given access to", "OpenID4VCI 1.0 §8.3.1.2"
    ),
    "issuance.no_proof": Code("refused", "asked without a key proof", "OpenID4VCI 1.0 §8.2"),
    "issuance.too_many": Code(
        "refused", "more key proofs than a batch holds", "OpenID4VCI 1.0 §8.2"
    ),
    "issuance.encryption": Code(
        "refused", "not encrypted as it must be", "OpenID4VCI 1.0 §8.2, §10"
    ),
    "issuance.denied": Code("refused", "the issuer will not issue this", "OpenID4VCI 1.0 §8.3.1.2"),
    "issuance.transaction": Code("refused", "no such deferred issuance", "OpenID4VCI 1.0 §9.3"),
    "issuance.notification": Code("refused", "no such delivery", "OpenID4VCI 1.0 §11.3"),
    "issuance.redirected": Code("refused", "leads a wallet elsewhere, with its secrets"),
    "issuance.other_error": Code("refused", "answered with an error livret does not know"),
    "received.declined": Code("refused", "the holder did not keep what came"),
    "received.unencrypted": Code(
        "refused", "came back in clear, or not encrypted as was asked", "OpenID4VCI 1.0 §10"
    ),
    "received.other_transaction": Code(
        "refused", "deferred under another transaction", "OpenID4VCI 1.0 §9.2"
    ),
    "issuance.busy": Code("unavailable", "the issuer cannot answer now"),
}

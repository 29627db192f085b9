"""The reasons of asking and answering over the network: client, request object, response."""

from typing import Final

from livret_core.code import Code

PRESENTATION: Final = {
    "answer.receipt": Code(
        "malformed", "not what a service says on an answer", "OpenID4VP 1.0 §8.2"
    ),
    "policy.no_address": Code("malformed", "the policy says no address where answers go"),
    "wallet.malformed": Code(
        "malformed", "not what a wallet says of itself", "OpenID4VP 1.0 §5.10, §10"
    ),
    "credential.other_audience": Code(
        "refused", "`aud` of the credential does not name this service", "RFC 9901 §7.1"
    ),
    "status.other_audience": Code("refused", "a list for certain readers only", "RFC 7519 §4.1.3"),
    "answer.declined": Code("refused", "the wallet answers no", "OpenID4VP 1.0 §8.5"),
    "request.over_purpose": Code(
        "refused", "more than this service registered to ask, or after its time", "LEDGER.md §3"
    ),
    "request.certificate": Code(
        "refused", "a certificate that no service may ask with", "HAIP 1.0 §5, RFC 5280 §6"
    ),
    "request.certificate_early": Code("refused", "a service's certificate that has not begun"),
    "request.certificate_over": Code("refused", "a service's certificate that has ended"),
    "request.untrusted": Code(
        "refused", "a service's certificate that leads to no authority given", "attack 57"
    ),
    "request.client_id": Code(
        "refused", "a client identifier that its request does not bear out", "OpenID4VP 1.0 §5.9.3"
    ),
    "request.encryption": Code(
        "refused", "no key to encrypt the answer to that livret uses", "OpenID4VP 1.0 §8.3"
    ),
    "request.formats": Code(
        "refused", "the service reads no proof that livret shows", "OpenID4VP 1.0 §11.1"
    ),
    "request.other_client": Code(
        "refused", "`client_id` inside is not the one outside", "OpenID4VP 1.0 §5.10.1, attack 57"
    ),
    "request.other_host": Code(
        "refused", "lies with another host than the one that asks", "OpenID4VP 1.0 §15"
    ),
    "request.redirected": Code(
        "refused", "a redirect in the place of a request", "OpenID4VP 1.0 §14, attack 57"
    ),
    "request.response_uri": Code(
        "refused", "the answer would go to another than the one that asks", "OpenID4VP 1.0 §8.2"
    ),
    "request.transaction_data": Code(
        "refused", "a transaction that livret cannot agree to", "OpenID4VP 1.0 §8.5, B.3.3"
    ),
    "request.unsigned": Code(
        "refused", "not signed, in a name that is signed for", "OpenID4VP 1.0 §5.9.3, attack 57"
    ),
    "request.uri_method": Code(
        "refused", "`request_uri_method` is neither get nor post", "OpenID4VP 1.0 §8.5"
    ),
    "request.wallet_nonce": Code(
        "refused", "not made for what this wallet sent", "OpenID4VP 1.0 §5.10.1, attack 57"
    ),
    "answer.other_mode": Code(
        "refused", "not encrypted where it must be, or the reverse", "OpenID4VP 1.0 §8.3, attack 35"
    ),
    "answer.other_state": Code(
        "refused", "`state` is another request's", "OpenID4VP 1.0 §14, attack 35"
    ),
    "holder.other_transaction": Code(
        "refused", "key binding without the transaction asked for", "OpenID4VP 1.0 B.3.3.1"
    ),
    "request.client_unknown": Code("unavailable", "nobody looked up the keys of who asks"),
    "request.gone": Code("refused", "the service has no such request, or none any more"),
    "request.unavailable": Code("unavailable", "the service does not hand out its request"),
    "answer.none": Code("unavailable", "no answer has come yet"),
    "answer.never": Code("unavailable", "the request's time ran out without an answer"),
    "consent.required": Code("malformed", "nobody has read the sheet and said yes to it"),
    "consent.changed": Code("refused", "what would leave is no more what was agreed to"),
    "consent.other_sheet": Code(
        "refused", "the yes is by the digest of another sheet", "attack 37"
    ),
    "present.used_up": Code("refused", "each copy was shown before", "attack 61"),
    "present.rejected": Code("refused", "sent, and the service would not take it"),
    "present.undelivered": Code("unavailable", "nobody knows whether the answer arrived"),
}

"""English, for asking and answering over the network."""

from typing import Final

from livret_core.words.language import Sentence

PRESENTATION: Final = {
    "credential.other_audience": Sentence(
        "The body that signed this meant it for another service, not for yours.",
        "Ask the person for a proof that any service may check, or one on paper.",
    ),
    "key.weak": Sentence(
        "It holds a key under which anybody could sign. It proves nothing.",
        "Treat it as forged, and keep the file.",
    ),
    "policy.no_address": Sentence(
        "The rules of this service say no address where wallets answer.",
        "Add a [desk] table with `at` to policy.toml; docs/spec/policy.md says how.",
    ),
    "answer.declined": Sentence(
        "The person's wallet answers no: nothing that fits, or the person does not want to.",
        "Ask the person; a paper proof is as good.",
    ),
    "answer.none": Sentence(
        "No answer has come yet.",
        "Wait for the person, or make a new request.",
        "No answer has come yet; there is time until {ends_at_s:minute}.",
    ),
    "answer.never": Sentence(
        "Nobody answered, and the request's time is over.",
        "Make a new request and show it to the person; a paper proof is as good.",
        "Nobody answered, and the request's time was over on {ends_at_s:minute}.",
    ),
    "request.certificate": Sentence(
        "The electronic seal of this service does not entitle it to ask. Nothing was sent.",
        "Ask the service to renew its seal; a paper proof is as good.",
    ),
    "request.certificate_early": Sentence(
        "The electronic seal of this service is not good yet. Nothing was sent.",
        "Look at this machine's clock; otherwise show your proof on paper.",
        "The electronic seal of this service is good from {valid_from_s:day} only. Nothing was sent.",
    ),
    "request.certificate_over": Sentence(
        "The electronic seal of this service has ended. Nothing was sent.",
        "Ask the service to renew its seal; a paper proof is as good.",
        "The electronic seal of this service ended on {expired_at_s:day}. Nothing was sent.",
    ),
    "request.untrusted": Sentence(
        "Nobody you have named vouches for the electronic seal of this service. Nothing was sent.",
        "If you trust its authority, name that with --anchors. Otherwise show your proof on paper.",
    ),
    "request.over_purpose": Sentence(
        "This asks for more than this service is registered to ask on the public ledger. Nothing was sent.",
        "Only what was registered may be asked for; the service can have that changed.",
        "This service is not registered on the public ledger to ask for {claim}. Nothing was sent.",
    ),
    "request_elsewhere": Sentence(
        "The request, or the answer to it, leads to another place than the service's own. Nothing was sent.",
        "Do not answer it. Ask the service itself, at its counter or address.",
    ),
    "request.wallet_nonce": Sentence(
        "The request was made for another wallet, or is an old one. Nothing was sent.",
        "Ask the service for a new one, and open it in this wallet.",
    ),
    "request_unreached": Sentence(
        "Could not find out who asks, or for what. Not a refusal; nothing was sent.",
        "Try again in a few minutes, or show your proof on paper.",
    ),
    "request.gone": Sentence(
        "The service has no such request, or none any more: answered, or out of time. Nothing was sent.",
        "Ask the service for a new one; a paper proof is as good.",
    ),
    "answer.other_mode": Sentence(
        "The answer is not locked in the way that was asked for.",
        "Make a new request; if it happens again, the person's wallet does not fit.",
    ),
    "answer.receipt": Sentence(
        "The answer was delivered. What the service said back cannot be read.",
        "Ask the service whether it has your answer.",
    ),
    "holder.other_transaction": Sentence(
        "The person has not agreed to what was asked.",
        "Make a new request, and say what the person would agree to.",
    ),
    "consent.required": Sentence(
        "Nobody has read what would leave and said yes to it. Nothing was sent.",
        "Read the sheet, then say yes to this very sheet: `--consent DIGEST`.",
    ),
    "consent.changed": Sentence(
        "What would leave is no longer what you read. Nothing was sent.",
        "Read it again, as it is now, and answer that.",
    ),
    "consent.other_sheet": Sentence(
        "That yes is to another sheet than the one that would leave now. Nothing was sent.",
        "Read the sheet as `--dry-run` shows it now, and say yes to that one.",
    ),
    "present.used_up": Sentence(
        "Each copy of this proof was shown before: two services could see that it is you. Nothing was sent.",
        "Fetch copies with `livret wallet renew`, name another proof with --proof N, or knowingly show one again with --again.",
    ),
    "present.rejected": Sentence(
        "The answer was sent, and the service would not take it.",
        "Ask the service why, and for a new request. A paper proof is as good.",
    ),
    "present.undelivered": Sentence(
        "No word came back: nobody knows whether the answer arrived. Its copy counts as shown.",
        "Ask the service whether it has your answer before you send another.",
    ),
}

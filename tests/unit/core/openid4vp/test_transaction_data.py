import hashlib
from typing import Any

import pytest

from livret_core.encoding import base64url
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput, Refused
from livret_core.openid4vp import transaction_data as transactions
from livret_core.openid4vp.transaction_data import TransactionData, TransactionType
from livret_core.sdjwt.keybinding import KeyBinding
from tests.scene import bind, draft, showing

TREE = TransactionType("urn:x:tree", frozenset({"street"}), frozenset({"remark"}))
PLANTED = TransactionData.of("urn:x:tree", ["proof"], {"street": "Rue des Lilas"})
WRITTEN = {"type": "urn:x:tree", "credential_ids": ["proof"], "street": "Rue des Lilas"}


def text_of(**changes: Any) -> str:
    whole = {name: value for name, value in (WRITTEN | changes).items() if value is not ...}
    return base64url.encode(json_encoding.format(whole))


def parse(*texts: Any, bound: frozenset[str] = frozenset({"proof", "other"})) -> Any:
    return transactions.parse(list(texts), types=[TREE], bound_ids=bound)


def binding(**claims: Any) -> KeyBinding:
    shown = bind(showing(draft().signed(), "commune"), **claims)
    return KeyBinding.parse(shown.rpartition("~")[2])


def test_what_is_asked_is_read_as_it_was_written() -> None:
    assert parse(*transactions.format([PLANTED])) == (PLANTED,)
    (found,) = parse(text_of(remark="soon", transaction_data_hashes_alg=["sha-384", "sha-256"]))
    assert (dict(found.members), found.names_hash) == (
        {"street": "Rue des Lilas", "remark": "soon"},
        True,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "urn:x:other"},
        {"type": 7},
        {"type": ...},
        {"credential_ids": ...},
        {"credential_ids": []},
        {"credential_ids": ["nobody"]},
        {"credential_ids": ["proof", 7]},
        {"street": ...},
        {"street": 7},
        {"unknown": "x"},
        {"transaction_data_hashes_alg": []},
        {"transaction_data_hashes_alg": "sha-256"},
        {"transaction_data_hashes_alg": ["sha-512"]},
    ],
    ids=repr,
)
def test_one_that_livret_cannot_show_spoils_the_request(changes: dict[str, Any]) -> None:
    for texts in ([text_of(**changes)], [PLANTED.text, text_of(**changes)]):
        with pytest.raises(Refused) as caught:
            parse(*texts)
        assert caught.value.code == "request.transaction_data"


@pytest.mark.parametrize("value", [None, "x", {}, [], [7], ["é"], ["AAAA"], [PLANTED.text + "="]])
def test_another_shape_is_the_same_error(value: Any) -> None:
    with pytest.raises(Refused) as caught:
        transactions.parse(value, types=[TREE], bound_ids={"proof"})
    assert caught.value.code == "request.transaction_data"


def test_each_goes_with_one_answer() -> None:
    either = TransactionData.of("urn:x:tree", ["other", "proof"], {"street": "x"})
    assert transactions.assign([PLANTED, either], {"proof"}) == {"proof": (PLANTED, either)}
    assert transactions.assign([PLANTED, either], {"proof", "other"}) == {
        "proof": (PLANTED,),
        "other": (either,),
    }
    with pytest.raises(Refused) as caught:
        transactions.assign([PLANTED], {"other"})
    assert caught.value.code == "request.transaction_data"


def test_the_hash_is_of_the_text_as_received() -> None:
    spaced = base64url.encode(b'{"type": "urn:x:tree", "credential_ids": ["proof"], "street": "x"}')
    (found,) = parse(spaced)
    assert found.sha256 == base64url.encode(hashlib.sha256(spaced.encode()).digest())


def test_who_signed_the_hash_agreed() -> None:
    shown = {"proof": [binding(transaction_data_hashes=["x", PLANTED.sha256])]}
    transactions.check_agreed([PLANTED], shown)
    transactions.check_agreed([], {"proof": [binding()]})


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"transaction_data_hashes": ["x"]},
        {"transaction_data_hashes": [PLANTED.text]},
        {
            "transaction_data_hashes": [PLANTED.sha256],
            "transaction_data_hashes_alg": "sha-512",
        },
    ],
    ids=["none", "another", "the text", "another algorithm"],
)
def test_who_signed_something_else_did_not(claims: dict[str, Any]) -> None:
    with pytest.raises(Refused) as caught:
        transactions.check_agreed([PLANTED], {"proof": [binding(**claims)]})
    assert caught.value.code == "holder.other_transaction"


def test_an_agreement_counts_only_with_the_proof_it_was_asked_of() -> None:
    agreed = binding(transaction_data_hashes=[PLANTED.sha256])
    with pytest.raises(Refused) as caught:
        transactions.check_agreed([PLANTED], {"other": [agreed]})
    assert caught.value.code == "holder.other_transaction"


def test_where_the_request_names_algorithms_the_answer_must() -> None:
    (asked,) = parse(text_of(transaction_data_hashes_alg=["sha-256"]))
    hashes = [asked.sha256]
    with pytest.raises(Refused):
        transactions.check_agreed([asked], {"proof": [binding(transaction_data_hashes=hashes)]})
    said = binding(transaction_data_hashes=hashes, transaction_data_hashes_alg="sha-256")
    transactions.check_agreed([asked], {"proof": [said]})


@pytest.mark.parametrize("hashes", [None, [], "x", [7], {}])
def test_a_key_binding_with_hashes_of_another_shape_is_malformed(hashes: Any) -> None:
    with pytest.raises(MalformedInput) as caught:
        binding(transaction_data_hashes=hashes)
    assert caught.value.code == "holder.malformed"

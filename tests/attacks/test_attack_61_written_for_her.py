"""Attack 61: a town hall hides a person's number in how her copies are written.

The digest of the type's description may be written in many ways, of which one is everybody's.
How the rest is written is compared from copy to copy: what is alike in all of hers and in
nobody else's is not to be seen by one wallet (``docs/spec/status.md``).
"""

import base64
import json
from collections.abc import Callable
from typing import Any, Final

import pytest

from livret_core import jws
from livret_core.dids.webvh import WebvhDid, verify_log
from livret_core.encoding import json as json_encoding
from livret_core.errors import Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.sdjwt import SdJwt
from livret_core.status.token import StatusReference
from livret_wallet.holder import accept
from livret_wallet.records import PendingRequest
from livret_wallet.vouching import OwnLog
from tests.scene import (
    DAY_S,
    NOW_S,
    RESIDENCY,
    TOWN,
    Draft,
    digest_of,
    draft,
    elements_of,
    seed,
    written,
)

KEYS: Final = tuple(P256Signer.from_seed(seed(f"copy {number}", 48)) for number in range(2))
PENDING: Final = PendingRequest(
    "request", TOWN.did, "Verneuil", RESIDENCY.vct, "7KQ2M9TD", "nonce", ("a", "b"), NOW_S
)
LOG: Final = OwnLog(verify_log(TOWN.log, WebvhDid.parse(TOWN.did), now_s=NOW_S))
TODAY_S: Final = NOW_S - NOW_S % DAY_S
OWN: Final = RESIDENCY.integrity
NUMBER: Final = "2840780646001"

Writing = Callable[[Any], str]


def copy(number: int) -> Draft:
    return draft(
        holder=KEYS[number],
        copy=number,
        index=20 + number * 10_000,
        issued_s=TODAY_S,
        expires_s=RESIDENCY.law.expires_at_s(TODAY_S),
    )


def compact(value: Any) -> str:
    return json_encoding.format(value).decode()


def signed(one: Draft, payload: Writing = compact, header: Writing = compact) -> str:
    octets = f"{written(header(one.header))}.{written(payload(one.payload))}".encode()
    return SdJwt(jws.assemble(octets, TOWN.signer.sign(octets)), one.disclosures).format()


def keep(*texts: str) -> int:
    keys = [key.public_key for key in KEYS]
    return len(accept(texts, PENDING, keys, LOG, batch_id="batch", now_s=NOW_S)[0].copies)


def refused(*texts: str) -> tuple[str, object]:
    with pytest.raises(Refused) as caught:
        keep(*texts)
    return caught.value.code, caught.value.facts.get("part")


@pytest.mark.parametrize(
    "stated",
    [
        f"{OWN}?nir={NUMBER}",
        f"md5-{NUMBER} {OWN}",
        f"{OWN} \t ",
        f"{OWN[:-2]}{chr(ord(OWN[-2]) + 1)}=",
        f"{OWN} sha256-{base64.b64encode(NUMBER.ljust(32).encode()).decode()}",
        OWN.replace("sha256", "SHA256"),
    ],
)
def test_attack_61_a_number_beside_the_digest_of_the_type(stated: str) -> None:
    texts = (signed(copy(each).with_payload(**{"vct#integrity": stated})) for each in range(2))
    assert refused(*texts) == ("received.marked", "vct#integrity")


@pytest.mark.parametrize("stated", [OWN, ...])
def test_attack_61_twin_the_types_own_digest_or_none(stated: Any) -> None:
    texts = (signed(copy(each).with_payload(**{"vct#integrity": stated})) for each in range(2))
    assert keep(*texts) == 2


def indented(value: Any) -> str:
    return json.dumps(value, indent=7)


def turned(value: Any) -> str:
    return compact(dict(reversed(value.items())))


def escaped(value: Any) -> str:
    return compact(value).replace('"iss"', '"\\u0069ss"')


def without_algorithm(value: Any) -> str:
    return compact({name: each for name, each in value.items() if name != "_sd_alg"})


def with_decoys(value: Any) -> str:
    more = [digest_of(f"{value['status']} {each}") for each in range(37)]
    return compact({**value, "_sd": sorted([*value["_sd"], *more])})


@pytest.mark.parametrize("payload", [indented, turned, escaped, without_algorithm, with_decoys])
def test_attack_61_one_copy_written_otherwise_than_its_sister(payload: Writing) -> None:
    assert refused(signed(copy(0)), signed(copy(1), payload))[0] == "received.differ"


def relative(value: Any) -> str:
    return compact({**value, "kid": "#" + value["kid"].partition("#")[2]})


@pytest.mark.parametrize("header", [indented, turned, relative])
def test_attack_61_one_header_written_otherwise_than_its_sister(header: Writing) -> None:
    assert refused(signed(copy(0)), signed(copy(1), header=header))[0] == "received.differ"


def test_attack_61_one_disclosure_written_otherwise_than_its_sister() -> None:
    one = copy(1)
    [name] = [text for text in one.disclosures if elements_of(text)[1] == "given_name"]
    other = one.replacing("given_name", written(json.dumps(elements_of(name), indent=3)))
    assert refused(signed(copy(0)), signed(other))[0] == "received.differ"


def test_attack_61_one_salt_longer_than_its_sisters() -> None:
    one = copy(1)
    [name] = [text for text in one.disclosures if elements_of(text)[1] == "given_name"]
    salt, *rest = elements_of(name)
    other = one.replacing("given_name", written(compact([f"{salt}AAAA", *rest])))
    assert refused(signed(copy(0)), signed(other))[0] == "received.differ"


def test_attack_61_twin_copies_on_two_lists() -> None:
    """One list was full: addresses of another length, and places of as many digits as there are."""
    next_list = StatusReference(
        7, HttpsUri.parse(TOWN.status_uri.text.replace("1.jwt", "10.jwt"))
    ).format()
    assert keep(signed(copy(0)), signed(copy(1).with_payload(status=next_list))) == 2

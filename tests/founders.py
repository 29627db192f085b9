"""Four founders who agree on a ledger: their plan, what each commits to, and what opens it."""

import json
from typing import Any

from livret_core.encoding.timestamp import format_utc
from livret_ledger.agreeing import Agreement, Opening, agree
from tests.ledger_scene import BEGAN_S, ORIGIN, Scene, Town

SCENE = Scene()


def plan(**changes: Any) -> bytes:
    founders = [
        {
            "who": town.who,
            "operator": town.operator,
            "witness_url": f"https://{town.name}.example/witness",
            "auditor_url": f"https://{town.name}.example/auditor",
        }
        for town in SCENE.towns
    ]
    value = {
        "origin": ORIGIN,
        "begins": format_utc(BEGAN_S),
        "founders": founders,
        "q": 3,
        "a": 2,
        "k": 2,
        "roots": [SCENE.towns[0].who],
        "schemas": [SCENE.towns[0].who],
    }
    return json.dumps(value | changes).encode()


def opening(
    town: Town, *, nonce: bytes = bytes(32), did: str = "", auditor: bool = True
) -> Opening:
    return Opening.of_founder(
        town.who,
        did or town.genesis_did.did,
        town.witness.format(),
        town.auditor.format() if auditor else None,
        nonce=nonce,
    )


KEEPER = Opening.of_keeper(ORIGIN, SCENE.log_key.format(), nonce=bytes(32))
OPENINGS = (*map(opening, SCENE.towns), KEEPER)


def agreement(**changes: Any) -> Agreement:
    return agree(plan(**changes), [each.format_commitment() for each in OPENINGS])

"""A desk's policy, read by the reader that the desk itself uses."""

import re
import tomllib
from collections.abc import Callable
from typing import Final

from livret_core.credential.claim_path import format_path
from livret_core.encoding.json import JsonValue
from livret_core.errors import MalformedInput
from livret_town.inspection.found import MAX_LISTED, Inspection, Said

_FIRST_KEY: Final = re.compile(r"(?:\s*(?:#[^\n]*)?\n)*\s*[A-Za-z0-9_-]{1,64}\s*=")
_MAX_CHARS: Final = 1 << 20


def rules(text: str, read_anchors: Callable[[str], bytes] | None) -> Inspection | None:
    """Summarise a policy, or name the tables of other TOML; None when *text* is no TOML.

    Raises:
        MalformedInput: ``policy.malformed``, as :meth:`Policy.parse`.
    """
    if _FIRST_KEY.match(text[:_MAX_CHARS]) is None:
        return None
    if len(text) > _MAX_CHARS:
        raise MalformedInput("input.too_large", max_bytes=_MAX_CHARS)
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError):
        return None
    if not {"version", "service"} <= table.keys():
        return Inspection(
            "TOML, no policy", [("keys", list[JsonValue](sorted(table))[:MAX_LISTED])]
        )
    return _policy(text, read_anchors)


def _policy(text: str, read_anchors: Callable[[str], bytes] | None) -> Inspection:
    from livret_verifier.policy_file import parse as parse_policy

    policy = parse_policy(text, read_anchors=read_anchors)
    procedures: JsonValue = {
        name: {
            "type": one.type.name,
            "asks": [format_path(path) for path in one.asks],
            "requires": {
                format_path(path): list[JsonValue](texts) for path, texts in one.requires.items()
            },
            Said("says why in"): list[JsonValue](sorted(one.purposes)),
            Said("a status list may be"): Said("{age} s old", age=one.status_max_age_s),
            Said("an answer may be"): Said("{age} s old", age=one.freshness.max_age_s),
        }
        for name, one in policy.procedures.items()
    }
    issuers: JsonValue = [
        {
            "name": issuer.name,
            "profile": issuer.profile,
            Said("who"): issuer.identifier,
            "types": list[JsonValue](sorted(issuer.types)),
            "territories": list[JsonValue](sorted(each.format() for each in issuer.territories)),
        }
        for issuer in policy.issuers[:MAX_LISTED]
    ]
    return Inspection(
        "policy of a desk",
        [
            ("service", policy.service),
            ("procedures", procedures),
            ("believes", issuers or Said("nobody: every proof is refused")),
        ],
    )

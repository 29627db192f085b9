"""What stands behind a ledger's database server, said when it begins and when it is served."""

from typing import Final

from livret_core.encoding.json import JsonObject
from livret_edge.saying import Voice
from livret_ledger.starting import Replication, Standby, standby
from livret_ledger.words import texts

_GOOD: Final[frozenset[Standby]] = frozenset({"there"})


def tell(voice: Voice, replication: Replication | None) -> None:
    """Say it to people. Of a ledger in a file there is nothing to say."""
    if replication is None:
        return
    found = standby(replication)
    sign = "✓ " if found in _GOOD else "! "
    voice.tell(sign + texts(voice.lang)[f"standby_{found}"].format(count=replication.attached))


def fields(replication: Replication | None) -> JsonObject:
    """Say it to programs."""
    if replication is None:
        return {}
    return {
        "replication": {
            "standby": standby(replication),
            "required": replication.is_required,
            "attached": replication.attached,
        }
    }

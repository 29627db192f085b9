"""The scene's ledger and towns as if they were served at a port of this machine.

with on_the_wire(root, "ledger.example", "metz.example") as wire:
    at_port(monkeypatch, wire.port)          # DIDs and lists made from here on name it
"""

import sys
from typing import Final

import pytest

from tests import ledger_towns

HOST: Final = "ledger.example"


def at_port(monkeypatch: pytest.MonkeyPatch, port: int) -> str:
    """Have whatever is founded from here on be known by names with *port*; the ledger's origin."""
    origin = ledger_towns.ORIGIN
    moved = origin.replace(HOST, f"{HOST}:{port}")
    for name, module in list(sys.modules.items()):
        if name.startswith("tests.") and vars(module).get("ORIGIN") == origin:
            monkeypatch.setattr(module, "ORIGIN", moved)
    monkeypatch.setattr(ledger_towns, "SITE", f"https://{{}}.example:{port}/status/")
    return moved

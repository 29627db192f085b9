"""Every class of the wallet's full screen that is a screen, or has keys of its own."""

import importlib
import inspect
import pkgutil
from typing import Final

from textual.dom import DOMNode
from textual.screen import Screen

import livret_wallet.tui

_BASES: Final = {"Face", "PageFace", "PanedFace", "FindingFace", "Going"}


def screens() -> dict[str, type[DOMNode]]:
    """Find them by name; those that others are built on are none."""
    found: dict[str, type[DOMNode]] = {}
    for module in pkgutil.iter_modules(livret_wallet.tui.__path__, "livret_wallet.tui."):
        for name, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            is_ours = kind.__module__ == module.name and name not in _BASES
            has_keys = issubclass(kind, DOMNode) and bool(kind.__dict__.get("BINDINGS"))
            if is_ours and issubclass(kind, DOMNode) and (issubclass(kind, Screen) or has_keys):
                found[name] = kind
    return found

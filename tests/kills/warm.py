"""What every child would import again: imported once, and forgotten where a kill reaches.

A kill replaces the text of a few modules. Each module that imports one of these, at any
distance, holds what the old text made; so all of them are forgotten in the child, and
imported anew from there. The rest stays as this process imported it.
"""

import contextlib
import gc
import importlib
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import grimp

_LIBRARIES: Final = (
    "cryptography.x509.verification",
    "cryptography.hazmat.primitives.asymmetric.ec",
    "httpx",
    "hypothesis",
    "jsonschema_rs",
    "jwcrypto.jwe",
    "jwcrypto.jwk",
    "msgspec",
    "multiformats",
    "nacl.bindings",
    "nacl.signing",
    "psycopg",
    "rfc8785",
    "sqlalchemy.dialects.sqlite",
    "sqlite3",
    "starlette.applications",
    "uvicorn",
)


class Warm:
    """A process that holds the libraries and the project's own modules."""

    def __init__(self, graph: grimp.ImportGraph) -> None:
        self._graph = graph

    @classmethod
    def up(cls, root: Path, compiled: Path) -> "Warm":
        """Import all of it.

        Args:
            root: the project's folder: its import contracts name its packages.
            compiled: an empty folder. What one child compiled, the next ones read
                there: the tests' text and the modules that no kill replaces.
        """
        sys.pycache_prefix, sys.dont_write_bytecode = str(compiled), False
        for name in _LIBRARIES:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        with (root / "pyproject.toml").open("rb") as file:
            packages = tomllib.load(file)["tool"]["importlinter"]["root_packages"]
        # `cache_dir`: this run leaves nothing in the folder that it looks at.
        graph = grimp.build_graph(*packages, cache_dir=None)
        for name in sorted(graph.modules):
            if not name.endswith("__main__"):
                importlib.import_module(name)
        # Children are short: collecting costs them more than it gives, and copies shared pages.
        gc.disable()
        gc.freeze()
        return cls(graph)

    def forget(self, replaced: Iterable[str]) -> None:
        """Forget *replaced* and what imports it, in this process alone.

        A package's submodules go with it: its text may be what they were made with.
        """
        gone: set[str] = set()
        for name in replaced:
            if name in self._graph.modules:
                gone |= {name} | self._graph.find_descendants(name)
        for name in tuple(gone):
            gone |= self._graph.find_downstream_modules(name)
        for name in gone:
            sys.modules.pop(name, None)
            package, _, last = name.rpartition(".")
            # `from package import last` would find the old one here.
            if (parent := sys.modules.get(package)) is not None:
                vars(parent).pop(last, None)

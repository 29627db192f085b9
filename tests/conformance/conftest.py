"""Each published vector is one test, with an id.

A test asks for an argument named `…_vector`; its module has a function of that name
with `s` appended, which takes the folder of vectors and yields `pytest.param(…, id=…)`.
The folder is known when tests are collected, because without it none of them are.
"""

from pathlib import Path

import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for name in metafunc.fixturenames:
        if name.endswith("_vector"):
            found = getattr(metafunc.module, f"{name}s")
            metafunc.parametrize(name, list(found(Path(metafunc.config.getoption("--vectors")))))

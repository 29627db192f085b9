"""What `livret` imports before it is asked for anything: next to nothing."""

import json
import subprocess
import sys

import pytest

# What a figure of a fraction of a second cannot afford.
HEAVY = (
    "argparse",
    "cryptography",
    "httpx",
    "importlib.metadata",
    "jsonschema_rs",
    "jwcrypto",
    "msgspec",
    "multiformats",
    "nacl",
    "sqlalchemy",
    "sqlite3",
    "starlette",
    "textual",
)


def modules_after(*argv: str) -> set[str]:
    script = (
        "import json, sys\n"
        "from livret_town.command import main\n"
        f"main({list(argv)!r})\n"
        "sys.stderr.write(json.dumps(sorted(sys.modules)))\n"
    )
    # -S -E would hide what site-packages adds by itself; -I keeps the caller's away.
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


def test_help_loads_no_library() -> None:
    loaded = modules_after("--help")
    assert [name for name in HEAVY if name in loaded] == []


def test_help_loads_no_module_of_ours_but_the_table() -> None:
    ours = {name for name in modules_after("--help") if name.startswith("livret_")}
    assert ours == {"livret_town", "livret_town.command"}


@pytest.mark.parametrize("argv", [("explain", "status.revoked"), ("explain",)])
def test_explain_loads_no_library_but_the_argument_parser(argv: tuple[str, ...]) -> None:
    loaded = modules_after(*argv)
    assert [name for name in HEAVY if name in loaded and name != "argparse"] == []

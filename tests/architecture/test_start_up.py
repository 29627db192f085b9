"""What `livret` imports before it is asked for anything: next to nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from livret_town.command import COMMANDS

ROOT = Path(__file__).parents[2]
EDGES = {"cli", "client", "desk", "gather", "service", "settings", "store", "tui", "vault"}
ROOMS = ("wallet/livret_wallet/session/", "wallet/livret_wallet/plain/")  # edges too, by place

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

# What no help needs, whatever the command: a second and a half together.
DEAR = ("httpx", "jwcrypto", "multiformats", "sqlalchemy", "starlette", "textual")
# What no decision needs.
EFFECTFUL = ("httpx", "sqlalchemy", "sqlite3", "starlette", "textual", "uvicorn")


def modules_after(*argv: str) -> set[str]:
    script = (
        "import json, sys\n"
        "from livret_town.command import main\n"
        f"main({list(argv)!r})\n"
        "sys.stderr.write(json.dumps(sorted(sys.modules)))\n"
    )
    return run_alone(script)


def run_alone(script: str) -> set[str]:
    """The modules that a process of its own has loaded, as *script* writes them last."""
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


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "demo"])
def test_the_help_of_a_command_loads_nothing_dear(name: str) -> None:
    script = (
        "import json, sys\n"
        "from livret_town.command import main\n"
        "try:\n"
        f"    main([{name!r}, '--help'])\n"
        "except SystemExit:\n"
        "    pass\n"
        "sys.stderr.write('\\n' + json.dumps(sorted(sys.modules)))\n"
    )
    loaded = run_alone(script)
    assert [heavy for heavy in DEAR if heavy in loaded] == []


def test_deciding_needs_no_network_no_screen_and_no_database() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts[1:])
        for part in ("core", "issuer", "verifier", "wallet")
        for path in sorted((ROOT / part).rglob("*.py"))
        if not EDGES & set(path.relative_to(ROOT).with_suffix("").parts)
        and not path.relative_to(ROOT).as_posix().startswith(ROOMS)
    ]
    script = (
        "import importlib, json, sys\n"
        f"for name in {modules!r}:\n"
        "    importlib.import_module(name.removesuffix('.__init__'))\n"
        "sys.stderr.write(json.dumps(sorted(sys.modules)))\n"
    )
    loaded = run_alone(script)
    assert len(modules) > 50
    assert [name for name in EFFECTFUL if name in loaded] == []


def test_only_the_full_screen_loads_what_draws_it() -> None:
    script = (
        "import importlib, json, pkgutil, sys\n"
        "import livret_wallet.plain\n"
        "names = ['livret_wallet.cli', 'livret_wallet.cli.application', 'livret_wallet.session']\n"
        "names += [each.name for each in pkgutil.iter_modules(livret_wallet.plain.__path__, 'livret_wallet.plain.')]\n"
        "for name in names:\n"
        "    importlib.import_module(name)\n"
        "sys.stderr.write(json.dumps(sorted(sys.modules)))\n"
    )
    loaded = run_alone(script)
    assert "livret_wallet.plain.wallet" in loaded
    assert [name for name in ("rich", "textual") if name in loaded] == []


def test_a_wallet_that_shows_a_proof_reads_no_certificates_before_one_comes() -> None:
    script = (
        "import json, sys\n"
        "import livret_wallet.service\n"
        "sys.stderr.write(json.dumps(sorted(sys.modules)))\n"
    )
    assert "cryptography.x509" not in run_alone(script)

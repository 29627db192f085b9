"""What a module may import follows from its name (docs/architecture.md)."""

import grimp
import pytest

EDGE = "livret_edge"
ROLES = ("livret_issuer", "livret_ledger", "livret_verifier", "livret_wallet")
EDGES = {"cli", "client", "desk", "gather", "service", "settings", "store", "tui", "vault"}
# Edges too, by their place: `session` names a value elsewhere.
ROOMS = ("livret_wallet.session", "livret_wallet.plain")
EFFECTS = {
    "asyncio", "fcntl", "http", "httpx", "logging", "multiprocessing", "os", "random", "secrets",
    "shutil", "signal", "socket", "sqlalchemy", "sqlite3", "ssl", "starlette", "subprocess", "sys",
    "tempfile", "textual", "threading", "time", "uvicorn",
}  # fmt: skip


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(
        "livret_core",
        EDGE,
        "livret_schemas",
        *ROLES,
        include_external_packages=True,
        exclude_type_checking_imports=True,
        cache_dir=None,
    )


def is_edge(module: str) -> bool:
    is_room = any(module == room or module.startswith(room + ".") for room in ROOMS)
    return is_room or bool(EDGES & set(module.split(".")[1:]))


def role_of(module: str) -> str | None:
    role = module.partition(".")[0]
    return role if role in ROLES else None


def test_a_decision_has_no_effect(graph: grimp.ImportGraph) -> None:
    reached = {
        f"{module} imports {effect}"
        for effect in EFFECTS & graph.modules
        for module in graph.find_modules_that_directly_import(effect)
        if role_of(module) and not is_edge(module)
    }
    assert reached == set()


def test_a_decision_imports_no_edge(graph: grimp.ImportGraph) -> None:
    reached = {
        f"{module} imports {imported}"
        for module in graph.modules
        # The door of a role opens when somebody asks for what is behind it, and not before.
        if role_of(module) and not is_edge(module) and module not in ROLES
        for imported in graph.find_modules_directly_imported_by(module)
        if imported.partition(".")[0] == EDGE or (role_of(imported) and is_edge(imported))
    }
    assert reached == set()


def test_the_edge_that_all_share_knows_no_role_and_no_rule(graph: grimp.ImportGraph) -> None:
    reached = {
        imported
        for module in graph.find_descendants(EDGE)
        for imported in graph.find_modules_directly_imported_by(module)
        if role_of(imported) or imported.startswith(("livret_core.credential", "livret_core.dids"))
    }
    assert reached == set()


def test_the_schemas_import_nothing_of_ours(graph: grimp.ImportGraph) -> None:
    reached = {
        imported
        for module in graph.find_descendants("livret_schemas") | {"livret_schemas"}
        for imported in graph.find_modules_directly_imported_by(module)
        if imported.startswith("livret_") and not imported.startswith("livret_schemas")
    }
    assert reached == set()

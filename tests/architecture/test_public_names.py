"""What a package offers is written down, and a proof of consent has one maker."""

import ast
from pathlib import Path


def imported_names(tree: ast.Module) -> set[str]:
    return {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("livret_")
        for alias in node.names
    }


def defines_something(tree: ast.Module) -> bool:
    """A package with code of its own imports for that code too."""
    return any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)


def listed_names(tree: ast.Module) -> list[str] | None:
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets
        ):
            return list(ast.literal_eval(node.value))
    return None


def test_a_package_lists_every_name_it_passes_on(root: Path, sources: list[Path]) -> None:
    wrong = {}
    for path in sources:
        tree = ast.parse(path.read_text("utf-8"))
        passed_on = imported_names(tree)
        if path.name != "__init__.py" or not passed_on or defines_something(tree):
            continue
        listed = listed_names(tree)
        if listed is None or passed_on - set(listed) or len(listed) != len(set(listed)):
            wrong[str(path.relative_to(root))] = sorted(passed_on - set(listed or ()))
    assert wrong == {}


def made_at(sources: list[Path], name: str) -> list[str]:
    """Where `name(...)` or `name.something(...)` is called."""
    places = []
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            made = node.func.value if isinstance(node.func, ast.Attribute) else node.func
            if isinstance(made, ast.Name) and made.id == name:
                places.append(f"{path.name}:{node.lineno}")
    return places


def test_consent_is_given_in_one_place(sources: list[Path]) -> None:
    defined = [
        path
        for path in sources
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and node.name == "ConsentGiven"
    ]
    assert len(defined) == 1
    assert len(made_at(sources, "ConsentGiven")) == 1

"""Rules of the house that the import contracts cannot say: which names of Qt a floor may use, and how."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SESSION_QTGUI = {"QUndoCommand", "QUndoStack"}


def sources(*packages: str) -> list[Path]:
    found = [path for package in packages for path in sorted((ROOT / "rnnviz" / package).rglob("*.py"))]
    assert found, packages
    return found


def imports(tree: ast.AST) -> Iterator[tuple[str, str | None]]:
    """Every import below a node as (module, name); the name is None for a plain `import module`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", sources("session"), ids=relative)
def test_that_the_session_uses_signals_and_undo_of_qt_and_nothing_else(path: Path) -> None:
    for module, name in imports(ast.parse(path.read_text(encoding="utf-8"))):
        if module.split(".")[0] not in ("PySide6", "shiboken6"):
            continue
        allowed = module == "PySide6.QtCore" or (module == "PySide6.QtGui" and name in SESSION_QTGUI)
        assert allowed, f"{module} {name}"


@pytest.mark.parametrize("path", sources("widgets"), ids=relative)
def test_that_widgets_do_not_know_the_session(path: Path) -> None:
    for module, name in imports(ast.parse(path.read_text(encoding="utf-8"))):
        assert not f"{module}.{name}".startswith("rnnviz.session"), f"{module} {name}"


@pytest.mark.parametrize("path", sources("session", "widgets", "views", "app"), ids=relative)
def test_that_no_signal_is_connected_to_a_lambda(path: Path) -> None:
    """A lambda keeps a closed view alive, and the next signal crashes in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect":
            assert not any(isinstance(argument, ast.Lambda) for argument in node.args), f"line {node.lineno}"


def test_that_main_py_starts_the_app_and_knows_nothing_else() -> None:
    tree = ast.parse((ROOT / "main.py").read_text(encoding="utf-8"))
    project = {module for module, _ in imports(tree) if module.startswith(("rnnviz", "PySide6"))}
    assert project == {"rnnviz.app.command_line"}

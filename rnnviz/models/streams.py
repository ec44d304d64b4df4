"""What the streams of a text of equations are for, read off the equations before any size is known."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rnnviz.equations.lines import read_lines
from rnnviz.equations.operations import TABLE
from rnnviz.equations.syntax import from_identifier


@dataclass(frozen=True)
class Role:
    """How the equations use a stream: as class indices, and as what a loss compares with."""

    index: bool = False
    target: bool = False


def roles(equations: str) -> Mapping[str, Role]:
    """The role of every stream of a text, in the order in which they are read. Raises EquationError as `parse` does."""
    lines = read_lines(equations)
    known = {name for one in lines.assignments for name in one.names} | set(lines.untied)
    found: dict[str, Role] = {}
    numbers: set[str] = set()
    for one in lines.assignments:
        for name, role in _uses(one.value, Role()):
            if name not in known:
                before = found.get(name, Role())
                found[name] = Role(before.index or role.index, before.target or role.target)
                if not role.index:
                    numbers.add(name)
    return {name: Role(role.index and name not in numbers, role.target) for name, role in found.items()}


def _uses(node: ast.AST, role: Role) -> Iterator[tuple[str, Role]]:
    """Every name read at a timestep below `node`, with the role that the operation around it gives it."""
    waiting = [(node, role)]  # not by recursion: how deep a line may be nested is told by who reads it as equations
    while waiting:
        node, role = waiting.pop()
        inner: list[tuple[ast.AST, Role]] = []
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and _is_timestep(node.slice):
            yield from_identifier(node.value.id), role
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TABLE:
            row = TABLE[node.func.id]
            for position, operand in enumerate(node.args):
                inner.append((operand, Role(position == row.index_operand, row.is_loss and position == 1)))
        else:
            inner = [(child, Role()) for child in ast.iter_child_nodes(node)]
        waiting.extend(reversed(inner))


def _is_timestep(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Name) and part.id == "t" for part in ast.walk(node))

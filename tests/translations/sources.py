"""Every text that the program shows and that is to be translated, found in its sources."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rnnviz.models import gallery

ROOT = Path(__file__).resolve().parents[2]
_PLACES = re.compile(r"\{[^{}]*\}|%\d|%n|%L\d")
# The functions that say texts, each with the places of the text and of the comment among its arguments.
_SAYING = {"tr": (0, 1), "translate": (1, 2), "QT_TRANSLATE_NOOP": (1, None), "said": (0, None), "Sentence": (0, None)}
_MAY_PASS_ON = ("translate", "Sentence")  # a template that another of these functions was given


@dataclass(frozen=True)
class Text:
    """A text and the comment that tells it from the same words of another meaning; where it stands."""

    source: str
    comment: str
    context: str
    file: str
    line: int

    @property
    def key(self) -> tuple[str, str]:
        return self.source, self.comment


@cache
def texts() -> tuple[Text, ...]:
    """All texts, those of the upper floors first; the same text comes once for each place where it stands."""
    package = ROOT / "rnnviz"
    found: list[Text] = []
    for path in sorted(package.rglob("*.py"), key=_floor):
        found += sorted(_of_file(path), key=lambda text: text.line)
    for cell in gallery.cells():
        for words in (cell.title, cell.about):
            found.append(Text(words, "", "cells", f"resources/cells/{cell.name}.txt", 1))
    return tuple(found)


def needs_translation(source: str) -> bool:
    """Whether there are letters or punctuation in it besides what is put into its places."""
    rest = _PLACES.sub("", source.replace("{{", "").replace("}}", ""))
    return any(letter.isalpha() or letter in ",.;:?!" for letter in rest)


def _floor(path: Path) -> tuple[int, str]:
    floors = "app views widgets session debugger layout formats models engine equations".split()
    name = path.relative_to(ROOT / "rnnviz").parts[0]
    return (floors.index(name) if name in floors else len(floors), str(path))


def _of_file(path: Path) -> Iterator[Text]:
    file = str(path.relative_to(ROOT))
    context = ".".join(path.relative_to(ROOT / "rnnviz").with_suffix("").parts).removesuffix(".__init__")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in _SAYING or (isinstance(node.func, ast.Attribute) and name == "said"):
            continue
        place, comment_place = _SAYING[name]
        if len(node.args) <= place or (name == "translate" and not isinstance(node.args[1], ast.expr)):
            continue
        if name == "translate" and _is_of_a_painter(node):
            continue
        comment = ""
        if comment_place is not None and len(node.args) > comment_place:
            argument = node.args[comment_place]
            comment = argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else ""
        for source in _literals(node.args[place], name, f"{file}:{node.lineno}"):
            yield Text(source, comment, context, file, node.lineno)


def _is_of_a_painter(node: ast.Call) -> bool:
    """`painter.translate(x, y)`: its first argument is no text."""
    return isinstance(node.func, ast.Attribute) and not (
        isinstance(node.func.value, ast.Name) and node.func.value.id in ("QCoreApplication", "QApplication")
    )


def _literals(node: ast.expr, name: str, where: str) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body, name, where)
        yield from _literals(node.orelse, name, where)
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "QT_TRANSLATE_NOOP":
        return  # found by itself
    elif not (name in _MAY_PASS_ON and isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call)):
        raise AssertionError(f"{where}: what is given to {name}() cannot be found by translators: {ast.unparse(node)}")

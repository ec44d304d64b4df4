"""The colours of the equations' text."""

from __future__ import annotations

import re
from collections.abc import Collection

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from rnnviz.widgets.colours import Colours

_TOKEN = re.compile(
    r"(?P<comment>\#.*)"
    r"|(?P<header>^\s*[^\W\d]\w*\s*:\s*(?=\#|$))"
    r"|(?P<declaration>^\s*(?:untied|learned|loss)\b(?!\s*[=(\[]))"
    r"|(?P<name>[^\W\d]\w*)(?P<index>\s*\[\s*t\s*(?P<lag>[+-]\s*\d+)?\s*\])?"
    r"|(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)"
)
_LOSSES = {"cross_entropy", "mse", "binary_cross_entropy"}


class EquationSyntax(QSyntaxHighlighter):
    """Values in the colour of the forward pass, losses in theirs, parameters bold, lags set off."""

    def __init__(self, document: QTextDocument, colours: Colours) -> None:
        super().__init__(document)
        self._functions: frozenset[str] = frozenset()
        self._formats: dict[str, QTextCharFormat] = {}
        self.set_colours(colours)

    def set_functions(self, functions: Collection[str]) -> None:
        """Which names are functions."""
        self._functions = frozenset(functions)
        self.rehighlight()

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self._formats = {
            "comment": _format(colours.faint, italic=True),
            "header": _format(colours.text, bold=True),
            "declaration": _format(colours.text, italic=True),
            "value": _format(colours.forward),
            "index": _format(colours.faint),
            "lag": _format(colours.text, bold=True),
            "function": _format(colours.text, italic=True),
            "loss": _format(colours.loss, italic=True),
            "parameter": _format(colours.parameter, bold=True),
            "number": _format(colours.text),
        }
        self.rehighlight()

    def kind_at(self, line: str, column: int) -> str:
        """What stands at a column of a line: "value", "parameter", "function", "comment", …; "" for nothing special."""
        kinds = [kind for start, stop, kind in self._kinds(line) if start <= column < stop]
        return kinds[-1] if kinds else ""

    def highlightBlock(self, text: str) -> None:
        for start, stop, kind in self._kinds(text):
            self.setFormat(utf16_length(text[:start]), utf16_length(text[start:stop]), self._formats[kind])

    def _kinds(self, text: str) -> list[tuple[int, int, str]]:
        found = []
        for match in _TOKEN.finditer(text):
            for kind in ("comment", "header", "declaration", "number"):
                if match.group(kind) is not None:
                    found.append((match.start(), match.end(), kind))
            name = match.group("name")
            if name is None:
                continue
            found.append((match.start("name"), match.end("name"), self._kind_of(name, match, text)))
            if match.group("index") is not None:
                found.append((match.start("index"), match.end("index"), "index"))
                if match.group("lag") is not None:
                    found.append((match.start("lag"), match.end("lag"), "lag"))
        return found

    def _kind_of(self, name: str, match: re.Match[str], text: str) -> str:
        if match.group("index") is not None:
            return "value"
        if name in _LOSSES:
            return "loss"
        called = text[match.end() :].lstrip().startswith("(")
        return "function" if called or name in self._functions else "parameter"


def utf16_length(text: str) -> int:
    """The length that Qt counts: a character beyond the first plane is two."""
    return len(text.encode("utf-16-le")) // 2


def _format(colour: QColor, bold: bool = False, italic: bool = False) -> QTextCharFormat:
    result = QTextCharFormat()
    result.setForeground(colour)
    if bold:
        result.setFontWeight(QFont.Weight.Bold)
    result.setFontItalic(italic)
    return result

"""A document of plain values as TOML 1.0, the way a person would write it; Python's `tomllib` reads it back.

Every value comes back exactly: numbers are written with all their digits, and a text keeps its line ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from numbers import Integral, Real
from typing import Any

Document = Mapping[str, Any]
"""Names to texts, numbers (numpy's too), booleans, lists and further documents; None is left out."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_IN_LINE = re.compile(r'["\\\x00-\x1f\x7f]')
_IN_PARAGRAPH = re.compile(r'"(?="")|"\Z|[\\\x00-\x08\x0b-\x1f\x7f]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def toml(document: Document) -> str:
    """The text of a document. Raises TypeError for a value that TOML does not have."""
    return "\n".join(_table((), document)).strip("\n") + "\n"


def _table(path: tuple[str, ...], table: Document) -> Iterator[str]:
    """The lines of a table: its plain values, then the tables below it."""
    kept = {name: value for name, value in table.items() if value is not None}
    below = {name: value for name, value in kept.items() if isinstance(value, Mapping) or _is_list_of_tables(value)}
    for name, value in kept.items():
        if name not in below:
            yield f"{_key(name)} = {_paragraph(value) if isinstance(value, str) else _value(value)}"
    for name, value in below.items():
        inner = (*path, name)
        header = ".".join(map(_key, inner))
        for one in [value] if isinstance(value, Mapping) else value:
            yield ""
            yield f"[{header}]" if isinstance(value, Mapping) else f"[[{header}]]"
            yield from _table(inner, one)


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(each, Mapping) for each in value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _line(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Integral):
        return repr(int(value))
    if isinstance(value, Real):
        return repr(float(value))
    if isinstance(value, str):
        return _line(value)
    if isinstance(value, Mapping):
        pairs = (f"{_key(name)} = {_value(each)}" for name, each in value.items() if each is not None)
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return f"[{', '.join(map(_value, value))}]"
    raise TypeError(f"TOML has no {type(value).__name__}")


def _line(text: str) -> str:
    return f'"{_IN_LINE.sub(_escape, text)}"'


def _paragraph(text: str) -> str:
    """A text of several lines as it stands; the line end after the opening quotes is no part of it."""
    if "\n" not in text:
        return _line(text)
    return f'"""\n{_IN_PARAGRAPH.sub(_escape, text)}"""'


def _escape(match: re.Match[str]) -> str:
    return _SHORT.get(match[0]) or f"\\u{ord(match[0]):04X}"

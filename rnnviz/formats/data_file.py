"""Arrays that are to be run over: numpy's files, tables of numbers, tensors of PyTorch or safetensors; no pickle."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.equations.sentence import said
from rnnviz.formats.checkpoint import read_tensors
from rnnviz.formats.recurrent_layers import is_network
from rnnviz.formats.text import FormatError, read

Arrays = dict[str, NDArray[Any]]

TABLES = (".csv", ".tsv")
ENDINGS = (".npy", ".npz", ".safetensors", ".pt", ".pth", *TABLES)
"""Of the files that may hold data; some of them may hold a network, or a text, as well."""
TABLE_LIMIT = 512 * 1024 * 1024

_LOOKED_AT = 6
_GROUP = re.compile(r"(.*?)(?:[\s_.]*\[?(\d+)\]?)")
_NOTHING = ("", "nan", "na", "null", "none")


def is_table(path: Path) -> bool:
    """Whether a file is one of numbers in rows and columns, and not a text that happens to be called so."""
    if path.suffix.lower() not in TABLES:
        return False
    try:
        with path.open("rb") as file:
            lines = file.read(65_536).decode("utf-8-sig", "replace").splitlines()[:_LOOKED_AT]
    except OSError:
        return False
    return any(_are_numbers(_cells(line, _delimiter(lines))) for line in lines)


def is_data(path: Path) -> bool:
    """Whether a file can only be data: one array, or a table of numbers."""
    return path.suffix.lower() == ".npy" or is_table(path)


def read_data(path: Path) -> Arrays:
    """The arrays of a file by name, as they are there; the only array of a file is called as the file.

    A table's columns are called as in its first line, if there are names in it; those that are numbered, such as
    x_0, x_1 or x[0], x[1], are one array x as well. Raises FormatError, a sentence for the window.
    """
    if path.is_dir():
        raise FormatError(said("“{name}” is a folder; arrays are in a file.", name=path.name))
    if path.suffix.lower() in TABLES:
        return _table(path)
    found = read_tensors(path)
    if len(found) == 1 and "" in found:
        return {path.stem: found[""]}
    return found


def holds_network(arrays: Mapping[str, Any]) -> bool:
    """Whether arrays of these names are the parameters of a network, not data."""
    return is_network(arrays)


def _table(path: Path) -> Arrays:
    name = path.name
    lines = read(path, TABLE_LIMIT).rstrip("\n").split("\n")
    delimiter = _delimiter(lines[:_LOOKED_AT])
    first = _cells(lines[0], delimiter)
    titles = [] if _are_numbers(first) else [cell.strip().strip('"') for cell in first]
    width = len(first)
    rows = []
    for number, line in enumerate(lines[1:] if titles else lines, 2 if titles else 1):
        cells = _cells(line, delimiter)
        if len(cells) != width:
            raise FormatError(
                said(
                    "“{name}”, line {number}, has {count} columns, and the first line has {width}: every line is "
                    "one timestep, with as many numbers.",
                    name=name,
                    number=number,
                    count=len(cells),
                    width=width,
                )
            )
        rows.append([_number(cell, delimiter, name, number, column) for column, cell in enumerate(cells, 1)])
    if not rows:
        raise FormatError(said("“{name}” has a line of titles, and no numbers below it.", name=name))
    table = np.array(rows, np.float64)
    found: Arrays = {path.stem: table[:, 0] if width == 1 else table}
    if titles:
        found = {**_groups(titles, table), **dict(zip(titles, table.T, strict=False)), **found}
    return {title: _whole(array) for title, array in found.items()}


def _groups(titles: list[str], table: NDArray[Any]) -> Arrays:
    """The columns whose titles differ by a number alone, in the order of that number."""
    groups: dict[str, dict[int, int]] = {}
    for column, title in enumerate(titles):
        match = _GROUP.fullmatch(title)
        if match and match[1]:
            groups.setdefault(match[1], {})[int(match[2])] = column
    return {name: table[:, [group[place] for place in sorted(group)]] for name, group in groups.items()}


def _whole(array: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers as such: they may be classes."""
    with np.errstate(invalid="ignore"):
        whole = np.isfinite(array).all() and (np.abs(array) < 2**53).all() and (array == np.floor(array)).all()
    return array.astype(np.int64) if whole else np.ascontiguousarray(array)


def _delimiter(lines: list[str]) -> str:
    """What stands between the columns; "" for any white space."""
    for one in ("\t", ";", ","):
        if any(one in line for line in lines):
            return one
    return ""


def _cells(line: str, delimiter: str) -> list[str]:
    return line.split(delimiter) if delimiter else line.split()


def _are_numbers(cells: list[str]) -> bool:
    """Whether a line has numbers, and nothing else but empty cells."""
    numbers = 0
    for cell in cells:
        text = cell.strip().strip('"').lower()
        if text in _NOTHING:
            continue
        try:
            float(text.replace(",", "."))
        except ValueError:
            return False
        numbers += 1
    return numbers > 0


def _number(cell: str, delimiter: str, file: str, line: int, column: int) -> float:
    text = cell.strip().strip('"')
    if text.lower() in _NOTHING:
        return float("nan")
    try:
        return float(text.replace(",", ".") if delimiter != "," else text)
    except ValueError:
        raise FormatError(
            said(
                "“{file}”, line {line}, column {column}: “{text}” is no number. A cell is a number, or empty where "
                "there is none.",
                file=file,
                line=line,
                column=column,
                text=text[:40],
            )
        ) from None

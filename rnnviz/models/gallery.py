"""The gallery's cells: the usual recurrences, each one readable text file under resources/cells/.

A file begins with `# title:` and `# about:`; what follows is the equations. A new cell is a new file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rnnviz.models.resources import resource

# From simple to less simple; a cell that is not named here comes after these, by its title.
_ORDER = ("vanilla", "lstm", "gru", "peephole", "two_layers", "bidirectional", "residual")


@dataclass(frozen=True)
class Entry:
    """One file of the gallery: the name of the file, its title and a line about it, and the body below the header."""

    name: str
    title: str
    about: str
    body: str


@cache
def cells() -> tuple[Entry, ...]:
    """The cells that can be inserted; the body is the equations, ready to run on a text."""
    place = {name: index for index, name in enumerate(_ORDER)}
    return tuple(sorted(_read("cells"), key=lambda entry: (place.get(entry.name, len(_ORDER)), entry.title)))


def cell(name: str) -> Entry:
    """The cell of this name ("vanilla", "lstm", …); KeyError if there is none."""
    return {entry.name: entry for entry in cells()}[name]


def parse(name: str, text: str) -> Entry:
    """The entry that a file's text is. Raises ValueError if it lacks title or about line, or has no body."""
    header: dict[str, str] = {}
    lines = text.splitlines()
    while lines and lines[0].startswith("# ") and ":" in lines[0]:
        key, _, value = lines.pop(0)[2:].partition(":")
        header[key] = value.strip()
    body = "\n".join(lines).strip("\n")
    missing = [key for key in ("title", "about") if not header.get(key)] + ([] if body else ["body"])
    if missing:
        raise ValueError(f"{name}: no {', '.join(missing)}")
    return Entry(name, header["title"], header["about"], body)


def _read(folder: str) -> list[Entry]:
    files = sorted(resource(folder).glob("*.txt"))
    return [parse(file.stem, file.read_text(encoding="utf-8")) for file in files]

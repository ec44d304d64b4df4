"""A project: one file, `name.rnnviz`, of readable text with arrays beside it.

The text is TOML. A project without arrays (a text to run over, weights drawn from a seed) is that text and nothing
else; with arrays it is a zip archive of the same text, `project.toml`, and of `.npy` files. Either is put in the place
of the old file in one step. What the document says is the session's matter; here it is values and arrays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from rnnviz.formats.atomic import replace_file
from rnnviz.formats.text import FormatError
from rnnviz.formats.toml_text import Document, toml

if TYPE_CHECKING:
    from rnnviz.formats.arrays import Arrays

# Archives and the reader of TOML are imported when one is read or written: the window is there before that.

ENDING = ".rnnviz"
VERSION = 1
TEXT_LIMIT = 128 * 1024 * 1024
FILE_LIMIT = 8 * 1024**3

_KIND = "rnnviz project"
_HEADER = "# A project of rnnviz, a debugger for recurrent networks. It may be edited by hand.\n"
_TEXT = "project.toml"
_ZIP = b"PK\x03\x04"
# A file may come from another program's hands: with a byte order mark, or with one half of a pair of surrogates in it.
_ENCODING, _ERRORS = "utf-8", "surrogatepass"
_MARK = "\ufeff"


@dataclass(frozen=True)
class Project:
    """A document of plain values, and arrays by name (`given/parameters/W_hh`)."""

    document: Document
    arrays: Arrays = field(default_factory=dict)


def write_project(path: Path, project: Project) -> None:
    """Puts a project in the place of the file `path`, all of it or nothing.

    Raises OSError where it cannot, and FormatError for a text too long to be read again.
    """
    replace_file(path, partial(_write, project))


def read_project(path: Path) -> Project:
    """The project in a file. Raises FormatError, a sentence for the window, for anything that is none."""
    name = path.name
    try:
        if not path.is_file():
            what = "a folder" if path.is_dir() else "no ordinary file" if path.exists() else "not there any more"
            raise FormatError(f"“{name}” is {what}; a project is one file.")
        if path.stat().st_size > FILE_LIMIT:
            raise FormatError(f"“{name}” is larger than {FILE_LIMIT / 1024**3:.3g} GB, more than is read.")
        with path.open("rb") as file:
            return parse_project(file, name)
    except OSError as error:
        raise FormatError(f"“{name}” could not be opened: {error.strerror or error}.") from error


def parse_project(file: BinaryIO, name: str) -> Project:
    """The project that an open file holds; `name` is what messages call it. Raises FormatError."""
    file.seek(0)
    begin = file.read(len(_ZIP))
    file.seek(0)
    if begin != _ZIP:
        data = file.read(TEXT_LIMIT + 1)
        return Project(_document(data, name))
    from rnnviz.formats.arrays import open_archive, read_arrays, read_member

    with open_archive(file, name) as archive:
        if _TEXT not in archive.namelist():
            raise FormatError(f"“{name}” is a zip archive, and no project of rnnviz: it has no “{_TEXT}”.")
        if archive.getinfo(_TEXT).file_size > TEXT_LIMIT:
            raise FormatError(f"The text of “{name}” is larger than {TEXT_LIMIT / 1024**2:.3g} MB.")
        document = _document(read_member(archive, _TEXT, name), name)
        return Project(document, read_arrays(archive, name))


def _write(project: Project, file: BinaryIO) -> None:
    document = {"format": _KIND, "version": VERSION, **project.document}
    text = (_HEADER + toml(document)).encode(_ENCODING, _ERRORS)
    if len(text) > TEXT_LIMIT:
        raise FormatError(f"A project's text has at most {TEXT_LIMIT / 1024**2:.3g} MB.")
    if not project.arrays:
        file.write(text)
        return
    import zipfile

    from rnnviz.formats.arrays import add_arrays, member

    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(member(_TEXT), text)
        add_arrays(archive, project.arrays)


def _document(data: bytes, name: str) -> Mapping[str, Any]:
    import tomllib

    if len(data) > TEXT_LIMIT:
        raise FormatError(f"“{name}” is larger than {TEXT_LIMIT / 1024**2:.3g} MB, more than a project's text is.")
    try:
        text = data.decode(_ENCODING, _ERRORS).removeprefix(_MARK)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(f"“{name}” is no project of rnnviz: line {line} is not text in UTF-8.") from error
    try:
        document = tomllib.loads(text)
    except RecursionError:
        raise FormatError(f"“{name}” is no project of rnnviz: its values are nested too deeply.") from None
    except ValueError as error:
        raise FormatError(f"“{name}” is no project of rnnviz, or was edited wrongly: {error}.") from error
    if document.pop("format", None) != _KIND:
        raise FormatError(f'“{name}” is no project of rnnviz: it does not say format = "{_KIND}".')
    version = document.pop("version", None)
    if type(version) is not int or version < 1:
        raise FormatError(f"“{name}” does not say which version of the format it is: version = {VERSION} is missing.")
    if version > VERSION:
        raise FormatError(
            f"“{name}” was saved by a newer rnnviz, as version {version} of the format; this one reads {VERSION}. "
            "Update rnnviz to open it."
        )
    return document


def is_project(path: Path) -> bool:
    """Whether a file says that it is a project, by its ending or by how it begins."""
    if path.suffix.lower() == ENDING:
        return True
    try:
        with path.open("rb") as file:
            return file.read(len(_HEADER)) == _HEADER.encode(_ENCODING)
    except OSError:
        return False

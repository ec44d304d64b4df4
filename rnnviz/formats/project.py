"""A project: one file, `name.rnnviz`, of readable text with arrays beside it.

The text is TOML. A project without arrays (a text to run over, weights drawn from a seed) is that text and nothing
else; with arrays it is a zip archive of the same text, `project.toml`, and of `.npy` files. Either is put in the place
of the old file in one step. An example's text stays a text that a person reads: `arrays = "name.npz"` in it names the
archive in the same folder that has its arrays. What the document says is the session's matter; here it is values and
arrays.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from rnnviz.equations.sentence import said
from rnnviz.formats.atomic import replace_file
from rnnviz.formats.system_errors import what_the_system_says
from rnnviz.formats.text import FormatError
from rnnviz.formats.toml_text import Document, toml

if TYPE_CHECKING:
    from rnnviz.formats.arrays import Arrays

# Archives and the reader of TOML are imported when one is read or written: the window is there before that.

ENDING = ".rnnviz"
VERSION = 1
TEXT_LIMIT = 128 * 1024 * 1024
FILE_LIMIT = 8 * 1024**3

ARRAYS_ENDING = ".npz"

_KIND = "rnnviz project"
_ARRAYS = "arrays"
_HEADER = "# A project of rnnviz, a debugger for recurrent networks. It may be edited by hand.\n"
_TEXT = "project.toml"
_ZIP = b"PK\x03\x04"
# A file may come from another program's hands: with a byte order mark, or with one half of a pair of surrogates in it.
_ENCODING, _ERRORS = "utf-8", "surrogatepass"
_MARK = "\ufeff"


@dataclass(frozen=True)
class Project:
    """A document of plain values, and arrays by name (`given/parameters/W_hh`).

    `beside` is the name of the file that the arrays came from; none where they are in the project's own.
    """

    document: Document
    arrays: Arrays = field(default_factory=dict)
    beside: str = ""


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
            what = said("no ordinary file") if path.exists() else said("not there any more")
            what = said("a folder") if path.is_dir() else what
            raise FormatError(said("“{name}” is {what}; a project is one file.", name=name, what=what))
        if path.stat().st_size > FILE_LIMIT:
            raise FormatError(
                said("“{name}” is larger than {most:.3g} GB, more than is read.", name=name, most=FILE_LIMIT / 1024**3)
            )
        with path.open("rb") as file:
            project = parse_project(file, name)
        return _with_arrays_beside(project, path)
    except OSError as error:
        raise FormatError(
            said("“{name}” could not be opened: {why}.", name=name, why=what_the_system_says(error))
        ) from error


def read_text(path: Path) -> Document:
    """The document of a project that is a text, without its arrays. Raises FormatError, and OSError."""
    with path.open("rb") as file:
        return _document(file.read(TEXT_LIMIT + 1), path.name)


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
            raise FormatError(
                said("“{name}” is a zip archive, and no project of rnnviz: it has no “{part}”.", name=name, part=_TEXT)
            )
        if archive.getinfo(_TEXT).file_size > TEXT_LIMIT:
            raise FormatError(
                said("The text of “{name}” is larger than {most:.3g} MB.", name=name, most=TEXT_LIMIT / 1024**2)
            )
        document = _document(read_member(archive, _TEXT, name), name)
        return Project(document, read_arrays(archive, name))


def write_example(path: Path, project: Project) -> Path | None:
    """Puts a project in the place of the file `path` as a text, and its arrays beside it, each all or nothing.

    Returns the file of the arrays, None where there are none. Raises as `write_project` does.
    """
    beside = arrays_file(path) if project.arrays else None
    if beside is not None:
        write_arrays(beside, project.arrays)
    document = {_ARRAYS: None if beside is None else beside.name, **project.document}
    replace_file(path, partial(_write, Project(document)))
    return beside


def arrays_file(path: Path) -> Path:
    """Where the arrays of an example's text are written: `name.npz` beside it, or `name-2.npz` and so on where that is
    there and is not what the text in `path` names so far. No other file is lost."""
    own = None
    if path.is_file():
        with suppress(OSError, FormatError):  # what is no text names nothing
            own = named_arrays(path)
    numbers = chain([""], (f"-{one}" for one in count(2)))
    files = (path.with_name(f"{path.stem}{number}{ARRAYS_ENDING}") for number in numbers)
    return next(file for file in files if file == own or not os.path.lexists(file))


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Puts arrays in the place of the file `path`, an archive that numpy reads as one of its own."""

    def write(file: BinaryIO) -> None:
        import zipfile

        from rnnviz.formats.arrays import add_arrays

        with zipfile.ZipFile(file, "w") as archive:
            add_arrays(archive, arrays)

    replace_file(path, write)


def _with_arrays_beside(project: Project, path: Path) -> Project:
    """The project with the arrays that its text says are in a file beside it."""
    document = dict(project.document)
    file = _arrays_named(document.pop(_ARRAYS, None), path)
    if file is None:
        return project
    if not file.is_file():
        raise FormatError(
            said(
                "“{name}” is incomplete: its arrays are in “{beside}”, which is not beside it.",
                name=path.name,
                beside=file.name,
            )
        )
    return Project(document, {**project.arrays, **read_arrays_beside(file)}, file.name)


def named_arrays(path: Path) -> Path | None:
    """The file that a text says has its arrays, whether it is there or not. Raises FormatError, and OSError."""
    return _arrays_named(read_text(path).get(_ARRAYS), path)


def _arrays_named(beside: object, path: Path) -> Path | None:
    name = path.name
    if beside is None:
        return None
    if not isinstance(beside, str) or not beside.endswith(ARRAYS_ENDING) or set(beside) & set("/\\:\0"):
        raise FormatError(
            said(
                "“{name}” cannot be used: `arrays` is {found}, and not the name of a file {ending} beside it.",
                name=name,
                found=repr(beside)[:60],
                ending=ARRAYS_ENDING,
            )
        )
    return path.with_name(beside)


def read_arrays_beside(path: Path) -> Arrays:
    """The arrays in an archive of numpy's. Raises FormatError, and OSError."""
    from rnnviz.formats.arrays import open_archive, read_arrays

    with path.open("rb") as file, open_archive(file, path.name) as archive:
        return read_arrays(archive, path.name)


def _write(project: Project, file: BinaryIO) -> None:
    document = {"format": _KIND, "version": VERSION, **project.document}
    text = (_HEADER + toml(document)).encode(_ENCODING, _ERRORS)
    if len(text) > TEXT_LIMIT:
        raise FormatError(said("its text would have more than {most:.3g} MB", most=TEXT_LIMIT / 1024**2))
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

    from rnnviz.formats.toml_errors import what_toml_says

    if len(data) > TEXT_LIMIT:
        raise FormatError(
            said(
                "“{name}” is larger than {most:.3g} MB, more than a project's text is.",
                name=name,
                most=TEXT_LIMIT / 1024**2,
            )
        )
    try:
        text = data.decode(_ENCODING, _ERRORS).removeprefix(_MARK)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(
            said("“{name}” is no project of rnnviz: line {line} is not text in UTF-8.", name=name, line=line)
        ) from error
    try:
        document = tomllib.loads(text)
    except RecursionError:
        raise FormatError(
            said("“{name}” is no project of rnnviz: its values are nested too deeply.", name=name)
        ) from None
    except ValueError as error:
        raise FormatError(
            said(
                "“{name}” is no project of rnnviz, or was edited wrongly: {error}.",
                name=name,
                error=what_toml_says(error, text),
            )
        ) from error
    if document.pop("format", None) != _KIND:
        raise FormatError(
            said('“{name}” is no project of rnnviz: it does not say `format = "{kind}"`.', name=name, kind=_KIND)
        )
    version = document.pop("version", None)
    if type(version) is not int or version < 1:
        raise FormatError(
            said(
                "“{name}” does not say which version of the format it is: `version = {latest}` is missing.",
                name=name,
                latest=VERSION,
            )
        )
    if version > VERSION:
        raise FormatError(
            said(
                "“{name}” was saved by a newer rnnviz, as version {version} of the format; this one reads "
                "{latest}. Update rnnviz to open it.",
                name=name,
                version=version,
                latest=VERSION,
            )
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

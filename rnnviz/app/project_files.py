"""What is done beside the window with the files of projects: work that turns its own errors into words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from rnnviz.engine.execution import Progress
from rnnviz.formats.project import read_project, write_project
from rnnviz.session.autosave import Leftover
from rnnviz.session.draft import Draft
from rnnviz.session.problems import cause, unread
from rnnviz.session.project import Saved, project_of, saved_in

Arrays = dict[str, NDArray[Any]]


def size(path: Path) -> int:
    """The size of a file in bytes; 0 for one that is not there."""
    try:
        return path.stat().st_size
    except OSError:
        return 0  # reading it says what is wrong


def read_checkpoint(path: Path, title: str, progress: Progress) -> tuple[Path, Saved | Draft | Arrays | str]:
    """A checkpoint's network over random data, or the arrays of a file that holds none, or what is wrong with it."""
    from rnnviz.formats.data_file import ENDINGS, holds_network, read_data
    from rnnviz.session.checkpoint import draft_in

    try:
        if path.suffix.lower() in ENDINGS and not holds_network(arrays := read_data(path)):
            return path, arrays
        return path, draft_in(path, title)
    except Exception as error:  # whatever it is, the user reads it in the window
        return path, unread(path, error)


def read_session(path: Path, progress: Progress) -> tuple[Path, Saved | Draft | str]:
    """A project's session, or what is wrong with it."""
    try:
        return path, saved_in(read_project(path), path.name)
    except Exception as error:  # as above
        return path, unread(path, error)


def recover(leftover: Leftover, progress: Progress) -> tuple[Leftover, Saved | str]:
    """What a window has left behind, or what is wrong with it."""
    try:
        return leftover, leftover.read()
    except Exception as error:  # as above
        return leftover, unread(leftover.path, error)


def written(path: Path, saved: Saved, progress: Progress) -> tuple[Path, Saved, str]:
    """The path, what was saved there, and what went wrong, if anything did."""
    try:
        write_project(path, project_of(saved))
    except Exception as error:  # as above
        return path, saved, cause(error)
    return path, saved, ""

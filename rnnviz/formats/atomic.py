"""A file written so that a crash at any moment leaves either what was there before or the whole of the new."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from rnnviz.equations.sentence import said
from rnnviz.formats.text import FormatError


def replace_file(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Writes a file beside `path`, brings it to the disk, and puts it in the place of `path` in one step.

    A link is followed, and the permissions of a file that is replaced are kept. Raises FormatError where `path` is a
    folder, a device or a pipe, OSError, and whatever `write` raises; `path` is then untouched, and nothing is left
    beside it.
    """
    path = path.resolve()
    if path.is_dir():
        raise FormatError(said("it is a folder, not a file"))
    if path.exists() and not path.is_file():
        raise FormatError(said("it is a device or a pipe of the system, not a file"))
    part = path.with_name(f".{os.urandom(8).hex()}.part")
    try:
        with part.open("xb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            part.chmod(stat.S_IMODE(path.stat().st_mode))
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Brings the folder's entries to the disk, where the system lets a folder be opened."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:  # some network drives cannot; the file's own contents are on the disk by now
        return
    finally:
        os.close(descriptor)

"""Unsaved work kept in the user's state folder, so that a crash costs the last half minute at most.

Each window has files of its own there, and a lock that says that it lives: `id.lock`, `id.rnnviz` (the document), and
beside it `id-n.arrays` (the arrays, written again only when they are others). What a window leaves behind whose
process has ended is offered at the next start.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal, Slot

from rnnviz.engine.execution import Progress, no_progress
from rnnviz.formats.project import ENDING, Project, read_project, write_project
from rnnviz.session.problems import cause
from rnnviz.session.project import Saved, project_of, saved_in
from rnnviz.session.translated import translated
from rnnviz.session.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator

INTERVAL = 20_000
"""Milliseconds from the first change to the writing; with the time that it takes, half a minute at most is lost."""
_ARRAYS = "autosaved_arrays"


@dataclass(frozen=True)
class Leftover:
    """What a window left behind that ended without closing, held by this process until it is decided upon."""

    path: Path
    lock: QLockFile

    @property
    def time(self) -> float:
        """When it was written, in seconds since 1970."""
        return _time(self.path)

    def read(self) -> Saved:
        """The session. Raises FormatError where it cannot be read."""
        project = read_project(self.path)
        document = dict(project.document)
        arrays = document.pop(_ARRAYS, None)
        if isinstance(arrays, str) and arrays == Path(arrays).name and arrays.startswith(self.path.stem):
            project = Project(document, read_project(self.path.with_name(arrays)).arrays)
        return saved_in(Project(document, project.arrays), self.path.name)

    def remove(self) -> None:
        """Gives it up."""
        _remove(self.path)
        self.lock.unlock()

    def leave(self) -> None:
        """Lets it lie until the next start."""
        self.lock.unlock()


class _File:
    """The files of one window's unsaved work; written and removed in the thread, one after the other."""

    def __init__(self, path: Path, lock: QLockFile) -> None:
        self.path, self.lock = path, lock
        self._source: Mapping[str, object] = {}
        self._arrays, self._number = "", 0

    def write(self, work: Saved, progress: Progress) -> str:
        """The arrays if they are others than before, then the document. What went wrong, or ""."""
        project = project_of(work)
        source = dict(project.arrays)
        name = self._arrays if source else ""
        same = source.keys() == self._source.keys() and all(source[key] is self._source[key] for key in source)
        try:
            if source and not same:
                self._number += 1
                name = f"{self.path.stem}-{os.getpid()}-{self._number}.arrays"
                write_project(self.path.with_name(name), Project({}, project.arrays))
            write_project(self.path, Project({**project.document, _ARRAYS: name or None}))
        except Exception as error:  # whatever it is, the user reads it in the window
            return cause(error)
        self._source, self._arrays = source, name
        for old in _arrays_of(self.path):
            if old.name != name:
                old.unlink(missing_ok=True)
        return ""

    def remove(self, progress: Progress = no_progress) -> None:
        """Takes the files away, then the lock."""
        _remove(self.path)
        self.lock.unlock()


class Autosave(QObject):
    """Writes what `work` gives, some time after `touch`, in a thread.

    Args:
        folder: the user's state folder; it is made when something is written.
        work: the session and the window as they are now; None where nothing is unsaved, and what was kept then goes.
    """

    written = Signal()
    failed = Signal(str)
    """It could not be written, for a reason in the window's language. The next change tries again."""

    def __init__(self, folder: Path, work: Callable[[], Saved | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._work = folder, work
        self._file: _File | None = None
        self._given_up: list[_File] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self.write)
        self._worker = Worker(self)
        self._worker.finished.connect(self._tell)

    @property
    def path(self) -> Path | None:
        """The file, once there is one."""
        return None if self._file is None else self._file.path

    def set_interval(self, milliseconds: int) -> None:
        self._timer.setInterval(milliseconds)

    @Slot()
    def touch(self) -> None:
        """Something has changed: it is written within the interval, counted from the first change."""
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def write(self) -> None:
        """Write now, beside the window."""
        self._timer.stop()
        work = self._work()
        if work is None:
            self.forget()
            return
        if self._file is None:
            self._file = self._new_file()
        if self._file is not None:
            self._worker.start(partial(self._file.write, work))

    def take_over(self, leftover: Leftover) -> None:
        """Go on with the files of a window that has ended: its work is this one's now."""
        self.forget()
        self._file = _File(leftover.path, leftover.lock)

    def forget(self) -> None:
        """What was kept is saved elsewhere, or not wanted: remove it, after what is just being written."""
        self._timer.stop()
        file, self._file = self._file, None
        if file is not None:
            self._given_up.append(file)
            self._worker.start(file.remove)

    def close(self) -> None:
        """Stop the clock, wait for what is being written, and leave what is not forgotten for the next start."""
        self._timer.stop()
        self._worker.close()
        for file in self._given_up:
            file.remove()
        self._given_up = []

    def _new_file(self) -> _File | None:
        """A file of this window's own in the folder, which is made where it is not there."""
        path = self._folder / f"{os.getpid()}-{os.urandom(6).hex()}{ENDING}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.failed.emit(translated(cause(error)))
            return None
        lock = _lock(path)
        if not lock.tryLock(0):
            self.failed.emit(self.tr("the folder %1 cannot be written to").replace("%1", str(self._folder)))
            return None
        return _File(path, lock)

    @Slot(object)
    def _tell(self, error: str | None) -> None:
        if error is None:  # a removal, which may have come instead of one before it
            self._given_up = [file for file in self._given_up if file.path.exists()]
        elif error:
            self.failed.emit(translated(error))
        else:
            self.written.emit()


def leftovers(folder: Path) -> list[Leftover]:
    """What ended windows have left, the newest first; what another window is deciding upon is not among it."""
    found = []
    for path in sorted(folder.glob(f"*{ENDING}"), key=_time, reverse=True):
        lock = _lock(path)
        if lock.tryLock(0):
            found.append(Leftover(path, lock))
    return found


def _lock(path: Path) -> QLockFile:
    lock = QLockFile(str(path.with_suffix(".lock")))
    lock.setStaleLockTime(0)  # a process that lives keeps its lock for as long as it likes
    return lock


def _time(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _arrays_of(path: Path) -> Iterator[Path]:
    return path.parent.glob(f"{path.stem}-*.arrays")


def _remove(path: Path) -> None:
    for each in (path, *_arrays_of(path)):
        each.unlink(missing_ok=True)

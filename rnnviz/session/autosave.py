"""Unsaved work kept in the user's state folder, so that a crash costs the last half minute at most.

Each window has files of its own there, and a lock that says that it lives: `id.lock`, `id.rnnviz` (the document), and
beside it `id-n.arrays` (the arrays, written again only when they are others). What a window leaves behind whose
process has ended is offered at the next start.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal, Slot

from rnnviz.engine.execution import Progress
from rnnviz.formats.project import ENDING, Project, read_project, write_project
from rnnviz.formats.text import FormatError
from rnnviz.session.project import Saved, project_of, saved_in
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


class Autosave(QObject):
    """Writes what `work` gives, some time after `touch`, in a thread.

    Args:
        folder: the user's state folder; it is made when something is written.
        work: the session and the window as they are now; None where nothing is unsaved, and what was kept then goes.
    """

    written = Signal()
    failed = Signal(str)
    """It could not be written, for a reason in words. The next change tries again."""

    def __init__(self, folder: Path, work: Callable[[], Saved | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._work = folder, work
        self._path: Path | None = None
        self._lock: QLockFile | None = None
        self._arrays: tuple[tuple[object, ...], str] = ((), "")
        self._number = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self.write)
        self._worker = Worker(self)
        self._worker.finished.connect(self._tell)

    @property
    def path(self) -> Path | None:
        """The file, once there is one."""
        return self._path

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
        elif self._begin():
            self._worker.start(partial(self._write, work))

    def take_over(self, leftover: Leftover) -> None:
        """Go on with the files of a window that has ended: its work is this one's now."""
        self.forget()
        self._path, self._lock = leftover.path, leftover.lock

    def forget(self) -> None:
        """What was kept is saved elsewhere, or not wanted: remove it."""
        self._timer.stop()
        self._worker.close()
        if self._path is not None:
            _remove(self._path)
        if self._lock is not None:
            self._lock.unlock()
        self._path, self._lock, self._arrays = None, None, ((), "")

    def close(self) -> None:
        """Stop the clock, wait for what is being written, and leave the file for the next start."""
        self._timer.stop()
        self._worker.close()

    def _begin(self) -> bool:
        """Makes the folder and a file of this window's own in it."""
        if self._path is not None:
            return True
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.failed.emit(error.strerror or str(error))
            return False
        name = f"{os.getpid()}-{os.urandom(6).hex()}"
        lock = _lock(self._folder / f"{name}{ENDING}")
        if not lock.tryLock(0):
            self.failed.emit(self.tr("the folder %1 cannot be written to").replace("%1", str(self._folder)))
            return False
        self._path, self._lock = self._folder / f"{name}{ENDING}", lock
        return True

    def _write(self, work: Saved, progress: Progress) -> str:
        """In the thread: the arrays if they are others than before, then the document. What went wrong, or ""."""
        assert self._path is not None
        project = project_of(work)
        source = (work.draft.given, None if work.shown is None else work.shown.given)
        before, name = self._arrays
        try:
            if project.arrays and source != before:
                self._number += 1
                name = f"{self._path.stem}-{os.getpid()}-{self._number}.arrays"
                write_project(self._path.with_name(name), Project({}, project.arrays))
            elif not project.arrays:
                name = ""
            write_project(self._path, Project({**project.document, _ARRAYS: name or None}))
        except (OSError, FormatError) as error:
            return str(getattr(error, "strerror", None) or error)
        self._arrays = (source, name)
        for old in _arrays_of(self._path):
            if old.name != name:
                old.unlink(missing_ok=True)
        return ""

    @Slot(object)
    def _tell(self, error: str) -> None:
        if error:
            self.failed.emit(error)
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

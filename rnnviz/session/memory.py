"""Memory: how much of it a run may take where nobody has said how much, and how it is told.

It is half of what there is, since the last run is still shown while the next one is made.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

LEAST = 2**30
"""Bytes that a run may take at least: less holds no text worth the name."""
_UNKNOWN = 2 * LEAST
"""The limit on a system that does not tell how much memory it has."""


def automatic_limit() -> int:
    """Bytes: half of the computer's memory, or of what a container leaves of it, and at least `LEAST`."""
    known = [size for size in (physical_memory(), *container_limits(Path("/"))) if size is not None]
    return max(LEAST, min(known) // 2) if known else _UNKNOWN


def amount(size: int) -> str:
    """A number of bytes as it is read: 11.7 GB."""
    for unit, factor in (("GB", 2**30), ("MB", 2**20), ("kB", 2**10)):
        if size >= factor:
            return f"{size / factor:.3g} {unit}"
    return f"{size} B"


def physical_memory() -> int | None:
    """The bytes of memory that the computer has; None where the system does not tell."""
    if sys.platform == "win32":
        return _physical_memory_of_windows()
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return None
    return size if size > 0 else None


def _physical_memory_of_windows() -> int | None:
    """What GlobalMemoryStatusEx says, by the documentation of MEMORYSTATUSEX."""
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_uint32),
            ("load", ctypes.c_uint32),
            ("physical", ctypes.c_uint64),
            ("rest", ctypes.c_uint64 * 6),
        )

    status = Status(length=ctypes.sizeof(Status))
    if not getattr(ctypes, "windll").kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):  # noqa: B009  (elsewhere unknown)
        return None
    return int(status.physical)


def container_limits(root: Path) -> Iterator[int]:
    """The limits that Linux's control groups set for this process: its own group's, and those of the groups around it.

    `root` is where the file system begins. A container sees its own group as the outermost.
    """
    for line in _text(root / "proc/self/cgroup").splitlines():
        number, kinds, group = [*line.split(":", 2), "", ""][:3]
        if number == "0" and not kinds:
            folder, file = root / "sys/fs/cgroup", "memory.max"
        elif "memory" in kinds.split(","):
            folder, file = root / "sys/fs/cgroup/memory", "memory.limit_in_bytes"
        else:
            continue
        path = PurePosixPath(group.lstrip("/"))
        for part in (path, *path.parents):
            limit = _text(folder / part / file).strip()
            if limit.isdecimal():  # "max": none
                yield int(limit)


def _text(path: Path) -> str:
    """What a file of the system says; nothing where it is not there, or not for us."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""

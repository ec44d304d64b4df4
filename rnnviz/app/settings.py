"""What is remembered from one start to the next, each entry with its type and its default."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar, cast, overload

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from rnnviz.app.language import Language
from rnnviz.app.theme import LARGEST_TYPE, SMALLEST_TYPE, ThemeChoice
from rnnviz.session.memory import automatic_limit

RECENT_FILES = 8
MAP_SCALES = ("fixed", "robust", "per_timestep", "log")
SMALLEST_MEMORY, LARGEST_MEMORY = 64, 1_048_576

T = TypeVar("T")


class _Entry(Generic[T]):
    """One remembered value. What cannot be read, of an older version or edited by hand, is the default."""

    def __init__(self, key: str, default: T, read: Callable[[str], T], write: Callable[[T], str] = str) -> None:
        self._key, self._default, self._read, self._write = key, default, read, write

    @overload
    def __get__(self, settings: None, owner: type[Settings]) -> _Entry[T]: ...
    @overload
    def __get__(self, settings: Settings, owner: type[Settings]) -> T: ...
    def __get__(self, settings: Settings | None, owner: type[Settings]) -> _Entry[T] | T:
        if settings is None:
            return self
        stored = settings.store.value(self._key)
        if not isinstance(stored, str):
            return self._default
        try:
            return self._read(stored)
        except ValueError:
            return self._default

    def __set__(self, settings: Settings, value: T) -> None:
        settings.store.setValue(self._key, self._write(value))


def _one_of(*values: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in values:
            raise ValueError(text)
        return text

    return read


def _memory(text: str) -> int:
    mebibytes = int(text)
    return mebibytes and min(max(mebibytes, SMALLEST_MEMORY), LARGEST_MEMORY)


def _type_size(text: str) -> int:
    points = int(text)
    return points and min(max(points, SMALLEST_TYPE), LARGEST_TYPE)


def _flag(text: str) -> bool:
    return text == "yes"


def _write_flag(value: bool) -> str:
    return "yes" if value else "no"


def _read_bytes(text: str) -> bytes:
    return cast(bytes, QByteArray.fromBase64(text.encode()).data())


def _write_bytes(value: bytes) -> str:
    return bytes(QByteArray(value).toBase64().data()).decode()


def _read_paths(text: str) -> tuple[Path, ...]:
    paths = json.loads(text)
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        raise ValueError(text)
    return tuple(Path(path) for path in paths)


def _write_paths(paths: tuple[Path, ...]) -> str:
    return json.dumps([str(path) for path in paths])


def _read_keys(text: str) -> dict[str, tuple[str, ...]]:
    keys = json.loads(text)
    if not isinstance(keys, dict) or not all(isinstance(sequences, list) for sequences in keys.values()):
        raise ValueError(text)
    return {str(action): tuple(str(each) for each in sequences) for action, sequences in keys.items()}


def _write_keys(keys: dict[str, tuple[str, ...]]) -> str:
    return json.dumps({action: list(sequences) for action, sequences in keys.items()})


class Settings:
    """The remembered values.

    Args:
        store: where they are kept; by default a readable file in the user's configuration folder.
    """

    theme = _Entry("appearance/theme", ThemeChoice.SYSTEM, ThemeChoice)
    language = _Entry("appearance/language", Language.SYSTEM, Language)
    font_size = _Entry("appearance/font_size", 0, _type_size)  # points; 0: the system's
    map_scale = _Entry("appearance/map_scale", "fixed", _one_of(*MAP_SCALES))
    dtype = _Entry("model/precision", "float64", _one_of("float64", "float32"))
    memory_limit = _Entry("model/memory_limit", 0, _memory)  # MiB that a run may take; 0: what the computer can bear
    keys = _Entry[dict[str, tuple[str, ...]]]("keys/changed", {}, _read_keys, _write_keys)
    recent_files = _Entry[tuple[Path, ...]]("files/recent", (), _read_paths, _write_paths)
    ask_to_save = _Entry("files/ask_to_save", True, _flag, _write_flag)
    follow_cursor = _Entry("view/follow_cursor", True, _flag, _write_flag)
    rolled = _Entry("view/rolled", False, _flag, _write_flag)
    geometry = _Entry("layout/geometry", b"", _read_bytes, _write_bytes)
    panels = _Entry("layout/panels", b"", _read_bytes, _write_bytes)
    lanes = _Entry("layout/lanes", "", str)

    def __init__(self, store: QSettings | None = None) -> None:
        self._is_users = store is None
        self.theme_of_this_start: ThemeChoice | None = None
        self.store = store or QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "rnnviz", "rnnviz")

    @property
    def state_folder(self) -> Path:
        """Where unsaved work is kept: in the user's state folder, or beside settings that are kept elsewhere."""
        if self._is_users:
            location = QStandardPaths.StandardLocation.GenericStateLocation
            return Path(QStandardPaths.writableLocation(location)) / "rnnviz" / "unsaved"
        return Path(self.store.fileName()).absolute().parent / "unsaved"

    @property
    def theme_shown(self) -> ThemeChoice:
        """What this start asked for, until the user chooses; else what is remembered."""
        return self.theme_of_this_start or self.theme

    def choose_theme(self, theme: ThemeChoice) -> None:
        """Remembers what the user has chosen; what this start asked for is over."""
        self.theme_of_this_start, self.theme = None, theme

    @property
    def memory_of_a_run(self) -> int:
        """The bytes that a run may take."""
        return self.memory_limit * 2**20 or automatic_limit()

    def remember_file(self, path: Path) -> None:
        """Puts a file at the head of the recent ones."""
        path = path.absolute()
        others = tuple(each for each in self.recent_files if each != path)
        self.recent_files = (path, *others)[:RECENT_FILES]

    def forget_layout(self) -> None:
        """Lets the next start, or a reset, use the layout of the first."""
        self.store.remove("layout")

"""A painter's calls taken down, to be made again: what stays as it was is not worked out again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, cast

from PySide6.QtGui import QPainter

Calls = list[tuple[Callable[..., Any], tuple[Any, ...]]]
_MOST = 4096
"""So many recordings are kept."""


class _Recorder:
    """Has the methods of a painter that return nothing."""

    def __init__(self) -> None:
        self.calls: Calls = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        method = getattr(QPainter, name)

        def take_down(*arguments: Any) -> None:
            self.calls.append((method, arguments))

        return take_down


class Recordings:
    """Recordings by key, valid as long as what all of them depend on is the same."""

    def __init__(self) -> None:
        self._valid_for: object = None
        self._settled = False
        self._kept: dict[Hashable, Calls] = {}

    def valid_for(self, basis: object) -> Recordings:
        """These recordings; none of them, where the basis is another than before."""
        self._settled = basis == self._valid_for
        if not self._settled or len(self._kept) > _MOST:
            self._valid_for = basis
            self._kept.clear()
        return self

    def paint(self, painter: QPainter, key: Hashable, paint: Callable[[QPainter], None]) -> None:
        """Makes the calls that `paint` makes, which returns nothing of what a painter tells; asks it the first time."""
        if not self._settled:
            # The first of a zoom's many frames: it would be taken down for nothing.
            paint(painter)
            return
        calls = self._kept.get(key)
        if calls is None:
            recorder = _Recorder()
            paint(cast(QPainter, recorder))
            calls = self._kept[key] = recorder.calls
        for method, arguments in calls:
            method(painter, *arguments)

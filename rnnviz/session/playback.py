"""Playing: the cursor moved by a clock, a given number of stops a second."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

SLOWEST = 0.1
FASTEST = 100_000.0
_FRAME = 16  # ms; beyond 60 stops a second several are passed in one frame


class Playback(QObject):
    """Calls `advance(stops)` at the set speed until it answers False, which says that the end is reached."""

    def __init__(self, advance: Callable[[int], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.speed = 2.0
        self._advance = advance
        self._owed = 0.0
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    def start(self) -> None:
        """Begin; the first stop is passed at once, so that pressing play is seen to do something."""
        self._owed = 1.0
        self._clock.start()
        self._timer.start(self._interval())
        self._pay()

    def stop(self) -> None:
        self._timer.stop()

    def set_speed(self, stops_per_second: float) -> None:
        """Change the speed, also while playing; held between SLOWEST and FASTEST."""
        self.speed = min(max(stops_per_second, SLOWEST), FASTEST)
        if self.playing:
            self._timer.start(self._interval())

    def _interval(self) -> int:
        return max(_FRAME, round(1000 / self.speed))

    def _tick(self) -> None:
        # A machine that cannot keep up slows down: at most what two ticks are worth is ever owed.
        elapsed = min(self._clock.restart(), 2 * self._interval())
        self._owed += elapsed * self.speed / 1000
        self._pay()

    def _pay(self) -> None:
        stops = int(self._owed + 1e-3)
        self._owed -= stops
        if stops and not self._advance(stops):
            self.stop()

"""Playing: the cursor moved by a clock, a given number of stops a second."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

SLOWEST = 0.1
FASTEST = 100_000.0
_FRAME = 16  # ms; beyond 60 stops a second several are passed in one frame


class Playback(QObject):
    """Says at the set speed how many stops are `due`, until it is stopped."""

    due = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.speed = 2.0
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

    @Slot()
    def _tick(self) -> None:
        # A machine that cannot keep up slows down: at most what two ticks are worth is ever owed.
        elapsed = min(self._clock.restart(), 2 * self._interval())
        self._owed += elapsed * self.speed / 1000
        self._pay()

    def _pay(self) -> None:
        stops = int(self._owed + 1e-3)
        self._owed -= stops
        if stops:
            self.due.emit(stops)

"""The scripted inputs: keys, and a mouse on the scrubber and on the lanes, as Qt gets them from a window system."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.benchmarks.window.scene import Scene

Act = Callable[[], None]
NO_KEY, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
NOTCH = 120
CLOSE = 60
"""Timesteps in sight when zoomed in, at most half of all."""
ZOOMS = 40
"""Notches in one direction: from all of 100,000 timesteps to a few."""
SWEEP = 100
"""Places of the scrubber that a drag visits in one direction, or every stop where they are fewer."""


def step(scene: Scene, phase: str, count: int) -> Iterator[Act]:
    """Right, the first half with everything in sight, the second zoomed in."""
    yield from _steps(scene, phase, count, Qt.Key.Key_Right, forwards=True)


def step_back(scene: Scene, phase: str, count: int) -> Iterator[Act]:
    """Left, likewise."""
    yield from _steps(scene, phase, count, Qt.Key.Key_Left, forwards=False)


def _steps(scene: Scene, phase: str, count: int, key: Qt.Key, forwards: bool) -> Iterator[Act]:
    session, axis = scene.window.session, scene.window.lanes.stack.axis
    stops = _stops(scene, phase)
    room = min(count, len(stops) - 1)
    middle = stops[(len(stops) - room) // 2 :]
    begin, end = (middle[0], middle[room]) if forwards else (middle[room], middle[0])
    for number in range(count):
        if number in (0, count // 2):
            axis.fit()
            session.go_to(begin)
            if number:
                _zoom_in(scene)
            scene.watch.settle()
        elif session.position == end:
            session.go_to(begin)
            scene.watch.settle()
        yield lambda: QTest.keyClick(scene.window.focusWidget() or scene.window, key)


def scrub(scene: Scene, phase: str, count: int) -> Iterator[Act]:
    """A drag of the scrubber's knob, up and down through one phase."""
    scene.window.lanes.stack.axis.fit()
    scrubber, stops = scene.window.scrubber, _stops(scene, phase)
    scene.window.session.go_to(stops[0])
    scene.watch.settle()
    y = scrubber.height() / 2
    _mouse(scrubber, QEvent.Type.MouseButtonPress, QPointF(scrubber.x_of(stops[0]), y))
    scene.watch.settle()
    sweep = min(SWEEP, len(stops) - 1)
    for number in range(1, count + 1):
        share = 1 - abs(1 - number % (2 * sweep) / sweep)
        place = QPointF(scrubber.x_of(stops[round(share * (len(stops) - 1))]), y)
        yield lambda place=place: _mouse(scrubber, QEvent.Type.MouseMove, place)  # type: ignore[misc]
    _mouse(scrubber, QEvent.Type.MouseButtonRelease, QPointF(scrubber.x_of(stops[0]), y))


def pan(scene: Scene, phase: str, count: int) -> Iterator[Act]:
    """The wheel over a lane, to and fro: the first half zoomed in, the second with a tenth of the run in sight."""
    _stand_in(scene, phase)
    axis = scene.window.lanes.stack.axis
    for number in range(count):
        if number == 0:
            _zoom_in(scene)
            scene.watch.settle()
        elif number == count // 2:
            middle, tenth = scene.timesteps // 2, max(1, scene.timesteps // 10)
            axis.zoom_to(middle, middle + tenth)
            scene.watch.settle()
        notch = -NOTCH if number // 5 % 2 else NOTCH
        yield lambda notch=notch: _wheel(scene, notch, NO_KEY)  # type: ignore[misc]


def zoom(scene: Scene, phase: str, count: int) -> Iterator[Act]:
    """The wheel with Ctrl over the middle of a lane, all the way in and out again."""
    _stand_in(scene, phase)
    scene.window.lanes.stack.axis.fit()
    scene.watch.settle()
    for number in range(count):
        notch = -NOTCH if number // ZOOMS % 2 else NOTCH
        yield lambda notch=notch: _wheel(scene, notch, CTRL)  # type: ignore[misc]


KINDS: dict[str, Callable[[Scene, str, int], Iterator[Act]]] = {
    "step": step,
    "step back": step_back,
    "scrub": scrub,
    "pan": pan,
    "zoom": zoom,
}
PHASES = ("forward", "backward")


def _stops(scene: Scene, phase: str) -> range:
    """The stops after the timesteps of a phase."""
    tape = scene.window.session.tape
    assert tape is not None
    passes = [one for one in tape.passes if one.phase == phase]
    first, last = passes[0], passes[-1]
    start = tape.position(first, first.timesteps[0])
    return range(start, tape.position(last, last.timesteps[-1]) + 1)


def _stand_in(scene: Scene, phase: str) -> None:
    stops = _stops(scene, phase)
    scene.window.session.go_to(stops[len(stops) // 2])


def _zoom_in(scene: Scene) -> None:
    axis, session = scene.window.lanes.stack.axis, scene.window.session
    tape = session.tape
    assert tape is not None
    near = tape.moment(max(1, session.position)).timestep
    half = min(CLOSE, scene.timesteps // 2) // 2
    axis.zoom_to(near - half, near + half)


def _mouse(widget: QWidget, kind: QEvent.Type, place: QPointF) -> None:
    pressed = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    everywhere = QPointF(widget.mapToGlobal(place))
    QApplication.postEvent(widget, QMouseEvent(kind, place, everywhere, button, pressed, NO_KEY))


def _wheel(scene: Scene, notch: int, modifiers: Qt.KeyboardModifier) -> None:
    lane = scene.window.lanes.stack.lane("h")
    place = QPointF(lane.body_rect().center())
    event = QWheelEvent(
        place, QPointF(lane.mapToGlobal(place)), QPoint(), QPoint(0, notch), Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.postEvent(lane, event)

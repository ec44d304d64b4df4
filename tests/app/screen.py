"""Looking at the window as a user does: what the pointer reads out, what is painted, which keys are pressed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.widgets.lane import Lane


def press(window: Window, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, for whatever has the focus."""
    QTest.keyClick(window.focusWidget() or window, key, modifiers)


def lane_of(window: Window, name: str) -> Lane:
    """The lane of this name, which is to be seen."""
    lane = window.findChild(Lane, f"lane_{name}")
    assert lane is not None, f"there is no lane {name}"
    assert lane.isVisible(), f"lane {name} is hidden"
    return lane


def read_out(window: Window, lane: Lane, timestep: int, row: int = 0, rows: int = 1) -> str:
    """What the status bar says while the pointer is on a row of a lane at a timestep."""
    QApplication.processEvents()
    body = lane.body_rect()
    x = body.left() + lane.axis.x_of(timestep)
    y = body.top() + (row + 0.5) * body.height() / rows
    QTest.mouseMove(lane, QPoint(0, 0))
    QTest.mouseMove(lane, QPoint(round(x), round(y)))
    QApplication.processEvents()
    return window.hover.text()


def number_in(words: str) -> float:
    """The number at a read-out's end."""
    return float(words.rsplit(": ", 1)[1].replace("−", "-"))


def values_on_screen(window: Window, name: str, timesteps: int, units: int) -> NDArray[np.float64]:
    """A heat lane as the pointer reads it: (timesteps, units), NaN where it says that there is nothing yet."""
    lane = lane_of(window, name)
    found = np.full((timesteps, units), np.nan)
    for t in range(1, timesteps + 1):
        for row in range(units):
            words = read_out(window, lane, t, row, units)
            if "not yet" not in words and "no value" not in words:
                found[t - 1, row] = number_in(words)
    return found


def picture(widget: QWidget) -> NDArray[np.uint8]:
    """A widget's pixels, (height, width, 4)."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return pixels[:, : image.width()].copy()


def file_data(*paths: Path) -> QMimeData:
    """What a drag of files carries."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(window: Window, *paths: Path, text: str = "") -> None:
    """Files, or a piece of text, dropped in the middle of the window."""
    data = file_data(*paths) if paths else QMimeData()
    if not paths:
        data.setText(text)
    middle = window.rect().center()
    actions, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(middle, actions, data, left, none)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(middle.toPointF(), actions, data, left, none))


def type_into(field: QWidget, text: str) -> None:
    """Replaces everything in a field or an editor by typing."""
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    if not text:
        QTest.keyClick(field, Qt.Key.Key_Delete)
    for character in text:
        if character == "\n":
            QTest.keyClick(field, Qt.Key.Key_Return)
        elif character.isascii():
            QTest.keyClicks(field, character)
        else:
            # What no key has comes from an input method.
            composed = QInputMethodEvent()
            composed.setCommitString(character)
            QApplication.sendEvent(field, composed)


def paste_into(field: QWidget, text: str) -> None:
    """Replaces everything in an editor by what is on the clipboard."""
    field.setFocus()
    QApplication.clipboard().setText(text)
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_V if text else Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)


def wait_for_run(qtbot: QtBot, window: Window) -> None:
    """Until the last edit has run, or was refused."""
    qtbot.waitUntil(lambda: window.session.running is None, timeout=20_000)

"""The gradient check in its dialog: its words, its links, and that it can be stopped."""

import re
import threading
from html import unescape

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz import __version__
from rnnviz.app import gradient_check as module
from rnnviz.app.gradient_check import GradientCheckDialog
from rnnviz.app.help import About
from rnnviz.app.window import Window
from rnnviz.engine import Tape
from rnnviz.engine.execution import Progress
from rnnviz.session.draft import Selection
from tests.app.screen import press

CONTROL = Qt.KeyboardModifier.ControlModifier


def dialogs(window: Window) -> list[GradientCheckDialog]:
    return window.findChildren(GradientCheckDialog)


class Endless:
    """A check that ends only when it is cancelled; counts how often it has been begun and ended."""

    def __init__(self) -> None:
        self.begun, self.ended = threading.Event(), threading.Event()
        self.count = 0

    def __call__(self, tape: Tape, progress: Progress) -> object:
        self.count += 1
        self.begun.set()
        try:
            while True:
                progress(0.0)
        finally:
            self.ended.set()


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Endless:
    made = Endless()
    monkeypatch.setattr(module, "gradient_check", made)
    return made


def test_that_a_second_check_brings_the_first_to_the_front(window: Window, qtbot: QtBot, endless: Endless) -> None:
    window.actions_["gradient_check"].trigger()
    qtbot.waitUntil(endless.begun.is_set)
    window.actions_["gradient_check"].trigger()
    QApplication.processEvents()
    assert len(dialogs(window)) == 1
    assert endless.count == 1
    dialogs(window)[0].close()
    assert endless.ended.is_set()


def test_that_closing_the_window_stops_the_check(window: Window, qtbot: QtBot, endless: Endless) -> None:
    window.actions_["gradient_check"].trigger()
    qtbot.waitUntil(endless.begun.is_set)
    window.close()
    assert endless.ended.is_set()


@pytest.mark.parametrize("equations", ["", "learned h[0]\n"])
def test_that_every_gradient_checked_is_named_and_leads_to_its_value(
    window: Window, qtbot: QtBot, equations: str
) -> None:
    window.session.edit(equations=equations + window.session.draft.equations)
    window.session.go_end()
    press(window, Qt.Key.Key_K, CONTROL)
    dialog = dialogs(window)[0]
    qtbot.waitUntil(dialog.words.isVisible, timeout=20_000)
    text = dialog.words.toPlainText()
    assert "✓" in text
    assert "dh[0]" in text
    assert "dW_hh" in text
    links = [unescape(each) for each in re.findall(r'href="([^"]*)"', dialog.words.toHtml())]
    assert len(links) >= 6
    seen = set()
    for link in links:
        dialog.words.anchorClicked.emit(QUrl(link))
        seen.add((window.session.selection.name, window.session.selection.timestep))
        assert window.inspector.value_as_text()
    assert (("dh[0]", None) if equations else ("dh", 0)) in seen
    assert ("dW_hh", None) in seen
    dialog.close()


def test_that_the_version_is_said(window: Window) -> None:
    about = About(window)
    assert __version__ in about.text.text()
    about.deleteLater()


def test_that_copying_what_is_not_there_keeps_the_clipboard(window: Window) -> None:
    QApplication.clipboard().setText("kept")
    window.session.select("h", 1)
    assert window.session.selection == Selection("h", 1)
    press(window, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "kept"
    assert "Nothing is copied" in window.hover.text()

"""What every test shares: no display, nothing left behind, no user's settings, no deadline but the test's own."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

# Before anything imports Qt. A platform that the developer has chosen is kept.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The window of a first start speaks the system's language; the tests read English.
os.environ |= {"LANGUAGE": "en", "LC_ALL": "C.UTF-8"}

# How busy the machine is says nothing about the code.
settings.register_profile("rnnviz", settings(), deadline=None)
settings.load_profile("rnnviz")

# Qt's own, which it keeps for the next time.
_KEPT_BY_QT = ("QTipLabel", "QComboBoxPrivateContainer")


@pytest.fixture(autouse=True)
def _nothing_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that uses Qt leaves no widget, timer, thread or work behind."""
    if not _uses_qt(request):
        yield
        return
    from PySide6.QtCore import QThreadPool
    from PySide6.QtWidgets import QApplication

    request.getfixturevalue("qapp")
    gc.collect()  # what the test before has held until its very end
    gc.freeze()  # what is there now need not be looked through after this one
    widgets = set(map(id, QApplication.topLevelWidgets()))
    threads = set(threading.enumerate())
    sheet, colours, font = request.getfixturevalue("qapp").styleSheet(), QApplication.palette(), QApplication.font()
    yield
    _let_qt_delete()
    if request.getfixturevalue("qapp").styleSheet() != sheet:  # a whole start gives the application a look
        QApplication.setPalette(colours)
        QApplication.setFont(font)
        request.getfixturevalue("qapp").setStyleSheet(sheet)
    left = [
        f"{type(widget).__name__} {widget.objectName()!r}"
        for widget in QApplication.topLevelWidgets()
        if id(widget) not in widgets and type(widget).__name__ not in _KEPT_BY_QT
    ]
    assert not left, f"widgets left behind: {left}"
    timers = _running_timers()
    assert not timers, f"timers left running: {timers}"
    started = [thread.name for thread in threading.enumerate() if thread not in threads]
    assert not started, f"threads left running: {started}"
    assert QThreadPool.globalInstance().activeThreadCount() == 0, "work left running in the thread pool"


def _uses_qt(request: pytest.FixtureRequest) -> bool:
    return bool({"qtbot", "qapp"} & set(request.fixturenames))


def _let_qt_delete() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
    gc.collect()


def _running_timers() -> list[str]:
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    timers = [each for each in gc.get_objects() if isinstance(each, QTimer)]
    return [repr(timer) for timer in timers if isValid(timer) and timer.isActive()]


@pytest.fixture(scope="session")
def new_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Paths of which each is asked for once. No folder is made: to make and delete one for each of thousands of tests
    takes longer than a good part of the tests."""
    among = tmp_path_factory.mktemp("settings")
    return (among / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_settings(request: pytest.FixtureRequest, new_folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's configuration folder is one that nothing is in, in this process and in those that a test starts."""
    folder = next(new_folders)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    if _uses_qt(request):
        from PySide6.QtCore import QSettings

        # Qt has looked at the environment long ago.
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    return folder

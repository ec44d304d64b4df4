"""The window as a user has it: shown, active, on the example of the first start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnnviz.app.keyboard import KeyRules
from rnnviz.app.settings import Settings
from rnnviz.app.theme import Theme, ThemeChoice
from rnnviz.app.window import Window
from rnnviz.session.session import Session
from rnnviz.views import problem_banner


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    made.ask_to_save = False  # what a test leaves unsaved is not missed; tests of the question ask for it
    return made


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    before = qapp.palette(), qapp.font(), qapp.styleSheet()
    made = Theme(qapp)
    made.choose(ThemeChoice.LIGHT)
    yield made
    made.deleteLater()
    qapp.setPalette(before[0])
    qapp.setFont(before[1])
    qapp.setStyleSheet(before[2])


@pytest.fixture
def rules(qapp: QApplication) -> Iterator[KeyRules]:
    made = KeyRules(qapp)
    yield made
    qapp.removeEventFilter(made)
    made.deleteLater()


@pytest.fixture
def typing_pause() -> int:
    """Milliseconds after which typing counts as ended: tests that type nothing more wait no longer than that."""
    return 20


@pytest.fixture
def window(
    qtbot: QtBot,
    settings: Settings,
    theme: Theme,
    rules: KeyRules,
    typing_pause: int,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Window]:
    monkeypatch.setattr(problem_banner, "WAIT", typing_pause)
    made = Window(Session(), settings, theme)
    made.resize(1280, 800)
    made.show()
    qtbot.waitActive(made)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)  # before it takes up the next theme

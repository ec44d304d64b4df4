"""The start of the program: the application, its theme and fonts, and the window on the example."""

from __future__ import annotations

import sys
from dataclasses import replace

from PySide6.QtGui import QFontDatabase, QIcon
from PySide6.QtWidgets import QApplication

from rnnviz.app.keyboard import KeyRules
from rnnviz.app.settings import Settings
from rnnviz.app.theme import Theme, ThemeChoice
from rnnviz.app.unforeseen import Unforeseen
from rnnviz.app.window import Window
from rnnviz.models.resources import resource
from rnnviz.session.draft import Draft
from rnnviz.session.examples import first
from rnnviz.session.session import Session

_TURN = 0.0005
"""Seconds after which a thread that computes lets the window's thread go on: at the usual 5 ms, which it would wait at
every call of Qt's, a second passes in a repaint while a model is trained."""


def application() -> QApplication:
    """The one application, made when there is none."""
    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    made = QApplication(["rnnviz"])
    sys.setswitchinterval(_TURN)
    made.setApplicationName("rnnviz")
    made.setDesktopFileName("rnnviz")
    made.setWindowIcon(QIcon(str(resource("icons", "rnnviz.svg"))))
    return made


def start(
    settings: Settings | None = None, *, theme: str | None = None, draft: Draft | None = None
) -> tuple[QApplication, Window]:
    """The application and its window, not yet shown.

    Args:
        settings: what is remembered; by default the user's.
        theme: "light", "dark" or "system" for this start only.
        draft: what to run; by default the example.
    """
    running = application()
    kept = settings or Settings()
    kept.theme_of_this_start = ThemeChoice(theme) if theme is not None else None
    QFontDatabase.addApplicationFont(str(resource("fonts", "DroidSansFallback.ttf")))
    KeyRules(running)
    window = Window(Session(draft or replace(first(), dtype=kept.dtype)), kept, Theme(running))
    Unforeseen(window.session)
    return running, window

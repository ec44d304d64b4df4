"""A view opened late shows what one shows that was there all the time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rnnviz.models import gallery
from rnnviz.session.agreement import Agreement
from rnnviz.session.session import Session
from rnnviz.views.data_panel import DataPanel
from rnnviz.views.inspector import Inspector
from rnnviz.views.lanes import Lanes
from rnnviz.views.model_panel import ModelPanel
from rnnviz.views.narration import NarrationLine
from rnnviz.views.problem_banner import ProblemBanner
from rnnviz.views.run_readout import RunReadout
from rnnviz.views.scrubber import Scrubber
from rnnviz.views.sum_panel import SumPanel
from rnnviz.views.transport import Transport

VIEWS: dict[str, Callable[[Session], QWidget]] = {
    "data": DataPanel,
    "inspector": Inspector,
    "lanes": lambda session: Lanes(session, Agreement(session)),
    "model": ModelPanel,
    "narration": NarrationLine,
    "problem": ProblemBanner,
    "readout": RunReadout,
    "scrubber": Scrubber,
    "sum": lambda session: SumPanel(session, Agreement(session)),
    "transport": Transport,
}


def shown(view: QWidget) -> np.ndarray:
    for _ in range(4):
        QApplication.processEvents()
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1).copy()


def opened(view: QWidget) -> QWidget:
    """The view in a window of its own."""
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.addWidget(view)
    window.resize(700, 640)
    window.show()
    return window


def all_is_there(window: QWidget, session: Session) -> bool:
    """Whether what comes after everything else has come: the banner after typing."""
    banner = window.findChild(ProblemBanner)
    return banner is None or banner.isVisible() == (session.problem is not None)


def at_the_start(session: Session) -> None:
    pass


def in_the_middle_of_an_lstm(session: Session) -> None:
    session.edit(equations=gallery.cell("lstm").body, text="banana", hidden=2)
    session.go_to(7)
    session.select("c", 3, (1,))


def at_the_end_with_a_weight_selected(session: Session) -> None:
    session.go_end()
    session.select("W_xh", None, (0, 1))


def with_something_wrong(session: Session) -> None:
    session.go_to(3)
    session.edit(equations="h[t] = tahn(x[t])")


STATES = [at_the_start, in_the_middle_of_an_lstm, at_the_end_with_a_weight_selected, with_something_wrong]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", VIEWS)
def test_that_a_view_opened_late_shows_the_right_state(
    session: Session, qtbot: QtBot, name: str, state: Callable[[Session], None]
) -> None:
    early = opened(VIEWS[name](session))
    qtbot.addWidget(early)
    shown(early)
    state(session)
    late = opened(VIEWS[name](session))
    qtbot.addWidget(late)
    qtbot.waitUntil(lambda: all_is_there(early, session) and all_is_there(late, session))
    # Who has the keyboard shows it; here nobody has.
    elsewhere = QWidget()
    qtbot.addWidget(elsewhere)
    elsewhere.show()
    elsewhere.activateWindow()
    qtbot.waitUntil(elsewhere.isActiveWindow)
    np.testing.assert_array_equal(shown(early), shown(late))


@pytest.mark.parametrize("name", VIEWS)
def test_that_a_view_that_is_gone_hears_nothing_more(session: Session, qtbot: QtBot, name: str) -> None:
    view = opened(VIEWS[name](session))
    view.close()
    view.deleteLater()
    del view
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
    in_the_middle_of_an_lstm(session)
    at_the_end_with_a_weight_selected(session)

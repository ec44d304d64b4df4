"""The window's benchmark acts on the window as it says, and sees what is painted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rnnviz.app.keyboard import KeyRules
from rnnviz.app.settings import Settings
from rnnviz.app.theme import Theme
from rnnviz.app.window import Window
from rnnviz.session.session import Session
from tests.benchmarks.window.inputs import KINDS, PHASES
from tests.benchmarks.window.latency import Latency, measure
from tests.benchmarks.window.paint_watch import PaintWatch
from tests.benchmarks.window.scene import Scene


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[PaintWatch]:
    made = PaintWatch(qapp)
    yield made
    qapp.removeEventFilter(made)
    made.deleteLater()


def test_that_a_paint_is_seen_and_no_paint_is_none(qtbot: QtBot, watch: PaintWatch) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    watch.settle()
    taken = watch.latency(widget.update)
    assert taken is not None
    assert taken.clock > 0
    assert watch.latency(widget.ensurePolished) is None


@pytest.fixture
def there(qtbot: QtBot, qapp: QApplication, watch: PaintWatch, tmp_path: Path) -> Iterator[Scene]:
    look = qapp.palette(), qapp.font(), qapp.styleSheet()
    rules, theme = KeyRules(qapp), Theme(qapp)
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = Window(Session(), Settings(store), theme)
    window.resize(1280, 800)
    window.show()
    qtbot.waitActive(window)
    watch.settle()
    yield Scene(window, watch, 4, 0.0)
    window.close()
    for one in (window, theme, rules):
        one.deleteLater()
    qapp.removeEventFilter(rules)
    qapp.setPalette(look[0])
    qapp.setFont(look[1])
    qapp.setStyleSheet(look[2])


@pytest.mark.parametrize("phase", PHASES)
def test_that_every_kind_of_input_moves_what_it_is_to_move(there: Scene, phase: str) -> None:
    session, axis = there.window.session, there.window.lanes.stack.axis
    for kind, inputs in KINDS.items():
        seen = []
        for act in inputs(there, phase, 6):
            before = (session.position, axis.first, axis.column_width)
            there.watch.latency(act)
            seen.append((before, (session.position, axis.first, axis.column_width)))
        steps = {after[0] - before[0] for before, after in seen}
        pans = {after[1] != before[1] and after[2] == before[2] for before, after in seen}
        if kind in ("step", "step back"):
            assert steps == {1 if kind == "step" else -1}
        else:
            assert (steps != {0}) == (kind == "scrub")
        assert any(pans) or kind != "pan"
        assert any(after[2] != before[2] for before, after in seen) == (kind == "zoom")
        stops = range(0, 5) if phase == "forward" else range(4, 9)
        assert all(after[0] in stops for _, after in seen)


def test_that_a_measurement_counts_every_input(there: Scene) -> None:
    made = measure(there, "forward", "step", 3)
    assert (len(made.clock), len(made.processor), made.silent) == (3, 3, 0)
    assert made.timesteps == 4


def test_that_a_row_says_median_percentile_and_worst() -> None:
    quick = Latency(4, "forward", "step", (1.0, 2.0, 3.0), (1.0, 1.0, 1.0), 0)
    assert quick.cells == ("4", "forward", "step", "2.0 / 2.9 / 3.0", "1.0 / 1.0 / 1.0", "0", "met")
    assert Latency(4, "forward", "step", (1.0, 51.0), (1.0, 1.0), 0).cells[-1] == "**not met**"
    assert Latency(4, "forward", "pan", (), (), 9).cells[-1] == "nothing painted"
